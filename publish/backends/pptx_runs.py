"""Runs of a slide: their language, fonts and emphasis, each script in a run of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from publish.backends.docx_language import Setting
from publish.backends.drawing import Element, a, piece
from publish.backends.pptx_package import FONTS
from publish.regex import regex

# Letters and signs that text fonts lack: mathematics, arrows, and all beyond the first plane.
SYMBOLS = regex("([\u2100-\u245f\u25a0-\u2bff\U00010000-\U0010ffff]+)")
ASTRAL, SYMBOL_FONT = "\U00010000", "Cambria Math"
_SQUARE = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
# Characters of East Asian scripts, and the marks between them that Latin has too.
SQUARE = regex(f"([{_SQUARE}](?:[{_SQUARE} “”‘’—…·]*[{_SQUARE}”’…])?)")
LATIN = regex("([A-Za-z\u00c0-\u024f](?:[!-~\u00a0-\u024f ‘’“”–—]*[!-~\u00a0-\u024f])?)")
KANA, HANGUL = regex("[\u3041-\u30ff]"), regex("[\u1100-\u11ff\uac00-\ud7ff]")
EMPHASIS = "dottedHeavy"  # an underline: Han are not slanted
ORDER = [a(name) for name in ("solidFill", "highlight", "latin", "ea", "cs", "hlinkClick")]


def set_runs(root: Element, wanted: Setting, deck: str) -> None:
    """Language, fonts and emphasis of every run and line break of a slide.

    ``wanted`` is the language of the slide; ``deck`` that of the deck's East Asian characters, whose
    font the theme names.
    """
    _set_emphasis(root)
    _set_symbols(root)
    _set_language(root, wanted, deck)
    for properties in root.iter(a("rPr")):  # pandoc puts the font of a link behind it
        properties[:] = sorted(properties, key=lambda each: ORDER.index(each.tag))


def _set_emphasis(root: Element) -> None:
    """What is in italics and East Asian has a line of dots instead."""
    for run in list(root.iter(a("r"))):
        properties = run.find(a("rPr"))
        if properties is None or properties.get("i") != "1":
            continue
        for part in _divided(run, SQUARE):
            if SQUARE.match(part.findtext(a("t")) or ""):
                own = part.find(a("rPr"))
                own.attrib.pop("i")
                if own.find(a("hlinkClick")) is None:
                    own.set("u", EMPHASIS)


def _set_symbols(root: Element) -> None:
    """Symbols get runs of their own, those of mathematics in a font that has them."""
    for run in list(root.iter(a("r"))):
        for part in _divided(run, SYMBOLS):
            text = part.findtext(a("t"))
            if SYMBOLS.match(text) and text[0] < ASTRAL:
                _set_font(part, SYMBOL_FONT, ("latin", "ea"))


def _set_language(root: Element, wanted: Setting, deck: str) -> None:
    """Words in the other kind of script are a run with its language, as PowerPoint writes them."""
    square = wanted.tag == wanted.east_asian
    for run in list(root.iter(a("r"))):
        code = run.find(f"{a('rPr')}/{a('latin')}") is not None
        for part in (run,) if code else _divided(run, LATIN if square else SQUARE):
            text = part.findtext(a("t")) or ""
            if SQUARE.search(text):
                lang = _east_asian(text, wanted.east_asian)
                _tell(part, lang, "en-US" if square else wanted.tag)
                if lang != deck and part.find(f"{a('rPr')}/{a('ea')}") is None:
                    _set_font(part, FONTS[lang], ("ea",))
            elif square and LATIN.match(text):
                _tell(part, "en-US", wanted.tag)
            else:
                _tell(part, wanted.tag, "en-US" if square else wanted.east_asian)
    for other in root.iter(a("br"), a("fld")):
        _tell(other, wanted.tag, "en-US" if square else wanted.east_asian)


def _east_asian(text: str, usual: str) -> str:
    """The language of East Asian words: kana and hangul have one only."""
    return "ja-JP" if KANA.search(text) else "ko-KR" if HANGUL.search(text) else usual


def _tell(run: Element, lang: str, alternative: str) -> None:
    properties = _properties(run)
    properties.set("lang", lang)
    properties.set("altLang", alternative)


def _divided(run: Element, pattern: re.Pattern[str]) -> Iterator[Element]:
    """The run as runs of what a pattern with one group finds, and of what is between; the run itself
    where it is empty."""
    text = run.findtext(a("t")) or ""
    parts = [part for part in pattern.split(text) if part] or [""]
    copies = [deepcopy(run) for _ in parts[1:]]
    before = run
    for copy in copies:
        before.addnext(copy)
        before = copy
    for each, part in zip((run, *copies), parts, strict=True):
        each.find(a("t")).text = part
        yield each


def _properties(run: Element) -> Element:
    found = run.find(a("rPr"))
    if found is None:
        found = piece("<a:rPr/>")
        run.insert(0, found)
    return found


def _set_font(run: Element, face: str, scripts: tuple[str, ...]) -> None:
    properties = _properties(run)
    for name in scripts:
        for old in properties.findall(a(name)):
            properties.remove(old)
        properties.append(piece(f'<a:{name} typeface="{face}"/>'))
