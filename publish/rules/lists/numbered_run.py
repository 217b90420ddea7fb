"""What a run of numbered lines is to be: the manifest says it for all posts, a post for itself."""

from __future__ import annotations

from publish.document import Document
from publish.rules.rule import Choices

WAYS = ("auto", "heading", "item", "keep")


def way(document: Document, choices: Choices) -> str:
    """One of :data:`WAYS`; the post's own word counts more than the manifest's."""
    own = own_way(document)
    return own if own in WAYS else choices.numbered_run


def own_way(document: Document) -> str:
    """What the front matter says, known or not: ``lint: {numbered_run: item}``."""
    lint = document.metadata.extra.get("lint")
    own = lint.get("numbered_run") if isinstance(lint, dict) else None
    return own if isinstance(own, str) else ""
