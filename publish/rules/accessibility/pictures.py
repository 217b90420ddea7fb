"""A11001 and REF009: alternative text, and pictures that stand alone."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Caption,
    Div,
    Figure,
    Image,
    Inline,
    Inlines,
    Para,
    Plain,
    SoftBreak,
    Space,
    Str,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import nodes, plain_text

_CAPTION = re.compile(
    r"(图|圖|図|그림)\s*\d+([.-]\d+)*\s*[：:.、]?\s*\S.{0,80}|(Figure|Fig\.|Abb\.)\s*\d+([.-]\d+)*\s*[：:.]\s*\S.{0,160}"
)
# Words that say no more than that there is a picture, and names that cameras and programs give.
_EMPTY_WORDS = re.compile(
    r"(?:图|图片|圖|圖片|图像|圖像|照片|相片|配图|插图|截图|截圖|屏幕截图|螢幕截圖|屏幕快照|微信图片|微信截图|示意图|示意圖"
    r"|在这里插入图片描述|这里写图片描述|请添加图片描述|输入图片说明|画像|写真|スクリーンショット|그림|이미지|사진"
    r"|images?|img|pictures?|pics?|photos?|figure|fig|screen ?shots?|snipaste|alt|alt text|untitled|dsc|wx|bild|foto)"
    r"[\s\d_.:：()（）@x×-]*(?:at[\s\d.:]+)?(?:\.(?:png|jpe?g|gif|webp|svg|bmp))?"
    r"|[\da-f_-]{6,}|[^\s/]+\.(?:png|jpe?g|gif|webp|svg|bmp)|data:.*|https?://\S*",
    re.IGNORECASE,
)


def missing_text(document: Document) -> Revision:
    """Pictures whose alternative text is empty, or says no more than that there is a picture."""
    findings = []
    for block in document.blocks:
        for node in nodes((block,)):
            if isinstance(node, Image) and (fault := _fault(node)):
                address = node.c[2][0]
                shown = address if len(address) < 60 else address[:57] + "…"
                findings.append(TreeFinding(block.line, f"the picture “{shown}” {fault}"))
    return Revision(document, tuple(findings))


def _fault(image: Image) -> str:
    alternative = plain_text(image.c[1]).strip().lower()
    name = unquote(posixpath.basename(image.c[2][0])).lower()
    if not alternative:
        return "has no alternative text"
    named = alternative in (name, posixpath.splitext(name)[0])
    if named or _EMPTY_WORDS.fullmatch(alternative):
        return f"has an alternative text that says nothing: “{alternative}”"
    return ""


def make_figures(document: Document) -> Revision:
    """A picture alone in its paragraph becomes a figure; its title, or a line below that begins like
    a caption (图 1 …), is the caption. So does a ``Div.figure``, with its ``Div.caption``."""
    blocks: list[Block] = []
    findings: list[TreeFinding] = []
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        following = document.blocks[at + 1 : at + 2]
        at += 1
        if figure := _fenced(block):
            blocks.append(figure)
            continue
        image, caption = _alone(block)
        if image is None:
            blocks.append(block)
            continue
        findings.append(TreeFinding(block.line, "a picture stands alone"))
        match following:
            case (Para(c=text),) if not caption and is_caption(text):
                caption = text
                at += 1
            case _:
                caption = caption or _words(image.c[2][1])
        blocks.append(_figure(image, caption, block.line))
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def is_caption(text: Inlines) -> bool:
    """Whether a paragraph begins like the caption of a numbered figure, and is as short."""
    return _CAPTION.fullmatch(plain_text(text)) is not None


def _alone(block: Block) -> tuple[Image | None, Inlines]:
    """The picture of a paragraph that holds nothing else, or a caption on the next line only."""
    match block:
        case Para(c=(Image() as image,)):
            return image, ()
        case Para(c=(Image() as image, SoftBreak(), *text)) if is_caption(tuple(text)):
            return image, tuple(text)
        case _:
            return None, ()


def _words(title: str) -> Inlines:
    words: list[Inline] = []
    for word in title.split():
        words += [Space(), Str(word)]
    return tuple(words[1:])


def _figure(image: Image, caption: Inlines, line: int) -> Figure:
    attr, alternative, (address, _) = image.c
    plain = Image((attr, alternative, (address, "")))
    long = (Plain(caption),) if caption else ()
    return Figure((Attr(), Caption(None, long), (Plain((plain,)),)), line=line)


def _fenced(block: Block) -> Figure | None:
    match block:
        case Div(c=(attr, content)) if attr.has("figure"):
            captions = [
                part for part in content if isinstance(part, Div) and part.c[0].has("caption")
            ]
            inside = tuple(part for part in content if part not in captions)
            long = _plain(captions[0].c[1]) if captions else ()
            classes = tuple(name for name in attr.classes if name != "figure")
            return Figure(
                (Attr(attr.id, classes, attr.pairs), Caption(None, long), _plain(inside)),
                line=block.line,
            )
        case Figure(c=(attr, caption, content)):
            return replace(block, c=(attr, Caption(None, _plain(caption.long)), _plain(content)))
        case _:
            return None


def _plain(blocks: Blocks) -> Blocks:
    """A lone paragraph as mere text: so are captions, and so is what they belong to."""
    match blocks:
        case (Para(c=text),):
            return (Plain(text, line=blocks[0].line),)
        case _:
            return blocks


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
FIGURE = Rule(
    code="REF009",
    name="lone-picture",
    summary="A picture stands alone in its paragraph.",
    why="As a figure it is centred, kept whole and bound to its caption.",
    before='---\ntitle: Tea\nlang: en\n---\n\n![A cup](cup.png "The cup")\n',
    after='![A cup](cup.png "The cup")\n',
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=make_figures,
)
