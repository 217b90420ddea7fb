"""Publications for the tests of backends, made from Markdown without the normalizer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from publish import pandoc
from publish.document import Author, Date, Document, Metadata
from publish.publication import nav
from publish.publication.model import Chapter, Publication, Resource
from publish.publication.outline import Position
from publish.publication.words import chapter_label, words

FORMAT = "commonmark_x+implicit_figures"
EPOCH = 1_700_000_000
Make = Callable[..., Publication]


@pytest.fixture(scope="session")
def article() -> Make:
    """``article(markdown, lang="zh-Hans", resources=(), **metadata)``: an article of one chapter."""

    def make(
        text: str, lang: str = "zh-Hans", resources: tuple[Resource, ...] = (), **more: object
    ) -> Publication:
        values: dict[str, object] = {
            "title": "大模型简介",
            "authors": (Author("张三"), Author("李四")),
            "date": Date("2024-05-01T08:30", "minute"),
            "keywords": ("大模型", "gpt", "chatgpt"),
            "description": "一段 <说明>",
        }
        metadata = Metadata(lang=lang, **(values | more))  # type: ignore[arg-type]
        document = Document(path="post.md", metadata=metadata, blocks=pandoc.read(text, FORMAT))
        return Publication(
            name="post",
            kind="article",
            metadata=metadata,
            chapters=(Chapter("title", "", document),),
            nav=nav.sections(document.blocks, 0),
            words=words(lang),
            resources=resources,
            epoch=EPOCH,
        )

    return make


@pytest.fixture(scope="session")
def book() -> Make:
    """``book(*texts, lang="zh-Hans")``: a book of one chapter a text, ids as the texts have them."""

    def make(*texts: str, lang: str = "zh-Hans") -> Publication:
        chapters = tuple(
            Chapter(
                f"c{number}",
                chapter_label(lang, number),
                Document(
                    path=f"{number}.md",
                    metadata=Metadata(title=f"篇{number}", lang=lang),
                    blocks=pandoc.read(text, FORMAT),
                ),
                str(number),
            )
            for number, text in enumerate(texts, 1)
        )
        return Publication(
            name="book",
            kind="book",
            metadata=Metadata(title="文集", lang=lang, subtitle="副题"),
            chapters=chapters,
            nav=nav.chapters(chapters, [Position()] * len(chapters)),
            words=words(lang),
            epoch=EPOCH,
        )

    return make
