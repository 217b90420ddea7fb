"""What a build did, as a value; the exit code follows from it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from publish.diagnostics import Diagnostic, Severity

# Of help from other machines: without, a build takes longer, and is as good.
_OF_HELP = ("CACHE", "EXEC")


class Made(msgspec.Struct, frozen=True):
    """One output: where it is, of which document, in which target, whether it was made anew, and why.

    ``slug`` and ``language`` are the document's, ``files`` all that belongs to the output, by their
    paths below the output folder with their digests (:func:`publish.disk.digest`); ``key`` stands for
    everything that it was made of; ``table`` is that of [documents] which asks for it.
    """

    path: str
    document: str
    target: str
    fresh: bool
    why: str = ""
    slug: str = ""
    language: str = ""
    key: str = ""
    files: Mapping[str, str] = {}
    table: str = ""


class Report(msgspec.Struct, frozen=True):
    """Everything that a build has to say. Outputs are in the order of the plan; ``lacking`` are the
    slugs of documents of which something that was asked for is not there."""

    made: tuple[Made, ...] = ()
    failed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    strict: bool = False
    lacking: tuple[str, ...] = ()

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
    made = tuple(msgspec.structs.replace(it, fresh=False, why="") for it in report.made)
    return msgspec.structs.replace(report, made=made)
