"""What the steps of a target have in common: layout and options, and the facts that they come down to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from publish.backends import backend
from publish.confined import MOST, read_below
from publish.diagnostics import Diagnostic, PublishError, whole_file_error
from publish.disk import digest
from publish.engine.facts import program_facts, said
from publish.engine.layout_looks import Marks
from publish.engine.own_fonts import laid_over, missing_files
from publish.engine.version import plug_in
from publish.fonts.coverage import of_system
from publish.fonts.installed import versions
from publish.fonts.own import Own
from publish.layouts import Layout
from publish.layouts import load as load_layout
from publish.manifest import Manifest, Target
from publish.system import library_versions


class Setting(NamedTuple):
    """The suffix of the files, the layout with the marks of its files, options, facts, and a digest of
    the facts: what is made of equal parts with them is equal."""

    suffix: str
    layout: Layout
    marks: Marks
    options: Mapping[str, Any]
    facts: dict[str, str]
    made_with: str


def setting(manifest: Manifest, target: Target, own: Own) -> tuple[Setting, list[Diagnostic]]:
    """The setting of a target, and what is amiss with its layout. Raises PublishError for a layout or
    a template that is not there."""
    maker = backend(target.format)
    options = dict(maker.options) | dict(target.options)
    if manifest.path is None and "standalone" in options:
        options["standalone"] = True
    layout = load_layout(target.layout, target.layout_dir)
    amiss = list(missing_files(layout))
    layout = laid_over(_with_template(layout, manifest.root, target.reference), own)
    if target.reference:
        options["reference"] = target.reference
    facts = program_facts() | {
        "plug-in": plug_in(target.format),
        "layout": said([layout.name, layout.lent]),
        "assets": said(manifest.assets),
        "fonts of this machine": said(_fonts(target.format, own)),
    }
    made_with = digest(msgspec.msgpack.encode(facts, order="sorted"))
    return Setting(maker.suffix, layout, Marks(layout), options, facts, made_with), amiss


def _with_template(layout: Layout, root: Path, reference: str) -> Layout:
    """The layout with the target's own template in it. Raises PublishError where that is gone."""
    if not reference:
        return layout
    try:
        data = read_below(root, reference, MOST)
    except OSError as error:
        message = f"the template cannot be read: {error.strerror}"
        raise PublishError(whole_file_error(reference, "LAY001", message)) from None
    return replace(layout, files={**layout.files, reference: data}, lent=(reference,))


def _fonts(format: str, own: Own) -> Any:
    """What a file depends on of the fonts of this machine; drawings in Word files and slides too."""
    if format == "pdf":
        return of_system(), versions(), library_versions()
    own_only = format in ("html", "slides")
    return versions() if format in ("epub", "docx", "pptx") or (own_only and own.files) else ()
