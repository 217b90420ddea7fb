"""A layout: a folder of templates, styles and reference documents, overridden file by file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from publish.diagnostics import Diagnostic, PublishError, Severity

DEFAULT = "default"


class Layout(msgspec.Struct, frozen=True):
    """The files of a layout by POSIX path; the user's own stand in place of the default's."""

    name: str
    files: Mapping[str, bytes]

    def text(self, path: str) -> str:
        """A template or style sheet, UTF-8. Raises PublishError where there is none."""
        return self.data(path).decode("utf-8")

    def data(self, path: str) -> bytes:
        """A file's bytes. Raises PublishError where there is none."""
        try:
            return self.files[path]
        except KeyError:
            raise PublishError(
                Diagnostic(
                    path=f"{self.name}/{path}",
                    line=0,
                    column=0,
                    code="LAY001",
                    message="the layout has no such file",
                    severity=Severity.ERROR,
                )
            ) from None


def shipped() -> Path:
    """The folder of layouts that come with the product: beside the package, or inside the wheel."""
    package = Path(__file__).parent
    inside = package / "layouts"
    return inside if inside.is_dir() else package.parent / "layouts"


def names() -> tuple[str, ...]:
    """The layouts that are shipped."""
    return tuple(sorted(path.name for path in shipped().iterdir() if path.is_dir()))


def load(name: str, folder: Path | None = None) -> Layout:
    """The layout ``name`` that is shipped, with the files of ``folder`` laid over it.

    Raises PublishError when neither holds a layout.
    """
    base = shipped() / DEFAULT
    own = folder if folder is not None else shipped() / name
    if not own.is_dir():
        known = ", ".join(names())
        raise PublishError(
            Diagnostic(
                path=str(own),
                line=0,
                column=0,
                code="LAY002",
                message=f"there is no layout “{name}”",
                hint=f"use a folder of your own or one of these: {known}",
                severity=Severity.ERROR,
            )
        )
    return Layout(name, _read(base) | _read(own))


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
