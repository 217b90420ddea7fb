"""Runs as JUnit's XML, which build servers show: a suite for each schedule, a test for each run."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from publish.runs.history.figures import moment, seconds
from publish.runs.model import Run
from publish.verify.junit import clean


def junit(runs: Sequence[Run]) -> bytes:
    """The runs, the newest first as the record gives them."""
    root = etree.Element("testsuites", {"name": "publish run"})
    for schedule in sorted({run.schedule for run in runs}):
        own = [run for run in runs if run.schedule == schedule]
        failed = sum(run.is_bad for run in own)
        skipped = sum(not (run.is_good or run.is_bad) for run in own)
        about = {"name": schedule or "by hand", "tests": str(len(own)), "failures": str(failed),
                 "skipped": str(skipped)}  # fmt: skip
        suite = etree.SubElement(root, "testsuite", about)
        for run in reversed(own):
            _test(suite, run)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _test(suite: etree._Element, run: Run) -> None:
    about = {"classname": run.schedule or "by hand", "name": f"{moment(run.began)} (run {run.id})",
             "time": f"{seconds(run) or 0:.3f}"}  # fmt: skip
    test = etree.SubElement(suite, "testcase", about)
    said = clean(run.reason or run.status.value)
    if run.is_bad:
        failure = etree.SubElement(test, "failure", {"message": said, "type": run.status.value})
        failure.text = clean("\n".join([run.reason, *(f"failed: {it}" for it in run.failed)]))
    elif not run.is_good:
        etree.SubElement(test, "skipped", {"message": said})
