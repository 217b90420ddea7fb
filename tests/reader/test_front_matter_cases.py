"""Front matter as blogs have it: what is read of it, what is found in it, and what the fixes leave.

A case is a post and, beside it, what must come of it; ``--refresh`` writes the latter anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.diagnostics import Applicability, Severity
from publish.normalize import Settings, inspect
from publish.reader import read_text
from publish.reader.front_matter import split
from publish.text import apply_edits

CASES = Path(__file__).parents[1] / "cases" / "front_matter"
FRONT = Settings(select=("ENC", "FM"))


def outcome(data: bytes) -> dict[str, object]:
    inspection = inspect("post.md", data, FRONT)
    front = split(inspection.text)
    return {
        "kind": front.kind,
        "values": front.values,
        "body": inspection.text[slice(*front.lead)] + inspection.text[front.body :],
        "findings": [
            f"{item.line}:{item.column} {item.code} {item.severity} {item.applicability}: {item.message}"
            for item in inspection.diagnostics
        ],
        "fixed": None if inspection.fixed == inspection.text else inspection.fixed,
    }


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_case(path: Path, refresh: bool) -> None:
    expected = path.with_suffix(".json")
    found = outcome(path.read_bytes())
    if refresh:
        text = json.dumps(found, ensure_ascii=False, indent=2)
        expected.write_text(f"{text}\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_a_mended_head_says_what_was_read_of_the_faulty_one(path: Path) -> None:
    text = path.read_bytes().decode()
    front = split(text)
    safe = [item for item in front.repairs if item.applicability is Applicability.SAFE]
    again = split(apply_edits(text, [edit for item in safe for edit in item.edits]))
    assert again.values == front.values
    assert not [item for item in again.repairs if item.applicability is Applicability.SAFE]


FENCES = st.sampled_from(["---\n", "----\n", "———\n", "+++\n", ";;;\n", "…\n", " ---\n", "\n", ""])
KEYS = st.sampled_from(
    ["title", "Tags", "date", "作者", "foo", "- a", "-a", "\t- b", "  x", "#", "{", ""]
)
COLONS = st.sampled_from([": ", ":", "：", " : ", ":\t", " = ", ""])
VALUES = st.text(st.sampled_from("ab茶:： #[]{}'\"\\@%`*&!|>-,，\t1."), max_size=12)
LINES = st.tuples(KEYS, COLONS, VALUES).map("".join)
HEADS = st.lists(LINES, max_size=8).map("\n".join)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=400, deadline=None)
@given(FENCES, HEADS, FENCES, HEADS, ENDS)
def test_any_head_is_split_at_places_inside_the_text(
    opening: str, head: str, closing: str, body: str, end: str
) -> None:
    text = f"{opening}{head}\n{closing}{body}".replace("\n", end)
    front = split(text)
    assert 0 <= front.start <= front.end <= front.body <= len(text)
    lines = {0, *(at + 1 for at, mark in enumerate(text) if mark in "\r\n")}
    assert front.body in lines | {len(text)} or front.kind == "json"
    for start, stop in front.keys.values():
        assert front.start <= start <= stop <= front.end
    for fault in front.faults:
        assert 0 <= fault.offset <= len(text)
    for repair in front.repairs:
        assert 0 <= repair.start <= repair.end <= len(text)
        apply_edits(text, repair.edits)
    for fault in read_text("post.md", text).faults:
        assert fault.severity is Severity.ERROR


@settings(max_examples=400, deadline=None)
@given(FENCES, HEADS, FENCES, HEADS)
def test_fixes_of_any_head_come_to_rest(opening: str, head: str, closing: str, body: str) -> None:
    text = f"{opening}{head}\n{closing}{body}"
    found = inspect("post.md", text.encode(), FRONT)
    assert not [item for item in found.diagnostics if item.code == "BUG001"]


PIECES = st.sampled_from(
    ['"', "'", "“", "”", "[", "]", "{", "}", ",", "，", ":", "：", "=", "\n", "\t", " ", "#", "//", "/*",
     "*/", "\\", "title", "tags", "茶", "2019-01-02", "True", '"a"', '"title": ', "title = ", "tags = ["]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(["+++", ";;;", "{"]), st.lists(PIECES, max_size=18).map("".join))
def test_slips_of_toml_and_json_are_read_as_their_safe_repairs_say(fence: str, head: str) -> None:
    text = f"{fence}\n{head}\n{fence}\nbody"
    if fence == "{":
        text = f'{{"title": "x",{head}}}\nbody'
    front = split(text)
    safe = [item for item in front.repairs if item.applicability is Applicability.SAFE]
    again = split(apply_edits(text, [edit for item in safe for edit in item.edits]))
    assert again.values == front.values
    assert not [item for item in again.repairs if item.applicability is Applicability.SAFE]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["title", "date", "foo"]), VALUES), min_size=1))
def test_a_key_of_one_line_stands_where_it_is_said_to_stand(pairs: list[tuple[str, str]]) -> None:
    head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in pairs)
    front = split(f"---\n{head}---\n")
    for key, value in pairs:
        start, stop = front.keys[key]
        assert front.faults == ()
        assert f"---\n{head}---\n"[start:stop].startswith(f"{key}: ")
        assert front.values[key] == dict(pairs)[key] or not value.strip()
