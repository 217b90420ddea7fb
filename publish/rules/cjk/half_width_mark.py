"""CJK003: half-width punctuation between Han."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_BETWEEN = re.compile(rf"(?<=[{HAN}])([,;:?!.])[ ]?(?=[{HAN}])")
_AT_END = re.compile(rf"(?<=[{HAN}])([?!.])(?=[ \t]*\n[ \t]*(?:\n|\Z))")


def check(page: Page) -> Iterable[Finding]:
    """Marks with Han on both sides, and stops with Han before them at the end of a block.

    A dot between Han may be that of a file name, so its fix is not safe.
    """
    if not is_chinese(page.lang):
        return
    for pattern in (_BETWEEN, _AT_END):
        for found in pattern.finditer(page.text, page.body):
            if page.prose.holds(found.start() - 1, found.end()):
                edit = Edit(*found.span(), _WIDE[found[1]])
                message = f"half-width “{found[1]}” between Han"
                dot = pattern is _BETWEEN and found[1] == "."
                kind = Applicability.UNSAFE if dot else Applicability.SAFE
                yield Finding(*found.span(), message, (edit,), kind)


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
