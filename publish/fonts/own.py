"""The fonts that a manifest names: a style sheet for pages, one for EPUB, files, and what is amiss."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from publish.fonts.coverage import FONT_FILES
from publish.fonts.font_file import font_file, points
from publish.fonts.installed import BOLD, Face, installed, pick
from publish.fonts.own_sheet import rules
from publish.fonts.sheets import face_rule
from publish.regex import regex

FOLDER = "own-fonts"
# The sheets of fonts behind all others: the layout's own, then the manifest's.
SHEETS = "fonts.css", f"{FOLDER}/page.css"
EPUB_SHEETS = "epub/fonts.css", f"{FOLDER}/epub.css"
TAG = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Characters without which a font is not one for the language; for every other, Latin letters.
_SAMPLES = {"zh": "的一是", "ja": "のあ日", "ko": "이는다"}
_SAMPLE = "aeno"

Read = Callable[[str], bytes | None]


class Fault(NamedTuple):
    """What is amiss with the key of the manifest at ``path``."""

    path: tuple[str, ...]
    code: str
    message: str
    hint: str


class Own(NamedTuple):
    """Files to be laid into a layout (style sheets and fonts), and the faults."""

    files: Mapping[str, bytes] = {}
    faults: tuple[Fault, ...] = ()


class _Family(NamedTuple):
    name: str
    faces: Sequence[Face]
    sources: tuple[str, ...]  # of its @font-face rules


def own_fonts(tables: Mapping[str, Mapping[str, Sequence[str]]], read: Read) -> Own:
    """What ``tables`` ask for: by language, by use (``body``, ``heading`` …), families and files.

    ``read`` gives the bytes of a font file, None where it is not there.
    """
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    faces: dict[str, None] = {}
    page, epub = "", ""
    for lang, uses in tables.items():
        if not TAG.fullmatch(lang):
            message = f"“{lang}” is no tag of a language; its fonts are not used"
            hint = "write it as zh-Hans, zh-Hant, ja, ko or en"
            faults.append(Fault(("fonts", lang), "FNT005", message, hint))
            continue
        for use, names in uses.items():
            found: list[_Family] = []
            faults += _families(("fonts", lang, use), names, read, files, found)
            if found:
                faults += _lacks(("fonts", lang, use), found)
                faces |= dict.fromkeys(source for family in found for source in family.sources)
                families = [family.name for family in found]
                bold = any(pick(family.faces, BOLD, italic=False) for family in found)
                italic = any(face.italic for family in found for face in family.faces)
                page += rules(lang, use, families, bold=bold, italic=italic, variables=True)
                epub += rules(lang, use, families, bold=bold, italic=italic, variables=False)
    if page:
        files[SHEETS[1]] = ("".join(faces) + page).encode()
        files[EPUB_SHEETS[1]] = ("".join(faces) + epub).encode()
    return Own(files, tuple(faults))


def _families(
    path: tuple[str, ...],
    names: Sequence[str],
    read: Read,
    files: dict[str, bytes],
    found: list[_Family],
) -> Iterator[Fault]:
    """The families that ``names`` give; files of one use are the faces of one family."""
    own: list[tuple[str, Face, str]] = []
    for name in names:
        if not name.lower().endswith(FONT_FILES):
            yield from _installed(path, name, found)
            continue
        content = read(name)
        facts = font_file(content) if content else None
        if content is None or facts is None:
            what = "is no font that can be read" if content else "is not there, or outside the root"
            hint = "give a TrueType, OpenType, WOFF or WOFF2 file below the manifest’s folder"
            yield Fault(path, "FNT003", f"the file “{name}” {what}; it is not used", hint)
        elif not facts.may_be_embedded:
            yield _closed(path, name)
        else:
            place = f"{FOLDER}/{posixpath.basename(name)}"
            while files.setdefault(place, content) != content:
                place = f"{FOLDER}/_{posixpath.basename(place)}"
            face = Face(content, 0, facts.weight, facts.heaviest, facts.italic)
            own.append((facts.family or posixpath.basename(name), face, place))
    if own:
        name = re.sub(r'["\\;{}]', "", own[0][0])
        sources = tuple(_face_rule(name, face, f'url("{place}")') for _, face, place in own)
        found.insert(0, _Family(name, [face for _, face, _ in own], sources))


def _installed(path: tuple[str, ...], name: str, found: list[_Family]) -> Iterator[Fault]:
    known = {family.lower(): family for family in installed()}
    family = known.get(name.lower())
    if family is None:
        close = difflib.get_close_matches(name.lower(), list(known), n=1)
        hint = f"did you mean “{known[close[0]]}”?" if close else "fc-list : family lists them all"
        message = f"no font family “{name}” is installed; the layout’s is used"
        yield Fault(path, "FNT003", message, hint)
        return
    faces = installed()[family]
    facts = font_file(faces[0].source, faces[0].number)
    if facts and not facts.may_be_embedded:
        yield _closed(path, family)
    elif facts:
        source = f'@font-face {{ font-family: "{family}"; src: local("{family}"); }}\n'
        found.append(_Family(family, faces, (source,)))


def _closed(path: tuple[str, ...], name: str) -> Fault:
    message = f"the licence of “{name}” forbids embedding it (OS/2 fsType); the layout’s is used"
    return Fault(path, "FNT004", message, "choose a font that may be a part of documents")


def _lacks(path: tuple[str, ...], found: Sequence[_Family]) -> Iterator[Fault]:
    """Faces and characters that a use needs and its families do not have."""
    _, lang, use = path
    names = " or ".join(f"“{family.name}”" for family in found)
    faces = [face for family in found for face in family.faces]
    square = lang.partition("-")[0].lower() in _SAMPLES
    if use in ("body", "heading") and not pick(faces, BOLD, italic=False):
        instead = (
            "headings are not bold" if use == "heading" else "the layout’s face for headings is"
        )
        instead += "" if use == "heading" else " used for it"
        message = f"{names} has no bold face; {instead}"
        yield Fault(path, "FNT002", message, "add the file of the bold face to the list")
    if use == "body" and not square and not any(face.italic for face in faces):
        message = f"{names} has no italic face; the layout’s is used for emphasis"
        yield Fault(path, "FNT002", message, "add the file of the italic face to the list")
    sample = _SAMPLES.get(lang.partition("-")[0].lower(), _SAMPLE)
    lost = [
        character
        for character in sample
        if not any(ord(character) in points(face.source, face.number) for face in faces)
    ]
    if lost and use != "code":
        message = f"{names} has no “{lost[0]}”: this is no font for {lang}"
        hint = "characters that it lacks are set in the layout’s font"
        yield Fault(path, "FNT005", message, hint)


def _face_rule(name: str, face: Face, source: str) -> str:
    weights = dict.fromkeys((face.weight, face.heaviest))
    return face_rule(name, " ".join(map(str, weights)), source, italic=face.italic)
