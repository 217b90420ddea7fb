"""How places and findings look; and the fault of a command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from publish.diagnostics import Diagnostic, PublishError, Severity


def say(diagnostic: Diagnostic, *, err: bool = True) -> None:
    """``path:line:col: CODE message``, and the hint below."""
    click.echo(written(diagnostic), err=err)


def written(diagnostic: Diagnostic) -> str:
    """A finding as it is printed."""
    return f"{diagnostic}\n  {diagnostic.hint}" if diagnostic.hint else str(diagnostic)


def shown(path: str | Path, root: Path) -> str:
    """A path below ``root`` as the user would type it here; words that are no path stay."""
    place = root / path
    here = Path.cwd()
    if place.is_relative_to(here) and place != here:
        return place.relative_to(here).as_posix()
    return str(place) if place.exists() else str(path)


def placed(diagnostic: Diagnostic, root: Path) -> Diagnostic:
    """A finding whose path is as the user would type it here."""
    if (root / diagnostic.path).exists():
        return replace(diagnostic, path=shown(diagnostic.path, root))
    return diagnostic


def all_placed(found: Sequence[Diagnostic], root: Path) -> list[Diagnostic]:
    """Findings with their paths as the user would type them here; each path is looked up once."""
    names: dict[str, str] = {}
    for item in found:
        if item.path not in names:
            names[item.path] = placed(item, root).path
    return [
        item if names[item.path] == item.path else replace(item, path=names[item.path])
        for item in found
    ]


def count(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def fault(path: object, code: str, message: str, hint: str = "") -> PublishError:
    """What is wrong with a command line, to be raised."""
    return PublishError(
        Diagnostic(
            path=str(path),
            line=0,
            column=0,
            code=code,
            message=message,
            hint=hint,
            severity=Severity.ERROR,
        )
    )
