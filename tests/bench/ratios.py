"""The same posts by this product and by pandoc and make, one after the other on the same machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from corpus import write
from measure import Measure, measured, publish
from pandoc_make import command, write_rules

HEAD = '[bundle]\ntitle = "Book"\nlanguage = "zh-Hans"\n'
EACH = '[documents.post]\neach = "posts/**/*.md"\ntargets = ["html", "docx", "epub", "pdf"]\n'
BOOKS = '[documents.book]\ncollect = "posts/**/*.md"\ntargets = [{targets}]\n'
# The same book printed as one document, of which no worker prints chapters before.
IN_ONE_PIECE = (
    "import sys; from publish.backends import pdf; pdf.bound = lambda *_: b'';"
    "from publish.engine import making; making.divide = lambda *_: None;"
    "from publish.cli.main import run; sys.exit(run(['build', '-j', '2']))"
)


class Ratio(NamedTuple):
    """What two ways cost, how many times less was promised (more than 1) or how many times as much
    is allowed (less), and whether that holds; each of work and of time, 0 where nothing is promised."""

    name: str
    ours: Measure
    peer: Measure
    work: float
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether what was promised holds."""
        work = self.peer.work / self.ours.work >= self.work
        return work and self.peer.seconds / self.ours.seconds >= self.seconds

    def line(self) -> str:
        """The line of the table."""
        shown = [
            f"{peer:8.2f} : {ours:7.2f} {unit} = {peer / ours:6.2f}"
            + f" (≥ {least:g})" * bool(least)
            for peer, ours, unit, least in (
                (self.peer.work, self.ours.work, "CPU s", self.work),
                (self.peer.seconds, self.ours.seconds, "s", self.seconds),
            )
        ]
        return f"{self.name:44} {'  '.join(shown)}  {'kept' if self.kept else 'MISSED'}"


def ratios(folder: Path, number: int, kept_in: Path, first: Ratio | None) -> list[Ratio]:
    """The ``first`` and all ratios over so many posts, printed as they come and kept as JSON; without
    make there are none."""
    if first is None:
        print("make is not there: no ratios")
        return []
    found = []
    for ratio in chain((first,), _ratios(folder, number)):
        print(ratio.line(), flush=True)
        found.append(ratio)
    told = [
        {**ratio._asdict(), "ours": ratio.ours._asdict(), "peer": ratio.peer._asdict()}
        for ratio in found
    ]
    kept_in.parent.mkdir(exist_ok=True)
    kept_in.write_text(json.dumps({"posts": number, "ratios": told}, indent=2) + "\n")
    return found


def _ratios(folder: Path, number: int) -> Iterator[Ratio]:
    ours, peers, book = folder / "ours", folder / "peers", folder / "book"
    for place in (ours, peers, book):
        write(place / "posts", number)
    write_rules(peers)
    _manifest(ours, HEAD + EACH)
    cold = publish("build", "-j", "2", folder=ours)
    yield Ratio(
        f"{number} posts × html, docx, epub, pdf, cold", cold, measured(command(), peers), 5, 5
    )
    _manifest(ours, HEAD + EACH + BOOKS.format(targets='"pdf", "epub"'))
    publish("build", "-j", "2", folder=ours)
    measured(command("books"), peers)
    for place in (ours, peers):
        _change(place)
    changed = publish("build", "-j", "2", folder=ours)
    yield Ratio("one post changed: its files, both books", changed, _books(peers), 40, 0)
    _manifest(book, HEAD + BOOKS.format(targets='"pdf"'))
    bound = publish("build", "-j", "2", folder=book)
    whole = _whole(folder / "whole", number)
    yield Ratio("a PDF book, cold: chapters : one document", bound, whole, 1 / 1.15, 1.6)
    print(f"{'':44} {bound.megabytes:.0f} MB in the largest process (≤ 700)")
    tenth = _tenth(folder / "tenth", number)
    yield Ratio("ten times the posts, a tenth of the work each", cold, tenth, 1 / 1.1, 0)


def _books(folder: Path) -> Measure:
    return measured(command("books"), folder)


def _whole(folder: Path, number: int) -> Measure:
    """The book in one piece, by the same program."""
    write(folder / "posts", number)
    _manifest(folder, HEAD + BOOKS.format(targets='"pdf"'))
    return measured([sys.executable, "-c", IN_ONE_PIECE], folder)


def _tenth(folder: Path, number: int) -> Measure:
    """Ten times what a tenth of the posts costs."""
    write(folder / "posts", max(1, number // 10))
    _manifest(folder, HEAD + EACH)
    cost = publish("build", "-j", "2", folder=folder)
    return cost._replace(work=cost.work * 10, seconds=cost.seconds * 10)


def _manifest(folder: Path, text: str) -> None:
    (folder / "publish.toml").write_text(text, encoding="utf-8")


def _change(folder: Path) -> None:
    """One more sentence at the end of the first paragraph of the first post."""
    post = min((folder / "posts").rglob("*.md"))
    text = post.read_text(encoding="utf-8")
    post.write_text(text.replace("。\n", "。这是新的一句。\n", 1), encoding="utf-8")
