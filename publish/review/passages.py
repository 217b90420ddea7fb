"""The text of a Word file as its reader sees it once all suggestions are taken, and its comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from publish.backends.ooxml import MC, Element, M, parsed, style_of, w
from publish.regex import regex

CONTENTS = regex(r"toc (\d|heading)")  # names of styles; their ids differ between programs
INSERTED = (w("ins"), w("moveTo"))
DELETED = (w("del"), w("moveFrom"))
SILENT = (w("pPr"), w("rPr"), w("drawing"), w("pict"), w("object"), w("instrText"), w("delText"))
SIGNS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
HOLDERS = (w("tbl"), w("tr"), w("tc"), w("sdtContent"), w("customXml"), f"{{{MC}}}Choice")


@dataclass(frozen=True)
class Remark:
    """A comment: who says what, about which piece of a passage."""

    author: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A paragraph: its words, the pieces of them that somebody only suggests, and the comments on it.

    ``suggested`` has start, end and author of each piece; a piece to be deleted has no length.
    """

    text: str
    suggested: tuple[tuple[int, int, str], ...] = ()
    remarks: tuple[Remark, ...] = ()
    note: bool = False


@dataclass
class _Draft:
    """A passage while it is read."""

    text: str = ""
    suggested: list[tuple[int, int, str]] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)


def passages(files: Mapping[str, bytes]) -> list[Passage]:
    """The paragraphs of a document in reading order, and those of its notes after them.

    Tables of contents are left out, and so are text boxes and pictures.
    """
    comments, listed = _comments(files), _styles_of_contents(files)
    body = parsed(files["word/document.xml"])
    found = list(_of(body.find(w("body")), comments, listed, note=False))
    if "word/footnotes.xml" in files:
        notes = {each.get(w("id")): each for each in parsed(files["word/footnotes.xml"])}
        for call in body.iter(w("footnoteReference")):
            if call.get(w("id")) in notes:
                found += _of(notes[call.get(w("id"))], comments, listed, note=True)
    return found


def _of(
    parent: Element, comments: Mapping[str, tuple[str, str]], listed: frozenset[str], *, note: bool
) -> Iterator[Passage]:
    draft: _Draft | None = None
    for paragraph in _paragraphs(parent):
        if style_of(paragraph) in listed:
            continue
        draft = draft or _Draft()
        _read(paragraph, draft, "")
        if paragraph.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None:
            continue  # the end of the paragraph is deleted: the next belongs to it
        if draft.text.strip() or draft.suggested:
            yield _passage(draft, comments, note)
        draft = None
    if draft and draft.text.strip():
        yield _passage(draft, comments, note)


def _paragraphs(parent: Element) -> Iterator[Element]:
    for each in parent:
        if each.tag == w("p"):
            yield each
        elif each.tag == w("tr") and each.find(f"{w('trPr')}/{w('del')}") is not None:
            continue
        elif each.tag in HOLDERS or each.tag in (w("sdt"), f"{{{MC}}}AlternateContent"):
            yield from _paragraphs(each)


def _read(part: Element, draft: _Draft, author: str) -> None:
    for each in part:
        if each.tag in SILENT or each.tag == f"{{{MC}}}Fallback":
            continue
        if each.tag in (w("t"), f"{{{M}}}t"):
            draft.text += each.text or ""
        elif each.tag in SIGNS:
            draft.text += SIGNS[each.tag]
        elif each.tag in DELETED:
            draft.suggested.append((len(draft.text),) * 2 + (each.get(w("author"), ""),))
        elif each.tag == w("ruby"):
            _read(each.find(w("rubyBase")), draft, author)
        elif each.tag == w("commentRangeStart"):
            draft.starts[each.get(w("id"))] = len(draft.text)
        elif each.tag in (w("commentRangeEnd"), w("commentReference")):
            draft.ends.setdefault(each.get(w("id")), len(draft.text))
        elif each.tag in INSERTED:
            start = len(draft.text)
            _read(each, draft, each.get(w("author"), ""))
            draft.suggested.append((start, len(draft.text), each.get(w("author"), "")))
        elif isinstance(each.tag, str):
            _read(each, draft, author)


def _passage(draft: _Draft, comments: Mapping[str, tuple[str, str]], note: bool) -> Passage:
    remarks = tuple(
        Remark(*comments[id], draft.starts.get(id, 0 if id not in draft.starts else end), end)
        for id, end in draft.ends.items()
        if id in comments
    )
    return Passage(draft.text, tuple(draft.suggested), remarks, note)


def _styles_of_contents(files: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(
        each.get(w("styleId"))
        for each in parsed(files["word/styles.xml"]).iter(w("style"))
        if CONTENTS.fullmatch(each.find(w("name")).get(w("val")).lower())
    )


def _comments(files: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Author and text of each comment by its number."""
    if "word/comments.xml" not in files:
        return {}
    return {
        each.get(w("id")): (
            each.get(w("author"), ""),
            " ".join("".join(t.text or "" for t in p.iter(w("t"))) for p in each.iter(w("p"))),
        )
        for each in parsed(files["word/comments.xml"]).iter(w("comment"))
    }
