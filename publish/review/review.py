"""The changes of a reviewer, from two Word files and the sources of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from publish.backends.package import parts
from publish.review.differences import differences
from publish.review.passages import passages
from publish.review.places import Places, Source


class Change(msgspec.Struct, frozen=True, order=True):
    """Words of a source that became others, or a comment on them (``old`` are the words, ``new`` what
    is said). ``author`` is who comments or suggests, empty where a change is done."""

    path: str
    line: int
    column: int
    kind: Literal["changed", "added", "removed", "comment"]
    old: str
    new: str
    author: str = ""

    def __str__(self) -> str:
        """``path:line:col: old → new``."""
        old, new = shortened(self.old), shortened(self.new)
        match self.kind:
            case "changed":
                said = f"{old} → {new}"
            case "added":
                said = f"(a new paragraph) → {new}"
            case "removed":
                said = f"{old} → (nothing)"
            case "comment":
                said = f"{old}: {new}" if old else new
        who = "comment by" if self.kind == "comment" else "suggested by"
        by = f" ({who} {self.author})" if self.author else ""
        return f"{self.path}:{self.line}:{self.column}: {said}{by}"


LONGEST = 120  # characters of a change that are printed


def shortened(text: str) -> str:
    """Text on one line, its middle left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


def review(edited: bytes, built: bytes, sources: Sequence[Source]) -> list[Change]:
    """What differs in ``edited`` from ``built``, which is made of ``sources``, by place.

    Both are Word files; raises what zipfile and lxml do where one is not.
    """
    old, new = passages(parts(built)), passages(parts(edited))
    if not old:
        return []
    found, comments = differences(old, new)
    places = Places(sources, old)
    changes = []
    for item in found:
        kind: Literal["changed", "added", "removed"] = (
            "added" if item.old is None else "removed" if item.new is None else "changed"
        )
        place = places.place(item.at, item.start)
        changes.append(Change(*place, kind, item.old or "", item.new or "", item.author))
    for each in comments:
        place = places.place(each.at, each.start)
        author = each.said.author or "somebody"
        changes.append(Change(*place, "comment", each.about, each.said.text, author))
    return sorted(changes)
