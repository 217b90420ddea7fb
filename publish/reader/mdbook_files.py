"""mdBook's ``{{#include file:lines}}``: the lines stand where they are asked for, in code too."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from publish.reader.block_lines import BlockLines
from publish.reader.inclusion import (
    DEEPEST,
    LARGEST,
    Files,
    Included,
    Put,
    beside,
    decoded,
    missing,
    outside,
)
from publish.reader.inline_spans import inline_code
from publish.reader.remark import Remark
from publish.reader.spans import Spans
from publish.regex import regex
from publish.text import Lines

_DIRECTIVE = regex(
    r"(?P<escape>\\?)\{\{[ \t]*#(?P<kind>include|rustdoc_include|playground|playpen|title)[ \t]+"
    r"(?P<argument>[^{}\n]+?)[ \t]*\}\}"
)
_ANCHOR = regex(r"ANCHOR(?P<end>_END)?:[ \t]*(?P<name>[\w-]+)")
_NUMBER = regex(r"\d{0,9}")


def included(text: str, path: str, files: Files) -> Included:
    """The body of the post ``path`` with what it includes. Without ``{{#`` nothing is looked at."""
    if "{{#" not in text and "{{ #" not in text:
        return Included(text, ())
    work = _Work(files)
    code = Spans(BlockLines(text).code)
    quoted = _inline_code(text, code)
    places = Lines(text)
    wanted = [
        Put(
            *found.span(),
            work.of(
                found,
                path,
                inside=code.holds(*found.span()),
                line=places.place(found.start())[0],
                depth=0,
            ),
        )
        for found in _DIRECTIVE.finditer(text)
        if not quoted.holds(*found.span())
    ]
    return Included(text, wanted, work.remarks)


def _inline_code(text: str, code: Spans) -> Spans:
    """The directives of a sentence about directives."""
    free = code.outside(0, len(text))
    return Spans(span for part in free for span in inline_code(text, *part))


class _Work:
    """Reads the files of one post."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.left = LARGEST
        self.remarks: list[Remark] = []

    def of(self, found: re.Match[str], path: str, *, inside: bool, line: int, depth: int) -> str:
        """What stands for a directive in the file ``path``."""
        if found["escape"]:
            return found[0][1:] if inside else found[0].replace("\\{{", "\\{\\{")
        if found["kind"] == "title":
            return ""
        name, _, part = found["argument"].split()[0].partition(":")
        inner = beside(path, name)
        wanted = inner or posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        data = None if inner is None or depth >= DEEPEST else self.files(wanted)
        text = None if data is None else _part(decoded(data), part)
        if text is None or len(text) > self.left:
            if inner is None:
                self.remarks.append(outside(wanted, line))
            elif data is None:
                self.remarks.append(missing(wanted, line))
            else:
                self.remarks.append(_no_part(wanted, part, line))
            return f"[{wanted}]" if inside or depth else f"[`{wanted}`]{{.missing}}"
        self.left -= len(text)
        text = _DIRECTIVE.sub(
            lambda inner: self.of(inner, wanted, inside=inside, line=line, depth=depth + 1), text
        )
        if found["kind"] in ("playground", "playpen") and not inside:
            return f"```rust\n{text}\n```"
        return text


def _part(text: str, part: str) -> str | None:
    """The lines that are asked for (``10:20``, ``10:``, ``:20``, ``10``, a name); None: there are none."""
    lines = text.rstrip("\n").split("\n")
    first, colon, last = part.partition(":")
    if _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last):
        start = max(int(first or 1) - 1, 0)
        end = int(last) if last else len(lines) if colon or not first else start + 1
        chosen = lines[start:end]
    else:
        chosen = list(_anchored(lines, first))
    kept = [line for line in chosen if not _ANCHOR.search(line)]
    return "\n".join(kept) if kept or not part else None


def _anchored(lines: list[str], name: str) -> Iterator[str]:
    inside = False
    for line in lines:
        found = _ANCHOR.search(line)
        if found and found["name"] == name:
            inside = not found["end"]
        elif inside:
            yield line


def _no_part(path: str, part: str, line: int) -> Remark:
    return Remark("DIA015", line, f"“{path}” has no part “{part}”", "check the name or the lines")
