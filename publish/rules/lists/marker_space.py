"""LST001: a list marker without its space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_ITEM = regex(
    r"^(?P<indent>[ ]{0,3})(?P<number>\d{1,2})(?P<mark>[.)])(?P<space>[ \t]*)(?P<text>\S)",
    re.MULTILINE,
)
_WIDE = regex(r"[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3A-Za-z*`\[]")
_BULLET = regex(
    r"^(?P<mark>[-+*])(?P<space>[ \t]*)(?P<text>[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3])(?P<rest>[^\n]*)$",
    re.MULTILINE,
)


def check(page: Page) -> Iterable[Finding]:
    """Safe where a neighbour has the same form; a lone ``4.0``, ``3.14`` or ``-5`` is no item."""
    yield from _numbers(page)
    yield from _bullets(page)


def _numbers(page: Page) -> Iterator[Finding]:
    items = [
        found
        for found in _ITEM.finditer(page.text, page.body)
        if page.prose.holds(found.start("number"), found.end("mark"))
    ]
    numbers = {(int(found["number"]), found["mark"]) for found in items}
    for found in items:
        if found["space"] or not _WIDE.match(found["text"]):
            continue
        number, mark = int(found["number"]), found["mark"]
        evidence = (number - 1, mark) in numbers or (number + 1, mark) in numbers
        yield _finding(found, "number", f"{number}{mark}", evidence)


def _bullets(page: Page) -> Iterator[Finding]:
    """A mark before a wide letter; the line before or after it must be an item of the same mark."""
    last, lines = None, list(_BULLET.finditer(page.text, page.body))
    for at, found in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        beside = _touch(last, found) or _touch(found, after)
        last = found
        if found["space"] or ("*" in found["rest"] and found["mark"] == "*"):
            continue
        if page.prose.holds(*found.span("mark")):
            yield _finding(found, "mark", found["mark"], beside)


def _touch(one: re.Match[str] | None, other: re.Match[str] | None) -> bool:
    return bool(one and other and one.end() + 1 == other.start() and one["mark"] == other["mark"])


def _finding(found: re.Match[str], start: str, marker: str, evidence: bool) -> Finding:
    at = found.end("mark")
    return Finding(
        found.start(start),
        at,
        f"no space after “{marker}”",
        (Edit(at, at, " "),),
        Applicability.SAFE if evidence else Applicability.UNSAFE,
    )


RULE = Rule(
    code="LST001",
    name="marker-without-space",
    summary="The marker of a list item touches its text.",
    why="CommonMark then sees a paragraph, and the list breaks off.",
    before="1. 茶\n2.水\n",
    after="1. 茶\n2. 水\n",
    applicability=Applicability.SAFE,
    text=check,
)
