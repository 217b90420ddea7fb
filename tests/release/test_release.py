"""A release: whole, checkable by others, the same bytes everywhere, and never changed by what comes later."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release.shelf import made, manifest, released

from publish.diagnostics import PublishError
from publish.disk import write
from publish.release import index, sums
from publish.release.contents import contents
from publish.release.limit import Late, Limit
from publish.release.listing import listed
from publish.release.names import current, named, releases
from publish.release.names import made as time_of
from publish.release.sign import signing_key
from publish.release.staging import Wanted, staged, swept
from publish.release.sums import damage
from publish.release.switch import retire, retired, switch

ROOT = Path(__file__).resolve().parents[2]
DEEP = bool(os.environ.get("PUBLISH_DEEP"))
FILES = {
    "html/one.html": b"<p>one</p>",
    "html/two.html": b"<p>two</p>",
    "html/茶 cup.svg": b"<svg/>",
}
NOW = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)


def names_in(folder: Path) -> list[str]:
    return sorted(it.name for it in folder.iterdir())


def test_a_release_can_be_checked_without_the_product(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    run = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=place, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr
    there = {it.relative_to(place).as_posix() for it in place.rglob("*") if it.is_file()}
    assert there - set(sums.read((place / "SHA256SUMS").read_bytes())) == {"SHA256SUMS"}
    (place / "files/html/one.html").chmod(0o644)
    (place / "files/html/one.html").write_bytes(b"<p>ONE</p>")
    run = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=place, capture_output=True, check=False
    )
    assert run.returncode == 1


def test_the_index_tells_every_file_by_a_relative_path(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    told = json.loads((place / "index.json").read_bytes())
    assert [it["slug"] for it in told["documents"]] == ["one", "two", "茶 cup"]
    assert told["documents"][0]["outputs"] == [
        {"target": "html", "format": "html", "path": "files/html/one.html",
         "files": ["files/html/one.html"], "table": ""}
    ]  # fmt: skip
    for file in told["files"] + told["archives"]:
        assert (place / file["path"]).stat().st_size == file["bytes"]
        assert sums.sha256(place / file["path"]) == file["sha256"]
    assert str(tmp_path) not in (place / "index.json").read_text("utf-8")
    types = [it["media_type"] for it in told["files"] + told["archives"]]
    assert types == [
        "text/html",
        "text/html",
        "image/svg+xml",
        "application/zip",
        "application/gzip",
    ]


def test_archives_hold_the_files_in_one_folder(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    with zipfile.ZipFile(place / "notes.zip") as file:
        assert {it: file.read(f"notes/{it}") for it in FILES} == FILES
        assert len(file.namelist()) == len(FILES)
        assert file.testzip() is None
    with tarfile.open(place / "notes.tar.gz") as tar:
        assert tar.getnames() == sorted(f"notes/{path}" for path in FILES)
        assert all(it.mode == 0o644 and it.uid == 0 and not it.uname for it in tar)


MACHINE = """
import os, sys
sys.path.insert(0, "tests")
os.umask(int(sys.argv[2], 8))
from pathlib import Path
from release.shelf import manifest, released
from release.test_release import FILES
print(released(manifest(Path(sys.argv[1])), FILES))
"""


@pytest.mark.parametrize("epoch", ["", "1700000000"])
def test_two_machines_make_the_same_bytes(tmp_path: Path, epoch: str) -> None:
    """With another mask, time zone, language, time and folder."""
    places = []
    for number, mask, zone in ((1, "022", "Asia/Shanghai"), (2, "077", "America/New_York")):
        environment = os.environ | {"TZ": zone, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
        environment |= {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
        words = [sys.executable, "-c", MACHINE, str(tmp_path / f"machine {number}"), mask]
        run = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        places.append(Path(run.stdout.strip()))
    first, second = places
    assert first.name[-8:] == second.name[-8:]
    for name in ("notes.zip", "notes.tar.gz", "index.json", "SHA256SUMS"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    for place in places:
        assert {it.stat().st_mode & 0o777 for it in place.rglob("*") if it.is_file()} == {0o444}
        assert {it.stat().st_mode & 0o777 for it in place.rglob("*") if it.is_dir()} == {0o755}
    with zipfile.ZipFile(first / "notes.zip") as file:
        assert file.infolist()[0].date_time[0] == (2023 if epoch else 1980)


def test_no_later_build_changes_a_release(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    place = released(loaded, FILES)
    shelf, _ = made(loaded, FILES)
    blob = shelf.blobs.path(shelf.blobs.keep(FILES["html/one.html"]))
    assert (place / "files/html/one.html").samefile(blob), "files are links to the store"
    assert not (place / "files/html/one.html").samefile(loaded.out / "html/one.html")
    (loaded.out / "html/one.html").write_bytes(b"edited by hand")  # in place, as editors do
    released(loaded, FILES | {"html/one.html": b"<p>another</p>"})
    shutil.rmtree(tmp_path / ".publish")
    shutil.rmtree(loaded.out)
    assert list(damage(place)) == []
    assert (place / "files/html/one.html").read_bytes() == FILES["html/one.html"]


def test_without_a_store_files_are_copied_and_only_as_they_were_built(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    shelf, told = made(loaded, FILES)
    shutil.rmtree(tmp_path / ".publish")
    assert [it.path for it in contents(told, shelf)] == sorted(FILES)
    (loaded.out / "html/two.html").write_bytes(b"edited by hand")
    with pytest.raises(PublishError, match=r"two\.html: REL001 this file was changed"):
        contents(told, shelf)


def test_a_damaged_store_is_no_source_of_a_release(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    shelf, _ = made(loaded, FILES)
    blob = shelf.blobs.path(shelf.blobs.keep(FILES["html/one.html"]))
    blob.write_bytes(b"<p>xxx</p>")  # of the same size
    place = released(loaded, FILES)
    assert (place / "files/html/one.html").read_bytes() == FILES["html/one.html"]
    assert list(damage(place)) == []


def test_a_disk_that_gives_back_other_bytes_is_found_before_the_switch(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    first = released(loaded, FILES)
    shelf, told = made(loaded, FILES | {"html/one.html": b"<p>new</p>"})
    found = contents(told, shelf)
    blob = shelf.blobs.path(found[0].kept)
    blob.write_bytes(b"<p>bad</p>")  # after it was read, before it is linked
    wanted = Wanted("20991231T000000Z-12345678", told, found, shelf, {}, None)
    folder = loaded.unattended.releases
    with (
        pytest.raises(PublishError, match=r"files/html/one\.html: REL002"),
        staged(folder, loaded, wanted, Limit(600), lambda _: None),
    ):
        pytest.fail("it is not whole")
    assert names_in(folder) == [first.name, "current"]


def test_a_release_that_takes_too_long_leaves_nothing(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    shelf, told = made(loaded, FILES)
    folder = loaded.unattended.releases
    folder.mkdir()
    clock = iter(range(100))
    limit = Limit(4, lambda: float(next(clock)))
    wanted = Wanted("20991231T000000Z-12345678", told, contents(told, shelf), shelf, {}, None)
    with pytest.raises(Late), staged(folder, loaded, wanted, limit, lambda _: None):
        pytest.fail("there was no time")
    assert not list(folder.iterdir())


# ------------------------------------------------------------------------------------- the switch


@pytest.mark.slow
def test_a_reader_sees_a_whole_release_through_every_switch(tmp_path: Path) -> None:
    """What it reads through ``current`` is there each time, and of one release."""
    loaded = manifest(tmp_path)
    names = [released(loaded, {"html/a.html": b"%d" % n * 99}).name for n in range(3)]
    folder, rounds = loaded.unattended.releases, 5000 if DEEP else 500
    misses: list[str] = []
    seen: set[str] = set()
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.add(str((folder / "current").readlink()))
                (folder / "current/files/html/a.html").read_bytes()
                json.loads((folder / "current/index.json").read_bytes())
            except (OSError, ValueError) as error:
                misses.append(repr(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for round in range(rounds):
            switch(folder, names[round % 3])
    finally:
        over.set()
        reader.join()
    assert not misses
    assert seen == set(names)
    assert names_in(folder) == sorted([*names, "current"])


def test_what_is_no_link_is_not_replaced(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    folder = loaded.unattended.releases
    (folder / "current").mkdir(parents=True)
    (folder / "current/mine.txt").write_text("mine")
    with pytest.raises(PublishError, match="REL004 “current” must be a link"):
        released(loaded, FILES)
    assert (folder / "current/mine.txt").read_text() == "mine"


def test_leftovers_of_killed_runs_are_swept_and_nothing_else(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    folder = place.parent
    (folder / ".staged-20260101T000000Z-00000000/files").mkdir(parents=True)
    (folder / ".gone-20260101T000000Z-00000000/files").mkdir(parents=True)
    (folder / ".current-00112233").symlink_to(place.name)
    (folder / "notes of mine").mkdir()
    (folder / ".hidden").touch()
    (folder / ".dashboard.html.0a1b2c3d").touch()
    swept(folder)
    assert names_in(folder) == [".hidden", place.name, "current", "notes of mine"]


# ------------------------------------------------------------------------------ names and retention


@given(st.lists(st.tuples(st.integers(0, 4_000_000_000), st.integers(0, 2**32 - 1)), max_size=9))
def test_the_order_of_names_is_that_of_releases_whatever_the_clock_says(
    given: list[tuple[int, int]],
) -> None:
    names: list[str] = []
    for seconds, digest in given:
        names.append(named(datetime.fromtimestamp(seconds, UTC), f"{digest:08x}ff", sorted(names)))
    assert names == sorted(set(names))


@given(st.integers(1, 5), st.integers(0, 40), st.data())
def test_retention_keeps_what_the_rule_says_and_the_current_one(
    keep: int, days: int, data: st.DataObject
) -> None:
    ages = sorted(data.draw(st.sets(st.integers(0, 90), min_size=1)), reverse=True)
    names = [named(NOW - timedelta(days=age), f"{age:08d}", ()) for age in ages]
    current = data.draw(st.sampled_from(names))
    gone = retired(names, current, keep, days, NOW)
    kept = [name for name in names if name not in gone]
    assert current in kept
    assert kept[-keep:] == names[-keep:]
    assert {name for name in names if time_of(name) > NOW - timedelta(days=days)} <= set(kept)
    assert len(kept) <= max(keep, sum(age < days for age in ages)) + 1


def test_old_releases_are_removed_and_never_the_current_one(tmp_path: Path) -> None:
    loaded = manifest(tmp_path)
    folder = loaded.unattended.releases
    names = [released(loaded, {"html/a.html": b"%d" % number}).name for number in range(4)]
    switch(folder, names[0])
    assert retire(folder, 2, 0, datetime.now(UTC) + timedelta(days=9)) == [names[1]]
    assert releases(folder) == [names[0], *names[2:]]
    assert current(folder) == names[0]
    assert [it.name for it in listed(folder)] == [names[3], names[2], names[0]]
    assert [it.current for it in listed(folder)] == [False, False, True]


def test_a_clock_that_was_years_ahead_neither_keeps_nor_removes_for_years(tmp_path: Path) -> None:
    """Names after it are of the future, to stay in order; what is young is told by the folders."""
    loaded = manifest(tmp_path)
    folder = loaded.unattended.releases
    future = datetime(2099, 1, 1, tzinfo=UTC)
    ages = [("20260101T000000Z-00000000", 400), ("20990101T000000Z-00000001", None),
            *((f"20990101T00000{second}Z-0000000{second}", 50 - 10 * second) for second in range(1, 6))]  # fmt: skip
    for name, age in ages:
        (folder / name).mkdir(parents=True)
        time = (future if age is None else NOW - timedelta(days=age)).timestamp()
        os.utime(folder / name, (time, time))
    gone = retire(folder, 1, 25, NOW)
    assert gone == [name for name, age in ages if age is None or age >= 25]
    assert retire(folder, 1, 0, NOW) == [name for name, age in ages if age in (10, 20)]


def test_a_release_without_a_readable_index_is_listed_as_damaged(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    (place / "index.json").unlink()
    assert [it.is_damaged for it in listed(place.parent)] == [True]
    assert list(listed(tmp_path / "nowhere")) == []


@pytest.mark.parametrize("seed", range(200 if DEEP else 12))
def test_every_kind_of_damage_is_found(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    place = released(manifest(tmp_path), FILES)
    files = sorted(it for it in place.rglob("*") if it.is_file() and it.name != "report.json")
    victim = chance.choice(files)
    content = bytearray(victim.read_bytes())
    (victim.parent).chmod(0o755)
    match seed % 4:
        case 0:
            victim.unlink()
        case 1:
            victim.chmod(0o644)
            victim.write_bytes(content[:-1])
        case 2:
            victim.chmod(0o644)
            content[chance.randrange(len(content))] ^= 1
            victim.write_bytes(content)
        case _:
            victim.unlink()
            victim.symlink_to("/etc/hostname")
    assert list(damage(place))


def test_a_file_that_was_put_into_a_release_is_found(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    write(place / "files/html/more.html", b"not ours")
    assert list(damage(place)) == [("files/html/more.html", "it is no file of this release")]


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"x  y\n", b"0" * 64 + b"  ../../etc/passwd\n", b"0" * 64 + b"  /a\n"]
)
def test_checksums_that_are_none_are_not_believed(tmp_path: Path, content: bytes) -> None:
    place = released(manifest(tmp_path), FILES)
    (place / "SHA256SUMS").chmod(0o644)
    (place / "SHA256SUMS").write_bytes(content)
    assert list(damage(place))


# -------------------------------------------------------------------------------------- signatures


@pytest.fixture
def key(tmp_path: Path) -> Path:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    path = tmp_path / "key"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)]
    subprocess.run(words, check=True)
    return path


def test_a_signature_holds_for_the_checksums_and_for_nothing_else(
    tmp_path: Path, key: Path
) -> None:
    place = released(manifest(tmp_path / "project"), FILES, key)
    public = key.with_suffix(".pub").read_text()
    (tmp_path / "allowed").write_text(f"you@example.org {public}")
    words = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", "you@example.org"]
    words += ["-n", "file", "-s", str(place / "SHA256SUMS.sig")]
    content = (place / "SHA256SUMS").read_bytes()
    assert subprocess.run(words, input=content, capture_output=True).returncode == 0
    assert subprocess.run(words, input=content + b"\n", capture_output=True).returncode != 0


@pytest.mark.usefixtures("key")
def test_a_key_that_cannot_sign_is_told_and_there_is_no_release(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret word", "-f", str(locked)]
    subprocess.run(words, check=True)
    loaded = manifest(tmp_path / "project")
    with pytest.raises(PublishError, match="REL003 ssh-keygen does not sign"):
        released(loaded, FILES, locked)
    assert not list(loaded.unattended.releases.iterdir())


def test_a_key_is_looked_for_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signing_key("") is None
    monkeypatch.delenv("NOTES_KEY", raising=False)
    with pytest.raises(PublishError, match=r"REL003 .*NOTES_KEY is not set"):
        signing_key("env:NOTES_KEY")
    monkeypatch.setenv("NOTES_KEY", str(tmp_path / "gone"))
    with pytest.raises(PublishError, match="NOTES_KEY: REL003 it names no file") as told:
        signing_key("env:NOTES_KEY")
    assert str(tmp_path) not in str(told.value), "the value of a variable is nobody's business"


def test_the_index_of_a_later_version_is_not_read(tmp_path: Path) -> None:
    place = released(manifest(tmp_path), FILES)
    assert index.read(place)
    (place / "index.json").chmod(0o644)
    told = json.loads((place / "index.json").read_bytes())
    (place / "index.json").write_text(json.dumps(told | {"schema": 2}))
    assert index.read(place) is None
