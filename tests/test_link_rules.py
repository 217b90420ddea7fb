"""Rules about links, pictures, access and safety: cases as files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.ast import Image, Link, Span
from publish.backends.markdown import body
from publish.document import Document
from publish.normalize import Settings, inspect, normalize, revise
from publish.reader.spans import Spans
from publish.rules import Page, by_code
from publish.walk import nodes, plain_text

CASES = Path(__file__).parent / "cases" / "links"
HEAD = "---\ntitle: 茶\nlang: zh\n---\n\n"


def rows(name: str) -> list[tuple[str, str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("# ")]  # type: ignore[misc]


def document(text: str, lang: str = "zh") -> Document:
    source = f"---\ntitle: 茶\nlang: {lang}\n---\n\n{text}\n"
    found = normalize("post.md", source.encode(), Settings()).document
    assert found is not None
    return found


@pytest.mark.parametrize(("code", "line", "fixed"), rows("rules.tsv"))
def test_a_line_is_mended_told_or_left(code: str, line: str, fixed: str) -> None:
    settings = Settings(select=(code,), unsafe=True)
    found = inspect("post.md", f"{HEAD}{line}\n".encode(), settings)
    assert bool(found.diagnostics) == (fixed != "=")
    after = line if fixed in "=!" else fixed
    assert found.fixed == f"{HEAD}{after}\n"


@pytest.mark.parametrize(("code", "text", "count"), rows("tree.tsv"))
def test_a_tree_rule_finds_what_it_should(code: str, text: str, count: str) -> None:
    source = HEAD + text.replace("\\n", "\n") + "\n"
    found = normalize("post.md", source.encode(), Settings(select=(code,))).diagnostics
    assert len(found) == int(count), found


@pytest.mark.parametrize(
    "text",
    [
        "[a](" + "b " * 60_000,
        "[a](" + " " * 100_000 + "x",
        "[" + "](a b)" * 20_000,
        "http://" * 15_000,
        "![a](" + "x" * 100_000 + " =10",
        "【a】(" * 20_000,
        "(a)[http://" * 10_000,
        "—" * 100_000 + "a",
        "https://" + "а" * 60_000 + "a",
        "a " * 60_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_long_line_takes_no_longer_than_it_must(text: str) -> None:
    source = f"{HEAD}{text}\n"
    page = Page("post.md", source, len(HEAD), "zh", "", {}, Spans([(0, len(source))]), source)
    start = time.process_time()
    for code in ("LNK003", "LNK004", "LNK005", "LNK009", "LNK011", "SEC004"):
        rule = by_code(code)
        assert rule is not None and rule.text is not None
        list(rule.text(page))
    assert time.process_time() - start < 10, "a quadratic scan takes minutes"


@pytest.mark.parametrize(
    "text",
    [
        "[a\n\n```\n](b c)\n```",
        "[a\n```\n](b c)\n```",
        "[a\n~~~\n](b c)\n~~~",
        "[a] b\n\n    c](d e)",
        "[a `b](c d)` e",
        "[a](b `c)` d)",
        "[a](b `c d)`",
    ],
)
def test_what_only_looks_like_a_link_across_code_is_left(text: str) -> None:
    found = inspect(
        "post.md", f"{HEAD}{text}\n".encode(), Settings(select=("LNK005",), unsafe=True)
    )
    assert found.diagnostics == ()
    assert found.fixed == f"{HEAD}{text}\n"


def test_only_marks_that_are_sure_are_mended_without_asking() -> None:
    text = f"{HEAD}[茶]（https://example.com/a） 【茶】（https://example.com/b）\n"
    fixed = inspect("post.md", text.encode(), Settings(select=("LNK003",))).fixed
    assert "[茶](https://example.com/a)" in fixed and "【茶】（" in fixed


def test_sizes_of_platforms_become_attributes() -> None:
    text = '![a](a.png =100x200) ![b](b.png "题" =50%x)\n\nx ![c](c.png#pic_center =300x) y\n'
    images = [node for node in nodes(document(text).blocks) if isinstance(node, Image)]
    assert [(image.c[2], image.c[0].pairs) for image in images] == [
        (("a.png", ""), (("width", "100"), ("height", "200"))),
        (("b.png", "题"), (("width", "50%"),)),
        (("c.png", ""), (("width", "300"),)),
    ]


def test_english_is_marked_once_and_keeps_its_words() -> None:
    text = "他说：“All the *tea in* China, please.”走了。\n\n> Attention is all you need [to read](a.md).\n"
    made = document(text)
    spans = [
        node for node in nodes(made.blocks) if isinstance(node, Span) and node.c[0].get("lang")
    ]
    assert [plain_text(span.c[1]) for span in spans] == [
        "All the tea in China, please.",
        "Attention is all you need to read.",
    ]
    assert revise(made, Settings())[0] == made
    assert '“[All the *tea in* China, please.]{lang="en"}”' in body(made.blocks)


PIECES = (
    *"中文 ，“ ” All the tea in China . ! — ( ) it's , … \\\\".split(),
    *("*you need*", "**is attention**", "`a b`", "[to read](a.md)", "![a cup of tea](a.png)"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=4, max_size=24), st.sampled_from(["", " "]))
def test_marking_english_changes_no_word_and_comes_to_rest(pieces: list[str], gap: str) -> None:
    source = f"{HEAD}{gap.join(f' {piece}' if piece.isalpha() else piece for piece in pieces)}\n"
    every, others = Settings(), Settings(ignore=("A11004",))
    marked = normalize("post.md", source.encode(), every, lines=False).document
    plain = normalize("post.md", source.encode(), others, lines=False).document
    assert marked is not None and plain is not None
    assert plain_text(marked.blocks) == plain_text(plain.blocks)
    assert revise(marked, every)[0] == marked


@pytest.mark.parametrize("lang", ["en", "de"])
def test_english_is_marked_in_no_other_script(lang: str) -> None:
    made = document("All the tea in China, please.", lang)
    assert not [node for node in nodes(made.blocks) if isinstance(node, Span)]


def test_what_bears_a_language_is_left_alone() -> None:
    made = document("[all the tea in china]{lang=fr}\n\n::: {lang=de}\nall the tea in china\n:::\n")
    langs = [node.c[0].get("lang") for node in nodes(made.blocks) if isinstance(node, Span)]
    assert langs == ["fr"]


def test_a_card_stands_for_an_embedded_film() -> None:
    made = document('<iframe src="https://player.vimeo.com/video/76979871" title="茶"></iframe>')
    (link,) = [node for node in nodes(made.blocks) if isinstance(node, Link)]
    assert (plain_text(link.c[1]), link.c[2][0]) == ("Vimeo: 茶", "https://vimeo.com/76979871")


def test_each_empty_link_is_told_at_its_place() -> None:
    head = "---\ntitle: Tea\nlang: en\ndate: 2024-01-01\n---\n\n"
    text = f"{head}See [](https://a.org) or\n[ask]() and ![pic]().\n\n[more](#)\n"
    found = normalize("p.md", text.encode(), Settings()).diagnostics
    places = [(item.line, item.column) for item in found if item.code == "LNK002"]
    assert places == [(7, 5), (8, 1), (8, 13), (10, 1)]
