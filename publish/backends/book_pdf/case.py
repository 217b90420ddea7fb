"""The fonts and the style sheet of posts that one process prints one after another.

To cut the fonts down to what a post shows and to read the style sheet takes as long as to set two of
its pages. After a few posts a process keeps both: a case of type that holds all that most posts
in their languages show.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from publish.backends.book_pdf.apart import VARIANTS
from publish.backends.book_pdf.job import Job
from publish.backends.book_pdf.press import Press
from publish.fonts.fit import Fitted, files_named, fitted, langs
from publish.fonts.repertoire import repertoire

FEW = 4  # posts, for which to fill a case takes longer than it saves


class Case:
    """What posts with one style sheet in the same languages share.

    Only the glyphs that a post shows reach its PDF, by the numbers that they have in the whole font:
    nothing of it tells which characters the fonts were cut down to.
    """

    def __init__(self, shows: frozenset[str]) -> None:
        self._shows = shows
        self._posts = 0
        self._press: Press | None = None

    def press(self, job: Job, page: str) -> Press:
        """What prints a page. Raises PublishError (PDF001, PDF002)."""
        self._posts += 1
        if self._posts <= FEW or not self._shows.issuperset(page):
            return _press(job, page)
        if self._press is None:
            self._press = _press(job, page + "".join(sorted(self._shows)))
        return self._press


def set_up(job: Job, page: str) -> tuple[Press, str, Mapping[str, bytes]]:
    """What prints a page in which the style sheet stands, the page as it has to be put in, and the files
    that it may name. Raises PublishError (PDF001, PDF002)."""
    bare = page.replace(job.style, "", 1)
    if _is_own(job, page, bare) or job.variant not in VARIANTS:
        fonts, style, files = _cut(job, page)
        cuts = fonts.cuts if job.variant in VARIANTS else ()  # others embed fonts in their way
        made = Press("", cuts, files, job.variant, job.name)
        return made, page.replace(job.style, style, 1), files
    kind = Kind(job.style, tuple(files_named(job.style, job.files)), job.variant, langs(page))
    return _case(kind).press(job, page), bare, job.files


class Kind(NamedTuple):
    """What decides whether two posts can share: the style sheet, the files of the fonts that it brings
    along, the profile, and the languages of the text."""

    style: str
    fonts: tuple[bytes, ...]
    variant: str
    langs: frozenset[str]


@lru_cache(maxsize=2)  # each holds some hundred megabytes, most of them the fonts' own files
def _case(kind: Kind) -> Case:
    return Case(frozenset().union(*map(repertoire, kind.langs)))


@atexit.register  # fonts delete their files, which they cannot any more when Python itself ends
def forget() -> None:
    """Let go what is kept for further posts."""
    _case.cache_clear()


def _is_own(job: Job, page: str, bare: str) -> bool:
    """Whether a page has a style sheet of its own beside the one that was taken out of it, or the one
    that it should have is not in it, or has others in itself."""
    others = bare.count("<style") > 1 or "<link" in bare
    return others or bare == page or "@import" in job.style


def _press(job: Job, text: str) -> Press:
    fonts, style, files = _cut(job, text)
    return Press(style, fonts.cuts, files, job.variant, job.name)


def _cut(job: Job, text: str) -> tuple[Fitted, str, Mapping[str, bytes]]:
    """The fonts for a text, the style sheet that names them, and the files with them."""
    fonts = fitted(job.style, text, job.files, system=True)
    return fonts, *fonts.beside(job.files)
