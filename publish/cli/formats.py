"""Findings as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import click

from publish.cli import columns
from publish.cli.columns import Columns
from publish.cli.output import count, written
from publish.cli.sarif import sarif
from publish.diagnostics import Diagnostic, Severity
from publish.rules import codes

_NAMES = codes()
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def render(found: Sequence[Diagnostic], name: str) -> str:
    """The findings in one of the formats of the table below; it ends with a line end or is empty."""
    return FORMATS[name](found)


def coloured(found: Sequence[Diagnostic]) -> str:
    """The findings for a terminal: below the name of each file and their number, in colours."""
    parts: list[str] = []
    for path, group in groupby(found, key=lambda item: item.path):
        items = list(group)
        head = click.style(path, bold=True)
        parts.append(f"{head}: {count(len(items), 'finding')}\n")
        for item in items:
            code = click.style(item.code, fg=_COLOURS[item.severity], bold=True)
            plain, _, hint = written(item).partition("\n")
            parts.append(plain.replace(f": {item.code} ", f": {code} ", 1) + "\n")
            parts.append(click.style(hint, dim=True) + "\n" if hint else "")
        parts.append("\n")
    return "".join(parts)


def _text(found: Sequence[Diagnostic]) -> str:
    return "".join(f"{written(item)}\n" for item in found)


def _json(found: Sequence[Diagnostic]) -> str:
    """A list; every finding has every key. Columns count code points, and UTF-16 units beside."""
    files = columns.of(found)
    rows = [fields(item) | _utf16(item, files[item.path]) for item in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def fields(item: Diagnostic) -> dict[str, Any]:
    """A finding for programs: every key is there."""
    return {
        "path": item.path,
        "line": item.line,
        "column": item.column,
        "end_line": item.end_line,
        "end_column": item.end_column,
        "code": item.code,
        "name": _NAMES.get(item.code, ""),
        "message": item.message,
        "hint": item.hint,
        "severity": item.severity,
        "applicability": item.applicability,
        "fix": [{"start": edit.start, "end": edit.end, "new": edit.new} for edit in item.fix],
    }


def _utf16(item: Diagnostic, file: Columns) -> dict[str, Any]:
    """The same places in UTF-16 units."""
    edits = [(file.offset(edit.start), file.offset(edit.end), edit.new) for edit in item.fix]
    return {
        "utf16": {
            "column": file.column(item.line, item.column),
            "end_column": file.column(item.end_line, item.end_column),
            "fix": [{"start": start, "end": end, "new": new} for start, end, new in edits],
        }
    }


def _github(found: Sequence[Diagnostic]) -> str:
    """Workflow commands of GitHub Actions."""
    return "".join(f"{_annotation(item)}\n" for item in found)


def _annotation(item: Diagnostic) -> str:
    kind = "notice" if item.severity is Severity.NOTE else item.severity.value
    properties = {"file": item.path, "title": item.code}
    if item.line:
        properties |= {"line": str(item.line), "col": str(max(item.column, 1))}
    if item.end_line:
        properties |= {"endLine": str(item.end_line), "endColumn": str(item.end_column)}
    told = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    text = f"{item.message}\n{item.hint}" if item.hint else item.message
    return f"::{kind} {told}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """A value without what has a meaning there: %, line ends, and in properties also : and ,."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _text,
    "json": _json,
    "sarif": sarif,
    "github": _github,
}
