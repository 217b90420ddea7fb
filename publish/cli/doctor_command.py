"""``publish doctor``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from publish import manifest as manifests
from publish import pandoc, reader
from publish.cli.scope import scope
from publish.diagnostics import PublishError
from publish.engine.manifests import load
from publish.engine.validate import command as command_of
from publish.fonts.chosen import chosen
from publish.layouts import DEFAULT
from publish.layouts import load as load_layout
from publish.system import LANGUAGES, Probe, probes
from publish.verify.validators import VALIDATORS, Validator


@click.command("doctor", help="Check what builds need on this machine, and say how to mend it.")
@click.option(
    "--hermetic",
    "is_hermetic",
    is_flag=True,
    help="Check instead that nothing decides a build but what is pinned.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(is_hermetic: bool, as_json: bool) -> int:
    """Exit code 1 when something is missing that a build cannot do without, or is not pinned."""
    if is_hermetic:
        from publish.release.hermetic import hermetic

        here = manifests.find(Path.cwd())
        found = list(hermetic(load(here) if here else None))
    else:
        languages = _languages()
        found = [_python(), _pandoc(), *probes(languages), *_families(languages), _output()]
        found += map(_validator, VALIDATORS)
    if as_json:
        click.echo(msgspec.json.encode([probe._asdict() for probe in found]))
    else:
        for probe in found:
            state = "ok" if probe.ok else "MISSING" if probe.required else "better"
            click.echo(f"{state:8}{probe.part}: {probe.found}")
            if not probe.ok:
                click.echo(f"        {probe.mend}")
    return int(any(probe.required and not probe.ok for probe in found))


def _python() -> Probe:
    version = ".".join(map(str, sys.version_info[:3]))
    return Probe("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer")


def _pandoc() -> Probe:
    try:
        return Probe("pandoc", True, pandoc.version())
    except (PublishError, OSError) as error:
        return Probe("pandoc", False, str(error), "run: pip install pypandoc_binary")


def _validator(validator: Validator) -> Probe:
    """A program that ``publish verify`` asks, and can do without."""
    words = command_of(validator)
    name = f"{validator.name}, for {' and '.join(validator.formats)}"
    if words:
        return Probe(name, True, " ".join(word for word in words if "{" not in word))
    mend = f"get it from {validator.home}, or name its command in {validator.variable}"
    return Probe(name, False, "not installed; publish verify goes without", mend, required=False)


def _languages() -> tuple[str, ...]:
    """The languages of the posts of the manifest; all that have fonts of their own without one."""
    if manifests.find(Path.cwd()) is None:
        return LANGUAGES
    try:
        asked = scope(None, ())
    except PublishError:
        return LANGUAGES  # the manifest's faults are told by the other commands
    files = [(asked.root / name, settings) for name, settings in asked.posts.items()]
    return tuple(
        dict.fromkeys(
            reader.read(path.name, path.read_bytes(), settings.dialect, settings.lang).metadata.lang
            for path, settings in files
            if path.is_file()
        )
    )


def _families(languages: Iterable[str]) -> Iterator[Probe]:
    """The families in which the default layout, and the manifest over it, set each language."""
    layout = load_layout(DEFAULT)
    style = layout.style("tokens.css") + layout.style("print.css")
    own = _own_fonts()
    for lang in dict.fromkeys("en" if lang == "other" else lang for lang in languages):
        if lang == "emoji":
            continue
        uses = chosen(style, lang) | own.get(lang, {})
        told = ", ".join(f"{use} {family}" for use, family in uses.items())
        yield Probe(f"families for {lang}", True, told or "whatever the system has")


def _own_fonts() -> dict[str, dict[str, str]]:
    found = manifests.find(Path.cwd())
    try:
        tables = manifests.load(found).fonts if found else {}
    except PublishError:
        return {}
    words = {"body": "text", "heading": "headings", "caption": "captions"}
    return {
        lang: {
            words.get(use, use): names if isinstance(names, str) else " / ".join(names)
            for use, names in msgspec.structs.asdict(table).items()
            if names
        }
        for lang, table in tables.items()
    }


def _output() -> Probe:
    """Whether files can be written where outputs go."""
    found = manifests.find(Path.cwd())
    folder = found.parent if found else Path.cwd()
    try:
        out = load(found).out if found else folder
    except PublishError:
        out = folder
    while not out.exists():
        out = out.parent
    writable = os.access(out, os.W_OK)
    what = f"{out} can be written" if writable else f"{out} cannot be written"
    return Probe("output folder", writable, what, "change its owner, or build with -o FOLDER")
