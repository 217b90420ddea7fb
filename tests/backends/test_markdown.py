"""Canonical Markdown: what pandoc alone would write so that it reads as something else, or not at all."""

from __future__ import annotations

import pytest

from publish.backends.markdown import body
from publish.normalize import Settings, normalize

HEAD = "---\ntitle: 茶\nlang: zh\n---\n\n"
TABLE = "| 茶 | 水 |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (TABLE + "| 绿<br>红 | `a\\|b` 与 C:\\\\d |", r"| 绿<br>红 | `a\|b` 与 C\:\\d |"),
        (
            "<table><tr><th>茶</th></tr><tr><td><ul><li>C:\\d</li></ul>&amp;lt; <u>绿</u></td></tr></table>",
            "<p>&amp;lt; <u>绿</u></p>",
        ),
        ("见 [ <https://example.com/a_b> ]。", "见 &#91; <https://example.com/a_b> \\]。"),
    ],
    ids=["line in a cell", "blocks in a cell", "brackets around an address"],
)
def test_what_is_written_reads_as_the_same(text: str, written: str) -> None:
    document = normalize("p.md", f"{HEAD}{text}\n".encode(), Settings(), lines=False).document
    assert document is not None
    markdown = body(document.blocks)
    assert written in markdown
    again = normalize("p.md", (HEAD + markdown).encode(), Settings(), lines=False).document
    assert again is not None
    assert again.blocks == document.blocks
