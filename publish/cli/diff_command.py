"""``publish diff``."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from msgspec.structs import replace

from publish import manifest as manifests
from publish.backends.docx_properties import named_sources
from publish.backends.package import foreign_parts
from publish.backends.reference import BROKEN, DAMAGED
from publish.cli.options import manifest_option, profile_option
from publish.cli.output import count, fault, shown
from publish.cli.progress import progress
from publish.engine.again import Again, again
from publish.engine.request import BuildRequest
from publish.manifest.targets import leads_out
from publish.review.review import review


@click.command("diff", help="Tell what a reviewer changed in EDITED, a Word file that was built.")
@click.argument("edited", type=click.Path(path_type=Path))
@manifest_option
@profile_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(edited: Path, manifest: Path | None, profile: str, as_json: bool) -> int:
    """One line a change or a comment, at its place in the Markdown; ends with 1 where there are any."""
    data = _read(edited)
    try:
        sources, digest = named_sources(foreign_parts(data))
    except (*BROKEN, *DAMAGED) as error:
        raise _no_word_file(edited, error) from None
    if any(leads_out(source) for source in sources):
        hint = "no file that publish built does that: ask whoever sent it"
        raise fault(edited, "TRU003", "it names a source outside of its folder", hint)
    if not sources:
        hint = "only files that publish built say from which posts they come"
        raise fault(edited, "DIFF002", "it does not name its source", hint)
    made = _again(edited, sources, manifest, profile)
    if made.digest != digest:
        click.echo(
            f"{edited}: DIFF004 its source has changed since it was built\n"
            "  what was changed in the source is told as if it had been undone in the Word file",
            err=True,
        )
    try:
        found = review(data, made.content, made.sources)
    except (*BROKEN, *DAMAGED, KeyError, AttributeError) as error:
        raise _no_word_file(edited, error) from None
    changes = [replace(item, path=shown(item.path, made.root)) for item in found]
    if as_json:
        click.echo(msgspec.json.encode(changes))
    else:
        for item in changes:
            click.echo(str(item))
        comments = sum(item.kind == "comment" for item in changes)
        told = f"{count(len(changes) - comments, 'change')} and {count(comments, 'comment')}"
        click.echo(told, err=True)
    return int(bool(changes))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fault(path, "DIFF001", f"it cannot be read: {error.strerror}") from None


def _no_word_file(path: Path, error: Exception) -> Exception:
    return fault(path, "DIFF001", f"this is no Word file that can be read: {error}")


def _again(edited: Path, sources: tuple[str, ...], given: Path | None, profile: str) -> Again:
    """The file as its sources make it now, by the nearest manifest that has them or by none."""
    folders = list(dict.fromkeys((Path.cwd(), edited.resolve().parent)))
    near = [given] if given else [found for each in folders if (found := manifests.find(each))]
    with progress() as listener:
        for path in dict.fromkeys(near):
            request = BuildRequest(manifest=path, profile=profile)
            if made := again(request, sources, listener):
                return made
        for folder in (*folders, *edited.resolve().parents):
            if len(sources) == 1 and (folder / sources[0]).is_file():
                request = BuildRequest(paths=(folder / sources[0],), formats=("docx",))
                if made := again(request, sources, listener):
                    return made
    hint = "call publish diff where the file was built, or name the manifest with -m"
    message = f"nothing here is built from {', '.join(sources[:3])}{' …' * (len(sources) > 3)}"
    raise fault(edited, "DIFF003", message, hint)
