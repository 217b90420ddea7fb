"""What a rule is: one object that is its own check, fix, test and documentation page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from publish.ast import Image, Link
from publish.diagnostics import Applicability, Edit, Severity
from publish.document import Document
from publish.reader.spans import Spans
from publish.rules.references.library import NO_LIBRARY, Library


class Words(NamedTuple):
    """What the manifest adds to the lists of words: ``keep`` are words of Han and Latin that take no
    space inside, ``names`` proper nouns in their own spelling, ``tags`` the template tags that it
    explains."""

    keep: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


NO_WORDS = Words()


class Choices(NamedTuple):
    """What the manifest and the post choose for tree rules: the style and the bibliographies to cite
    from, and what a run of numbered lines is (``auto heading item keep``)."""

    library: Library = NO_LIBRARY
    numbered_run: str = "auto"


@dataclass(frozen=True, slots=True)
class Page:
    """One post as a text rule sees it: the whole decoded file and what is known about it.

    ``text`` has LF line ends (ENC rules run before all others). ``body`` is the offset where the
    Markdown begins; ``front`` maps each front-matter key to the offsets ``(start, end)`` of its
    lines. ``prose`` holds the spans that a rule may edit: text outside code, math, addresses, raw
    HTML, template tags, attributes and references, and in the language of the post. ``alphabet`` is
    each character of ``text`` once: a rule about rare characters looks there first.
    """

    path: str
    text: str
    body: int
    lang: str
    dialect: str
    front: Mapping[str, tuple[int, int]]
    prose: Spans
    alphabet: str
    words: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at ``text[start:end]`` and the edits that mend it (none: nothing to offer)."""

    start: int
    end: int
    message: str
    edits: tuple[Edit, ...] = ()
    applicability: Applicability | None = None  # where it differs from the rule's
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TreeFinding:
    """A fault in the tree, at the line of the source on which its block began (0: unknown).

    ``at`` is the link or the picture at fault, where it is one: it is looked up in the source.
    """

    line: int
    message: str
    hint: str = ""
    at: Link | Image | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a tree rule gives back: the document, changed or not, and what it found."""

    document: Document
    findings: tuple[TreeFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One deliberate demand or repair.

    ``name`` names the fault, so that it reads well after "allow". ``before`` is a whole post with
    the fault. For a text rule ``after`` is that post as the fix leaves it; for a tree rule it is the
    canonical Markdown of the result (the ``markdown`` backend's); where nothing is mended it is what
    an author should write. At most one of ``text``, ``tree`` and ``by_choice`` is set: a text rule
    finds faults in the source, a tree rule maps a document to a document and never touches the
    author's file, and one by choice is a tree rule that is given what the manifest chooses too; what
    the reader itself finds and mends has none.

    The edits of a text rule stay inside prose and change nothing visible but spaces and the width
    of marks. A rule that must do more says so: ``beyond_prose``, ``rewords``.

    ``lacking``: what the rule finds is something that the document has to do without.
    """

    code: str
    name: str
    summary: str
    why: str
    before: str
    after: str
    applicability: Applicability
    severity: Severity = Severity.WARNING
    text: Callable[[Page], Iterable[Finding]] | None = None
    tree: Callable[[Document], Revision] | None = None
    by_choice: Callable[[Document, Choices], Revision] | None = None
    beyond_prose: bool = False
    rewords: bool = False
    lacking: bool = False
    markdownlint: tuple[str, ...] = field(default=())
