from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import ast, pandoc
from publish.ast import Blocks, CodeBlock, Para, RawBlock, RawInline, Str
from publish.reader import blocks, read_text
from publish.reader.html_inlines import unsafe_address
from publish.reader.raw_html import without_raw
from publish.walk import nodes, plain_text

CASES = sorted((Path(__file__).parents[1] / "cases" / "reader" / "html").glob("*.txt"))
HTML = st.lists(
    st.sampled_from(
        "<div> </div> <p> </p> <b> </b> <table> </table> <tr> <td> <ul> <li> </ul> <details> <T> <br>"
        ' </summary> <summary> <script> </script> <pre> </pre> <!-- --> <a href="x"> </a> <img>'
        ' <img src="a"> <font color=red> </font> <dl> <dt> <dd> </dl> <svg> </svg> < > & &lt;'.split(
            " "
        )
    ),
    max_size=14,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_html_becomes_nodes(case: Path) -> None:
    source, page, dropped = case.read_text(encoding="utf-8").split("\n=====\n")
    found, notes = blocks(read_text("post.md", source, "commonmark"), source, lines=True)
    written = pandoc.write(ast.Pandoc(found), "html", "--wrap=none", "--no-highlight")
    assert written.decode().strip() == page
    assert [
        f"{note.line}: {note.code} {note.message}" for note in notes
    ] == dropped.strip().splitlines()


def raw(pieces: list[str]) -> Blocks:
    """A paragraph and blocks of such pieces, with words between them, as pandoc gives them."""
    inlines = [
        node
        for number, piece in enumerate(pieces)
        for node in (RawInline(("html", piece)), Str(f"word{number}"))
    ]
    mixed = [
        node
        for number, piece in enumerate(pieces)
        for node in (RawBlock(("html", f"{piece}in{number}")), Para((Str(f"out{number}"),)))
    ]
    return (Para(tuple(inlines)), *mixed)


@given(HTML)
def test_whatever_the_html_no_raw_node_stays(pieces: list[str]) -> None:
    found, _ = without_raw(raw(pieces))
    assert not any(isinstance(node, RawBlock | RawInline) for node in nodes(found))
    ast.decode(ast.encode(ast.Pandoc(found)))


@given(HTML)
def test_no_word_between_tags_is_lost(pieces: list[str]) -> None:
    quiet = [piece for piece in pieces if "script" not in piece and piece not in ("<!--", "-->")]
    found, _ = without_raw(raw(quiet))
    text = plain_text(found)
    for number in range(len(quiet)):
        assert {f"word{number}", f"in{number}", f"out{number}"} <= set(split_words(text))


def split_words(text: str) -> list[str]:
    import re

    return re.findall(r"(?:word|in|out)\d+", text)


def test_another_raw_format_becomes_code() -> None:
    found, _ = without_raw((RawBlock(("tex", "\\foo\n")), Para((RawInline(("tex", "\\x")),))))
    assert isinstance(found[0], CodeBlock)
    assert plain_text(found) == "\\foo\n\\x"


@pytest.mark.parametrize(
    "address",
    ["javascript:x", " JavaScript:x", "java\tscript:x", "\x01javascript:x", "vbscript:x", "data:text/html,x",
     "data:image/svg+xml,x"],
)  # fmt: skip
def test_addresses_that_run_scripts(address: str) -> None:
    assert unsafe_address(address)


@pytest.mark.parametrize(
    "address", ["https://a.org", "a.md#javascript:", "data:image/png;base64,x", "#x", ""]
)
def test_addresses_that_do_not(address: str) -> None:
    assert not unsafe_address(address)
