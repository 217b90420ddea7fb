"""CJK003: half-width punctuation between Han."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.cjk.scripts import HAN, LATIN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
# The look behind stands after the mark, so that a search stops at marks only.
_BETWEEN = re.compile(rf"([,;:?!.])(?<=[{HAN}].)[ ]?(?=[{HAN}])")
_AT_END = re.compile(
    rf"([,;:?!.])(?<=[{HAN}].)(?=[ \t]*\n[ \t>]*(?:\n|\Z|[-*+][ ]|\d{{1,3}}[.)][ ]|```|~~~|[{HAN}]))"
)
_ONE_SIDE = re.compile(
    rf"([,;?!])(?:(?<=[{HAN}].)[ ]?(?=[{LATIN}])|(?<=[{LATIN}].)[ ]?(?=[{HAN}]))"
)
_LABEL = re.compile(r"^[ \t>#*]*[一二三四五六七八九十]{1,3}\Z", re.MULTILINE)


def check(page: Page) -> Iterable[Finding]:
    """Marks with Han on both sides or on one, and at the end of a line with Han before them where a
    block ends or Han follow.

    A dot between Han may be that of a file name, and a mark with Han on one side may belong to the
    Latin words on the other, so these fixes are not safe.
    """
    if not is_chinese(page.lang):
        return
    for pattern in (_BETWEEN, _AT_END, _ONE_SIDE):
        for found in pattern.finditer(page.text, page.body):
            if page.prose.holds(found.start() - 1, found.end()) and not _is_label(page, found):
                edit = Edit(*found.span(), _WIDE[found[1]])
                where = "beside" if pattern is _ONE_SIDE else "between"
                message = f"half-width “{found[1]}” {where} Han"
                sure = pattern is _AT_END or (pattern is _BETWEEN and found[1] != ".")
                kind = Applicability.SAFE if sure else Applicability.UNSAFE
                yield Finding(*found.span(), message, (edit,), kind)


def _is_label(page: Page, found: re.Match[str]) -> bool:
    """Whether the mark is that of a numbered heading or item, ``一.标题``."""
    line = page.text.rfind("\n", page.body, found.start()) + 1
    return found[1] == "." and bool(_LABEL.match(page.text, max(line, page.body), found.start()))


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
