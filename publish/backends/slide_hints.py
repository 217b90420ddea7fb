"""What an author asks of the slides of a post: the key ``slides`` of its front matter."""

from __future__ import annotations

from typing import Any, NamedTuple

from publish.document import Metadata
from publish.reader.slide_keys import KEYS, word

LEVEL = 3  # headings down to this level begin a slide; deeper ones stand on it


class Hints(NamedTuple):
    """``level`` is that of the deepest headings that begin slides, 0 where the amount of text decides;
    ``breaks`` says whether rules (``---``) do; ``contents`` whether there is such a slide, None: where
    it serves."""

    level: int = 0
    breaks: bool = True
    contents: bool | None = None


def hints(metadata: Metadata) -> Hints:
    """The hints of a post; what cannot be read is none."""
    asked = metadata.extra.get("slides")
    if not isinstance(asked, dict):
        return Hints()
    told: dict[str, Any] = {
        key: KEYS[key][word(value)]
        for key, value in asked.items()
        if key in KEYS and word(value) in KEYS[key]
    }
    return Hints()._replace(**told)
