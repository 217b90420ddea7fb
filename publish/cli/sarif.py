"""Findings as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import publish
from publish.cli import columns
from publish.cli.columns import Columns
from publish.diagnostics import Diagnostic, Edit
from publish.rules import RULES, by_code
from publish.rules.pages import page


def sarif(found: Sequence[Diagnostic]) -> str:
    """One run. Columns are code points, as ``columnKind`` says; a property bag of each region has
    those in UTF-16 units."""
    index = {rule.code: at for at, rule in enumerate(RULES)}
    files = columns.of(found)
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.why, "markdown": page(rule)},
            "defaultConfiguration": {"level": rule.severity.value},
            "properties": {"tags": list(rule.markdownlint)},
        }
        for rule in RULES
    ]
    driver = {"name": "publish", "version": publish.__version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, index, files[item.path]) for item in found],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(item: Diagnostic, index: dict[str, int], file: Columns) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(item.path)}}
    if item.line:
        start = (item.line, max(item.column, 1))
        end = (item.end_line, item.end_column) if item.end_line else None
        place["region"] = _region(start, end, file)
    text = f"{item.message} ({item.hint})" if item.hint else item.message
    result: dict[str, Any] = {
        "ruleId": item.code,
        "level": item.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
    if item.code in index:
        result["ruleIndex"] = index[item.code]
    if item.fix:
        result["fixes"] = [_fix(item, place["artifactLocation"], file)]
    return result


def _region(start: tuple[int, int], end: tuple[int, int] | None, file: Columns) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": start[0], "startColumn": start[1]}
    utf16 = {"startColumn": file.column(*start)}
    if end:
        region |= {"endLine": end[0], "endColumn": end[1]}
        utf16["endColumn"] = file.column(*end)
    return region | {"properties": {"utf16": utf16}}


def _fix(item: Diagnostic, artifact: dict[str, str], file: Columns) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": artifact,
            "replacements": [_replacement(edit, file) for edit in item.fix],
        }
    ]
    rule = by_code(item.code)
    text = f"{item.applicability.value} fix: {rule.summary if rule else item.message}"
    return {"description": {"text": text}, "artifactChanges": changes}


def _replacement(edit: Edit, file: Columns) -> dict[str, Any]:
    region = _region(file.place(edit.start), file.place(edit.end), file)
    region |= {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return {"deletedRegion": region, "insertedContent": {"text": edit.new}}


def _uri(path: str) -> str:
    """A relative reference where the path is one."""
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
