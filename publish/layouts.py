"""A layout: a folder of templates, styles and reference documents, overridden file by file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from publish.confined import MOST, OutsideError, read_below
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.regex import regex

DEFAULT = "default"
MAIN = {
    "html": "screen.css",
    "pdf": "print.css",
    "epub": "epub.css",
    "docx": "reference.docx",
    "pptx": "reference.pptx",
    "slides": "slides.css",
}
INHERITED = (".css", ".html", ".xhtml", "cover.svg")  # what a file of another layout may build on
IMPORT = regex(
    r"""/\*.*?(?:\*/|\Z)|^[ \t]*@import[ \t]+(?:url\()?["']?(?P<name>[^"')\s;]+)["']?\)?(?P<condition>[^;\n]*);""",
    re.MULTILINE | re.DOTALL,
)


class Layout(msgspec.Struct, frozen=True):
    """The files of a layout by POSIX path; the user's own stand in place of the default's.

    The default's templates and style sheets are there under ``default/`` besides, so that a file
    which takes their place can build on them. ``folder`` is where messages say that the files of
    ``own`` are; those of ``lent`` are a target's, named by their own paths.
    """

    name: str
    files: Mapping[str, bytes]
    folder: str = ""
    own: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()

    def text(self, path: str) -> str:
        """A template or style sheet. Raises PublishError where there is none, or none in UTF-8."""
        data = self.data(path)
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
            raise PublishError(
                self.fault(path, line, "LAY004", message, "save the file as UTF-8")
            ) from None

    def style(self, path: str, *above: str) -> str:
        """A style sheet with the sheets that it imports in their places.

        Raises PublishError for an ``@import`` of what the layout does not hold.
        """
        text = self.text(path)

        def imported(found: re.Match[str]) -> str:
            name = found["name"]
            if name is None:  # a comment
                return found[0]
            line = text.count("\n", 0, found.start()) + 1
            if name not in self.files or name in (path, *above):
                raise PublishError(self._import(path, line, name))
            if found["condition"].strip():
                message = f"“{name}” cannot be imported with a condition"
                hint = f"write @import '{name}'; and put conditions into that sheet, as @media"
                raise PublishError(self.fault(path, line, "LAY003", message, hint))
            return self.style(name, path, *above)

        return IMPORT.sub(imported, text)

    def data(self, path: str) -> bytes:
        """A file's bytes. Raises PublishError where there is none."""
        try:
            return self.files[path]
        except KeyError:
            message = "the layout has no such file"
            raise PublishError(self.fault(path, 0, "LAY001", message)) from None

    def fault(self, path: str, line: int, code: str, message: str, hint: str = "") -> Diagnostic:
        """An error in a file of the layout, at the place where its author finds it."""
        return Diagnostic(
            path=self.place(path),
            line=line,
            column=1 if line else 0,
            code=code,
            message=message,
            hint=hint,
            severity=Severity.ERROR,
        )

    def place(self, path: str) -> str:
        """The path of a file for messages: in the user's folder or in the layout that is shipped."""
        if path in self.lent:
            return path
        if path in self.own:
            return f"{self.folder}/{path}"
        return path if path.startswith(f"{DEFAULT}/") else f"{DEFAULT}/{path}"

    def _import(self, path: str, line: int, name: str) -> Diagnostic:
        message = f"“{name}” cannot be imported: it is no other style sheet of this layout"
        hint = f"name one as it stands in the folder, or the default’s: {DEFAULT}/{path}"
        return self.fault(path, line, "LAY003", message, hint)


def shipped() -> Path:
    """The folder of layouts that come with the product: beside the package, or inside the wheel."""
    package = Path(__file__).parent
    inside = package / "layouts"
    return inside if inside.is_dir() else package.parent / "layouts"


def names() -> tuple[str, ...]:
    """The layouts that are shipped."""
    return tuple(sorted(path.name for path in shipped().iterdir() if path.is_dir()))


def summary(name: str) -> str:
    """What a shipped layout is like: the first comment of its tokens."""
    text = (shipped() / name / "tokens.css").read_text(encoding="utf-8")
    return " ".join(text.partition("/*")[2].partition("*/")[0].split())


def formats(name: str) -> list[str]:
    """The formats that a shipped layout has files of its own for."""
    files = own_files(shipped() / name)
    return [format for format, file in MAIN.items() if file in files]


def load(name: str, folder: Path | None = None) -> Layout:
    """The layout ``name`` that is shipped, or that of ``folder``, laid over the default.

    Raises PublishError when neither holds a layout.
    """
    own = shipped() / name if folder is None else folder
    if not own.is_dir() or (folder is None and name not in names()):
        raise PublishError(_unknown(name))
    base, over = own_files(shipped() / DEFAULT), own_files(own)
    parent = {f"{DEFAULT}/{path}": base[path] for path in base if path.endswith(INHERITED)}
    files = base | over | ({} if name == DEFAULT else parent)
    label = name.removeprefix("./").rstrip("/") or "."
    return Layout(name, files, label, tuple(over))


def own_files(folder: Path) -> dict[str, bytes]:
    """What a layout's folder itself holds; hidden files are none of it.

    Nor are links that lead out of it: whoever packed the folder may have meant files of this machine.
    """
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            with suppress(OutsideError):
                found[name.as_posix()] = read_below(folder, str(name), MOST)
    return found


def _unknown(name: str) -> Diagnostic:
    return Diagnostic(
        path=name,
        line=0,
        column=0,
        code="LAY002",
        message=f"there is no layout “{name}”",
        hint=f"use a folder of your own or one of these: {', '.join(names())}",
        severity=Severity.ERROR,
    )
