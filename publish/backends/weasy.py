"""WeasyPrint with the files it may use, and no others."""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from mimetypes import MimeTypes
from typing import Any
from urllib.parse import unquote

from publish.backends import font_dates, han_lines, leaders, page_rounds
from publish.diagnostics import Diagnostic, PublishError, Severity

ROOT = "https://publication.invalid/"  # stands for the files given; no other address is read
STEP, DEEP = "-/", 32  # the page lies so deep below it that links may lead out of many folders
HERE = ROOT + STEP * DEEP


@contextmanager
def printing(files: Mapping[str, bytes], source: str) -> Iterator[Any]:
    """Gives a fetcher of ``files``, which are what addresses may name.

    Raises PublishError when WeasyPrint fails inside (PDF001) or a page asks for anything else
    (PDF002); ``source`` is what the message is about.
    """
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    han_lines.install()
    leaders.install()
    page_rounds.install()
    font_dates.install()
    refused: list[str] = []
    try:
        yield _fetcher(files, refused)
    except (ValueError, OSError, LookupError, AttributeError, AssertionError) as error:
        message = f"the PDF cannot be made: {type(error).__name__}: {error}"
        hint = "publish doctor shows whether the libraries are there"
        raise _fault(source, "PDF001", message, hint) from error
    if refused:
        message = f"the page asks for {', '.join(sorted(set(refused)))}, which is not part of it"
        raise _fault(source, "PDF002", message, "put the file into the layout's folder")


def beside(address: str) -> tuple[int, str]:
    """Of an address below ``ROOT``, how many folders above the page it begins, and its path there."""
    path = address.removeprefix(ROOT)
    here = path.removeprefix(STEP)
    deep = 0
    while path != here:
        deep, path, here = deep + 1, here, here.removeprefix(STEP)
    return DEEP - deep, path


def variants() -> list[str]:
    """The names of the variants of PDF that WeasyPrint knows."""
    from weasyprint.pdf import VARIANTS

    return sorted(VARIANTS)


def before(pages: Sequence[Any], anchor: str) -> int:
    """How many of some pages stand before the one that holds an element; 0 where none does."""
    return next((at for at, page in enumerate(pages) if anchor in page.anchors), 0)


def _fetcher(files: Mapping[str, bytes], refused: list[str]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    types = MimeTypes(filenames=())

    class Confined(URLFetcher):  # type: ignore[misc]
        """Serves ``files`` and data: addresses, and remembers what else it was asked for."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            name = beside(unquote(url))[1]
            if name not in files:
                refused.append(name)
                raise ValueError(f"{name} is refused")
            kind = types.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, io.BytesIO(files[name]), {"Content-Type": kind})

    return Confined(allowed_protocols={"data", "https"})


@contextmanager
def without_collector() -> Iterator[None]:
    """Boxes are many and live long: the cyclic collector costs a fifth of the time, to no gain.

    The fonts of the document before are let go first: only the collector finds them.
    """
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _fault(source: str, code: str, message: str, hint: str) -> PublishError:
    return PublishError(
        Diagnostic(
            path=source,
            line=0,
            column=0,
            code=code,
            message=message,
            hint=hint,
            severity=Severity.ERROR,
        )
    )
