"""What a build did, as a value; the exit code follows from it."""

from __future__ import annotations

import msgspec

from publish.diagnostics import Diagnostic, Severity

# Of help from other machines: without, a build takes longer, and is as good.
_OF_HELP = ("CACHE", "EXEC")


class Made(msgspec.Struct, frozen=True):
    """One output: where it is, of which document, in which target, whether it was made anew, and why."""

    path: str
    document: str
    target: str
    fresh: bool
    why: str = ""


class Report(msgspec.Struct, frozen=True):
    """Everything that a build has to say. Outputs are in the order of the plan."""

    made: tuple[Made, ...] = ()
    failed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    strict: bool = False

    @property
    def built(self) -> int:
        """How many outputs were made anew."""
        return sum(item.fresh for item in self.made)

    @property
    def current(self) -> int:
        """How many outputs were up to date."""
        return len(self.made) - self.built

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that are errors."""
        return tuple(item for item in self.diagnostics if item.severity is Severity.ERROR)

    @property
    def exit_code(self) -> int:
        """0 done; 1 a document failed, or with ``strict`` anything was found in one."""
        is_refused = self.strict and any(map(fails_strictly, self.diagnostics))
        return int(bool(self.failed or self.errors or is_refused))


def fails_strictly(item: Diagnostic) -> bool:
    """Whether a finding fails a build with ``strict``."""
    return item.severity is not Severity.NOTE and not item.code.startswith(_OF_HELP)


def current(report: Report) -> Report:
    """The report of the same build when everything is up to date."""
    made = tuple(Made(item.path, item.document, item.target, False) for item in report.made)
    return msgspec.structs.replace(report, made=made)
