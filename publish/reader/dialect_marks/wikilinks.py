"""Obsidian's links and embeds: ``[[Note#Heading|words]]``, ``![[picture.png|300x200]]``."""

from __future__ import annotations

from collections.abc import Iterator

from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

_LINK = regex(
    r"(?<!\\)(?P<embed>!?)\[\[(?P<name>[^\[\]|#\n]*)(?P<places>(?:#[^\[\]|\n]*)?)"
    r"(?:\|(?P<shown>[^\[\]\n]*))?\]\]"
)
_SIZE = regex(r"(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".avif")
_RESERVED = regex(r"""[\s%<>"\\()?:*_`~\[\]]""")
_MARKUP = regex(r"([\\`*_{}\[\]<>~$^=|&#])")


def wikilinks(source: Source) -> Iterator[Change]:
    """Links whose address is the name as written, and pictures."""
    for found in _LINK.finditer(source.text):
        if not source.free.holds(*found.span()):
            continue
        name = found["name"].rstrip("\\").strip()
        places = [
            place for part in found["places"].rstrip("\\").split("#") if (place := part.strip())
        ]
        if not name and not places:
            continue
        shown = (found["shown"] or "").strip()
        if found["embed"] and name.lower().endswith(_PICTURES):
            yield Change(
                *found.span(),
                _picture(name, shown),
                "DIA006",
                "a picture as only Obsidian writes it",
            )
        elif found["embed"]:
            message = f"the embedded “{found[0][3:-2]}” becomes a link"
            yield Change(*found.span(), _link(name, places, shown), "DIA006", message)
        else:
            yield Change(
                *found.span(),
                _link(name, places, shown),
                "DIA006",
                "a link as only Obsidian writes it",
            )


def block_name(id: str) -> str:
    """The id of a block in the document: every format takes it."""
    return f"block-{id}"


def _link(name: str, places: list[str], shown: str) -> str:
    address = _encoded(name)
    if places:
        last = places[-1]
        address += "#" + _encoded(block_name(last[1:]) if last.startswith("^") else last)
    words = [name.rpartition("/")[2], *(place for place in places if not place.startswith("^"))]
    plain = " > ".join(word for word in words if word) or places[-1].removeprefix("^")
    return f"[{shown or _escaped(plain)}]({address})"


def _picture(name: str, shown: str) -> str:
    parts = [part.strip(" \\") for part in shown.split("|")]
    size = next((found for part in parts if (found := _SIZE.fullmatch(part))), None)
    alt = " ".join(part for part in parts if part and not _SIZE.fullmatch(part))
    attributes = ""
    if size:
        pairs = [f"{key}={size[key]}" for key in ("width", "height") if size[key]]
        attributes = "{" + " ".join(pairs) + "}"
    return f"![{_escaped(alt)}]({_encoded(name)}){attributes}"


def _encoded(name: str) -> str:
    """A name as an address: only what Markdown or an address would misread is encoded."""
    return _RESERVED.sub(lambda found: f"%{ord(found[0]):02X}", name)


def _escaped(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words)
