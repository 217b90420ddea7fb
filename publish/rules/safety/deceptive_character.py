"""SEC004: characters that make code or an address look like another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_SUSPECT = regex(r"[\u202a-\u202e\u2066-\u2069\u037f-\u052f]")
_BIDI = regex(r"[\u202a-\u202e\u2066-\u2069]")
# Letters of Cyrillic and Greek that nobody can tell from Latin ones.
_ALIKE = frozenset("аесорхуіјѕһԁԛԝАВЕЗІЈКМНОРСТХУЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
_WORD = regex(r"[^\W\d_]+")
_HOST = regex(r"(?:https?:)?//(?P<host>[^\s/?#<>()\[\]\"'`，。）]+)")


def check(page: Page) -> Iterable[Finding]:
    """Direction marks outside prose, words of code and hosts of addresses in mixed scripts.

    Direction marks in prose may be needed to write Arabic or Hebrew.
    """
    if page.text.isascii() or not _SUSPECT.search(page.text, page.body):
        return
    for found in _BIDI.finditer(page.text, page.body):
        if not page.prose.holds(*found.span()):
            name = unicodedata.name(found[0]).lower()
            yield Finding(*found.span(), f"the code holds a mark of direction: {name}")
    for found in _WORD.finditer(page.text, page.body):
        if _is_disguised(found[0]) and not page.prose.holds(*found.span()):
            yield _finding(*found.span(), found[0])
    for host in _HOST.finditer(page.text, page.body):
        start = host.start("host")
        for found in _WORD.finditer(host["host"]):
            if _is_disguised(found[0]) and page.prose.holds(*_shifted(found, start)):
                yield _finding(*_shifted(found, start), found[0])


def _shifted(found: re.Match[str], by: int) -> tuple[int, int]:
    return found.start() + by, found.end() + by


def _is_disguised(word: str) -> bool:
    """Whether a word of Latin letters holds others that only look like them."""
    foreign = [letter for letter in word if "\u037f" <= letter <= "\u052f"]
    return bool(foreign) and _ALIKE.issuperset(foreign) and any("A" <= c <= "z" for c in word)


def _finding(start: int, end: int, word: str) -> Finding:
    letters = ", ".join(
        f"{unicodedata.name(letter).lower()} (U+{ord(letter):04X})"
        for letter in dict.fromkeys(word)
        if letter in _ALIKE
    )
    return Finding(start, end, f"“{word}” is not what it seems: it holds {letters}")


RULE = Rule(
    code="SEC004",
    name="deceptive-character",
    summary="Code or an address holds letters of another script, or marks that turn its direction.",
    why=(
        "It looks like something else than it is: a reader who copies it runs other code, or lands "
        "on another site."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nCall `p\u0430ssword` first.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nCall `password` first.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.WARNING,
    text=check,
)
