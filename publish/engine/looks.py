"""What is looked up while a publication is put together, written down with the answers.

The same questions with the same answers give the same publication, and need not be worked out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from publish.disk import digest
from publish.engine.store.contents import Contents
from publish.engine.store.output import Look
from publish.publication.addresses import is_external
from publish.publication.assets import Picture, Pictures, picture
from publish.publication.identity import Identity, Place
from publish.publication.index import Found, Index
from publish.publication.picture_bytes import Lost
from publish.publication.remote import https

Elsewhere = Callable[[Place], str | None]


class World:
    """What is the same for every step: the other posts, the pictures, the posts' own files and lines.

    ``beyond`` are the places, in folders that no walk goes through, at which a picture was looked for.
    """

    def __init__(
        self,
        index: Index,
        pictures: Pictures,
        lines: Mapping[str, tuple[int, ...]],
        source: Callable[[str], str],
        contents: Contents,
    ) -> None:
        self.index = index
        self.pictures = pictures
        self.lines = lines
        self.source = source
        self.contents = contents
        self.beyond: set[str] = set()
        self._answers: dict[tuple[str, tuple[str, ...]], str] = {}

    def answer(self, kind: str, words: tuple[str, ...]) -> str:
        """The digest of what a question is answered with now."""
        known = self._answers.get((kind, words))
        if known is None:
            known = self._answers[kind, words] = self._answered(kind, words)
        return known

    def _answered(self, kind: str, words: tuple[str, ...]) -> str:
        match kind, words:
            case "link", (address, source):
                return _digest(self.index.find(address, source))
            case "label", (label, source):
                return _digest(self.index.labelled(label, source))
            case "post", (path,):
                return _digest(self.index.table.get(path))
            case "picture", (address, source):
                return _digest(self._pictured(address, source))
            case "text", (path,):
                return self._content(path)
            case "lines", (path,):
                return _digest(self.lines.get(path))
            case _:
                return ""

    def _pictured(self, address: str, source: str) -> object:
        """All on which a picture depends besides its address and the settings."""
        if address.startswith("data:"):
            return None
        where = self.pictures
        if is_external(address) and not address.lower().startswith("file:"):
            entry = where.lock.get(https(address))
            return (entry, self._content(entry.file)) if entry else None
        self.beyond.update(where.files.beyond(address, source))
        located = where.files.locate(address, source)
        if located is None:
            return where.files.leads_out(address, source)
        file, root = (where.root / located.path).resolve(), where.root.resolve()
        inside = file.is_relative_to(root)
        if inside and where.files.is_beyond(file.relative_to(root).as_posix()):
            self.beyond.add(located.path)  # by a link
        return (located, self._content(located.path), inside)

    def _content(self, path: str) -> str:
        return self.contents.digest(str(Path(self.pictures.root, path)))


class Asked:
    """The questions of one step, which are remembered with their answers."""

    def __init__(self, world: World, elsewhere: Elsewhere) -> None:
        self._world = world
        self._elsewhere = elsewhere
        self._asked: dict[tuple[str, tuple[str, ...]], str] = {}

    @property
    def looks(self) -> tuple[Look, ...]:
        """What was asked so far."""
        return tuple(Look(kind, words, answer) for (kind, words), answer in self._asked.items())

    def holds(self, looks: Iterable[Look]) -> bool:
        """Whether all of these questions have the answers that they had."""
        return all(self._answer(look.kind, look.words) == look.answer for look in looks)

    def takes_over(self, looks: Sequence[Look]) -> bool:
        """Whether all of these questions have the answers that they had; then they count as asked."""
        if not self.holds(looks):
            return False
        self._asked |= {(look.kind, look.words): look.answer for look in looks}
        return True

    def find(self, address: str, source: str) -> Found | None:
        """As :class:`publish.publication.index.Posts` says; so the two below."""
        self._note("link", address, source)
        return self._world.index.find(address, source)

    def labelled(self, label: str, source: str) -> Place | None:
        self._note("label", label, source)
        return self._world.index.labelled(label, source)

    def entry(self, path: str) -> Identity:
        self._note("post", path)
        return self._world.index.entry(path)

    def picture(self, address: str, source: str) -> Picture | Lost:
        """The picture that an address means. Its file is looked at before it is read: what is written
        in between is seen the next time."""
        self._note("picture", address, source)
        return picture(address, source, self._world.pictures)

    def elsewhere(self, place: Place) -> str | None:
        """The address of a place in another publication of the target."""
        self._note("place", *place)
        return self._elsewhere(place)

    def source(self, path: str) -> str:
        """The text of a post, for the places of what is found, which stand at lines of its blocks."""
        self._note("text", path)
        return self._world.source(path)

    def found_in(self, paths: Iterable[str]) -> None:
        """Something was found in these files; of posts, at some of their lines."""
        for path in sorted(paths):
            if path in self._world.lines:
                self._note("lines", path)

    def _note(self, kind: str, *words: str) -> None:
        if (kind, words) not in self._asked:
            self._asked[kind, words] = self._answer(kind, words)

    def _answer(self, kind: str, words: tuple[str, ...]) -> str:
        if kind == "place":
            return _digest(self._elsewhere(Place(*words)))
        return self._world.answer(kind, words)


def _digest(answer: object) -> str:
    return digest(msgspec.msgpack.encode(answer, order="deterministic"))
