"""What is wrong with the tables of releases and of the places that they are brought to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.manifest.check import Fault
from publish.manifest.model import is_folder
from publish.manifest.schema import ManifestTable
from publish.manifest.targets import leads_out
from publish.manifest.unattended import DeployTable
from publish.manifest.values import SECRET
from publish.regex import regex

_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*")
_VARIABLE = regex(rf"env:{_NAME.pattern}")
_URL = regex(r"[a-z][a-z0-9+.-]*://[^\s/].*")
_RSYNC = regex(r"(?:[\w.+-]+@)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\S.*")
_READ_ONLY = ("http:", "https:", "data:", "github:", "git:")
_WILD = regex(r"[*?\[]")
_OWN = ".publish"


def unattended_faults(table: ManifestTable, root: Path) -> Iterator[Fault]:
    """The faults of [release] and [deploy.NAME]; folders are those below ``root``, the manifest's."""
    release = table.release
    releases = Path(os.path.normpath(root.absolute() / release.dir))
    out = Path(os.path.normpath(root.absolute() / table.build.out))
    where = ("release", "dir")
    yield from _folder_faults(where, release.dir, table, root)
    if releases.is_relative_to(out) or out.is_relative_to(releases):
        message = f"releases in “{release.dir}” and outputs in “{table.build.out}” would be mixed"
        yield Fault(where, message, "name a folder of its own", because=(("build", "out"),))
    if release.sign and not _VARIABLE.fullmatch(release.sign):
        hint = "write it as env:NAME; the variable NAME names the file of the key"
        yield Fault(("release", "sign"), f"“{release.sign}” is no name of a variable", hint)
    for name, schedule in table.schedule.items():
        other = table.profiles.get(schedule.profile, {}).get("release")
        if isinstance(other, Mapping) and other.get("dir", release.dir) != release.dir:
            message = f"[schedule.{name}] takes a profile whose releases lie elsewhere"
            hint = "let them lie in one folder: it holds the record of what was run"
            yield Fault(("schedule", name, "profile"), message, hint)
    first: dict[str, str] = {}
    for name, deploy in table.deploy.items():
        yield from _deploy_faults(name, deploy, table, root, (out, releases))
        other_name = first.setdefault(deploy.to.rstrip("/"), name)
        if other_name != name:
            message = f"“{name}” and “{other_name}” are brought to one place"
            because = (("deploy", other_name, "to"),)
            hint = "name a place of its own for each, or all files in one table"
            yield Fault(("deploy", name, "to"), message, hint, because=because)


def _folder_faults(
    where: tuple[str, ...], folder: str, table: ManifestTable, root: Path
) -> Iterator[Fault]:
    """What is wrong with a folder that is to hold only what was made."""
    top = root.absolute()
    place = Path(os.path.normpath(top / folder))
    if not folder or folder.startswith("~"):
        what = "begins with “~”, which stands for no folder here" if folder else "is no folder"
        yield Fault(where, f"“{folder}” {what}", "write the whole path")
    elif top.is_relative_to(place) or place.is_relative_to(top / _OWN):
        message = f"“{folder}” is a folder of the project, in which nothing else has a place"
        yield Fault(where, message, "name a folder of its own")
    else:
        for name, glob in _globs(table):
            above = top / _above(glob)
            if (place.is_relative_to(above) and above != top) or above.is_relative_to(place):
                message = f"“{folder}” lies among the posts of “{name}” ({glob})"
                yield Fault(where, message, "name a folder of its own")
                return


def _globs(table: ManifestTable) -> Iterator[tuple[str, str]]:
    """The globs of posts, and who names them."""
    for name, source in table.sources.items():
        yield from ((name, glob) for glob in (*source.include, source.summary) if glob)
    for name, document in table.documents.items():
        chosen = document.each or document.collect
        if chosen and chosen not in table.sources:
            yield name, chosen


def _above(glob: str) -> str:
    """The folder in which all files lie that a glob matches."""
    plain = _WILD.split(glob.removeprefix("./"), maxsplit=1)[0]
    return plain.rpartition("/")[0]


def _deploy_faults(
    name: str, deploy: DeployTable, table: ManifestTable, root: Path, made: tuple[Path, Path]
) -> Iterator[Fault]:
    where, to = ("deploy", name, "to"), deploy.to
    if SECRET.search(to):
        message = "“to” holds a password or a token, which no manifest should"
        hint = "put it into the environment, where rsync or the library looks for it (RSYNC_PASSWORD, …)"
        yield Fault(where, message, hint)
    elif to.startswith("-") or not to.isprintable() or to.startswith(_READ_ONLY):
        hint = "write a folder, user@host:/path, rsync://host/module or s3://bucket/path"
        yield Fault(where, f"“{to}” is no place to bring files to", hint)
    elif is_folder(to):
        yield from _folder_faults(where, to, table, root)
        place = Path(os.path.normpath(root.absolute() / to))
        if any(place.is_relative_to(it) or it.is_relative_to(place) for it in made):
            message = f"“{to}” and the folder of outputs or releases would be mixed"
            yield Fault(where, message, "name a folder of its own", because=(("release", "dir"),))
    elif not _URL.fullmatch(to) and ("://" in to or not _RSYNC.fullmatch(to)):
        hint = "write a folder, user@host:/path, rsync://host/module or s3://bucket/path"
        yield Fault(where, f"“{to}” is no place to bring files to", hint)
    if not all(map(_NAME.fullmatch, deploy.env)):  # never said: it may hold a password
        message = f"“env” in [deploy.{name}] must hold names of variables"
        hint = "write names alone; the values stand in the environment"
        yield Fault(("deploy", name, "env"), message, hint)
    if leads_out(deploy.folder):
        message = f"“{deploy.folder}” is no folder of a release"
        yield Fault(("deploy", name, "folder"), message, "write it as files/html")
