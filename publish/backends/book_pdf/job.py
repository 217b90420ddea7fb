"""What a PDF is printed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from publish.fonts.coverage import Coverage


class Job(NamedTuple):
    """``name`` is what messages are about; ``files`` are what the page and ``style`` may use; ``variant``
    is WeasyPrint's, and ``says_ua`` adds to it that the file is PDF/UA-1 too; ``known`` are the
    characters that can be shown."""

    name: str
    style: str
    files: Mapping[str, bytes]
    variant: str
    says_ua: bool
    known: Coverage
