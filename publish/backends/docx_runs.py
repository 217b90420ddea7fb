"""Runs of a Word document: as few as there are kinds of type, each with its language and its fonts."""

from __future__ import annotations

import copy

from publish.backends.docx_language import Setting, setting
from publish.backends.ooxml import Element, piece, w
from publish.regex import regex

# Marks that Chinese and Japanese share with Latin: which font shows them is for a hint to say.
SHARED = regex(r"[\u2018\u2019\u201c\u201d\u2014\u2026\u00b7]")
# What stays Latin beside them: an apostrophe, and words whose letters a hint would change too.
LATIN = regex(r"((?<=[A-Za-z])\u2019(?=[A-Za-z])|[A-Za-z]*[\u00c0-\u024f][A-Za-z\u00c0-\u024f]*)")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def tidy_runs(body: Element, wanted: Setting) -> None:
    """Join runs that look alike, and name languages and fonts where they are not the document's.

    Pandoc begins a run at each space beside a Chinese word.
    """
    for run in list(body.iter(w("r"))):
        _take_hint(run)
        _set_language(run, wanted)
        before = run.getprevious()
        if before is not None and before.tag == w("r") and _are_alike(before, run):
            text = run.find(w("t"))
            text.text = (before.find(w("t")).text or "") + (text.text or "")
            text.set(SPACE, "preserve")
            before.getparent().remove(before)
    for run in list(body.iter(w("r"))):
        language = run.find(f"{w('rPr')}/{w('lang')}")
        tag = wanted.tag if language is None else language.get(w("val"), wanted.tag)
        if tag[:2] in ("zh", "ja"):
            _give_hint(run)


def _take_hint(run: Element) -> None:
    properties = run.find(w("rPr"))
    fonts = None if properties is None else properties.find(w("rFonts"))
    if fonts is None:
        return
    fonts.attrib.pop(w("hint"), None)
    if not fonts.attrib:
        properties.remove(fonts)
    if not len(properties):
        run.remove(properties)


def _set_language(run: Element, wanted: Setting) -> None:
    language = run.find(f"{w('rPr')}/{w('lang')}")
    if language is None or language.get(w("val")) is None:
        return
    own = setting(language.get(w("val")))
    language.set(w("val"), own.tag)
    if own.tag[:2] in ("zh", "ja", "ko"):
        language.set(w("eastAsia"), own.east_asian)
        if own.east_asian != wanted.east_asian:
            _fonts_of(run).set(w("eastAsia"), own.serif)


def _fonts_of(run: Element) -> Element:
    """``w:rFonts`` of a run, made in its place where there is none."""
    properties = run.find(w("rPr"))
    if properties is None:
        properties = piece("<w:rPr/>")
        run.insert(0, properties)
    fonts = properties.find(w("rFonts"))
    if fonts is None:
        fonts = piece("<w:rFonts/>")
        properties.insert(0 if properties.find(w("rStyle")) is None else 1, fonts)
    return fonts


def _are_alike(first: Element, second: Element) -> bool:
    """Whether two runs hold nothing but text, and have the same properties."""
    return _is_text(first) and _is_text(second) and _properties(first) == _properties(second)


def _is_text(run: Element) -> bool:
    return [each.tag for each in run if each.tag != w("rPr")] == [w("t")]


def _properties(run: Element) -> list[tuple[str, dict[str, str]]]:
    found = run.find(w("rPr"))
    return [] if found is None else [(each.tag, dict(each.attrib)) for each in found]


def _give_hint(run: Element) -> None:
    """Marks that two scripts share are East Asian here."""
    if not _is_text(run) or not SHARED.search(LATIN.sub("", run.find(w("t")).text or "")):
        return
    for part in filter(None, LATIN.split(run.find(w("t")).text)):
        made = copy.deepcopy(run)
        made.find(w("t")).text = part
        made.find(w("t")).set(SPACE, "preserve")
        if not LATIN.fullmatch(part) and part != "\u2019":
            _fonts_of(made).set(w("hint"), "eastAsia")
        run.addprevious(made)
    run.getparent().remove(run)
