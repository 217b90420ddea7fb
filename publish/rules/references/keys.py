"""Citations by key as people type them: ``[@lu2019]``, ``[see @lu2019, p. 3; @xu]``, ``@lu2019``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from publish.ast import Block, Citation, Cite, Enum, Inline, Inlines, Link, Str
from publish.regex import regex
from publish.rules.canonical import words
from publish.rules.references.own_links import joined
from publish.walk import rewrite

_KEY = r"@(?P<key>[A-Za-z0-9_\u3400-\u9fff](?:[\w:.#$%&+?<>~/-]*[\w/])?)"
_ONE = regex(rf"(?P<before>[^@]*?)(?P<quiet>-)?{_KEY}(?P<after>[^@]*)")
_ANY = regex(rf"\[(?P<group>[^\[\]@]*@[^\[\]]+)\]|(?<![\w@./:\[-]){_KEY}")


class Keys:
    """Finds citations in blocks, in the order in which a rewrite meets them; each gets a number.

    ``unknown`` are keys in brackets that no bibliography has.
    """

    def __init__(self, known: Set[str]) -> None:
        self.known = known
        self.unknown: set[str] = set()
        self.count = 0

    def marked(self, block: Block) -> Block:
        """The block with pandoc's ``Cite`` for every citation, its words as its content."""
        (new,) = rewrite((block,), inlines=self._inlines)
        return new

    def _inlines(self, inlines: Inlines) -> Inlines:
        done: list[Inline] = []
        for node in joined(inlines):
            match node:
                case Str(c=text) if "@" in text:
                    done += self._parts(text)
                case Link(c=(attr, text, target)) if any(isinstance(part, Cite) for part in text):
                    # A link cannot hold a link: the author's own stands.
                    plain = [part.c[1] if isinstance(part, Cite) else (part,) for part in text]
                    inside = tuple(inner for parts in plain for inner in parts)
                    done.append(Link((attr, words(inside), target)))
                case _:
                    done.append(node)
        new = words(tuple(done))
        return inlines if new == inlines else new

    def _parts(self, text: str) -> Iterator[Inline]:
        at = 0
        for found in _ANY.finditer(text):
            citations, others = self._citations(found)
            if citations:
                if text[at : found.start()]:
                    yield Str(text[at : found.start()])
                yield Cite((citations, words((Str(found[0]),))))
                if others:
                    yield Str(f"[{'; '.join(others)}]")
                at = found.end()
        if text[at:]:
            yield Str(text[at:])

    def _citations(self, found: re.Match[str]) -> tuple[tuple[Citation, ...], list[str]]:
        """The citations of one group, and what it says of keys that nobody knows; neither where it is
        no group."""
        if found["group"] is None:
            known = found["key"] in self.known
            return (self._made("", found["key"], "", "AuthorInText") if known else (), [])
        ones = [_ONE.fullmatch(part) for part in found["group"].split(";")]
        if not all(ones):
            return (), []
        unknown = [one for one in ones if one and one["key"] not in self.known]
        self.unknown.update(one["key"] for one in unknown)
        citations = tuple(
            citation
            for one in ones
            if one and one["key"] in self.known
            for citation in self._made(
                one["before"],
                one["key"],
                one["after"],
                "SuppressAuthor" if one["quiet"] else "NormalCitation",
            )
        )
        return citations, [one[0].strip() for one in unknown]

    def _made(self, before: str, key: str, after: str, mode: str) -> tuple[Citation, ...]:
        self.count += 1
        return (
            Citation(
                citation_id=key,
                citation_prefix=words((Str(before.strip()),)),
                citation_suffix=words((Str(after.rstrip()),)),
                citation_mode=Enum(mode),
                citation_note_num=1,
                citation_hash=self.count,
            ),
        )
