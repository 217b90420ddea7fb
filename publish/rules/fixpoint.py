"""The text rules at work: what they find in a text, and their fixes applied until nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from publish.diagnostics import Applicability, Diagnostic, Edit
from publish.reader import Reading
from publish.reader.foreign_spans import foreign_spans
from publish.reader.front_matter import split
from publish.reader.prose import prose
from publish.reader.spans import Spans
from publish.reader.suppress import Silence, Silenced, suppressions
from publish.regex import regex
from publish.rules.proof import broken_promise, visible
from publish.rules.rule import NO_WORDS, Finding, Page, Rule, Words
from publish.rules.selection import longest
from publish.text import Lines, Origin, apply_edits, without_overlaps

__all__ = ["Mended", "Policy", "broken_promise", "mend", "page", "visible"]

LINE_ENDS = "ENC002"  # the rule that makes every line end with LF
_ENDS = regex(r"\r\n?|\n")
ROUNDS = 10  # a text that still changes then is a bug of ours


class Policy(NamedTuple):
    """The text rules that run, the prefixes of codes whose fixes count as safe or as unsafe,
    whether unsafe fixes are applied, and the words that the manifest adds."""

    rules: tuple[Rule, ...]
    extend_safe: tuple[str, ...] = ()
    extend_unsafe: tuple[str, ...] = ()
    unsafe: bool = False
    words: Words = NO_WORDS

    def applicability(self, rule: Rule, finding: Finding) -> Applicability:
        """Of one finding."""
        if not finding.edits:
            return Applicability.DISPLAY
        own = finding.applicability or rule.applicability
        safe, unsafe = (longest(rule.code, each) for each in (self.extend_safe, self.extend_unsafe))
        if safe == unsafe or own is Applicability.DISPLAY:
            return own
        return Applicability.SAFE if safe > unsafe else Applicability.UNSAFE

    def applies(self, applicability: Applicability) -> bool:
        """Whether fixes of this kind are made."""
        return applicability is Applicability.SAFE or (
            self.unsafe and applicability is Applicability.UNSAFE
        )


class Mended(NamedTuple):
    """The text after the fixes, everything found on the way at its place in the text before them,
    why the fixes must not be used (empty when they may), and what comments hide."""

    text: str
    diagnostics: tuple[Diagnostic, ...]
    fault: str = ""
    silenced: frozenset[Silenced] = frozenset()
    origins: tuple[Origin, ...] = ()

    def source_lines(self, before: str) -> Callable[[int], int]:
        """From a line of the text after the fixes to the line of the text before them."""
        if not self.origins:
            return lambda line: line
        old, new = Lines(before), Lines(self.text.replace("\r\n", "\n").replace("\r", "\n"))

        def line_of(line: int) -> int:
            return old.place(_back(new.start(line), self.origins))[0] if line else 0

        return line_of


class _Sighting(NamedTuple):
    rule: Rule
    finding: Finding
    applicability: Applicability


def page(reading: Reading, text: str, words: Words = NO_WORDS) -> Page:
    """What the text rules see of a text."""
    front = split(text)
    spans = prose(text, front.body)
    if foreign := foreign_spans(text, front.body, reading.metadata.lang):
        spans = Spans([*foreign, *spans.outside(0, len(text))]).outside(0, len(text))
    return Page(
        path=reading.path,
        text=text,
        body=front.body,
        lang=reading.metadata.lang,
        dialect=reading.dialect,
        front=front.keys,
        prose=spans,
        alphabet="".join(sorted(set(text))),
        words=words,
    )


def mend(reading: Reading, policy: Policy) -> Mended:
    """The fixpoint of the fixes. A rule that breaks its promise is a fault, never an exception."""
    run = _Run(reading, policy)
    for _ in range(ROUNDS):
        edits = run.round()
        if run.fault or not edits:
            return run.mended()
        run.apply(edits)
    run.fault = f"fixes still change the text after {ROUNDS} rounds"
    return run.mended()


class _Run:
    """One run over a post: its text as it changes, the way back, and what was found."""

    def __init__(self, reading: Reading, policy: Policy) -> None:
        self.reading, self.policy = reading, policy
        self.text = reading.text
        self.places, self.quiet = Lines(self.text), suppressions(self.text)
        self.silence = Silence(self.quiet)
        self.origins: list[Origin] = []
        self.found: dict[tuple[str, int, str], Diagnostic] = {}
        self.silenced: set[Silenced] = set()
        self.reworded = False
        self.fault = ""
        self.end = self._kept_end()
        if self.end:
            self.apply([Edit(*end.span(), "\n") for end in _ENDS.finditer(self.text)])

    def _kept_end(self) -> str:
        """The line end that the file keeps, when it is one and no rule makes it LF."""
        made = any(rule.code == LINE_ENDS for rule in self.policy.rules)
        if "\r" not in self.text or (made and not self.quiet.anywhere(LINE_ENDS)):
            return ""
        ends = {end[0] for end in _ENDS.finditer(self.text)}
        return ends.pop() if len(ends) == 1 else ""

    def apply(self, edits: Sequence[Edit]) -> None:
        self.origins.append(Origin(edits))
        self.text = apply_edits(self.text, edits)

    def round(self) -> list[Edit]:
        """What is found in the text as it stands, and the edits that are due."""
        sight = page(self.reading, self.text, self.policy.words)
        groups: list[tuple[Edit, ...]] = []
        for sighting in _sightings(sight, self.policy):
            if self._is_silenced(sighting):
                continue
            rule, finding, applicability = sighting
            diagnostic = self._diagnostic(sighting)
            start = _back(finding.start, self.origins)
            self.found.setdefault((rule.code, start, diagnostic.message), diagnostic)
            if not self.policy.applies(applicability):
                continue
            self.fault = broken_promise(rule, finding, sight)
            if self.fault:
                return []
            self.reworded = self.reworded or rule.rewords
            groups.append(finding.edits)
        return [edit for group in without_overlaps(groups) for edit in group]

    def mended(self) -> Mended:
        text, old = self.text, self.reading.text
        if not (self.fault or self.reworded or text == old) and visible(text) != visible(old):
            self.fault = "the fixes together would change words"
        if self.end:
            text = text.replace("\n", self.end)
        return Mended(
            text,
            tuple(self.found.values()),
            self.fault,
            frozenset(self.silenced),
            tuple(self.origins),
        )

    def _is_silenced(self, sighting: _Sighting) -> bool:
        """Whether comments hide a finding, or forbid one of its edits."""
        if not self.quiet.ranges:
            return False
        rule, finding, _ = sighting
        spans = [
            (finding.start, finding.start),
            *((edit.start, edit.end) for edit in finding.edits),
        ]
        for start, end in spans:
            line = self.places.place(_back(start, self.origins))[0]
            last = self.places.place(_back(max(start, end - 1), self.origins))[0]
            place = Silenced(line, last, rule.code, rule.markdownlint)
            if self.silence.hides(place):
                self.silenced.add(place)
                return True
        return False

    def _diagnostic(self, sighting: _Sighting) -> Diagnostic:
        rule, finding, applicability = sighting
        start, end = _back(finding.start, self.origins), _back(finding.end, self.origins)
        line, column = self.places.place(start)
        end_line, end_column = self.places.place(max(start, end))
        return Diagnostic(
            path=self.reading.path,
            line=line,
            column=column,
            code=rule.code,
            message=finding.message,
            hint=finding.hint,
            severity=rule.severity,
            applicability=applicability,
            end_line=end_line,
            end_column=end_column,
            fix=self._original(finding.edits),
        )

    def _original(self, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """Edits as edits of the file as it stands; none when they need what earlier ones made."""
        if not self.origins:
            return tuple(edits)
        old: list[Edit] = []
        for edit in edits:
            start, end = (_back(at, self.origins) for at in (edit.start, edit.end))
            if self.reading.text[start:end] != self.text[edit.start : edit.end]:
                return ()
            old.append(Edit(start, end, edit.new))
        return tuple(old)


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
