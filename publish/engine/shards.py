"""Shards: which of several machines makes a document, decided by its name alone."""

from __future__ import annotations

import hashlib
import re

import msgspec

from publish.engine.plan import Step

MOST = 1000


class Shard(msgspec.Struct, frozen=True):
    """The part ``number`` (from 1) of ``count`` parts."""

    number: int
    count: int

    def holds(self, name: str) -> bool:
        """Whether a document falls to this part: the part with the highest draw for its name has it.

        What other documents there are changes nothing. Of ``count`` and one more parts, documents
        only move to the new one.
        """
        parts = range(1, self.count + 1)
        return max(parts, key=lambda part: _draw(part, name)) == self.number


def shard(text: str) -> Shard:
    """``2/5`` is the second of five parts. Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if found is None:
        raise ValueError(f"“{text}” is not written as 2/5, which is the second of five")
    number, count = int(found[1]), int(found[2])
    if not 1 <= count <= MOST:
        raise ValueError(f"there can be 1 to {MOST} shards, not {count}")
    if number == 0:
        raise ValueError(
            f"shards are counted from 1 to {count}; add 1 to an index that begins at 0"
        )
    if number > count:
        raise ValueError(f"there is no shard {number} of {count}")
    return Shard(number, count)


def document(step: Step) -> str:
    """The name of what a step is made of: a post by its path, a book by its own name."""
    return f"book {step.book.name}" if step.book else step.documents[0].path


def _draw(part: int, name: str) -> bytes:
    return hashlib.blake2b(f"{part} {name}".encode(), digest_size=8).digest()
