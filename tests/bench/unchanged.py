"""Many posts of which nothing changed: what a build costs that has nothing to do."""

from __future__ import annotations

import sys
from pathlib import Path

from corpus import write
from measure import Measure, best, measured, publish
from pandoc_make import FORMATS, command, write_rules

MANIFEST = (
    '[bundle]\ntitle = "Book"\nlanguage = "zh-Hans"\n'
    '[documents.post]\neach = "posts/**/*.md"\ntargets = ["html", "docx", "epub", "pdf"]\n'
    '[documents.book]\ncollect = "posts/**/*.md"\ntargets = ["pdf", "epub"]\n'
)
# The first build writes files of a few bytes: what is in them makes no difference to the next one.
STAND_INS = """
import sys
from types import SimpleNamespace
from publish import backends
from publish.backends import Artifact
from publish.engine import making, render, tasks

def reusing(format, kept):
    real = backends.backend(format)
    def made(publication, layout, options):
        yield Artifact(publication.name + real.suffix, publication.name.encode())
    return SimpleNamespace(render=made)

render.reusing = reusing
making.Making._on_paper = lambda *_: ()
making.with_pages = lambda item, _pdf, _kept: item
from publish.engine import tasks
tasks.FEW = 10**6
from publish.cli.main import run
sys.exit(run(["build", "-j", "1"]))
"""


def unchanged(folder: Path, number: int) -> Measure:
    """The cheapest of five builds of so many posts in four formats, with two books."""
    write(folder / "posts", number, size=900)
    (folder / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    measured([sys.executable, "-c", STAND_INS], folder)
    publish("build", folder=folder)  # all is up to date, and remembered
    return best([publish("build", folder=folder) for _ in range(5)])


def unchanged_for_make(folder: Path) -> Measure:
    """The cheapest of five runs of make in the same folder, which finds all its outputs newer than the
    posts. They are empty: make looks at their times only."""
    posts = folder / "posts"
    write_rules(folder)
    outputs = [
        folder / "made" / post.relative_to(posts).with_suffix(f".{format}")
        for post in posts.rglob("*.md")
        for format in FORMATS
    ]
    for output in (*outputs, folder / "book.epub", folder / "book.pdf"):
        output.parent.mkdir(parents=True, exist_ok=True)
        output.touch()
    return best([measured(command("all", "books"), folder) for _ in range(5)])
