"""The changes between two editions as Markdown, for readers."""

from __future__ import annotations

from collections.abc import Iterator

from publish.regex import regex
from publish.release.changes import Change, Changes

NAME = "changes.md"
LONGEST = 400  # characters of a paragraph that are quoted
NEAR = 60  # characters of what stayed that are quoted beside what changed
_MARKS = regex(r"([\\`*_\[\]<>#|~])")


def changelog(changes: Changes, title: str) -> str:
    """The changes under a heading; a sentence where there are none."""
    return "\n".join([f"# {_plain(title)}", "", *_body(changes)]).rstrip() + "\n"


def _body(changes: Changes) -> Iterator[str]:
    if not changes:
        yield "No word of any document changed."
    for name, group in (("New", changes.added), ("Gone", changes.removed)):
        if group:
            yield from (f"## {name}", "")
            yield from (f"- {_plain(words)} (`{path}`)" for path, words in group)
            yield ""
    if changes.revised:
        yield from ("## Revised", "")
    for each in changes.revised:
        yield from (f"### {_plain(each.title)} (`{each.path}`)", "")
        if each.was:
            yield from (f"Was `{each.was}`.", "")
        if each.titled:
            yield from (f"Was called “{_plain(each.titled)}”.", "")
        for change in each.changes:
            yield from (_told(change), "")


def _told(change: Change) -> str:
    match change.kind:
        case "added":
            return f"- new: {_short(change.pieces[0].new)}"
        case "removed":
            return f"- gone: {_short(change.pieces[0].old)}"
        case "changed":
            return "- " + "".join(_worded(*piece) for piece in change.pieces)


def _worded(kept: str, old: str, new: str) -> str:
    told = _plain(around(kept)) + (f"~~{_short(old.strip())}~~ " if old.strip() else "")
    return told + (f"**{_short(new.strip())}** " if new.strip() else "")


def around(kept: str) -> str:
    """Words that stayed, without the middle of a long stretch."""
    return kept if len(kept) <= 2 * NEAR else f"{kept[:NEAR]}…{kept[-NEAR:]}"


def short(text: str) -> str:
    """Words that came or went, without the end of a long stretch."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _short(text: str) -> str:
    return _plain(short(text))


def _plain(text: str) -> str:
    """Text that no reader of Markdown takes for marks."""
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))
