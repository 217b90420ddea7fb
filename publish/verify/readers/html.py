"""A web page, read back."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from publish.verify.model import Beside, Damage, Facts, Line, Reading, Unreadable
from publish.verify.readers.markup import Element, fragment, ids, page, twice


def read(data: bytes, beside: Beside) -> Reading:
    """The text of the page's ``<article>``, and what its head says. Raises Unreadable."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    article = root.find(".//article") if root is not None else None
    if root is None or article is None:
        raise Unreadable("there is no article in the page")
    known = ids(root)

    def alive(address: str) -> bool:
        return _leads(address, known, beside)

    found = page(article, "", alive)
    damage = [*twice(root, ""), *_lost_files(root, beside)]
    return Reading(
        segments=found.segments,
        notes=found.notes,
        facts=_facts(root),
        contents=_contents(root, known),
        links=found.links,
        tables=found.tables,
        numbers=found.numbers,
        damage=tuple(damage),
    )


def _leads(address: str, known: frozenset[str], beside: Beside) -> bool:
    """Whether an address leads somewhere; one of another site is taken on trust."""
    if address.startswith("#"):
        return fragment(address) in known or address in ("#", "#top")
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("/"):
        return True
    return beside(unquote(parts.path)) if parts.path else True


def _lost_files(root: Element, beside: Beside) -> list[Damage]:
    """Pictures that the page names and that are not there."""
    lost = []
    for image in root.iter("img"):
        address = image.get("src") or ""
        if address.startswith("data:") and len(address) > len("data:image/png;base64,"):
            continue
        if urlsplit(address).scheme not in ("http", "https") and not (
            address and beside(unquote(address))
        ):
            message = f"the picture “{address or image.get('alt')}” is not there"
            lost.append(Damage("VFY012", f"line {image.sourceline}", message))
    return lost


def _contents(root: Element, known: frozenset[str]) -> dict[str, tuple[Line, ...]]:
    lines = []
    for nav in root.iter("nav"):
        if "contents" not in (nav.get("class") or "").split():
            continue
        for link in nav.iter("a"):
            address = link.get("href") or ""
            lines.append(Line("".join(link.itertext()), fragment(address) in known))
    return {"contents": tuple(lines)} if lines else {}


def _facts(root: Element) -> Facts:
    named: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = meta.get("name") or meta.get("property") or ""
        named.setdefault(key, []).append(meta.get("content") or "")
    title = root.find(".//head/title")
    about = _structured(root)
    keywords = named.get("keywords")
    return Facts(
        title=title.text if title is not None else None,
        authors=tuple(named.get("author", ())),
        lang=root.get("lang"),
        date=about.get("datePublished"),
        keywords=tuple(keywords[0].split(", ")) if keywords else (),
        description=next(iter(named.get("description", ())), None),
    )


def _structured(root: Element) -> dict[str, Any]:
    """The data of schema.org; empty where there is none that can be read."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                found = json.loads(script.text or "")
            except ValueError:
                return {}
            return found if isinstance(found, dict) else {}
    return {}
