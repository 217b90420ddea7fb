"""Directives of MyST in fences: ```` ```{note} Title ````, ``{code-block}``, ``{math}``, ``{figure}``.

Each is written in the way that is known here, on as many lines; what has no such way stays as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from publish.reader.callout_kinds import kind
from publish.reader.dialect_marks.roles import id_of
from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

_OPENING = regex(
    r"(?P<indent>[ ]{0,3})(?P<fence>`{3,}|~{3,}|:{3,})(?:\{(?P<name>[a-z][\w:-]*)\}[ \t]*(?P<argument>[^`\n]*))?"
)
_CLOSING = regex(r"[ ]{0,3}(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*")
_OPTION = regex(r"[ ]{0,3}:(?P<key>[a-z][\w-]*):(?P<value>[ \t].*)?")
_CODE = frozenset({"code-block", "code", "code-cell", "sourcecode"})
_PICTURES = frozenset({"figure", "image"})
_UNKNOWN = frozenset(
    "toctree eval-rst list-table csv-table include literalinclude glossary bibliography tab-set tab-item grid "
    "tableofcontents contents".split()
)
_ADMONITIONS = {"admonition": "note", "dropdown": "details"}
_SIZES = frozenset({"width", "height"})


def directives(source: Source) -> Iterator[Change]:
    """Each directive that closes, the inner ones too."""
    lines = source.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for first, last, opening in _closed(lines):
        name = opening["name"]
        new = _written(opening, lines[first + 1 : last], lines[last])
        if new is not None:
            yield from _edits(lines, starts, first, new, f"the directive “{name}”")
        elif name in _UNKNOWN:
            message = f"the directive “{name}” is not carried out; it is printed as code"
            end = starts[first] + len(lines[first])
            yield Change(starts[first], end, lines[first], "DIA018", message)


def _edits(
    lines: Sequence[str], starts: Sequence[int], first: int, new: Sequence[str], message: str
) -> Iterator[Change]:
    """Line by line, so that what lies inside may be changed too."""
    said = message
    for number, line in enumerate(new, first):
        if line != lines[number]:
            yield Change(starts[number], starts[number] + len(lines[number]), line, "DIA018", said)
            said = ""


def _closed(lines: Sequence[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Directives as the lines of their fences, in the order in which they close."""
    waiting: list[tuple[int, re.Match[str]]] = []
    for number, line in enumerate(lines):
        if not line.lstrip(" ").startswith(("```", "~~~", ":::")):
            continue
        closing = _CLOSING.fullmatch(line)
        top = waiting[-1][1] if waiting else None
        if top and closing and closing["fence"].startswith(top["fence"]):
            first, opening = waiting.pop()
            if opening["name"]:
                yield first, number, opening
        elif (top is None or _holds_blocks(top)) and (opened := _OPENING.match(line)):
            waiting.append((number, opened))


def _holds_blocks(opening: re.Match[str]) -> bool:
    return opening["fence"][0] == ":" or bool(_callout(opening["name"] or ""))


def _callout(name: str) -> str:
    known = _ADMONITIONS.get(name, name)
    return known if kind(known) else ""


def _written(opening: re.Match[str], inside: Sequence[str], last: str) -> list[str] | None:
    """The lines that stand for a directive; None where nothing does."""
    name, argument, indent = opening["name"], opening["argument"].strip(), opening["indent"]
    given = list(takewhile(bool, map(_OPTION.fullmatch, inside)))
    options = {found["key"]: (found["value"] or "").strip() for found in given if found}
    body = list(inside[len(given) :])
    gone = [""] * (len(inside) - len(body))
    fence = opening["fence"]
    if callout := _callout(name):
        marks = ":" * len(fence)
        head = f"{indent}{marks} {callout} {argument}".rstrip()
        # What lies inside stays on its line.
        return [head, *gone, *body, indent + marks]
    if name in _CODE and fence[0] != ":":
        return [f"{indent}{fence}{argument}", *body, last, *gone]
    if name == "math" and fence[0] != ":":
        label = [f"{indent}:eqlabel:`{options['label']}`"] if options.get("label") else []
        return [f"{indent}$$", *body, f"{indent}$$", *label, *gone[len(label) :]]
    if name in _PICTURES and argument and not re.search(r"[\s<>()]", argument):
        caption = " ".join(filter(None, map(str.strip, body)))
        words = options.get("alt") or caption
        title = f' "{caption}"' if caption and '"' not in caption else ""
        size = "".join(
            f" {key}={options[key]}" for key in options if key in _SIZES and options[key]
        )
        id = f"#{id_of(options['name'])}" if options.get("name") else ""
        attributes = f"{id}{size}".strip()
        picture = f"![{words}]({argument}{title})" + (f"{{{attributes}}}" if attributes else "")
        return [indent + picture, *[""] * (len(inside) + 1)]
    return None
