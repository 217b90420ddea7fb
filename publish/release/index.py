"""``index.json``: what is in a release, for programs. Nothing in it depends on when or where it was made."""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from publish.manifest import Manifest
from publish.release.contents import Content, digest_of
from publish.release.sums import FILES
from publish.report import Made

NAME = "index.json"
SCHEMA = 1
# What the table of Python's library lacks or what machines say differently.
_TYPES = {
    ".epub": "application/epub+zip", ".gz": "application/gzip", ".md": "text/markdown", ".woff2": "font/woff2",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip


class File(msgspec.Struct, frozen=True):
    """A file, by its path below the release."""

    path: str
    bytes: Annotated[int, Meta(ge=0)]
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    media_type: str = ""


class Output(msgspec.Struct, frozen=True):
    """One output of a document: the file itself, and the files that belong to it."""

    target: str
    format: str
    path: str
    files: tuple[str, ...]
    table: str = ""


class Document(msgspec.Struct, frozen=True):
    """A document with its outputs."""

    slug: str
    title: str
    language: str
    outputs: tuple[Output, ...]


class Bundle(msgspec.Struct, frozen=True):
    """Of what bundle the release is."""

    id: str
    title: str
    language: str = ""
    base_url: str = ""


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``digest`` stands for the files of the documents."""

    schema: int = SCHEMA
    bundle: Bundle
    digest: str
    documents: tuple[Document, ...]
    files: tuple[File, ...]
    archives: tuple[File, ...] = ()

    @property
    def bytes(self) -> int:
        """How large its files are together, without archives."""
        return sum(file.bytes for file in self.files)


def index(
    manifest: Manifest,
    id: str,
    made: Sequence[Made],
    found: Sequence[Content],
    archives: Iterable[File],
    carried: Iterable[Document] = (),
) -> Index:
    """The index of a release; ``carried`` are documents of the release before. Documents are in the
    order of the manifest."""
    bundle = manifest.bundle
    return Index(
        bundle=Bundle(id, bundle.title, bundle.language, bundle.base_url),
        digest=digest_of(found),
        documents=tuple(_documents(made, manifest, carried)),
        files=tuple(
            File(f"{FILES}/{it.path}", it.size, it.sha256, media_type(it.path)) for it in found
        ),
        archives=tuple(archives),
    )


def encoded(told: Index) -> bytes:
    """An index as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def read(release: Path) -> Index | None:
    """The index of a release; None where there is none that can be read."""
    try:
        told = msgspec.json.decode((release / NAME).read_bytes(), type=Index)
    except (OSError, msgspec.DecodeError, RecursionError):
        return None
    return told if told.schema == SCHEMA else None


def media_type(path: str) -> str:
    """What kind of file it is, as servers say it."""
    suffix = posixpath.splitext(path)[1].lower()
    types = mimetypes.MimeTypes(())  # not those of this machine
    return _TYPES.get(suffix) or types.guess_type(path)[0] or "application/octet-stream"


def _documents(
    made: Sequence[Made], manifest: Manifest, carried: Iterable[Document]
) -> Iterator[Document]:
    """Outputs of one slug, title and language belong to one document."""
    order = {spec.name: number for number, spec in enumerate(manifest.documents)}
    formats = {target.name: target.format for target in manifest.targets}
    outputs: dict[tuple[str, str, str], list[Output]] = {}
    for item in made:
        path = Path(item.path).relative_to(manifest.out).as_posix()
        files = tuple(f"{FILES}/{name}" for name in sorted(item.files))
        output = Output(item.target, formats[item.target], f"{FILES}/{path}", files, item.table)
        outputs.setdefault((item.slug, item.document, item.language), []).append(output)
    for each in carried:
        outputs.setdefault((each.slug, each.title, each.language), []).extend(each.outputs)
    for its in outputs.values():
        its.sort(key=lambda it: order.get(it.table, 0))
    by_table = sorted(outputs.items(), key=lambda it: order.get(it[1][0].table, 0))
    for (slug, title, language), its in by_table:
        yield Document(slug, title, language, tuple(its))
