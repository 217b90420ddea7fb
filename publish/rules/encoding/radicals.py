"""ENC007: letters as a PDF has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

# Those of the supplement that are whole words; parts of characters are meant as such.
_SUPPLEMENT = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_FORMS = "\u2f00-\u2fd5\ufb00-\ufb06" + "".join(_SUPPLEMENT)
_VOICING = "\u3099\u309a"
_ODD = regex(f"[{_FORMS}]|[\u3046-\u30f0][{_VOICING}]")
_MAY_BE_ODD = regex(f"[{_FORMS}{_VOICING}]")


def check(page: Page) -> Iterable[Finding]:
    """Radicals in place of characters, Latin ligatures, kana whose voicing mark stands apart."""
    if not _MAY_BE_ODD.search(page.alphabet):
        return
    for found in _ODD.finditer(page.text):
        if page.prose.holds(*found.span()):
            plain = _plain(found[0])
            if plain != found[0]:
                edit = Edit(*found.span(), plain)
                code = f"U+{ord(found[0][0]):04X}"
                yield Finding(*found.span(), f"“{found[0]}” ({code}) stands for “{plain}”", (edit,))


def _plain(text: str) -> str:
    if len(text) == 2:
        return unicodedata.normalize("NFC", text)
    return _SUPPLEMENT.get(text) or unicodedata.normalize("NFKC", text)


RULE = Rule(
    code="ENC007",
    name="radical-for-character",
    summary="The text holds radicals, ligatures or split kana, as copied from a PDF.",
    why="They look right and are found by no search, are read aloud wrongly and are missing from many fonts.",
    before="---\nlang: zh\n---\n\n⽤⼤模型的⻓⽂。\n",
    after="---\nlang: zh\n---\n\n用大模型的长文。\n",
    applicability=Applicability.SAFE,
    text=check,
    rewords=True,
)
