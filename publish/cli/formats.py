"""Findings as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import publish
from publish.cli.output import written
from publish.diagnostics import Diagnostic, Severity
from publish.rules import RULES, by_code


def render(found: Sequence[Diagnostic], name: str) -> str:
    """The findings in one of the formats of the table below; it ends with a line end or is empty."""
    return FORMATS[name](found)


def _text(found: Sequence[Diagnostic]) -> str:
    return "".join(f"{written(item)}\n" for item in found)


def _json(found: Sequence[Diagnostic]) -> str:
    """A list; every finding has every key."""
    return json.dumps([fields(item) for item in found], ensure_ascii=False, indent=2) + "\n"


def fields(item: Diagnostic) -> dict[str, Any]:
    """A finding for programs: every key is there."""
    rule = by_code(item.code)
    return {
        "path": item.path,
        "line": item.line,
        "column": item.column,
        "end_line": item.end_line,
        "end_column": item.end_column,
        "code": item.code,
        "name": rule.name if rule else "",
        "message": item.message,
        "hint": item.hint,
        "severity": item.severity,
        "applicability": item.applicability,
        "fix": [{"start": edit.start, "end": edit.end, "new": edit.new} for edit in item.fix],
    }


def _sarif(found: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0; columns and offsets are code points, as ours are."""
    codes = [rule.code for rule in RULES]
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.summary},
            "help": {"text": rule.why},
            "defaultConfiguration": {"level": rule.severity.value},
        }
        for rule in RULES
    ]
    driver = {"name": "publish", "version": publish.__version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, codes) for item in found],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(item: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(item.path)}}
    if item.line:
        place["region"] = {"startLine": item.line, "startColumn": max(item.column, 1)}
        if item.end_line:
            place["region"] |= {"endLine": item.end_line, "endColumn": item.end_column}
    text = f"{item.message} ({item.hint})" if item.hint else item.message
    result: dict[str, Any] = {
        "ruleId": item.code,
        "level": item.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
    if item.code in codes:
        result["ruleIndex"] = codes.index(item.code)
    if item.fix:
        result["fixes"] = [_fix(item, place["artifactLocation"])]
    return result


def _fix(item: Diagnostic, artifact: dict[str, str]) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
            "insertedContent": {"text": edit.new},
        }
        for edit in item.fix
    ]
    changes = [{"artifactLocation": artifact, "replacements": replacements}]
    return {"description": {"text": item.message}, "artifactChanges": changes}


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
    "sarif": _sarif,
    "github": _github,
}
