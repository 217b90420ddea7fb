"""Rules that only lay out the source: every reader of CommonMark makes the same page of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from publish.normalize import Settings, inspect

LAYOUT = ("STR008", "STR012", "STR013", "LST004", "LST005", "LST007", "LST008")
SAMPLES = Path(__file__).resolve().parents[1].parent / "shared" / "samples"
HEAD = "---\ntitle: 茶\nlang: zh\n---\n\n"


def page(text: str) -> str:
    """The words and tags of a text, spaces folded and tight lists like loose ones."""
    html = MarkdownIt("commonmark").enable("table").render(text)
    return re.sub(r"\s+", "", re.sub(r"</?p>", "", html))


LINE = st.builds(
    "{}{}".format,
    st.sampled_from(
        ["", "", "## ", "# ", "- ", "* ", "+ ", "  * ", "    - ", "\t- ", "-\t", "1. ", "1. ",
         "2. ", "   1. ", "> ", "> * ", "\t", "    ", "| "]
    ),
    st.sampled_from(["茶", "水 #", "叶\\", "a", "茶 ##", "- -", "---", "**茶**", "茶  ", "`a`"]),
)  # fmt: skip
OTHER = st.sampled_from(["", "", "---", "===", "-", "```", "|---|", "<div>", "</div>", "<!-- -->"])


@pytest.mark.parametrize("code", LAYOUT)
@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(LINE, OTHER), max_size=12).map("\n".join))
def test_the_page_stays_the_same(code: str, body: str) -> None:
    text = f"{HEAD}{body}\n"
    fixed = inspect("post.md", text.encode(), Settings(select=(code,))).fixed
    assert page(fixed.removeprefix(HEAD)) == page(f"{body}\n")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize("code", LAYOUT)
def test_the_pages_of_foreign_posts_stay_the_same(code: str) -> None:
    paths = [path for path in sorted(SAMPLES.rglob("*.md")) if path.parent != SAMPLES]
    for path in paths[::7]:
        found = inspect(path.name, path.read_bytes(), Settings(select=(code,)))
        assert page(found.fixed) == page(found.text), path
