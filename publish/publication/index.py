"""The index of all documents, built once: from an address in a post to the place that it means."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from publish.publication.addresses import Sites, between, is_external, page, squeezed
from publish.publication.identity import Identity, Place

# What generators put before the name of a post, whatever the post.
_SECTIONS = frozenset(
    "post posts p blog blogs article articles archive archives note notes page pages entry doc docs "
    "content source src _posts _drafts".split()
)
_KNOWN = 2  # weight of a part that the post bears out, against one that is strange


class Found(NamedTuple):
    """The place that a local address means (None: it means nothing here), and what is doubtful."""

    place: Place | None
    doubt: str = ""


class Posts(Protocol):
    """Who else is there: :class:`Index`, or what asks it."""

    def find(self, address: str, source: str) -> Found | None:
        """What an address in the post ``source`` means."""
        ...

    def labelled(self, label: str, source: str) -> Place | None:
        """The place that a label in the post ``source`` names."""
        ...

    def entry(self, path: str) -> Identity:
        """What others may know of the post at ``path``."""
        ...


class Index:
    """Documents by their pages and names.

    ``table`` holds the identities by path; ``sites`` are addresses that lead to the documents.
    """

    def __init__(self, table: Mapping[str, Identity], sites: Iterable[str] = ()) -> None:
        self.table = table
        self._sites = Sites(sites)
        self._pages: dict[str, list[str]] = {}
        self._names: dict[str, list[str]] = {}
        for path, entry in table.items():
            for key in entry.pages:
                self._pages.setdefault(key, []).append(path)
            for name in entry.names:
                self._names.setdefault(name, []).append(path)

    def find(self, address: str, source: str) -> Found | None:
        """What an address in the post ``source`` means; None when it leads to another site.

        A file of one machine (``file:``) means nothing anywhere else.

        A path is tried as it stands, relative to the post, to its page and to the root; then as an
        address at which a post has stood; then by its last name, if the post bears out all that
        stands before it. Of several posts the nearest is meant.
        """
        local = self._sites.local(address)
        if local is None:
            return Found(None) if address.lower().startswith("file:") else None
        fitting = self._fitting(local.path, source) if local.path else [source]
        if not fitting:
            # The site itself may have pages that are no posts.
            return None if is_external(address) else Found(None)
        path = self._nearest(fitting, source)
        doubt = ""
        if self._is_tie(fitting, source):
            doubt = f"“{address}” fits several posts; “{path}” is the nearest"
        if not local.fragment:
            return Found(Place(path, ""), doubt)
        id = self._anchor(self.table[path], local.fragment)
        if id is not None:
            return Found(Place(path, id), doubt)
        if path == source:
            return Found(None)
        return Found(Place(path, ""), f"“{address}”: there is no such heading in “{path}”")

    def labelled(self, label: str, source: str) -> Place | None:
        """The place that a label names: in the post ``source``, or else in the nearest that has it."""
        if label in self.table[source].anchors:
            return Place(source, self.table[source].anchors[label])
        paths = self._labels.get(label)
        if not paths:
            return None
        path = self._nearest(paths, source)
        return Place(path, self.table[path].anchors[label])

    def entry(self, path: str) -> Identity:
        """What others may know of the post at ``path``. Raises KeyError where there is none."""
        return self.table[path]

    @cached_property
    def _labels(self) -> Mapping[str, Sequence[str]]:
        labels: dict[str, list[str]] = {}
        for path, entry in self.table.items():
            for label in entry.anchors:
                labels.setdefault(label, []).append(path)
        return labels

    def _fitting(self, path: str, source: str) -> Sequence[str]:
        tried = list(dict.fromkeys(_tried(path, source)))
        for name in tried:
            if name in self.table:
                return [name]
        for name in tried:
            if found := self._pages.get(page(name)):
                return found
        return self._by_name(page(path))

    def _by_name(self, path: str) -> Sequence[str]:
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        if not parts:
            return ()
        leading = parts[:-1]
        weighed = [
            (weight, name)
            for name in self._names.get(parts[-1], ())
            if (weight := _weight(leading, self.table[name].words)) is not None
        ]
        best = max((weight for weight, _ in weighed), default=0)
        return [name for weight, name in weighed if weight == best]

    def _nearest(self, paths: Sequence[str], source: str) -> str:
        return min(paths, key=lambda path: (*self._distance(path, source), len(path), path))

    def _is_tie(self, paths: Sequence[str], source: str) -> bool:
        """Whether more than one post in the language of the source could be meant."""
        foreign = [self._distance(path, source)[0] for path in paths]
        return len(paths) > 1 and foreign.count(min(foreign)) > 1

    def _distance(self, path: str, source: str) -> tuple[bool, int]:
        """Whether the language is another, and how many folders lie between two posts."""
        lang = self.table[source].lang if source in self.table else ""
        return self.table[path].lang != lang, between(path, source)

    def _anchor(self, entry: Identity, fragment: str) -> str | None:
        """The id that a fragment means in a document; empty for its beginning."""
        last = fragment.rpartition("#")[2]  # Obsidian: Note#Heading#Section
        for name in (fragment, fragment.lower(), last, last.removeprefix("^")):
            if name in entry.anchors:
                return entry.anchors[name]
        key = squeezed(last)
        if not key:
            return None
        if key in entry.headings:
            return entry.headings[key]
        return "" if key in ("top", squeezed(entry.title)) else None


def _tried(path: str, source: str) -> Iterable[str]:
    """The paths that a path may stand for: beside the post, below its page, from the root."""
    if not path.startswith("/"):
        folder, name = posixpath.split(posixpath.splitext(source)[0])
        yield _clean(posixpath.join(folder, path))
        yield _clean(posixpath.join(folder, name, path))
    yield _clean(path.lstrip("/"))


def _clean(path: str) -> str:
    """Without steps, and without those that lead out of the root: the root may be a site's folder."""
    clean = posixpath.normpath(path)
    while clean.startswith("../"):
        clean = clean[3:]
    return "" if clean in (".", "..") else clean


def _weight(leading: Sequence[str], words: frozenset[str]) -> int | None:
    """How well a post bears out what stands before its name in an address; None: not at all."""
    known = [part in words for part in leading]
    strange = [
        part
        for part, is_known in zip(leading, known, strict=True)
        if not (is_known or part in _SECTIONS or part.isdigit())
    ]
    dated = any(len(part) == 4 and part.isdigit() and part in words for part in leading)
    return None if strange and not dated else _KNOWN * sum(known) - len(strange)
