"""Template tags in the values of front matter, and in a title: what they stand for is put in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from publish.reader.front_matter import FrontMatter
from publish.reader.keys import field
from publish.reader.remark import Remark
from publish.reader.template_tags import Post, has_tags, worded
from publish.reader.values import MAX_DEPTH, Value, is_braces, is_template
from publish.regex import regex
from publish.text import Lines

_ADDRESSES = frozenset({"cover", "slug", "aliases"})
_OPENING = regex(r"\{\{|\{%")
_BRACES = regex(r"[^:=\r\n]*[:=][ \t]*(?P<value>\{\{[^\r\n]*\}\})[ \t]*(?:[\r\n]|\Z)")


class Plain(NamedTuple):
    """The values without tags, and what is to be said of those that were there."""

    values: Mapping[str, Value]
    remarks: tuple[Remark, ...] = ()


def without_tags(
    front: FrontMatter, text: str, path: str, dialect: str, declared: Mapping[str, str]
) -> Plain:
    """The values of the front matter of ``text``. One that is nothing but a tag that nobody knows
    is None, as if it had not been written. ``declared`` are the tags that the manifest explains."""
    if not has_tags(text[front.start : front.end]):
        return Plain(front.values)
    work = _Work(front, text, path, dialect, declared)
    return Plain(work.values(), tuple(work.remarks))


def title_without_tags(title: str, post: Post, declared: Mapping[str, str], lang: str) -> str:
    """A title that was found in the body, where what is wrong with its tags is told."""
    if not has_tags(title):
        return title
    return worded(title, post, declared, full_width=lang.startswith(("zh", "ja", "ko"))).text


class _Work:
    """One walk over the values, in the order in which they were written."""

    def __init__(
        self, front: FrontMatter, text: str, path: str, dialect: str, declared: Mapping[str, str]
    ) -> None:
        self.front, self.text, self.declared = front, text, declared
        self.places = Lines(text)
        self.remarks: list[Remark] = []
        self.start = self.at = self.end = 0  # where the tags of the key at hand are looked for
        known = {
            key.lower(): value
            for key, value in front.values.items()
            if isinstance(value, str) and not has_tags(value)
        }
        self.post = Post(path, dialect, known, {})

    def values(self) -> dict[str, Value]:
        done: dict[str, Value] = {}
        for key, value in self.front.values.items():
            self.at, self.end = self.front.keys.get(key.lower(), (self.front.start, self.front.end))
            whole = _BRACES.match(self.text, self.at, self.end) if is_braces(value) else None
            written = whole["value"] if whole else value
            done[key] = self.value(written, address=field(key) in _ADDRESSES)
        return done

    def value(self, value: Value, *, address: bool, depth: int = 0) -> Value:
        match value:
            case str():
                return self.words(value, address=address) if has_tags(value) else value
            case list() if depth < MAX_DEPTH:
                return [self.value(part, address=address, depth=depth + 1) for part in value]
            case dict() if depth < MAX_DEPTH:
                return {
                    key: self.value(part, address=address, depth=depth + 1)
                    for key, part in value.items()
                }
            case _:
                return value

    def words(self, text: str, *, address: bool) -> Value:
        if is_template(text.strip()) and text.strip("{} ") not in self.declared:
            return None  # FM013 tells of it
        found = worded(text, self.post, self.declared, address=address)
        for tag in found.tags:
            line, column = self.places.place(self.place(tag.source))
            self.remarks.append(tag.remark._replace(line=line, column=column))
        return None if found.nothing else found.text

    def place(self, tag: str) -> int:
        """Where a tag stands in the head; escapes and folded lines may hide all but its braces."""
        at = self.text.find(tag, self.at, self.end)
        if at < 0:
            opening = _OPENING.search(self.text, self.at, self.end)
            at = opening.start() if opening else self.start
        self.at = max(self.at, at + 2)
        return at
