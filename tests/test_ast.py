"""The canonical form: pandoc's JSON in and out without loss, and walks that share what is the same."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import ast, pandoc
from publish.ast import Attr, Emph, Header, Para, Space, Str, Strong
from publish.document import Date, Document, Metadata, from_json, json_schema, to_json
from publish.walk import nodes, plain_text, rewrite, same_block

RICH = """# A {#x .y k=v}

Text **strong** `code` $x_1$ [link](http://a.b "t") ![alt](p.png)[^1] ~~no~~

1. one
2. two

   para

- [ ] task

| a | b |
|---|--:|
| 1 | 2 |

> quote

    code

::: note
div
:::

Term

[^1]: note
"""


def test_every_node_of_pandoc_survives_the_round_trip() -> None:
    raw = pandoc.convert(RICH.encode(), ("--from", "commonmark_x", "--to", "json"))
    assert json.loads(ast.encode(ast.decode(raw))) == json.loads(raw)


def test_a_malformed_tree_names_the_place_of_the_fault() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"blocks\[0\]"):
        ast.decode(
            b'{"pandoc-api-version":[1,23],"meta":{},"blocks":[{"t":"Para","c":[{"t":"Strr"}]}]}'
        )


WORDS = st.text("abc 中文𠮷", min_size=1, max_size=5)
INLINES = st.recursive(
    st.one_of(WORDS.map(Str), st.just(Space())),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple).map(Emph),
        st.lists(inner, max_size=3).map(tuple).map(Strong),
    ),
    max_leaves=8,
)
BLOCKS = st.lists(
    st.one_of(
        st.lists(INLINES, max_size=4).map(tuple).map(Para),
        st.lists(INLINES, max_size=3).map(tuple).map(lambda text: Header((2, Attr("x"), text))),
    ),
    max_size=4,
).map(tuple)


@given(BLOCKS)
def test_documents_come_back_from_json_as_they_were(blocks: ast.Blocks) -> None:
    metadata = Metadata(
        title="T", lang="zh-Hans", date=Date("2019-03", "month"), extra={"layout": "post"}
    )
    document = Document(path="a.md", metadata=metadata, blocks=blocks)
    assert from_json(to_json(document)) == document


@given(BLOCKS)
def test_a_rewrite_that_changes_nothing_gives_back_the_same_objects(blocks: ast.Blocks) -> None:
    assert rewrite(blocks, same_block) is blocks


def test_rewrite_reaches_inlines_in_notes_and_cells() -> None:
    blocks = pandoc.read(RICH, "commonmark_x")

    def shout(inlines: ast.Inlines) -> ast.Inlines:
        return tuple(Str(node.c.upper()) if isinstance(node, Str) else node for node in inlines)

    new = rewrite(blocks, same_block, shout)
    assert plain_text(new) == plain_text(
        rewrite(blocks, same_block, shout)
    ) and "STRONG" in plain_text(new)
    assert all(node.c == node.c.upper() for node in nodes(new) if isinstance(node, Str))


def test_the_schema_describes_documents() -> None:
    schema = json_schema()
    assert schema["$ref"].endswith("Document")
    assert {"Header", "Para", "Table", "Figure"} <= set(schema["$defs"])
