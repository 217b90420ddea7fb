"""Names in a layout of the user's own that lead nowhere: files, blocks of templates, custom properties."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from publish.backends.templates import TEMPLATES, environment
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import DEFAULT, MAIN, Layout, names
from publish.regex import regex

OPTIONAL = ("fonts.css", "epub/fonts.css")
OPEN = ("paper/", "bound/")  # folders whose sheets are named by an option
READ = (*TEMPLATES, ".css", ".docx", ".pptx")
NAMES = "the manual’s chapter on layouts names the files and blocks, tokens.css the properties"
_COMMENT = regex(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SET = regex(r"(?<![\w-])(--[\w-]+)\s*:")
_ASKED = regex(r"var\(\s*(--[\w-]+)\s*([,)])")


def name_faults(layout: Layout) -> Iterator[Diagnostic]:
    """Warnings (LAY007) for the own files of a layout, each at its line.

    A sheet's custom property must be asked for by some sheet, one that it asks for be set by some.
    There are none for a look that is shipped.
    """
    if layout.name in names():
        return
    yield from _files(layout)
    text = {path: _text(layout, path) for path in layout.files if path.endswith(".css")}
    is_set = {name for each in text.values() for name in _SET.findall(each)}
    asked = {found[0] for each in text.values() for found in _ASKED.findall(each)}
    shipped = "".join(text[path] for path in text if path not in layout.own)
    known = sorted(set(_SET.findall(shipped)))
    for path in layout.own:
        if path.endswith(".css"):
            yield from _properties(layout, path, text[path], is_set, asked, known)
        elif path.endswith(TEMPLATES):
            yield from _blocks(layout, path)


def _files(layout: Layout) -> Iterator[Diagnostic]:
    """Files that no format reads, and that no other file of the layout names."""
    base = [path.removeprefix(f"{DEFAULT}/") for path in layout.files if path not in layout.own]
    known = sorted({*base, *OPTIONAL, *MAIN.values()})
    said = "".join(
        _text(layout, path) for path in layout.own if path.endswith((*TEMPLATES, ".css"))
    )
    for path in layout.own:
        read = not path.endswith(READ) or path in known or path.startswith(OPEN)
        if not read and path not in said:
            message = "no format reads this file, and no other file of the layout names it"
            yield _fault(layout, path, 0, message, path, known)


def _properties(
    layout: Layout, path: str, text: str, is_set: set[str], asked: set[str], known: list[str]
) -> Iterator[Diagnostic]:
    for found in _SET.finditer(text):
        if found[1] not in asked and found[1] not in known:
            message = f"nothing asks for “{found[1]}”: it changes nothing"
            yield _fault(layout, path, _line(text, found), message, found[1], known)
    for found in _ASKED.finditer(text):
        if found[1] not in is_set and found[2] == ")":
            message = f"“{found[1]}” is set nowhere"
            yield _fault(layout, path, _line(text, found), message, found[1], known)


def _blocks(layout: Layout, path: str) -> Iterator[Diagnostic]:
    """Blocks that the template on which another builds does not have, so that they are not shown."""
    from jinja2 import TemplateSyntaxError, nodes

    def parsed(name: str) -> nodes.Template | None:
        try:
            tree: nodes.Template = environment(layout).parse(layout.text(name))
        except (TemplateSyntaxError, PublishError):
            return None  # told when the page is made
        return tree

    template = parsed(path)
    for parent in template.find_all(nodes.Extends) if template else ():
        name = parent.template.value if isinstance(parent.template, nodes.Const) else ""
        above = parsed(name) if name in layout.files else None
        if template is None or above is None or next(above.find_all(nodes.Extends), None):
            return
        known = [block.name for block in above.find_all(nodes.Block)]
        for block in template.body:
            if isinstance(block, nodes.Block) and block.name not in known:
                message = f"“{name}” has no block “{block.name}”: nothing of it is shown"
                yield _fault(layout, path, block.lineno, message, block.name, known)


def _text(layout: Layout, path: str) -> str:
    """A file with its comments as lines of nothing; empty where it is not UTF-8, which is told when
    a format reads it."""
    try:
        text = layout.text(path)
    except PublishError:
        return ""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start(1)) + 1


def _fault(
    layout: Layout, path: str, line: int, message: str, name: str, known: Iterable[str]
) -> Diagnostic:
    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f"did you mean “{close[0]}”?" if close else NAMES
    return replace(layout.fault(path, line, "LAY007", message, hint), severity=Severity.WARNING)
