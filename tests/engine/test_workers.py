"""Processes at work: one that is killed, and an interrupt, with tasks larger than a pipe holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from engine.project import outputs, post, write

import publish
from publish.backends import BACKENDS, Artifact
from publish.backends.json import Json
from publish.cli.main import run as main
from publish.document import Document, Metadata
from publish.engine.executors import Lost, Needs, run
from publish.engine.executors.local import Local
from publish.engine.executors.processes import Processes
from publish.engine.preload import modules
from publish.engine.tasks import Task, allowed, done
from publish.layouts import Layout
from publish.manifest.amounts import seconds, size
from publish.publication.model import Chapter, Publication
from publish.publication.words import words

LARGE = Layout("large", {"ballast.css": b"x" * 300_000})
TASKS = 12


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Callable[[int], Any], tuple[int]]:
        return os._exit, (9,)


def task(name: str, **options: Any) -> Task:
    document = Document(path=f"{name}.md", metadata=Metadata(title=name, lang="en"), blocks=())
    publication = Publication(
        name=name,
        kind="article",
        metadata=document.metadata,
        chapters=(Chapter("title", "", document),),
        nav=(),
        words=words("en"),
    )
    return Task(publication, "json", LARGE, options, 60)


def test_a_task_that_kills_its_worker_fails_alone() -> None:
    tasks = [task(f"p{at}", **({"x": Deadly()} if at == 3 else {})) for at in range(TASKS)]
    results = dict(done(tasks, 2, 0))
    assert sorted(results) == list(range(TASKS))
    assert [at for at, rendered in results.items() if rendered.faults] == [3]
    (fault,) = results[3].faults
    assert (fault.code, fault.path) == ("BUILD004", "p3.md")
    assert "status 9" in fault.message


def test_an_end_does_not_wait_for_what_a_worker_is_writing() -> None:
    for _ in range(4):
        results = done([task("tea" * 2_000_000, at=at) for at in range(TASKS)], 2, 0)
        assert next(results)
        results.close()


class Limited(NamedTuple):
    seconds: float = 60


def told(_: Limited) -> tuple[str, str]:
    return publish.__file__, os.environ.get("PYTHONPATH", "")


def test_workers_have_the_modules_and_the_environment_of_their_parent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    results = [result for _, result in run(told, [Limited()] * 2, Local(Needs(2)))]
    assert results == [(publish.__file__, "elsewhere")] * 2


@pytest.mark.parametrize("format", BACKENDS)
def test_what_workers_are_to_have_in_memory_is_there(format: str) -> None:
    assert all(find_spec(module) for module in modules([format]))


def slow(task: Limited) -> str:
    if task.seconds < 60:
        subprocess.run(["sleep", "61.5"], check=False)
    return "made"


@pytest.mark.parametrize("workers", [1, 2])
def test_what_takes_too_long_is_ended_with_the_programs_that_it_started(workers: int) -> None:
    began = time.monotonic()
    tasks = [Limited(), Limited(1), *[Limited()] * 4]
    results = dict(run(slow, tasks, Local(Needs(workers))))
    assert results.pop(1) == Lost("BUILD008", "took longer than 1 second")
    assert list(results.values()) == ["made"] * 5
    assert time.monotonic() - began < 30
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "sleep 61.5" not in running.stdout


@pytest.mark.parametrize("time", ["1000h", "999999999h"])
def test_limits_that_nothing_reaches_end_nothing(time: str) -> None:
    limited = Limited(allowed(task("p").publication, seconds(time)))
    local = Local(Needs(1, (), size("999999999GB")))
    assert list(run(slow, [limited], local)) == [(0, "made")]


@pytest.mark.skipif(sys.platform == "win32", reason="no signal can be held back")
def test_an_interrupt_while_workers_start_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    original = Processes.__init__

    def interrupted(self: Processes, *rest: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        original(self, *rest)
        made.append(self)

    monkeypatch.setattr(Processes, "__init__", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            Local(Needs(2)).open(2)
    finally:
        signal.signal(signal.SIGINT, before)
    (pool,) = made
    pool.end()


class Greedy:
    """Takes much memory as it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[int], Any], tuple[int]]:
        return bytes, (900_000_000,)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
def test_what_takes_too_much_memory_is_told() -> None:
    tasks = [task(f"p{at}", **({"x": Greedy()} if at == 3 else {})) for at in range(TASKS)]
    results = dict(done(tasks, 2, 500_000_000))
    faults = [rendered.faults for at, rendered in sorted(results.items())]
    assert [bool(each) for each in faults] == [at == 3 for at in range(TASKS)]
    assert faults[3][0].code == "BUILD009"
    assert faults[3][0].path == "p3.md"


def identity(_: Limited) -> int:
    return os.getpid()


def growing(_: Limited) -> int:
    ballast.append(bytearray(300_000_000))
    return os.getpid()


ballast: list[bytearray] = []


def test_a_worker_that_has_grown_is_replaced() -> None:
    pids = [pid for _, pid in run(growing, [Limited()] * 4, Local(Needs(1)))]
    assert pids[0] == pids[1] != pids[2] == pids[3]
    assert len({pid for _, pid in run(identity, [Limited()] * 4, Local(Needs(1)))}) == 1


class Whispered(NamedTuple):
    """A task that nobody can be sent."""

    answer: Callable[[], int]
    seconds: float = 60


def heard(task: Whispered) -> int:
    return task.answer()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_a_process_that_is_forked_has_its_tasks_already() -> None:
    tasks = [Whispered(lambda: 4), Whispered(lambda: 2)]
    assert dict(run(heard, tasks, Local(Needs(1, tasks=tasks)))) == {0: 4, 1: 2}
    lost = dict(run(heard, tasks, Local(Needs(1))))
    assert all(isinstance(result, Lost) for result in lost.values())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_few_tasks_are_not_sent() -> None:
    ((_, rendered),) = done([task("tea", x=lambda: 0)], 1, 0)
    assert not rendered.faults


def scratch(task: Limited) -> str:
    folder = tempfile.mkdtemp()
    if task.seconds < 60:
        os.kill(os.getpid(), signal.SIGKILL)
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_temporary_files_of_a_worker_go_with_it(
    workers: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    tasks = [Limited(), Limited(1), *[Limited()] * 4]
    made = [result for _, result in run(scratch, tasks, Local(Needs(workers)))]
    folders = [folder for folder in made if isinstance(folder, str)]
    assert len(folders) == 5
    assert all(Path(folder).parents[1] == tmp_path for folder in folders)
    assert list(tmp_path.glob("publish-*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere few files are made in this process")
@pytest.mark.parametrize(("code", "words"), [("BUILD008", "6 seconds"), ("BUILD009", "memory")])
def test_a_build_names_what_is_beyond_a_limit_and_makes_the_rest(
    code: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    render = Json.render

    def beyond(self: Json, publication: Publication, *rest: Any) -> Iterable[Artifact]:
        if publication.name == "two":
            time.sleep(60) if code == "BUILD008" else bytes(500_000_000)
        return render(self, publication, *rest)

    monkeypatch.setattr(Json, "render", beyond)
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {f"{name}.md": post(name, "Text.") for name in ("one", "two", "three")})
    build = '[build]\ntimeout = "6s"\nmemory = "400MB"\n'
    documents = '[documents.post]\neach = "*.md"\ntargets = ["json"]\n'
    write(tmp_path, {"publish.toml": build + documents})
    assert main(["build"]) == 1
    told = capfd.readouterr().err
    assert f"two.md: {code} making the json file took" in told
    assert words in told
    assert "2 files built, 0 up to date, 1 failed" in told
    assert sorted(outputs(tmp_path)) == ["json/one.json", "json/three.json"]
