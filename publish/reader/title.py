"""A title for a post whose front matter has none."""

from __future__ import annotations

import html
import posixpath
import re
from typing import NamedTuple

from publish.reader.prose import prose
from publish.regex import regex

_ATX = regex(r"^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_UNDERLINED = regex(r"^ {0,3}(\S[^\n]*)\n {0,3}(=+|-{2,})[ \t]*$", re.MULTILINE)
_COMMENT = regex(r"<!--.*?-->", re.DOTALL)
_DATE = regex(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]")
FROM_NAME = "the name of the file"
_FOLDERS = frozenset({"index", "_index", "readme"})


class _Heading(NamedTuple):
    offset: int
    level: int
    text: str


def title_from(path: str, body: str, *, book: bool = False) -> tuple[str, str]:
    """A title and the evidence for it.

    It is the only heading of the first level; else the heading that opens the post, when no other
    stands as high or the post is a chapter of a ``book``; else the name of the file.
    """
    found = _headings(body)
    tops = [heading for heading in found if heading.level == 1]
    if len(tops) == 1:
        return tops[0].text, "the only heading of the first level"
    if found and not tops:
        first = found[0]
        alone = book or all(item.level > first.level for item in found[1:])
        if alone and not _COMMENT.sub("", body[: first.offset]).strip():
            return first.text, "the heading that opens the post"
    return _name(path), FROM_NAME


def _headings(body: str) -> list[_Heading]:
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    free = prose(body, 0)
    found = [_Heading(item.start(), len(item[1]), plain(item[2])) for item in _ATX.finditer(body)]
    found += [
        _Heading(item.start(), 1 if item[2][0] == "=" else 2, plain(item[1]))
        for item in _UNDERLINED.finditer(body)
        if not item[1].startswith(("#", ">", "|", "- ", "* "))
    ]
    return sorted(item for item in found if item.text and free.holds(item.offset, item.offset + 1))


def plain(heading: str) -> str:
    """The words of a heading's Markdown."""
    text = re.sub(r"\s*\{[^{}]*\}\s*$", "", heading)
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)(\*{1,3}|`+|~~)", "", text))
    return html.unescape(" ".join(text.split()))


def _name(path: str) -> str:
    name = posixpath.splitext(posixpath.basename(path))[0]
    if name.lower() in _FOLDERS:
        name = posixpath.basename(posixpath.dirname(path)) or name
    return _DATE.sub("", name, count=1) or name or "untitled"
