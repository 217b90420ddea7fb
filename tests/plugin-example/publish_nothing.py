"""A backend that does nothing but write the title: the seam for plug-ins, and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any

from publish.backends import Artifact
from publish.layouts import Layout
from publish.publication.model import Publication


class Nothing:
    suffix = ".nothing"
    options: Mapping[str, Any] = {"shout": False}

    def render(
        self,
        publication: Publication,
        layout: Layout,  # noqa: ARG002 - part of the contract
        options: Mapping[str, Any],
    ) -> Iterable[Artifact]:
        title = publication.metadata.title
        text = title.upper() if options["shout"] else title
        yield Artifact(publication.name + self.suffix, f"{text}\n".encode())


BACKEND = Nothing()
