"""What a template tag stands for, before it is put into the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import NamedTuple

from publish.ast import Blocks, Inlines
from publish.reader.template_tags.arguments import Arguments

Box = Callable[[Blocks], Blocks]


class Meaning(NamedTuple):
    """One of several: ``inlines`` (and ``blocks``, where the tag stands alone; ``address``, within the
    address of a link), a ``box`` laid round the content, ``markdown`` before and after it, or none.

    ``said`` is what the tag becomes, for a message. What stands between a tag and its end stays in
    the text unless the tag ``eats`` it; ``content`` is Markdown that the box is laid round instead.
    ``fault`` says why nothing better is known; then the tag is an error.
    """

    said: str = ""
    inlines: Inlines = ()
    blocks: Blocks = ()
    address: str | None = None
    box: Box | None = None
    content: str | None = None
    markdown: tuple[str, str] | None = None
    eats: bool = False
    fault: str = ""
    hint: str = ""


class Use(NamedTuple):
    """A tag with its arguments, and what stands between it and its end (None: it has none)."""

    name: str
    arguments: Arguments
    content: str | None
    alone: bool  # nothing else stands on the line


class Post(NamedTuple):
    """What tags may ask of the post they stand in: ``page`` are its values by name, ``variables``
    those that its own tags set."""

    path: str
    dialect: str
    page: Mapping[str, str]
    variables: MutableMapping[str, str]


Reader = Callable[[Use, Post], Meaning | None]
