"""The fonts of the manifest: its files read from the disk, its faults told with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import asdict, replace

from publish.confined import MOST, read_below
from publish.diagnostics import Diagnostic, Severity
from publish.fonts.font_file import font_file
from publish.fonts.own import Fault, Own, own_fonts
from publish.fonts.sheets import face_rules
from publish.layouts import Layout
from publish.manifest import Manifest
from publish.manifest.positions import locate


def fonts_of(manifest: Manifest) -> tuple[Own, list[Diagnostic]]:
    """What the table ``[fonts]`` asks for, and what is amiss with it. No file outside the root is read."""
    tables = {
        lang: {
            use: (names,) if isinstance(names, str) else tuple(names)
            for use, names in asdict(table).items()
            if names
        }
        for lang, table in manifest.fonts.items()
    }
    root = manifest.root

    def read(name: str) -> bytes | None:
        try:
            return read_below(root, name, MOST)
        except (OSError, ValueError):
            return None

    own = own_fonts(tables, read)
    return own, _told(manifest.path, own.faults)


def laid_over(layout: Layout, own: Own) -> Layout:
    """The layout with these fonts and their style sheets, which stand behind its own."""
    return replace(layout, files={**layout.files, **own.files}) if own.files else layout


def missing_files(layout: Layout) -> Iterator[Diagnostic]:
    """The files that ``@font-face`` rules of a layout name, and that are not fonts in it."""
    for name, content in layout.files.items():
        if not name.endswith(".css"):
            continue
        style = content.decode("utf-8", "replace")
        for rule in face_rules(style)[1]:
            urls = [url for kind, url in rule.sources if kind == "url" and ":" not in url]
            if urls and not any(font_file(layout.files.get(url, b"")) for url in urls):
                line = style[: style.index(urls[0])].count("\n") + 1
                what = "is no font" if urls[0] in layout.files else "is not in the layout"
                yield Diagnostic(
                    layout.place(name),
                    line,
                    1,
                    code="FNT003",
                    message=f"the file “{urls[0]}” {what}; “{rule.family}” is not used",
                    hint="addresses of fonts begin at the folder of the layout",
                )


def _told(path: Path | None, faults: Sequence[Fault]) -> list[Diagnostic]:
    if path is None or not faults:
        return []
    text = path.read_text(encoding="utf-8")
    return [
        Diagnostic(
            str(path),
            *locate(text, fault.path),
            code=fault.code,
            message=fault.message,
            hint=fault.hint,
            severity=Severity.WARNING,
        )
        for fault in faults
    ]
