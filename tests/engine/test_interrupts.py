"""Ctrl-C and SIGTERM while workers run: all ends at once, and what was finished is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine.project import post, write

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
POSTS = 24


def publish(project: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "publish", "build", "-j", "2", *words],
        cwd=project,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # as from a terminal
    )


def a_second() -> float:
    """As long as a second is on a machine where nobody else is at work."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def session(leader: int) -> list[str]:
    """What still runs in the session of a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


def finished(project: Path) -> set[str]:
    """The posts of which the file is there; one that is being written has another name."""
    return {path.stem for path in (project / "build").rglob("p[0-9][0-9].pdf")}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
@pytest.mark.parametrize(
    ("sent", "code", "word"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_all_ends_within_a_second_and_what_was_finished_is_kept(
    sent: signal.Signals, code: int, word: str, tmp_path: Path
) -> None:
    text = "\n\n".join(f"## Part {at}\n\nSome *words* in a line." for at in range(20))
    write(tmp_path, {f"p{at:02}.md": post(f"Post {at}", text) for at in range(POSTS)})
    write(tmp_path, {"publish.toml": '[documents.post]\neach = "*.md"\ntargets = ["pdf"]\n'})
    process = publish(tmp_path)
    while len(finished(tmp_path)) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(sent)
    began = time.monotonic()
    assert process.wait() == code
    assert time.monotonic() - began < a_second()
    while session(process.pid):
        assert time.monotonic() - began < 2 * a_second()
    _, said = process.communicate()
    assert said == f"publish: {word}; what was finished is kept, and the next run goes on from it\n"
    made = finished(tmp_path)
    assert 3 <= len(made) < POSTS
    after = publish(tmp_path, "--dry-run", "--json")
    report = json.loads(after.communicate()[0])
    known = {Path(it["path"]).stem for it in report["made"] if not it["fresh"]}
    assert known <= made
    assert len(made - known) <= 1, "at most the file that was just being put there"
