"""The kinds of admonition that generators know, and which of the five each of them is."""

from __future__ import annotations

KINDS = {
    "note": "note", "info": "note", "abstract": "note", "example": "note", "quote": "note", "todo": "note",
    "summary": "note", "tldr": "note", "cite": "note", "question": "note", "help": "note", "faq": "note",
    "details": "note", "seealso": "note", "notice": "note", "primary": "note", "secondary": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip", "important": "important",
    "warning": "warning", "warn": "warning", "attention": "warning", "caution": "caution",
    "danger": "caution", "error": "caution", "bug": "caution", "failure": "caution", "fail": "caution",
    "missing": "caution", "注意": "warning", "警告": "warning", "提示": "tip", "重要": "important",
    "说明": "note", "說明": "note", "备注": "note", "備註": "note", "危险": "caution", "危險": "caution",
    "ヒント": "tip", "メモ": "note", "補足": "note", "危険": "caution",
}  # fmt: skip
# What themes call the kinds in the arguments of a tag; elsewhere these are words like others.
_LOOKS = {
    "default": "note", "alert": "warning", "green": "tip", "yellow": "warning", "orange": "warning",
    "red": "caution",
}  # fmt: skip
_PREFIXES = ("notice--", "notice-", "alert-", "callout-", "admonition-")


def kind(name: str) -> str | None:
    """The kind that a name stands for: ``note tip important warning caution``, or None."""
    name = name.lower()
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return KINDS.get(name)


def kind_of_tag(name: str) -> str | None:
    """The same for the name or an argument of a tag that is a callout."""
    return kind(name) or _LOOKS.get(name.lower())
