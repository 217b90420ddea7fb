"""Template tags in a text that is no Markdown, such as a title: each becomes words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from publish.diagnostics import Edit
from publish.reader.inline_spans import inline_code
from publish.reader.remark import Remark
from publish.reader.spans import Spans
from publish.reader.template_tags.lexer import Tag, lex
from publish.reader.template_tags.liquid import ROOT
from publish.reader.template_tags.meaning import Post
from publish.reader.template_tags.nodes import placeholder, unmarked
from publish.reader.template_tags.pairs import Pair, pairs
from publish.reader.template_tags.reading import HINT, LEFT, Understood, understood
from publish.regex import regex
from publish.text import apply_edits
from publish.walk import plain_text

_BRACE = "\0"  # one that the author means, while others are looked for
_ROUNDS = 5
_WIDE = regex(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")


class Told(NamedTuple):
    """A tag as it is written, and a remark whose place only the caller knows."""

    source: str
    remark: Remark


class Worded(NamedTuple):
    """The text without tags, what was said of each, and whether it was nothing but one that nobody
    knows."""

    text: str
    tags: tuple[Told, ...]
    nothing: bool


def has_tags(text: str) -> bool:
    """Whether a text may hold a tag; quick."""
    return "{{" in text or "{%" in text or "{\\" in text


def literal(text: str) -> str:
    """A text of which :func:`worded` makes ``text`` again, whatever it shows."""
    if not has_tags(text):
        return text
    tags = lex(text, "").tags
    starts = [tag.start for tag in tags] + [found.start() for found in _left(text, tags)]
    return apply_edits(text, [Edit(start + 1, start + 1, "\\") for start in sorted(set(starts))])


def worded(
    text: str,
    post: Post,
    declared: Mapping[str, str],
    *,
    address: bool = False,
    full_width: bool | None = None,
) -> Worded:
    """A text with words in place of its tags; in an ``address`` a tag is the address it means.

    What nobody knows is replaced by its name in brackets, of full width beside East Asian words.
    """
    wide = _WIDE.search(text) is not None if full_width is None else full_width
    tags = lex(text, post.dialect).tags
    edits: list[Edit] = []
    told: list[Told] = []
    unknown = eaten = 0
    for pair in pairs(tags):
        tag, end = pair.tag, pair.end
        if tag.start < eaten:
            continue
        if tag.form == "literal":
            edits.append(Edit(tag.start, tag.end, tag.shown.replace("{", _BRACE)))
            continue
        known = understood(
            pair, text[tag.end : end.start] if end else None, post, declared, alone=False
        )
        eaten = end.end if end and known.meaning.eats else tag.end
        unknown += bool(known.meaning.fault)
        edits += _edits(pair, eaten, _words(known, address=address, wide=wide))
        told.append(Told(text[tag.start : tag.end], _remark(known)))
    alone = len(told) == 1 == unknown and not (text[: tags[0].start] + text[eaten:]).strip()
    made = apply_edits(text, _without_overlaps(edits))
    made, left = _without_left(made, wide=wide)
    return Worded(" ".join(made.replace(_BRACE, "{").split()), (*told, *left), alone)


def _without_left(text: str, *, wide: bool) -> tuple[str, list[Told]]:
    """A text without what looks like a tag outside code although none was read there, such as one
    that only came about when another was replaced."""
    told: list[Told] = []
    for _ in range(_ROUNDS):
        edits: list[Edit] = []
        for found in _left(text, ()):
            name = " ".join(found[0].strip("{}%<>-/ ").split())
            edits.append(Edit(*found.span(), placeholder(name.partition(" ")[0], full_width=wide)))
            message = f"the tag “{name}” is not understood"
            told.append(Told(found[0], Remark("DIA008", 0, message, HINT)))
        if not edits:
            return text, told
        text = apply_edits(text, edits)
    return text.replace("{", ""), told


def _edits(pair: Pair, close: int, words: tuple[str, str]) -> Iterator[Edit]:
    """What comes in place of a tag and of what it ate, or of a tag, its branches and its end."""
    if pair.end is None or close == pair.end.end:
        yield Edit(pair.tag.start, close, "".join(words))
        return
    yield Edit(pair.tag.start, pair.tag.end, words[0])
    yield from (Edit(branch.start, branch.end, " ") for branch in pair.branches)
    yield Edit(pair.end.start, pair.end.end, words[1])


def _words(known: Understood, *, address: bool, wide: bool) -> tuple[str, str]:
    """What stands for a tag, and for its end."""
    meaning = known.meaning
    if meaning.fault:
        return placeholder(known.name, full_width=wide), ""
    if address and meaning.address is not None:
        return meaning.address.replace(ROOT, ""), ""
    if meaning.markdown:
        before, after = map(unmarked, meaning.markdown)
        return before, after
    return plain_text(meaning.inlines) or plain_text(meaning.blocks) or meaning.content or "", ""


def _left(text: str, tags: Sequence[Tag]) -> Iterator[re.Match[str]]:
    """What looks like a tag outside code although none was read there."""
    code = Spans(inline_code(text, 0, len(text)))
    read = Spans((tag.start, tag.end) for tag in tags)
    for found in LEFT.finditer(text):
        start, end = found.span()
        if not code.holds(start, end) and list(read.outside(start, end)) == [(start, end)]:
            yield found


def _without_overlaps(edits: Iterable[Edit]) -> Iterator[Edit]:
    at = 0
    for edit in sorted(edits):
        if edit.start >= at:
            at = edit.end
            yield edit


def _remark(known: Understood) -> Remark:
    meaning = known.meaning
    if meaning.fault:
        return Remark(known.code, 0, meaning.fault, meaning.hint)
    return Remark(known.code, 0, f"the tag “{known.name}” becomes {meaning.said}")
