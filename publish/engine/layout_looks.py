"""What a backend looks at in a layout: the files that it takes, and those that it looks for in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.disk import digest
from publish.layouts import Layout

NAMES = "*"  # stands for the names of all files: some backend has gone through them


class Looked(Mapping[str, bytes]):
    """The files of a layout; ``names`` are those that were asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> bytes:
        self.names[name] = None
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        self.names[NAMES] = None
        return iter(self._files)

    def __len__(self) -> int:
        self.names[NAMES] = None
        return len(self._files)


class Marks:
    """What tells the files of a layout from those of another: their bytes, and whose they are."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The mark of a file; empty where there is none."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._mark(name)
        return known

    def hold(self, marks: Mapping[str, str]) -> bool:
        """Whether the layout has the same files under these names."""
        return all(self.of(name) == mark for name, mark in marks.items())

    def _mark(self, name: str) -> str:
        if name == NAMES:
            return digest("\0".join(sorted(self._layout.files)).encode())
        content = self._layout.files.get(name)
        if content is None:
            return ""
        return digest(content) + "+" * (name in self._layout.own)
