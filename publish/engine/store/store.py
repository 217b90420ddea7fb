"""The store of a project: what was normalized, put together and made before."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from publish.diagnostics import Diagnostic
from publish.disk import digest
from publish.engine.store.blobs import Blobs
from publish.engine.store.contents import Contents
from publish.engine.store.output import Output, Trace
from publish.engine.store.pieces import Pieces
from publish.engine.store.remote import Remote
from publish.engine.store.remote.remote import Content, Reach
from publish.engine.store.rows import Rows
from publish.normalize import Normalized

_MOST = 4  # traces and editions of one step, so that going back to old settings is quick

T = TypeVar("T")


class Store:
    """Blobs by their digest, rows that lead to them, and ``outputs``: every step as it was made last.

    A damaged or missing entry costs time only. ``contents`` knows what files hold; ``remote`` is what
    this machine shares with others.
    """

    remote: Remote | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = Blobs(folder / "blobs")
        self.rows = Rows(folder)
        self.contents = Contents(self.rows)
        self.outputs = dict(_decoded(self.rows.all("output"), Output))
        self._traces: dict[str, tuple[Trace, ...]] | None = None

    def kept(self, kind: str, key: str) -> bytes | None:
        """What was kept under a key."""
        name = self.rows.get(kind, key)
        return self.blobs.get(name.decode("ascii", "replace")) if name else None

    def keep(self, kind: str, key: str, content: bytes) -> None:
        """Keep something under a key. A cache that cannot be written is no fault."""
        self.rows.put(kind, [(key, self.blobs.keep(content).encode())])

    def pieces(self, made_with: str) -> Pieces:
        """Parts of outputs that are made with the same programs and settings."""
        reach = self.remote.reach if self.remote else Reach()
        return Pieces(self.folder / "pieces", made_with, reach)

    def document(self, key: str) -> Normalized | None:
        """The normalized post of a key, or None."""
        content = self.kept("post", key)
        with contextlib.suppress(msgspec.DecodeError, RecursionError):
            return msgspec.json.decode(content, type=Normalized) if content else None
        return None

    def keep_document(self, key: str, normalized: Normalized) -> None:
        """Keep a normalized post."""
        content = msgspec.json.encode(normalized)
        self.keep("post", key, content)
        if self.remote:
            self.remote.keep_post(key, Content(digest(content), len(content)))

    def fetch_documents(self, keys: Iterable[str]) -> None:
        """Take the normalized posts of these keys from other machines, where they are not here."""
        if self.remote:
            missing = [key for key in dict.fromkeys(keys) if self.rows.get("post", key) is None]
            came = self.remote.posts(missing)
            self.rows.put("post", [(key, name.encode()) for key, name in came.items()])

    def traces(self, step: str) -> tuple[Trace, ...]:
        """How the publication of a step came about before, the last time first."""
        if self._traces is None:
            self._traces = dict(_decoded(self.rows.all("trace"), tuple[Trace, ...]))
        return self._traces.get(step, ())

    def keep_traces(self, traces: Mapping[str, Trace]) -> None:
        """Remember how the publications of some steps came about."""
        rows = []
        for step, trace in traces.items():
            others = [each for each in self.traces(step) if each != trace]
            told = (trace, *others)[:_MOST]
            rows.append((step, msgspec.msgpack.encode(told)))
            if self._traces is not None:
                self._traces[step] = told
        self.rows.put("trace", rows)

    def whole(self, output: Output) -> bool:
        """Whether the files of an output stand as they were written."""
        return all(self.contents.digest(name) == known for name, known in output.files.items())

    def keep_output(
        self,
        step: str,
        key: str,
        files: Iterable[tuple[Path, bytes]],
        found: Iterable[Diagnostic],
        source: str = "",
        trace: str = "",
        layout: Mapping[str, str] | None = None,
    ) -> None:
        """Record a step whose files have been written, and keep them as one of its editions."""
        digests = {str(path): self.blobs.keep(content) for path, content in files}
        output = Output(key, digests, tuple(found), source, {}, trace, dict(layout or {}))
        self.record(step, output)
        others = [each for each in self.editions(step) if each != output]
        told = msgspec.msgpack.encode((output, *others)[:_MOST])
        self.rows.put("edition", [(step, told)])

    def record(self, step: str, output: Output) -> None:
        """Record how a step stands now; files that it no longer has are stale."""
        old = self.outputs.get(step, Output("", {}))
        stale = {
            name: known
            for name, known in (old.stale | old.files).items()
            if name not in output.files
        }
        self.outputs[step] = msgspec.structs.replace(output, stale=stale)
        self.rows.put("output", [(step, msgspec.msgpack.encode(self.outputs[step]))])

    def editions(self, step: str) -> tuple[Output, ...]:
        """A step as it was made before, each time with other inputs."""
        row = self.rows.get("edition", step)
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(row, type=tuple[Output, ...]) if row else ()
        return ()

    def restored(self, output: Output) -> list[tuple[Path, bytes]] | None:
        """The files of an earlier edition, where all of them are still known."""
        files = [(Path(name), self.blobs.get(known)) for name, known in output.files.items()]
        whole = [(path, content) for path, content in files if content is not None]
        return whole if len(whole) == len(files) else None

    def change_outputs(self, changed: Mapping[str, Output], gone: Iterable[str]) -> None:
        """Write some records of outputs, and forget others."""
        gone = list(gone)
        for step in gone:
            self.outputs.pop(step, None)
        self.outputs |= changed
        rows = [(step, msgspec.msgpack.encode(output)) for step, output in changed.items()]
        self.rows.put("output", rows, gone)

    def clear(self) -> None:
        """Forget all but which files are outputs, so that leftovers are still known as such."""
        left = {
            step: msgspec.structs.replace(output, key="", found=())
            for step, output in self.outputs.items()
        }
        for name in ("blobs", "pieces", "runs"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self._traces = None
        self.rows.clear()
        self.change_outputs(left, ())

    def made_so_far(self) -> str:
        """A digest that changes with the outputs."""
        keys = sorted((step, output.key) for step, output in self.outputs.items())
        return digest(msgspec.msgpack.encode(keys))

    def close(self) -> None:
        """Remember what was read; nothing more is asked."""
        self.contents.save()
        self.rows.close()


def _decoded(rows: Iterable[tuple[str, bytes]], type: type[T]) -> Iterable[tuple[str, T]]:
    for key, value in rows:
        with contextlib.suppress(msgspec.DecodeError):
            yield key, msgspec.msgpack.decode(value, type=type)
