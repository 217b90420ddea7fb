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

import pytest
from engine.project import FILES, clean_copy, outputs, write

ROOT = Path(__file__).resolve().parents[2]
DEEP = bool(os.environ.get("PUBLISH_DEEP"))
EDITS = ("leaves", "roots", "stems")


def started(project: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "publish", "build", "-f", "html,markdown", "-j", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        words, cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


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
