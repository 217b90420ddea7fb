"""The facts that a publication and its file are made of, by names that a user understands.

Whatever of these is another makes a step be put together again; what it looks up besides is in its trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import asdict

from publish.disk import digest
from publish.document import Document
from publish.engine.plan import Step
from publish.engine.version import LIBRARIES, libraries, program
from publish.publication.diagrams import Drawings, diagrams

SHORT = 80  # characters of a value that is told as it is


class Documents:
    """Digests of documents, each worked out once; those of their diagrams belong to them."""

    def __init__(self, drawings: Drawings) -> None:
        self.drawings = drawings
        self._known: dict[int, tuple[Document, str]] = {}  # kept alive, so that ids stay theirs

    def digest(self, document: Document) -> str:
        """A digest of all that a publication takes from a document."""
        known = self._known.get(id(document))
        if known is None:
            drawn = [
                (each, self.drawings.get(each))
                for each in (diagrams(document.blocks) if self.drawings else ())
            ]
            known = (document, digest(msgspec.msgpack.encode([document, drawn])))
            self._known[id(document)] = known
        return known[1]


def program_facts() -> dict[str, str]:
    """The product and the libraries."""
    return {"publish": program()} | {
        f"library {name}": version for name, version in zip(LIBRARIES, libraries(), strict=True)
    }


def step_facts(
    step: Step,
    documents: Documents,
    options: Mapping[str, Any],
    settings: Mapping[str, object],
) -> dict[str, str]:
    """The facts of one step: its documents and their order, options, settings and its book."""
    told: dict[str, object] = {
        "format": step.target.format,
        "name": step.output,
        **settings,
        **{f"option {name}": value for name, value in options.items()},
    }
    if step.book is not None:
        told["order of posts"] = [document.path for document in step.documents]
        told |= {f"book {name}": value for name, value in asdict(step.book).items()}
    made = {name: said(value) for name, value in told.items()}
    return made | {f"post {each.path}": documents.digest(each) for each in step.documents}


def said(value: object) -> str:
    """A value as it stands in a trace: in words where it is short."""
    text = msgspec.json.encode(value, order="deterministic").decode()
    return text if len(text) <= SHORT else digest(text.encode())


def documents_of(steps: Iterable[Step]) -> Iterable[Document]:
    """The documents of some steps, each once."""
    return {document.path: document for step in steps for document in step.documents}.values()
