"""The normalizer: text rules to a fixpoint, pandoc, tree rules in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from publish import reader
from publish.ast import Block, Blocks, Inline, Node
from publish.diagnostics import Applicability, Diagnostic, PublishError, whole_file_error
from publish.document import Document
from publish.inspection import Inspection, Settings, inspect, inspected
from publish.printable import printable
from publish.reader import Reading
from publish.reader.front_emoji import with_emoji
from publish.reader.inclusion import Files, no_files
from publish.reader.remark import Remark
from publish.reader.suppress import Silence, Silenced, Suppressions, suppressions
from publish.reader.written_links import WrittenLinks
from publish.rules import Rule, by_code, codes
from publish.rules.canonical import canonical
from publish.rules.fixpoint import page
from publish.rules.structure.ids import single_ids
from publish.rules.suppressions import comments
from publish.rules.tree_places import reports
from publish.text import Lines
from publish.walk import parts, rewrite, same_inlines

__all__ = [
    "VERSION",
    "Inspection",
    "Normalized",
    "Settings",
    "inspect",
    "normalize",
    "page",
    "revise",
]

VERSION = 5  # raised when the same source gives another document


class Normalized(msgspec.Struct, frozen=True):
    """A document in canonical form (None when the post cannot be read), and what was found.

    ``lines`` are the lines of the source on which the blocks began (0: unknown), for every block of
    the document, parents before children, in reading order. ``quiet`` are the comments that silence
    what is found later.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[int, ...]
    quiet: Suppressions = Suppressions()


def normalize(
    path: str,
    data: bytes,
    settings: Settings,
    *,
    lines: bool = True,
    files: Files = no_files,
) -> Normalized:
    """A source file in canonical form. Total: a fault that stops it is a diagnostic.

    With ``lines`` false the places of the tree rules' findings are not looked up, which saves one
    reading by pandoc. ``files`` are what the post may include, by their path below the root.
    """
    if len(data) > settings.most_bytes:
        return Normalized(None, (settings.too_large(path),), ())
    reading = reader.read(path, data, settings.dialect, settings.lang, dict(settings.tags))
    if reading.failed:
        return Normalized(None, reading.faults, ())
    settings = settings.of(reading)
    inspection, after, mended = inspected(reading, settings)
    try:
        blocks, remarks = reader.blocks(
            reading, inspection.fixed, lines=lines, files=files, tags=dict(settings.tags)
        )
        _hold_to(settings.most_blocks, blocks)
        metadata, emoji = with_emoji(after.metadata, reading.front, reading.text)
    except PublishError as error:
        faults = tuple(replace(fault, path=path) for fault in error.diagnostics)
        return Normalized(None, (*inspection.diagnostics, *faults), ())
    back = mended.source_lines(reading.text)
    draft = Document(
        path=path,
        metadata=metadata,
        blocks=_with_lines(canonical(single_ids(blocks)), back),
        provenance=reading.provenance,
        dialect=reading.dialect,
    )
    draft, unfit = printable(draft)
    if unfit:
        draft = replace(draft, blocks=canonical(draft.blocks))
    document, found = revise(draft, settings, reading.text)
    told = [*found, *_reports(path, remarks, back, settings)]
    told += _reports(path, (*reading.remarks, *emoji), lambda line: line, settings)
    quiet = suppressions(reading.text)
    silence = Silence(quiet)
    hidden = [item for item in map(_place, told) if silence.hides(item)]
    shown = [item for item in told if not silence.hides(_place(item))]
    shown += _of_comments(reading, quiet, [*mended.silenced, *hidden], settings)
    return Normalized(
        replace(document, blocks=_with_lines(document.blocks, lambda _: 0)),
        tuple(sorted({*inspection.diagnostics, *shown})),
        tuple(_lines(document.blocks)),
        quiet,
    )


def _hold_to(most: int, blocks: Blocks) -> None:
    """Raises PublishError (TRU002) for more blocks than a post may have."""
    level: list[Block | Inline] = list(blocks)
    count = len(level)
    while level and count <= most:
        level = [part for node in level for part in parts(node) if isinstance(part, Node)]
        count += len(level)
    if count > most:
        message = f"the post has more than {most:,} paragraphs and other blocks"
        hint = "divide it, or raise “max_blocks” in [trust] of publish.toml"
        raise PublishError(whole_file_error("", "TRU002", message, hint))


def _place(report: Diagnostic) -> Silenced:
    rule = by_code(report.code)
    return Silenced(report.line, report.line, report.code, rule.markdownlint if rule else ())


def _of_comments(
    reading: Reading, quiet: Suppressions, silenced: Sequence[Silenced], settings: Settings
) -> Iterator[Diagnostic]:
    """What is wrong with the comments, and the front matter, that silence rules."""
    start, _ = reading.front.keys.get("lint", (0, 0))
    line = Lines(reading.text).place(start)[0]
    known = tuple(codes())
    for rule, finding in (
        *comments.check(quiet, silenced, settings.rules, known),
        *comments.unknown_in_front(reading.metadata, line, known),
    ):
        if rule in settings.rules:
            yield _report(reading.path, rule, finding.line, finding.message, finding.hint)


def revise(
    document: Document, settings: Settings, text: str = ""
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The tree rules in order. ``revise(revise(d))`` is ``revise(d)``.

    ``text`` is the source, in which what is found is looked up.
    """
    links = WrittenLinks(text)
    found: list[Diagnostic] = []
    original = document.blocks  # kept alive: a new block must not get the place of an old one
    before = {id(block) for block in original}
    for rule in settings.rules:
        if rule.tree is not None:
            revision = rule.tree(document)
        elif rule.by_choice is not None:
            revision = rule.by_choice(document, settings.choices)
        else:
            continue
        document = revision.document
        found += reports(document.path, rule, revision.findings, links)
    changed = [
        part
        for block in document.blocks
        for part in ((block,) if id(block) in before else canonical((block,)))
    ]
    return replace(document, blocks=tuple(changed)), tuple(found)


def _report(path: str, rule: Rule, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=line,
        column=1 if line else 0,
        code=rule.code,
        message=message,
        hint=hint,
        severity=rule.severity,
        applicability=Applicability.DISPLAY,
    )


def _reports(
    path: str, remarks: Iterable[Remark], back: Callable[[int], int], settings: Settings
) -> Iterator[Diagnostic]:
    """What the reader found, of the rules that run."""
    for item in remarks:
        rule = by_code(item.code)
        if rule in settings.rules and rule is not None:
            report = _report(path, rule, back(item.line), item.message, item.hint)
            yield replace(report, column=item.column) if item.column else report


def _with_lines(blocks: Blocks, line: Callable[[int], int]) -> Blocks:
    return rewrite(
        blocks,
        lambda block: (replace(block, line=line(block.line)) if block.line else block,),
        same_inlines,
    )


def _lines(blocks: Iterable[Block | Inline], around: int = 0) -> Iterator[int]:
    """The line of each block; one that does not know its own has that of the block around it."""
    for part in blocks:
        line = around
        if isinstance(part, Node):
            line = part.line or around
            yield line
        if inside := parts(part):
            yield from _lines(inside, line)
