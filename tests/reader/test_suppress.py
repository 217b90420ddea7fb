"""Comments that silence rules: ours, and those of other tools."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.normalize import Settings, inspect, normalize
from publish.reader.suppress import Silence, Silenced, suppressions

HEAD = "---\ntitle: T\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"


def silent(text: str, code: str, *markdownlint: str) -> list[int]:
    """The lines of a text on which a rule is silent."""
    quiet = Silence(suppressions(text))
    lines = range(1, text.count("\n") + 2)
    return [line for line in lines if quiet.hides(Silenced(line, line, code, markdownlint))]


@pytest.mark.parametrize(
    ("text", "code", "markdownlint", "lines"),
    [
        ("a\n<!-- publish-disable -->\nb\n<!-- publish-enable -->\nc", "CJK001", (), [2, 3, 4]),
        ("<!-- publish-disable CJK -->\nb", "CJK001", (), [1, 2]),
        ("<!-- publish-disable CJK002, CJK003 -->\nb", "CJK001", (), []),
        ("<!-- publish-disable-next-line CJK001 -->\nb\nc", "CJK001", (), [2]),
        ("a\nb <!-- publish-disable-line CJK001 -->\nc", "CJK001", (), [2]),
        ("a\nb\n<!-- publish-disable-file STR -->", "STR013", (), [1, 2, 3]),
        ("<!-- publish-disable CJK -->\n<!-- publish-enable STR -->\na", "CJK001", (), [1, 2, 3]),
        ("```\n<!-- publish-disable -->\n```\na", "CJK001", (), []),
        ("say `<!-- publish-disable -->`\na", "CJK001", (), []),
        ("<!-- markdownlint-disable MD009 md012 -->\na", "STR013", ("MD012", "MD047"), [1, 2]),
        ("<!-- markdownlint-disable -->\na", "STR013", ("MD012",), [1, 2]),
        ("<!-- markdownlint-disable -->\na", "CJK001", (), []),
        ("<!-- markdownlint-disable-file MD001 -->\na", "STR013", ("MD012",), []),
        (
            "<!-- autocorrect-disable -->\na\n<!-- autocorrect-enable -->\nb",
            "CJK001",
            (),
            [1, 2, 3],
        ),
        ("<!-- autocorrect: false -->\na\n<!-- autocorrect: true -->\nb", "CJK001", (), [1, 2, 3]),
        ("<!-- autocorrect-disable space-word -->\na", "STR013", (), []),
        ("a\n<!-- zhlint disabled -->", "CJK003", (), [1, 2]),
        ("<!-- prettier-ignore -->\n\na\nb\n\nc", "STR008", (), [3, 4]),
        ("<!-- prettier-ignore -->\n| a\r\n|-\r\n\r\nc", "LST001", (), [2, 3]),
        (
            "<!-- prettier-ignore-start -->\na\n<!-- prettier-ignore-end -->\nb",
            "CJK001",
            (),
            [1, 2, 3],
        ),
        ("<!-- prettier-ignore-start -->\na", "LNK001", (), []),
    ],
)
def test_which_lines_are_silent(
    text: str, code: str, markdownlint: tuple[str, ...], lines: list[int]
) -> None:
    assert silent(text, code, *markdownlint) == lines


def codes(body: str) -> set[str]:
    found = normalize("post.md", (HEAD + body).encode(), Settings()).diagnostics
    return {item.code for item in found}


def test_a_comment_that_silences_nothing_is_told() -> None:
    assert "SUP001" in codes("<!-- publish-disable-next-line CJK001 -->\n水。\n")
    assert codes("<!-- publish-disable-next-line CJK001 -->\n水a。\n") == set()
    assert "SUP001" not in codes("<!-- publish-disable-next-line STR001 -->\n# 水\n\n# 山\n")
    # Pictures are looked for later; other tools may need their comments themselves.
    assert codes("<!-- publish-disable-next-line LNK007 -->\n水。\n") == set()
    assert codes("<!-- markdownlint-disable MD009 -->\n\n水。\n") == set()


def test_an_unknown_code_is_told() -> None:
    assert codes("<!-- publish-disable-next-line CJK991 -->\n水。\n") == {"SUP002"}


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "中文a",
                "# 一  ",
                "",
                "",
                "1.项",
                "- b",
                "  ",
                "## x",
                "ｆｕｌｌ",
                "“a”,b",
                "[1] a. b",
            ),
            *("<!-- publish-disable -->", "<!-- publish-enable -->", "<!-- prettier-ignore -->"),
            *("<!-- publish-disable-next-line -->", "中文 ，b <!-- publish-disable-line -->"),
        ]
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_silent_lines_stay_byte_for_byte(lines: list[str], end: str) -> None:
    text = HEAD.replace("\n", end) + end.join(lines) + end
    quiet = [item for item in suppressions(text).ranges if item.tool == "publish"]
    fixed = inspect("post.md", text.encode(), Settings(unsafe=True)).fixed
    every = text.splitlines(keepends=True)
    for item in quiet:
        kept = "".join(every[item.first - 1 : item.last])
        assert kept in fixed
