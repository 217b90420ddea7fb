"""The text rules at work: what they find in a text, and their fixes applied until nothing changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from publish.diagnostics import Applicability, Diagnostic
from publish.reader import Reading
from publish.reader.front_matter import split
from publish.reader.prose import prose
from publish.reader.suppress import suppressions
from publish.rules.rule import NO_WORDS, Finding, Page, Rule, Words
from publish.text import Lines, Origin, apply_edits, without_overlaps

ROUNDS = 10  # a text that still changes then is a bug of ours


class Policy(NamedTuple):
    """The text rules that run, the prefixes of codes whose fixes count as safe, whether unsafe
    fixes are applied, and the words that the manifest adds."""

    rules: tuple[Rule, ...]
    extend_safe: tuple[str, ...] = ()
    unsafe: bool = False
    words: Words = NO_WORDS

    def applicability(self, rule: Rule, finding: Finding) -> Applicability:
        """Of one finding."""
        if not finding.edits:
            return Applicability.DISPLAY
        if rule.code.startswith(self.extend_safe or ("~",)):
            return Applicability.SAFE
        return finding.applicability or rule.applicability

    def applies(self, applicability: Applicability) -> bool:
        """Whether fixes of this kind are made."""
        return applicability is Applicability.SAFE or (
            self.unsafe and applicability is Applicability.UNSAFE
        )


class Mended(NamedTuple):
    """The text after the fixes, everything found on the way at its place in the text before them,
    and why the fixes must not be used (empty when they may)."""

    text: str
    diagnostics: tuple[Diagnostic, ...]
    fault: str = ""


class _Sighting(NamedTuple):
    rule: Rule
    finding: Finding
    applicability: Applicability


def page(reading: Reading, text: str, words: Words = NO_WORDS) -> Page:
    """What the text rules see of a text."""
    front = split(text)
    return Page(
        path=reading.path,
        text=text,
        body=front.body,
        lang=reading.metadata.lang,
        dialect=reading.dialect,
        front=front.keys,
        prose=prose(text, front.body),
        words=words,
    )


def mend(reading: Reading, policy: Policy) -> Mended:
    """The fixpoint of the fixes. A rule that breaks its promise is a fault, never an exception."""
    text = reading.text
    places, hidden = Lines(text), suppressions(text)
    origins: list[Origin] = []
    found: dict[tuple[str, int, str], Diagnostic] = {}
    for _ in range(ROUNDS):
        groups = []
        sight = page(reading, text, policy.words)
        for sighting in _sightings(sight, policy):
            diagnostic = _diagnostic(sighting, sight.path, places, origins)
            if hidden.hide(diagnostic.line, sighting.rule.code):
                continue
            start = _back(sighting.finding.start, origins)
            found.setdefault((sighting.rule.code, start, diagnostic.message), diagnostic)
            if not policy.applies(sighting.applicability):
                continue
            if fault := broken_promise(sighting.rule, sighting.finding, sight):
                return Mended(text, tuple(found.values()), fault)
            groups.append(sighting.finding.edits)
        edits = [edit for group in without_overlaps(groups) for edit in group]
        if not edits:
            return Mended(text, tuple(found.values()))
        origins.append(Origin(edits))
        text = apply_edits(text, edits)
    return Mended(text, tuple(found.values()), f"fixes still change the text after {ROUNDS} rounds")


def broken_promise(rule: Rule, finding: Finding, page: Page) -> str:
    """What the edits of a finding would do that their rule does not declare; empty when nothing."""
    for edit in finding.edits:
        if not rule.beyond_prose and not page.prose.holds(edit.start, edit.end):
            return f"{rule.code} would edit what is not prose"
        if not rule.rewords and visible(page.text[edit.start : edit.end]) != visible(edit.new):
            return f"{rule.code} would change words"
    return ""


def visible(text: str) -> str:
    """The characters that a fix may neither add nor lose: no spaces, marks folded to one width."""
    folded = unicodedata.normalize("NFKC", text).replace("。", ".")
    return "".join(
        character
        for character in folded
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf")
    )


def _sightings(page: Page, policy: Policy) -> Iterator[_Sighting]:
    # The other rules see a text whose lines end with LF, in the next round.
    foreign = "\r" in page.text
    for rule in policy.rules:
        if rule.text is None or (foreign and not rule.code.startswith("ENC")):
            continue
        for finding in rule.text(page):
            yield _Sighting(rule, finding, policy.applicability(rule, finding))


def _back(offset: int, origins: Sequence[Origin]) -> int:
    for origin in reversed(origins):
        offset = origin.old(offset)
    return offset


def _diagnostic(
    sighting: _Sighting, path: str, places: Lines, origins: Sequence[Origin]
) -> Diagnostic:
    rule, finding, applicability = sighting
    start, end = _back(finding.start, origins), _back(finding.end, origins)
    line, column = places.place(start)
    end_line, end_column = places.place(max(start, end))
    return Diagnostic(
        path=path,
        line=line,
        column=column,
        code=rule.code,
        message=finding.message,
        hint=finding.hint,
        severity=rule.severity,
        applicability=applicability,
        end_line=end_line,
        end_column=end_column,
        fix=finding.edits if not origins else (),
    )
