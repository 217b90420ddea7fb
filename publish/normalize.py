"""The normalizer: text rules to a fixpoint, pandoc, tree rules in order; and the proof of each fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

import msgspec
from msgspec.structs import replace

from publish import reader
from publish.ast import Block, Blocks, Inline, Node
from publish.diagnostics import Applicability, Diagnostic, PublishError, Severity
from publish.document import Document
from publish.reader import Reading
from publish.reader.raw_html import Dropped
from publish.reader.suppress import suppressions
from publish.rules import Rule, by_code, selected
from publish.rules.canonical import canonical
from publish.rules.fixpoint import Policy, mend, page
from publish.walk import block_parts, inline_parts, rewrite, same_inlines

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

VERSION = 2  # raised when the same source gives another document


class Settings(msgspec.Struct, frozen=True):
    """Which rules run, and what the manifest declares of the posts."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_safe: tuple[str, ...] = ()
    dialect: str = ""
    lang: str = ""
    unsafe: bool = False

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in the order of the table."""
        return selected(self.select, self.ignore)


class Inspection(msgspec.Struct, frozen=True):
    """What the text rules found, and the text as the fixes leave it.

    Places are those of the file as it stands. ``fixed`` equals ``text`` when there is nothing to fix
    or when the proof failed (then a diagnostic BUG001 says so).
    """

    text: str
    fixed: str
    diagnostics: tuple[Diagnostic, ...]


class Normalized(msgspec.Struct, frozen=True):
    """A document in canonical form (None when the post cannot be read), and what was found.

    ``lines`` are the lines of the source on which the blocks began (0: unknown), for every block of
    the document, parents before children, in reading order.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[int, ...]


def inspect(path: str, data: bytes, settings: Settings) -> Inspection:
    """The text rules over a source file; pure, and total whatever the bytes."""
    return _inspect(reader.read(path, data, settings.dialect, settings.lang), settings)


def normalize(path: str, data: bytes, settings: Settings, *, lines: bool = True) -> Normalized:
    """A source file in canonical form. Total: a fault that stops it is a diagnostic.

    With ``lines`` false the places of the tree rules' findings are not looked up, which saves one
    reading by pandoc.
    """
    reading = reader.read(path, data, settings.dialect, settings.lang)
    if reading.failed:
        return Normalized(None, reading.faults, ())
    inspection = _inspect(reading, settings)
    try:
        blocks, dropped = reader.blocks(reading, inspection.fixed, lines=lines)
    except PublishError as error:
        faults = tuple(replace(fault, path=path) for fault in error.diagnostics)
        return Normalized(None, (*inspection.diagnostics, *faults), ())
    back = _line_map(reading.text, inspection.fixed)
    draft = Document(
        path=path,
        metadata=reader.read_text(path, inspection.fixed, reading.dialect, settings.lang).metadata,
        blocks=_with_lines(canonical(blocks), back),
        provenance=reading.provenance,
        dialect=reading.dialect,
    )
    document, found = revise(draft, settings)
    hidden = suppressions(reading.text)
    reports = (*found, *_reports(path, dropped, back, settings))
    shown = [item for item in reports if not hidden.hide(item.line, item.code)]
    return Normalized(
        replace(document, blocks=_with_lines(document.blocks, lambda _: 0)),
        tuple(sorted({*inspection.diagnostics, *shown})),
        tuple(_lines(document.blocks)),
    )


def revise(document: Document, settings: Settings) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The tree rules in order. ``revise(revise(d))`` is ``revise(d)``."""
    found: list[Diagnostic] = []
    before = {id(block) for block in document.blocks}
    for rule in settings.rules:
        if rule.tree is None:
            continue
        revision = rule.tree(document)
        document = revision.document
        found += [
            _report(document.path, rule, finding.line, finding.message, finding.hint)
            for finding in revision.findings
        ]
    changed = [
        part
        for block in document.blocks
        for part in ((block,) if id(block) in before else canonical((block,)))
    ]
    return replace(document, blocks=tuple(changed)), tuple(found)


def _inspect(reading: Reading, settings: Settings) -> Inspection:
    text = reading.text
    if not text.strip():
        return Inspection(text, text, reading.faults)
    policy = Policy(settings.rules, settings.extend_safe, settings.unsafe)
    mended = mend(reading, policy)
    fault = mended.fault
    if not fault and mended.text != text:
        again = reader.read_text(reading.path, mended.text, reading.dialect, settings.lang)
        second = mend(again, policy)
        fault = second.fault or ("" if second.text == mended.text else "the fixes come to no rest")
    diagnostics = tuple(sorted((*reading.faults, *mended.diagnostics)))
    if fault:
        return Inspection(text, text, (*diagnostics, _bug(reading.path, fault)))
    return Inspection(text, mended.text, diagnostics)


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
    path: str, dropped: Iterable[Dropped], back: Callable[[int], int], settings: Settings
) -> Iterator[Diagnostic]:
    """What the reader found, of the rules that run."""
    for item in dropped:
        rule = by_code(item.code)
        if rule in settings.rules and rule is not None:
            message = f"{item.what} does not reach an output"
            yield _report(path, rule, back(item.line), message, "")


def _line_map(old: str, new: str) -> Callable[[int], int]:
    """From a line of the fixed text to the line of the source it came from."""
    if old.count("\n") == new.count("\n") or old == new:
        return lambda line: line
    before = ["".join(line.split()) for line in old.splitlines()]
    after = ["".join(line.split()) for line in new.splitlines()]
    table = [0] * (len(after) + 2)
    for a, b, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for offset in range(size):
            table[b + offset + 1] = a + offset + 1
    for at in range(1, len(table)):
        table[at] = table[at] or table[at - 1]
    return lambda line: table[line] if 0 < line < len(table) else line


def _with_lines(blocks: Blocks, line: Callable[[int], int]) -> Blocks:
    return rewrite(
        blocks,
        lambda block: (replace(block, line=line(block.line)) if block.line else block,),
        same_inlines,
    )


def _lines(parts: Iterable[Block | Inline], around: int = 0) -> Iterator[int]:
    """The line of each block; one that does not know its own has that of the block around it."""
    for part in parts:
        if isinstance(part, Node):
            line = part.line or around
            yield line
            yield from _lines(block_parts(part), line)
        else:
            yield from _lines(inline_parts(part), around)
