"""The template tags of a Markdown body, outside code: ``{% … %}``, ``{{ … }}``, ``{{< … >}}``, ``{{% … %}}``.

Tags are recognised, never run. Total, and linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from publish.reader.block_lines import BlockLines
from publish.reader.inline_spans import Ends, code_end, paragraph_end, tick_runs
from publish.reader.spans import Spans
from publish.regex import regex

Form = Literal["block", "output", "shortcode", "literal"]

# What stands between these tags is no Markdown, or no tag.
VERBATIM = {
    "block": frozenset(("highlight", "raw", "verbatim", "comment", "codeblock", "code", "mermaid")),
    "shortcode": frozenset(
        ("highlight", "code", "code-toggle", "codes", "mermaid", "math", "katex", "raw", "comment")
    ),
}

_OPENING = regex(r"\{%|\{\{")
# Every alternative has a fixed length, or stops at a character that it cannot begin with again.
_TOKEN = regex(
    r"""
      (?P<ticks>`+)
    | (?P<comment><!--)
    | <(?P<html>pre|code|script|style|textarea)\b[^<>{]*>
    | (?P<literal>\\?\{\\[{%]
        | &(?:\#123|\#x7b|lbrace|lcub);(?:&(?:\#123|\#x7b|lbrace|lcub|\#37|percnt);|[{%]))
    | (?P<display>\$\$) | (?P<round>\\\() | (?P<square>\\\[)
    | \\[!-/:-@\[-`|-~]                                              # escaped mark
    | (?<![\\$])\$(?=[^\s$])(?:[^$\\\n]|\\.|\n(?!\s*\n))+(?<!\s)\$(?!\d)  # $mathematics$
    | (?P<tag>\{%|\{\{+(?:[<%](?!\}))?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART = regex(
    r"-?\s*(?P<closes>/?)\s*(?P<name>[^\s\"'|=/%{}<>][^\s\"'|={}<>]*)?(?P<rest>.*)", re.DOTALL
)
_CLOSERS = {"comment": "-->", "display": "$$", "round": r"\)", "square": r"\]"}
_VERBATIM_END = regex(
    r"\{%-?\s*end(?P<block>\w+)\s*-?%\}|\{\{[<%]\s*/\s*(?P<shortcode>[\w-]+)\s*[>%]\}\}"
)
_TAB = regex(r"<!--\s*(?P<end>end)?tab\b(?P<title>[^\n]*?)-->")
_FENCE = regex(r"^[ \t>]*(?:```|~~~|<)", re.MULTILINE)
_SHOWN = regex(r"\{\{(?P<open>[<%])/\*(?P<inside>(?:[^*\n]|\*(?!/)|\n(?!\s*\n))*)\*/[>%]\}\}")
_RAW = regex(r"(?P<tag>\{%-?\s*(?P<end>end)?raw\s*-?%\})(?P<line>[ \t]*\n)?")
_CLOSED_TWICE = regex(r"[ \t]*%\}")
_CONTINUED = regex(r"\n[ \t]*>[ \t>]*")


class Tag(NamedTuple):
    """One tag at ``text[start:end]``. ``shown`` is what a ``literal`` prints: braces that the author
    means as such."""

    start: int
    end: int
    form: Form
    name: str
    closes: bool = False
    arguments: str = ""
    shown: str = ""
    ends_itself: bool = False

    @property
    def verbatim(self) -> bool:
        """Whether what follows up to its end is no Markdown."""
        paired = not self.closes and not self.ends_itself
        return paired and self.name in VERBATIM.get(self.form, ())


class Lexed(NamedTuple):
    """The tags in their order; a verbatim one is followed by its end. ``code`` are the blocks of
    code, ``html`` those of HTML."""

    tags: tuple[Tag, ...]
    code: Spans
    html: Spans


def lex(text: str, dialect: str) -> Lexed:
    """The tags of a Markdown body."""
    ends = _VerbatimEnds(text)
    lines = BlockLines(text)
    if hidden := _hidden(text, Spans(lines.code), ends, dialect):
        lines = BlockLines(hidden)
    code = Spans(lines.code)
    blocks = set(lines.code)
    html = Spans(span for span in lines.closed if span not in blocks)
    found = sorted([*_Scan(text, code, ends, dialect).tags(), *_in_blocks(text, code, dialect)])
    return Lexed(tuple(_without_overlaps(found)), code, html)


def _without_overlaps(tags: Iterable[Tag]) -> Iterator[Tag]:
    at = 0
    for tag in tags:
        if tag.start >= at:
            at = tag.end
            yield tag


class _VerbatimEnds:
    """Where the verbatim tags end."""

    def __init__(self, text: str) -> None:
        self.found: dict[str, list[tuple[int, int]]] = {}
        for end in _VERBATIM_END.finditer(text):
            self.found.setdefault(end["block"] or f"/{end['shortcode']}", []).append(end.span())

    def after(self, tag: Tag) -> Tag | None:
        """The tag that ends a verbatim one."""
        spans = self.found.get(tag.name if tag.form == "block" else f"/{tag.name}", [])
        index = bisect_left(spans, (tag.end, 0))
        return Tag(*spans[index], tag.form, tag.name, closes=True) if index < len(spans) else None


def _hidden(text: str, code: Spans, ends: _VerbatimEnds, dialect: str) -> str:
    """The text with letters for what stands in verbatim tags, where it could be taken for the
    beginning of a block; empty where nothing could."""
    pieces: list[str] = []
    at = 0
    for tag in _Scan(text, code, ends, dialect).tags():
        if tag.verbatim and tag.name != "raw" and (end := ends.after(tag)) and tag.start >= at:
            content = text[tag.end : end.start]
            if _FENCE.search(content):
                pieces += [text[at : tag.end], re.sub(r"[^\n]", "x", content)]
                at = end.start
    return "".join([*pieces, text[at:]]) if pieces else ""


class _Scan:
    """One walk over a text."""

    def __init__(self, text: str, code: Spans, ends: _VerbatimEnds, dialect: str) -> None:
        self.text = text
        self.dialect = dialect
        self.free = tuple(code.outside(0, len(text)))
        self.verbatim_ends = ends
        self.ends = Ends(text)
        self.breaks = [found.start() for found in re.finditer(r"\n[ \t]*(?=\n)", text)]
        self.code = code

    def tags(self) -> Iterator[Tag]:
        """The tags in their order, those in code that shows raw ones too."""
        at = 0
        for start, end in self.free:
            runs = tick_runs(self.text, start, end)
            at = max(at, start)
            while at < end and (found := _TOKEN.search(self.text, at, end)):
                at = found.end()
                match found.lastgroup:
                    case "tag":
                        for tag in self._tag(found.start(), end):
                            at = tag.end
                            yield tag
                    case "literal":
                        yield Tag(*found.span(), "literal", "", shown=_unescaped(found[0]))
                    case "comment" if self.dialect == "hexo" and (
                        tab := _TAB.match(self.text, found.start())
                    ):
                        at = tab.end()
                        yield Tag(
                            *tab.span(), "block", "tab", bool(tab["end"]), tab["title"].strip()
                        )
                    case "ticks":
                        at = code_end(found, runs, paragraph_end(self.breaks, at, end)) or at
                        yield from self._shown(found.start(), at)
                    case "html":
                        at = self.ends.after(f"</{found['html'].lower()}", at) or at
                        yield from self._shown(found.start(), at)
                    case str(kind):
                        reach = end if kind == "comment" else paragraph_end(self.breaks, at, end)
                        far = self.ends.after(_CLOSERS[kind], at)
                        at = far if 0 < far <= reach else at
                    case None:
                        continue

    def _tag(self, start: int, limit: int) -> Iterator[Tag]:
        """The tag that begins here, with its end when it is verbatim; none when it is not closed."""
        text = self.text
        opening = _TOKEN.match(text, start)
        mark = opening[0] if opening else ""
        braces = len(mark.rstrip("<%"))
        read = next(
            (
                (form, inside, close, end)
                for form, inside, close in _forms(start, mark)
                if 0
                < (end := self.ends.after(close, inside))
                <= min(limit, paragraph_end(self.breaks, inside, limit))
            ),
            None,
        )
        if read is None:
            return
        form, inside, close, end = read
        if _OPENING.search(text, inside, end):
            return
        if found := _SHOWN.fullmatch(text, start, end):
            yield Tag(start, end, "literal", "", shown=_uncommented(found))
            return
        content = text[inside : end - len(close)]
        while braces > 2 and text[end : end + 1] == "}":
            braces, end = braces - 1, end + 1
        if form == "block" and (twice := _CLOSED_TWICE.match(text, end)):
            end = twice.end()
        tag = _parsed(start, end, form, _CONTINUED.sub("\n", content))
        yield tag
        if tag.verbatim and (last := self.verbatim_ends.after(tag)):
            if tag.name in ("raw", "verbatim"):
                yield from _literals(text, tag.end, last.start)
            yield last

    def _shown(self, start: int, end: int) -> Iterator[Tag]:
        """In a code span: what is written so that the generator shows it."""
        if self.text.find("{", start, end) >= 0:
            yield from _shown_raw(self.text, start, end)
            yield from _shown_shortcodes(self.text, start, end)


def _forms(start: int, mark: str) -> Iterator[tuple[Form, int, str]]:
    """What an opening may open, where that begins, and how it closes: ``{{<%}}`` is no shortcode."""
    end = start + len(mark)
    if mark == "{%":
        yield "block", end, "%}"
        return
    if mark[-1] in "<%":
        yield "shortcode", end, ">}}" if mark[-1] == "<" else "%}}"
    yield "output", start + len(mark.rstrip("<%")), "}}"
    if mark[-1] == "%":
        yield "block", end, "%}"


def _in_blocks(text: str, code: Spans, dialect: str) -> Iterator[Tag]:
    """The same in blocks of code, as far as the generator looks into them."""
    for start, end in code:
        if dialect == "jekyll":
            yield from _shown_raw(text, start, end)
        elif dialect == "hugo":
            yield from _shown_shortcodes(text, start, end)


def _shown_raw(text: str, start: int, end: int) -> Iterator[Tag]:
    """``{% raw %}`` and its end; each takes its line with it when it is alone there."""
    opening: Tag | None = None
    for found in _RAW.finditer(text, start, end):
        low, high = found.span("tag")
        if found["line"] is not None and text[low - 1 : low] in ("", "\n", " ", "\t"):
            high = found.end()
        tag = Tag(low, high, "literal", "")
        if not found["end"]:
            opening = opening or tag
        elif opening:
            yield opening
            yield tag
            opening = None


def _shown_shortcodes(text: str, start: int, end: int) -> Iterator[Tag]:
    """``{{</* … */>}}``."""
    for found in _SHOWN.finditer(text, start, end):
        yield Tag(*found.span(), "literal", "", shown=_uncommented(found))


def _uncommented(found: re.Match[str]) -> str:
    mark = found["open"]
    return f"{{{{{mark}{found['inside']}{'>' if mark == '<' else '%'}}}}}"


def _literals(text: str, start: int, end: int) -> Iterator[Tag]:
    """The braces of raw text."""
    for found in _OPENING.finditer(text, start, end):
        yield Tag(*found.span(), "literal", "", shown=found[0])


def _unescaped(braces: str) -> str:
    return "{%" if braces.endswith(("%", "#37;", "percnt;")) else "{{"


def _parsed(start: int, end: int, form: Form, content: str) -> Tag:
    if form == "output":
        return Tag(start, end, form, "", arguments=content.strip().strip("-").strip())
    found = _PART.match(content)
    name = (found["name"] or "") if found else ""
    rest = found["rest"].strip() if found else ""
    closes = bool(found and found["closes"])
    if form == "shortcode":
        whole = rest.removesuffix("/").rstrip()
        return Tag(start, end, form, name, closes, whole, ends_itself=whole != rest)
    if name.startswith("end") and len(name) > 3:
        name, closes = name[3:], True
    return Tag(start, end, form, name.rstrip("-"), closes, rest.removesuffix("-").strip())
