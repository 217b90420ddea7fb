"""ENC005: spaces other than U+0020."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.encoding.misread import within_misread
from publish.rules.rule import Finding, Page, Rule

_INDENT = regex(r"^\u3000+", re.MULTILINE)
_ODD = regex(r"[\u00a0\u2000-\u200a\u202f\u205f]")
_WIDE = frozenset({"zh", "ja", "ko"})


def check(page: Page) -> Iterable[Finding]:
    """Typed paragraph indents go, since the layout indents; where they alone divided paragraphs, a
    blank line does. Other odd spaces become plain ones.

    Outside East Asia one between two words may be meant: 10 km, « mot ».
    """
    if "\u3000" in page.alphabet:
        yield from _indents(page)
    if not _ODD.search(page.alphabet):
        return
    wide = page.lang.split("-")[0] in _WIDE
    bytes_of_others = within_misread(page.text, page.alphabet)
    for found in _ODD.finditer(page.text, page.body):
        meant = not wide and _between_words(page.text, *found.span())
        if (
            page.prose.holds(*found.span())
            and not meant
            and not bytes_of_others.holds(*found.span())
        ):
            edit = Edit(found.start(), found.end(), " ")
            yield Finding(*found.span(), f"space U+{ord(found[0]):04X}", (edit,))


def _indents(page: Page) -> Iterator[Finding]:
    last = ""  # the indent of the line above, in a row that a blank line opens
    end = -1
    for found in _INDENT.finditer(page.text, page.body):
        start = found.start()
        follows = start == end + 1
        fresh = start == page.body or page.text[start - 2 : start] == "\n\n"
        again = follows and last == found[0]
        last = found[0] if fresh or again else ""
        end = page.text.find("\n", found.end())
        if page.prose.holds(*found.span()):
            message = "indent typed with ideographic spaces"
            if again:
                message += " begins a paragraph without a blank line"
            edit = Edit(*found.span(), "\n" if again else "")
            yield Finding(*found.span(), message, (edit,))


def _between_words(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isspace() and not text[end : end + 1].isspace()


RULE = Rule(
    code="ENC005",
    name="odd-space",
    summary="A paragraph is indented with ideographic spaces, or a space is not U+0020.",
    why="Indents belong to the layout, and typed ones would be added to them; odd spaces hide from searching.",
    before="\u3000\u3000大模型很大。\n",
    after="大模型很大。\n",
    applicability=Applicability.SAFE,
    text=check,
)
