"""What no type can say of the values of a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from publish.manifest.amounts import seconds, size
from publish.manifest.check import Fault, suggest
from publish.manifest.diagrams import diagram_faults
from publish.manifest.schedule_faults import schedule_faults
from publish.manifest.schema import (
    AssetsTable,
    BuildTable,
    BundleTable,
    DocumentTable,
    ManifestTable,
    NormalizeTable,
    ReferencesTable,
    RemoteCacheTable,
    SourceTable,
)
from publish.manifest.targets import is_outside, leads_out
from publish.reader.dialect import DIALECTS
from publish.reader.template_tags.declared import fault as template_tag_fault
from publish.regex import regex
from publish.rules import codes
from publish.rules.selection import meant, unknown

# Bytes of the name of a file, so that a suffix and a temporary one have room among the 255.
LONGEST_NAME = 200
LEAST_MEMORY = 300_000_000
STYLES = ("gb7714-2015-numeric",)
_ORDER = ("path", "date", "title", "listed")
_WHERE = {"draft": bool, "lang": str, "tag": str, "category": str}
_HOST = regex(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*|\*")
_MIXED = regex(r"(?=.*[A-Za-z0-9])(?=.*[^\x00-\u02ff])\S+")
_NAME = regex(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9.+#-]*")
_GLOB = regex(r"[*?/\[.]")
_LANGUAGE = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ADDRESS = regex(r"file:///\S+|(?!file:)[a-z][a-z0-9+.-]*://[^\s/]+\S*")
SECRET = regex(r"://[^/]*:[^/]*@|[?&#]")
_SCHEDULER = regex(r"(?:tls|tcp)://[^\s/:]+:\d{1,5}|tcp://\[[^\s/]+\]:\d{1,5}")
_SITE = regex(r"https?://[^\s/]+\S*")


def value_faults(
    table: ManifestTable, root: Path, formats: tuple[str, ...] | None
) -> Iterator[Fault]:
    """What is wrong with the values of all tables but those of targets; names of formats are looked
    at where they are known."""
    if table.schema != 1:
        message = f"this product reads schema 1, not {table.schema}"
        yield Fault(("schema",), message, "update publish")
    yield from _bundle_faults(table.bundle)
    yield from _assets_faults(table.assets)
    yield from diagram_faults(table.diagrams)
    yield from _word_faults(table.normalize)
    yield from _reference_faults(table.references, root)
    for name, source in table.sources.items():
        yield from _source_faults(name, source)
    for name, document in table.documents.items():
        yield from _document_faults(name, document, table)
        if formats is not None:
            yield from _named_targets(name, document, table, formats)
    yield from _code_faults(table.normalize)
    yield from _build_faults(table.build, root)
    yield from schedule_faults(table)
    for name, meaning in table.normalize.tags.items():
        message, hint = template_tag_fault(name, meaning)
        if message:
            yield Fault(("normalize", "tags", name), f"the meaning of “{name}”: {message}", hint)


def _bundle_faults(bundle: BundleTable) -> Iterator[Fault]:
    yield from _language_faults(("bundle", "language"), bundle.language)
    named = [("base_url", bundle.base_url)] if bundle.base_url else []
    for key, address in [*named, *(("sites", site) for site in bundle.sites)]:
        if not _SITE.fullmatch(address):
            hint = "write it whole: https://example.org/blog/"
            yield Fault(
                ("bundle", key), f"“{address}” is no address of a site", hint, value=address
            )


def _language_faults(where: tuple[str, ...], language: str) -> Iterator[Fault]:
    if language and not _LANGUAGE.fullmatch(language):
        hint = "write a tag such as zh-Hans, zh-Hant, ja or en"
        yield Fault(where, f"“{language}” is no tag of a language", hint)


def _assets_faults(assets: AssetsTable) -> Iterator[Fault]:
    parts = assets.vendor.split("/")
    if not assets.vendor or "\\" in assets.vendor or {"", "..", "~"} & set(parts):
        yield Fault(("assets", "vendor"), f"“{assets.vendor}” is no folder beside the manifest")
    for host in assets.allow:
        if not _HOST.fullmatch(host):
            hint = "write it as images.example.org, *.example.org or *"
            message = f"“{host}” is no name of a host"
            yield Fault(("assets", "allow"), message, hint, value=host)
    if assets.remote != "deny" and not assets.allow:
        because = (("assets", "allow"),)
        hint = "name hosts in “allow”"
        yield Fault(("assets", "remote"), "no host is allowed", hint, because=because)


def _build_faults(build: BuildTable, root: Path) -> Iterator[Fault]:
    """The output folder may lie anywhere, outside of the root too: the manifest says so."""
    if build.out.startswith("~"):
        message = f"“{build.out}” begins with “~”, which stands for no folder here"
        yield Fault(("build", "out"), message, "write the whole path, or name it with -o")
    if not seconds(build.timeout):
        message = f"“{build.timeout}” is no time"
        yield Fault(("build", "timeout"), message, "write it as 90s, 10m or 2h")
    most = size(build.memory)
    if not most:
        message = f"“{build.memory}” is no size"
        yield Fault(("build", "memory"), message, "write it as 500MB or 4GB")
    elif most < LEAST_MEMORY:
        message = f"“{build.memory}” is less than a process needs"
        yield Fault(("build", "memory"), message, f"give it {LEAST_MEMORY // 1_000_000}MB or more")
    yield from _cache_faults(build.remote_cache)
    for name, options in build.executors.items():
        workers = options.get("workers", 0)
        if type(workers) is not int or workers < 0:  # True is an int, too
            message = f"“workers” of the executor “{name}” is no whole number from 1"
            hint = "write it without quotes, or leave it out"
            yield Fault(("build", "executors", name, "workers"), message, hint)
    if build.executor == "dask":
        yield from _dask_faults(build, root)


def _cache_faults(cache: RemoteCacheTable) -> Iterator[Fault]:
    """An address says where, never who may: it stands in files that many people read."""
    where = ("build", "remote_cache")
    if not cache.url:
        if cache.mode == "read-write":
            yield Fault(where, "the key “url” is missing in [build.remote_cache]")
    elif not _ADDRESS.fullmatch(cache.url):
        message = "“url” is no address of a folder or bucket"
        yield Fault((*where, "url"), message, "write it whole: file:///srv/cache, s3://bucket/name")
    elif SECRET.search(cache.url):
        message = "“url” holds a password or a token, which no manifest should"
        hint = "put it into the environment, where the library looks for it (AWS_ACCESS_KEY_ID, …)"
        yield Fault((*where, "url"), message, hint)


def _dask_faults(build: BuildTable, root: Path) -> Iterator[Fault]:
    where, table = ("build", "dask"), build.dask
    files = {"ca": table.ca, "cert": table.cert, "key": table.key}
    because = ((*where, "scheduler"),)
    if not _SCHEDULER.fullmatch(table.scheduler):
        message = f"“{table.scheduler}” is no address of a scheduler"
        hint = "write it as tls://host:8786 or tcp://host:8786"
        place = because[0] if table.scheduler else ("build", "executor")
        yield Fault(place, message, hint)
    elif table.scheduler.startswith("tls:"):
        for name, file in files.items():
            if not file or not (root / file).is_file():
                message = f"there is no file “{file}”" if file else f"tls needs “{name}”"
                yield Fault((*where, name) if file else where, message, because=because)
    elif any(files.values()):
        message = "certificates are for an address that begins with tls://"
        yield Fault(because[0], message, because=because)
    cache = build.remote_cache
    if not cache.url or cache.mode != "read-write":
        message = "workers need a store to send files through"
        hint = 'name it in [build.remote_cache], with mode = "read-write"'
        yield Fault(("build", "executor"), message, hint, because=(("build", "remote_cache"),))


def _word_faults(table: NormalizeTable) -> Iterator[Fault]:
    for word in table.keep_words:
        if not _MIXED.fullmatch(word):
            message = f"“{word}” is not a word of Chinese and Latin characters without a space"
            yield Fault(
                ("normalize", "keep_words"),
                message,
                "write it as it stands in the posts",
                value=word,
            )
    for word in table.proper_nouns:
        if not _NAME.fullmatch(word):
            message = f"“{word}” is not a name of Latin letters without a space"
            yield Fault(
                ("normalize", "proper_nouns"),
                message,
                "write it as it is to be spelled",
                value=word,
            )


def _reference_faults(table: ReferencesTable, root: Path) -> Iterator[Fault]:
    style = table.style
    if style and style not in STYLES and is_outside(root, style):
        message = f"“{style}” lies outside the folder of the manifest"
        yield Fault(("references", "style"), message)
    elif style and style not in STYLES and not (root / style).is_file():
        hint = f"known: {', '.join(STYLES)}; or name a CSL file"
        yield Fault(("references", "style"), f"there is no style “{style}”", hint)
    for name in table.bibliography:
        if is_outside(root, name):
            message = f"“{name}” lies outside the folder of the manifest"
            yield Fault(("references", "bibliography"), message, value=name)
        elif not (root / name).is_file():
            yield Fault(("references", "bibliography"), f"there is no file “{name}”", value=name)


def _source_faults(name: str, source: SourceTable) -> Iterator[Fault]:
    where = ("sources", name)
    if not source.include and not source.summary:
        message = f"the key “include” is missing in [sources.{name}]"
        yield Fault(where, message, because=((*where, "include"), (*where, "summary")))
    if source.include and source.summary:
        yield Fault((*where, "summary"), f"[sources.{name}] has “include” or “summary”, not both")
    for key in source.order:
        if key.removeprefix("-") not in _ORDER:
            hint = suggest(key.removeprefix("-"), _ORDER)
            yield Fault((*where, "order"), f"posts cannot be sorted by “{key}”", hint, value=key)
    for key, value in source.where.items():
        if key not in _WHERE:
            hint = suggest(key, list(_WHERE))
            yield Fault((*where, "where", key), f"posts have no “{key}”", hint)
        elif not isinstance(value, _WHERE[key]):
            kind = "true or false" if _WHERE[key] is bool else "text in quotes"
            yield Fault((*where, "where", key), f"“{key}” must be {kind}")
    if source.dialect and source.dialect not in DIALECTS:
        hint = suggest(source.dialect, DIALECTS)
        yield Fault((*where, "dialect"), f"there is no dialect “{source.dialect}”", hint)


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
            yield Fault(
                ("normalize", *where), f"“{prefix}” is the code of no rule", hint, value=prefix
            )


def _document_faults(name: str, document: DocumentTable, table: ManifestTable) -> Iterator[Fault]:
    where = ("documents", name)
    keys = ((*where, "each"), (*where, "collect"))
    if bool(document.each) == bool(document.collect):
        message = f"[documents.{name}] needs exactly one of “each” and “collect”"
        yield Fault(where, message, because=keys)
    chosen = document.each or document.collect
    if chosen and chosen not in table.sources and not _GLOB.search(chosen):
        hint = suggest(chosen, list(table.sources))
        message = f"there is no source “{chosen}”"
        yield Fault(keys[not document.each], message, hint, because=(("sources", chosen),))
    if not document.targets:
        yield Fault((*where, "targets"), f"[documents.{name}] names no target")
    yield from _language_faults((*where, "language"), document.language)
    slug = document.name or name
    if document.collect and leads_out(slug):
        message = f"“{slug}” is no name of a file"
        yield Fault((*where, "name") if document.name else where, message)
    elif document.collect and len(slug.encode()) > LONGEST_NAME:
        message = f"the name of the book is longer than {LONGEST_NAME} bytes"
        yield Fault((*where, "name") if document.name else where, message, "write a shorter “name”")


def _named_targets(
    name: str, document: DocumentTable, table: ManifestTable, formats: tuple[str, ...]
) -> Iterator[Fault]:
    for target in document.targets:
        if target not in table.targets and target not in formats:
            yield Fault(
                ("documents", name, "targets"),
                f"there is no target or format “{target}”",
                suggest(target, [*table.targets, *formats]),
                because=(("targets", target),),
                code="BUILD002",
                value=target,
            )
