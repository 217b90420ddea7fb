"""Whether an address is one of the text's own, and not an example in code."""

from __future__ import annotations

from publish.rules.rule import Page


def is_spoken(page: Page, start: int) -> bool:
    """Whether the address at an offset stands in prose, bare or as the destination of a link."""
    at = start
    while at > page.body and page.text[at - 1] in "](<":
        at -= 1
    return at == page.body or page.prose.holds(at - 1, at)
