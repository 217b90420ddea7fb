"""The plan: every output of a manifest as a step, decided before anything is made."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from publish.diagnostics import Diagnostic, whole_file_error
from publish.document import Author, Document
from publish.engine.names import clash, named, shortened
from publish.manifest import DocumentSpec, Manifest, Target
from publish.publication.assemble import BookPlan
from publish.publication.identity import Identity, Place, identity
from publish.publication.outline import Position
from publish.reader.suppress import Suppressions

ANCHORED = (".html", ".pdf")  # files of which a place can be the goal of a link


class Step(NamedTuple):
    """One output to be made: which documents, as what, where (POSIX, without suffix), what it is called
    by people and in addresses, and which table of [documents] asks for it."""

    target: Target
    documents: tuple[Document, ...]
    book: BookPlan | None
    output: str
    title: str
    slug: str = ""
    table: str = ""


class Plan(NamedTuple):
    """The steps in order, the table of identities, and what stands in the way."""

    steps: tuple[Step, ...]
    table: Mapping[str, Identity]
    diagnostics: tuple[Diagnostic, ...]


class Chosen(NamedTuple):
    """The documents of one ``[documents.NAME]`` table, filtered and sorted; by path the lines of
    their blocks, the comments that silence rules, and the files that a post asks for; and their
    outline."""

    spec: DocumentSpec
    documents: tuple[Document, ...]
    lines: Mapping[str, tuple[int, ...]]
    quiet: Mapping[str, Suppressions]
    files: Mapping[str, tuple[str, ...]]
    outline: Mapping[str, Position]


def plan(manifest: Manifest, chosen: Sequence[Chosen], source: Callable[[str], str]) -> Plan:
    """The steps of a manifest. Of two documents that want one file the second fails, with a reason.

    ``source`` gives the text of a post, for the places of faults.
    """
    documents = {document.path: document for group in chosen for document in group.documents}
    names = named(documents, source, beside=manifest.path is None)
    table = {path: identity(document, names.anchors[path]) for path, document in documents.items()}
    owners: dict[str, Step] = {}
    steps: list[Step] = []
    faults: list[Diagnostic] = []
    for step in _steps(manifest, chosen, names.files):
        path = _owner(step)
        if path in names.faults:
            faults.append(names.faults[path])
            continue
        first = owners.setdefault(f"{step.output}:{step.target.format}", step)
        if first.target.name != step.target.name and _owner(first) == path:
            faults.append(_twice(first.target, step.target, str(manifest.path)))
        elif _owner(first) == path:
            steps.append(step)
        elif step.book is None:
            faults.append(clash(path, source(path), _owner(first), names.files[path]))
        else:
            message = f"“{step.title}” has the output of {_owner(first)}: {step.output}"
            hint = "give the book another “name”"
            faults.append(whole_file_error(str(manifest.path), "BUILD001", message, hint))
    return Plan(tuple(steps), table, tuple(dict.fromkeys(faults)))


def _twice(first: Target, second: Target, path: str) -> Diagnostic:
    """Two targets of one format that name their files alike."""
    message = f"the targets “{first.name}” and “{second.name}” make the same files: {second.output}"
    hint = f"give “{second.name}” another “output”"
    return whole_file_error(path, "BUILD001", message, hint)


def _owner(step: Step) -> str:
    """What an output is of: a post, or a book."""
    return step.documents[0].path if step.book is None else f"“{step.title}”"


def _steps(
    manifest: Manifest, chosen: Sequence[Chosen], files: Mapping[str, str]
) -> Iterator[Step]:
    for spec, documents, *_, outline in chosen:
        for target in spec.targets:
            if spec.kind == "article":
                for document in documents:
                    slug, title = files[document.path], document.metadata.title
                    output = _output(target, slug, document, manifest)
                    yield Step(target, (document,), None, output, title, slug, spec.name)
            elif documents:
                book = _book(spec, manifest, outline)
                output = _output(target, spec.slug, None, manifest)
                yield Step(target, documents, book, output, book.title, spec.slug, spec.name)


def _output(target: Target, name: str, document: Document | None, manifest: Manifest) -> str:
    """The output's path without suffix. Without a manifest it is the post's own path."""
    if manifest.path is None and document is not None:
        return posixpath.splitext(document.path)[0]
    date = document.metadata.date.value if document and document.metadata.date else ""
    fields = {"slug": name, "format": target.format, "id": bundle_id(manifest)}

    def field(found: re.Match[str]) -> str:
        key = found[1]
        return _date(date, key.partition(":")[2]) if key.startswith("date:") else fields[key]

    path = re.sub(r"\{([^{}]+)\}", field, target.output)
    return (
        posixpath.splitext(path)[0] if posixpath.splitext(path)[1] == f".{target.format}" else path
    )


def _date(value: str, form: str) -> str:
    parts = dict(zip("Ymd", value.partition("T")[0].split("-"), strict=False))
    return re.sub(r"%([Ymd])", lambda found: parts.get(found[1], "0"), form) or "undated"


def bundle_id(manifest: Manifest) -> str:
    """The name of the bundle in the names of files."""
    made = re.sub(r"[^\w.-]+", "-", manifest.bundle.title.lower()).strip("-")
    return manifest.bundle.id or shortened(made) or "bundle"


def _book(spec: DocumentSpec, manifest: Manifest, outline: Mapping[str, Position]) -> BookPlan:
    bundle = manifest.bundle
    return BookPlan(
        name=spec.slug,
        title=spec.title or spec.name,
        subtitle=spec.subtitle,
        lang=spec.language,
        authors=authors(manifest),
        description=bundle.description,
        keywords=bundle.keywords,
        rights=bundle.rights,
        cover=spec.cover,
        numbered=spec.numbered,
        series=spec.series,
        identifier=spec.identifier,
        outline=outline,
    )


def authors(manifest: Manifest) -> tuple[Author, ...]:
    """The authors of the bundle."""
    return tuple(
        Author(item) if isinstance(item, str) else Author(item.name, item.email, item.url)
        for item in manifest.bundle.authors
    )


def address(
    step: Step, place: Place, steps: Mapping[tuple[str, str], Step], suffix: str
) -> str | None:
    """The address, from the output of ``step``, of a place in the article of another post."""
    other = steps.get((step.target.name, place.path))
    if other is None:
        return None
    relative = posixpath.relpath(other.output + suffix, posixpath.dirname(step.output) or ".")
    return f"{relative}#{place.id}" if place.id and suffix.endswith(ANCHORED) else relative


def pages(steps: Iterable[Step], base: str) -> dict[str, str]:
    """The public address of each post's page below ``base`` (empty: nobody knows where that is)."""
    return {
        step.documents[0].path: page_url(step, base, ".html")
        for step in steps
        if base and step.book is None and step.target.format == "html"
    }


def page_url(step: Step, base: str, suffix: str) -> str:
    """The public address of a step's page: ``base`` and its path below the folder of the target.

    That folder is what the target's ``output`` holds before it tells one document from another.
    """
    if not base or suffix != ".html":
        return ""
    telling = re.search(r"\{(?!format\}|id\})", step.target.output)
    above = step.target.output[: telling.start() if telling else None].count("/")
    path = "/".join(step.output.split("/")[above:])
    return f"{base.rstrip('/')}/{quote(path + suffix)}"


def articles(steps: Sequence[Step]) -> dict[tuple[str, str], Step]:
    """The step of each post's article, by target and path."""
    return {(step.target.name, step.documents[0].path): step for step in steps if step.book is None}


def folder_of(step: Step, out: Path) -> Path:
    """The folder in which the files of a step stand."""
    return out / posixpath.dirname(step.output)
