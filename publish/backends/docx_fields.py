"""Fields of Word, each with the result that is shown until Word reckons it anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from publish.backends.ooxml import Element, piece, style_of, w

BODY = 10  # a level below all headings
LINK = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'


def field(code: str, shown: str, properties: str = "") -> str:
    """The runs of a field; ``properties`` is the ``w:rPr`` of what is shown."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown, properties)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def bookmarked(name: str, runs: str) -> str:
    """``runs`` with a bookmark around them; :func:`number_bookmarks` gives it a number."""
    known = quoteattr(name)
    return f"<w:bookmarkStart w:id={known} w:name={known}/>{runs}<w:bookmarkEnd w:id={known}/>"


def bookmarks_into_headings(body: Element, contents: Mapping[str, str]) -> None:
    """The bookmark of a section stands around its title alone, so that a field can say the title.

    Pandoc's goes around the whole section. ``contents`` has, by name, the bookmarks to which the
    table of contents leads.
    """
    ends = {each.get(w("id")): each for each in body.iter(w("bookmarkEnd"))}
    for heading in list(body.iter(w("p"))):
        properties = heading.find(w("pPr"))
        starts = []
        before = heading.getprevious()
        while before is not None and before.tag == w("bookmarkStart"):
            starts.append(before)
            before = before.getprevious()
        style = None if properties is None else properties.find(w("pStyle"))
        if style is None or not style.get(w("val"), "").startswith("Heading"):
            continue
        for start in starts:
            name, end = start.get(w("name")), ends[start.get(w("id"))]
            properties.addnext(start)
            heading.append(end)
            if name in contents:
                around = contents[name]
                start.addprevious(piece(f'<w:bookmarkStart w:id="{around}" w:name="{around}"/>'))
                heading.append(piece(f'<w:bookmarkEnd w:id="{around}"/>'))


def number_bookmarks(body: Element) -> None:
    """Every bookmark has a number of its own, whoever made it."""
    numbers: dict[str, str] = {}
    for start in body.iter(w("bookmarkStart")):
        old = start.get(w("id"))
        numbers[old] = str(len(numbers))
        start.set(w("id"), numbers[old])
    for end in body.iter(w("bookmarkEnd")):
        end.set(w("id"), numbers[end.get(w("id"))])


def follow_sequences(body: Element) -> None:
    """A number of a sequence that does not follow from the one before says so (``\\r``).

    So Word, when it counts, comes to print what is printed in every format. LibreOffice, which counts
    too, knows nothing of counts that begin anew (``\\s``), so those say it as well.
    """
    counts: dict[str, int] = {}
    above: dict[str, int] = {}  # the highest level of the headings since a sequence counted
    waiting = None
    for each in body.iter(w("p"), w("instrText"), w("t")):
        if each.tag == w("p"):
            if heading := re.fullmatch(r"Heading(\d)", style_of(each)):
                above = {name: min(level, int(heading[1])) for name, level in above.items()}
        elif each.tag == w("instrText"):
            waiting = each if re.match(r"\s*SEQ ", each.text) else None
        elif waiting is not None:
            code, shown = waiting.text.strip(), int(each.text)
            name = code.split()[1]
            top = re.search(r"\\s (\d)", code)
            anew = top is not None and above.get(name, 0) <= int(top[1])
            following = counts.get(name, 0) + 1
            if shown != following or (anew and shown != 1):
                waiting.text = f" {code} \\r {shown} "
            counts[name] = shown
            above[name] = BODY
            waiting = None
