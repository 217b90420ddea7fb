"""What a verification found, as a value; the exit code follows from it."""

from __future__ import annotations

import msgspec

from publish.diagnostics import Diagnostic, Severity
from publish.verify.losses import Lost
from publish.verify.readers import READERS


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an outside validator said of a file, or why it could not be asked (empty: it is not
    installed)."""

    name: str
    ran: bool
    found: tuple[str, ...] = ()
    why: str = ""


class Checked(msgspec.Struct, frozen=True):
    """One output: where it is, of which document, in which format and target, what was found, what
    the format cannot carry, and what validators said. ``seconds`` is how long it took."""

    path: str
    document: str
    format: str
    target: str
    found: tuple[Diagnostic, ...] = ()
    losses: tuple[Lost, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    seconds: float = 0.0

    @property
    def is_read(self) -> bool:
        """Whether its format is one of those that are read back."""
        return self.format in READERS

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing but notes; of a file that is not read, that it is there and new."""
        return all(item.severity is Severity.NOTE for item in self.found)


class Verification(msgspec.Struct, frozen=True):
    """Every file in the order of the plan; ``diagnostics`` are those of documents without a file."""

    files: tuple[Checked, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """All findings, each file's in its place."""
        return (*self.diagnostics, *(item for file in self.files for item in file.found))

    @property
    def exit_code(self) -> int:
        """0 when every file is what it should be."""
        return int(any(item.severity is not Severity.NOTE for item in self.found))
