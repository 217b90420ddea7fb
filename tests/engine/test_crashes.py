"""Whatever happens to a build or to its cache, the next one gives the bytes of a clean build."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from engine.project import FILES, clean_copy, outputs, write

ROOT = Path(__file__).resolve().parents[2]
DEEP = bool(os.environ.get("PUBLISH_DEEP"))
EDITS = ("leaves", "roots", "stems")


def started(project: Path, **more: Any) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "publish", "build", "-f", "html,markdown", "-j", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(words, cwd=project, env=environment, **(quiet | more))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is built; what becomes of it in one test the next one begins with."""
    folder = tmp_path_factory.mktemp("crashes") / "project"
    write(folder, FILES)
    assert started(folder).wait() == 0
    return folder


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, project: Path) -> dict[str, dict[str, bytes]]:
    """The outputs of a clean build for each word in a post."""
    made = {}
    for word in EDITS:
        place = clean_copy(project, tmp_path_factory.mktemp("clean") / word)
        edit(place, word)
        assert started(place).wait() == 0
        made[word] = outputs(place)
    return made


def edit(project: Path, word: str) -> None:
    write(project, {"posts/one.md": FILES["posts/one.md"].replace("leaves", word)})
    write(project, {"look/foot.html": f"<p>{word}</p>"})


def damage(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    match chance.randrange(4):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(content[: len(content) // 2])
        case 2:
            path.write_bytes(os.urandom(len(content)))
        case _ if content:
            content[chance.randrange(len(content))] ^= 0x55
            path.write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200 if DEEP else 3))
def test_a_build_that_is_killed_harms_nothing(
    seed: int, project: Path, clean: dict[str, dict[str, bytes]]
) -> None:
    chance = random.Random(seed)
    word, other = chance.sample(EDITS, 2)
    shutil.rmtree(project / ".publish/blobs", ignore_errors=True)  # all has to be made
    edit(project, word)
    process = started(project)
    time.sleep(chance.uniform(0.3, 4))
    process.send_signal(signal.SIGKILL)
    process.wait()
    edit(project, other)
    assert started(project).wait() == 0
    assert outputs(project) == clean[other]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60 if DEEP else 4))
def test_a_damaged_cache_costs_time_only(
    seed: int, project: Path, clean: dict[str, dict[str, bytes]]
) -> None:
    chance = random.Random(seed)
    word = chance.choice(EDITS)
    edit(project, word)
    files = sorted(path for path in (project / ".publish").rglob("*") if path.is_file())
    for path in chance.sample(files, min(len(files), chance.choice([1, 3, len(files)]))):
        damage(path, chance)
    assert started(project).wait() == 0
    assert outputs(project) == clean[word]


@pytest.mark.slow
def test_two_builds_at_once_are_one_after_the_other_or_none(
    project: Path, clean: dict[str, dict[str, bytes]]
) -> None:
    edit(project, "roots")
    codes = sorted(process.wait() for process in [started(project), started(project)])
    assert codes in ([0, 0], [0, 75])
    assert outputs(project) == clean["roots"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.parametrize("room", [0, 5_000, 30_000])
def test_files_for_which_there_is_no_room_are_told_and_made_the_next_time(
    room: int, project: Path, clean: dict[str, dict[str, bytes]]
) -> None:
    """The system refuses to write beyond ``room`` bytes of a file, in the cache and elsewhere."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    shutil.rmtree(project / ".publish/blobs", ignore_errors=True)
    edit(project, "stems")
    process = started(project, preexec_fn=limited, stderr=subprocess.PIPE)
    said = process.communicate()[1].decode()
    assert process.returncode in ((1, 2) if room < 30_000 else (0, 1))
    assert "Traceback" not in said and "internal error" not in said
    assert process.returncode == 0 or "File too large" in said
    assert started(project).wait() == 0
    assert outputs(project) == clean["stems"]


@pytest.mark.slow
def test_a_full_disk_is_told_and_the_next_build_is_whole(
    tmp_path: Path, project: Path, clean: dict[str, dict[str, bytes]]
) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        clean_copy(project, place / "project")
        edit(place / "project", "roots")
        process = started(place / "project", stderr=subprocess.PIPE)
        said = process.communicate()[1].decode()
        assert process.returncode in (1, 2)
        assert "the disk is full" in said or "No space left" in said
        assert "Traceback" not in said
        subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
        assert started(place / "project").wait() == 0
        assert outputs(place / "project") == clean["roots"]
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("place", [".publish", ".publish/blobs", ".publish/lock"])
def test_a_cache_that_cannot_be_written_costs_time_only(
    place: str, project: Path, clean: dict[str, dict[str, bytes]]
) -> None:
    """A file stands where a folder should be, or a folder where a file should."""
    shutil.rmtree(project / ".publish")
    edit(project, "leaves")
    if place.endswith("lock"):
        (project / place).mkdir(parents=True)
    else:
        (project / place).parent.mkdir(exist_ok=True)
        (project / place).write_text("in the way")
    try:
        assert started(project).wait() == 0
        assert outputs(project) == clean["leaves"]
    finally:
        blocked = project / place
        shutil.rmtree(blocked) if blocked.is_dir() else blocked.unlink()
    assert started(project).wait() == 0
    assert outputs(project) == clean["leaves"]
