"""The pages for people: all runs of a bundle, and one release. One file each, without a program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from publish.release.changelog import around, short
from publish.release.changes import Changes
from publish.release.index import File
from publish.runs.history import figures
from publish.runs.model import Run, Status

DASHBOARD, REPORT = "dashboard.html", "report.html"
_DRAWN = 60  # bars of a chart
_LISTED = 400  # runs of the table
_CHANGES = 12  # paragraphs that are told of one document
_DOCUMENTS = 100  # documents that are told of what is new, gone or revised


def dashboard(
    bundle: str,
    runs: Sequence[Run],
    current: str,
    standing: Collection[str],
    changes: Changes | None,
) -> bytes:
    """The page of all runs, which are given the newest first. ``current`` is the release that readers
    see (empty: none), ``standing`` names those that are there, ``changes`` are those of the last."""
    ended = [run for run in runs if run.status not in (Status.SKIPPED, Status.RUNNING)]
    drawn = ended[:_DRAWN][::-1]
    return _page(
        "dashboard.html",
        bundle=bundle,
        runs=runs[:_LISTED],
        last=next(iter(ended), None),
        current=current,
        standing=standing,
        changes=changes,
        durations=figures.durations(drawn),
        findings=figures.findings(drawn),
        counted=list(_counted(ended)),
    )


def report(
    bundle: str, name: str, run: Run, files: Sequence[File], changes: Changes | None
) -> bytes:
    """The page of one release; ``changes`` is None for the first."""
    return _page(
        "release.html",
        bundle=bundle,
        name=name,
        run=run,
        files=files,
        total=sum(file.bytes for file in files),
        changes=changes,
        first=changes is None,
    )


def _page(template: str, **values: object) -> bytes:
    environment = Environment(
        loader=PackageLoader("publish.runs.history", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters |= {
        "around": around,
        "short": short,
        "moment": figures.moment,
        "size": figures.size,
        "kind": figures.kind,
        "took": lambda run: figures.duration(figures.seconds(run)),
    }
    constants: Mapping[str, int] = {"width": figures.WIDTH, "height": figures.HEIGHT}
    environment.globals |= {"most": _CHANGES, "documents": _DOCUMENTS, **constants}
    return environment.get_template(template).render(**values).encode()


def _counted(runs: Sequence[Run]) -> Iterator[tuple[str, int, int]]:
    """What the newest run found, by code, and how often the one before did."""
    now = runs[0].findings if runs else {}
    then = runs[1].findings if len(runs) > 1 else {}
    for code in sorted({*now, *then}):
        yield code, now.get(code, 0), then.get(code, 0)
