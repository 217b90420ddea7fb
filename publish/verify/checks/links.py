"""Every link of the document is there, says the same, and leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from publish.verify.case import Case, Found
from publish.verify.expected import Target
from publish.verify.fold import fold, told, without_pictures
from publish.verify.losses import keeps_link
from publish.verify.model import PICTURE

_CUT = ("pdf", "pptx")  # formats in which a link is cut by the end of a line or a slide


def check(case: Case) -> Iterator[Found]:
    """Dead links first, then those that are missing or lead elsewhere."""
    for link in case.reading.links:
        if not link.alive:
            message = f"the link “{told(link.text)}” leads nowhere ({link.address or 'no address'})"
            yield Found("VFY007", link.place, message)
    have = Counter(_key(case, each.text, each.address) for each in case.reading.links)
    parts: dict[str, str] = {}
    for each in case.reading.links if case.format in _CUT else ():
        address = _address(each.address)
        parts[address] = parts.get(address, "") + _words(case, each.text)
    for target in case.expected.links:
        words = _words(case, target.text)
        if not keeps_link(case, target) or not (words or PICTURE in target.text):
            continue
        key = _key(case, target.text, target.address)
        if have[key]:
            have[key] -= 1
        elif not (words and words in parts.get(key[1], "")):
            yield _missing(case, target)


def _missing(case: Case, target: Target) -> Found:
    words = _words(case, target.text)
    right = _address(target.address)
    same_words = (each for each in case.reading.links if _words(case, each.text) == words)
    others = [each for each in same_words if _address(each.address) != right]
    shown = told(without_pictures(target.text)) or target.address
    if others:
        message = f"the link “{shown}” leads to {others[0].address}, not to {target.address}"
    else:
        message = f"“{shown}” is no link to {target.address}"
    place = others[0].place if others else ""
    return Found("VFY008", place, message, target.path, target.line)


def _words(case: Case, text: str) -> str:
    return fold(without_pictures(text), case.manner.on_paper)


def _key(case: Case, text: str, address: str) -> tuple[str, str]:
    """What tells one link from another: its words, and its address where every format has the same."""
    return _words(case, text), _address(address)


def _address(address: str) -> str:
    return "#" if is_inside(address) else same(address)


def is_inside(address: str) -> bool:
    """Whether a link leads to another place of the same publication."""
    return address.startswith("#") or "chapter-" in address.partition("#")[0]


def same(address: str) -> str:
    """An address without the ways in which it may be written."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    whole = unquote(f"{parts.scheme}:{parts.netloc}{parts.path}?{parts.query}#{parts.fragment}")
    return fold(whole, on_paper=True).rstrip("#?/").lower()
