import pytest

from publish.ast import Math
from publish.reader import blocks, read_text
from publish.reader.mathematics import with_dollars, with_money
from publish.walk import nodes, plain_text


def formulas(text: str) -> list[str]:
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    return [node.c[1].strip() for node in nodes(found) if isinstance(node, Math)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"设 \\(x_1\\) 为", ["x_1"]),
        (r"设 \(x_1\) 为", ["x_1"]),
        (r"\\[" + "\na = b\n" + r"\\]", ["a = b"]),
        (r"\[ a = b \]", ["a = b"]),
        ("文$$x^2$$文", ["x^2"]),
        (r"$$a \\[4pt] b = c \\[4pt] d$$", [r"a \\[4pt] b = c \\[4pt] d"]),
        ("花了$100和$200，而 $x_1$ 不变", ["x_1"]),
        ("from $5 a month and $6 a year, $n = 3$", ["n = 3"]),
        ("变量 $HOME 和 $PATH，$k$ 次", ["k"]),
        ("至少有$d！$个，对$[0，1]$中的$k$", ["d！", "[0，1]", "k"]),
        ("花了$100，$200，而 $k$ 不变", ["k"]),
    ],
)
def test_formulas_are_found_in_every_notation(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"见\(下\)与\[1\]", "见(下)与[1]"),
        (r"\[file_name\] \[a\|b\] \[k=v\]", "[file_name] [a|b] [k=v]"),
        (r"`\\(x_1\\)`", r"\\(x_1\\)"),
        (r"a \(unclosed_", "a (unclosed_"),
        ("只花了$100和$200", "只花了$100和$200"),
    ],
)
def test_what_is_no_formula_stays_text(text: str, words: str) -> None:
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    assert not formulas(text)
    assert plain_text(found) == words


def test_lines_stay_where_they_are_and_code_stays_what_it_is() -> None:
    text = "```\n$100和$200 \\\\(x_1\\\\)\n```\n\n\\\\[\na_1\n\\\\]\n`$100和$200`\n"
    assert with_money(with_dollars(text)) == text.replace("\\\\[", "$$").replace("\\\\]", "$$")
