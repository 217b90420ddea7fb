"""The table of the manual: what the rules find in real posts before and after ``--fix``.

    python tests/findings_table.py FOLDER [--refresh]

FOLDER holds one folder of posts for each repository (``owner+name``). With ``--refresh`` the table is
written into the manual, otherwise it is printed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from publish.normalize import Settings, inspect, normalize

PAGE = Path(__file__).resolve().parents[1] / "content" / "manual" / "05-rules-and-fixes.md"
NAME = "findings in real posts"
FAMILIES = ("ENC", "FM", "STR", "LST", "INL", "CJK", "REF", "LNK", "DIA", "SEC", "A11")


def family(code: str) -> str:
    return next((name for name in FAMILIES if code.startswith(name)), "")


def findings(path: Path, root: Path) -> tuple[Counter[str], Counter[str]]:
    """How many findings of each family a post has, as it is and as the safe fixes leave it."""
    name = path.relative_to(root).as_posix()
    data = path.read_bytes()
    fixed = inspect(name, data, Settings()).fixed.encode()
    before, after = (
        Counter(family(item.code) for item in normalize(name, text, Settings()).diagnostics)
        for text in (data, fixed)
    )
    return before, after


def rows(folder: Path) -> Iterator[str]:
    """A line for each repository, and the head above them."""
    yield f"| repository | posts | {' | '.join(f'`{name}`' for name in FAMILIES)} |"
    yield f"|:--|--:|{'--:|' * len(FAMILIES)}"
    with ProcessPoolExecutor() as workers:
        for root in sorted(path for path in folder.iterdir() if path.is_dir()):
            posts = sorted(root.rglob("*.md"))
            counted = list(workers.map(findings, posts, [root] * len(posts), chunksize=4))
            before = sum((item[0] for item in counted), Counter[str]())
            after = sum((item[1] for item in counted), Counter[str]())
            cells = [cell(before[name], after[name]) for name in FAMILIES]
            yield f"| {root.name.replace('+', '/')} | {len(posts)} | {' | '.join(cells)} |"


def cell(before: int, after: int) -> str:
    if not before and not after:
        return "–"
    return f"{before:,}" if before == after else f"{before:,} → {after:,}"


def main(arguments: list[str]) -> None:
    table = "\n".join(rows(Path(arguments[0])))
    dated = f"{table}\n\nCounted on {datetime.now(UTC):%d %B %Y}.\n"
    if "--refresh" not in arguments:
        print(dated)
        return
    text = PAGE.read_text(encoding="utf-8")
    marks = rf"(<!-- {NAME} -->\n).*?(<!-- end of {NAME} -->)"
    new = re.sub(marks, lambda found: f"{found[1]}\n{dated}\n{found[2]}", text, flags=re.DOTALL)
    PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
