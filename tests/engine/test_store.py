"""The store: what is damaged, foreign or gone costs time only, and nothing stays for ever."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.disk import digest
from publish.engine.store import Store, lock
from publish.engine.store.blobs import Blobs
from publish.engine.store.contents import Contents
from publish.engine.store.eviction import OLDEST, evict
from publish.engine.store.rows import NAME, VERSION, Rows


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_blob_has_the_bytes_of_its_digest_or_is_not_there(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.keep(b"tea")
    assert blobs.get(name) == b"tea"
    (path,) = files(tmp_path)
    path.write_bytes(b"toa")
    assert blobs.get(name) is None
    assert not files(tmp_path), "what is damaged is removed"
    assert blobs.get("") is None
    assert blobs.get("../../x") is None


def test_a_blob_that_was_cut_short_is_written_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.keep(b"tea")
    files(tmp_path)[0].write_bytes(b"")
    blobs.keep(b"tea")
    assert blobs.get(name) == b"tea"


def test_rows_are_there_for_the_next_process(tmp_path: Path) -> None:
    rows = Rows(tmp_path)
    rows.put("post", [("a", b"1"), ("b", b"2")])
    rows.put("post", [("a", b"3")], ["b"])
    rows.close()
    again = Rows(tmp_path)
    assert list(again.all("post")) == [("a", b"3")]
    assert again.get("post", "b") is None
    assert again.get("other", "a") is None
    again.close()


@pytest.mark.parametrize("content", [b"", b"not a table", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_foreign_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    rows = Rows(tmp_path)
    assert rows.get("post", "a") is None
    rows.put("post", [("a", b"1")])
    assert rows.get("post", "a") == b"1"
    rows.close()


@pytest.mark.parametrize("pragma", [f"user_version = {VERSION + 1}", "application_id = 7"])
def test_a_table_of_another_version_is_made_anew(tmp_path: Path, pragma: str) -> None:
    rows = Rows(tmp_path)
    rows.put("post", [("a", b"1")])
    rows.close()
    with sqlite3.connect(tmp_path / NAME) as base:
        base.execute(f"PRAGMA {pragma}")
    base.close()
    again = Rows(tmp_path)
    assert again.get("post", "a") is None
    again.put("post", [("a", b"2")])
    assert again.get("post", "a") == b"2"
    again.close()


def test_a_row_that_was_changed_by_hand_is_not_there(tmp_path: Path) -> None:
    rows = Rows(tmp_path)
    rows.put("post", [("a", b"1"), ("b", b"2")])
    rows.close()
    with sqlite3.connect(tmp_path / NAME) as base:
        base.execute("UPDATE row SET value = (SELECT value FROM row WHERE key = 'b')")
    base.close()
    again = Rows(tmp_path)
    assert again.get("post", "a") is None
    assert list(again.all("post")) == [("b", b"2")]
    again.close()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file/store")
    store.keep("post", "a", b"1")
    assert store.kept("post", "b") is None
    store.close()


def test_damage_anywhere_gives_nothing_but_what_was_kept(tmp_path: Path) -> None:
    chance = random.Random(7)
    kept = {f"key {number}": os.urandom(50) * number for number in range(40)}
    for _ in range(60):
        store = Store(tmp_path)
        for key, content in kept.items():
            store.keep("post", key, content)
        store.close()
        for path in chance.sample(files(tmp_path), 3):
            content = bytearray(path.read_bytes() or b"x")
            for _ in range(chance.randint(1, 20)):
                content[chance.randrange(len(content))] ^= chance.randint(1, 255)
            path.write_bytes(content[: chance.choice([len(content), len(content) // 2])])
        again = Store(tmp_path)
        for key, content in kept.items():
            assert again.kept("post", key) in (None, content)
        again.close()


def test_what_a_file_holds_is_read_again_when_its_state_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.disk.TICK", -1)
    rows = Rows(tmp_path)
    path = tmp_path / "a"
    path.write_bytes(b"tea")
    contents = Contents(rows)
    assert contents.digest(str(path)) == digest(b"tea")
    contents.save()
    read = []
    monkeypatch.setattr(
        "publish.engine.store.contents.content_digest", lambda path: read.append(path) or "new"
    )
    assert Contents(rows).digest(str(path)) == digest(b"tea")
    assert not read
    before = path.stat()
    time.sleep(0.02)
    path.write_bytes(b"tee")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Contents(rows).digest(str(path)) == "new"
    assert Contents(rows).digest(str(tmp_path / "none")) == ""
    rows.close()


def test_readers_share_a_lock_and_a_writer_has_it_alone(tmp_path: Path) -> None:
    for held, wanted in ((False, True), (True, False), (True, True)):
        with lock(tmp_path, alone=held), pytest.raises(PublishError, match="another build"):
            lock(tmp_path, alone=wanted).__enter__()
    with lock(tmp_path, alone=False), lock(tmp_path, alone=False):
        pass


def test_what_was_not_used_for_a_month_goes_and_then_the_oldest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    now = time.time()
    names = [store.blobs.keep(bytes(1000) + bytes([number])) for number in range(4)]
    for number, name in enumerate(names):
        age = OLDEST + 9 if number == 0 else 3600 * (5 - number)
        os.utime(tmp_path / "blobs" / name[:2] / name[2:], (now - age, now - age))
    orphan = tmp_path / "blobs" / ".half.1234"
    orphan.write_bytes(b"x")
    os.utime(orphan, (now - 7200, now - 7200))
    evict(store, most=2500)
    assert [store.blobs.get(name) is not None for name in names] == [False, False, True, True]
    assert not orphan.exists()
    store.blobs.keep(bytes(5000))
    evict(store, most=2500)
    assert len(files(tmp_path / "blobs")) == 3, "it is looked at once a day"
    store.close()


def test_how_an_output_came_about_is_kept_as_long_as_the_output_is(tmp_path: Path) -> None:
    rows = Rows(tmp_path)
    for kind, key in (("output", "a"), ("trace", "a"), ("trace", "b"), ("post", "c")):
        rows.put(kind, [(key, b"1")])
    rows.forget(int(time.time()) + 9)
    assert [list(rows.all(kind)) for kind in ("output", "trace", "post")] == [
        [("a", b"1")], [("a", b"1")], [],
    ]  # fmt: skip
    rows.close()
