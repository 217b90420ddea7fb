"""The build and the verification of a run, each in a process of its own, and what they report."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from publish.diagnostics import Diagnostic, PublishError
from publish.engine.edition import Edition
from publish.engine.store import FOLDER, lock
from publish.release.limit import Late, Limit
from publish.report import Made
from publish.runs.child import Ended, child

INTERNAL, LOCKED = 70, 75
_OFTEN = 1.0  # seconds between two looks whether another build has ended

T = TypeVar("T")


class Broken(Exception):
    """A process broke off: it was killed, or has a fault. It may go well another time."""

    def __init__(self, message: str, code: int = INTERNAL) -> None:
        super().__init__(message)
        self.code = code


class Built(msgspec.Struct, frozen=True):
    """The report of ``publish build``."""

    exit_code: int
    made: tuple[Made, ...] = ()
    failed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    built: int = 0
    current: int = 0
    edition: Edition = Edition((), ())


class _File(msgspec.Struct, frozen=True):
    """A file in the report of ``publish verify``."""

    path: str
    found: tuple[Diagnostic, ...] = ()


class _Verified(msgspec.Struct, frozen=True):
    """The report of ``publish verify``."""

    exit_code: int
    files: tuple[_File, ...] = ()


class Asked(NamedTuple):
    """Of what: the manifest, its profile, and the tables of [documents] (empty: all); and the variables
    of the environment that are kept from it."""

    manifest: Path
    profile: str = ""
    documents: Sequence[str] = ()
    secrets: Collection[str] = ()

    def words(self, command: str, *more: str) -> list[str]:
        """The command line."""
        words = [command, "--json", "-m", str(self.manifest), *more]
        words += ["--profile", self.profile] if self.profile else []
        return [*words, "--documents", ",".join(self.documents)] if self.documents else words


def build(asked: Asked, limit: Limit, sleep: Callable[[float], None] = time.sleep) -> Built:
    """Build, and wait for that while another build is at work.

    Raises Broken, also where the other build does not end in time; Late, and OSError.
    """
    return _report(asked, asked.words("build", "--edition"), Built, limit, sleep)


def verify(
    asked: Asked,
    made: Iterable[Made],
    limit: Limit,
    *,
    validators: bool,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Diagnostic]:
    """What is wrong with the files of a build; others are not looked at. Raises as ``build`` does."""
    folder, wanted = asked.manifest.parent, {item.path for item in made}
    words = asked.words("verify", *([] if validators else ["--quick"]))
    told = _report(asked, words, _Verified, limit, sleep)
    files = [file for file in told.files if str(folder.resolve() / file.path) in wanted]
    if len(files) < len(wanted):
        raise Broken("publish verify has not read every file")
    return [item for file in files for item in file.found]


def _report(
    asked: Asked,
    words: Sequence[str],
    type: type[T],
    limit: Limit,
    sleep: Callable[[float], None],
) -> T:
    ended = Ended(LOCKED, b"", "")
    while ended.code == LOCKED:  # also where another build was quicker after the wait
        _wait(asked.manifest.parent.resolve() / FOLDER, limit, sleep)
        ended = child(words, asked.manifest.parent, limit, asked.secrets)
    try:
        if 0 <= ended.code < INTERNAL:
            return msgspec.json.decode(ended.out, type=type)
    except msgspec.DecodeError:
        pass
    raise Broken(_how(words[0], ended))


def _wait(store: Path, limit: Limit, sleep: Callable[[float], None]) -> None:
    """Wait until no build is at work. Raises Broken where that takes too long."""
    while True:
        try:
            with lock(store):
                return
        except PublishError as error:
            try:
                sleep(min(_OFTEN, limit.left()))
            except Late:
                raise Broken(error.diagnostics[0].message, LOCKED) from None


def _how(command: str, ended: Ended) -> str:
    """How a process broke off, in words."""
    said = ended.said.splitlines()
    last = f": {said[0]}" if said else ""
    if ended.code < 0:
        name = signal.Signals(-ended.code).name
        return f"publish {command} was ended by {name}{last}"
    return f"publish {command} ended with {ended.code}{last}"
