"""SUP001 and SUP002: comments that silence rules, and silence nothing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from publish.diagnostics import Applicability, Severity
from publish.document import Metadata
from publish.reader.suppress import OWN, Silenced, Suppressions
from publish.rules.rule import Rule, TreeFinding
from publish.rules.selection import meant, unknown


def declined(metadata: Metadata) -> tuple[str, ...]:
    """The codes that a post's front matter leaves out: ``lint: {ignore: [CJK001, STR]}``."""
    lint = metadata.extra.get("lint")
    named = lint.get("ignore") if isinstance(lint, dict) else None
    texts = named if isinstance(named, list) else [named]
    return tuple(
        code for text in texts if isinstance(text, str) for code in re.findall(r"\w+", text)
    )


def check(
    quiet: Suppressions, silenced: Iterable[Silenced], rules: Iterable[Rule], codes: Sequence[str]
) -> Iterator[tuple[Rule, TreeFinding]]:
    """Our own comments that name no rule, or that hide nothing though each rule that they name ran.

    What is found later, when posts are put together, is not known here, and so not judged.
    """
    hidden = sorted(silenced)
    lines = [one.line for one in hidden]
    asked = {rule.code for rule in rules if rule.text or rule.tree or rule.by_choice}
    for item in quiet.ranges:
        if item.tool != OWN:
            continue
        lost = unknown(item.codes, codes)
        for code in lost:
            yield UNKNOWN, TreeFinding(item.line, _no_rule(code), meant(code, codes))
        low, high = bisect_left(lines, item.first), bisect_right(lines, item.last)
        used = any(item.silences(one.code, ()) for one in hidden[low:high])
        if item.codes and not lost and not used and asked.issuperset(item.codes):
            message = f"nothing is found here of {', '.join(item.codes)}"
            yield UNUSED, TreeFinding(item.line, message)


def unknown_in_front(
    metadata: Metadata, line: int, codes: Sequence[str]
) -> Iterator[tuple[Rule, TreeFinding]]:
    """Codes of no rule in the front matter, whose key stands on ``line``."""
    for code in unknown(declined(metadata), codes):
        yield UNKNOWN, TreeFinding(line, _no_rule(code), meant(code, codes))


def _no_rule(code: str) -> str:
    return f"“{code}” is the code of no rule"


UNUSED = Rule(
    code="SUP001",
    name="unused-suppression",
    summary="A comment silences a rule that finds nothing there.",
    why="It was needed once, or stands in the wrong place; the next fault there would stay unseen.",
    before="---\ntitle: Tea\nlang: en\n---\n\n<!-- publish-disable-next-line STR013 -->\nText.\n",
    after="Text.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
UNKNOWN = Rule(
    code="SUP002",
    name="unknown-code",
    summary="A comment, or the front matter, silences a code that no rule has.",
    why="It silences nothing; the code is mistyped, or the rule has another one now.",
    before="---\ntitle: Tea\nlang: en\n---\n\n<!-- publish-disable-next-line STR13 -->\nText.\n",
    after="Text.\n",
    applicability=Applicability.DISPLAY,
)
