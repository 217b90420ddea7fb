"""Texts that others wrote: the examples of the CommonMark Spec, and the samples where they lie."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
DEEP = bool(os.environ.get("PUBLISH_DEEP"))


class Example(NamedTuple):
    """One example of the CommonMark Spec."""

    number: int
    markdown: str
    html: str


@cache
def examples() -> tuple[Example, ...]:
    """All 652 of them."""
    text = (ROOT / "tests" / "cases" / "commonmark" / "spec.json").read_text(encoding="utf-8")
    return tuple(Example(row["example"], row["markdown"], row["html"]) for row in json.loads(text))


def own_posts() -> list[Path]:
    """The posts and the manual of this project."""
    return sorted((ROOT / "content").rglob("*.md"))


def samples(step: int = 1) -> list[Path]:
    """Real posts that lie beside the checkout; none elsewhere. Every ``step``-th, all when deep."""
    found = sorted(path for path in SAMPLES.rglob("*.md") if path.name != "INDEX.md")
    return found if DEEP else found[::step]


def name(path: Path) -> str:
    """The name of a post in its own folder of posts."""
    return path.relative_to(SAMPLES if SAMPLES in path.parents else ROOT).as_posix()
