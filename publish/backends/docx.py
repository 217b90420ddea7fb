"""Word: pandoc and the layout's reference document, then what only the XML can say."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from publish import ast, pandoc
from publish.ast import Block, Blocks, Header, Inline, Node, Note
from publish.backends.backend import Artifact
from publish.backends.docx_body import (
    mend_formulas,
    name_pictures,
    number_headings,
    say_once,
    set_emphasis,
    set_tables,
    space_blocks,
    title_as_heading,
)
from publish.backends.docx_contents import contents_bookmarks
from publish.backends.docx_cover import with_cover
from publish.backends.docx_fields import (
    bookmarks_into_headings,
    follow_sequences,
    number_bookmarks,
)
from publish.backends.docx_language import Setting, set_language, setting
from publish.backends.docx_lists import add_lists, bind_styles, set_items, set_markers
from publish.backends.docx_measure import for_latin
from publish.backends.docx_numbers import Heading, plan
from publish.backends.docx_pages import fill_contents
from publish.backends.docx_placeholders import fill, values_of
from publish.backends.docx_properties import (
    CUSTOM_PART,
    application_properties,
    core_properties,
    custom_properties,
)
from publish.backends.docx_runs import tidy_runs
from publish.backends.docx_sections import start_pages
from publish.backends.docx_template import is_own, made_fit
from publish.backends.docx_tree import OPENS, word_blocks
from publish.backends.ooxml import CHOICES, Element, parsed, w, written
from publish.backends.package import pack, parts
from publish.backends.reference import dressed_by, reference
from publish.layouts import Layout
from publish.publication.model import Publication
from publish.publication.nav import wants_contents
from publish.walk import block_parts, inline_parts

NEEDED = {"word/document.xml": "document", "word/styles.xml": "styles"}


class Docx:
    """``reference`` is the layout's file; ``toc`` allows a table of contents where it serves."""

    suffix = ".docx"
    options: Mapping[str, Any] = {"reference": "reference.docx", "toc": True}

    def choices(self, option: str, layout: Layout) -> Sequence[str]:
        """A reference document of the layout."""
        return [name for name in layout.files if name.endswith(".docx") and option == "reference"]

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError where the layout has no such reference document, or junk."""
        settings = {**self.options, **options}
        blocks = word_blocks(publication, settings["toc"] and wants_contents(publication))
        name = settings["reference"]
        dress = reference(layout, name, NEEDED)
        with dressed_by(layout, name):
            own = is_own(layout, name)
            if own:
                dress = made_fit(layout, name, dress)
            elif publication.metadata.lang[:2] not in ("zh", "ja", "ko"):
                dress = for_latin(dress)
            data = _written_by_pandoc(blocks, dress)
            around = parts(dress) if own else None
            content = _finished(data, _headings(blocks), publication, around)
        yield Artifact(publication.name + self.suffix, content)


BACKEND = Docx()


def _written_by_pandoc(blocks: Blocks, dress: bytes) -> bytes:
    # Pandoc takes the reference document as a file only; the name leaves no trace in the output.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.docx"
        path.write_bytes(dress)
        return pandoc.write(ast.Pandoc(blocks), "docx", "--reference-doc", str(path))


def _finished(
    data: bytes,
    headings: tuple[Heading, ...],
    publication: Publication,
    template: Mapping[str, bytes] | None,
) -> bytes:
    files = parts(data)
    wanted = setting(publication.metadata.lang)
    document, styles, numbering = (
        parsed(files[f"word/{name}.xml"]) for name in ("document", "styles", "numbering")
    )
    notes = parsed(files["word/footnotes.xml"])
    _set_body(document, headings, publication, wanted)
    _set_text(notes, wanted)
    set_language(styles, wanted)
    set_markers(numbering)
    numbers = plan(headings)
    if numbers.shapes:
        ids = add_lists(numbering, numbers)
        bind_styles(styles, numbers, ids[0])
        number_headings(document, headings, numbers, ids)
    if template:
        with_cover(document, files, template, publication)
    if not headings:
        title_as_heading(document, styles)
    number_bookmarks(document)
    fill_contents(document, notes, styles)
    return pack(
        files
        | {
            "word/document.xml": written(document, CHOICES),
            "word/footnotes.xml": written(notes),
            "word/styles.xml": written(styles),
            "word/numbering.xml": written(numbering),
            "word/settings.xml": _settings(files["word/settings.xml"], wanted),
            "docProps/core.xml": core_properties(publication, wanted.tag),
            "docProps/app.xml": application_properties(),
            CUSTOM_PART: custom_properties(publication),
            **_headers(files, publication, bool(headings)),
        },
        publication.epoch,
    )


def _set_body(
    document: Element, headings: Sequence[Heading], publication: Publication, wanted: Setting
) -> None:
    set_tables(document)
    space_blocks(document)
    name_pictures(document)
    mend_formulas(document)
    say_once(document)
    bookmarks_into_headings(document, contents_bookmarks(publication))
    follow_sequences(document)
    _set_text(document, wanted)
    if publication.kind == "book":
        start_pages(document, headings)


def _set_text(root: Element, wanted: Setting) -> None:
    """What the body and the notes have in common."""
    set_items(root)
    tidy_runs(root, wanted)
    if wanted.emphasis:
        set_emphasis(root, wanted.emphasis)


def _settings(data: bytes, wanted: Setting) -> bytes:
    root = parsed(data)
    for language in root.iter(w("themeFontLang")):
        language.set(w("val"), wanted.tag)
        language.set(w("eastAsia"), wanted.east_asian)
    return written(root)


def _headers(
    files: Mapping[str, bytes], publication: Publication, sections: bool
) -> dict[str, bytes]:
    """The headers and footers, with what they leave open filled; no section where there is none."""
    made = {}
    for name in sorted(files):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            root = parsed(files[name])
            fill(root, values_of(publication))
            for field in list(root.iter(w("fldSimple"))):
                if not sections and field.get(w("instr"), "").split()[:1] == ["STYLEREF"]:
                    field.getparent().remove(field)
            made[name] = written(root)
    return made


def _headings(parts: Iterable[Block | Inline]) -> tuple[Heading, ...]:
    """Every heading of the main text in reading order, with its number."""
    found: list[Heading] = []
    for part in parts:
        if isinstance(part, Header):
            level, attr, _ = part.c
            label, value = attr.get("number-label"), attr.get("number-value")
            found.append(Heading(level, label, value, attr.has(OPENS), attr.has("part")))
        elif not isinstance(part, Note):
            inside = block_parts(part) if isinstance(part, Node) else inline_parts(part)
            found += _headings(inside)
    return tuple(found)
