"""LNK003: a link whose brackets are full-width."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_SOME = regex(r"[\]］】] ?（|[］】] ?\(|\]\([^()（）\s]*）")
_LINK = regex(
    r"""(?P<bang>[!！]?)(?P<open>[\[［【])(?P<words>[^\[\]［］【】\n]{1,200})(?P<close>[\]］】])[ ]?
        (?P<left>[(（])[ ]?(?P<address>https?://[^\s<>()（）\[\]【】]+|[\w./%-]+\.(?:md|html?|png|jpe?g|gif|webp|svg))
        [ ]?(?P<right>[)）])""",
    re.VERBOSE,
)
_WIDTH = str.maketrans("！［］【】（）", "![][]()")


def check(page: Page) -> Iterable[Finding]:
    """Links and pictures in prose with at least one such bracket."""
    if not _SOME.search(page.text, page.body):
        return
    for found in _LINK.finditer(page.text, page.body):
        marks = [
            found.span(name)
            for name in ("bang", "open", "close", "left", "right")
            if found[name].translate(_WIDTH) != found[name]
        ]
        if not marks or not page.prose.holds(found.start("open"), found.start("open") + 1):
            continue
        edits = [Edit(start, end, page.text[start:end].translate(_WIDTH)) for start, end in marks]
        if found.end("close") < found.start("left"):
            edits.append(Edit(found.end("close"), found.start("left"), ""))
        sure = found["open"] == "[" and not found["bang"] and not found["words"].strip().isdigit()
        yield Finding(
            *found.span(),
            "the brackets of a link are full-width",
            tuple(sorted(edits)),
            Applicability.SAFE if sure and found["address"].startswith("http") else None,
        )


RULE = Rule(
    code="LNK003",
    name="full-width-link",
    summary="The brackets of a link are full-width.",
    why=(
        "An input method wrote them; Markdown knows the narrow ones only and prints the link as "
        "text. Where it may be no link at all, as with 【…】, the fix is not safe."
    ),
    before="看[茶]（https://example.com/tea）。\n",
    after="看[茶](https://example.com/tea)。\n",
    applicability=Applicability.UNSAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
    markdownlint=("MD011",),
)
