"""Walks over the AST: read every node, or rewrite the tree and share what did not change."""

from publish.walk.reading import (
    LEAVES,
    bearers,
    block_parts,
    each,
    inline_parts,
    kinds,
    nodes,
    parts,
    plain_text,
    table_rows,
)
from publish.walk.rewriting import (
    BlockRewrite,
    InlinesRewrite,
    rewrite,
    same_block,
    same_inlines,
)

__all__ = [
    "LEAVES",
    "BlockRewrite",
    "InlinesRewrite",
    "bearers",
    "block_parts",
    "each",
    "inline_parts",
    "kinds",
    "nodes",
    "parts",
    "plain_text",
    "rewrite",
    "same_block",
    "same_inlines",
    "table_rows",
]
