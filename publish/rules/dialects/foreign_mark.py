"""DIA013: definition lists, abbreviations and attributes that the post's dialect does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability
from publish.reader.block_lines import BlockLines
from publish.reader.inline_spans import inline_code
from publish.reader.spans import Spans
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LISTS = frozenset({"jekyll", "pelican"})  # kramdown and Python-Markdown have all three
_DEFINITION = regex(
    r"(?:^|(?<=\n\n))(?![#>|*+:-]|\d+[.)])\S[^\n]*\n(?P<mark>:)[ \t]+(?=\S)", re.MULTILINE
)
_ABBREVIATION = regex(r"^ {0,3}(?P<mark>\*\[[^\]\n]+\]:)[ \t]*\S", re.MULTILINE)
_PART = r"(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:\"[^\"\n]*\"|'[^'\n]*'))"
_ATTRIBUTES = regex(rf"(?<!\\)(?P<mark>\{{:[ \t]*{_PART}(?:[ \t]+{_PART})*[ \t]*\}})")
_HINT = (
    "write it another way, or say with “dialect” in publish.toml which generator the post is for"
)


def check(page: Page) -> Iterable[Finding]:
    """What would be printed as it is typed."""
    text = page.text
    if page.dialect in _LISTS or not any(sign in text for sign in ("\n: ", "\n:\t", "*[", "{:")):
        return
    wanted = [("an abbreviation", _ABBREVIATION), ("a list of attributes", _ATTRIBUTES)]
    if page.dialect != "hugo":
        wanted.append(("a definition", _DEFINITION))
    found = [
        (*mark.span("mark"), what)
        for what, pattern in wanted
        for mark in pattern.finditer(text, page.body)
    ]
    code = _code(text, page.body) if found else Spans(())
    for start, end, what in sorted(found):
        if not code.holds(start, end):
            message = f"{what} of another dialect: read as {page.dialect}, it is printed as typed"
            yield Finding(start, end, message, hint=_HINT)


def _code(text: str, body: int) -> Spans:
    blocks = [(start + body, end + body) for start, end in BlockLines(text[body:]).code]
    free = Spans(blocks).outside(body, len(text))
    return Spans([*blocks, *(span for part in free for span in inline_code(text, *part))])


RULE = Rule(
    code="DIA013",
    name="foreign-mark",
    summary="A definition, an abbreviation or a list of attributes is written as other dialects have it.",
    why=(
        "Jekyll’s kramdown and Pelican’s Python-Markdown know these marks, Hugo knows definitions; "
        "elsewhere a reader sees the marks themselves."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nTea\n: A hot drink.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\n- **Tea**: a hot drink.\n",
    applicability=Applicability.DISPLAY,
    text=check,
)
