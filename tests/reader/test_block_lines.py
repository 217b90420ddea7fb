"""The quick scan for blocks of code finds what the parser finds, or nothing at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.reader.block_lines import flat, parsed

LINES = [
    *(
        "a",
        "# h",
        "",
        "",
        "```",
        "````",
        "``` py",
        "~~~",
        "~~~ x",
        "``` `x`",
        "---",
        "***",
        "--",
        "-",
    ),
    *("_ _ _", "===", "- a", "* b", "1. c", "10) x", "+ y", "- ```", "- 1. x", "1. - x", "- - -"),
    *("- [ ] t", "- # h", "-   a", "1.", "| a | b |", "|---|---|", "[a]: b", "$$", "::: x", "  "),
    *(" ```", "    code", "> q", "<!-- x", "中文。", "\x0b", "- 中", "--- ---", "`````"),
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=9), st.sampled_from(["", "\n", "\n\n"]))
def test_the_scan_agrees_with_the_parser(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    assert flat(text) in (None, parsed(text))


def test_the_scan_serves_plain_posts() -> None:
    text = "# h\n\n中文。\n\n- 中\n- 文\n\n---\n\n```py\n- - -\n```\n\n| a |\n|---|\n"
    assert flat(text) == parsed(text) == (((24, 39),), ((19, 22), (24, 39)))
