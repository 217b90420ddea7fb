"""The tables of ``publish.toml``, one struct each; a key's meaning is in its ``description``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from publish.manifest.table import Table, key
from publish.manifest.trust import TrustTable
from publish.manifest.unattended import DeployTable, NotifyTable, ReleaseTable, ScheduleTable
from publish.rules import codes
from publish.rules.selection import FAMILIES

MOST_JOBS = 256


class AuthorTable(Table, frozen=True):
    """An author, where a name alone is not enough."""

    name: Annotated[str, key("The author's name as printed.")]
    email: Annotated[str, key("Address for the metadata of the files.")] = ""
    url: Annotated[str, key("The author's page.")] = ""


class BundleTable(Table, frozen=True):
    """What holds for everything that is built."""

    title: Annotated[str, key("Title of the bundle, and of a book that has none of its own.")] = ""
    id: Annotated[
        str, key("Name of the bundle in identifiers; made from the title by default.")
    ] = ""
    authors: Annotated[
        tuple[str | AuthorTable, ...], key("Authors of documents that name none.")
    ] = ()
    language: Annotated[
        str, key("Language (BCP 47) of documents that do not say theirs; inferred by default.")
    ] = ""
    description: Annotated[str, key("What the bundle is about, for the metadata of books.")] = ""
    keywords: Annotated[tuple[str, ...], key("Keywords of books.")] = ()
    rights: Annotated[str, key("Licence or copyright, for documents that name none.")] = ""
    base_url: Annotated[str, key("Address at which the HTML pages will stand.")] = ""
    sites: Annotated[
        tuple[str, ...],
        key(
            "Other addresses at which the posts stand or stood; links to them are links of the bundle."
        ),
    ] = ()


class SourceTable(Table, frozen=True):
    """A named set of posts."""

    include: Annotated[tuple[str, ...], key("Globs of the posts, relative to the manifest.")] = ()
    summary: Annotated[
        str,
        key("Instead of globs: the outline of a book (mdBook's SUMMARY.md), for order and parts."),
    ] = ""
    exclude: Annotated[tuple[str, ...], key("Globs of files to leave out.")] = ()
    order: Annotated[
        tuple[str, ...],
        key(
            "Sort keys: path, date, title, listed; a leading hyphen reverses. The path always decides last."
        ),
    ] = ("listed",)
    where: Annotated[
        dict[str, bool | str],
        key(
            "Only posts whose metadata match: draft, lang, tag, category. Drafts are left out by default."
        ),
    ] = msgspec.field(default_factory=lambda: {"draft": False})
    dialect: Annotated[
        str,
        key("jekyll, hugo, hexo, pelican, obsidian, mdbook or commonmark; detected by default."),
    ] = ""


class DocumentTable(Table, frozen=True):
    """What is made of posts: one document each, or one from all."""

    each: Annotated[str, key("A source or a glob: every post becomes a document.")] = ""
    collect: Annotated[str, key("A source or a glob: all posts become the chapters of a book.")] = (
        ""
    )
    targets: Annotated[
        tuple[str, ...], key("What to build of it: names of targets or formats.")
    ] = ("html", "pdf", "epub", "docx", "pptx")
    title: Annotated[str, key("Title of a book.")] = ""
    subtitle: Annotated[str, key("Subtitle of a book.")] = ""
    name: Annotated[
        str, key("File name of a book without suffix; the table's name by default.")
    ] = ""
    language: Annotated[
        str, key("Language of a book; that of most of its chapters by default.")
    ] = ""
    cover: Annotated[str, key("Cover picture of a book, relative to the manifest.")] = ""
    numbered: Annotated[bool, key("Whether the chapters of a book are numbered.")] = True
    series: Annotated[str, key("Series to which a book belongs.")] = ""
    volume: Annotated[int, key("Place of a book in its series; 0: none."), Meta(ge=0)] = 0
    identifier: Annotated[
        str, key("ISBN, UUID or another name of a book; one that never changes is made by default.")
    ] = ""


class TargetTable(Table, frozen=True):
    """How a document is built; a target named like a format needs no table."""

    format: Annotated[
        str | UnsetType, key("html, pdf, epub, docx, pptx, slides, markdown, json, a plug-in's.")
    ] = UNSET
    extends: Annotated[
        str | UnsetType, key("Another target, whose settings hold here by default.")
    ] = UNSET
    layout: Annotated[
        str | UnsetType, key("A layout's name, or a folder of your own relative to the manifest.")
    ] = UNSET
    reference: Annotated[
        str | UnsetType,
        key("A Word or PowerPoint template of your own, relative to the manifest."),
    ] = UNSET
    output: Annotated[
        str | UnsetType,
        key(
            "Path below the output folder: {slug} {format} {id} {date:%Y}. Default: {format}/{slug}."
        ),
    ] = UNSET
    options: Annotated[dict[str, Any], key("The format's own options.")] = {}


class NormalizeTable(Table, frozen=True):
    """Which rules run."""

    select: Annotated[
        tuple[str, ...], key("Codes or prefixes of the rules to run; all by default.")
    ] = ()
    ignore: Annotated[tuple[str, ...], key("Codes or prefixes of the rules to leave out.")] = ()
    extend_safe_fixes: Annotated[
        tuple[str, ...], key("Codes of rules whose unsafe fixes --fix may apply.")
    ] = ()
    extend_unsafe_fixes: Annotated[
        tuple[str, ...], key("Codes of rules whose safe fixes only --unsafe-fixes may apply.")
    ] = ()
    per_file: Annotated[
        dict[str, tuple[str, ...]],
        key("Codes or prefixes of the rules to leave out of the posts that a glob matches."),
    ] = {}
    keep_words: Annotated[
        tuple[str, ...], key("Words of Han and Latin letters that take no space inside: 豆瓣FM.")
    ] = ()
    proper_nouns: Annotated[
        tuple[str, ...], key("Names as they are to be spelled, beside those known: OpenWrt.")
    ] = ()
    numbered_run: Annotated[
        Literal["auto", "heading", "item", "keep"],
        key(
            "What numbered lines with text between them are: heading, item of one list, keep as read;"
            " auto goes by their length."
        ),
    ] = "auto"
    tags: Annotated[
        dict[str, str],
        key(
            "What template tags stand for, by name: drop, content, quote, details, image, link, code,"
            " code:LANGUAGE, callout, callout:KIND, or Markdown with {0}, {name} and {content}."
        ),
    ] = {}


class ReferencesTable(Table, frozen=True):
    """How references are set."""

    style: Annotated[
        str,
        key("gb7714-2015-numeric, or a CSL file relative to the manifest; as typed by default."),
    ] = ""
    bibliography: Annotated[
        tuple[str, ...],
        key(
            "Bibliographies (.bib, CSL-JSON or CSL-YAML) for citations by key, relative to the manifest."
        ),
    ] = ()


class AssetsTable(Table, frozen=True):
    """Where pictures are."""

    paths: Annotated[
        tuple[str, ...], key("Folders to look in for pictures, relative to the manifest.")
    ] = ("", "static", "source", "content", "assets", "images", "attachments")
    max_file: Annotated[int, key("Largest picture taken, in megabytes."), Meta(ge=1, le=1000)] = 32
    remote: Annotated[
        Literal["deny", "allow", "vendor"],
        key(
            "Pictures on other sites: deny; vendor, take the copies that publish vendor fetched; allow,"
            " fetch them in a build too."
        ),
    ] = "deny"
    allow: Annotated[
        tuple[str, ...],
        key("Hosts from which pictures may be fetched; *.example.org is all below one, * is any."),
    ] = ()
    vendor: Annotated[
        str, key("Folder of the copies of pictures on other sites, relative to the manifest.")
    ] = "vendor"


Fonts = str | tuple[str, ...]


class FontsTable(Table, frozen=True):
    """The fonts of a language: for each use a family by name, font files, or a list of both."""

    body: Annotated[Fonts, key("Running text.")] = ()
    heading: Annotated[Fonts, key("Title and headings.")] = ()
    code: Annotated[Fonts, key("Code.")] = ()
    emphasis: Annotated[
        Fonts, key("Emphasis in Chinese, Japanese and Korean, in place of dots.")
    ] = ()
    caption: Annotated[Fonts, key("Captions of figures and tables.")] = ()


class RemoteCacheTable(Table, frozen=True):
    """Where machines share what they made."""

    url: Annotated[
        str,
        key(
            "Address of a folder or bucket: file:///srv/cache, s3://bucket/name, or any other of fsspec's."
            " Credentials are taken from the environment only."
        ),
    ] = ""
    mode: Annotated[
        Literal["read", "read-write", "off"],
        key("read: take from it; read-write: also keep there what is made here; off."),
    ] = "read"


class DaskTable(Table, frozen=True):
    """A cluster of Dask."""

    scheduler: Annotated[
        str, key("Address of the scheduler: tls://host:8786, or tcp://host:8786.")
    ] = ""
    ca: Annotated[str, key("For tls: certificate of the authority, relative to the manifest.")] = ""
    cert: Annotated[str, key("For tls: certificate of this machine.")] = ""
    key: Annotated[str, key("For tls: key of this machine.")] = ""


class BuildTable(Table, frozen=True):
    """Where outputs go and how they are made."""

    out: Annotated[
        str, key("Output folder, relative to the manifest; it may lie outside of its folder.")
    ] = "build"
    jobs: Annotated[
        int, key("Processes at work; 0 is one for each core."), Meta(ge=0, le=MOST_JOBS)
    ] = 0
    timeout: Annotated[
        str, key("Longest that one file may take (90s, 10m, 2h); a book for every 50 chapters.")
    ] = "10m"
    memory: Annotated[str, key("Most memory that one process may take, on Linux (500MB, 4GB).")] = (
        "4GB"
    )
    remote_cache: RemoteCacheTable = RemoteCacheTable()
    executor: Annotated[
        str,
        key("Who makes the files: local, the processes of this machine; dask; a plug-in's name."),
    ] = "local"
    dask: DaskTable = DaskTable()
    executors: Annotated[
        dict[str, dict[str, Any]], key("Options of executors that plug-ins bring, by name.")
    ] = {}


class ManifestTable(Table, frozen=True):
    """The whole of ``publish.toml``."""

    schema: Annotated[int, key("Version of the manifest's form.")] = 1
    bundle: BundleTable = BundleTable()
    sources: Annotated[dict[str, SourceTable], key("Sets of posts by name.")] = {}
    documents: Annotated[dict[str, DocumentTable], key("What is made of them.")] = {}
    targets: Annotated[dict[str, TargetTable], key("How it is made.")] = {}
    normalize: NormalizeTable = NormalizeTable()
    references: ReferencesTable = ReferencesTable()
    assets: AssetsTable = AssetsTable()
    diagrams: Annotated[
        dict[str, str | tuple[str, ...]],
        key(
            "Programs that draw diagrams, by language (dot, mermaid, plantuml, …): a name, or a list with"
            " arguments; each reads the source and prints SVG. None by default."
        ),
    ] = {}
    fonts: Annotated[
        dict[str, FontsTable], key("Fonts by language (BCP 47), in place of the layout's.")
    ] = {}
    trust: TrustTable = TrustTable()
    build: BuildTable = BuildTable()
    release: ReleaseTable = ReleaseTable()
    deploy: Annotated[dict[str, DeployTable], key("Places to which each release is brought.")] = {}
    schedule: Annotated[dict[str, ScheduleTable], key("Runs that are due by the clock.")] = {}
    notify: Annotated[dict[str, NotifyTable], key("Whom a run tells how it went.")] = {}
    profiles: Annotated[
        dict[str, dict[str, Any]],
        key("Changes laid over the manifest by --profile NAME; the same tables again."),
    ] = {}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the manifest, for editors; it offers the codes of the rules."""
    schema = msgspec.json.schema(ManifestTable)
    tables = schema["$defs"]
    tables["Code"] = {
        "anyOf": [
            {"const": code, "description": name} for code, name in (FAMILIES | codes()).items()
        ]
        + [{"type": "string", "pattern": "^[A-Z]+[0-9]+$"}]
    }
    keys = tables["NormalizeTable"]["properties"]
    for part in (*keys.values(), keys["per_file"]["additionalProperties"]):
        if part.get("type") == "array":
            part["items"] = {"$ref": "#/$defs/Code"}
    return schema
