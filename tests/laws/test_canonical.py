"""What must hold of the canonical form of every text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from laws.canonical import id_of, reread
from laws.grammar import TEXTS, posts
from publish.ast import Header, RawBlock, RawInline, Span
from publish.document import Document, from_json, to_json
from publish.normalize import Settings, normalize, revise
from publish.rules import RULES
from publish.walk import nodes

FEW = settings(max_examples=settings.default.max_examples // 8)
TREE_RULES = tuple(rule.code for rule in RULES if not rule.text)


def document_of(text: str) -> Document | None:
    return normalize("p.md", text.encode(), Settings(), lines=False).document


@FEW
@given(TEXTS)
def test_canonical_form_is_well_made(text: str) -> None:
    """8: its JSON, and the rules once more, give the same; levels, ids and nodes are as promised."""
    document = document_of(text)
    if document is None:
        return
    assert from_json(to_json(document)) == document
    assert revise(document, Settings())[0] == document
    levels = [1, *(block.c[0] for block in document.blocks if isinstance(block, Header))]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert 1 not in levels[1:]
    ids = [id for node in nodes(document.blocks) if (id := id_of(node))]
    assert len(ids) == len(set(ids))
    assert not [node for node in nodes(document.blocks) if isinstance(node, RawBlock | RawInline)]


@FEW
@given(posts(wild=False))
def test_canonical_markdown_is_a_post_of_the_same_document(text: str) -> None:
    """8: to the tree rules. (What text rules left alone as a formula may be none to the reader.)"""
    document = document_of(text)
    assert document is None or reread(document, TREE_RULES).same()


@FEW
@given(st.text("茶经水本草《》「」|（），。 a", min_size=3, max_size=40))
def test_titles_of_chinese_books_are_no_readings(text: str) -> None:
    """9: the marks that Japanese has for readings are those that Chinese has for titles."""
    document = document_of(f"---\ntitle: 茶\nlang: zh-Hans\n---\n\n{text}\n")
    assert document is not None
    spans = [node.c[0] for node in nodes(document.blocks) if isinstance(node, Span)]
    assert not [attr for attr in spans if attr.has("ruby")]
