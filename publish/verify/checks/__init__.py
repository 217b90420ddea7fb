"""The checks, one a module: each a function from a case to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publish.verify.case import Case, Found
from publish.verify.checks import (
    contents,
    links,
    metadata,
    numbers,
    pictures,
    structure,
    tables,
    text,
)

CHECKS: tuple[Callable[[Case], Iterator[Found]], ...] = (
    text.check,
    numbers.check,
    links.check,
    contents.check,
    metadata.check,
    pictures.check,
    tables.check,
    structure.check,
)
