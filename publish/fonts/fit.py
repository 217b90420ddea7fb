"""The fonts of a page: the families that its style sheets name, cut down to what the page shows."""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast
from unicodedata import category

from publish.fonts.coverage import UNSEEN
from publish.fonts.font_file import font_file, opened, points, table
from publish.fonts.installed import BOLD, REGULAR, Face, Families, installed, pick
from publish.fonts.sheets import FaceRule, face_rule, face_rules, features, renamed, stacks, written
from publish.fonts.subset import subset, suffix
from publish.regex import regex

# What a page may show without holding it: hyphens of broken words, the mark for a missing sort.
ALWAYS = frozenset((*range(0x20, 0x7F), 0xA0, 0xAD, 0x2010, 0x2026, 0x3013))
_LANG = regex(r"""\blang=["']([^"']+)["']""")
_CHANGES_CASE = regex(r"text-transform|small-caps")


class Cut(NamedTuple):
    """A face cut down: the family's new name, which its content decides, and CSS's descriptors."""

    family: str
    weight: int
    italic: bool
    content: bytes

    def rule(self, address: str, more: str = "") -> str:
        """The ``@font-face`` rule for a file at ``address``."""
        source = f'url("{address}")'
        return face_rule(self.family, str(self.weight), source, more, italic=self.italic)


class Fitted(NamedTuple):
    """A style sheet that asks for the new names, without ``@font-face`` rules, and the faces."""

    style: str
    cuts: tuple[Cut, ...]

    def sheet(self, put: Callable[[bytes], str], more: str = "") -> str:
        """The style sheet with a rule for each face, which stands at the address that ``put`` gives
        for its bytes; ``more`` are other declarations of the rules."""
        return self.style + "".join(cut.rule(put(cut.content), more) for cut in self.cuts)

    def beside(self, files: Mapping[str, bytes]) -> tuple[str, Mapping[str, bytes]]:
        """The style sheet, and ``files`` with the faces among them."""
        names = {cut.content: address(cut.content, suffix(cut.content)) for cut in self.cuts}
        held = {name: content for content, name in names.items()}
        return self.sheet(names.__getitem__), ChainMap(held, cast("dict[str, bytes]", files))


def fitted(
    style: str,
    text: str,
    files: Mapping[str, bytes],
    *,
    system: bool,
    wanted: bool = True,
) -> Fitted:
    """The faces that a page ``text`` with a style sheet needs, from ``files`` (those of the layout)
    and from this machine.

    With ``system`` these are all families that are named for the languages of the text, with numbers of
    glyphs and names of families that another text does not change; without it those for which the style
    sheet has an ``@font-face`` rule, where they are ``wanted``.
    """
    if not system and "@font-face" not in style:
        return Fitted(style, ())
    plain, rules = face_rules(style)
    if not wanted:
        return Fitted(plain, ())
    own = _own(rules, files)
    known = {**(installed() if system else {}), **own}
    shown = _characters(text, plain)
    tags = features(style)
    cuts: list[Cut] = []
    names: dict[str, str] = {}
    for family in _needed(stacks(plain, langs(text)), known, shown):
        faces = tuple(_faces(known.get(family, ()), shown, tags, lasting=system))
        if faces:
            contents = (
                [family.encode(), *_files(known[family])]
                if system
                else [content for *_, content in faces]
            )
            names[family] = f"{family} {_digest(contents)}"
            cuts += [Cut(names[family], *face) for face in faces]
    return Fitted(renamed(plain, names), tuple(cuts))


def langs(text: str) -> frozenset[str]:
    """The languages that the elements of a page name."""
    return frozenset(_LANG.findall(text))


def files_named(style: str, files: Mapping[str, bytes]) -> list[bytes]:
    """What ``files`` hold under the names in the ``@font-face`` rules of a style sheet."""
    return [files.get(name, b"") for rule in face_rules(style)[1] for _, name in rule.sources]


def address(content: bytes, suffix: str) -> str:
    """Where a font stands beside a page: a name made from its bytes."""
    return f"fonts/{_digest([content])}{suffix}"


def _own(rules: Iterable[FaceRule], files: Mapping[str, bytes]) -> Families:
    """The families of ``@font-face`` rules: files of the layout, or faces installed here."""
    found: dict[str, list[Face]] = {}
    for rule in rules:
        for kind, name in rule.sources:
            faces = (
                installed().get(name, ()) if kind == "local" else _of_file(rule, files.get(name))
            )
            if faces:
                found.setdefault(rule.family, []).extend(faces)
                break
    return found


def _of_file(rule: FaceRule, content: bytes | None) -> tuple[Face, ...]:
    """The face of a file, with the weight and slant that its rule gives it, or its own."""
    facts = font_file(content) if content else None
    if content is None or facts is None:
        return ()
    weights = {"normal": "400", "bold": "700"}.get(rule.weight, rule.weight).split()
    span = [int(part) for part in weights if part.isdigit()] or [facts.weight, facts.heaviest]
    italic = rule.style.startswith(("italic", "oblique")) if rule.style else facts.italic
    return (Face(content, 0, span[0], span[-1], italic),)


def _needed(
    stacks: Iterable[Sequence[str]], known: Families, shown: frozenset[int]
) -> Iterable[str]:
    """The families that show a character which none before them in a stack has."""
    import uharfbuzz as hb

    found: dict[str, None] = {}
    seen = sorted(point for point in shown if category(chr(point)) not in UNSEEN)
    for stack in stacks:
        left = hb.Set(seen)
        for family in stack:
            faces = known.get(family, ())
            face = pick(faces, REGULAR, italic=False) or next(iter(faces), None)
            before = len(left)
            if face:
                left.difference_update(points(face.source, face.number))
            if len(left) < before:
                found[family] = None
    return found


def _characters(text: str, style: str) -> frozenset[int]:
    shown = set(text) | set(written(style))
    if _CHANGES_CASE.search(style):
        shown |= set("".join(shown).upper()) | set("".join(shown).lower())
    return ALWAYS | frozenset(map(ord, shown))


def _faces(
    faces: Iterable[Face], shown: frozenset[int], tags: frozenset[str], *, lasting: bool
) -> Iterator[tuple[int, bool, bytes]]:
    """Regular and bold, upright and italic, as far as there are such faces."""
    for face, weight, italic in _picked(faces):
        content = subset(face, weight, shown, tags, lasting=lasting)
        if content:
            yield weight, italic, content


def _picked(faces: Iterable[Face]) -> Iterator[tuple[Face, int, bool]]:
    """The faces for regular and bold text, upright and italic, with weight and slant."""
    for italic in (False, True):
        for weight in (REGULAR, BOLD):
            face = pick(faces, weight, italic=italic)
            if face:
                yield face, weight, italic


def _files(faces: Iterable[Face]) -> Iterator[bytes]:
    """What tells the files of the faces that are used from others, whatever they are called: with the
    sum of a file in its table ``head`` (OpenType 1.9), the numbers of its glyphs are known."""
    for face, *_ in _picked(faces):
        font = opened(face.source, face.number)
        if font:
            yield table(font, "head")


def _digest(contents: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for content in contents:
        digest.update(content)
    return digest.hexdigest()
