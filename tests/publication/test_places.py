"""What is found about a link or a picture stands at that link or picture, whatever is before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import assert_growth

from publish.cli.formats import render
from publish.cli.output import all_placed
from publish.diagnostics import Diagnostic
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.reader.written_links import WrittenLinks
from publish.text import Lines

CASES = Path(__file__).parents[1] / "cases" / "links" / "written.tsv"
HEAD = "---\ntitle: Tea leaves\nlang: en\ndate: 2024-01-01\n---\n\nSome words first.\n\n"


def cases() -> list[tuple[str, ...]]:
    rows = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if not row.startswith("# ")]


def found_in(folder: Path, text: str) -> list[Diagnostic]:
    (folder / "publish.toml").write_text('[documents.a]\neach = "*.md"\ntargets = ["html"]\n')
    (folder / "tea.md").write_bytes(text.encode())
    request = BuildRequest(manifest=folder / "publish.toml", dry_run=True)
    return list(build(request).diagnostics)


def at(item: Diagnostic, text: str) -> str:
    """What stands at the place of a finding: to its end, or one character where it has none."""
    lines = Lines(text)
    start = lines.start(item.line) + item.column - 1
    end = lines.start(item.end_line) + item.end_column - 1 if item.end_line else start + 1
    return text[start:end]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("body", "expected"), cases())
def test_a_finding_stands_at_its_link(
    tmp_path: Path, body: str, expected: str, line_end: str
) -> None:
    text = (HEAD + body.replace("\\n", "\n") + "\n").replace("\n", line_end)
    found = [item for item in found_in(tmp_path, text) if item.code[:3] in ("LNK", "A11", "DIA")]
    told = sorted(f"{item.code} {at(item, text)}" for item in found if item.code != "DIA001")
    assert told == sorted(expected.split(" ¦ "))


def test_all_that_is_amiss_with_a_picture_stands_at_each_of_its_uses(tmp_path: Path) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>go()</script>'
        '<image href="https://example.org/leaf.png" width="9" height="9"/></svg>'
    )
    (tmp_path / "leaf.svg").write_text(drawing)
    text = f"{HEAD}![one leaf](leaf.svg)\n\n![another leaf](leaf.svg)\n"
    found = [item for item in found_in(tmp_path, text) if item.code in ("SEC001", "LNK008")]
    assert sorted((item.code, at(item, text)) for item in found) == [
        ("LNK008", "![another leaf](leaf.svg)"),
        ("LNK008", "![one leaf](leaf.svg)"),
        ("SEC001", "![another leaf](leaf.svg)"),
        ("SEC001", "![one leaf](leaf.svg)"),
    ]


def test_an_address_is_shown_as_it_is_written(tmp_path: Path) -> None:
    told: list[str] = []
    for body in ("[[No Such Note]]", "[a](no%20note.md) [b](茶.md) ![a cup]({static}/img/茶.png)"):
        found = found_in(tmp_path, f"{HEAD}{body}\n")
        told += [item.message for item in found if "LNK" in item.code]
    for name in ("“No Such Note”", "“no%20note.md”", "“茶.md”", "“{static}/img/茶.png”"):
        assert sum(name in message for message in told) == 1, name


def test_columns_count_code_points_and_utf_16_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = all_placed(found_in(tmp_path, HEAD + "😀😀 [a](nowhere.md)\n"), tmp_path)
    lost = [item for item in found if item.code == "LNK010"]
    (row,) = json.loads(render(lost, "json"))
    assert (row["line"], row["column"], row["end_column"]) == (9, 4, 19)
    assert (row["utf16"]["column"], row["utf16"]["end_column"]) == (6, 21)
    (result,) = json.loads(render(lost, "sarif"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (9, 4, 19)
    assert region["properties"]["utf16"] == {"startColumn": 6, "endColumn": 21}


def test_the_cover_stands_in_the_front_matter(tmp_path: Path) -> None:
    text = HEAD.replace("lang: en", "lang: en\ncover: none/cup.png")
    (item,) = [item for item in found_in(tmp_path, text) if item.code == "LNK007"]
    assert (item.line, at(item, text)) == (4, "none/cup.png")


PIECES = "[ ] ( ) ![ ]( [[ ]] {{ }} {% %} ` `` < > src=\" ' \\ \n \n\n a.png http://".split(" ")


@given(st.lists(st.sampled_from([*PIECES, "\n", "\r\n", "😀"]), max_size=30).map("".join))
def test_whatever_the_text_a_place_lies_in_it(text: str) -> None:
    lines = Lines(text)
    for picture in (True, False):
        found = WrittenLinks(text).find(1, "a.png", picture=picture)
        if found:
            start = lines.start(found.line) + found.column - 1
            end = lines.start(found.end_line) + found.end_column - 1
            assert found.address in text[start:end]


@pytest.mark.parametrize(
    "piece", ["](", "](<", "[[", "{{", "{%", "`", "``a", 'src="', "![](a.png)", "](\\", "https://"]
)
def test_links_are_found_in_time_linear_in_the_text(piece: str) -> None:
    def work(size: int) -> None:
        links = WrittenLinks(piece * (size // len(piece)))
        for nth in range(1000):
            links.find(1, "a.png", picture=True, nth=nth)

    assert_growth(work, 30_000, 300_000, 25, 1)  # a search from each of them takes a hundred times
