"""Chapters that were made before are taken again, and the book is the same as without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publish import layouts
from publish.backends import Backend, Sharing, reusing
from publish.backends.book_pdf.press import Press
from publish.backends.kept import NOTHING
from publish.engine import tasks
from publish.engine.store.pieces import Pieces
from publish.publication.model import Publication

Make = Callable[..., Publication]
TEXT = "茶者，南方之嘉木也。$a^2$\n\n## 节\n\n```python\nprint('茶')\n```\n\n"
CHAPTERS = [f"{TEXT * 2}第{number}章。注[^1]。\n\n[^1]: 见[首章](#c1)。\n" for number in "一二三四"]
FORMATS = ("html", "epub", "pdf")


class Remembered(dict[bytes, bytes]):
    """What is kept, and the keys that were asked for in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.missed: list[bytes] = []

    @property
    def far(self) -> Remembered:
        return self

    def get(self, key: bytes, _default: Any = None) -> bytes | None:  # type: ignore[override]
        if key not in self:
            self.missed.append(key)
        return super().get(key)

    def keep(self, key: bytes, content: bytes) -> None:
        self[key] = content


def render(made_by: Backend, publication: Publication) -> list[tuple[str, bytes]]:
    made = made_by.render(publication, layouts.load("default"), {})
    return [(each.path, each.content) for each in made]


@pytest.mark.parametrize("format", FORMATS)
def test_a_book_of_kept_chapters_is_the_same_book(book: Make, format: str) -> None:
    kept = Remembered()
    first = book(*CHAPTERS)
    assert render(reusing(format, kept), first) == render(reusing(format, NOTHING), first)
    often = len(kept.missed) // len(CHAPTERS)
    assert often == (2 if format == "pdf" else 1)
    kept.missed.clear()
    other = CHAPTERS[2] + "\n另一段，罕见的龘字。\n"  # under the same headings, on as many pages
    changed = book(*CHAPTERS[:2], other, *CHAPTERS[3:])
    assert render(reusing(format, kept), changed) == render(reusing(format, NOTHING), changed)
    assert len(kept.missed) == often, "only the chapter that changed is made again"
    kept.missed.clear()
    renamed = book(*CHAPTERS[:2], "## 新的一节\n\n文。\n", *CHAPTERS[3:])
    assert render(reusing(format, kept), renamed) == render(reusing(format, NOTHING), renamed)
    assert len(kept.missed) == often + (format == "pdf"), "the contents name the new section"


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_no_chapter_is_made_again(book: Make, format: str) -> None:
    kept, publication = Remembered(), book(*CHAPTERS)
    whole = render(reusing(format, kept), publication)
    for key in kept:
        kept[key] = kept[key][:40]
    assert render(reusing(format, kept), publication) == whole


@pytest.mark.parametrize("format", ["epub", "pdf"])
def test_shares_are_all_that_a_book_needs(book: Make, format: str) -> None:
    kept, publication = Remembered(), book(*CHAPTERS)
    made_by = reusing(format, kept)
    assert isinstance(made_by, Sharing)
    for number in range(3):
        made_by.share(publication, layouts.load("default"), {}, number, 3)
    kept.missed.clear()
    assert render(made_by, publication) == render(reusing(format, NOTHING), publication)
    front = format == "pdf"  # names the pages of all chapters, so that no share has it
    assert len(kept.missed) == front


def test_a_share_prints_its_own_chapters_and_no_others(
    book: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    original = Press.printed

    def press(self: Press, part: Any) -> Any:
        printed.append(part.text)
        return original(self, part)

    monkeypatch.setattr(Press, "printed", press)
    made_by = reusing("pdf", Remembered())
    assert isinstance(made_by, Sharing)
    made_by.share(book(*CHAPTERS), layouts.load("default"), {}, 1, 2)
    assert ["第二章" in text for text in printed] == [True, False]
    assert ["第四章" in text for text in printed] == [False, True]


def test_an_article_keeps_nothing(article: Make) -> None:
    kept = Remembered()
    for format in FORMATS:
        render(reusing(format, kept), article(CHAPTERS[0]))
    assert not kept
    assert not kept.missed


def test_pieces_are_kept_for_what_they_were_made_with(tmp_path: Path) -> None:
    pieces, others = Pieces(tmp_path, "one"), Pieces(tmp_path, "other")
    pieces.keep(b"key", b"content")
    assert pieces.get(b"key") == b"content"
    assert others.get(b"key") is None
    assert pieces.get(b"another") is None


def test_a_damaged_piece_is_removed(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path, "one")
    pieces.keep(b"key", b"content")
    (path,) = (each for each in tmp_path.rglob("*") if each.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert pieces.get(b"key") is None
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    pieces = Pieces(tmp_path / "file", "one")
    pieces.keep(b"key", b"content")
    assert pieces.get(b"key") is None


def test_workers_divide_a_large_book_once(
    book: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = book(*(["茶。\n"] * tasks.MANY))
    kept = Pieces(tmp_path, "one")
    task = tasks.Task(publication, "epub", layouts.load("default"), {}, 60, kept)
    tasks.divide([task], 2, 0)
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) == tasks.MANY + 1
    given: list[object] = []
    monkeypatch.setattr(tasks, "run", lambda _work, shares, _executor: given.extend(shares) or [])
    tasks.divide([task], 2, 0)
    assert not given, "what did not change is kept, and one process makes the rest"
    tasks.divide([task._replace(kept=Pieces(tmp_path, "other"))], 2, 0)
    assert len(given) == 2
