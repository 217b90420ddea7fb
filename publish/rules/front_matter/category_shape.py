"""FM006: categories that generators read differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit, Severity
from publish.reader.front_matter import split
from publish.reader.keys import field
from publish.reader.metadata import PATHS
from publish.reader.values import Value
from publish.reader.yaml_quotes import bare
from publish.regex import regex
from publish.rules.front_matter.yaml_lines import first_lines
from publish.rules.rule import Finding, Page, Rule

_COMMA = regex(r"\s*[,，、;；]\s*")


def check(page: Page) -> Iterable[Finding]:
    """Categories with commas in one text, in a list that is a path, or in a table."""
    if not page.front:
        return
    for key, value in split(page.text).values.items():
        place = page.front.get(key.lower())
        if field(key) == "categories" and place:
            end = place[0] + len(page.text[slice(*place)].rstrip())
            for message, hint in _told(value, page.dialect):
                yield Finding(place[0], end, message, hint=hint)
    yield from _strings(page)


def _told(value: Value, dialect: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield "categories are a list of names, not a table", "write [a, b]"
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        yield "a category is a name, not a table", "put a name that holds “: ” in quotation marks"
    elif isinstance(value, list) and len(value) > 1 and dialect in PATHS:
        names = [part for part in value if isinstance(part, str)]
        if len(names) == len(value):
            path = " / ".join(names)
            yield f"{dialect.title()} reads this list as one path: {path}", ""


def _strings(page: Page) -> Iterator[Finding]:
    for value in first_lines(page):
        written = value.text
        if field(value.key) != "categories" or written[:1] in ("", "[", '"', "'", "{", "#", "|"):
            continue
        if _COMMA.search(written):
            names = ", ".join(bare(name) for name in _COMMA.split(written) if name)
            edit = Edit(value.start, value.end, f"[{names}]")
            message = f"“{value.key}” is one string, not a list"
            yield Finding(value.start, value.end, message, (edit,))


RULE = Rule(
    code="FM006",
    name="category-shape",
    summary="Categories are written in a form that generators read differently.",
    why="A list is one path to Jekyll and Hexo and a set of labels to Hugo; a string with commas is one name to most.",
    before="---\ntitle: 茶\ncategories: 茶，水\nlang: zh\n---\n\n正文。\n",
    after="---\ntitle: 茶\ncategories: [茶, 水]\nlang: zh\n---\n\n正文。\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
