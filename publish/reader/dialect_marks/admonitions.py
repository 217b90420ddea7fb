"""Admonitions of MkDocs (``!!! note "Title"``) and of VuePress (``::: tip Title``) as alerts.

The quotation that begins ``[!note] Title`` takes as many lines, and a rule makes the callout of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from publish.reader.callout_kinds import kind
from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

_INDENTED = regex(
    r"^(?P<indent>[ ]*)(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)(?:[ \t]+[\w-]+)*(?:[ \t]+\"(?P<title>[^\n]*)\")?[ \t]*$"
)
_FENCED = regex(
    r"^(?P<indent> {0,3})(?P<fence>:{3,})[ \t]*(?P<kind>[A-Za-z]+)(?:\[(?P<label>[^\]\n]*)\])?(?:\{[^{}\n]*\})?"
    r"(?P<title>(?:[ \t]+[^\n]*)?)$"
)
_FENCE = regex(r" {0,3}(?P<fence>:{3,})[ \t]*[^\s:]")
_FENCE_END = regex(r" {0,3}(?P<fence>:{3,})[ \t]*")
_CODE = regex(r"\s*(?P<fence>```+|~~~+)")
_DEEPEST = 20  # admonitions in each other


def admonitions(source: Source) -> Iterator[Change]:
    """Each outermost admonition with all it holds, as one change; the rule speaks of it."""
    lines = source.text.split("\n")
    ends = _fence_ends(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = 0
    while at < len(lines):
        opens = lines[at].lstrip(" ").startswith(("!!!", "???", ":::"))
        found = _quoted(lines, at, ends, 0) if opens and not _in_code(source, starts[at]) else None
        if found is None:
            at += 1
            continue
        new, end = found
        yield Change(starts[at], starts[end] - 1, "\n".join(new))
        at = end


def _in_code(source: Source, at: int) -> bool:
    return source.code.holds(at, at + 1)


def _quoted(
    lines: Sequence[str], at: int, ends: Mapping[int, int], depth: int
) -> tuple[list[str], int] | None:
    """The admonition that begins on a line, as a quotation, and the line behind it."""
    if depth >= _DEEPEST:
        return None
    if found := _INDENTED.match(lines[at]):
        width = len(found["indent"]) + 4
        end = at + 1
        while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) >= width):
            end += 1
        while not lines[end - 1].strip():
            end -= 1
        body = [line.expandtabs(4)[width:] for line in lines[at + 1 : end]]
        title = found["title"]
        return _alert(found["indent"], found["kind"], title or "", body, depth), end
    if (found := _FENCED.match(lines[at])) and kind(found["kind"]):
        last = ends.get(at)
        if last is None:
            return None
        title = found["label"] or found["title"].strip()
        alert = _alert(found["indent"], found["kind"], title, list(lines[at + 1 : last]), depth)
        return [*alert, ""], last + 1
    return None


def _alert(indent: str, kind: str, title: str, body: list[str], depth: int) -> list[str]:
    head = f"{indent}> [!{kind.lower()}] {title}".rstrip()
    return [head, *(f"{indent}> {line}".rstrip() for line in _inner(body, depth + 1))]


def _inner(lines: list[str], depth: int) -> list[str]:
    """The lines of an admonition with those it holds made quotations too; code is left alone."""
    done: list[str] = []
    ends = _fence_ends(lines)
    fence = ""
    at = 0
    while at < len(lines):
        if mark := _CODE.match(lines[at]):
            if not fence:
                fence = mark["fence"]
            elif mark["fence"].startswith(fence):
                fence = ""
        found = _quoted(lines, at, ends, depth) if not fence else None
        if found:
            done += found[0]
            at = found[1]
        else:
            done.append(lines[at])
            at += 1
    return done


def _fence_ends(lines: Sequence[str]) -> dict[int, int]:
    """For the line of each fence that opens, the line of the one that closes it."""
    ends: dict[int, int] = {}
    waiting: list[tuple[int, int]] = []
    code = ""
    for number, line in enumerate(lines):
        if mark := _CODE.match(line):
            code = "" if code and mark["fence"].startswith(code) else code or mark["fence"]
        if code or ":::" not in line:
            continue
        if end := _FENCE_END.fullmatch(line):
            if waiting and waiting[-1][1] <= len(end["fence"]):
                ends[waiting.pop()[0]] = number
        elif opened := _FENCE.match(line):
            waiting.append((number, len(opened["fence"])))
    return ends


def _indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip(" "))
