"""Paragraphs of a slide as the lists that they are: levels and marks become nested blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from publish.ast import Attr, Block, Blocks, BulletList, Div, Enum, OrderedList
from publish.backends.slide_model import Text

STYLES = {
    "arabic": "Decimal",
    "alphaLc": "LowerAlpha",
    "alphaUc": "UpperAlpha",
    "romanLc": "LowerRoman",
    "romanUc": "UpperRoman",
}
ENDS = {"ParenR": "OneParen", "ParenBoth": "TwoParens", "Period": "Period"}
Written = Callable[[Text, int], Block]  # a paragraph, indented by so many steps


def nested(items: Sequence[Text], write: Written, base: int = 0) -> Blocks:
    """The blocks of paragraphs; those with a mark begin items of lists, deeper ones belong to them.

    ``base`` is the level of the list that they stand in.
    """
    blocks: list[Block] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.mark == "hang":
            blocks.append(Div((Attr("", ("bibentry",)), (write(item, item.level - base),))))
            at += 1
        elif item.mark:
            end = _end(items, at)
            deeper = item.level - base - 1
            made = _list(items[at:end], write)
            style = (("style", f"--level:{deeper}"),)
            blocks.append(Div((Attr("", ("deeper",), style), (made,))) if deeper > 0 else made)
            at = end
        else:
            blocks.append(write(item, max(item.level - base, 0)))
            at += 1
    return tuple(blocks)


def _end(items: Sequence[Text], start: int) -> int:
    """Where the list ends that the item at ``start`` begins."""
    first = items[start]
    count = 1
    for at in range(start + 1, len(items)):
        item = items[at]
        if item.level < first.level:
            return at
        if item.level == first.level and item.mark:
            follows = first.mark == "•" or item.start == first.start + count
            if item.mark != first.mark or not follows:
                return at
            count += 1
    return len(items)


def _list(items: Sequence[Text], write: Written) -> Block:
    """A list of the items that begin with a mark at the level of the first."""
    level, mark, start = items[0].level, items[0].mark, items[0].start
    entries: list[list[Text]] = []
    for item in items:
        if item.level == level and item.mark:
            entries.append([item])
        else:
            entries[-1].append(item)
    content = tuple((write(entry[0], 0), *nested(entry[1:], write, level)) for entry in entries)
    if mark == "•":
        return BulletList(content)
    style = next(name for name in STYLES if mark.startswith(name))
    end = mark.removeprefix(style)
    return OrderedList(((start, Enum(STYLES[style]), Enum(ENDS[end])), content))
