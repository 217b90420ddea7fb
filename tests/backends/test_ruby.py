"""A reading beside its word in every format: above it, or in brackets behind it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from publish.backends import backend
from publish.layouts import load

TEA, BEER = '[緑茶]{.ruby rt="りょくちゃ"}', '[麦酒]{.ruby rt="ビール"}'
POST = f"## {TEA}の話\n\n{TEA}は[{BEER}](https://example.com)より熱い。\n"


def rendered(article: Any, format: str) -> bytes:
    (first, *_) = backend(format).render(article(POST), load("default", None), {})
    return bytes(first.content)


def inside(data: bytes, suffix: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(suffix)
        )


def test_ruby_on_the_web_and_in_epub(article: Any) -> None:
    ruby = "<ruby>緑茶<rp>（</rp><rt>りょくちゃ</rt><rp>）</rp></ruby>"
    assert ruby in rendered(article, "html").decode()
    assert ruby in inside(rendered(article, "epub"), ".xhtml")


@pytest.mark.parametrize(("format", "suffix"), [("docx", "document.xml"), ("pptx", ".xml")])
def test_brackets_in_office_files(article: Any, format: str, suffix: str) -> None:
    text = re.sub(r"<[^>]*>", "", inside(rendered(article, format), suffix))
    assert "緑茶（りょくちゃ）は" in text
    assert "麦酒（ビール）" in text
