"""What Sphinx, MyST and d2lbook say of a block on a line of its own: its label, its width, its tab."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from publish.ast import Attr, Block, Blocks, Div, Para, Str, Strong, Table
from publish.reader.dialect_marks.attributes import Carrier
from publish.reader.dialect_marks.roles import id_of
from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex
from publish.walk import rewrite, same_inlines

TAB = "tab"
FORMULA = "formula"  # the class of what holds a formula that is to have a number
_MARK = regex(
    r"^(?P<indent>[ \t>]*):(?P<what>label|eqlabel|width|height):`(?P<value>[^`\n]+)`[ \t]*$",
    re.MULTILINE,
)
_ON_HEADING = regex(
    r"^[ ]{0,3}\#{1,6}[ \t][^\n]*?(?P<mark>:label:`(?P<value>[^`\n]+)`)[ \t]*$",
    re.MULTILINE,
)
_TARGET = regex(
    r"(?:\A|(?<=\n\n)|(?<=\n)(?=\(.*\)=\n[ ]{0,3}\#))[ ]{0,3}"
    r"(?P<mark>\((?P<value>[A-Za-z][\w:. -]*)\)=)[ \t]*$(?=\n+[^\s])",
    re.MULTILINE,
)
_TAB = regex(
    r"^(?P<indent>[ \t>]*):(?:begin_tab:`(?P<name>[^`\n]+)`|(?P<end>end_tab):)[ \t]*$",
    re.MULTILINE,
)
_BIBLIOGRAPHY = regex(
    r"^[ ]{0,3}(?P<mark>:bibliography:`(?P<name>[^`\n]+)`)[ \t]*$(?=\n[ \t]*(?:\n|\Z)|\Z)",
    re.MULTILINE,
)
_SIZE = regex(r"\d{1,5}(?:\.\d+)?(?:px|%|cm|mm|in|em)?")
_LIST = '<div id="refs"></div>'
_FENCE = ":" * 7  # longer than any that stands in a tab
_WINDOW = 300  # characters before a label in which a formula ends
_FORMULA_END = regex(r"\$\$[ \t]*\n[ \t>]*\Z")


def labels(source: Source) -> Iterator[Change]:
    """Labels become the ids of what stands above them; a formula that has one is to be numbered."""
    text = source.text
    for found in _MARK.finditer(text):
        if not source.free.holds(found.end("indent"), found.start("value") - 1):
            continue
        value = found["value"].strip()
        if found["what"] in ("width", "height"):
            pairs = ((found["what"], value),) if _SIZE.fullmatch(value) else ()
            attr, said = Attr("", (), pairs), "the size of a picture"
        else:
            attr, said = Attr(id_of(value)), "a label"
            low = max(found.start() - _WINDOW, 0)
            if _FORMULA_END.search(text[low : found.start() + len(found["indent"])]):
                attr = Attr(attr.id, (FORMULA,))
        mark = source.carrier.carry(attr, after=True)
        yield Change(*found.span(), found["indent"] + mark, "DIA018", said)


def targets(source: Source) -> Iterator[Change]:
    """``(x)=`` names what stands below it; a label may stand behind the words of a heading too."""
    for found in _TARGET.finditer(source.text):
        if source.free.holds(*found.span("mark")):
            mark = source.carrier.carry(Attr(id_of(found["value"])), after=False)
            yield Change(*found.span(), mark, "DIA018", "a label")
    for found in _ON_HEADING.finditer(source.text):
        if source.free.holds(found.start("mark"), found.start("value") - 1):
            new = f"{{#{id_of(found['value'])}}}"
            yield Change(*found.span("mark"), new, "DIA018", "a label")


def tabs(source: Source) -> Iterator[Change]:
    """``:begin_tab:`x``` to ``:end_tab:`` as a div that knows its name; a mark without its other goes."""
    opened: re.Match[str] | None = None
    for found in _TAB.finditer(source.text):
        start = found.end("indent")
        if not source.free.holds(start, start + 1):
            continue
        if found["name"]:
            if opened:
                yield _lone(opened)
            opened = found
        elif opened is None:
            yield _lone(found)
        else:
            name = opened["name"].strip().replace("\\", "").replace('"', "")
            head = f'{opened["indent"]}{_FENCE} {{.{TAB} name="{name}"}}'
            yield Change(*opened.span(), head, "DIA018", "a tab stands under its name")
            yield Change(*found.span(), found["indent"] + _FENCE)
            opened = None
    if opened:
        yield _lone(opened)


def bibliographies(source: Source) -> Iterator[Change]:
    """``:bibliography:`` with the name of a file is the place of the list of references."""
    for found in _named_bibliographies(source):
        yield Change(*found.span("mark"), _LIST, "DIA018", "the place of the list of references")


def bibliography_files(text: str) -> list[str]:
    """The files that the marks of a Markdown text name as bibliographies."""
    source = Source(text, "", Carrier(""))
    return [found["name"].strip() for found in _named_bibliographies(source)]


def _named_bibliographies(source: Source) -> Iterator[re.Match[str]]:
    for found in _BIBLIOGRAPHY.finditer(source.text):
        if source.free.holds(found.start("mark"), found.start("name") - 1):
            yield found


def _lone(found: re.Match[str]) -> Change:
    return Change(*found.span(), "", "DIA018", "a tab that does not begin, or does not end")


def named_tabs(blocks: Blocks) -> Blocks:
    """Tabs that begin with their names."""

    def block(node: Block) -> Blocks:
        match node:
            case Div(c=(Attr(classes=("tab",), pairs=(("name", name),)), content)):
                title = Para((Strong((Str(name),)),), line=node.line)
                return (Div((Attr("", (TAB,)), (title, *content)), line=node.line),)
            case _:
                return (node,)

    return rewrite(blocks, block, same_inlines, frozenset({Div}))


def named_tables(blocks: Blocks) -> Blocks:
    """A box that only gives a table its id is no box: Markdown has no other place for that id."""

    def block(node: Block) -> Blocks:
        match node:
            case Div(c=(attr, (Table(c=content) as table,))) if attr.id and attr == Attr(attr.id):
                if not content.attr.id:
                    named = content._replace(attr=content.attr.with_id(attr.id))
                    return (replace(table, c=named),)
        return (node,)

    return rewrite(blocks, block, same_inlines, frozenset({Div}))
