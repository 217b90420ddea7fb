"""A rule's page in the manual, written from the rule itself."""

from __future__ import annotations

import difflib
import re

from publish.diagnostics import Applicability
from publish.rules.rule import Rule
from publish.rules.selection import FAMILIES, family

_FIXES = {
    Applicability.SAFE: "safe, mended by publish check --fix",
    Applicability.UNSAFE: "unsafe, mended by publish check --fix --unsafe-fixes",
    Applicability.DISPLAY: "none, only the author can mend it",
}


def page(rule: Rule, level: int = 1) -> str:
    """The page as Markdown, below a heading of ``level``."""
    numbers = ", ".join(rule.markdownlint)
    lines = [f"{'#' * level} {rule.code} {rule.name}", "", plain(rule.summary), ""]
    lines += [plain(rule.why), ""]
    lines += [f"- Family: {FAMILIES[family(rule.code)]}", f"- Severity: {rule.severity}"]
    lines += [f"- Fix: {fix(rule)}"]
    lines += [f"- In markdownlint: {numbers}"] if numbers else []
    return "\n".join([*lines, "", *_example(rule)])


def fix(rule: Rule) -> str:
    """What is done about the fault, and where."""
    if rule.tree and rule.applicability is not Applicability.DISPLAY:
        return "in what is built; the post is left alone"
    if not rule.text and rule.applicability is not Applicability.DISPLAY:
        return "while the post is read; the post is left alone"
    return _FIXES[rule.applicability]


def _example(rule: Rule) -> list[str]:
    """A fix as a diff; what is built, or what an author should write, in a block of its own."""
    if rule.text and rule.applicability is not Applicability.DISPLAY:
        before, after = rule.before.splitlines(), rule.after.splitlines()
        changes = list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]
        shown = [line for line in changes if not line.startswith("@@")]
        if shown and "\r" not in rule.before:
            return _fenced("diff", "\n".join(shown))
    said = "Fixed:" if rule.text else "Built:"
    said = "Better:" if rule.applicability is Applicability.DISPLAY else said
    before = _fenced("markdown", rule.before)
    return ["Written:", "", *before, "", said, "", *_fenced("markdown", rule.after)]


def _fenced(language: str, text: str) -> list[str]:
    """A fence that no line of the text closes; what cannot be seen is shown by its number."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    seen = re.sub(
        r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]",
        lambda found: f"<U+{ord(found[0]):04X}>",
        text,
    )
    return [f"{fence}{language}", seen.rstrip("\n"), fence]


def plain(sentence: str) -> str:
    """A sentence as Markdown that means the same: nothing in it is a mark."""
    if "`" in sentence:
        return sentence
    return re.sub(r"([*_<>\[\]{}|$#])", r"\\\1", sentence)
