"""What a template leaves open: placeholders in double braces, content controls, fields of properties."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.backends.dates import date_in_words
from publish.backends.ooxml import Element, piece, w
from publish.publication.model import Publication
from publish.regex import regex

MARK = regex(r"\{\{\s*(\w+)\s*\}\}")
CONTENT = "content"
FIELDS = {"TITLE": "title", "AUTHOR": "author", "SUBJECT": "subtitle", "KEYWORDS": "keywords",
          "COMMENTS": "description"}  # fmt: skip
BOUND = {"title": "title", "creator": "author", "subject": "subtitle", "keywords": "keywords",
         "description": "description"}  # fmt: skip
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def values_of(publication: Publication) -> dict[str, str]:
    """What the placeholders stand for, by name."""
    metadata = publication.metadata
    authors = publication.words.list_separator.join(author.name for author in metadata.authors)
    date = date_in_words(metadata.date.value, metadata.lang) if metadata.date else ""
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "author": authors,
        "authors": authors,
        "date": date,
        "description": metadata.description,
        "keywords": publication.words.list_separator.join(metadata.keywords),
        "rights": metadata.rights,
        "language": metadata.lang,
    }


def fill(root: Element, values: Mapping[str, str]) -> set[str]:
    """Fill what is open in a part of the template; the names that were filled."""
    filled: set[str] = set()
    for paragraph in list(root.iter(w("p"))):
        filled |= _marks(paragraph, values)
        filled |= _fields(paragraph, values)
    for control in list(root.iter(w("sdt"))):
        name = control_name(control)
        if name in values:
            _set_text(control.find(w("sdtContent")), values[name])
            filled.add(name)
    return filled


def content_place(body: Element) -> Element | None:
    """The paragraph or the content control in whose place the text stands."""
    for each in body:
        if each.tag == w("p") and MARK.fullmatch(_text(each).strip()):
            if MARK.fullmatch(_text(each).strip())[1].lower() == CONTENT:  # type: ignore[index]
                return each
        elif each.tag == w("sdt") and control_name(each) == CONTENT:
            return each
    return None


def control_name(control: Element) -> str:
    """The name of a content control: its tag or title, or the property to which it is bound."""
    for kind in ("tag", "alias"):
        named = control.find(f"{w('sdtPr')}/{w(kind)}")
        if named is not None and named.get(w("val"), "").lower() in (*BOUND.values(), *OTHERS):
            return str(named.get(w("val")).lower())
    bound = control.find(f"{w('sdtPr')}/{w('dataBinding')}")
    path = "" if bound is None else bound.get(w("xpath"), "")
    last = re.search(r"(\w+)\[?\d*\]?$", path)
    return BOUND.get(last[1].lower(), "") if last and "coreProperties" in path else ""


OTHERS = ("authors", "date", "rights", "language", CONTENT)


def _text(paragraph: Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter(w("t")))


def _marks(paragraph: Element, values: Mapping[str, str]) -> set[str]:
    """Word cuts a placeholder into any number of runs; the first of them takes the value."""
    found: set[str] = set()
    texts = list(paragraph.iter(w("t")))
    whole = "".join(each.text or "" for each in texts)
    for mark in reversed(list(MARK.finditer(whole))):
        name = mark[1].lower()
        if name not in values:
            continue
        found.add(name)
        at, value = 0, values[name]
        for each in texts:
            text = each.text or ""
            start, end = max(mark.start() - at, 0), min(mark.end() - at, len(text))
            at += len(text)
            if start < end:
                each.text = text[:start] + value + text[end:]
                each.set(SPACE, "preserve")
                value = ""
    return found


def _fields(paragraph: Element, values: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for simple in paragraph.iter(w("fldSimple")):
        name = _property(simple.get(w("instr"), ""))
        if name in values:
            _set_text(simple, values[name])
            found.add(name)
    code, shown, name = "", False, ""
    for each in paragraph.iter(w("fldChar"), w("instrText"), w("t")):
        if each.tag == w("instrText"):
            code += each.text or ""
        elif each.tag == w("fldChar"):
            shown = each.get(w("fldCharType")) == "separate"
            name = _property(code) if shown else ""
            code = code if each.get(w("fldCharType")) != "begin" else ""
        elif shown and name in values:
            each.text = values[name] if name not in found else ""
            found.add(name)
    return found


def _property(code: str) -> str:
    words = code.replace('"', " ").split()
    if words[:1] == ["DOCPROPERTY"] and len(words) > 1:
        return FIELDS.get(words[1].upper(), words[1].lower())
    return FIELDS.get(words[0].upper(), "") if words else ""


def _set_text(holder: Element, text: str) -> None:
    """Put ``text`` in place of the first text of a holder, and nothing in that of the others."""
    texts = list(holder.iter(w("t")))
    if not texts:
        run = piece('<w:r><w:t xml:space="preserve"/></w:r>')
        inner = next(iter(holder.iter(w("p"))), holder)
        inner.append(run)
        texts = [run[0]]
    for at, each in enumerate(texts):
        each.text = text if at == 0 else ""
        each.set(SPACE, "preserve")
    for shown in holder.getparent().iter(w("showingPlcHdr")):
        shown.getparent().remove(shown)
        break
