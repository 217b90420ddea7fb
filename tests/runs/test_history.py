"""Runs told: to people on a page, to Prometheus and to build servers."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree, html

from publish.cli.main import run as command
from publish.engine.edition import Text
from publish.release.changes import changes
from publish.release.index import File
from publish.runs.history import figures
from publish.runs.history.junit import junit
from publish.runs.history.pages import dashboard, report
from publish.runs.history.prometheus import metrics
from publish.runs.model import Run, Status
from publish.runs.record import Record

BEGAN = datetime(2026, 11, 1, 2, 30, tzinfo=UTC)
NAME = "20261101T023000Z-1a2b3c4d"
_SAMPLE = re.compile(r'publish_\w+\{(?:\w+="(?:[^"\\\n]|\\.)*",?)+\} -?[\d.e+]+')


def run(number: int, status: Status, **more: object) -> Run:
    began = BEGAN + timedelta(days=number)
    values = {"id": number, "schedule": "nightly", "slot": began, "began": began, "status": status,
              "ended": began + timedelta(seconds=75), "why": "due"}  # fmt: skip
    return Run(**{**values, **more})  # type: ignore[arg-type]


RUNS = [
    run(
        3, Status.FAILED, reason="a <b> & “c” failed\x00", failed=("潮.md",), findings={"LNK004": 2}
    ),
    run(2, Status.SKIPPED, reason="the machine was off", ended=None),
    run(1, Status.RELEASED, release=NAME, sizes={"pdf": 16_400_000, "html": 900}, built=3),
]


def test_the_page_of_all_runs_says_how_each_ended() -> None:
    page = html.fromstring(dashboard("茶 & <tea>", RUNS, NAME, {NAME}, None).decode())
    assert page.findtext(".//h1") == "茶 & <tea>"
    state = page.find_class("state")[0]
    assert "bad" in state.get("class")
    assert state.text_content().startswith(
        "Failed 2026-11-04 02:31 UTC, schedule “nightly”. a <b> &"
    )
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//table[1]/tbody/tr")]
    assert [row[3] for row in rows[:3]] == ["failed", "skipped", "released"]
    assert rows[2][4:8] == ["1 min 15 s", "3", "0", "16.4 MB"]
    assert page.xpath("//a/@href") == [f"{NAME}/report.html"] * 2
    assert not page.xpath("//script | //@onclick | //link | //img")


def test_the_page_without_any_run_is_a_page_too() -> None:
    page = dashboard("茶", [], "", set(), None).decode()
    assert "There has been no run." in page
    assert "There is no release yet." in page


def test_the_page_of_a_release_shows_what_changed() -> None:
    found = changes([Text("a.md", "A", ("one two",))], [Text("a.md", "A", ("one <three>",))])
    page = html.fromstring(
        report("茶", NAME, RUNS[2], [File("files/a b.html", 12_345, "c" * 64)], found)
    )
    assert [it.text for it in page.iter("ins")] == ["<three>"]
    assert [it.text for it in page.iter("del")] == ["two"]
    assert page.xpath("//table//a/@href") == ["files/a%20b.html"]
    assert "12.3 kB" in page.text_content()


def test_a_first_release_and_one_of_the_same_words() -> None:
    assert "the first release" in report("茶", NAME, RUNS[2], [], None).decode()
    assert (
        "No word of any document changed"
        in report("茶", NAME, RUNS[2], [], changes([], [])).decode()
    )


def test_a_page_stays_a_page_when_everything_changed() -> None:
    old = [Text(f"{n}.md", "T", ("one " * 5000, "kept")) for n in range(300)]
    new = [Text(it.path, "T", ("two " * 5000, "kept")) for it in old]
    told = changes([*old, Text("gone.md", "Gone", ())], new)
    page = dashboard("茶", RUNS, NAME, {NAME}, told).decode()
    assert len(page) < 500_000
    assert "and 200 more documents: see changes.md" in page
    many = [Text(f"new/{it.path}", "New", ()) for it in old]
    assert (
        "and 200 more: see changes.md"
        in dashboard("茶", RUNS, NAME, (), changes((), many)).decode()
    )


def test_metrics_are_in_the_form_of_prometheus() -> None:
    told = metrics(RUNS, 'a "b"\\\nc', {("nightly", "failed"): 4321})
    for line in told.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or _SAMPLE.fullmatch(line), line
    label = r'bundle="a \"b\"\\\nc",schedule="nightly"'
    assert f"publish_last_run_success{{{label}}} 0" in told
    good = RUNS[2].ended
    assert good is not None
    assert f"publish_last_success_timestamp_seconds{{{label}}} {good.timestamp():.15g}" in told
    assert f'publish_recorded_runs{{{label},status="failed"}} 4321' in told
    assert f'publish_release_bytes{{{label},format="pdf"}} 16400000' in told


def test_junit_counts_what_failed_and_what_was_skipped() -> None:
    (suite,) = etree.fromstring(junit(RUNS))
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped")} == {
        "tests": "3", "failures": "1", "skipped": "1"}  # fmt: skip
    failure = suite.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a <b> & “c” failed"
    assert "failed: 潮.md" in (failure.text or "")


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (None, ""),
        (-3, "0.0 s"),
        (0.42, "0.4 s"),
        (59.7, "1 min 00 s"),
        (200, "3 min 20 s"),
        (3725, "1 h 02 min"),
    ],
)
def test_durations_in_words(taken: float | None, words: str) -> None:
    assert figures.duration(taken) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (16_400_000, "16.4 MB"), (2 * 10**14, "200 TB")],
)
def test_sizes_in_words(count: int, words: str) -> None:
    assert figures.size(count) == words


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "publish.toml").write_text("[bundle]\ntitle = '茶'\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_prints_and_writes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = Record(project / "releases")
    for each in reversed(RUNS):
        record.end(record.begin(each))
    record.close()
    assert command(["history", "-n", "2"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2
    assert "failed" in out[0]
    files = ["--html", "all.html", "--junit", "all.xml", "--prometheus", "sub/all.prom"]
    with closing(Record(project / "releases")) as record:
        for _ in range(25):  # more than are printed: the last good run is told all the same
            record.end(record.begin(RUNS[0]))
    assert command(["history", *files]) == 0
    assert "last_success" in (project / "sub/all.prom").read_text("utf-8")
    assert "茶" in (project / "all.html").read_text("utf-8")
    assert (project / "all.xml").read_bytes().startswith(b"<?xml")
    assert 'bundle="茶"' in (project / "sub/all.prom").read_text("utf-8")


def test_no_run_makes_no_record(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["history"]) == 0
    assert "there has been no run" in capsys.readouterr().err
    assert not (project / "releases").exists()
