"""What a worker needs in memory to make files of a format."""

from __future__ import annotations

from collections.abc import Iterable

from publish.backends import BACKENDS

# Libraries that backends import when they begin to render.
_LIBRARIES = {
    "html": ("jinja2.sandbox",),
    "slides": ("jinja2.sandbox",),
    "pdf": ("jinja2.sandbox", "weasyprint", "pikepdf"),
    "epub": ("jinja2.sandbox", "ebooklib.epub", "resvg_py"),
}


def modules(formats: Iterable[str]) -> tuple[str, ...]:
    """The modules of some formats; those of plug-ins are not known before they are asked for."""
    named = ["publish.engine.tasks", "publish.engine.executors.worker"]
    for format in sorted(set(formats) & set(BACKENDS)):
        named += [BACKENDS[format].partition(":")[0], *_LIBRARIES.get(format, ())]
    return tuple(dict.fromkeys(named))
