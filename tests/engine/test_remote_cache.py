"""The remote cache: what one machine made, another need not; whatever is wrong with it, builds are whole."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from engine.project import FILES, MANIFEST, build, fresh, outputs, post, write

from publish.backends.book_pdf.press import Press
from publish.backends.book_pdf.printed import Part, Printed
from publish.backends.kept import taken_or_made
from publish.cli.main import run
from publish.diagnostics import Diagnostic
from publish.disk import digest
from publish.engine.shared_outputs import is_inside
from publish.engine.store import pieces
from publish.engine.store.blobs import Blobs
from publish.engine.store.pieces import Pieces
from publish.engine.store.remote import Edition, Remote
from publish.engine.store.remote import remote as remotes
from publish.engine.store.remote.bucket import Bucket, Folder
from publish.engine.store.remote.limits import FAILURES, SECONDS, Limited
from publish.engine.store.remote.remote import Content, Reach
from publish.engine.store.seal import sealed
from publish.report import Report

ROOT = Path(__file__).resolve().parents[2]
TAKEN = "taken from the remote cache"
OUTPUTS = 12
FOUND = Diagnostic("posts/one.md", 7, 1, "FNT001", "no font has “𓀀”")


def machine(place: Path, url: str, mode: str = "read-write") -> Path:
    """A checkout of the project in a folder of its own, with a remote cache."""
    table = f'[build.remote_cache]\nurl = "{url}"\nmode = "{mode}"\n'
    write(place, FILES | {"publish.toml": MANIFEST + table})
    return place


def taken(report: dict[str, object]) -> set[str]:
    """The outputs that another machine made."""
    made = report["made"]
    assert isinstance(made, list)
    return {Path(item["path"]).name for item in made if item["why"].endswith(TAKEN)}


def told(report: dict[str, object]) -> list[str]:
    """What is said of the cache."""
    found = report["diagnostics"]
    assert isinstance(found, list)
    return [f"{it['code']} {it['message']}" for it in found if it["code"].startswith("CACHE")]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the cache of this test is."""
    return tmp_path / "shared disk" / "cache"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine that has built everything, and the cache in which it was kept."""
    place = tmp_path_factory.mktemp("built")
    first = machine(place / "first", f"file://{place}/cache")
    code, _, err = published(first, os.environ | {"PYTHONPATH": str(ROOT)})
    assert code == 0
    assert "CACHE" not in err
    assert len(outputs(first)) >= OUTPUTS
    return place


@pytest.fixture
def first(built: Path, cache: Path) -> Path:
    """A machine that has built everything, and kept it in the cache of this test."""
    shutil.copytree(built / "cache", cache)
    return built / "first"


@pytest.fixture
def second(tmp_path: Path, first: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001
    """Another machine, with the same posts at another place, that only reads."""
    url = f"file://{tmp_path}/shared%20disk/cache"
    folder = machine(tmp_path / "far" / "away" / "second", url, "read")
    monkeypatch.chdir(folder)
    return folder


def test_another_machine_makes_nothing(
    first: Path, second: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: object) -> None:
        raise AssertionError("something is made here")

    monkeypatch.setattr("publish.engine.posts.normalize", made)
    monkeypatch.setattr("publish.engine.making.Task", made)
    report = build(capsys)
    assert taken(report) == fresh(report)
    assert len(report["made"]) == OUTPUTS
    assert outputs(second) == outputs(first)
    assert not told(report)


def test_what_was_taken_is_up_to_date(second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(capsys)
    assert not fresh(build(capsys))
    (second / "build/html/one.html").unlink()
    assert fresh(build(capsys)) == {"one.html"}


def test_only_what_is_another_is_made(second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(second, {"posts/one.md": FILES["posts/one.md"].replace("leaves", "roots")})
    report = build(capsys)
    own = fresh(report) - taken(report)
    assert own == {"one.html", "one.md", "one.epub", "book.html", "book.epub"}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], list[str]]:
    """The posts that were printed since it was asked last, in whatever process."""
    log, real = tmp_path / "printed", Press.printed

    def noting(self: Press, part: Part) -> Printed:
        with log.open("a") as file:
            file.write(part.source + "\n")
        return real(self, part)

    def said() -> list[str]:
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [line for line in lines if line.endswith(".md")]

    monkeypatch.setattr(Press, "printed", noting)
    return said


def test_of_a_book_only_the_chapters_that_are_another_are_printed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    printed: Callable[[], list[str]],
) -> None:
    names = [f"{name}.md" for name in "abc"]
    table = f'[build.remote_cache]\nurl = "file://{tmp_path}/cache"\nmode = "%s"\n'
    head = '[documents.book]\ncollect = "*.md"\ntargets = ["pdf"]\n'
    texts = {name: post(name, f"The text of {name}.") for name in names}
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    write(first, texts | {"publish.toml": head + table % "read-write"})
    monkeypatch.chdir(first)
    build(capsys)
    assert sorted(printed()) == names

    other = texts | {"b.md": post("b.md", "Another text.")}
    write(second, other | {"publish.toml": head + table % "read"})
    monkeypatch.chdir(second)
    before = sorted((tmp_path / "cache").rglob("*"))
    build(capsys)
    assert printed() == ["b.md"]
    assert sorted((tmp_path / "cache").rglob("*")) == before, "who only reads writes nothing"

    write(third, other | {"publish.toml": head})
    monkeypatch.chdir(third)
    build(capsys)
    assert sorted(printed()) == names
    assert outputs(second) == outputs(third)

    for damaged in (tmp_path / "cache/publish-1/piece").rglob("*"):
        if damaged.is_file():
            cut(damaged)
    fourth = tmp_path / "fourth"
    write(fourth, other | {"publish.toml": head + table % "read"})
    monkeypatch.chdir(fourth)
    build(capsys)
    assert sorted(printed()) == names, "damage costs time only"
    assert outputs(fourth) == outputs(third)


class Refusing:
    """A cache of one piece that nobody may write."""

    def __init__(self, held: bytes) -> None:
        self.held, self.asked = held, 0

    def get(self, name: str, most: int) -> bytes | None:  # noqa: ARG002 - part of the contract
        self.asked += 1
        return self.held

    def put(self, name: str, content: bytes) -> None:
        raise PermissionError(f"{name} of {len(content)} bytes is refused")


def test_pieces_are_read_from_a_cache_that_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        Pieces(tmp_path / name, "", Reach("memory://refusing", writes=True)) for name in "ab"
    )
    name = first.name(b"key")
    there = Refusing(sealed("piece", name, b"held"))
    monkeypatch.setattr(pieces, "bucket", lambda _: there)
    for number in range(FAILURES + 1):
        first.far.keep(b"other %d" % number, b"made")
    assert first.far.get(b"key") == b"held"
    assert first.get(b"key") == b"held", "it is here now"
    first.far.keep(b"large", bytes(pieces.LARGEST))
    assert second.far.get(b"another") is None


def test_a_cache_that_is_not_reached_fails_no_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def unreachable(url: str) -> Bucket:
        asked.append(url)
        raise ConnectionRefusedError(url)

    monkeypatch.setattr(pieces, "bucket", unreachable)
    far = Pieces(tmp_path, "", Reach("sftp://nobody", writes=True)).far
    for number in range(3 * FAILURES):
        key = b"%d" % number
        assert taken_or_made(far, key, str, lambda: "made") == "made"
        assert far.near.get(key) is not None
    assert len(asked) <= 2 * FAILURES, "it is left alone"


def test_findings_come_with_what_was_taken(
    second: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged(cache, lambda it: msgspec.structs.replace(it, found=(FOUND,)))
    told = [(it["code"], it["line"]) for it in build(capsys)["diagnostics"]]
    assert (FOUND.code, FOUND.line) in told
    assert second


def test_explain_says_what_was_taken(second: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    assert run(["build", "-j", "1", "--explain"]) == 0
    assert f"one.html: it was not made before; {TAKEN}\n" in capsys.readouterr().out


def test_who_only_reads_writes_nothing(
    second: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(cache.rglob("*"))
    write(second, {"posts/one.md": FILES["posts/one.md"].replace("leaves", "roots")})
    build(capsys)
    assert sorted(cache.rglob("*")) == before


def test_a_dry_run_writes_nothing(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(machine(tmp_path / "first", f"file://{tmp_path}/shared%20disk/cache"))
    build(capsys, "--dry-run")
    assert not cache.exists()


def test_without_the_cache_nothing_is_asked_for(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(machine(tmp_path / "first", f"file://{tmp_path}/shared%20disk/cache", "off"))
    assert not told(build(capsys))
    assert not cache.exists()


# -------------------------------------------------------------------------- what may be wrong with it


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def lengthened(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


@pytest.mark.parametrize("kind", ["blob", "post", "edition"])
def test_damage_costs_time_only(
    kind: str, first: Path, second: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harms: list[Callable[[Path], None]] = [cut, flipped, emptied, lengthened, Path.unlink]
    objects = [path for path in (cache / "publish-1" / kind).rglob("*") if path.is_file()]
    assert objects
    for number, path in enumerate(sorted(objects)):
        harms[number % len(harms)](path)
    report = build(capsys)
    assert outputs(second) == outputs(first)
    assert not told(report), "garbage is no reason to do without the rest"
    assert bool(taken(report)) == (kind == "post")


def test_who_writes_mends_what_is_damaged(
    tmp_path: Path, second: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    for path in (cache / "publish-1").rglob("*"):
        if path.is_file():
            flipped(path)
    monkeypatch.chdir(machine(tmp_path / "third", f"file://{tmp_path}/shared%20disk/cache"))
    assert not taken(build(capsys))
    monkeypatch.chdir(second)
    assert len(taken(build(capsys))) == OUTPUTS


def test_objects_swapped_for_others_are_not_taken(
    first: Path, second: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("blob", "post", "edition"):
        objects = sorted(p for p in (cache / "publish-1" / kind).rglob("*") if p.is_file())
        contents = [path.read_bytes() for path in objects]
        for path, content in zip(objects, [*contents[1:], contents[0]], strict=True):
            path.write_bytes(content)
    assert not taken(build(capsys))
    assert outputs(second) == outputs(first)


def test_what_another_version_kept_is_not_looked_at(
    second: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.engine.posts.program", lambda: "another")
    monkeypatch.setattr("publish.engine.facts.program", lambda: "another")
    report = build(capsys)
    assert len(fresh(report)) == OUTPUTS
    assert not taken(report)
    assert second


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_nobody_may_write_is_told_once(
    tmp_path: Path, second: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    folders = [cache, *(path for path in cache.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        _builds_without_writing(tmp_path, second, capsys, monkeypatch)
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_cache_that_refuses_to_be_written_is_told_once(
    tmp_path: Path, second: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Folder, "put", refused)
    _builds_without_writing(tmp_path, second, capsys, monkeypatch)


def _builds_without_writing(
    tmp_path: Path, second: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    third = machine(tmp_path / "third", f"file://{tmp_path}/shared%20disk/cache")
    write(third, {"posts/one.md": FILES["posts/one.md"].replace("leaves", "roots")})
    monkeypatch.chdir(third)
    report = build(capsys)
    assert taken(report), "what is there is still read"
    (said,) = told(report)
    assert said.startswith("CACHE002 the remote cache file://")
    assert "is not written: " in said
    assert "denied" in said
    assert second


def test_a_cache_that_is_not_there_is_told_once_and_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(machine(tmp_path / "first", f"file://{tmp_path}/nowhere", "read"))
    assert len(told(build(capsys))) == 1
    capsys.readouterr()
    assert run(["build", "-j", "1"]) == 0, "it is told until it is mended"
    said = capsys.readouterr().err
    assert "publish.toml: CACHE001 the remote cache file://" in said
    assert "is not used: nothing was kept there yet" in said


def test_a_cache_that_fails_is_no_finding_in_a_document() -> None:
    for code in ("CACHE001", "CACHE002"):
        found = Diagnostic("publish.toml", 0, 0, code, "it is not used")
        assert Report(diagnostics=(found,), strict=True).exit_code == 0


def test_a_strict_build_does_not_say_that_a_cache_failed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = f'[build.remote_cache]\nurl = "file://{tmp_path}/nowhere"\n'
    manifest = f'[documents.post]\neach = "*.md"\ntargets = ["markdown"]\n{table}'
    write(tmp_path, {"publish.toml": manifest, "a.md": post("A", "Text.")})
    monkeypatch.chdir(tmp_path)
    assert run(["build", "--strict"]) == 0
    assert capsys.readouterr().err.endswith("1 file built, 0 up to date; 1 warning\n")


def test_an_unknown_kind_of_address_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(machine(tmp_path / "first", "teapot://pot/cup"))
    (said,) = told(build(capsys))
    assert said.startswith("CACHE001 the remote cache teapot://pot/cup is not used: ")


class Hanging:
    """A place that never answers."""

    def get(self, name: str, most: int) -> bytes | None:
        time.sleep(60)
        raise AssertionError(name, most)

    def put(self, name: str, content: bytes) -> None:
        time.sleep(60)
        raise AssertionError(name, content)


class Failing:
    """A place to which there is no way; it counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def get(self, name: str, most: int) -> bytes | None:
        self.asked += 1
        raise ConnectionError(f"no way to {name} {most}\nby any road")

    def put(self, name: str, content: bytes) -> None:
        self.get(name, len(content))


def test_a_place_that_hangs_costs_a_few_seconds_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.engine.store.remote.limits.SECONDS", 0.3)
    monkeypatch.setattr("publish.engine.store.remote.limits.EACH", 0)
    assert SECONDS <= 5
    began = time.monotonic()
    limited = Limited(Hanging())
    for _ in range(50):
        assert limited.answers([lambda it: it.get("x", 1)] * 20) == [None] * 20
    limited.write(lambda it: it.put("x", b""), 0)
    limited.finish()
    assert time.monotonic() - began < 2
    assert limited.unread == "it answers too slowly"


def test_a_place_that_fails_is_asked_few_times() -> None:
    place = Failing()
    limited = Limited(place)
    for number in range(50):
        assert limited.answers([lambda it: it.get("x", 1)]) == [None], number
    assert place.asked == FAILURES
    assert limited.unread == "no way to x 1 by any road"
    for _ in range(50):
        limited.write(lambda it: it.put("x", b""), 0)
        limited.finish()
    assert place.asked == FAILURES, "nobody writes where nobody can read"


def test_two_machines_that_write_at_once_are_both_heard(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"file://{tmp_path}/shared%20disk/cache"
    places = [machine(tmp_path / name, url) for name in ("one", "two", "three")]
    words = [sys.executable, "-m", "publish", "build", "-j", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen(words, cwd=it, env=environment) for it in places[:2]]
    assert [process.wait() for process in running] == [0, 0]
    monkeypatch.chdir(places[2])
    assert len(taken(build(capsys))) == OUTPUTS
    assert outputs(places[0]) == outputs(places[1]) == outputs(places[2])
    assert not list(cache.rglob(".*")), "no half-written file is left"


# ------------------------------------------------------------------------------------ hostile objects


def forged(cache: Path, change: Callable[[Edition], Edition]) -> None:
    """Every edition in the cache as somebody might write it who means harm."""
    folder = cache / "publish-1" / "edition"
    for path in [it for it in folder.rglob("*") if it.is_file()]:
        key = path.parent.name + path.name
        kept = msgspec.msgpack.decode(path.read_bytes()[16:], type=tuple[Edition, ...])
        told = msgspec.msgpack.encode(tuple(map(change, kept)))
        path.write_bytes(sealed("edition 1", key, told))


def renamed(name: str) -> Callable[[Edition], Edition]:
    def change(edition: Edition) -> Edition:
        content = next(iter(edition.files.values()))
        return msgspec.structs.replace(edition, files=edition.files | {name: content})

    return change


def test_a_path_that_leads_out_is_refused(
    first: Path, second: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = itertools.cycle(["../x", "../../../x", "a/../../../x", f"{tmp_path}/x", "a\\..\\x"])
    forged(cache, lambda edition: renamed(next(names))(edition))
    assert not taken(build(capsys))
    assert outputs(second) == outputs(first)
    assert not list(tmp_path.rglob("x"))


@pytest.mark.parametrize("name", ["", ".", "..", "a//b", "/a", "a/", "a\\b", "c:x", "a\0b", "a\nb"])
def test_a_path_that_is_none_of_an_output_is_refused(name: str) -> None:
    assert not is_inside(name)
    assert is_inside("a/b c/图.html")


def test_a_link_in_the_output_folder_leads_nothing_out(
    first: Path, second: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "outside").mkdir()
    for folder in ("html", "markdown", "epub", "json"):
        (second / "build" / folder).mkdir(parents=True)
        (second / "build" / folder / "way").symlink_to(tmp_path / "outside")
    forged(cache, renamed("way/x"))
    assert not taken(build(capsys))
    assert not list((tmp_path / "outside").iterdir())
    assert first


def test_what_comes_from_elsewhere_replaces_only_what_a_build_made(
    second: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged(cache, renamed("notes.txt"))
    (second / "build/html").mkdir(parents=True)
    (second / "build/html/notes.txt").write_text("mine")
    report = build(capsys)
    assert "one.html" not in taken(report)
    assert (second / "build/html/notes.txt").read_text() == "mine"
    assert "one.epub" in taken(report)


@pytest.mark.parametrize("size", [-1, 10**12])
def test_a_size_that_cannot_be_is_refused(
    size: int, second: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(edition: Edition) -> Edition:
        files = {name: Content(it.digest, size) for name, it in edition.files.items()}
        return msgspec.structs.replace(edition, files=files)

    forged(cache, change)
    assert not taken(build(capsys))
    assert second


def test_a_digest_is_no_path(second: Path, cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(edition: Edition) -> Edition:
        files = {name: Content("../../secret", 9) for name in edition.files}
        return msgspec.structs.replace(edition, files=files)

    forged(cache, change)
    assert not taken(build(capsys))
    assert second


def test_a_pointer_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    class Endless:
        most = 0

        def get(self, name: str, most: int) -> bytes | None:  # noqa: ARG002
            self.most = max(most, self.most)
            return bytes(most)

        def put(self, name: str, content: bytes) -> None: ...

    place: Bucket = Endless()
    remote = Remote(place, Blobs(tmp_path), writes=False)
    assert remote.posts(["a" * 40]) == {}
    assert isinstance(place, Endless)
    assert place.most < 10_000_000
    assert remote.fetched([Content("b" * 40, 20)]) == set()
    assert not list(tmp_path.rglob("*"))


def test_a_content_of_no_bytes_needs_no_object(tmp_path: Path) -> None:
    remote = Remote(Failing(), Blobs(tmp_path), writes=False)
    assert remote.fetched([Content(digest(b""), 0)]) == {digest(b"")}


def test_editions_are_few(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    remote = Remote(Folder(tmp_path / "cache"), blobs, writes=True)
    for number in range(9):
        name = blobs.keep(bytes([number]))
        remote.keep_edition("a" * 40, Edition({"x": Content(name, 1)}))
        remote.limited.finish()
    kept = remote.editions(["a" * 40])["a" * 40]
    assert len(kept) == remotes._MOST
    assert kept[0].files["x"].digest == digest(bytes([8]))


# --------------------------------------------------------------------------------- a bucket, really


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
        "PYTHONPATH": str(ROOT),
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
        script = "import s3fs; s3fs.S3FileSystem().mkdir('shelf')"
        subprocess.run([sys.executable, "-c", script], env=environment, check=True)
        yield environment
    finally:
        server.terminate()
        server.wait()
        log.close()


def published(folder: Path, environment: dict[str, str], *words: str) -> tuple[int, str, str]:
    """The exit code of a build in a process of its own, and what it says."""
    run = subprocess.run(
        [sys.executable, "-m", "publish", "build", "-j", "1", *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.returncode, run.stdout, run.stderr


def test_a_bucket_of_s3_is_shared(tmp_path: Path, s3: dict[str, str]) -> None:
    first = machine(tmp_path / "first", "s3://shelf/notes")
    second = machine(tmp_path / "second", "s3://shelf/notes", "read")
    code, _, err = published(first, s3)
    assert (code, "CACHE" in err) == (0, False), err
    assert "Traceback" not in err and "nclosed" not in err
    code, out, err = published(second, s3, "--explain")
    assert (code, out.count(TAKEN)) == (0, OUTPUTS), err
    assert outputs(second) == outputs(first)
    assert "Traceback" not in err and "nclosed" not in err


def test_a_bucket_that_is_not_there_is_told(tmp_path: Path, s3: dict[str, str]) -> None:
    for mode, code in (("read", "CACHE001"), ("read-write", "CACHE002")):
        place = machine(tmp_path / mode, "s3://no-such-shelf/notes", mode)
        status, _, err = published(place, s3, "-f", "json")
        assert status == 0
        assert err.count("CACHE") == 1, err
        assert f"{code} the remote cache s3://no-such-shelf/notes" in err
        assert "Traceback" not in err


def test_an_endpoint_that_is_down_costs_a_few_seconds(tmp_path: Path, s3: dict[str, str]) -> None:
    with socket.socket() as free:  # bound and not listening: a connection is refused
        free.bind(("127.0.0.1", 0))
        down = s3 | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free.getsockname()[1]}"}
        place = machine(tmp_path / "first", "s3://shelf/notes")
        code, _, err = published(place, down, "-f", "json")
    assert code == 0
    assert err.count("CACHE") == 1, err
    assert "CACHE001 the remote cache s3://shelf/notes is not used: Could not connect" in err
    assert "Traceback" not in err
    assert list(outputs(place)) == ["json/code.json"]


def test_without_fsspec_a_bucket_is_told_and_a_folder_works(
    tmp_path: Path, cache: Path, first: Path
) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/fsspec.py").write_text(
        "raise ModuleNotFoundError('No module named fsspec', name='fsspec')"
    )
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}/hidden:{ROOT}"}
    place = machine(tmp_path / "second", "s3://shelf/notes")
    code, _, err = published(place, environment, "-f", "json")
    assert code == 0
    assert "fsspec is not installed\n  install it: pip install 'publish[remote]'\n" in err
    url = f"file://{str(cache).replace(' ', '%20')}"
    place = machine(tmp_path / "third", url, "read")
    code, out, _ = published(place, environment, "--explain", "-f", "json")
    assert (code, out.count(TAKEN)) == (0, 1)
    assert first


def test_no_build_loads_fsspec_that_was_not_asked_to(tmp_path: Path, cache: Path) -> None:
    script = (
        "import sys; from publish.cli.main import run; run(['build', '-j', '1', '-f', 'json']);"
        "print(*sys.modules)"
    )
    for mode in ("off", "read-write"):
        place = machine(tmp_path / mode, f"file://{cache}".replace(" ", "%20"), mode)
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=place, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert not {"fsspec", "s3fs", "distributed"} & set(run.stdout.splitlines()[-1].split())
    assert cache.exists()
