"""ENC003: control characters."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LOST = regex("\ufffd+|(?:锟斤拷)+|锟斤|烫{3,}|屯{3,}")
_MAY_BE_LOST = regex("[\ufffd锟烫屯]")
_CONTROLS = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+")


def check(page: Page) -> Iterable[Finding]:
    """Each run of control characters; they are forbidden in XML, so no format can hold them.

    What a program put in place of characters that it could not read is lost, and only told of.
    """
    controls = _CONTROLS.finditer(page.text) if _CONTROLS.search(page.alphabet) else ()
    for found in controls:
        edit = Edit(found.start(), found.end(), "")
        yield Finding(*found.span(), f"control character U+{ord(found[0][0]):04X}", (edit,))
    if not _MAY_BE_LOST.search(page.alphabet):
        return
    for found in _LOST.finditer(page.text, page.body):
        if page.prose.holds(*found.span()):
            message = f"“{found[0][:9]}” stands for characters that were lost"
            yield Finding(*found.span(), message, hint="look them up in an older copy")


RULE = Rule(
    code="ENC003",
    name="control-character",
    summary="The text holds characters that steer old terminals.",
    why="XML forbids them, so one of them would make the EPUB, DOCX and PPTX files invalid.",
    before="A bell\x07 rings.\n",
    after="A bell rings.\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
)
