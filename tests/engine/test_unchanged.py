"""A build of which nothing has changed says what it said, and loads next to nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from engine.project import FILES, build, fresh, outputs, write

from publish.cli.main import run
from publish.engine.unchanged import inputs, record

ROOT = Path(__file__).resolve().parents[2]
LIGHT = {"publish", "publish.disk", "publish.cli", "publish.engine", "publish.cli.main",
         "publish.cli.exits", "publish.cli.pieces", "publish.engine.unchanged",
         "publish.engine.unchanged.record", "publish.engine.unchanged.states"}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, FILES)
    write(
        tmp_path,
        {"posts/bad.md": "---\ntitle: Bad\nlang: en\n---\n\n{{< tag >}} 茶a, [x](y.md).\n"},
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code of a build, and what it says."""
    capsys.readouterr()
    code = run(["build", "-j", "1", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("words", [(), ("--strict",), ("--json",), ("--explain",), ("--dry-run",),
                                   ("-f", "html"), ("posts/one.md",)])  # fmt: skip
def test_it_is_told_as_if_all_were_looked_at_again(
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(["build", "-j", "1"])
    told(capsys, *words)
    assert record.told_again(["build", "-j", "1", *words])
    again = told(capsys, *words)
    assert again[0] == 1
    assert "bad.md" in again[1] + again[2]
    monkeypatch.setattr(record, "told_again", lambda _: None)
    assert told(capsys, *words) == again


@pytest.mark.usefixtures("project")
def test_nothing_is_loaded_that_is_not_used() -> None:
    script = "import sys; from publish.cli.main import run; run(['build', '-f', 'html']); print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def modules() -> set[str]:
        run = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        return set(run.stdout.splitlines()[-1].split())

    assert {"click", "msgspec", "jinja2"} <= modules()
    loaded = modules()
    assert {name for name in loaded if name.split(".")[0] == "publish"} == LIGHT
    assert not loaded & {"click", "msgspec", "sqlite3", "jinja2", "lxml", "weasyprint", "tomllib"}


def test_other_words_another_place_or_environment_are_another_run(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["build", "-j", "1"]
    run(words)
    assert record.told_again(words)
    assert not record.told_again([*words, "--strict"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert not record.told_again(words)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert record.told_again(words)
    monkeypatch.chdir(project / "posts")
    assert not record.told_again(words)


def test_a_manifest_nearer_by_is_seen(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "posts")
    words = ["build", "-f", "html", "-m", "../publish.toml"]
    run(words)
    assert record.told_again(words)
    write(
        project, {"posts/publish.toml": "[documents.post]\neach = 'one.md'\ntargets = ['html']\n"}
    )
    assert not record.told_again(words), "the words name it, and it is looked for all the same"


def test_a_failed_document_is_tried_again(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, {"look/page.html": "{{ nothing.there }}"})
    first = told(capsys, "-f", "html")
    assert first[0] == 1
    assert not record.told_again(["build", "-j", "1", "-f", "html"])
    assert told(capsys, "-f", "html") == first


@pytest.mark.parametrize("damage", ["", "x", "{}", "[]", "null", "flip"])
def test_a_damaged_record_costs_time_only(damage: str, project: Path) -> None:
    words = ["build", "-j", "1"]
    run(words)
    (file,) = (project / ".publish/runs").iterdir()
    content = file.read_bytes()
    head = content.partition(b"\n")[0]
    flipped = content.replace(b"up to date", b"up to fate")
    file.write_bytes(flipped if damage == "flip" else head + b"\n" + damage.encode())
    assert record.told_again(words) is None
    assert run(words) == 1
    assert record.told_again(words)


def test_what_was_young_is_looked_at_by_its_state_later(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["build", "-j", "1"]
    run(words)
    (file,) = (project / ".publish/runs").iterdir()

    def young() -> dict[str, str]:
        found: dict[str, str] = json.loads(file.read_bytes().partition(b"\n")[2])[1][4]
        return found

    assert young()
    assert record.told_again(words)
    assert young()
    monkeypatch.setattr("publish.disk.TICK", -1)
    assert record.told_again(words)
    assert not young()
    assert record.told_again(words)


def test_a_change_while_a_build_is_at_work_is_not_taken_for_what_was_built(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from publish.engine import making

    place = making.place

    def late(*arguments: object) -> object:
        write(project, {"posts/one.md": FILES["posts/one.md"].replace("leaves", "roots")})
        return place(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "place", late)
    build(capsys, expected=1)
    assert not record.told_again(["build", "-j", "1", "--json"])
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert fresh(build(capsys, expected=1)) == {
        "one.html", "one.md", "one.epub", "book.html", "book.epub"
    }  # fmt: skip
    assert b"roots" in outputs(project)["html/one.html"]


def test_a_change_at_the_very_end_of_a_build_is_built_the_next_time(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def late(*arguments: object) -> object:
        write(project, {"posts/one.md": FILES["posts/one.md"].replace("leaves", "roots")})
        return inputs_seen(*arguments)  # type: ignore[arg-type]  # whatever the build hands on

    inputs_seen = inputs.seen
    monkeypatch.setattr(inputs, "seen", late)
    build(capsys, expected=1)
    monkeypatch.undo()
    monkeypatch.chdir(project)
    build(capsys, expected=1)
    assert b"roots" in outputs(project)["html/one.html"]


def test_a_picture_in_a_folder_that_is_not_walked_is_seen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing = FILES["posts/cup.svg"]
    text = FILES["posts/one.md"] + "\n![a cup](../node_modules/cup.svg)\n"
    write(project, {"posts/one.md": text, "node_modules/cup.svg": drawing})
    build(capsys, expected=1)
    write(project, {"node_modules/cup.svg": drawing.replace("white", "black")})
    assert "one.html" in fresh(build(capsys, expected=1))


def test_a_picture_that_a_link_takes_from_there_is_seen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing = FILES["posts/cup.svg"]
    text = FILES["posts/one.md"] + "\n![a cup](linked.svg)\n"
    write(project, {"posts/one.md": text, "node_modules/cups/cup.svg": drawing})
    (project / "posts/linked.svg").symlink_to("cups/cup.svg")
    (project / "posts/cups").symlink_to("../node_modules/cups")
    build(capsys, expected=1)
    write(project, {"node_modules/cups/cup.svg": drawing.replace("white", "black")})
    assert "one.html" in fresh(build(capsys, expected=1))
