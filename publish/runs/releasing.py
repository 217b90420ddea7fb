"""One try of a run: from a build to a release that is the current one, or to the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from platform import python_version
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

import publish
from publish.diagnostics import Diagnostic, Severity, whole_file_error
from publish.disk import digest, write
from publish.engine.request import Listener
from publish.engine.store import FOLDER
from publish.engine.store.blobs import Blobs
from publish.engine.version import LIBRARIES, libraries
from publish.manifest import Manifest
from publish.manifest.model import secrets
from publish.manifest.unattended import ReleaseTable, ScheduleTable
from publish.release import index
from publish.release.carried import carried, with_carried
from publish.release.contents import Content, Shelf, contents, digest_of
from publish.release.limit import Limit
from publish.release.names import current, named, releases
from publish.release.sign import signing_key
from publish.release.staging import Wanted, staged
from publish.release.sums import damage
from publish.release.switch import publish as publish_release
from publish.report import Made, fails_strictly
from publish.runs.apart import apart
from publish.runs.building import Asked, Built, build, verify
from publish.runs.history.pages import REPORT as PAGE
from publish.runs.model import Run, Status
from publish.runs.papers import Facts, page, papers
from publish.sources import matches
from publish.text import few

REPORT = "report.json"
FAILED, USAGE, REFUSED = 1, 2, 3
_SOME = 3  # names that a sentence tells


class Task(NamedTuple):
    """What every part of a run needs: the manifest, what a schedule says, the profile of both, who is
    told of the progress, the clock, and how to wait."""

    manifest: Manifest
    schedule: ScheduleTable
    profile: str
    progress: Listener
    now: Callable[[], datetime]
    sleep: Callable[[float], None]


class Report(msgspec.Struct, frozen=True):
    """``report.json`` of a release: its run, and all that was found."""

    run: Run
    diagnostics: tuple[Diagnostic, ...]


def released(task: Task, run: Run, limit: Limit, found: list[Diagnostic]) -> Run:
    """The run after one try. What is found is added to ``found``.

    Raises PublishError (REL001, REL002, REL004; REL003 where a release cannot be signed), Late, Broken,
    OSError.
    """
    manifest = task.manifest
    table = manifest.unattended.release
    key = signing_key(table.sign)
    path = (manifest.path or manifest.root).absolute()
    asked = Asked(path, task.profile, task.schedule.documents, secrets(manifest.unattended))
    built = build(asked, limit, task.sleep)
    found += built.diagnostics
    run = _counted(run, built, found)
    folder = manifest.unattended.releases
    before = folder / run.before if run.before else None
    taken = carried(before, asked.documents, [it.name for it in manifest.documents])
    if why := _unfit(built, table, [it.slug for it in taken.documents]):
        return _stopped(run, path, why, found)
    shelf = Shelf(manifest.out, Blobs(manifest.root / FOLDER / "blobs"), before)
    files = contents(built.made, shelf, limit.left)
    run = replace(run, sizes=_sizes(manifest, built.made, files))
    files = with_carried(files, taken)
    known_as = digest_of(files)
    if task.schedule.skip_unchanged and _stands(folder, known_as, limit):
        reason = "nothing has changed since the current release"
        return replace(run, status=Status.UNCHANGED, reason=reason)
    if table.checks:
        ask = "validators" in table.checks
        verified = verify(asked, built.made, limit, validators=ask, sleep=task.sleep)
        found += [it for it in verified if it.severity is not Severity.NOTE]
        run = _counted(run, built, found)
        if why := _unproved(verified, table):
            return _stopped(run, path, why, found)
    name = named(run.began, known_as, releases(folder))
    run = replace(run, release=name)
    found += _unsure(built.edition.changed)
    facts = Facts(
        manifest.called, run, task.profile, built.edition, before, files, taken, limit.left()
    )
    beside = apart(papers, facts, manifest.memory)
    wanted = Wanted(name, built.made, files, shelf, beside, key, taken.documents)
    with staged(folder, manifest, wanted, limit, task.progress) as place:
        run = replace(run, status=Status.RELEASED, ended=task.now())
        write(place / PAGE, page(manifest, run, files, beside))
        report = msgspec.json.encode(Report(run, tuple(found)))
        write(place / REPORT, msgspec.json.format(report, indent=1) + b"\n")
        publish_release(folder, place, name)
    return run


class _Why(NamedTuple):
    """Why there is no release: the status and the exit code of the run, a sentence, and what to do."""

    status: Status
    code: int
    message: str
    hint: str = ""


def _unfit(built: Built, table: ReleaseTable, others: Sequence[str]) -> _Why | None:
    """Why nothing can be released of a build; None where it can. ``others`` are the slugs of documents
    that are taken over."""
    if built.exit_code == USAGE:
        told = next((item.message for item in built.diagnostics), "nothing can be built")
        return _Why(Status.FAILED, USAGE, told)
    lost = [slug for slug in built.lacking if any(matches(slug, it) for it in table.require)]
    if lost or (built.exit_code and "*" in table.require):
        names = lost or built.failed
        message = f"documents failed: {few(names, _SOME)}" if names else "there are errors"
        return _Why(
            Status.FAILED, FAILED, message, "mend what is said of them, or narrow “require”"
        )
    slugs = [*(made.slug for made in built.made), *others]
    absent = [it for it in table.require if not any(matches(slug, it) for slug in slugs)]
    if absent:
        message = f"there is no document “{absent[0]}”, without which there is no release"
        return _Why(Status.REFUSED, REFUSED, message, "correct “require” in [release]")
    strictly = [item for item in built.diagnostics if fails_strictly(item)]
    if table.strict and strictly:
        message = f"findings refuse a release that is “strict”: {few(_codes(strictly), _SOME)}"
        return _Why(Status.REFUSED, REFUSED, message, "publish check shows them all")
    return None


def _unproved(found: Sequence[Diagnostic], table: ReleaseTable) -> _Why | None:
    """Why files cannot be released that were read back; None where they can."""
    bad = [
        item
        for item in found
        if item.severity is not Severity.NOTE
        and ("content" in table.checks or item.code == "VFY020")
    ]
    if not bad:
        return None
    message = f"files are not what they should be: {few([item.path for item in bad], _SOME)}"
    return _Why(Status.REFUSED, REFUSED, message, "publish verify tells more")


def _unsure(changed: Iterable[str]) -> Iterator[Diagnostic]:
    """Warnings of sources that the papers of a release cannot tell."""
    for path in changed:
        message = "it was changed while the release was built: its provenance leaves it out"
        yield Diagnostic(path, 0, 0, "REL009", message, "the next run builds what it says now")


def _stopped(run: Run, path: Path, why: _Why, found: list[Diagnostic]) -> Run:
    found.append(whole_file_error(str(path), "REL005", why.message, why.hint))
    return replace(run, status=why.status, reason=why.message, exit_code=why.code)


def _stands(folder: Path, digest: str, limit: Limit) -> bool:
    """Whether the current release holds these files, and is whole."""
    name = current(folder)
    told = index.read(folder / name) if name else None
    if told is None or told.digest != digest:
        return False
    return not any(damage(folder / name, limit.left))


def _counted(run: Run, built: Built, found: Sequence[Diagnostic]) -> Run:
    keys = sorted((path, item.key) for item in built.made for path in item.files)
    return replace(
        run,
        built=built.built,
        current=built.current,
        failed=built.failed or built.lacking,
        findings=dict(sorted(Counter(item.code for item in found).items())),
        versions=dict(_versions()),
        inputs=digest(msgspec.json.encode(keys)) if keys else "",
    )


def _versions() -> Iterator[tuple[str, str]]:
    yield "publish", publish.__version__
    yield "python", python_version()
    yield from zip(LIBRARIES, libraries(), strict=True)


def _sizes(manifest: Manifest, made: Iterable[Made], files: Iterable[Content]) -> dict[str, int]:
    """The bytes by format."""
    formats = {target.name: target.format for target in manifest.targets}
    sizes = {content.path: content.size for content in files}
    told: Counter[str] = Counter()
    for item in made:
        told[formats[item.target]] += sum(sizes[path] for path in item.files)
    return dict(sorted(told.items()))


def _codes(found: Iterable[Diagnostic]) -> list[str]:
    return [item.code for item in found]
