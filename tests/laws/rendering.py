"""The oracle: what a CommonMark library that the product does not use makes of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin


def library(*, definitions: bool = False, mathematics: bool = False) -> MarkdownIt:
    """The library with the extensions that generators have in common, and with those of some."""
    markdown = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
    )
    markdown.normalizeLinkText = str  # an address is shown as it is written
    for part in ("footnote_ref", "footnote_anchor", "footnote_block_open", "footnote_open"):
        markdown.add_render_rule(part, lambda *_: "\n")
    if definitions:
        markdown.use(deflist_plugin)
    if mathematics:
        markdown.use(
            dollarmath_plugin,
            allow_labels=False,
            allow_space=False,
            allow_digits=False,
            renderer=lambda tex, _: escape(tex),
        )
    return markdown


_MARKDOWN = library()
_SPACES = re.compile(r"\s+")
_EDGES = re.compile(r" ?(</?(?:p|li|ul|ol|blockquote|h\d|td|th|tr|hr|pre)\b[^>]*>|</code></pre>) ?")
_SILENT = {"script", "style", "template", "title", "noscript", "object", "head"}
_FRAMES = {"iframe", "video", "audio", "embed", "source", "frame"}  # they are links in the end
_INLINE = set(
    "a abbr b bdi bdo big cite code dfn em font i img ins kbd mark q s samp small span strong sub sup tt u var".split()
)
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def html(text: str) -> str:
    """The HTML of a Markdown text."""
    return str(_MARKDOWN.render(text))


def folded(text: str) -> str:
    """HTML without what white space may differ in: runs of it, and its edges beside blocks."""
    return _EDGES.sub(r"\1", _SPACES.sub(" ", text)).strip()


def tokens(text: str) -> Iterator[Token]:
    """Every token of a Markdown text, those inside inlines too."""
    for token in _MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


def guarded(text: str) -> list[str]:
    """What no fix of words may touch, in reading order: code, addresses, raw HTML, template tags."""
    kept: list[str] = []
    for token in tokens(text):
        match token.type:
            case "code_inline" | "code_block" | "fence" | "html_inline" | "html_block":
                kept.append(token.content.strip())
            case "link_open" | "image":
                kept.append(str(token.attrs.get("href", token.attrs.get("src", ""))))
            case "text":
                kept += _TEMPLATE.findall(token.content)
            case _:
                continue
    return kept


class _Words(HTMLParser):
    """The words of HTML, and the titles of its pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.titles: set[str] = set()
        self._silent: list[str] = []
        self._numbers: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag not in _INLINE:
            self.pieces.append("\n")
        if tag in ("ol", "ul"):
            start = dict(attrs).get("start") or "1"
            self._numbers.append(int(start) if tag == "ol" and start.isdecimal() else -1)
        if tag == "li" and self._numbers and self._numbers[-1] >= 0:
            self.pieces.append(f"{self._numbers[-1]}. ")
            self._numbers[-1] += 1
        if tag in _FRAMES and not self._silent:
            self.pieces.append(dict(attrs).get("title") or dict(attrs).get("src") or "")
        if tag == "img" and not self._silent:
            self.pieces.append(dict(attrs).get("alt") or "")
            self.titles.add(dict(attrs).get("title") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            self._silent.remove(tag)
        if tag in ("ol", "ul") and self._numbers:
            self._numbers.pop()
        if tag not in _INLINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def words(markup: str) -> str:
    """What a reader sees of HTML, alternatives of pictures included."""
    return words_and_titles(markup)[0]


def words_and_titles(markup: str) -> tuple[str, set[str]]:
    """The same, and what may become captions of pictures."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return "".join(reader.pieces), reader.titles
