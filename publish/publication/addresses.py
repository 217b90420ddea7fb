"""Addresses as posts write them: which are local, and what page, file or heading they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import unquote

from publish.regex import regex

PAGES = (".md", ".markdown", ".mdown", ".mkd", ".html", ".htm")
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]+:(?! |%20)|//")  # one letter is a drive
_SITE = regex(r"(?:https?:)?//(?:www\.)?(?P<rest>[^\s]*)", re.IGNORECASE)
_INDEX = frozenset({"index", "_index", "readme"})


class Local(NamedTuple):
    """A path as written (decoded, without query; empty: the post itself) and a fragment."""

    path: str
    fragment: str


def is_external(address: str) -> bool:
    """Whether an address names another site, a mail box or the like."""
    return _SCHEME.match(address) is not None


class Sites:
    """The addresses at which the posts stand or have stood: what lies below one is local."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._prefixes = tuple(
            dict.fromkeys(
                found["rest"].rstrip("/").lower()
                for address in addresses
                if (found := _SITE.fullmatch(address)) and found["rest"].strip("/")
            )
        )
        # A site that stands in a folder is often linked to by a path that begins with it.
        self._folders = tuple(
            f"/{prefix.partition('/')[2]}/" for prefix in self._prefixes if "/" in prefix
        )

    def local(self, address: str) -> Local | None:
        """What an address names here; None when it leads to another site."""
        if is_external(address):
            found = _SITE.fullmatch(address)
            inside = self._inside(found["rest"]) if found else None
            return None if inside is None else _split(inside)
        local = _split(address)
        for folder in self._folders:
            if local.path.startswith(folder):
                return local._replace(path=local.path[len(folder) - 1 :])
        return local

    def _inside(self, rest: str) -> str | None:
        folded = rest.lower()
        for prefix in self._prefixes:
            after = rest[len(prefix) :]
            if folded.startswith(prefix) and (not after or after[0] in "/?#"):
                return after if after.startswith("/") else f"/{after}"
        return None


def _split(address: str) -> Local:
    whole, _, fragment = address.partition("#")
    path, question, _ = whole.partition("?")
    # “?p=12” names another page, though nobody knows which.
    return Local(unquote(path or question).replace("\\", "/"), unquote(fragment))


def between(path: str, other: str) -> int:
    """How many folders lie between two files."""
    here, there = path.split("/")[:-1], other.split("/")[:-1]
    pairs = zip(here, there, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return len(here) + len(there) - 2 * shared


def fold(name: str) -> str:
    """A name as it is compared: upper and lower case are one, and so are ways to write an accent."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def page(path: str) -> str:
    """A path as the page it leads to: folded, without suffix, a folder's index as the folder."""
    name = fold(path).strip("/")
    suffix = next((suffix for suffix in PAGES if name.endswith(suffix)), "")
    name = name.removesuffix(suffix)
    folder, slash, last = name.rpartition("/")
    return folder if last in _INDEX and (slash or suffix) else name


def squeezed(text: str) -> str:
    """The letters and digits of a heading or an anchor: what every generator's slug keeps."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
