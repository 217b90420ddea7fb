"""Contents stand on paper where they serve: in books, and in long articles of many sections."""

from __future__ import annotations

from typing import Any

import pytest

from publish.publication.nav import wants_contents

SECTIONS = "".join(f"## 第{sign}节\n\n{{text}}\n\n" for sign in "一二三四五六")


@pytest.mark.parametrize(
    ("post", "wanted"),
    [
        (SECTIONS.format(text="水。" * 60), True),
        (SECTIONS.format(text="水。"), False),  # the contents would be most of what is read
        (SECTIONS.replace("六", "").format(text="水。" * 60).rpartition("## ")[0], False),
        ("## 一\n\n" + SECTIONS.replace("## ", "### ").format(text="水。" * 60), True),
    ],
    ids=["long", "short", "five sections", "sections below one"],
)
def test_an_article_has_contents_where_they_are_a_small_part_of_it(
    article: Any, post: str, wanted: bool
) -> None:
    assert wants_contents(article(post)) == wanted


def test_a_book_has_contents(book: Any) -> None:
    assert wants_contents(book("文。"))
