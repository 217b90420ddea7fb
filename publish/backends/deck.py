"""Slides for the browser: the deck of the presentation as one page that holds all it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from publish.backends.backend import Artifact
from publish.backends.deck_blocks import deck_blocks, places
from publish.backends.deck_tree import set_slides
from publish.backends.fragment import deck, serialized
from publish.backends.html import page_values
from publish.backends.self_contained import digest, inside, with_pictures
from publish.backends.slide_titles import COVER, title_size
from publish.backends.slides import slides
from publish.backends.templates import page
from publish.fonts.fit import fitted
from publish.fonts.own import SHEETS
from publish.layouts import Layout
from publish.publication.model import Publication

STYLES = ("tokens.css", "slides.css", "code.css")
SCRIPT = "slides.js"


class Deck:
    """``fonts = false`` leaves out the fonts that the manifest or the layout names."""

    suffix = ".slides.html"
    options: Mapping[str, Any] = {"fonts": True}

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file, which asks for nothing outside itself."""
        settings = {**self.options, **options}
        pictures = {
            resource.name: resource
            for resource in publication.resources
            if resource.media_type.startswith("image/")
        }
        made = slides(publication, pictures)
        known = places(made)
        numbered = enumerate(made, 2)
        root = deck(
            publication, ((each.lang, deck_blocks(each, at, known)) for at, each in numbered)
        )
        set_slides(root, made, publication.words)
        own = [name for name in SHEETS if name in layout.files]
        style = "\n".join(map(layout.style, (*STYLES, *own)))
        script = layout.text(SCRIPT)
        values = page_values(publication) | {
            "slides": serialized(root),
            "count": len(made) + 1,
            "title_size": f"{title_size(publication.metadata.title, COVER):g}",
            "style": style,
            "script": script,
            "script_digest": digest(script),
        }
        text = page(layout, "slides.html", values)
        fonts = fitted(style, text, layout.files, system=False, wanted=settings["fonts"])
        text = text.replace(style, fonts.sheet(inside, " font-display: swap;"), 1)
        yield Artifact(
            publication.name + self.suffix, with_pictures(text, pictures.values()).encode()
        )


BACKEND = Deck()
