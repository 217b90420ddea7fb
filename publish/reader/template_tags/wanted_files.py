"""Which file a template tag asks for, and where its generator would look for it."""

from __future__ import annotations

from typing import NamedTuple

from publish.reader.inclusion import beside, folders_above
from publish.reader.template_tags.arguments import Arguments
from publish.reader.template_tags.jekyll import include
from publish.reader.template_tags.lexer import Tag
from publish.reader.template_tags.meaning import Post, Use
from publish.regex import regex

_OPTION = regex(r"(?:^|(?<=\s))(?P<name>lang|from|to):(?P<value>\S*)")


class Wanted(NamedTuple):
    """A file by the places where it may be (none: all lie outside), and as what it is wanted: its
    text, or code in a language, from one line to another."""

    name: str
    places: tuple[str, ...]
    code: bool = False
    language: str = ""
    title: str = ""
    first: int = 1
    last: int | None = None


def asked(tag: Tag, given: Arguments, path: str) -> Wanted | None:
    """The file that a tag in the file ``path`` asks for; None when it asks for none."""
    match tag.form, tag.name:
        case "block", "include_code":
            return _include_code(tag, path)
        case "block", "include_relative":
            name = given.place(0)
            return Wanted(name, below(path, name)) if name else None
        case "block", "include" | "include_cached":
            use = Use("include", given, None, alone=False)
            name = given.place(0)
            if not name or include(use, Post(path, "jekyll", {}, {})) is not None:
                return None  # a picture, a film, the contents
            return Wanted(name, _above(path, (f"_includes/{name}",)))
        case "shortcode", "include" | "readfile":
            name = given.get(0, "file", "path")
            near = () if name.startswith("/") else below(path, name)
            rest = name.lstrip("/")
            wanted = Wanted(name, (*near, *_above(path, (rest, f"content/{rest}"))))
            code = tag.name == "readfile" and given.named("code") == "true"
            return (
                wanted._replace(code=code, language=given.named("lang", "language"))
                if name
                else None
            )
        case _:
            return None


def _include_code(tag: Tag, path: str) -> Wanted | None:
    """``{% include_code [title] [lang:x] [from:1] [to:9] path %}``."""
    options = {found["name"]: found["value"] for found in _OPTION.finditer(tag.arguments)}
    *title, name = _OPTION.sub("", tag.arguments).split() or [""]
    if not name:
        return None
    folders = (f"downloads/code/{name}", f"source/downloads/code/{name}")
    first, last = options.get("from", ""), options.get("to", "")
    return Wanted(
        name,
        (*_above(path, folders), *below(path, name)),
        code=True,
        language=options.get("lang", ""),
        title=" ".join(title),
        first=int(first) if first.isdecimal() else 1,
        last=int(last) if last.isdecimal() else None,
    )


def below(path: str, name: str) -> tuple[str, ...]:
    """The place of a file that is named by its way from another; none when it lies outside."""
    found = beside(path, name)
    return (found,) if found else ()


def _above(path: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Where a file may be in the folder of a post and those above it, the nearest first."""
    found = [
        beside(f"{folder}/x".lstrip("/"), name) for folder in folders_above(path) for name in names
    ]
    return tuple(dict.fromkeys(filter(None, found)))
