"""``publish changes``."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from publish.cli.options import manifest_option
from publish.cli.output import fault
from publish.cli.scope import manifest_here
from publish.engine.edition import Text
from publish.engine.manifests import load
from publish.release.changelog import changelog
from publish.release.changes import changes
from publish.release.names import current, releases
from publish.release.papers import texts_of


@click.command(
    "changes",
    help="Tell what changed between two releases: FROM (the one before) and TO (the current one).",
)
@click.argument("names", nargs=-1, metavar="[FROM] [TO]")
@manifest_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(names: tuple[str, ...], manifest: Path | None, as_json: bool) -> int:
    """A changelog in Markdown, by document and paragraph."""
    if len(names) > 2:
        raise click.UsageError("two releases are compared: FROM and TO")
    folder = load(manifest_here(manifest)).unattended.releases
    to = names[1] if len(names) == 2 else current(folder)
    since = names[0] if names else _before(folder, to)
    found = changes(_texts(folder, since), _texts(folder, to))
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo(changelog(found, f"{since} – {to}"), nl=False)
    return 0


def _before(folder: Path, name: str) -> str:
    """The release before one; names of releases begin with their time."""
    earlier = [it for it in releases(folder) if it < name] if folder.is_dir() else []
    if not earlier:
        raise fault(folder, "REL020", f"there is no release before {name or 'the current one'}")
    return earlier[-1]


def _texts(folder: Path, name: str) -> tuple[Text, ...]:
    found = texts_of(folder / name)
    if found is None:
        message = f"there is no release “{name}” whose words are kept"
        raise fault(folder, "REL020", message, "see publish releases")
    return found
