"""``make bench``: what the product costs on this machine, beside what it may cost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = "到 2013 年左右，研究人员开始用大量的数据训练更深的网络，并在许多领域取得了成果。"


def measure(*arguments: str, cwd: Path) -> tuple[float, float]:
    """Wall seconds of a command from the shell, and the largest of its processes in MB."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cwd / "cache")}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "publish", *arguments],
        cwd=cwd,
        env=environment,
        check=True,
        capture_output=True,
    )
    wall = time.perf_counter() - start
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def post(size: int) -> str:
    paragraphs = [f"## 第 {number} 节\n\n{SENTENCE * 8}\n" for number in range(1, size // 900 + 1)]
    return "---\ntitle: 测量\nlang: zh\n---\n\n" + "\n".join(paragraphs)


def main() -> None:
    rows: list[tuple[str, float, float, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows.append(("publish --help", *measure("--help", cwd=folder), "0.2 s"))
        (folder / "post.md").write_text(post(8000), encoding="utf-8")
        rows.append(
            (
                "an 8 kB Chinese post to PDF",
                *measure("build", "post.md", "-f", "pdf", cwd=folder),
                "2 s, 300 MB",
            )
        )
        out = ["build", "-m", str(ROOT / "publish.toml"), "-o", str(folder / "site")]
        rows.append(("all of content/ in all formats", *measure(*out, cwd=folder), "60 s"))
        rows.append(("the same again, nothing changed", *measure(*out, cwd=folder), ""))
    print(f"{'what':34} {'wall s':>8} {'MB':>6}  at most")
    for what, wall, memory, limit in rows:
        print(f"{what:34} {wall:8.2f} {memory:6.0f}  {limit}")


if __name__ == "__main__":
    main()
