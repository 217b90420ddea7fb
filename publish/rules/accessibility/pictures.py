"""A11001: alternative text."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from publish.ast import Image
from publish.diagnostics import Applicability
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import each, plain_text

# Words that say no more than that there is a picture, and names that cameras and programs give.
_EMPTY_WORDS = regex(
    r"(?:图|图片|圖|圖片|图像|圖像|照片|相片|配图|插图|截图|截圖|屏幕截图|螢幕截圖|屏幕快照|微信图片|微信截图|示意图|示意圖"
    r"|在这里插入图片描述|这里写图片描述|请添加图片描述|输入图片说明|画像|写真|スクリーンショット|그림|이미지|사진"
    r"|images?|img|pictures?|pics?|photos?|figure|fig|screen ?shots?|snipaste|alt|alt text|untitled|dsc|wx|bild|foto)"
    r"[\s\d_.:：()（）@x×-]*(?:at[\s\d.:]+)?(?:\.(?:png|jpe?g|gif|webp|svg|bmp))?"
    r"|[\da-f_-]{6,}|[^\s/]+\.(?:png|jpe?g|gif|webp|svg|bmp)|data:.*|https?://\S*",
    re.IGNORECASE,
)

_HINT = "say in the brackets what it shows: ![a white cup](cup.png)"


def missing_text(document: Document) -> Revision:
    """Pictures whose alternative text is empty, or says no more than that there is a picture."""
    findings = []
    for block, image in each(document.blocks, Image):
        if fault := _fault(image):
            message = f"the picture “{_short(image.c[2][0])}” {fault}"
            findings.append(TreeFinding(block.line, message, _HINT, image))
    return Revision(document, tuple(findings))


def _short(address: str) -> str:
    plain = address if len(address) < 60 else unquote(address)
    return plain if len(plain) < 60 else plain[:57] + "…"


def _fault(image: Image) -> str:
    alternative = plain_text(image.c[1]).strip().lower()
    name = unquote(posixpath.basename(image.c[2][0])).lower()
    if not alternative:
        return "has no alternative text"
    named = alternative in (name, posixpath.splitext(name)[0])
    if named or _EMPTY_WORDS.fullmatch(alternative):
        return f"has an alternative text that says nothing: “{alternative}”"
    return ""


ALTERNATIVE = Rule(
    code="A11001",
    name="missing-alternative-text",
    summary="A picture has no alternative text, or one such as “image”.",
    why="Whoever cannot see it learns nothing of it. Only the author knows what it shows.",
    before="---\ntitle: Tea\nlang: en\n---\n\nA ![](cup.png) cup.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nA ![white cup](cup.png) cup.\n",
    applicability=Applicability.DISPLAY,
    tree=missing_text,
    markdownlint=("MD045",),
)
