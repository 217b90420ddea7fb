"""Other machines make what this one would: a cluster of Dask on loopback, and executors of plug-ins."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from engine.project import outputs, post, write

from publish.diagnostics import PublishError
from publish.engine.afar.dask import Dask, Pool
from publish.engine.afar.machine import difference
from publish.engine.afar.orders import Answer, Order, work
from publish.engine.executors import Lost, run
from publish.engine.store.remote.remote import Content
from publish.manifest import load

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "content" / "manual" / "15-many-machines.md"
DEEP = bool(os.environ.get("PUBLISH_DEEP"))
POSTS = 200 if DEEP else 24
PLUG_INS = {
    "parts_for_tests.py": '''
import concurrent.futures, os, pathlib, signal, time
from publish.backends import Artifact

class Poison:
    suffix = ".poison"
    options = {}
    def render(self, publication, layout, options):
        title = publication.metadata.title
        pathlib.Path(os.environ["MARKS"], f"{title} {os.getpid()}").touch()
        if title == "Poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if title == "Endless":
            time.sleep(600)
        yield Artifact(publication.name + self.suffix, f"{title}\\n".encode())

BACKEND = Poison()

def processes(options):
    assert options["colour"] == "red"
    return concurrent.futures.ProcessPoolExecutor(options["workers"])

def broken(options):
    raise OSError("out of order")

def nothing(options):
    return 7

class Silent(concurrent.futures.Executor):
    def submit(self, work, /, *args, **kwargs):
        return concurrent.futures.Future()

def silent(options):
    return Silent()

def asleep(options):
    sleeps = {"initializer": time.sleep, "initargs": (600,)}
    return concurrent.futures.ProcessPoolExecutor(options["workers"], **sleeps)

if "IMPATIENT" in os.environ:
    from publish.engine.afar import distant
    distant.GRACE = 1 - 100
''',
    "parts_for_tests-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: parts-for-tests\nVersion: 1.0\n",
    "parts_for_tests-1.0.dist-info/entry_points.txt": "[publish.backends]\npoison = parts_for_tests:BACKEND\n"
    "[publish.executors]\nprocesses = parts_for_tests:processes\nbroken = parts_for_tests:broken\n"
    "nothing = parts_for_tests:nothing\nsilent = parts_for_tests:silent\n"
    "asleep = parts_for_tests:asleep\ngone = parts_that_are_not_there:gone\n",
}  # fmt: skip


class World:
    """A place with plug-ins, an environment of all machines, and a cache that they share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "marks").mkdir(parents=True)
        write(folder / "plug-ins", PLUG_INS)
        self.environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(folder / "plug-ins"), str(ROOT)]),
            "MARKS": str(folder / "marks"),
        }

    def project(self, name: str, build: str, posts: int, *titles: str) -> Path:
        place = self.folder / name
        targets = '["html", "poison"]' if titles else '["html", "markdown"]'
        head = f'[documents.post]\neach = "posts/*.md"\ntargets = {targets}\n'
        cache = f'[build.remote_cache]\nurl = "file://{self.folder}/cache-{name}"\nmode = "read-write"\n'
        texts = {
            f"posts/{n:03}.md": post(f"No. {n}", f"Text {n}, *and* more.") for n in range(posts)
        }
        named = {f"posts/{title.lower()}.md": post(title, "Text.") for title in titles}
        write(place, {"publish.toml": head + build + cache} | texts | named)
        return place

    def started(self, place: Path) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "publish", "build", "-j", "2"]
        return subprocess.Popen(
            words,
            cwd=place,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def built(self, place: Path) -> tuple[int, str, str]:
        process = self.started(place)
        out, err = process.communicate(timeout=500)
        assert "Traceback" not in err
        return process.returncode, out, err

    def marked(self) -> set[str]:
        """The titles of posts that some worker has begun to make, each with its process."""
        return {path.name for path in (self.folder / "marks").iterdir()}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Cluster:
    """A scheduler and a machine with two worker processes, started as their commands are."""

    def __init__(
        self,
        world: World,
        workers: int = 2,
        environment: dict[str, str] | None = None,
        words: tuple[str, ...] = (),
    ) -> None:
        self._words = words
        self.address = f"{'tls' if words else 'tcp'}://127.0.0.1:{free_port()}"
        self._log = (world.folder / "cluster.log").open("wb")
        self._environment = environment or world.environment
        host, port = self.address.partition("://")[2].split(":")
        self._running = [self._start("scheduler", "--host", host, "--port", port)]
        if workers:
            count = ("--nworkers", str(workers), "--nthreads", "1")
            self._running.append(
                self._start("worker", self.address, *count, "--local-directory", str(world.folder))
            )

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, *self._words, "--no-dashboard"]
        return subprocess.Popen(
            command,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def table(self) -> str:
        return f'[build]\nexecutor = "dask"\n[build.dask]\nscheduler = "{self.address}"\n'

    def kill(self, at: int) -> None:
        os.killpg(self._running[at].pid, signal.SIGKILL)
        self._running[at].wait()

    def close(self) -> None:
        for process in reversed(self._running):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._log.close()


@pytest.fixture
def cluster(world: World) -> Iterator[Cluster]:
    if find_spec("distributed") is None:
        pytest.skip("distributed is not installed")
    made = Cluster(world)
    yield made
    made.close()


def expected(world: World, *titles: str) -> dict[str, bytes]:
    """What this machine alone makes."""
    place = world.project("here", "", POSTS, *titles)
    world.built(place)
    return outputs(place)


@pytest.mark.slow
def test_a_cluster_gives_the_bytes_of_one_machine_while_a_worker_is_killed_and_a_post_kills_its_own(
    world: World, cluster: Cluster
) -> None:
    place = world.project("there", cluster.table(), POSTS, "Poison")
    process = world.started(place)
    while len(world.marked()) < 3:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    os.kill(int(min(world.marked()).split()[-1]), signal.SIGKILL)
    out, err = process.communicate(timeout=500)
    assert process.returncode == 1, err
    assert err.count("BUILD004") == 1
    assert "posts/poison.md: BUILD004 making the poison file ended its process" in err
    assert "EXEC" not in err
    assert "Traceback" not in err
    made = outputs(place)
    assert len(made) == 2 * POSTS + 1
    assert len(out.splitlines()) == len(made)
    workers = {name.split()[-1] for name in world.marked()}
    assert len(workers) > 3, "workers were replaced"
    assert made == expected(world, "Poison")


@pytest.mark.slow
def test_what_takes_longer_than_it_may_is_ended_on_a_worker(world: World, cluster: Cluster) -> None:
    limit = cluster.table().replace("[build]\n", '[build]\ntimeout = "3s"\n')
    place = world.project("there", limit, 4, "Endless")
    code, _, err = world.built(place)
    assert code == 1
    assert "posts/endless.md: BUILD008 making the poison file took longer than 3 seconds" in err
    assert len(outputs(place)) == 9


@pytest.mark.slow
def test_what_is_left_is_made_here_when_the_scheduler_is_gone(
    world: World, cluster: Cluster
) -> None:
    place = world.project("there", cluster.table(), POSTS, "Last")
    process = world.started(place)
    while len(world.marked()) < 3:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    cluster.kill(0)
    _, err = process.communicate(timeout=500)
    assert process.returncode == 0, err
    assert err.count("EXEC001") == 1
    assert f"publish.toml: EXEC001 the cluster at {cluster.address} is not used: " in err
    assert "Traceback" not in err
    assert outputs(place) == expected(world, "Last")


def certificate(folder: Path) -> dict[str, str]:
    """The files of a certificate that vouches for itself."""
    from distributed import Security

    made = Security.temporary()
    texts = {"ca": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    write(folder, {f"{name}.pem": text for name, text in texts.items()})
    return {name: str(folder / f"{name}.pem") for name in texts}


@pytest.mark.slow
def test_a_cluster_is_reached_by_tls_with_its_own_certificate_only(world: World) -> None:
    pytest.importorskip("distributed")
    pytest.importorskip("cryptography")
    ours, others = certificate(world.folder / "ours"), certificate(world.folder / "others")
    words = ("--tls-ca-file", ours["ca"], "--tls-cert", ours["cert"], "--tls-key", ours["key"])
    cluster = Cluster(world, 1, words=words)
    try:
        for name, files in (("right", ours), ("wrong", others)):
            keys = "".join(f'{key} = "{file}"\n' for key, file in files.items())
            place = world.project(name, cluster.table() + keys, 4)
            code, _, err = world.built(place)
            assert code == 0, err
            assert len(outputs(place)) == 8
            assert err.count("EXEC001") == (name == "wrong"), err
    finally:
        cluster.close()
    assert "certificate" in err.lower()


@pytest.mark.slow
@pytest.mark.skipif(not DEEP, reason="waits half a minute for workers; runs with PUBLISH_DEEP=1")
def test_a_cluster_without_workers_is_told_and_all_is_made_here(world: World) -> None:
    pytest.importorskip("distributed")
    cluster = Cluster(world, 0)
    try:
        place = world.project("there", cluster.table(), 4)
        code, _, err = world.built(place)
    finally:
        cluster.close()
    assert code == 0
    assert err.count("EXEC001") == 1
    assert "is not used: it has no workers" in err
    assert len(outputs(place)) == 8


class Still:
    """A cluster that takes orders, and does nothing."""

    status = "running"

    def __init__(self, at_work: bool) -> None:
        self.at_work = at_work
        self.again: list[str] = []

    def submit(self, *_: object, **__: object) -> Still:
        self.key = "order"
        return self

    def add_done_callback(self, *_: object) -> None: ...

    def cancel(self, *_: object, **__: object) -> None: ...

    def processing(self) -> dict[str, tuple[str, ...]]:
        return {"tcp://worker": ("order",) if self.at_work else ()}

    def nthreads(self) -> dict[str, int]:
        return {"tcp://worker": 2}

    def run(
        self, work: Callable[[object], object], *rest: object, **_: object
    ) -> dict[str, object]:
        return {"tcp://worker": work(*rest)}

    def close(self, *_: object, **__: object) -> None: ...

    def restart_workers(self, workers: list[str], **_: object) -> None:
        self.again += workers

    def wait_for_workers(self, _number: int, timeout: float) -> None:
        """They are there."""


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.engine.afar.dask.IDLE", 0.1)
    monkeypatch.setattr("publish.engine.afar.dask._LOOK", 0.05)


ORDER = Order("", b"", b"", "html", b"{}", {}, 1)


@pytest.mark.usefixtures("brisk")
def test_a_cluster_that_stands_still_is_given_up() -> None:
    pool = Pool(Still(at_work=False), None)
    with pytest.raises(BrokenExecutor, match="stands still"):
        pool.submit(work, ORDER).result(5)
    pool.shutdown(cancel_futures=True)


@pytest.mark.usefixtures("brisk")
def test_no_document_fails_of_a_cluster_that_stands_still_whenever_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(Dask, "_connected", lambda _: Still(at_work=False))
    write(tmp_path, {"publish.toml": '[documents.post]\neach = "*.md"\n'})
    cluster = Dask(load(tmp_path / "publish.toml"))
    told: list[object] = []
    with pytest.raises(PublishError, match=r"EXEC001 the cluster at .* stands still"):
        told += run(work, [ORDER] * 9, cluster)
    assert not told


@pytest.mark.usefixtures("brisk")
def test_a_worker_whose_order_never_ends_is_started_anew() -> None:
    cluster = Still(at_work=True)
    pool = Pool(cluster, None)
    assert pool.submit(work, ORDER).result(5) == Lost("BUILD008", "took longer than 1 second")
    pool.shutdown(cancel_futures=True)
    deadline = time.monotonic() + 5
    while not cluster.again and time.monotonic() < deadline:
        time.sleep(0.01)
    assert cluster.again == ["tcp://worker"]


def test_the_executor_that_the_manual_writes_is_one() -> None:
    (text,) = re.findall(
        r"^```python\n(.*?)^```$", CHAPTER.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    module: dict[str, Any] = {}
    exec(text, module)
    with module["executor"]({"workers": 1}) as made:
        assert isinstance(made, Executor)


def test_what_a_machine_has_differently_is_said_in_words() -> None:
    here = {
        "publish": "1",
        "library weasyprint": "70.0",
        "library lxml": "6",
        "fonts": "x",
        "plug-in y": "z",
    }
    assert difference(here, dict(here)) == ""
    there = here | {"library weasyprint": "69.0", "fonts": "other"}
    assert difference(here, there) == "weasyprint 69.0 and not 70.0 and other fonts"
    assert difference(here, {}).startswith("another publish, Python or kind of processor and ")
    assert difference(here, {}).endswith(" and 2 more")


def test_an_order_of_another_program_is_refused() -> None:
    answer = work(ORDER._replace(facts={"publish": "another"}))
    assert isinstance(answer, Answer)
    assert answer.refused == "it has another publish, Python or kind of processor"


def test_a_worker_that_a_library_keeps_from_the_store_refuses_and_ends_no_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class NoCredentialsError(Exception):
        """As botocore raises it: of none of Python's own kinds."""

    def refuse(_: str) -> None:
        raise NoCredentialsError("Unable to locate credentials")

    monkeypatch.setattr("publish.engine.afar.orders._bucket", refuse)
    monkeypatch.setattr("publish.engine.afar.orders.difference", lambda *_: "")
    asked = Content("0" * 40, 5)
    answer = work(ORDER._replace(store="s3://bucket/name", publication=asked, layout=asked))
    assert isinstance(answer, Answer)
    assert answer.refused == "it has no way to s3://bucket/name: Unable to locate credentials"


def test_no_scheduler_is_told_and_all_is_made_here(world: World) -> None:
    pytest.importorskip("distributed")
    table = (
        f'[build]\nexecutor = "dask"\n[build.dask]\nscheduler = "tcp://127.0.0.1:{free_port()}"\n'
    )
    place = world.project("there", table, 4)
    code, _, err = world.built(place)
    assert code == 0
    assert err.count("EXEC001") == 1
    assert len(outputs(place)) == 8


@pytest.mark.slow
def test_a_worker_that_is_another_is_refused(world: World) -> None:
    pytest.importorskip("distributed")
    (world.folder / "other").mkdir()
    (world.folder / "other/sitecustomize.py").write_text(
        "import zlib; zlib.ZLIB_RUNTIME_VERSION = 'another'"
    )
    environment = world.environment | {
        "PYTHONPATH": f"{world.folder}/other{os.pathsep}{world.environment['PYTHONPATH']}"
    }
    cluster = Cluster(world, 1, environment)
    try:
        place = world.project("there", cluster.table(), 4, "Last")
        code, _, err = world.built(place)
    finally:
        cluster.close()
    assert code == 0
    assert err.count("EXEC001") == 1
    assert "no worker can be used: tcp://" in err
    assert "it has another publish, Python or kind of processor" in err
    assert len(outputs(place)) == 10


def test_without_dask_the_build_says_so(world: World) -> None:
    write(world.folder / "plug-ins", {
        "distributed.py": "raise ModuleNotFoundError('No module named distributed', name='distributed')"
    })  # fmt: skip
    table = '[build]\nexecutor = "dask"\n[build.dask]\nscheduler = "tcp://127.0.0.1:8786"\n'
    code, _, err = world.built(world.project("there", table, 4))
    assert code == 2
    assert "publish.toml: EXEC003 Dask is not installed" in err
    assert "pip install 'publish[dask]'" in err


# ------------------------------------------------------------------------------------------- plug-ins


@pytest.mark.parametrize("shared", [True, False])
def test_an_executor_of_a_plug_in_gives_the_same_bytes(world: World, shared: bool) -> None:
    table = '[build]\nexecutor = "processes"\n[build.executors.processes]\ncolour = "red"\n'
    place = world.project("there", table, 6, "Last")
    if not shared:
        manifest = place / "publish.toml"
        manifest.write_text(manifest.read_text().replace("read-write", "off"))
    code, _, err = world.built(place)
    assert (code, "EXEC" in err) == (0, False), err
    here = world.project("here", "", 6, "Last")
    world.built(here)
    assert outputs(place) == outputs(here)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("broken", "EXEC001 the executor “broken” cannot be used: OSError: out of order"),
        ("nothing", "EXEC001 the executor “nothing” gives no executor but int"),
    ],
)
def test_an_executor_that_is_of_no_use_is_told_and_all_is_made_here(
    name: str, sentence: str, world: World
) -> None:
    place = world.project("there", f'[build]\nexecutor = "{name}"\n', 4)
    code, _, err = world.built(place)
    assert (code, err.count("EXEC")) == (0, 1)
    assert sentence in err
    assert len(outputs(place)) == 8


@pytest.mark.parametrize("name", ["silent", "asleep"])
def test_an_executor_of_which_nothing_is_heard_is_given_up_and_all_is_made_here(
    world: World, name: str
) -> None:
    place = world.project("there", f'[build]\nexecutor = "{name}"\ntimeout = "100s"\n', 4)
    world.environment["IMPATIENT"] = "1"
    code, _, err = world.built(place)
    assert (code, err.count("EXEC")) == (0, 1)
    assert "publish.toml: EXEC001 the executor makes no progress" in err
    assert len(outputs(place)) == 8


@pytest.mark.parametrize("posts", [1, 4])
def test_an_executor_that_there_is_not_ends_the_build(world: World, posts: int) -> None:
    code, out, err = world.built(world.project("there", '[build]\nexecutor = "dusk"\n', posts))
    assert (code, out) == (2, "")
    assert "publish.toml: EXEC003 there is no executor “dusk”\n  known: " in err
    assert "dask, gone, local" in err


def test_an_executor_that_cannot_be_loaded_ends_the_build_with_a_sentence(world: World) -> None:
    code, out, err = world.built(world.project("there", '[build]\nexecutor = "gone"\n', 4))
    assert (code, out) == (2, "")
    assert "EXEC003 the executor “gone” cannot be loaded: ModuleNotFoundError: " in err
