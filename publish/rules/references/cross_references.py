"""REF010: a figure or a table is named without a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.ast import Block, Blocks, Figure, Header, Inline, Str, Table
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.by_block import by_block
from publish.rules.references.captions import LISTING_WORDS, kind
from publish.rules.references.own_links import linked, own_link
from publish.rules.rule import Revision, Rule
from publish.walk import bearers, kinds, rewrite, same_block

Known = Mapping[tuple[str, str], str]

_CAPTIONED = frozenset({Figure, Table})
_NAMED = _CAPTIONED | {Header}
_NAME = "cross-reference"
_NUMBER = r"(?P<number>\d{1,3}(?:[.\-–]\d{1,3}){0,3})"
_BEFORE = r"(?<![\u3400-\u9fffA-Za-z0-9])|(?<=[见見如像在由从從与與和及以将將参參看据據自到至照按是了于於下上附])"
_LATIN = (
    r"Figure|Fig\.|Abbildung|Figura|Table|Tab\.|Tabelle|Tableau|Tabla|Listing|Listado|그림|표|코드"
)
_COUNTED = "[个個张張条條只年月日号號种種]"  # 表 3 张: not a number but how many
_MENTION = regex(
    rf"(?:(?:{_BEFORE})(?P<word>图表|表格|图|圖|図|表)|(?P<code>{LISTING_WORDS})) ?{_NUMBER}"
    rf"(?![\d%％]|[.\-–]\d| ?{_COUNTED})"
    rf"|(?<![A-Za-z가-힣])(?P<latin>{_LATIN}) {_NUMBER.replace('number', 'latin_number')}(?!\d|[.\-–]\d)"
)


def link_mentions(document: Document) -> Revision:
    """``见图 1-1`` becomes a link where the post has a figure or table of that number."""
    known = numbered(document.blocks)
    if not known:
        return Revision(document)
    return by_block(
        document,
        lambda block: with_links((block,), known),
        "a figure or table is named without a link",
    )


def numbered(blocks: Blocks) -> Known:
    """What has a number among ``blocks``: the id by kind and number, the first where there are more."""
    known: dict[tuple[str, str], str] = {}
    for node in captioned(blocks):
        attr = node.c[0]
        if attr.id and attr.get("number-value"):
            known.setdefault((kind(attr.get("number-label")), attr.get("number-value")), attr.id)
    return known


def captioned(blocks: Blocks) -> Iterator[Figure | Table]:
    """The figures and tables in reading order."""
    for block in blocks:
        if not _CAPTIONED.isdisjoint(kinds(block)):
            yield from (node for node in bearers((block,)) if isinstance(node, Figure | Table))


def with_links(blocks: Blocks, known: Known) -> Blocks:
    """``blocks``, one for one, with links to what is ``known`` where its number is mentioned."""
    if not known:
        return blocks

    def parts(text: str) -> Iterator[Inline]:
        return _with_links(text, known)

    def link(block: Block) -> Blocks:
        if not _NAMED.isdisjoint(kinds(block)):
            return (block,)
        return rewrite((block,), same_block, lambda inlines: linked(inlines, _NAME, parts))

    return tuple(new for block in blocks for new in link(block))


def _with_links(text: str, known: Known) -> Iterator[Inline]:
    at = 0
    for found in _MENTION.finditer(text):
        word = found["word"] or found["code"] or found["latin"]
        id = known.get((kind(word), found["number"] or found["latin_number"]))
        if id is None:
            continue
        if text[at : found.start()]:
            yield Str(text[at : found.start()])
        yield own_link(_NAME, found[0], id)
        at = found.end()
    if text[at:]:
        yield Str(text[at:])


RULE = Rule(
    code="REF010",
    name="unlinked-cross-reference",
    summary="A figure or a table is named by its number without a link to it.",
    why="A link takes the reader there in every format. The words stay as they are.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n见图 1。\n\n![茶树](tea.png)\n\n图 1 茶树\n",
    after="见[图 1](#fig-1){.cross-reference}。\n\n![茶树](tea.png)\n\n图 1 茶树\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=link_mentions,
)
