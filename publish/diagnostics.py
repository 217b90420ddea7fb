"""Findings as values, and the one exception that means "cannot go on"."""

from __future__ import annotations

import errno
import os
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a finding matters: an error fails its document, a note never fails anything."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Applicability(StrEnum):
    """Whether a fix may be applied: always, on request, or never."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Edit(msgspec.Struct, frozen=True, order=True):
    """Replace ``text[start:end]`` by ``new``; offsets are code points of the decoded source."""

    start: int
    end: int
    new: str


class Diagnostic(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """One finding. Lines and columns are 1-based and count code points; 0 means unknown.

    ``fix`` holds edits of the file as it stands on disk (decoded), empty when there is no fix.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.WARNING
    applicability: Applicability = Applicability.DISPLAY
    end_line: int = 0
    end_column: int = 0
    fix: tuple[Edit, ...] = ()

    def __str__(self) -> str:
        """``path:line:col: CODE message``; a place that is unknown is left out."""
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        return f"{place}: {self.code} {self.message}"


def whole_file_error(path: str, code: str, message: str, hint: str = "") -> Diagnostic:
    """An error about a whole file, or about no place in it."""
    return Diagnostic(path, 0, 0, code, message, hint, Severity.ERROR)


def stumble(path: str, error: Exception) -> Diagnostic:
    """That the product itself failed on a post; with ``--debug`` the hint says where."""
    hint = "this is a bug in publish: please report it with the post"
    if os.environ.get("PUBLISH_DEBUG"):
        import traceback

        hint = "".join(traceback.format_exception(error))
    message = f"the post cannot be made: {type(error).__name__}: {error}"
    return whole_file_error(path, "BUG002", message, hint)


_REMEDIES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space: your share of the disk is used up",
    errno.EACCES: "look at the owner and the mode of it and of its folder, or name another with -o",
    errno.EPERM: "look at the owner and the mode of it and of its folder, or name another with -o",
    errno.EROFS: "this disk is read-only: name a folder on another with -o",
    errno.ENAMETOOLONG: "give the post or the book a shorter name, or name a shorter folder with -o",
    errno.EISDIR: "a folder has the name of this file: move it away, or name another folder with -o",
    errno.ENOTDIR: "a file has the name of a folder in this path: move it away",
    errno.EEXIST: "a file has the name of a folder in this path: move it away",
    errno.EMFILE: "too many files are open: use fewer processes with -j",
    errno.EIO: "the disk does not answer as it should: look at the messages of the system",
}


def remedy(error: OSError) -> str:
    """What to do about an error of the disk."""
    known = _REMEDIES.get(error.errno or 0, "look at the disk and the folder")
    return f"{known}; what was there before is untouched"


class PublishError(Exception):
    """The command cannot go on; each diagnostic is a sentence for the user."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics
