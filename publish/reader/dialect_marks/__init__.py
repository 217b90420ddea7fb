"""Marks of dialects that are no template tags: what each construct becomes, in one visible table.

Constructs are changed in the text that pandoc reads, which keeps its lines, and in the tree that
comes back. The author's file is never touched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from publish.ast import Blocks, Inlines
from publish.reader.dialect_marks import (
    abbreviations,
    addresses,
    admonitions,
    code,
    directives,
    emoji,
    inline_marks,
    inline_notes,
    kramdown,
    labels,
    mathematics,
    obsidian,
    roles,
    ruby,
    table_captions,
    wikilinks,
)
from publish.reader.dialect_marks.attached import attached
from publish.reader.dialect_marks.attributes import Carrier
from publish.reader.dialect_marks.obsidian import inline_tags
from publish.reader.dialect_marks.source import Change, Source, applied
from publish.reader.remark import Remark
from publish.walk import BlockRewrite, InlinesRewrite, rewrite, same_block, same_inlines

__all__ = [
    "Translated",
    "attached",
    "finished",
    "inline_tags",
    "translated",
]


class Construct(NamedTuple):
    """A mark of some dialects (none named: of all). ``signs``: a text without any of them has none."""

    dialects: tuple[str, ...]
    signs: tuple[str, ...]
    changes: Callable[[Source], Iterable[Change]]


_LISTS = ("jekyll", "pelican")  # kramdown and Python-Markdown write attributes alike

# In the order of work: what hides text comes first, what only adds to words comes last.
CONSTRUCTS: tuple[Construct, ...] = (
    Construct(("obsidian",), ("%%",), obsidian.comments),
    Construct(_LISTS, ("{::",), kramdown.extensions),
    Construct((), ("```{", "~~~{", ":::{"), directives.directives),
    Construct((), ("!!!", "???", ":::"), admonitions.admonitions),
    Construct(("obsidian",), ("[[",), wikilinks.wikilinks),
    Construct(("obsidian",), ("^",), obsidian.block_ids),
    Construct(("obsidian",), ("] ",), obsidian.task_states),
    Construct(("obsidian",), ("```", "~~~"), obsidian.programs),
    Construct(("jekyll",), ("^",), kramdown.block_breaks),
    Construct(_LISTS, ("{:",), kramdown.attribute_lists),
    Construct((), ("_tab:",), labels.tabs),
    Construct((), ("label:`", "width:`", "height:`"), labels.labels),
    Construct((), (")=\n", ":label:`"), labels.targets),
    Construct((), (":bibliography:",), labels.bibliographies),
    Construct((), (":`", "}`"), roles.roles),
    Construct((), (inline_notes.MARK,), inline_marks.raised_citations),
    Construct((), (inline_notes.MARK,), inline_notes.notes),
    Construct((), ("==",), inline_marks.highlights),
    Construct(("hexo", "commonmark"), ("++",), inline_marks.insertions),
    Construct(("pelican", "hexo", "hugo", "commonmark"), ("~", "^"), inline_marks.indices),
    Construct((), ("|", "《"), ruby.readings),
    Construct(_LISTS, ("*[",), abbreviations.abbreviations),
)
_BLOCKS: dict[str, BlockRewrite] = {"mdbook": code.mdbook_code, "pelican": code.pelican_code}
_INLINES: dict[str, InlinesRewrite] = {
    "jekyll": mathematics.in_sentence,
    "pelican": addresses.plain_addresses,
}


class Translated(NamedTuple):
    """A text that pandoc understands, line by line that of the post; the attributes on their way;
    and what was found."""

    text: str
    carrier: Carrier
    remarks: tuple[Remark, ...]


def translated(text: str, dialect: str) -> Translated:
    """The Markdown of a dialect as pandoc's. ``text`` has LF line ends."""
    carrier = Carrier(text)
    remarks: list[Remark] = []
    source = Source(text, dialect, carrier)
    for construct in CONSTRUCTS:
        if construct.dialects and dialect not in construct.dialects:
            continue
        if not any(sign in source.text for sign in construct.signs):
            continue
        changes = list(construct.changes(source))
        if changes:
            remarks += _remarks(source.text, changes)
            source = Source(applied(source.text, changes), dialect, carrier)
    return Translated(source.text, carrier, tuple(remarks))


def finished(blocks: Blocks, dialect: str, text: str) -> tuple[Blocks, tuple[Remark, ...]]:
    """The tree of ``text`` without what is left of a dialect: names of emoji, notes in their place,
    addresses, hidden code."""
    on_block = _BLOCKS.get(dialect, same_block)
    on_inlines = _INLINES.get(dialect, same_inlines)
    has_notes = inline_notes.CLASS in text
    if f"{{.{labels.TAB} " in text:
        blocks = labels.named_tabs(blocks)
    if ":::" in text or "<div" in text:
        blocks = labels.named_tables(blocks)
    remarks: list[Remark] = []
    if any(sign in text for sign in code.TAB_SIGNS):
        blocks, tabs = code.named_code(blocks)
        remarks += tabs
    if table_captions.SIGN.search(text):
        blocks, captions = table_captions.captioned(blocks)
        remarks += captions
    untouched = on_block is same_block and on_inlines is same_inlines and not has_notes
    if untouched and not emoji.NAME.search(text):
        return blocks, _grouped(remarks)
    found: list[str] = []

    def inlines(text: Inlines) -> Inlines:
        new, names = emoji.emoji(text)
        found.extend(names)
        return on_inlines(inline_notes.in_place(new) if has_notes else new)

    done: list[Blocks] = []
    for block in blocks:
        done.append(rewrite((block,), on_block, inlines))
        remarks += [Remark("INL010", block.line, f"“:{name}:” is an emoji") for name in found]
        found.clear()
    return tuple(block for part in done for block in part), _grouped(remarks)


def _remarks(text: str, changes: Iterable[Change]) -> tuple[Remark, ...]:
    starts = [0]
    while (at := text.find("\n", starts[-1])) >= 0:
        starts.append(at + 1)
    return _grouped(
        Remark(change.code, bisect_right(starts, change.start), change.message, change.hint)
        for change in sorted(changes)
        if change.message
    )


def _grouped(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """One remark for all that say the same, at the first place."""
    groups: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        groups.setdefault((remark.code, remark.message), []).append(remark)
    return tuple(
        same[0]._replace(message=f"{same[0].message}, and {len(same) - 1} more")
        if len(same) > 1
        else same[0]
        for same in groups.values()
    )
