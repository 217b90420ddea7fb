"""Pictures in the background, which WeasyPrint writes anew for each box: equal ones become one.

A listing has such a picture for each line that may be carried over; each came with a table of all
fonts and colour spaces.
"""

from __future__ import annotations

import re
from typing import Any

from publish.regex import regex

_PLAIN = regex(r"/[\w.-]+", re.ASCII)


def share_pictures(pdf: Any) -> None:
    """Changes the patterns of a file that WeasyPrint wrote: the forms that they draw are shared, and
    patterns and forms keep those resources that they name."""
    known: dict[tuple[bytes, ...], Any] = {}
    for page in pdf.pages[:1]:  # WeasyPrint: one table of resources for all pages
        patterns = page.obj.Resources.get("/Pattern", {})
        for key in list(patterns.keys()):
            pattern = patterns[key]
            _keep_named(pattern)
            drawn = pattern.get("/Resources", {}).get("/XObject", {})
            for name in list(drawn.keys()):
                form = drawn[name]
                if form.get("/Subtype") == "/Form":
                    _keep_named(form)
                    drawn[name] = known.setdefault(_told(form), form)


def _keep_named(stream: Any) -> None:
    """Give a stream a table of those kinds of resources of which its content names one."""
    from pikepdf import Dictionary

    resources = stream.get("/Resources")
    if resources is None:
        return
    content = stream.read_bytes()
    stream.Resources = Dictionary(
        {kind: things for kind, things in resources.items() if _names(content, things)}
    )


def _names(content: bytes, things: Any) -> bool:
    """Whether a content names one of some resources, or may: what is not plain is written otherwise."""
    return any(not _PLAIN.fullmatch(key) or key.encode() in content for key in things)


def _told(form: Any) -> tuple[bytes, ...]:
    """All that a form draws."""
    facts = (
        key.encode()
        + (value.unparse(resolved=True) if hasattr(value, "unparse") else repr(value).encode())
        for key, value in sorted(form.items())
    )
    return (form.read_raw_bytes(), *facts)
