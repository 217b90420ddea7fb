"""STR010: every heading has an id, and no two are alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container
from functools import lru_cache

from msgspec.structs import replace

from publish.ast import Attr, Block, Header
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.rules.structure.ids import own_ids, single_ids
from publish.walk import plain_text

_EMOJI = regex("[\u2600-\u27bf\u2b50-\u2b55\U0001f300-\U0001faff][\ufe0f\u200d]*")
_EMOJI_NAMES = regex("[a-z0-9_-]*")
_SPACES = regex(r"\s")


@lru_cache(maxsize=1024)  # asked several times for each heading
def slug(text: str) -> str:
    """A heading's text as GitHub makes an anchor of it: Han are kept, punctuation goes."""
    kept = "".join(
        character
        for character in _SPACES.sub("-", text.lower())
        if character in "-_" or unicodedata.category(character)[0] in "LNM"
    )
    return re.sub(r"-{2,}", "-", kept).strip("-")


def anchor(words: str) -> str:
    """The id of a heading whose text is ``words``, before others are looked at."""
    made = slug(words)
    return made if made[:1].isalpha() else f"section-{made}".rstrip("-")


def derived(id: str, words: str) -> bool:
    """Whether an id is the one that comes from a heading's own words."""
    made = anchor(words)
    return id == made or bool(re.fullmatch(re.escape(made) + r"-\d+", id))


def revise(document: Document) -> Revision:
    """Ids come from the text without its number; the ids that readers may know stay as aliases."""
    ids = own_ids(document.blocks)
    others = set(ids)
    if len(others) < len(ids):
        document = replace(document, blocks=single_ids(document.blocks))
    taken = dict.fromkeys(others, 0)
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    printed: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Header):
            level, attr, text = block.c
            words = plain_text(text)
            wanted = _wanted(attr, words)
            id = _free(wanted, taken)
            taken[id] = 0
            if id != wanted and wanted not in others:
                findings.append(
                    TreeFinding(block.line, f"another heading has the anchor “{wanted}”")
                )
            typed = set(map(slug, _printed(attr, words)))
            again = {f"{name}-{printed[name]}" for name in typed if printed[name]}
            printed.update(typed)
            aliased = attr.with_pairs(alias=" ".join(_aliases(attr, words, again)))
            block = replace(block, c=(level, aliased.with_id(id), text))
        blocks.append(block)
    tops = tuple(_without_taken(block, taken) for block in blocks)
    return Revision(replace(document, blocks=tops), tuple(findings))


def _wanted(attr: Attr, words: str) -> str:
    """An id of the author's own stands; one that pandoc made of label and text is made anew."""
    if attr.id[:1].isalpha() and not _is_automatic(attr, words):
        return attr.id
    return anchor(words)


def _is_automatic(attr: Attr, words: str) -> bool:
    given = {slug(attr.id), slug(re.sub(r"-\d+$", "", attr.id))}
    printed = _printed(attr, words)
    return (
        "" in given
        or not given.isdisjoint(map(slug, printed))
        or derived(attr.id, words)
        or any(_has_emoji_names(name, text) for name in given for text in printed)
    )


def _has_emoji_names(given: str, text: str) -> bool:
    """Whether an anchor is a text in which pandoc put names for emoji (``gfm_auto_identifiers``).

    One walk over the anchor: a pattern with a gap for each emoji would try every division.
    """
    first, *others = map(slug, _EMOJI.split(text))
    if not others or not given.startswith(first) or not given.endswith(others[-1]):
        return False
    at = len(first)
    for part in others[:-1]:
        start = given.find(part, at)
        if start < 0 or not _EMOJI_NAMES.fullmatch(given, at, start):
            return False
        at = start + len(part)
    end = len(given) - len(others[-1])
    return at <= end and _EMOJI_NAMES.fullmatch(given, at, end) is not None


def _printed(attr: Attr, words: str) -> tuple[str, ...]:
    """The heading as its author may have typed it."""
    label = attr.get("number-label")
    return (words, f"{label}{words}", f"{label} {words}")


def _aliases(attr: Attr, words: str, again: set[str]) -> list[str]:
    """Every id that links may use for the heading, in a fixed order; ``again`` are those by which
    generators tell headings of the same text apart."""
    own = "" if _is_automatic(attr, words) else attr.id
    known = {own, *again, *attr.get("alias").split(), *map(slug, _printed(attr, words))}
    return sorted(name for name in known if name)


def _free(wanted: str, taken: dict[str, int]) -> str:
    """An id that is not taken; ``taken`` tells how many of each have got a number already."""
    id = wanted
    while id in taken:
        taken[wanted] += 1
        id = f"{wanted}-{taken[wanted]}"
    return id


def _without_taken(block: Block, taken: Container[str]) -> Block:
    """A heading without aliases that are the id of a node; those would be ambiguous."""
    if not isinstance(block, Header):
        return block
    level, attr, text = block.c
    kept = " ".join(name for name in attr.get("alias").split() if name not in taken)
    plain = attr.without("alias")
    return replace(block, c=(level, plain.with_pairs(alias=kept) if kept else plain, text))


RULE = Rule(
    code="STR010",
    name="duplicate-anchor",
    summary="Two headings have the same anchor.",
    why="A link to the second would lead to the first.",
    before="---\ntitle: Tea\nlang: en\n---\n\n## Water\n\nText.\n\n## Water\n\nText.\n",
    after="## Water\n\nText.\n\n## Water\n\nText.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
    markdownlint=("MD024",),
)
