"""The posts of a build: found, read, normalized (or taken from the store), filtered and sorted."""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from publish import reader
from publish.confined import MOST, TooLargeError, read_below
from publish.diagnostics import Diagnostic, Severity, stumble
from publish.disk import digest
from publish.document import Document, Metadata
from publish.engine.store import Store
from publish.engine.version import libraries, program
from publish.library import library
from publish.manifest import Manifest
from publish.normalize import Normalized, Settings, normalize
from publish.reader.encoding import decode
from publish.reader.inclusion import Files
from publish.rules import Words
from publish.rules.references.library import declared
from publish.sources import files_below, matches, posts

# Without one of these a post asks for no file; UTF-16 hides them among zeros.
_INCLUDES = (b"include", b"readfile", b"play", b"\0")


class Post(NamedTuple):
    """A post as read: its path, the document or None, and the files besides it that it asks for."""

    path: str
    normalized: Normalized
    files: tuple[str, ...] = ()


def files_of(manifest: Manifest) -> list[str]:
    """Every Markdown file below the root that is not an output, nor a copy of one."""
    made = tuple(f"{folder}/" for folder in made_below(manifest))
    return [path for path in posts(manifest.root) if not path.startswith(made)]


def made_below(manifest: Manifest) -> list[str]:
    """The folders below the root, relative to it, that hold only what was made."""
    root = manifest.root
    inside = (it for it in manifest.aside if it.is_relative_to(root) and it != root)
    return [it.relative_to(root).as_posix() for it in inside]


def settings(manifest: Manifest, path: str, dialect: str, *, unsafe: bool = False) -> Settings:
    """Which rules run over the post at ``path``, and how."""
    apart = [
        code for glob, codes in manifest.per_file.items() if matches(path, glob) for code in codes
    ]
    return Settings(
        select=manifest.select,
        ignore=manifest.ignore,
        without=tuple(apart),
        extend_safe=manifest.extend_safe_fixes,
        extend_unsafe=manifest.extend_unsafe_fixes,
        dialect=dialect,
        lang=manifest.bundle.language,
        unsafe=unsafe,
        words=Words(manifest.keep_words, manifest.proper_nouns),
        library=declared(manifest.style, manifest.bibliography),
        numbered_run=manifest.numbered_run,
        tags=manifest.tags,
        most_bytes=manifest.trust.max_post * 1_000_000,
        most_blocks=manifest.trust.max_blocks,
    )


class _Source(NamedTuple):
    """A post's bytes with all that its canonical form depends on, and a key that stands for it."""

    data: bytes
    settings: Settings
    files: Files
    asked: tuple[str, ...]
    key: str


def load(root: Path, path: str, settings: Settings, store: Store) -> Post:
    """One post, normalized now or before. A file that cannot be read is a diagnostic."""
    try:
        found = _source(root, path, settings)
    except TooLargeError:
        return Post(path, Normalized(None, (settings.too_large(path),), ()))
    except OSError as error:
        return Post(path, Normalized(None, (_unreadable(path, error),), ()))
    kept = store.document(found.key)
    if kept is not None:
        return Post(path, kept, found.asked)
    try:
        normalized = normalize(path, found.data, found.settings, files=found.files)
    except (MemoryError, OSError):
        raise
    except Exception as error:  # one post does not keep the others from being made
        return Post(path, Normalized(None, (stumble(path, error),), ()), found.asked)
    store.keep_document(found.key, normalized)
    return Post(path, normalized, found.asked)


def keys(root: Path, wanted: Iterable[tuple[str, Settings]]) -> Iterator[str]:
    """Under which keys posts are kept."""
    for path, settings in wanted:
        with contextlib.suppress(OSError):
            yield _source(root, path, settings).key


def _source(root: Path, path: str, settings: Settings) -> _Source:
    """Raises OSError."""
    data = read_below(root, path, settings.most_bytes)
    settings = msgspec.structs.replace(
        settings, library=library(root, path, data, settings.library)
    )
    files = files_below(root)
    used = _included(path, data, settings, files)
    known = [path, digest(data), used, msgspec.to_builtins(settings), program(), libraries()]
    asked = (*(name for name, _ in used), *_cited(path, settings))
    return _Source(data, settings, files, asked, digest(msgspec.json.encode(known)))


def _cited(path: str, settings: Settings) -> Iterator[str]:
    """Where the bibliographies of a post are looked for."""
    for name, _ in settings.library.bibliographies:
        yield posixpath.normpath(name)
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def source_text(root: Path, path: str) -> str:
    """The text of a post that was read before, for the places of what is found later."""
    try:
        return decode(read_below(root, path, MOST)).text
    except OSError:
        return ""


def _included(path: str, data: bytes, settings: Settings, files: Files) -> list[tuple[str, str]]:
    """The files that a post includes, with their digests (empty: not there)."""
    if not any(sign in data for sign in _INCLUDES):
        return []
    used: dict[str, str] = {}

    def seen(name: str) -> bytes | None:
        content = files(name)
        used[name] = "" if content is None else digest(content)
        return content

    tags = dict(settings.tags)
    reading = reader.read(path, data, settings.dialect, settings.lang, tags)
    reader.files_of(reading, seen, tags)
    return sorted(used.items())


def _unreadable(path: str, error: OSError) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=0,
        column=0,
        code="ENC011",
        message=f"the file cannot be read: {error.strerror}",
        severity=Severity.ERROR,
    )


def wanted(metadata: Metadata, where: Mapping[str, bool | str]) -> bool:
    """Whether a post passes the filter of its source."""
    tests: dict[str, Callable[[bool | str], bool]] = {
        "draft": lambda value: metadata.draft == value,
        "lang": lambda value: metadata.lang == value or metadata.lang.startswith(f"{value}-"),
        "tag": lambda value: value in metadata.tags,
        "category": lambda value: any(value in category.path for category in metadata.categories),
    }
    return all(tests[key](value) for key, value in where.items())


def ordered(documents: Sequence[Document], order: Sequence[str]) -> list[Document]:
    """Documents by the sort keys of a source; equal ones by path."""
    if order and order[0].removeprefix("-") == "listed":
        return list(documents) if order[0] == "listed" else list(reversed(documents))
    result = sorted(documents, key=lambda document: document.path)
    for key in reversed(order):
        result.sort(key=_KEYS[key.removeprefix("-")], reverse=key.startswith("-"))
    return result


_KEYS: dict[str, Callable[[Document], str]] = {
    "path": lambda document: document.path,
    "title": lambda document: document.metadata.title,
    "date": lambda document: document.metadata.date.value if document.metadata.date else "",
    "listed": lambda _document: "",
}


def slug(document: Document) -> str:
    """The name of a document's files: the slug it asks for, or one of its path."""
    asked = document.metadata.slug.strip("/").rsplit("/", 1)[-1]
    return _plain(asked) if asked else slug_of(document.path)


def slug_of(path: str) -> str:
    """The name of the files of a post that asks for none: that of its own file, without the date."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    if name.lower() in {"index", "_index", "readme"} and posixpath.dirname(path):
        name = posixpath.basename(posixpath.dirname(path))
    return _plain(re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", name) or name)


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "post"
