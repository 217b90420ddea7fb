"""Where front matter between two lines of marks begins and ends, mistyped marks included."""

from __future__ import annotations

import re
from typing import NamedTuple

from publish.diagnostics import Edit
from publish.reader import bare_header
from publish.reader.values import Repair
from publish.regex import regex

_NL = r"(?:\r\n|\n|\r)"
_BEGIN = r"(?:^|(?<=\r))"
_OPEN = regex(
    rf"(?P<before>(?:[ \t\u200b\ufeff]*{_NL})*)(?P<indent>[ \t]*)"
    rf"(?P<fence>-{{2,20}}|\+{{3}}|;{{3}}|[-‐-―−─－]{{1,9}})[ \t]*{_NL}"
)
# A mistyped closing line: too many or too few dashes, or what a word processor makes of three.
_ODD_CLOSE = regex(
    rf"{_BEGIN}[ \t]*(?:[-‐-―−─－]{{2,20}}|[—―─]|…|\+{{3}})[ \t]*(?:{_NL}|\Z)", re.MULTILINE
)
_LEAD = regex(rf"(?P<lead>(?:[^\r\n]*{_NL}){{1,6}}?)(?P<fence>---)[ \t]*{_NL}(?=\w)")
_NO_LEAD = regex(r"```|~~~|<pre|<code|\{%|\{\{|^(?:    |\t|[>|])", re.MULTILINE)
_KEY_LINE = regex(r"""^["']?[^\W\d][^:=\n]*["']?[ \t]*(?::(?=\s|$)|=|：)""", re.MULTILINE)
_COMMENTS = regex(rf"(?:[ \t]*(?:#[^\r\n]*)?{_NL})*")
_PARAGRAPH = regex(rf"{_NL}[ \t]*{_NL}(?![#-]|[^\s:]{{1,40}}[ \t]*:)\S")
KINDS = {"+": "toml", ";": "json"}


class Fenced(NamedTuple):
    """A head between fences: its own range, where the Markdown begins, the visible text above the
    head, and the repairs that its fences need."""

    kind: str
    start: int
    end: int
    body: int
    lead: tuple[int, int] = (0, 0)
    repairs: tuple[Repair, ...] = ()


class Unclosed(NamedTuple):
    """A head that begins at an offset and never ends."""

    offset: int
    fence: str


def find(text: str, start: int) -> Fenced | Unclosed | None:
    """The fences of a head at ``start``; None when what stands there is no front matter."""
    if opening := _OPEN.match(text, start):
        return _opened(text, start, opening)
    return _after_text(text, start)


def _opened(text: str, start: int, opening: re.Match[str]) -> Fenced | Unclosed | None:
    fence = opening["fence"]
    kind = KINDS.get(fence[0], "yaml")
    right = "---" if kind == "yaml" else fence
    repairs: tuple[Repair, ...] = ()
    if (opening["before"], opening["indent"], fence) != ("", "", right):
        repairs = (_odd_opening(text, start, opening, right),)
    at = opening.end()
    exact = _closing(text, at, right, fence)
    if exact is not None:
        head = text[at : exact.start()]
        plain = not head.strip() or kind == "json" or _KEY_LINE.search(head) is not None
        if (plain and fence == right) or bare_header.reach(text, at)[1]:
            repairs += _odd_closing(text, exact.start(), exact[0].strip(), right)
            return Fenced(kind, at, exact.start(), exact.end(), repairs=repairs)
        return None  # two rules with prose between them
    ends = _mistyped(text, at, kind, right)
    if ends is not None:
        return ends._replace(repairs=(*repairs, *ends.repairs))
    begun = _KEY_LINE.match(text, at) or (kind == "json" and text.startswith('"', at))
    return Unclosed(opening.start("fence"), right) if begun and fence == right else None


def _closing(text: str, at: int, right: str, fence: str) -> re.Match[str] | None:
    ends = {right, fence, "..."} if right == "---" else {right}
    form = "|".join(map(re.escape, sorted(ends)))
    return re.compile(rf"{_BEGIN}(?:{form})[ \t]*(?:{_NL}|\Z)", re.MULTILINE).search(text, at)


def _odd_opening(text: str, start: int, opening: re.Match[str], right: str) -> Repair:
    low, high = opening.span("fence")
    if opening["fence"] == right:
        what = "does not begin on the first line" if opening["before"] else "is indented"
        message, edit = f"the front matter {what}", Edit(start, low, "")
    else:
        message = f"the front matter begins with “{text[low:high]}”, not with “{right}”"
        edit = Edit(start, high, right)
    return Repair(low, high, "FM001", message, (edit,))


def _mistyped(text: str, at: int, kind: str, right: str) -> Fenced | None:
    """A head whose last line is mistyped or left out; its keys tell where it ends."""
    end, known = bare_header.reach(text, at) if kind == "yaml" else (at, False)
    if not known:
        return None
    closing = _ODD_CLOSE.match(text, end)
    if closing:
        repairs = _odd_closing(text, end, closing[0].strip(), right)
        return Fenced(kind, at, end, closing.end(), repairs=repairs)
    return _left_out(text, at, end)


def _odd_closing(text: str, end: int, mark: str, right: str) -> tuple[Repair, ...]:
    low = text.index(mark, end)
    if text[end : low + len(mark)] in (right, "..."):
        return ()
    message = f"the front matter ends with “{text[end : low + len(mark)]}”, not with “{right}”"
    edit = Edit(end, low + len(mark), right)
    return (Repair(low, low + len(mark), "FM001", message, (edit,)),)


def _left_out(text: str, at: int, end: int) -> Fenced:
    before = "" if text[end - 1 : end] in ("\n", "\r") else "\n"
    message = "the front matter is not closed by a line “---”"
    low = end - len(text[at:end]) + len(text[at:end].rstrip())
    repair = Repair(low, low, "FM001", message, (Edit(end, end, f"{before}---\n"),))
    return Fenced("yaml", at, end, end, repairs=(repair,))


def open_ended(text: str, found: Fenced) -> Fenced | None:
    """The same head without the closing line, when the line that was taken for it is a rule of the
    text far below: prose stands between them."""
    end, known = bare_header.reach(text, found.start)
    rest = text[end : found.end]
    comments = _COMMENTS.match(rest)
    if found.kind != "yaml" or not known or not re.match(_NL, rest) or not rest.strip():
        return None
    prose = rest[comments.end() if comments else 0 :]
    if not prose or bare_header.reach(prose, 0)[0]:
        return None  # nothing but comments, or more keys: what stands between is a slip in the head
    left = _left_out(text, found.start, end)
    return left._replace(repairs=(*found.repairs, *left.repairs))


def is_prose(text: str, found: Fenced) -> bool:
    """Whether what cannot be read stands in paragraphs, under no key that posts have."""
    known = bare_header.reach(text, found.start)[1]
    prose = _PARAGRAPH.search(text, found.start, found.end)
    return found.kind == "yaml" and not known and prose is not None


def _after_text(text: str, start: int) -> Fenced | None:
    """A head with some words above it, which belong to the text below."""
    found = _LEAD.match(text, start)
    if found is None or _NO_LEAD.search(found["lead"]) or not found["lead"].strip():
        return None
    at = found.end()
    end, known = bare_header.reach(text, at)
    closing = _closing(text, at, "---", "---")
    if not known or closing is None or text[end : closing.start()].strip():
        return None
    if text.count("\n", at, end) + text.count("\r", at, end) < 2:
        return None  # one key between two rules
    low, high = found.span("lead")
    edits = (
        Edit(low, high, ""),
        Edit(closing.end(), closing.end(), f"\n{found['lead'].strip()}\n"),
    )
    message = "words stand above the front matter"
    repair = Repair(low, low + len(found["lead"].rstrip()), "FM001", message, edits)
    return Fenced("yaml", at, closing.start(), closing.end(), (low, high), (repair,))
