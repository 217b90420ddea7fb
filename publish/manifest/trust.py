"""``[trust]``: how large and how intricate a post may be. Every post counts as a stranger's."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from publish.manifest.table import Table, key


class TrustTable(Table, frozen=True):
    """What posts are held to, whoever wrote them."""

    max_post: Annotated[
        int, key("Largest post that is read, in megabytes."), Meta(ge=1, le=100)
    ] = 4
    max_blocks: Annotated[
        int,
        key("Most paragraphs, headings, list items and other blocks of a post."),
        Meta(ge=100, le=10_000_000),
    ] = 100_000
