"""Tables that are almost tables: what becomes of them, and what is only told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.ast import Table
from publish.diagnostics import Diagnostic
from publish.normalize import Settings, inspect, normalize
from publish.walk import nodes

HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
CASES = Path(__file__).parent / "cases" / "broken-tables.md"


def cases() -> list[tuple[str, ...]]:
    """Kind of fix, source, and the source as the fix leaves it; ``·`` is a space at the end."""
    blocks = CASES.read_text(encoding="utf-8").split("\n=====\n")[1:]
    return [tuple(part.strip("\n") for part in block.split("\n-----\n")) for block in blocks]


def faults(text: str, *, unsafe: bool = False) -> tuple[list[Diagnostic], str]:
    found = inspect("post.md", f"{HEAD}{text}\n".encode(), Settings(("DIA010",), unsafe=unsafe))
    assert "BUG001" not in {item.code for item in found.diagnostics}
    return list(found.diagnostics), found.fixed[len(HEAD) : -1]


@pytest.mark.parametrize(("kind", "before", "after"), cases())
def test_a_table_that_is_almost_one(kind: str, before: str, after: str) -> None:
    found, fixed = faults(before, unsafe=True)
    assert [str(item.applicability) for item in found[:1]] == ([] if kind == "none" else [kind])
    assert fixed == after
    _, safe = faults(before)
    assert safe == (after if kind == "safe" else before)


@pytest.mark.parametrize("after", [after for kind, _, after in cases() if kind.endswith("safe")])
def test_what_is_mended_is_a_table(after: str) -> None:
    document = normalize("post.md", f"{HEAD}{after}\n".encode(), Settings()).document
    assert document is not None
    assert any(isinstance(node, Table) for node in nodes(document.blocks))


def test_a_build_prints_no_bars_of_a_table_that_is_mended() -> None:
    text = "| 列一 | 列二\n|---|\n| a | b |\n"
    document = normalize("post.md", (HEAD + text).encode(), Settings()).document
    assert document is not None
    assert [type(block) for block in document.blocks] == [Table]


ROWS = st.lists(st.text(st.sampled_from("|｜-—:+ ab\\`>"), max_size=14), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_fixes_of_tables_come_to_rest(rows: list[str]) -> None:
    text = "\n".join(rows)
    faults(text)
    faults(text, unsafe=True)
