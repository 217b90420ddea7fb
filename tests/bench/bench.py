"""``make bench``: what a user waits for, from the shell, against what was promised.

Wall time is the shortest of the runs, memory the largest resident size of a process of the run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bench")]

from corpus import posts, write  # noqa: E402 - the path is set above
from measure import Measure, best, publish  # noqa: E402 - the path is set above
from pandoc_make import is_there  # noqa: E402 - the path is set above
from ratios import Ratio, ratios  # noqa: E402 - the path is set above
from unchanged import unchanged, unchanged_for_make  # noqa: E402 - the path is set above

from publish.reader import read  # noqa: E402 - the path is set above
from publish.rules import RULES  # noqa: E402 - the path is set above
from publish.rules.fixpoint import page  # noqa: E402 - the path is set above

SENTENCE = (
    "大模型在许多领域都有着广泛的应用，例如自然语言处理、计算机视觉、推荐系统和智能控制等等。"
)


class Limit(NamedTuple):
    """What was promised; None where nothing was."""

    seconds: float | None = None
    megabytes: float | None = None
    work: float | None = None


def post(size: int) -> str:
    """A Chinese post of about ``size`` bytes with sections, a list, a table and a reference."""
    head = "---\ntitle: 大模型简介\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
    table = "| 年 | 模型 |\n|---|---|\n| 2018 | BERT |\n| 2020 | GPT-3 |\n\n- 一点\n- 两点\n\n"
    section = f"{SENTENCE * 5}\n\n{SENTENCE * 5}\n\n"
    parts = [head, "## 一、概述\n\n", section, table]
    while sum(len(part.encode()) for part in parts) < size:
        parts.append(f"## {'二三四五六七八九十'[len(parts) - 4]}、一节\n\n{section}")
    return "".join(parts).encode()[:size].decode(errors="ignore") + "\n"


def one_post(folder: Path) -> Measure:
    """A post to PDF, made anew each time."""
    (folder / "post.md").write_text(post(8000), encoding="utf-8")
    runs = []
    for number in range(3):
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        runs.append(publish("build", "post.md", "-f", "pdf", "-o", f"out-{number}", folder=folder))
    return best(runs)


def project(folder: Path) -> Path:
    """A copy of the manual and the sample posts, in which nothing is built."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "publish.toml", folder)
    return folder


def row(name: str, measure: Measure, limit: Limit) -> bool:
    """Print a line of the table; whether the limits are kept."""
    parts = [
        (measure.seconds, limit.seconds, "s"),
        (measure.work, limit.work, "CPU s"),
        (measure.megabytes, limit.megabytes, "MB"),
    ]
    told = "  ".join(f"{value:7.2f} {unit} (≤ {most:g})" for value, most, unit in parts if most)
    kept = all(value <= most for value, most, _ in parts if most)
    print(f"{name:38} {told:44} {'kept' if kept else 'MISSED'}", flush=True)
    return kept


def checks(folder: Path) -> list[bool]:
    """A thousand posts from cold, and again when nothing changed."""
    write(folder / "posts", 1000)
    cold = publish("check", "posts", folder=folder, finds=True)
    again = best([publish("check", "posts", folder=folder, finds=True) for _ in range(3)])
    return [
        row("check of 1,000 posts of 8 kB", cold, Limit(work=20)),
        row("the same again: nothing changed", again, Limit(work=1)),
    ]


def text_rules() -> None:
    """The text rules that cost most over a post of 8 kB, in milliseconds of one look."""
    data = [post.encode() for post in posts(20)]
    pages = [page(reading, reading.text) for reading in (read("post.md", each) for each in data)]
    cost = {}
    for rule in RULES:
        if rule.text:
            start = time.process_time()
            for each in pages:
                list(rule.text(each))
            cost[rule.code] = (time.process_time() - start) * 1000 / len(pages)
    slowest = sorted(cost.items(), key=lambda item: -item[1])[:8]
    print(f"text rules: {sum(cost.values()):.2f} ms a post; ", end="")
    print(", ".join(f"{code} {value:.2f}" for code, value in slowest))


def main(number: int = 100) -> int:
    """Run everything, print the tables; exit code 1 when a limit is missed. The ratios are over so
    many posts; with 1,000 they take an hour."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one").mkdir()
        (folder / "all").mkdir()
        everything = project(folder / "all")
        helped = best([publish("--help", folder=folder) for _ in range(5)])
        kept = [
            row("publish --help", helped, Limit(0.2)),
            row("an 8 kB Chinese post to PDF", one_post(folder / "one"), Limit(2, 300)),
            row("all of content/ in all formats", publish("build", folder=everything), Limit(60)),
            row("the same again: nothing to do", publish("build", folder=everything), Limit(5)),
        ]
        (folder / "many").mkdir()
        kept += checks(folder / "many")
        text_rules()
        nothing = Limit(work=0.15 if number <= 100 else 1)
        same = folder / "unchanged"
        many, name = (
            unchanged(same, 10 * number),
            f"{10 * number:,} posts × 4 and 2 books: unchanged",
        )
        kept.append(row(name, many, nothing))
        first = Ratio(name, many, unchanged_for_make(same), 0, 1) if is_there() else None
        kept += [each.kept for each in ratios(folder, number, ROOT / "build" / "bench.json", first)]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
