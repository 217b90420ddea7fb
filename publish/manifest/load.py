"""``publish.toml`` from disk to :class:`Manifest`, or every fault at once."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import UNSET

from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.manifest.check import Fault, check, suggest
from publish.manifest.model import DocumentSpec, Manifest, Source, Target
from publish.manifest.positions import locate
from publish.manifest.schema import (
    AssetsTable,
    DocumentTable,
    ManifestTable,
    NormalizeTable,
    ReferencesTable,
    SourceTable,
    TargetTable,
)
from publish.reader.template_tags.declared import fault as template_tag_fault
from publish.rules import codes
from publish.rules.selection import meant, unknown

NAME = "publish.toml"
OUTPUT = "{format}/{slug}"
_FIELDS = re.compile(r"\{(slug|format|id|date:[^{}]+)\}")
_ORDER = ("path", "date", "title", "listed")
_WHERE = ("draft", "lang", "tag", "category")
_HOST = re.compile(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*|\*")
STYLES = ("gb7714-2015-numeric",)
_MIXED = re.compile(r"(?=.*[A-Za-z0-9])(?=.*[^\x00-\u02ff])\S+")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9.+#-]*")
_GLOB = re.compile(r"[*?/\[.]")


def find(start: Path) -> Path | None:
    """The nearest ``publish.toml`` in ``start`` or a folder above it."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
    return None


def load(path: Path, profile: str = "") -> Manifest:
    """The manifest at ``path`` with a profile laid over it.

    Raises PublishError with a diagnostic for every fault (MAN001 not readable, MAN002 not TOML,
    MAN003 a key or value is wrong).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise _error(path, 0, 0, "MAN001", f"the manifest cannot be read: {reason}") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, column = _toml_place(str(error), text)
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise _error(path, line, column, "MAN002", f"this is not TOML: {message}") from None
    table, faults = check(_with_profile(data, profile))
    faults += _profile_faults(data, profile)
    faults += [fault for fault in _faults(table, path.parent) if not fault.follows(faults)]
    if faults:
        raise PublishError(*(_diagnostic(path, text, fault) for fault in faults))
    return _resolve(table, path)


def _with_profile(data: dict[str, Any], profile: str) -> dict[str, Any]:
    overlay = data.get("profiles", {}).get(profile)
    return _merge(data, overlay) if isinstance(overlay, Mapping) else data


def _merge(base: Any, overlay: Any) -> Any:
    """Tables are merged key by key, everything else is replaced; an empty table replaces too."""
    if isinstance(base, Mapping) and isinstance(overlay, Mapping) and overlay:
        return {**base, **{name: _merge(base.get(name), value) for name, value in overlay.items()}}
    return overlay


def _profile_faults(data: Mapping[str, Any], profile: str) -> Iterator[Fault]:
    profiles = data.get("profiles", {})
    if profile and profile not in profiles:
        yield Fault(
            ("profiles",), f"there is no profile “{profile}”", suggest(profile, list(profiles))
        )


def _faults(table: ManifestTable, root: Path) -> Iterator[Fault]:
    if table.schema != 1:
        yield Fault(
            ("schema",), f"this product reads schema 1, not {table.schema}", "update publish"
        )
    yield from _assets_faults(table.assets)
    yield from _word_faults(table.normalize)
    yield from _reference_faults(table.references, root)
    for name, source in table.sources.items():
        yield from _source_faults(name, source)
    for name, document in table.documents.items():
        yield from _document_faults(name, document, table)
    yield from _code_faults(table.normalize)
    for name, target in table.targets.items():
        yield from _target_faults(name, target, table, root)
    for name, meaning in table.normalize.tags.items():
        message, hint = template_tag_fault(name, meaning)
        if message:
            yield Fault(("normalize", "tags", name), f"the meaning of “{name}”: {message}", hint)


def _assets_faults(assets: AssetsTable) -> Iterator[Fault]:
    parts = assets.vendor.split("/")
    if not assets.vendor or "\\" in assets.vendor or {"", "..", "~"} & set(parts):
        yield Fault(("assets", "vendor"), f"“{assets.vendor}” is no folder beside the manifest")
    for host in assets.allow:
        if not _HOST.fullmatch(host):
            hint = "write it as images.example.org, *.example.org or *"
            yield Fault(("assets", "allow"), f"“{host}” is no name of a host", hint)
    if assets.remote != "deny" and not assets.allow:
        yield Fault(("assets", "remote"), "no host is allowed", "name hosts in “allow”")


def _word_faults(table: NormalizeTable) -> Iterator[Fault]:
    for word in table.keep_words:
        if not _MIXED.fullmatch(word):
            message = f"“{word}” is not a word of Chinese and Latin characters without a space"
            yield Fault(("normalize", "keep_words"), message, "write it as it stands in the posts")
    for word in table.proper_nouns:
        if not _NAME.fullmatch(word):
            message = f"“{word}” is not a name of Latin letters without a space"
            yield Fault(("normalize", "proper_nouns"), message, "write it as it is to be spelled")


def _reference_faults(table: ReferencesTable, root: Path) -> Iterator[Fault]:
    style = table.style
    if style and style not in STYLES and not (root / style).is_file():
        hint = f"known: {', '.join(STYLES)}; or name a CSL file"
        yield Fault(("references", "style"), f"there is no style “{style}”", hint)
    for name in table.bibliography:
        if not (root / name).is_file():
            yield Fault(("references", "bibliography"), f"there is no file “{name}”")


def _source_faults(name: str, source: SourceTable) -> Iterator[Fault]:
    where = ("sources", name)
    if not source.include and not source.summary:
        message = f"the key “include” is missing in [sources.{name}]"
        yield Fault(where, message, missing="include")
    if source.include and source.summary:
        yield Fault((*where, "summary"), f"[sources.{name}] has “include” or “summary”, not both")
    for key in source.order:
        if key.removeprefix("-") not in _ORDER:
            hint = suggest(key.removeprefix("-"), _ORDER)
            yield Fault(("sources", name, "order"), f"posts cannot be sorted by “{key}”", hint)
    for key in source.where:
        if key not in _WHERE:
            yield Fault(("sources", name, "where"), f"posts have no “{key}”", suggest(key, _WHERE))


def _code_faults(table: NormalizeTable) -> Iterator[Fault]:
    known = list(codes())
    lists: dict[tuple[str, ...], tuple[str, ...]] = {
        ("select",): table.select,
        ("ignore",): table.ignore,
        ("extend_safe_fixes",): table.extend_safe_fixes,
        ("extend_unsafe_fixes",): table.extend_unsafe_fixes,
        **{("per_file", glob): prefixes for glob, prefixes in table.per_file.items()},
    }
    for where, prefixes in lists.items():
        for prefix in unknown(prefixes, known):
            hint = meant(prefix, known)
            yield Fault(("normalize", *where), f"“{prefix}” is the code of no rule", hint)


def _document_faults(name: str, document: DocumentTable, table: ManifestTable) -> Iterator[Fault]:
    where = ("documents", name)
    if bool(document.each) == bool(document.collect):
        yield Fault(where, f"[documents.{name}] needs exactly one of “each” and “collect”")
    chosen = document.each or document.collect
    if chosen and chosen not in table.sources and not _GLOB.search(chosen):
        key = "each" if document.each else "collect"
        yield Fault(
            (*where, key), f"there is no source “{chosen}”", suggest(chosen, list(table.sources))
        )
    if not document.targets:
        yield Fault((*where, "targets"), f"[documents.{name}] names no target")


def _target_faults(
    name: str, target: TargetTable, table: ManifestTable, root: Path
) -> Iterator[Fault]:
    where = ("targets", name)
    if target.extends is not UNSET and not _chain(name, table.targets):
        hint = suggest(target.extends, [other for other in table.targets if other != name])
        message = f"“{target.extends}” is no other target, or extends this one again"
        yield Fault((*where, "extends"), message, hint)
    output = OUTPUT if target.output is UNSET else target.output
    if output.startswith(("/", "~")) or "\\" in output or ".." in output.split("/"):
        yield Fault((*where, "output"), f"“{output}” lies outside the output folder")
    elif unknown := re.search(r"\{[^{}]*\}?|\}", _FIELDS.sub("", output)):
        yield Fault(
            (*where, "output"),
            f"“{unknown[0]}” is no field",
            "known: {slug} {format} {id} {date:%Y}",
        )
    if target.layout is not UNSET and "/" in target.layout and not (root / target.layout).is_dir():
        yield Fault((*where, "layout"), f"there is no folder “{target.layout}”")


def _chain(name: str, targets: Mapping[str, TargetTable]) -> list[TargetTable]:
    """A target and those it extends, nearest first; empty when the chain breaks or closes."""
    chain: list[TargetTable] = []
    seen: set[str] = set()
    while True:
        if name in seen or name not in targets:
            return []
        seen.add(name)
        chain.append(targets[name])
        extends = targets[name].extends
        if extends is UNSET:
            return chain
        name = extends


def _resolve(table: ManifestTable, path: Path) -> Manifest:
    root = path.parent.resolve()
    named = {name for document in table.documents.values() for name in document.targets}
    targets = {
        name: _target(name, table.targets, root) for name in sorted(named | set(table.targets))
    }
    documents = tuple(
        _document(name, spec, table, targets) for name, spec in table.documents.items()
    )
    return Manifest(
        root=root,
        path=path,
        bundle=table.bundle,
        documents=documents,
        targets=tuple(targets.values()),
        select=table.normalize.select,
        ignore=table.normalize.ignore,
        extend_safe_fixes=table.normalize.extend_safe_fixes,
        extend_unsafe_fixes=table.normalize.extend_unsafe_fixes,
        per_file=table.normalize.per_file,
        keep_words=table.normalize.keep_words,
        proper_nouns=table.normalize.proper_nouns,
        style=table.references.style,
        bibliography=table.references.bibliography,
        tags=tuple(sorted(table.normalize.tags.items())),
        assets=table.assets,
        fonts=table.fonts,
        out=root / table.build.out,
        jobs=table.build.jobs,
    )


def _target(name: str, targets: Mapping[str, TargetTable], root: Path) -> Target:
    chain = _chain(name, targets) if name in targets else []
    options: dict[str, Any] = {}
    for part in reversed(chain):
        options |= part.options
    layout = next((part.layout for part in chain if part.layout is not UNSET), "default")
    folder = root / layout if "/" in layout else None
    return Target(
        name=name,
        format=next((part.format for part in chain if part.format is not UNSET), name),
        layout=layout,
        layout_dir=folder,
        output=next((part.output for part in chain if part.output is not UNSET), OUTPUT),
        options=options,
    )


def _document(
    name: str, spec: DocumentTable, table: ManifestTable, targets: Mapping[str, Target]
) -> DocumentSpec:
    chosen = spec.each or spec.collect
    source = table.sources.get(chosen) or SourceTable(include=(chosen,))
    return DocumentSpec(
        name=name,
        kind="article" if spec.each else "book",
        source=Source(
            name=chosen,
            include=source.include,
            summary=posixpath.normpath(source.summary) if source.summary else "",
            exclude=source.exclude,
            order=source.order,
            where=source.where,
            dialect=source.dialect or ("mdbook" if source.summary else ""),
        ),
        targets=tuple(targets[target] for target in dict.fromkeys(spec.targets)),
        title=spec.title or table.bundle.title,
        subtitle=spec.subtitle,
        slug=spec.name or name,
        language=spec.language or table.bundle.language,
        cover=spec.cover,
        numbered=spec.numbered,
    )


def _toml_place(message: str, text: str) -> tuple[int, int]:
    if found := re.search(r"at line (\d+), column (\d+)", message):
        return int(found[1]), int(found[2])
    return text.count("\n") + 1, 1


def _diagnostic(path: Path, text: str, fault: Fault) -> Diagnostic:
    line, column = locate(text, fault.path)
    return Diagnostic(
        path=str(path),
        line=line,
        column=column,
        code="MAN003",
        message=fault.message,
        hint=fault.hint,
        severity=Severity.ERROR,
    )


def _error(path: Path, line: int, column: int, code: str, message: str) -> PublishError:
    return PublishError(
        Diagnostic(
            path=str(path),
            line=line,
            column=column,
            code=code,
            message=message,
            severity=Severity.ERROR,
        )
    )
