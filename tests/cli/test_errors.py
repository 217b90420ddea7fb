"""Whatever happens, the user reads a sentence and the exit code says what kind of end it was."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from publish.cli import rules_command
from publish.cli.main import run
from publish.engine.store import FOLDER, lock

POST = "---\ntitle: Tea\nlang: en\n---\n\n## Leaves\n\nSome text.\n"
MANIFEST = '[documents.post]\neach = "*.md"\ntargets = ["html"]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Broken:
    """Rules that cannot be listed."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __iter__(self) -> Broken:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ValueError("odd\nthing"), 70, "publish: internal error: ValueError: odd thing\n"),
        (RecursionError("too deep"), 70, "publish: internal error: RecursionError: too deep\n"),
        (OSError(errno.ENOSPC, "No space", "out.pdf"), 1, "out.pdf: SYS002 the disk is full\n"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 1, "x: SYS002 Permission denied"),
        (KeyboardInterrupt(), 130, "publish: interrupted; what was finished is kept"),
    ],
)
def test_an_error_is_a_sentence_and_an_exit_code(
    error: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(rules_command, "RULES", Broken(error))
    assert run(["rules"]) == code
    printed = capsys.readouterr()
    assert printed.err.startswith(said)
    assert bool(printed.err) == bool(said)
    assert not printed.out
    assert "Traceback" not in printed.err


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EACCES, "look at the owner"),
        (errno.EROFS, "read-only"),
        (errno.ENAMETOOLONG, "a shorter name"),
        (errno.ENOTDIR, "the name of a folder"),
        (errno.EISDIR, "a folder has the name"),
        (errno.ENXIO, "look at the disk"),
    ],
)
def test_the_hint_fits_the_error_of_the_disk(
    project: Path,
    number: int,
    hint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", refuse)
    assert run(["build", "-j", "1"]) == 1
    told = "".join(capsys.readouterr())
    _, _, said = told.partition(f"OUT002 cannot be written: {os.strerror(number)}\n")
    assert hint in said.partition("\n")[0]
    assert "what was there before is untouched" in told
    assert not list(project.glob("build/**/*.*"))


@pytest.mark.parametrize("words", [["--debug", "rules"], ["rules", "--debug"]])
def test_debug_shows_where_it_happened(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rules_command, "RULES", Broken(ValueError("odd")))
    monkeypatch.setenv("PUBLISH_DEBUG", "")
    assert run(words) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_a_backend_that_breaks_says_where_with_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("publish.backends.html.Html.render", broken)
    monkeypatch.setenv("PUBLISH_DEBUG", "")
    assert run(["build", "-j", "1"]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert run(["build", "-j", "1", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_two_builds_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with lock(project / FOLDER):
        assert run(["build"]) == 75
    assert "LOCK001" in capsys.readouterr().err
    assert run(["build"]) == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "publish", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout
    assert program.stderr
    program.stdout.close()
    said = program.stderr.read()
    program.stderr.close()
    assert program.wait() == 141
    assert said == b""


def test_a_terminal_that_cannot_show_a_sign(project: Path) -> None:
    (project / "tea.md").write_text(
        "---\ntitle: 茶\nlang: zh-Hans\n---\n\n用tea。\n", encoding="utf-8"
    )
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "publish", "build", "--strict"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"CJK001" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_stopped_leaves_whole_files_only(
    project: Path, sent: signal.Signals, code: int
) -> None:
    for number in range(40):
        (project / f"post-{number}.md").write_text(POST, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-m", "publish", "build"], stderr=subprocess.PIPE, text=True
    )
    for _ in range(600):
        if program.poll() is not None or list(project.glob("build/html/*.html")):
            break
        time.sleep(0.02)
    program.send_signal(sent)
    _, said = program.communicate()
    if program.returncode:  # it was quicker than the signal
        assert program.returncode == code
        assert "Traceback" not in said
    assert not [path.name for path in project.rglob(".*.*") if path.is_file()]
    assert all("</html>" in path.read_text("utf-8") for path in project.glob("build/html/*.html"))
    assert run(["build"]) == 0
    assert len(list(project.glob("build/html/*.html"))) == 41


def test_a_build_that_is_killed_leaves_no_process_behind(project: Path) -> None:
    for number in range(40):
        (project / f"post-{number}.md").write_text(POST, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-m", "publish", "build", "--jobs", "2"], stderr=subprocess.PIPE
    )
    for _ in range(600):
        if program.poll() is not None or list(project.glob("build/html/*.html")):
            break
        time.sleep(0.02)
    program.kill()
    program.communicate(timeout=30)  # ends when nobody holds the other end of its errors


@pytest.mark.usefixtures("project")
def test_both_streams_keep_their_order_in_one_pipe() -> None:
    words = [sys.executable, "-m", "publish", "build"]
    run = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    assert run.stdout == "build/html/tea.html\n1 file built, 0 up to date\n"
