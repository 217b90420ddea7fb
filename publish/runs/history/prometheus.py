"""The last runs as a text file for Prometheus (its node exporter's textfile collector).

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from publish.runs.history.figures import seconds
from publish.runs.model import Run, Status

NAME = "metrics.prom"
_Value = tuple[Mapping[str, str], float]


def metrics(runs: Sequence[Run], bundle: str, counts: Mapping[tuple[str, str], int]) -> str:
    """The metrics of a bundle's runs, the newest first as the record gives them; ``counts`` are those of
    all that it holds, by schedule and status."""
    ended = [run for run in runs if run.ended and run.status is not Status.SKIPPED]
    last: dict[str, Run] = {}
    good: dict[str, Run] = {}
    for run in reversed(ended):
        last[run.schedule] = run
        if run.is_good:
            good[run.schedule] = run
    named = {"bundle": bundle}
    lines = [
        *_metric("last_run_timestamp_seconds", "When the last run ended.", "gauge",
                 _each(last, named, lambda run: run.ended.timestamp() if run.ended else 0)),
        *_metric("last_success_timestamp_seconds", "When the last good run ended.", "gauge",
                 _each(good, named, lambda run: run.ended.timestamp() if run.ended else 0)),
        *_metric("last_run_success", "Whether the last run was good.", "gauge",
                 _each(last, named, lambda run: float(run.is_good))),
        *_metric("last_run_duration_seconds", "How long the last run took.", "gauge",
                 _each(last, named, lambda run: seconds(run) or 0)),
        *_metric("last_run_findings", "What the last run found in posts and files.", "gauge",
                 _each(last, named, lambda run: sum(run.findings.values()))),
        *_metric("last_run_failed_documents", "Documents that the last run could not make.", "gauge",
                 _each(last, named, lambda run: len(run.failed))),
        *_metric("release_bytes", "Size of the last run's files.", "gauge",
                 [({**named, "schedule": name, "format": format}, size) for name, run in sorted(good.items())
                  for format, size in sorted(run.sizes.items())]),
        *_metric("recorded_runs", "Runs on record.", "gauge",
                 [({**named, "schedule": name, "status": status}, count)
                  for (name, status), count in sorted(counts.items())]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n" if lines else ""


def _each(
    runs: Mapping[str, Run], named: Mapping[str, str], value: Callable[[Run], float]
) -> Iterable[_Value]:
    return [({**named, "schedule": name}, value(run)) for name, run in sorted(runs.items())]


def _metric(name: str, help: str, kind: str, values: Iterable[_Value]) -> Iterator[str]:
    told = list(values)
    if not told:
        return
    yield f"# HELP publish_{name} {help}"
    yield f"# TYPE publish_{name} {kind}"
    for labels, value in told:
        words = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"publish_{name}{{{words}}} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
