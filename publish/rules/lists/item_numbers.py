"""LST008 and LST009: the numbers of a list that do not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from publish.diagnostics import Applicability, Edit, Severity
from publish.rules.lists.items import Item, runs
from publish.rules.rule import Finding, Page, Rule

LONGEST = 9  # items whose numbers are of one width, so that what lies in them stays in its column


def check_equal(page: Page) -> Iterable[Finding]:
    """Lists of nothing but 1, or nothing but 0, get the numbers that every reader prints."""
    for run in _numbered(page):
        numbers = {item.number for item in run}
        if len(numbers) > 1 or not numbers <= {0, 1} or run[0].number + len(run) - 1 > LONGEST:
            continue
        for at, item in enumerate(run[1:], run[0].number + 1):
            edit = Edit(item.start, item.end - 1, str(at))
            yield Finding(
                item.start, item.end, f"item {at} of the list is numbered {item.number}", (edit,)
            )


def check_order(page: Page) -> Iterable[Finding]:
    """Lists whose numbers are not all alike and do not rise by one."""
    for run in _numbered(page):
        if len({item.number for item in run}) == 1:
            continue
        for last, item in pairwise(run):
            if item.number != last.number + 1:
                due = run[0].number + run.index(item)
                yield Finding(
                    item.start,
                    item.end,
                    f"the number {item.number} follows {last.number}; it is printed as {due}",
                    hint=f"write {due}, or begin another list",
                )
                break


def _numbered(page: Page) -> Iterator[tuple[Item, ...]]:
    for run in runs(page.text, page.body, page.prose):
        if all(item.number >= 0 and item.marker[-1] == run[0].marker[-1] for item in run):
            yield run


EQUAL = Rule(
    code="LST008",
    name="uncounted-list",
    summary="All items of a numbered list have the same number.",
    why="Every reader counts them by itself; in the source they should say what will be printed.",
    before="1. tea\n1. water\n",
    after="1. tea\n2. water\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check_equal,
    rewords=True,
    markdownlint=("MD029",),
)
ORDER = Rule(
    code="LST009",
    name="miscounted-list",
    summary="The numbers of a list leave one out, or say one twice.",
    why="Only the first counts; the others are printed in order, so that references to them go wrong.",
    before="---\ntitle: Tea\nlang: en\n---\n\n1. tea\n2. water\n2. fire\n",
    after="---\ntitle: Tea\nlang: en\n---\n\n1. tea\n2. water\n3. fire\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check_order,
    markdownlint=("MD029",),
)
