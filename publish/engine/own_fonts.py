"""The fonts of the manifest: its files read from the disk, its faults told with their places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import asdict, replace

from publish.diagnostics import Diagnostic, Severity
from publish.fonts.own import SHEETS, Fault, Own, own_fonts
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
    root = manifest.root.resolve()

    def read(name: str) -> bytes | None:
        path = (root / name).resolve()
        try:
            return path.read_bytes() if path.is_relative_to(root) else None
        except (OSError, ValueError):
            return None

    own = own_fonts(tables, read)
    return own, _told(manifest.path, own.faults)


def laid_over(layout: Layout, own: Own) -> Layout:
    """The layout with these fonts and their style sheets, which stand behind its own."""
    if not own.files:
        return layout
    sheets = {name: b"\n".join((layout.files.get(name, b""), own.files[name])) for name in SHEETS}
    return replace(layout, files={**layout.files, **own.files, **sheets})


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
