"""Front matter without fences: Pelican's header, and Hexo's without its opening ``---``."""

from __future__ import annotations

from typing import NamedTuple

from publish.reader.keys import is_known
from publish.regex import regex

_LINE = regex(r"(?P<text>[^\r\n]*)(?:\r\n|\n|\r|\Z)")
_KEY = regex(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:(?!//)")
_MORE = regex(r"[ \t]+\S|-[ \t]")  # a continuation or an item of a list
_CLOSE = regex(r"-{3,}[ \t]*$")
_MARKS = regex(r"[ \t]*(?:-{2,}|[—―─…]+)[ \t]*")
# First keys that open a header and are seldom the first word of prose.
_KNOWN = frozenset(
    "title subtitle date category categories tag tags slug author authors summary description modified "
    "updated status lang layout permalink keywords comments template".split()
)
_LONGEST = 500  # lines


class Header(NamedTuple):
    """``kind`` is pelican or hexo; the head ends at ``end``, the Markdown begins at ``body``."""

    kind: str
    end: int
    body: int


def find(text: str, start: int) -> Header | None:
    """The header at ``start``, when its first key is one that posts have; None for prose."""
    keys: list[str] = []
    blank: tuple[int, int] | None = None
    at = start
    for _ in range(_LONGEST):
        line = _LINE.match(text, at)
        if line is None or at >= len(text):
            break
        if keys and _CLOSE.match(line["text"]) and not _is_underline(keys, text, at):
            return Header("hexo", at, line.end()) if keys[0] in _KNOWN else None
        if key := _KEY.match(line["text"]):
            if blank is None:
                keys.append(key["key"].lower())
        elif not line["text"].strip():
            blank = blank or (at, line.end())
        elif not (keys and _MORE.match(line["text"])):
            break
        at = line.end()
    end, body = blank or (at, at)
    if keys and keys[0] in _KNOWN and len(_KNOWN.intersection(keys)) >= min(2, len(keys)):
        return Header("pelican", end, body)
    return None


def _is_underline(keys: list[str], text: str, at: int) -> bool:
    """Whether ``---`` turns one line such as ``Note: this`` into a heading."""
    return len(keys) == 1 and text.count("\n", 0, at) <= 1 and keys[0] not in _KNOWN


def reach(text: str, start: int) -> tuple[int, bool]:
    """How far lines of keys and what belongs to them go on, and whether a post has such keys.

    They end before the first line that is none, and before a blank line unless a key that posts
    have follows it.
    """
    end = at = start
    known = False
    for _ in range(_LONGEST):
        line = _LINE.match(text, at)
        if line is None or at >= len(text):
            break
        key = _KEY.match(line["text"])
        if key and (end == at or is_known(key["key"])):
            known = known or is_known(key["key"])
        elif line["text"].strip() and not (end == at > start and _goes_on(line["text"])):
            break
        at = line.end()
        end = at if line["text"].strip() else end
    return end, known


def _goes_on(line: str) -> bool:
    return _MORE.match(line) is not None and not _MARKS.fullmatch(line)
