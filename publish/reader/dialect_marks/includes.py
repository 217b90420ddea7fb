"""mdBook's ``{{#include file:lines}}``: the lines stand where they are asked for, in code too."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from publish.reader.block_lines import BlockLines
from publish.reader.inline_spans import inline_spans
from publish.reader.remark import Remark
from publish.reader.spans import Spans

Files: TypeAlias = Callable[[str], bytes | None]  # by their path below the root; None: not there

_DIRECTIVE = re.compile(
    r"(?P<escape>\\?)\{\{[ \t]*#(?P<kind>include|rustdoc_include|playground|playpen|title)[ \t]+"
    r"(?P<argument>[^{}\n]+?)[ \t]*\}\}"
)
_ANCHOR = re.compile(r"ANCHOR(?P<end>_END)?:[ \t]*(?P<name>[\w-]+)")
_NUMBER = re.compile(r"\d{0,9}")
_DEEPEST = 10  # files that include each other
_LARGEST = 2_000_000  # characters that a post may grow by


class Included(NamedTuple):
    """A text with its files; the line of the post for each of its lines (empty: they are equal);
    and what was found."""

    text: str
    lines: tuple[int, ...]
    remarks: tuple[Remark, ...]


def no_files(_path: str) -> None:
    """Where no files can be had."""


def included(text: str, path: str, files: Files) -> Included:
    """The body of the post ``path`` with what it includes. Without ``{{#`` nothing is looked at."""
    if "{{#" not in text and "{{ #" not in text:
        return Included(text, (), ())
    work = _Work(files)
    pieces: list[str] = []
    lines = [1]
    code = Spans(BlockLines(text).code)
    quoted = _inline_code(text, code)
    at = 0
    for found in _DIRECTIVE.finditer(text):
        if quoted.holds(*found.span()):
            continue
        before = text[at : found.start()]
        lines += range(lines[-1] + 1, lines[-1] + 1 + before.count("\n"))
        new = work.of(found, path, inside=code.holds(*found.span()), line=lines[-1], depth=0)
        lines += [lines[-1]] * new.count("\n")
        pieces += [before, new]
        at = found.end()
    lines += range(lines[-1] + 1, lines[-1] + 1 + text.count("\n", at))
    return Included("".join([*pieces, text[at:]]), tuple(lines), tuple(work.remarks))


def _inline_code(text: str, code: Spans) -> Spans:
    """The directives of a sentence about directives."""
    free = code.outside(0, len(text))
    return Spans(
        span for part in free for span in inline_spans(text, *part) if text[span[0]] == "`"
    )


class _Work:
    """Reads the files of one post."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.left = _LARGEST
        self.remarks: list[Remark] = []

    def of(self, found: re.Match[str], path: str, *, inside: bool, line: int, depth: int) -> str:
        """What stands for a directive in the file ``path``."""
        if found["escape"]:
            return found[0][1:] if inside else found[0].replace("\\{{", "\\{\\{")
        if found["kind"] == "title":
            return ""
        name, _, part = found["argument"].split()[0].partition(":")
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        outside = wanted.startswith(("../", "/"))
        data = None if outside or depth >= _DEEPEST else self.files(wanted)
        text = None if data is None else _part(_decoded(data), part)
        if text is None or len(text) > self.left:
            self.remarks.append(
                _missing(wanted, part, line, outside=outside, there=data is not None)
            )
            return f"[{wanted}]" if inside or depth else f"[`{wanted}`]{{.missing}}"
        self.left -= len(text)
        text = _DIRECTIVE.sub(
            lambda inner: self.of(inner, wanted, inside=inside, line=line, depth=depth + 1), text
        )
        if found["kind"] in ("playground", "playpen") and not inside:
            return f"```rust\n{text}\n```"
        return text


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")


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


def _missing(path: str, part: str, line: int, *, outside: bool, there: bool) -> Remark:
    if outside:
        message = f"the file “{path}” lies outside the folder of the manifest"
        return Remark("DIA015", line, message, "put publish.toml in a folder that holds both")
    if there:
        return Remark(
            "DIA015", line, f"“{path}” has no part “{part}”", "check the name or the lines"
        )
    return Remark("DIA015", line, f"the included file “{path}” is not there", "check its path")
