"""JSON: the canonical form of every chapter, as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from publish.backends.backend import Artifact
from publish.document import to_json
from publish.layouts import Layout
from publish.publication.model import Publication


class Json:
    """No options."""

    suffix = ".json"
    options: Mapping[str, Any] = {}

    def render(
        self, publication: Publication, _layout: Layout, _options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """An article's document; a book's chapters as a JSON list in reading order."""
        texts = [to_json(chapter.document) for chapter in publication.chapters]
        if publication.kind == "article":
            yield Artifact(publication.name + self.suffix, texts[0])
        else:
            yield Artifact(publication.name + self.suffix, b"[\n" + b",\n".join(texts) + b"]\n")


BACKEND = Json()
