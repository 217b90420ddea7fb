"""Readings above words, as Word's phonetic guide sets them."""

from __future__ import annotations

from publish.ast import Inline, RawInline, Span, Str
from publish.backends.docx_fields import run
from publish.backends.ooxml import MC, WPS
from publish.backends.ruby import reading
from publish.walk import plain_text

SIZE = '<w:rPr><w:sz w:val="10"/></w:rPr>'  # half points, for words of 10.5 points
PLACE = (
    '<w:rubyAlign w:val="distributeSpace"/><w:hps w:val="10"/><w:hpsRaise w:val="20"/>'
    '<w:hpsBaseText w:val="21"/>'
)


def guided(node: Inline, tag: str) -> Inline:
    """A word with its reading as a phonetic guide in the language ``tag``; any other node as it is.

    Word wants the reading first. Programs that take the text out and do not know guides find it
    behind the word besides, in brackets as in every format; Word and its like never show that.
    """
    said = reading(node)
    if not said or not isinstance(node, Span) or not all(isinstance(it, Str) for it in node.c[1]):
        return node
    guide = (
        f'<w:r><w:ruby><w:rubyPr>{PLACE}<w:lid w:val="{tag}"/></w:rubyPr>'
        f"<w:rt>{run(said, SIZE)}</w:rt><w:rubyBase>{run(plain_text(node.c[1]))}</w:rubyBase>"
        "</w:ruby></w:r>"
    )
    spoken = (
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:wps="{WPS}"><mc:Choice Requires="wps"/>'
        f"<mc:Fallback>{run(f'（{said}）')}</mc:Fallback></mc:AlternateContent>"
    )
    return RawInline(("openxml", guide + spoken))
