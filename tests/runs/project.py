"""A very small project to be run, and its runs in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = """[bundle]
id = "notes"
title = "Notes"
language = "en"
[documents.post]
each = "posts/*.md"
targets = ["html"]
[documents.book]
collect = "posts/*.md"
targets = ["markdown"]
[release]
checks = []
"""


def post(title: str, text: str) -> str:
    return f"---\ntitle: {title}\nlang: en\ndate: 2024-01-01\n---\n\n{text}\n"


def project(folder: Path, more: str = "") -> Path:
    """Two posts and a book of them, with more tables in the manifest."""
    (folder / "posts").mkdir(parents=True)
    (folder / "posts/one.md").write_text(
        post("One", "Leaves, see [two](two.md)."), encoding="utf-8"
    )
    (folder / "posts/two.md").write_text(post("Two", "Roots."), encoding="utf-8")
    (folder / "publish.toml").write_text(MANIFEST + more, encoding="utf-8")
    return folder


def edit(folder: Path, word: str) -> None:
    """Another text of the second post."""
    (folder / "posts/two.md").write_text(post("Two", f"{word}."), encoding="utf-8")


def started(folder: Path, *words: str, **more: Any) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, "-m", "publish", *words],
        cwd=folder,
        text=True,
        preexec_fn=_hears_interrupts,
        **({"env": environment} | pipes | more),
    )


def _hears_interrupts() -> None:
    """A shell that starts tests in the background has them ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def said(folder: Path, *words: str, **more: Any) -> tuple[int, str, str]:
    """The exit code of a command, and what it says on both streams."""
    process = started(folder, *words, **more)
    out, err = process.communicate(timeout=240)
    assert "Traceback" not in err, err
    return process.returncode, out, err


def ran(folder: Path, *words: str, expected: int = 0) -> dict[str, Any]:
    """The one run of a command."""
    code, out, err = said(folder, "run", "--json", *words)
    assert code == expected, out + err
    told: dict[str, Any] = json.loads(out)
    assert told["exit_code"] == expected
    (run,) = told["runs"]
    assert isinstance(run, dict)
    return run


def current(folder: Path) -> str:
    """The current release, which is whole; empty where there is none."""
    link = folder / "releases/current"
    if not link.is_symlink():
        return ""
    check = ["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=link).returncode == 0
    return str(link.readlink())


def hidden(folder: Path) -> list[str]:
    """What runs left behind."""
    return sorted(it.name for it in (folder / "releases").iterdir() if it.name.startswith("."))
