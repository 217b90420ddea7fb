"""ENC008: variants of characters that other tools will change."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

# Twelve of the block are characters in their own right.
_UNIFIED = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
_VARIANT = regex("[\uf900-\ufad9\ufe00-\ufe0d\U0002f800-\U0002fa1d\U000e0100-\U000e01ef]")
_SELECTOR = regex("[\ufe00-\ufe0d\U000e0100-\U000e01ef]")


def check(page: Page) -> Iterable[Finding]:
    """Compatibility ideographs and variation selectors, each kind once; those of emoji are meant."""
    if not _VARIANT.search(page.alphabet):
        return
    seen: set[str] = set()
    for found in _VARIANT.finditer(page.text):
        selects = _SELECTOR.match(found[0]) is not None
        start, end = max(found.start() - selects, 0), found.end()
        shown = page.text[start:end]
        if shown in seen or shown in _UNIFIED or not page.prose.holds(start, end):
            continue
        seen.add(shown)
        codes = " ".join(f"U+{ord(character):04X}" for character in shown)
        what = "has a variation selector" if selects else "is a compatibility ideograph"
        yield Finding(start, end, f"“{shown}” ({codes}) {what}")


RULE = Rule(
    code="ENC008",
    name="variant-character",
    summary="A character is a compatibility ideograph or has a variation selector.",
    why="Many programs replace it without asking, and two spellings of one name are not found together.",
    before="---\nlang: ja\n---\n\n\ufa19田さん。\n",
    after="---\nlang: ja\n---\n\n神田さん。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
