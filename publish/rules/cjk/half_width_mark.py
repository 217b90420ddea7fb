"""CJK003: half-width punctuation between Han."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, LATIN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
# The look behind stands after the mark, so that a search stops at marks only.
_BETWEEN = regex(rf"([,;:?!.])(?<=[{HAN}].)[ ]?(?=[{HAN}])")
_END = rf"(?=[ \t]*\n[ \t>]*(?:\n|\Z|[-*+][ ]|\d{{1,3}}[.)][ ]|```|~~~|[{HAN}]))"
_AT_END = regex(rf"([,;:?!.])(?<=[{HAN}].){_END}")
_ONE_SIDE = regex(rf"([,;?!])(?:(?<=[{HAN}].)[ ]?(?=[{LATIN}])|(?<=[{LATIN}].)[ ]?(?=[{HAN}]))")
# Beside emphasis, code or a formula: what stands there decides.
_EDGE = "*~`$"
_BESIDE = regex(rf"([,;:?!.])(?<=[{HAN}{_EDGE}].)[ ]?(?=[{HAN}{_EDGE}])")
_LAST = regex(rf"([,;:?!.])(?<=[{_EDGE}].){_END}")
_LABEL = regex(r"^[ \t>#*]*[一二三四五六七八九十]{1,3}\Z", re.MULTILINE)
_HAN = regex(f"[{HAN}]")


def check(page: Page) -> Iterable[Finding]:
    """Marks with Han on both sides or on one, and at the end of a line with Han before them where a
    block ends or Han follow; of Han in emphasis the same holds, and code or a formula counts as a
    side of a mark that has Han on the other.

    A dot between Han may be that of a file name, and a mark with Han on one side may belong to the
    Latin words on the other, so these fixes are not safe.
    """
    if not is_chinese(page.lang):
        return
    for pattern in (_BETWEEN, _AT_END, _ONE_SIDE):
        for found in pattern.finditer(page.text):
            if page.prose.holds(found.start() - 1, found.end()) and not _is_label(page, found):
                where = "beside" if pattern is _ONE_SIDE else "between"
                sure = pattern is _AT_END or (pattern is _BETWEEN and found[1] != ".")
                yield _finding(found, f"{where} Han", sure)
    yield from _beside_markup(page)


def _finding(found: re.Match[str], where: str, sure: bool) -> Finding:
    edit = Edit(*found.span(), _WIDE[found[1]])
    kind = Applicability.SAFE if sure else Applicability.UNSAFE
    return Finding(*found.span(), f"half-width “{found[1]}” {where}", (edit,), kind)


def _beside_markup(page: Page) -> Iterable[Finding]:
    for found in _BESIDE.finditer(page.text, page.body):
        start, end = found.span()
        if not page.prose.holds(start, end) or _is_plain(page.text, start, end):
            continue
        sides = _side(page, start, -1), _side(page, end, 1)
        if "han" in sides and all(sides) and not (found[1] == "." and "object" in sides):
            yield _finding(found, "beside markup in Chinese", found[1] != ".")
    for found in _LAST.finditer(page.text, page.body):
        start, end = found.span()
        side = _side(page, start, -1) if page.prose.holds(start, end) else ""
        if side == "han" or (side == "object" and _follows_han(page, start)):
            yield _finding(found, "at the end of a Chinese sentence", True)


def _is_plain(text: str, start: int, end: int) -> bool:
    """Whether Han stand on both sides with nothing between, which is told already."""
    return bool(_HAN.match(text, start - 1) and _HAN.match(text, end))


def _side(page: Page, at: int, step: int) -> str:
    """What stands before an offset (``step`` -1) or behind it: ``han``, ``object`` for code or a
    formula, or nothing of these. Marks of emphasis are looked through."""
    text = page.text
    while True:
        char = text[at - 1 : at] if step < 0 else text[at : at + 1]
        if char not in ("*", "~") or not char:
            break
        at += step
    if _HAN.match(char):
        return "han"
    place = at - 1 if step < 0 else at
    return "object" if char in ("`", "$") and not page.prose.holds(place, place + 1) else ""


def _follows_han(page: Page, at: int) -> bool:
    """Whether Han stand before the code or the formula that ends at an offset."""
    line = page.text.rfind("\n", 0, at) + 1
    while at > line and not page.prose.holds(at - 1, at):
        at -= 1
    before = page.text[line:at].rstrip(" *~")
    return bool(_HAN.match(before[-1:]))


def _is_label(page: Page, found: re.Match[str]) -> bool:
    """Whether the mark is that of a numbered heading or item, ``一.标题``."""
    line = page.text.rfind("\n", 0, found.start()) + 1
    return found[1] == "." and bool(_LABEL.match(page.text, line, found.start()))


RULE = Rule(
    code="CJK003",
    name="half-width-mark",
    summary="A half-width punctuation mark stands between Han characters.",
    why="Chinese text is set with full-width marks; half-width ones look like a slip of the keyboard.",
    before="---\nlang: zh\n---\n\n你好,世界.\n",
    after="---\nlang: zh\n---\n\n你好，世界。\n",
    applicability=Applicability.SAFE,
    text=check,
)
