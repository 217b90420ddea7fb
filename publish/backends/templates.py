"""Jinja2 templates of a layout: sandboxed, strict, and with faults that name file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from lxml import etree

from publish.diagnostics import Diagnostic, PublishError
from publish.layouts import INHERITED, Layout
from publish.manifest.check import suggest
from publish.regex import regex

TEMPLATES = tuple(suffix for suffix in INHERITED if suffix != ".css")
NAMES = "the manual’s chapter on layouts says what templates may use"
MOST = 200  # compiled templates of one process
OBJECT = regex(r"'publish\.[\w.]*\.(\w+) object'")


def page(layout: Layout, name: str, values: Mapping[str, Any]) -> str:
    """The template ``name`` filled with ``values``.

    Raises PublishError for its faults: LAY003, and LAY004 where it is not UTF-8.
    """
    from jinja2 import TemplateSyntaxError

    layout.data(name)
    try:
        made = str(environment(layout).get_template(name).render(values))
        made.encode()  # a template can write half of a character
        return made
    except (PublishError, MemoryError):
        raise
    except TemplateSyntaxError as error:
        said = error.message or "it is no template"
        raise PublishError(_fault(layout, error.name or name, error.lineno, said)) from None
    except Exception as error:  # whatever a template does wrong is its own fault
        where, line = _innermost(error, layout, name)
        raise PublishError(_of(error, layout, where, line, values)) from None


def xhtml(layout: Layout, name: str, values: Mapping[str, Any]) -> Any:
    """The same as a tree. Raises PublishError (LAY003) too where the page is no well-formed XML."""
    text = page(layout, name, values)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        from publish.backends.template_places import place

        line, column = error.position
        marked = environment(layout, places=True).get_template(name).render(values)
        where, at = place(marked, line, column) or (name, 0)

        def there(found: re.Match[str]) -> str:
            opened = place(marked, int(found[1]), 0)
            return f" of line {opened[1]}" if opened else ""

        said = re.sub(r",? line \d+, column \d+.*", "", error.msg or "")
        said = "it is no well-formed XML: " + re.sub(r" line (\d+)", there, said)
        hint = "write &#160; and the like: XHTML knows no names of characters" * ("Entity" in said)
        raise PublishError(_fault(layout, where, at, said, hint)) from None


def environment(layout: Layout, *, places: bool = False) -> Any:
    """Jinja2 for the templates of a layout; with ``places`` what they write tells its origin."""
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    def source(name: str) -> tuple[str, str, None] | None:
        known = name in layout.files and name.endswith(TEMPLATES)
        return (layout.text(name), name, None) if known else None

    return SandboxedEnvironment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=None if places else _compiled(),
        extensions=["publish.backends.template_places.Places"] if places else [],
    )


@cache
def _compiled() -> Any:
    """What templates are compiled to, by their text: each is still asked for every time, so that it is
    known which a page is made of."""
    from jinja2 import BytecodeCache

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self._known: dict[tuple[str, str], Any] = {}

        def load_bytecode(self, bucket: Any) -> None:
            bucket.code = self._known.get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Any) -> None:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[bucket.key, bucket.checksum] = bucket.code

    return Compiled()


def _innermost(error: Exception, layout: Layout, name: str) -> tuple[str, int]:
    """The template and line of the innermost frame that is a template's."""
    where, line, trace = name, 0, error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in layout.files:
            where, line = file, trace.tb_lineno
        trace = trace.tb_next
    return where, line


def _of(
    error: Exception, layout: Layout, name: str, line: int, values: Mapping[str, Any]
) -> Diagnostic:
    from jinja2 import TemplateNotFound, UndefinedError

    said = OBJECT.sub(r"“\1”", str(error)) or type(error).__name__
    match error:
        case TemplateNotFound():
            said = f"“{said}” is no template of this layout"
            hint = (
                "a template can take in those of its own layout, and default/page.html and the like"
            )
        case UndefinedError():
            unknown = re.match(r"'(\w+)' is undefined", said)
            hint = suggest(unknown[1], sorted(values)) if unknown else NAMES
        case UnicodeEncodeError():
            said = f"it writes U+{ord(error.object[error.start]):04X}, which is half of a character"
            hint = ""
        case RecursionError():
            said, hint = "it includes itself without end", ""
        case _:
            hint = ""
    return _fault(layout, name, line, said, hint)


def _fault(layout: Layout, name: str, line: int, said: str, hint: str = "") -> Diagnostic:
    return layout.fault(name, line, "LAY003", f"the template fails: {said}", hint)
