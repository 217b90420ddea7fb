"""The reference document of a layout, looked at before pandoc stumbles over it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from lxml import etree

from publish.backends.package import foreign_parts, pack
from publish.backends.template_links import fetched, without_template
from publish.diagnostics import PublishError
from publish.layouts import Layout

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
DAMAGED = (etree.XMLSyntaxError,)


def reference(layout: Layout, path: str, needed: Mapping[str, str]) -> bytes:
    """The bytes of a reference document with the parts ``needed``, all of its XML well-formed.

    ``needed`` has the name of each part's root element.

    Raises PublishError (LAY005) where it is anything else, LAY001 where there is none.
    """
    data = layout.data(path)
    try:
        files = foreign_parts(data)
    except BROKEN as error:
        raise _unusable(layout, path, f"it cannot be opened: {error}") from None
    for name in needed:
        if name not in files:
            raise _unusable(layout, path, f"it has no part {name}")
    for name, content in files.items():
        if name.endswith((".xml", ".rels")):
            if b"<!DOCTYPE" in content:
                raise _unusable(
                    layout, path, f"its part {name} has a DOCTYPE, which Word never writes"
                )
            try:
                root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
                if etree.QName(root).localname != needed.get(name, etree.QName(root).localname):
                    raise _unusable(layout, path, f"its part {name} is something else")
            except etree.XMLSyntaxError as error:
                raise _unusable(layout, path, f"its part {name} is damaged: {error.msg}") from None
    own = without_template(files)
    if addresses := fetched(own):
        said = f"whoever opens a file made with it would fetch {addresses[0]}"
        raise _unusable(layout, path, said)
    return data if own == files else pack(own, 0)


@contextmanager
def dressed_by(layout: Layout, path: str) -> Iterator[None]:
    """What fails inside is put down to the reference document, if that is the user's own."""
    try:
        yield
    except (PublishError, LookupError, AttributeError, TypeError, ValueError) as error:
        if path not in (*layout.own, *layout.lent):
            raise
        said = error.diagnostics[0].message if isinstance(error, PublishError) else str(error)
        said = said.strip("'") or type(error).__name__
        raise _unusable(layout, path, f"it lacks what is needed: {said}") from error


def _unusable(layout: Layout, path: str, said: str) -> PublishError:
    hint = "copy the one of the default layout again, and change only styles, page or masters"
    message = f"the reference document cannot be used: {said}"
    return PublishError(layout.fault(path, 0, "LAY005", message, hint))
