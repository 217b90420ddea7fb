"""The parts of a reference, read from the forms in which people type them.

Parts are named as in CSL: ``type author issued title container-title publisher publisher-place volume
issue page URL DOI accessed``; several authors are separated by ``; ``. What cannot be told for sure is
not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.regex import regex

LONGEST = 600  # characters; what is longer is no reference

TYPES = {
    "M": "book", "C": "paper-conference", "G": "book", "N": "article-newspaper", "J": "article-journal",
    "D": "thesis", "R": "report", "S": "standard", "P": "patent", "DB": "dataset", "CP": "software",
    "EB": "webpage",
}  # fmt: skip
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_STOP = rf"(?:[.．。](?:\s+|(?=[{_HAN}《])))"
_URL = regex(r"https?://[^\s<>“”，。；、（）《》]+[^\s<>“”，。；、（）《》.,;:)\]]")
_DOI = regex(r"\b10\.\d{4,9}/[^\s<>“”，。；]*[^\s<>“”，。；.,)\]]")
# GB/T 7714: authors. title[M]. place: publisher, year: pages.
_MARK = regex(r"\s*[\[［]\s*(?P<mark>[MCGNJDRSP]|DB|CP|EB)(?:/(?:OL|CD|MT|DK))?\s*[\]］]")
_IN_SOURCE = regex(
    r"(?P<container>[^,，]{1,200}?)[,，.]\s*(?P<year>\d{4})(?:[,，]\s*(?P<volume>\d+))?"
    r"(?:[,，]?\s*[(（](?P<issue>[^()（）]{1,20})[)）])?(?:\s*[:：]\s*(?P<page>\w+(?:[-–—~]\w+)?))?"
)
_AT_PUBLISHER = regex(
    r"(?:(?P<place>[^:：,，.]{1,60})[:：]\s*)?(?P<publisher>[^,，:：]{1,100}?)[,，]\s*(?P<year>\d{4})(?:[-–]\d\d)*"
    r"(?:\s*[:：]\s*(?P<page>\w+(?:[-–—~]\w+)?))?"
)
_DATE = regex(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?)?")
_ACCESSED = regex(r"[\[［](\d{4}-\d{1,2}-\d{1,2})[\]］]")
# APA: Author, A. (2019). Title. Publisher.
_APA = regex(
    rf"(?P<author>[^()（）]{{1,200}}?)[.．,，]?\s*[(（](?P<year>\d{{4}})[a-z]?(?:,[^()]*)?[)）][.．,，]?\s*"
    rf"(?P<title>.{{1,300}}?)(?:{_STOP}|(?<=[?？!！])\s+)(?P<rest>.{{1,300}})"
)
_APA_SOURCE = regex(
    r"(?P<container>[^\d]{2,200}?)[,，]\s*(?P<volume>\d+)(?:\s*[(（](?P<issue>[^()（）]{1,20})[)）])?"
    r"(?:[,，]\s*(?:pp?\.\s*)?(?P<page>\w+(?:[-–—]\w+)?))?"
)
# IEEE: A. Author, “Title,” Journal, vol. 1, no. 2, pp. 3–4, 2019.
_IEEE = regex(
    r"(?P<author>[^“”\"]{1,200}?),\s*[“\"](?P<title>[^“”\"]{1,300}?),?[”\"],?\s*(?:in\s+)?(?P<container>[^,]{1,200})"
    r"(?:,\s*vol\.\s*(?P<volume>[^\s,]+))?(?:,\s*no\.\s*(?P<issue>[^\s,]+))?"
    r"(?:,\s*pp?\.\s*(?P<page>[\w–-]+))?(?:,\s*[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?)?,?\s+(?P<year>\d{4})\.?"
)
# 陆羽：《茶经》，中华书局，2010年。
_CHINESE = regex(
    r"(?P<author>[^《》：:，,.]{1,60})[：:，,.]?\s*《(?P<title>[^《》]{1,200})》[，,.]?\s*"
    r"(?:(?P<place>[^：:，,《》]{1,30})[：:])?(?P<publisher>[^，,：:《》]{1,60})[，,]\s*(?P<year>\d{4})\s*年?版?[。.]?"
)
# Author. Title. Publisher, 2019.
_PLAIN = regex(
    rf"(?P<author>[^.．。]{{1,100}}){_STOP}(?P<title>[^.．。]{{1,300}}){_STOP}"
    r"(?:(?P<place>[^:：,，.]{1,60})[:：]\s*)?(?P<publisher>[^.．。,，:：]{1,100})[,，]\s*(?P<year>\d{4})[.．。]?"
)
_NAME = regex(rf"[{_HAN}·]{{2,15}}|[^\d\[\]{_HAN}]{{2,60}}")
_BETWEEN = regex(r"\s*[;；、，,]\s*(?:(?:and|&)\s+)?|\s*&\s*|\s+and\s+|(?<=\S)\s*(?=et al|等\Z)")
_INITIALS = regex(r"(?:[A-Z]\.?[ -]?){1,3}")
_OTHERS = regex(r"et al|等\Z")


def fields(text: str, address: str = "") -> Mapping[str, str]:
    """The parts of a reference without its label; ``address`` is that of a link in it, if any.

    Linear in the length of the text, as it must be short.
    """
    if len(text) > LONGEST:
        return {}
    found = _places(text, address)
    bare = _URL.sub("", _DOI.sub("", text)).strip()
    mark = _MARK.search(bare)
    parts = _marked(bare, mark) if mark else _unmarked(bare)
    if not parts and found.get("URL") and (year := _DATE.search(bare)):
        parts = {"issued": year["year"]}
    if found.get("URL") and "type" not in parts:
        parts["type"] = "webpage"
    return {**parts, **found}


def complete(entry: Mapping[str, str]) -> bool:
    """Whether a style can print an entry from its parts: who (all of them), what, when and where."""
    places = ("publisher", "container-title", "URL")
    if _OTHERS.search(entry.get("author", "")):
        return False
    return all(entry.get(name) for name in ("type", "author", "title", "issued")) and any(
        entry.get(name) for name in places
    )


def _places(text: str, address: str) -> dict[str, str]:
    doi, url = _DOI.search(text), _URL.search(text)
    found: dict[str, str] = {}
    if address or url:
        found["URL"] = address or (url[0] if url else "")
    if doi:
        found["DOI"] = doi[0]
        if "doi.org/" in found.get("URL", ""):
            del found["URL"]
    return found


def _marked(text: str, mark: re.Match[str]) -> dict[str, str]:
    """GB/T 7714: the mark of the kind stands behind the title."""
    head, rest = text[: mark.start()], text[mark.end() :].strip(" .．。,，")
    author, title = _split(head)
    accessed = _ACCESSED.search(rest)
    bare = _ACCESSED.sub("", rest).strip(" .．。,，")
    in_source = mark["mark"] in "JN" or bare.startswith("//")
    source = (_IN_SOURCE if in_source else _AT_PUBLISHER).match(bare.lstrip("/ "))
    parts = _parts(source) if source else {}
    date = _DATE.search(bare)
    return {
        "type": TYPES[mark["mark"]],
        **_named(author, title),
        **({"issued": date["year"]} if date else {}),
        **parts,
        **({"accessed": accessed[1]} if accessed else {}),
    }


def _split(head: str) -> tuple[str, str]:
    """Authors and title, at the last stop before the mark."""
    stops = list(re.finditer(_STOP, head))
    if not stops:
        return "", head.strip()
    return head[: stops[-1].start()].strip(), head[stops[-1].end() :].strip()


def _unmarked(text: str) -> dict[str, str]:
    for kind, pattern in (
        ("", _APA),
        ("article-journal", _IEEE),
        ("book", _CHINESE),
        ("book", _PLAIN),
    ):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        named = _named(found["author"], found["title"])
        if "author" not in named:
            continue
        if kind:
            return {"type": kind, **named, **_parts(found)}
        rest = found["rest"].strip(" .．。")
        source = _APA_SOURCE.fullmatch(rest)
        where = (
            {"type": "article-journal", **_parts(source)}
            if source
            else {"type": "book", "publisher": rest}
        )
        return {**named, "issued": found["year"], **(where if rest else {})}
    return {}


_CSL = {"container": "container-title", "place": "publisher-place", "year": "issued"}


def _parts(found: re.Match[str]) -> dict[str, str]:
    """The named groups that are there, under the names of CSL."""
    return {
        _CSL.get(name, name): value.strip()
        for name, value in found.groupdict().items()
        if value and name not in ("author", "title", "rest")
    }


def _named(author: str, title: str) -> dict[str, str]:
    """Title and authors, the latter only where each looks like a name."""
    names = _names(author)
    if not names or not all(map(_NAME.fullmatch, names)):
        return {"title": title}
    return {"author": "; ".join(names), "title": title.strip()}


def _names(author: str) -> list[str]:
    """Authors one by one: ``Smith, J.`` is one, ``Smith J, Doe A`` are two."""
    parts = [part.strip(" ,，") for part in _BETWEEN.split(author)]
    parts = [part if _INITIALS.fullmatch(part) else part.strip(" .") for part in parts]
    names: list[str] = []
    for part in filter(None, parts):
        if names and _INITIALS.fullmatch(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    if (
        len(names) == 2
        and "," in author
        and all(re.fullmatch("[A-Z][a-z]+", name) for name in names)
    ):
        return [", ".join(names)]
    return names
