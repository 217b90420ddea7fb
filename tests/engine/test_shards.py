"""Shards: each document is made by one machine of several, and all of them make what one would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from engine.project import FILES, MANIFEST, build, fresh, outputs, post, write
from hypothesis import given
from hypothesis import strategies as st

from publish.cli.main import run
from publish.engine.shards import Shard, shard

CHAPTER = Path(__file__).resolve().parents[2] / "content" / "manual" / "15-many-machines.md"
PARTS = 3
TAKEN = "taken from the remote cache"
names = st.text(min_size=1, max_size=30)
counts = st.integers(1, 40)


def machine(place: Path, cache: Path | None = None) -> Path:
    table = f'[build.remote_cache]\nurl = "file://{cache}"\nmode = "read-write"\n' if cache else ""
    write(place, FILES | {"publish.toml": MANIFEST + table})
    return place


@given(names, counts)
def test_a_document_falls_to_one_shard(name: str, count: int) -> None:
    assert [Shard(at, count).holds(name) for at in range(1, count + 1)].count(True) == 1


@given(names, counts)
def test_of_one_shard_more_documents_move_only_there(name: str, count: int) -> None:
    def owner(count: int) -> int:
        return next(at for at in range(1, count + 1) if Shard(at, count).holds(name))

    assert owner(count + 1) in (owner(count), count + 1)


def test_shards_are_about_as_large_as_each_other() -> None:
    sizes = [sum(Shard(at, 4).holds(f"posts/{n}.md") for n in range(2000)) for at in range(1, 5)]
    assert sum(sizes) == 2000
    assert max(sizes) - min(sizes) < 150


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0/3", "shards are counted from 1 to 3; add 1 to an index that begins at 0"),
        ("4/3", "there is no shard 4 of 3"),
        ("1/0", "there can be 1 to 1000 shards, not 0"),
        ("1/1001", "there can be 1 to 1000 shards, not 1001"),
        ("2", "“2” is not written as 2/5"),
        ("-1/2", "is not written as 2/5"),
        ("1/2/3", "is not written as 2/5"),
        ("", "is not written as 2/5"),
        ("１/２x", "is not written as 2/5"),
    ],
)
def test_what_is_no_shard_is_refused(
    text: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    with pytest.raises(ValueError, match=re.escape(sentence)):
        shard(text)
    monkeypatch.chdir(tmp_path)
    assert run(["build", "--shard", text]) == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_shards_together_make_what_one_machine_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.chdir(machine(tmp_path / "whole"))
    build(capsys)
    whole = outputs(tmp_path / "whole")
    parts: dict[str, bytes] = {}
    for number in range(1, PARTS + 1):
        place = machine(tmp_path / f"part {number}", cache)
        monkeypatch.chdir(place)
        report = build(capsys, "--shard", f"{number}/{PARTS}")
        assert not [it for it in report["made"] if TAKEN in it["why"]], "each is made once"
        made = outputs(place)
        assert not parts.keys() & made.keys()
        parts |= made
    assert parts == whole, "folders that are laid over each other are the whole"

    monkeypatch.chdir(machine(tmp_path / "last", cache))
    monkeypatch.setattr("publish.engine.making.Task", None)
    monkeypatch.setattr("publish.engine.posts.normalize", None)
    report = build(capsys)
    assert all(TAKEN in it["why"] for it in report["made"])
    assert outputs(tmp_path / "last") == whole


def test_what_a_lost_machine_did_not_make_is_made_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "cache"
    for number in (1, 3):
        monkeypatch.chdir(machine(tmp_path / f"part {number}", cache))
        build(capsys, "--shard", f"{number}/{PARTS}")
    last = machine(tmp_path / "last", cache)
    monkeypatch.chdir(last)
    report = build(capsys)
    own = [it for it in report["made"] if TAKEN not in it["why"]]
    assert 0 < len(own) < len(report["made"])
    monkeypatch.chdir(machine(tmp_path / "whole"))
    build(capsys)
    assert outputs(last) == outputs(tmp_path / "whole")


def test_a_fault_is_told_by_the_shard_of_its_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"publish.toml": '[documents.post]\neach = "posts/*.md"\ntargets = ["html"]\n'})
    write(tmp_path, {f"posts/{n}.md": post(f"No. {n}", "Text.") for n in range(4)})
    write(tmp_path, {"posts/bad.md": post("Bad", "{{% include nowhere %}}\n\n![](none.png)")})
    (tmp_path / "posts/binary.md").write_bytes(b"\xff\xfe\x00\x01\x02" * 9)
    monkeypatch.chdir(tmp_path)
    whole = build(capsys, expected=1)
    parts = [build(capsys, "--shard", f"{at}/{PARTS}", expected=None) for at in (1, 2, 3)]
    found = [str(it) for part in parts for it in part["diagnostics"]]
    assert sorted(found) == sorted(map(str, whole["diagnostics"]))
    assert sorted(name for part in parts for name in part["failed"]) == whole["failed"]
    assert sorted(part["exit_code"] for part in parts) == [0, 0, 1]


def test_a_shard_to_which_nothing_falls_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"a.md": post("A", "Text.")})
    monkeypatch.chdir(tmp_path)
    said = []
    for number in range(1, 4):
        assert run(["build", "a.md", "--shard", f"{number}/3", "-j", "1"]) == 0
        said.append(capsys.readouterr().err)
    assert [text.startswith("1 file built") for text in said].count(True) == 1
    assert said.count("nothing to build: no document falls to this shard\n") == 2


def test_a_shard_removes_nothing_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(machine(tmp_path))
    for number in range(1, PARTS + 1):
        build(capsys, "--shard", f"{number}/{PARTS}")
    assert not fresh(build(capsys))


def test_recipes_of_the_manual_are_yaml_and_count_from_one() -> None:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```$", CHAPTER.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(blocks) >= 2
    assert all(yaml.safe_load(block) for block in blocks)
    for line in re.findall(r".*--shard.*", "\n".join(blocks)):
        assert "INDEX + 1))" in line or "matrix.shard }}" in line
