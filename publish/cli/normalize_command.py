"""``publish normalize``."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from msgspec.structs import replace

from publish.backends import backend
from publish.cli.output import placed, say
from publish.cli.scope import scope
from publish.diagnostics import Severity
from publish.document import to_json
from publish.layouts import Layout
from publish.library import library
from publish.normalize import Settings, normalize
from publish.publication.model import Chapter, Publication
from publish.publication.words import words
from publish.rules.references.csl_items import item
from publish.rules.references.entries import all_entries
from publish.sources import files_below


@click.command("normalize", help="Print the canonical form of the post PATH.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--to",
    type=click.Choice(["json", "markdown", "csl"]),
    default="json",
    help="As JSON, as Markdown, or its references as CSL-JSON.",
)
def command(path: Path, to: str) -> int:
    """Print to standard output; faults go to standard error and give exit code 1."""
    found = scope(None, (path,))
    settings, data = next(iter(found.posts.values()), Settings()), path.read_bytes()
    name = path.resolve().relative_to(found.root).as_posix()
    cited = library(found.root, name, data, settings.library)
    settings = replace(settings, library=cited)
    normalized = normalize(name, data, settings, files=files_below(found.root))
    document = normalized.document
    if document is None:
        for diagnostic in normalized.diagnostics:
            if diagnostic.severity is Severity.ERROR:
                say(placed(diagnostic, found.root))
        return 1
    if to == "json":
        click.echo(to_json(document), nl=False)
        return 0
    if to == "csl":
        entries = [entry.c[0] for entry in all_entries(document)]
        known = [item(attr.id, dict(attr.pairs)) for attr in entries if attr.get("title")]
        click.echo(msgspec.json.format(msgspec.json.encode(known), indent=2))
        return 0
    publication = Publication(
        name=path.stem,
        kind="article",
        metadata=document.metadata,
        chapters=(Chapter("title", "", document),),
        nav=(),
        words=words(document.metadata.lang),
    )
    (artifact,) = backend("markdown").render(publication, Layout("none", {}), {})
    click.echo(artifact.content, nl=False)
    return 0
