"""The normalizer: text rules to a fixpoint, pandoc, tree rules in order; and the proof of each fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from publish import reader
from publish.ast import Block, Blocks, Inline, Node
from publish.diagnostics import Applicability, Diagnostic, PublishError, Severity
from publish.document import Document
from publish.reader import Reading
from publish.reader.encoding import UTF_8, Form
from publish.reader.front_emoji import with_emoji
from publish.reader.inclusion import Files, no_files
from publish.reader.remark import Remark
from publish.reader.suppress import Silence, Silenced, Suppressions, suppressions
from publish.reader.written_links import WrittenLinks
from publish.rules import Rule, Words, by_code, codes, selected
from publish.rules.canonical import canonical
from publish.rules.fixpoint import Mended, Policy, mend, page
from publish.rules.references.library import NO_LIBRARY, Library
from publish.rules.rule import Choices
from publish.rules.selection import chosen
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


class Settings(msgspec.Struct, frozen=True):
    """Which rules run, and what the manifest declares of the posts."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    without: tuple[str, ...] = ()  # left out of this post whatever is selected
    extend_safe: tuple[str, ...] = ()
    extend_unsafe: tuple[str, ...] = ()
    dialect: str = ""
    lang: str = ""
    unsafe: bool = False
    words: Words = Words()
    library: Library = NO_LIBRARY
    numbered_run: Literal["auto", "heading", "item", "keep"] = "auto"
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in the order of the table."""
        return selected(self.select, self.ignore, self.without)

    @property
    def choices(self) -> Choices:
        """What tree rules are given."""
        return Choices(self.library, self.numbered_run)

    def shows(self, code: str) -> bool:
        """Whether findings of a code are told."""
        left_out = code.startswith(self.without or ("~",))
        return chosen(code, self.select, self.ignore) and not left_out

    def of(self, reading: Reading) -> Settings:
        """With what the post's own front matter adds."""
        own = comments.declined(reading.metadata)
        return replace(self, without=(*self.without, *own)) if own else self


class Inspection(msgspec.Struct, frozen=True):
    """What the text rules found, and the text as the fixes leave it.

    Places are those of the file as it stands. ``fixed`` equals ``text`` when there is nothing to fix
    or when the proof failed (then a diagnostic BUG001 says so). ``form`` is that of the file,
    ``target`` that in which the fixed text is to be written.
    """

    text: str
    fixed: str
    diagnostics: tuple[Diagnostic, ...]
    form: Form = UTF_8
    target: Form = UTF_8


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


def inspect(path: str, data: bytes, settings: Settings) -> Inspection:
    """The text rules over a source file; pure, and total whatever the bytes."""
    reading = reader.read(path, data, settings.dialect, settings.lang, dict(settings.tags))
    return _inspect(reading, settings.of(reading)).inspection


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
    reading = reader.read(path, data, settings.dialect, settings.lang, dict(settings.tags))
    if reading.failed:
        return Normalized(None, reading.faults, ())
    settings = settings.of(reading)
    inspection, after, mended = _inspect(reading, settings)
    try:
        blocks, remarks = reader.blocks(
            reading, inspection.fixed, lines=lines, files=files, tags=dict(settings.tags)
        )
        metadata, emoji = with_emoji(after.metadata, reading.front, reading.text)
    except PublishError as error:
        faults = tuple(replace(fault, path=path) for fault in error.diagnostics)
        return Normalized(None, (*inspection.diagnostics, *faults), ())
    back = mended.source_lines(reading.text)
    draft = Document(
        path=path,
        metadata=metadata,
        blocks=_with_lines(canonical(blocks), back),
        provenance=reading.provenance,
        dialect=reading.dialect,
    )
    document, found = revise(draft, settings, reading.text)
    reports = [*found, *_reports(path, remarks, back, settings)]
    reports += _reports(path, (*reading.remarks, *emoji), lambda line: line, settings)
    quiet = suppressions(reading.text)
    silence = Silence(quiet)
    hidden = [item for item in map(_place, reports) if silence.hides(item)]
    shown = [item for item in reports if not silence.hides(_place(item))]
    shown += _of_comments(reading, quiet, [*mended.silenced, *hidden], settings)
    return Normalized(
        replace(document, blocks=_with_lines(document.blocks, lambda _: 0)),
        tuple(sorted({*inspection.diagnostics, *shown})),
        tuple(_lines(document.blocks)),
        quiet,
    )


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


class _Inspected(NamedTuple):
    """What the text rules found, the fixed text as it is read, and how it was mended."""

    inspection: Inspection
    after: Reading
    mended: Mended


def _inspect(reading: Reading, settings: Settings) -> _Inspected:
    text, form = reading.text, reading.form
    rules = {rule.code for rule in settings.rules}
    faults = tuple(
        item for item in reading.faults if item.severity is Severity.ERROR or item.code in rules
    )
    if not text.strip():
        return _Inspected(Inspection(text, text, faults), reading, Mended(text, ()))
    target = UTF_8 if "ENC001" in rules else form
    policy = Policy(
        settings.rules,
        settings.extend_safe,
        settings.extend_unsafe,
        settings.unsafe,
        settings.words._replace(tags=tuple(name for name, _ in settings.tags)),
    )
    mended = mend(reading, policy)
    fault, after = mended.fault, reading
    if not fault and mended.text != text:
        tags = dict(settings.tags)
        after = reader.read_text(reading.path, mended.text, reading.dialect, settings.lang, tags)
        fault = _unrest(mended.text, reading, after, policy)
    diagnostics = tuple(sorted((*faults, *mended.diagnostics)))
    stopped = _bug(reading.path, fault) if fault else _strange(reading.path, target, mended.text)
    if stopped:
        found = Inspection(text, text, (*diagnostics, stopped), form, form)
        return _Inspected(found, reading, Mended(text, (), silenced=mended.silenced))
    return _Inspected(Inspection(text, mended.text, diagnostics, form, target), after, mended)


def _strange(path: str, target: Form, text: str) -> Diagnostic | None:
    """The first character that the encoding of the file cannot hold."""
    try:
        target.encode(text)
    except UnicodeEncodeError as error:
        return _unwritable(path, target.encoding, text[error.start])
    return None


def _unwritable(path: str, encoding: str, character: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=0,
        column=0,
        code="ENC001",
        message=f"the fixes need “{character}”, which {encoding} does not have; the file is left alone",
        hint="save it as UTF-8, or let ENC001 run",
    )


def _unrest(text: str, before: Reading, after: Reading, policy: Policy) -> str:
    """What a second run over the fixed text would do; empty when it would change nothing.

    The last round of the first run has seen the same text and found nothing to edit; it is a second
    run already unless the language is another now, or comments hide findings by their lines.
    """
    seen = before.metadata.lang == after.metadata.lang
    if seen and not (suppressions(before.text).ranges or suppressions(text).ranges):
        return ""
    second = mend(after, policy)
    return second.fault or ("" if second.text == text else "the fixes come to no rest")


def _bug(path: str, fault: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=0,
        column=0,
        code="BUG001",
        message=f"{fault}; the file is left alone",
        hint="this is a bug in publish: please report it with the file",
        severity=Severity.WARNING,
    )


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
