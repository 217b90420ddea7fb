"""Names of emoji in the words of front matter, ``:tea:``, which pandoc knows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from publish.ast import Para
from publish.document import Metadata
from publish.reader import markdown
from publish.reader.dialect import BASE
from publish.reader.dialect_marks.emoji import emoji
from publish.reader.front_matter import FrontMatter
from publish.reader.remark import Remark
from publish.regex import regex
from publish.text import Lines
from publish.walk import plain_text

# ``12:30:45`` is a time, and beside a letter or a digit a name is part of a word.
_NAME = regex(r"(?<![A-Za-z0-9:]):(?!\d+:)[a-z0-9_+-]{1,60}:(?![A-Za-z0-9:])")
_FEW = 50  # names that are looked up


def with_emoji(
    metadata: Metadata, front: FrontMatter, text: str
) -> tuple[Metadata, tuple[Remark, ...]]:
    """Metadata with the characters themselves in what readers see, and where a name stood in the
    head of ``text``. Raises PublishError when pandoc fails."""
    shown = (metadata.title, metadata.subtitle, metadata.description)
    labels = (metadata.keywords, metadata.tags)
    texts = [*shown, *(label for group in labels for label in group)]
    names = list(dict.fromkeys(name for part in texts for name in _NAME.findall(part)))[:_FEW]
    known = dict(_known(names)) if names else {}
    if not known:
        return metadata, ()

    def plain(part: str) -> str:
        return _NAME.sub(lambda found: known.get(found[0], found[0]), part)

    title, subtitle, description = map(plain, shown)
    keywords, tags = (tuple(map(plain, group)) for group in labels)
    changed = replace(
        metadata,
        title=title,
        subtitle=subtitle,
        description=description,
        keywords=keywords,
        tags=tags,
    )
    return changed, tuple(_remarks(known, front, text))


def _known(names: list[str]) -> Iterator[tuple[str, str]]:
    """The characters of those names that are those of an emoji."""
    found = markdown.blocks("\n\n".join(names), BASE)
    for name, block in zip(names, found, strict=True):
        content, used = emoji(block.c) if isinstance(block, Para) else ((), [])
        if used:
            yield name, plain_text(content)


def _remarks(known: dict[str, str], front: FrontMatter, text: str) -> Iterator[Remark]:
    places = Lines(text)
    for name in known:
        at = text.find(name, front.start, front.end)
        if at >= 0:
            line, column = places.place(at)
            yield Remark("INL010", line, f"“{name}” is an emoji", "", column)
