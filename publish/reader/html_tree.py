"""HTML as it stands in Markdown, repaired into a tree; Markdown's own nodes stand in it as leaves."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar, Union

from publish.regex import regex

Leaf = TypeVar("Leaf")  # a node of the AST that HTML surrounds

VOID = frozenset(
    "area base br col embed frame hr img input keygen link meta param source track wbr".split()
)
INLINE = frozenset(
    "a abbr acronym audio b bdi bdo big blink button cite code data del dfn em embed font i iframe img "
    "input ins kbd label map mark math meter nobr object output picture progress q rb rp rt rtc ruby s "
    "samp select small span strike strong sub sup svg textarea time tt u var video wbr br source track param".split()
)
BLOCK = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend "
    "li link main marquee menu meta nav noframes noscript ol optgroup option p pre script search "
    "section style summary table tbody td template tfoot th thead title tr ul area base "
    "frame canvas datalist".split()
)
_FOREIGN = frozenset({"svg", "math"})
_SCRIPTS = frozenset({"script", "style"})
_DEEPEST = 40  # elements; a tag inside more of them is left out, its content stays

# An element that ends, without an end tag, the elements named; the search stops at a container.
_ENDS = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "option": {"option"},
    "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"},
    "tbody": {"thead", "tbody", "tr", "td", "th"}, "tfoot": {"tbody", "tr", "td", "th"},
    "rt": {"rt", "rp", "rb"}, "rp": {"rt", "rp", "rb"}, "rb": {"rt", "rp", "rb"},
}  # fmt: skip
_CONTAINERS = frozenset({"ul", "ol", "dl", "table", "ruby", "select", "menu", "dir"})
_OPTIONAL = frozenset(
    "p li dt dd tr td th tbody thead tfoot option rt rp rb body html head colgroup caption".split()
)

_TOKEN = regex(
    r"""<!--.*?(?:-->|\Z) | <[?!][^<>]*> | <!\[CDATA\[.*?(?:\]\]>|\Z)
    | <(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = regex(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")


@dataclass(slots=True)
class Element(Generic[Leaf]):
    """An element; its children are text, elements and leaves. ``line`` is where its tag stands."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child[Leaf]] = field(default_factory=list)
    line: int = 0
    source: str = ""


Child: TypeAlias = Union[str, "Comment", Element[Leaf], Leaf]


@dataclass(frozen=True, slots=True)
class Comment:
    """The text of a comment; an empty one tells the line on which a piece of HTML begins."""

    text: str
    line: int


class Tree(Generic[Leaf]):
    """Takes source and leaves in the order of the text, and gives back the tree.

    ``sentence`` says that the leaves are words: a bare tag without its end is then spoken of.
    ``dropped`` holds the tags that could not be matched, with their lines.
    """

    def __init__(self, *, sentence: bool) -> None:
        self._sentence = sentence
        self._root: Element[Leaf] = Element("")
        self._stack = [self._root]
        self.dropped: list[tuple[int, str]] = []

    def leaf(self, leaf: Leaf, *, ends_paragraph: bool = False) -> None:
        """Add a node of the AST; a block ends an open ``<p>``."""
        if ends_paragraph and self._stack[-1].name == "p":
            self._stack.pop()
        self._stack[-1].children.append(leaf)

    def source(self, text: str, line: int = 0) -> None:
        """Add a piece of HTML that begins on a line."""
        self._stack[-1].children.append(Comment("", line))
        at = counted = 0
        unclosed: set[str] = set()  # scripts of which the rest of the piece holds no end
        while found := _TOKEN.search(text, at):
            self._text(text[at : found.start()])
            if line:
                line += text.count("\n", counted, found.start())
                counted = found.start()
            place = line
            at = found.end()
            if not found["name"]:
                self._stack[-1].children.append(Comment(found[0], place))
            elif found["close"]:
                self._close(found["name"], found[0], place)
            else:
                at = self._open(found, text, place, unclosed)
        self._text(text[at:])

    def finish(self) -> list[Child[Leaf]]:
        """The children of the root; an element without its end is replaced by its content."""
        while len(self._stack) > 1:
            self._splice(self._stack.pop())
        return self._root.children

    def _text(self, text: str) -> None:
        if text:
            self._stack[-1].children.append(html.unescape(text))

    def _open(self, found: re.Match[str], text: str, line: int, unclosed: set[str]) -> int:
        name, end = found["name"].lower(), found.end()
        foreign = any(item.name in _FOREIGN for item in self._stack)
        attributes = parse_attributes(found["attributes"])
        bare = not attributes and not found["attributes"].strip(" /\n")
        if not foreign and not known(name):
            self._stack[-1].children.append(found[0])
            return end
        if name in VOID and bare and name not in ("br", "hr", "wbr"):
            self._stack[-1].children.append(found[0])  # a tag that is spoken of
            return end
        self._end_implied(name)
        element: Element[Leaf] = Element(name, attributes, [], line, found[0])
        if name in _SCRIPTS and name not in unclosed:
            if close := re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, end):
                self._stack[-1].children.append(element)
                return close.end()
            unclosed.add(name)
        # “<span id="x"/>” is no HTML, and what is meant is an empty element.
        if name not in VOID and not found[0].endswith("/>"):
            if len(self._stack) > _DEEPEST:
                return end
            self._stack[-1].children.append(element)
            self._stack.append(element)
            return end
        self._stack[-1].children.append(element)
        return end

    def _end_implied(self, name: str) -> None:
        if name in BLOCK and self._stack[-1].name == "p":
            self._stack.pop()
        ended = _ENDS.get(name, set())
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].name in _CONTAINERS:
                return
            if self._stack[depth].name in ended:
                del self._stack[depth:]

    def _close(self, name: str, source: str, line: int) -> None:
        lowered = name.lower()
        depth = len(self._stack) - 1
        while depth and self._stack[depth].name != lowered:
            depth -= 1
        if depth:
            while len(self._stack) - 1 > depth:
                self._splice(self._stack.pop())
            self._stack.pop()
        elif not known(lowered):
            self._stack[-1].children.append(source)
        elif lowered not in VOID | {"p"}:
            self.dropped.append((line, source))

    def _splice(self, element: Element[Leaf]) -> None:
        """Put the content of an element that never ends in its place.

        A bare tag such as ``<div>`` in a sentence is spoken of: it stays as text.
        """
        if element.name in _OPTIONAL:
            return
        parent = self._stack[-1]
        at = next(
            i for i in range(len(parent.children) - 1, -1, -1) if parent.children[i] is element
        )
        shown: list[Child[Leaf]] = []
        if self._sentence and not element.attributes:
            shown.append(element.source)
        else:
            self.dropped.append((element.line, element.source))
        parent.children[at : at + 1] = [*shown, *element.children]


def known(name: str) -> bool:
    """Whether HTML has, or ever had, an element of this name."""
    return name in INLINE or name in BLOCK


def parse_attributes(text: str) -> dict[str, str]:
    """Attributes of a tag, names in lower case, values decoded; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found
