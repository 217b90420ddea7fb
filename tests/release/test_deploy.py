"""Releases brought to other places, for real: only what changed, the index last, and nothing of others'."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from release.shelf import manifest, released

from publish.diagnostics import Diagnostic
from publish.manifest import Manifest
from publish.manifest.unattended import DeployTable
from publish.release.deploy import deployed
from publish.release.deploy.bring import bring, files_of
from publish.release.deploy.folder import Folder
from publish.release.deploy.rsync import Rsync
from publish.release.deploy.there import NAME, There, read, written
from publish.release.limit import Late, Limit

ROOT = Path(__file__).resolve().parents[2]
FIRST = {"html/a.html": b"<p>a</p>", "html/b c 茶.html": b"<p>b</p>", "html/cup.svg": b"<svg/>"}
SECOND = {"html/a.html": b"<p>A</p>", "html/cup.svg": b"<svg/>", "pdf/new.pdf": b"%PDF"}


class Watched:
    """A place that remembers what was asked of it, and may fail on the way."""

    def __init__(self, place: Folder, fails: str = "") -> None:
        self.place = place
        self.fails = fails
        self.brought: list[str] = []
        self.removed: list[str] = []

    def read(self, name: str, most: int, limit: Limit) -> bytes | None:
        return self.place.read(name, most, limit)

    def write(self, name: str, content: bytes, limit: Limit) -> None:
        self.place.write(name, content, limit)

    def bring(self, folder: Path, names: Sequence[str], limit: Limit) -> None:
        for name in names:
            if name == self.fails:
                raise KeyboardInterrupt
            self.brought.append(name)
            self.place.bring(folder, [name], limit)

    def remove(self, known: Mapping[str, str], limit: Limit) -> None:
        self.removed += known
        self.place.remove(known, limit)


def there(folder: Path) -> dict[str, bytes]:
    return {
        it.relative_to(folder).as_posix(): it.read_bytes()
        for it in sorted(folder.rglob("*"))
        if it.is_file() and it.name != NAME
    }


def whole(release: Path, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """What a place should hold: the release, and what else was there."""
    files = there(release)
    files.pop("report.json", None)
    return files | dict(more or {})


def sent(place: Watched, release: Path, table: DeployTable) -> list[str]:
    """What is brought this time."""
    place.brought, place.removed = [], []
    bring(release, table, place, Limit(60), lambda _: None, "site")
    return place.brought


def told(loaded: Manifest) -> list[Diagnostic]:
    return list(deployed(loaded, Limit(120), lambda _: None))


def test_only_what_changed_is_brought_and_the_index_last(tmp_path: Path) -> None:
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    place, table = Watched(Folder(site)), DeployTable(to=str(site))
    first = released(loaded, FIRST)
    brought = sent(place, first, table)
    assert brought[-2:] == ["SHA256SUMS", "index.json"]
    assert brought.index("files/html/cup.svg") < brought.index("files/html/a.html")
    assert there(site) == whole(first)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=site).returncode == 0
    assert sent(place, first, table) == []
    second = released(loaded, SECOND)
    brought = sent(place, second, table)
    assert set(brought) == {
        "files/html/a.html", "files/pdf/new.pdf", "notes.zip", "notes.tar.gz", "SHA256SUMS", "index.json"
    }  # fmt: skip
    assert place.removed == ["files/html/b c 茶.html"]
    assert there(site) == whole(second)


def test_what_others_put_there_stays_also_below_folders_of_ours(tmp_path: Path) -> None:
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    table = DeployTable(to=str(site))
    mine = {"files/html/mine.html": b"mine", "robots.txt": b"mine too"}
    for name, content in mine.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    place = Watched(Folder(site))
    sent(place, released(loaded, FIRST), table)
    (site / "files/html/b c 茶.html").write_bytes(b"changed by somebody there")
    second = released(loaded, SECOND)
    sent(place, second, table)
    stays = {"files/html/b c 茶.html": b"changed by somebody there"}
    assert there(site) == whole(second, mine | stays)


def test_files_of_before_stay_where_nothing_is_to_be_removed(tmp_path: Path) -> None:
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    place, table = Watched(Folder(site)), DeployTable(to=str(site), delete=False)
    first = released(loaded, FIRST)
    sent(place, first, table)
    second = released(loaded, SECOND)
    sent(place, second, table)
    assert there(site) == whole(second, {"files/html/b c 茶.html": b"<p>b</p>"})
    sent(place, second, DeployTable(to=str(site)))
    assert there(site) == whole(second), "they are known for a time when they may go"


@pytest.mark.parametrize("fails", ["files/html/cup.svg", "files/html/a.html", "index.json"])
def test_who_is_killed_on_the_way_goes_on_the_next_time(tmp_path: Path, fails: str) -> None:
    """New files of the release that never came to its end are known, and go with the next one."""
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    table = DeployTable(to=str(site))
    sent(Watched(Folder(site)), released(loaded, {"html/z.html": b"z"}), table)
    with pytest.raises(KeyboardInterrupt):
        sent(Watched(Folder(site), fails), released(loaded, FIRST), table)
    second = released(loaded, SECOND)
    sent(Watched(Folder(site)), second, table)
    assert there(site) == whole(second)


def test_what_a_killed_run_was_writing_is_removed_and_nothing_else(tmp_path: Path) -> None:
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    table = DeployTable(to=str(site))
    sent(Watched(Folder(site)), released(loaded, FIRST), table)
    html = site / "files/html"
    for path in (
        html / ".a.html.0a1b2c3d",
        html / ".b c 茶.html.0a1b2c3d",
        site / f".{NAME}.0a1b2c3d",
    ):
        path.write_bytes(b"half")
    mine = dict.fromkeys(
        ("files/html/.mine.html.0a1b2c3d", "files/html/.a.html.old", ".a.html.0a1b2c3d"), b"mine"
    )
    for name, content in mine.items():
        (site / name).write_bytes(content)
    second = released(loaded, SECOND)
    sent(Watched(Folder(site)), second, table)
    assert there(site) == whole(second, mine)


def test_a_folder_and_globs_choose_what_is_brought(tmp_path: Path) -> None:
    loaded = manifest(tmp_path / "project")
    release = released(loaded, SECOND)
    assert set(files_of(release, DeployTable(to="x", folder="files/html"))) == {"a.html", "cup.svg"}
    assert set(
        files_of(release, DeployTable(to="x", include=("files/*/*.html", "index.json")))
    ) == {
        "files/html/a.html",
        "index.json",
    }
    site = tmp_path / "site"
    sent(Watched(Folder(site)), release, DeployTable(to="x", folder="files/html"))
    assert there(site) == {"a.html": b"<p>A</p>", "cup.svg": b"<svg/>"}


def test_names_that_lead_elsewhere_are_not_believed(tmp_path: Path) -> None:
    """What a place says of itself may have been written by anybody."""
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    site.mkdir()
    (site / "out").symlink_to(tmp_path)
    names = ("../victim.txt", str(victim), "a/../../victim.txt", "out/victim.txt", NAME)
    (site / NAME).write_bytes(written(There("x", dict.fromkeys(names, ""))))
    release = released(loaded, FIRST)
    sent(Watched(Folder(site)), release, DeployTable(to=str(site)))
    assert victim.read_text() == "mine"
    assert (site / NAME).is_file()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"schema": 9}', b'{"files": 3}', b"[" * 9999]
)
def test_a_place_that_says_nonsense_gets_everything(content: bytes) -> None:
    assert read(content) == There()


def test_nothing_is_written_where_a_link_leads_out(tmp_path: Path) -> None:
    loaded, site = manifest(tmp_path / "project"), tmp_path / "site"
    site.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (site / "files").symlink_to(tmp_path / "elsewhere")
    loaded = manifest(tmp_path / "project", f'[deploy.site]\nto = "{site}"\n')
    released(loaded, FIRST)
    (fault,) = told(loaded)
    assert (fault.code, "leads out of it by a link" in fault.message) == ("REL007", True)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_place_that_refuses_keeps_no_other_from_the_release(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    loaded = manifest(
        tmp_path / "project",
        f'[deploy.first]\nto = "{tmp_path}/nowhere/site"\n[deploy.second]\nto = "{tmp_path}/file"\n'
        f'[deploy.third]\nto = "{tmp_path}/site"\n',
    )
    release = released(loaded, FIRST)
    faults = told(loaded)
    assert [it.code for it in faults] == ["REL007", "REL007"]
    assert [it.message.partition(":")[0] for it in faults] == [
        f"the release was not brought to “first” ({tmp_path}/nowhere/site)",
        f"the release was not brought to “second” ({tmp_path}/file)",
    ]
    assert there(tmp_path / "site") == whole(release)
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "file").unlink()
    assert told(loaded) == []
    assert there(tmp_path / "file") == whole(release)


# ------------------------------------------------------------------------------------------- rsync


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server of rsync's on this machine: its address, and the folder that it writes to."""
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    folder = tmp_path_factory.mktemp("rsync")
    (folder / "files").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "conf").write_text(
        f"use chroot = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
        f"[www]\npath = {folder}/files\nread only = no\n[closed]\npath = {folder}/files\n"
    )
    words = ["rsync", "--daemon", "--no-detach", f"--port={port}", f"--config={folder}/conf"]
    server = subprocess.Popen([*words, "--address=127.0.0.1"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as door:
                if not door.connect_ex(("127.0.0.1", port)):
                    break
            assert server.poll() is None
            time.sleep(0.05)
        yield f"rsync://127.0.0.1:{port}", folder / "files"
    finally:
        server.terminate()
        server.wait()


def test_a_server_of_rsync_gets_only_what_changed(tmp_path: Path, module: tuple[str, Path]) -> None:
    address, folder = module
    more = f'[deploy.site]\nto = "{address}/www/our site"\n'
    site = folder / "our site"
    loaded = manifest(tmp_path, more)
    first = released(loaded, FIRST)
    assert told(loaded) == []
    assert there(site) == whole(first)
    assert (site / "files/html/a.html").stat().st_mode & 0o777 == 0o644
    (site / "files/html/mine.html").write_bytes(b"mine")
    states = {it: it.stat().st_ino for it in site.rglob("*") if it.is_file()}
    assert told(loaded) == []
    second = released(loaded, SECOND)
    assert [it.message for it in told(loaded)] == []
    assert there(site) == whole(second, {"files/html/mine.html": b"mine"})
    same = {it.name for it, inode in states.items() if it.exists() and it.stat().st_ino == inode}
    assert same == {"cup.svg", "mine.html"}


@pytest.mark.parametrize(
    ("place", "said"),
    [("closed/site", "read only"), ("nowhere/site", "Unknown module"), ("www/a/b/c", "mkdir")],
)
def test_a_server_of_rsync_that_refuses_is_told(
    tmp_path: Path, module: tuple[str, Path], place: str, said: str
) -> None:
    loaded = manifest(tmp_path, f'[deploy.site]\nto = "{module[0]}/{place}"\n')
    released(loaded, FIRST)
    (fault,) = told(loaded)
    assert fault.code == "REL007"
    assert said in fault.message


def test_a_machine_that_is_not_there_is_told(tmp_path: Path) -> None:
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    more = '[deploy.a]\nto = "rsync://127.0.0.1:1/www"\n[deploy.b]\nto = "nobody@localhost:/www"\n'
    loaded = manifest(tmp_path, more)
    released(loaded, FIRST)
    assert [it.code for it in told(loaded)] == ["REL007", "REL007"]


def test_rsync_that_is_not_installed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = manifest(tmp_path, '[deploy.a]\nto = "rsync://127.0.0.1:1/www"\n')
    released(loaded, FIRST)
    monkeypatch.setenv("PATH", str(tmp_path))
    (fault,) = told(loaded)
    assert "rsync is not installed here" in fault.message


def test_time_that_is_over_ends_rsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "rsync"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    began = time.monotonic()
    with pytest.raises(Late):
        Rsync("host:/www").bring(tmp_path, ["a"], Limit(0.3))
    assert time.monotonic() - began < 30


# ------------------------------------------------------------------------------------ a bucket, really


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a machine that may use a bucket of S3: moto's server on this one."""
    for name in ("s3fs", "moto", "flask_cors"):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log").open("wb")
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(words, stdout=log, stderr=log)
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT}:{ROOT}/tests",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    try:
        for _ in range(300):
            with socket.socket() as door:
                if not door.connect_ex(("127.0.0.1", port)):
                    break
            assert server.poll() is None
            time.sleep(0.1)
        asked("import s3fs; s3fs.S3FileSystem().mkdir('shelf')", environment)
        yield environment
    finally:
        server.terminate()
        server.wait()
        log.close()


def asked(script: str, environment: Mapping[str, str]) -> str:
    """What a program of its own says: fsspec remembers a server for ever."""
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


BRING = """
from pathlib import Path
from release.shelf import manifest, released
from release import test_deploy
from publish.release.deploy import deployed, objects
from publish.release.limit import Limit
loaded = manifest(Path({place!r}), {more!r})
if {files!r}:
    released(loaded, getattr(test_deploy, {files!r}))
brought = []
class Watched(objects.Objects):
    def bring(self, folder, names, limit):
        brought.extend(names)
        super().bring(folder, names, limit)
import publish.release.deploy as deploy
deploy.Objects = Watched
for fault in deployed(loaded, Limit(100), lambda _: None):
    print("FAULT", fault)
print(brought)
"""
LIST = """
import json, s3fs
there = s3fs.S3FileSystem(use_listings_cache=False)
found = {path: there.info(path) for path in there.find({path!r})}
print(json.dumps({path: [it["size"], it.get("ContentType")] for path, it in found.items()}))
"""


@pytest.mark.slow
def test_a_bucket_gets_only_what_changed(tmp_path: Path, s3: dict[str, str]) -> None:
    more = '[deploy.site]\nto = "s3://shelf/notes"\ninclude = ["files/**", "index.json"]\n'

    def brought(files: str) -> list[str]:
        script = BRING.format(place=str(tmp_path), more=more, files=files)
        return list(json.loads(asked(script, s3).replace("'", '"')))

    def listed() -> dict[str, list[object]]:
        return dict(json.loads(asked(LIST.replace("{path!r}", "'shelf/notes'"), s3)))

    assert brought("FIRST")[-1] == "index.json"
    asked("import s3fs; s3fs.S3FileSystem().pipe('shelf/notes/files/mine.txt', b'mine')", s3)
    assert brought("") == []
    assert brought("SECOND") == ["files/pdf/new.pdf", "files/html/a.html", "index.json"]
    found = listed()
    assert set(found) == {
        f"shelf/notes/{name}"
        for name in (*(f"files/{it}" for it in SECOND), "index.json", "files/mine.txt", NAME)
    }
    assert found["shelf/notes/files/html/a.html"] == [len(SECOND["html/a.html"]), "text/html"]


@pytest.mark.slow
def test_a_bucket_that_is_not_there_or_not_open_is_told(tmp_path: Path, s3: dict[str, str]) -> None:
    places: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
        "s3://nobodys/notes": dict,
        "s3://shelf/notes": lambda it: it | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
    }
    for number, (to, change) in enumerate(places.items()):
        more = f'[deploy.site]\nto = "{to}"\n'
        script = BRING.format(place=str(tmp_path / str(number)), more=more, files="FIRST")
        said = asked(script, change(s3))
        assert "REL007 the release was not brought to “site”" in said
        assert "secret" not in said and "Traceback" not in said
