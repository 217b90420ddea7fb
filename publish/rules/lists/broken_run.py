"""LST002: a numbered list that its own paragraphs cut apart."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    CodeBlock,
    Enum,
    Figure,
    Header,
    Inlines,
    OrderedList,
    Para,
    Plain,
    Table,
)
from publish.diagnostics import Applicability
from publish.document import Document
from publish.numbering import Number
from publish.regex import regex
from publish.rules.lists.numbered_run import WAYS, own_way, way
from publish.rules.rule import Choices, Revision, Rule, TreeFinding
from publish.rules.structure.hand_number import with_number
from publish.walk import plain_text

_END = regex(r"[。；！？.!?;：:，,]$")
_ARABIC = frozenset({"Decimal", "DefaultStyle"})
HINT = "if it is something else, say so with “numbered_run” (in publish.toml, or below “lint”)"
LONGEST_HEADING = 40  # characters
SHORTEST_SECTION = 40  # characters of text below a heading, on average
MOST_BETWEEN = 6  # blocks between two pieces of one list


class Piece(NamedTuple):
    """A part of a list, and the blocks that stand between it and the next."""

    list: OrderedList
    follows: Blocks

    @property
    def first(self) -> int:
        """The number of its first item."""
        return self.list.c[0][0]

    @property
    def next(self) -> int:
        """The number that continues it."""
        return self.first + len(self.list.c[1])


def revise(document: Document, choices: Choices) -> Revision:
    """Lists numbered n, n+1, … with paragraphs between them are put together.

    One-item lists with short items and long paragraphs are subsections, others one list that holds
    the paragraphs; unless the manifest or the post says which of the two they are.
    """
    wanted = way(document, choices)
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    at, level = 0, 1
    while at < len(document.blocks):
        block = document.blocks[at]
        if isinstance(block, Header):
            level = block.c[0]
        run = _run(document.blocks, at) if wanted != "keep" else []
        titles = _titles(run, wanted) if len(run) > 1 else []
        if len(run) < 2 or not (titles or wanted == "item" or _is_close(run)):
            blocks.append(block)
            at += 1
            continue
        what = "subsections" if titles else "one list"
        count = run[-1].next - run[0].first
        message = f"a list of {count} items is cut apart; it is set as {what}"
        findings.append(TreeFinding(block.line, message, HINT))
        blocks += _sections(run, titles, min(level + 1, 6)) if titles else _whole(run)
        at += sum(1 + len(piece.follows) for piece in run)
    new = replace(document, blocks=tuple(blocks)) if findings else document
    return Revision(new, (*_strange(document), *findings))


def _strange(document: Document) -> tuple[TreeFinding, ...]:
    """A wish of the post that nobody knows."""
    own = own_way(document)
    if not own or own in WAYS:
        return ()
    return (
        TreeFinding(0, f"“{own}” is no way to set a numbered run", f"known: {', '.join(WAYS)}"),
    )


def _run(blocks: Blocks, at: int) -> list[Piece]:
    """The pieces of a list that begins at ``at``; the last one's blocks reach to the next heading."""
    run: list[Piece] = []
    while at < len(blocks):
        found = blocks[at]
        if not _is_piece(found) or not isinstance(found, OrderedList):
            break
        if run and (found.c[0][0] != run[-1].next or found.c[0][1:] != run[0].list.c[0][1:]):
            break
        end = at + 1
        while end < len(blocks) and not isinstance(blocks[end], Header | OrderedList):
            end += 1
        run.append(Piece(found, blocks[at + 1 : end]))
        if not _is_text(run[-1].follows):
            break
        at = end
    return run


def _is_close(run: list[Piece]) -> bool:
    return all(len(piece.follows) <= MOST_BETWEEN for piece in run[:-1])


def _is_piece(block: Block) -> bool:
    return isinstance(block, OrderedList) and block.c[0][1].t in _ARABIC


def _is_text(follows: Blocks) -> bool:
    """Whether what stands between two pieces can belong to an item."""
    kinds = (Para, CodeBlock, BlockQuote, Table, Figure)
    return bool(follows) and isinstance(follows[0], kinds)


def _titles(run: list[Piece], wanted: str) -> list[Inlines]:
    """The items as headings of subsections; none when they do not look like it, or shall not be."""
    titles: list[Inlines] = []
    for piece in run if wanted != "item" else ():
        match piece.list.c[1], piece.follows:
            case ((Plain(c=text) | Para(c=text),),), (Para(), *_):
                titles.append(text)
            case _:
                return []
    words = [plain_text(title) for title in titles]
    if run[0].first != 1 or not all(is_title(text) for text in words):
        return []
    return titles if wanted == "heading" or are_sections([piece.follows for piece in run]) else []


def is_title(text: str) -> bool:
    """Whether words may be a heading: not many, and without a mark at their end."""
    return len(text) <= LONGEST_HEADING and not _END.search(text)


def are_sections(texts: list[Blocks]) -> bool:
    """Whether what stands below titles is as long as the text of a section."""
    return sum(len(plain_text(text)) for text in texts) >= SHORTEST_SECTION * len(texts)


def _sections(run: list[Piece], titles: list[Inlines], level: int) -> list[Block]:
    blocks: list[Block] = []
    for piece, title in zip(run, titles, strict=True):
        value = str(piece.first)
        dot = piece.list.c[0][2].t != "OneParen"
        style, label = ("arabic-dot", f"{value}.") if dot else ("arabic-paren", f"{value})")
        attr = with_number(Attr(), Number(style, value, label, ""))
        blocks += [Header((level, attr, title), line=piece.list.line), *piece.follows]
    return blocks


def _whole(run: list[Piece]) -> Blocks:
    """One loose list, and what stands after it."""
    items: list[Blocks] = []
    owned = _owned_by_last(run)
    for piece in run:
        own = piece.follows[:owned] if piece is run[-1] else piece.follows
        *others, last = map(_loose, piece.list.c[1])
        items += [*others, (*last, *own)]
    numbers = (run[0].first, Enum("Decimal"), run[0].list.c[0][2])
    whole = OrderedList((numbers, tuple(items)), line=run[0].list.line)
    return (whole, *run[-1].follows[owned:])


def _owned_by_last(run: list[Piece]) -> int:
    """How many of the blocks after the last item belong to it: no more than the others have, and
    none of a kind that they do not have."""
    most = max(len(piece.follows) for piece in run[:-1])
    kinds = {type(block) for piece in run[:-1] for block in piece.follows}
    owned = 0
    for block in run[-1].follows[:most]:
        if type(block) not in kinds:
            break
        owned += 1
    return owned


def _loose(item: Blocks) -> Blocks:
    return tuple(
        Para(block.c, line=block.line) if isinstance(block, Plain) else block for block in item
    )


RULE = Rule(
    code="LST002",
    name="broken-numbered-run",
    summary="Numbered items are cut apart by paragraphs that are not indented.",
    why=(
        "Markdown sees a new list each time. What the author meant is a list, or a row of small sections: "
        "short items above long paragraphs are sections. Where that is wrong, `numbered_run` in the "
        "manifest, or in the post `lint: {numbered_run: item}`, says `heading`, `item` or `keep`."
    ),
    before=("---\ntitle: 茶\nlang: zh\n---\n\n1. 叶\n\n短。\n\n2. 水\n\n也短。\n"),
    after="1.  叶\n\n    短。\n\n2.  水\n\n    也短。\n",
    applicability=Applicability.UNSAFE,
    by_choice=revise,
)
