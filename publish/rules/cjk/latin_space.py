"""CJK001: no space between Han and Latin."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.cjk.scripts import HAN, LATIN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_WORDS = (
    "T恤", "B站", "A股", "B股", "H股", "B超", "X光", "X射线", "AA制", "卡拉OK", "维C", "维生素C",
    "K歌", "K线", "U盘", "C位", "3D打印", "Ｔ恤", "豆瓣FM", "α粒子", "β粒子", "γ射线",
)  # fmt: skip
_KEPT = re.compile("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))
_BORDER = re.compile(
    rf"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{HAN}])(?=[$¥€#@.+-]+[{LATIN}])|(?<=[{LATIN}%+#℃°])(?=[{HAN}])"
)
_SYMBOL = re.compile(r"[A-Za-z0-9][+#]+\Z")


def check(page: Page) -> Iterable[Finding]:
    """Every border of Han and Latin letters or digits in the prose of a Chinese post."""
    if not is_chinese(page.lang):
        return
    for start, end in page.prose:
        kept = [found.span() for found in _KEPT.finditer(page.text, start, end)]
        for found in _BORDER.finditer(page.text, start, end):
            at = found.start()
            if at in (start, end) and not _inside(page, at):
                continue
            if any(low < at < high for low, high in kept) or _lone_symbol(page.text, at):
                continue
            yield Finding(at - 1, at + 1, "no space between Han and Latin", (Edit(at, at, " "),))


def _inside(page: Page, at: int) -> bool:
    """Whether both neighbours of a border are prose."""
    return page.prose.holds(at - 1, at + 1)


def _lone_symbol(text: str, at: int) -> bool:
    """``+`` and ``#`` count only as in C++ and C#; before a tag or a flag there is no border."""
    if text[at - 1] in "+#":
        return not _SYMBOL.search(text, max(0, at - 20), at)
    return text[at] in "#@.+-" and not (text[at] == "." and text[at + 1 : at + 2].isupper())


RULE = Rule(
    code="CJK001",
    name="missing-latin-space",
    summary="Han and Latin letters or digits touch in a Chinese text.",
    why="A gap of a quarter em makes mixed text readable; a typed space is the only one that shows in every format.",
    before="---\nlang: zh\n---\n\n到2013年左右，当时Google的人。\n",
    after="---\nlang: zh\n---\n\n到 2013 年左右，当时 Google 的人。\n",
    applicability=Applicability.SAFE,
    text=check,
)
