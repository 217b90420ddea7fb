"""What is wrong with a layout or a template though files can be made with it.

It is looked at once for a target, and remembered as long as nothing in the layout changes.
"""

from __future__ import annotations

import contextlib

import msgspec

from publish.diagnostics import Diagnostic, PublishError
from publish.disk import digest
from publish.engine.ready import Ready
from publish.engine.store import Store
from publish.engine.version import libraries, program


def layout_findings(item: Ready, store: Store) -> tuple[Diagnostic, ...]:
    """The findings of the layout of a step that has been made."""
    format, reference = item.step.target.format, item.options.get("reference", "")
    facts = [item.layout, format, reference, program(), libraries()]
    key = digest(msgspec.msgpack.encode(facts))
    known = store.kept("layout", key)
    with contextlib.suppress(msgspec.DecodeError):
        if known is not None:
            return msgspec.msgpack.decode(known, type=tuple[Diagnostic, ...])
    found = tuple(_looked(item))
    store.keep("layout", key, msgspec.msgpack.encode(found))
    return found


def _looked(item: Ready) -> list[Diagnostic]:
    from publish.backends.docx_template import template_faults
    from publish.backends.layout_names import name_faults
    from publish.backends.pptx_template import lacking
    from publish.backends.styles import style_faults

    target = item.step.target
    said: list[Diagnostic] = []
    try:
        if target.layout_dir is not None:  # the shipped ones are the tests' business
            said += [*style_faults(item.layout, target.format), *name_faults(item.layout)]
        if target.format == "docx":
            said += template_faults(item.layout, item.options["reference"])
        if target.format == "pptx":
            said += lacking(item.layout, item.options["reference"])
    except PublishError as error:
        return list(error.diagnostics)
    return said
