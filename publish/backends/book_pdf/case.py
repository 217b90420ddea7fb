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
from publish.backends.book_pdf.press import Press
from publish.fonts.fit import Fitted, fitted, langs
from publish.fonts.repertoire import repertoire
from publish.fonts.sheets import face_rules

FEW = 4  # posts, for which to fill a case takes longer than it saves


class Order(NamedTuple):
    """A page to be printed, in which ``style`` stands; ``files`` are what both may use."""

    page: str
    style: str
    files: Mapping[str, bytes]
    variant: str
    source: str


class Case:
    """What posts with one style sheet in the same languages share.

    Only the glyphs that a post shows reach its PDF, by the numbers that they have in the whole font:
    nothing of it tells which characters the fonts were cut down to.
    """

    def __init__(self, shows: frozenset[str]) -> None:
        self._shows = shows
        self._posts = 0
        self._press: Press | None = None

    def press(self, order: Order) -> Press:
        """What prints a page. Raises PublishError (PDF001, PDF002)."""
        self._posts += 1
        if self._posts <= FEW or not self._shows.issuperset(order.page):
            return _press(order, order.page)
        if self._press is None:
            self._press = _press(order, order.page + "".join(sorted(self._shows)))
        return self._press


def set_up(order: Order) -> tuple[Press, str, Mapping[str, bytes]]:
    """What prints a page, the page as it has to be put in, and the files that it may name. Raises
    PublishError (PDF001, PDF002)."""
    bare = order.page.replace(order.style, "", 1)
    if _is_own(order, bare) or order.variant not in VARIANTS:
        fonts, style, files = _cut(order, order.page)
        cuts = fonts.cuts if order.variant in VARIANTS else ()  # others embed fonts in their way
        made = Press("", cuts, files, order.variant, order.source)
        return made, order.page.replace(order.style, style, 1), files
    kind = Kind(order.style, _own_fonts(order), order.variant, langs(order.page))
    return _case(kind).press(order), bare, order.files


class Kind(NamedTuple):
    """What decides whether two posts can share: the style sheet, the files of the fonts that it brings
    along, the profile, and the languages of the text."""

    style: str
    fonts: tuple[bytes, ...]
    variant: str
    langs: frozenset[str]


@lru_cache(maxsize=2)  # each holds some hundred megabytes, most of them the fonts' own files
def _case(kind: Kind) -> Case:
    atexit.register(forget)  # fonts delete their files, which they cannot any more when Python ends
    return Case(frozenset().union(*map(repertoire, kind.langs)))


def forget() -> None:
    """Let go what is kept for further posts."""
    _case.cache_clear()


def _own_fonts(order: Order) -> tuple[bytes, ...]:
    names = (name for rule in face_rules(order.style)[1] for _, name in rule.sources)
    return tuple(order.files.get(name, b"") for name in names)


def _is_own(order: Order, bare: str) -> bool:
    """Whether a page has a style sheet of its own beside the one that was taken out of it, or the one
    that it should have is not in it, or has others in itself."""
    others = bare.count("<style") > 1 or "<link" in bare
    return others or bare == order.page or "@import" in order.style


def _press(order: Order, text: str) -> Press:
    fonts, style, files = _cut(order, text)
    return Press(style, fonts.cuts, files, order.variant, order.source)


def _cut(order: Order, text: str) -> tuple[Fitted, str, Mapping[str, bytes]]:
    """The fonts for a text, the style sheet that names them, and the files with them."""
    fonts = fitted(order.style, text, order.files, system=True, lasting=True)
    return fonts, *fonts.beside(order.files)
