"""FM004: a key that another generator would read."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.reader.keys import OWN, field
from publish.rules.rule import Finding, Page, Rule


def check(page: Page) -> Iterable[Finding]:
    """Keys that stand for a field which the post's own generator knows by another name."""
    own = OWN.get(page.dialect, {})
    for key, (start, _) in page.front.items():
        names = own.get(field(key), ())
        start += page.text[start : start + 1] in ('"', "'")
        if names and key not in names and not page.front.keys() & set(names):
            written = page.text[start : start + len(key)]
            edits = (Edit(start, start + len(key), names[0]),) if written.lower() == key else ()
            shown = written if edits else key
            message = f"{page.dialect.title()} does not know “{shown}”"
            hint = f"it is read as “{names[0]}”"
            yield Finding(start, start + len(key), message, edits, hint=hint)


RULE = Rule(
    code="FM004",
    name="foreign-key",
    summary="A key has the name that another generator gives it.",
    why="Here all of these names are understood. The generator of the post, though, looks for its own.",
    before="---\nlayout: post\ntitle: Tea\nlang: en\ndate: 2024-01-01\nmodified: 2024-02-01\n---\n\nText.\n",
    after="---\nlayout: post\ntitle: Tea\nlang: en\ndate: 2024-01-01\nlast_modified_at: 2024-02-01\n---\n\nText.\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
