"""The Markdown of a post as blocks: each step hands its text or tree to the next, and lines lead back.

Files that the post includes come first, then formulas, template tags, the marks of the dialect,
pandoc, raw HTML; what the tags and marks stood for is put into the tree at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import Blocks
from publish.reader import dialect as dialects
from publish.reader import dialect_marks, markdown, mdbook_files, template_tags
from publish.reader.front_matter import split
from publish.reader.inclusion import Files, Included, no_files
from publish.reader.mathematics import with_dollars, with_money
from publish.reader.raw_html import Dropped, without_raw
from publish.reader.reading import NOTHING, Reading, asked
from publish.reader.remark import Remark
from publish.reader.safe_nodes import safe_nodes
from publish.reader.template_tags import files as tag_files
from publish.text import Lines
from publish.walk import rewrite

Found = list[Remark]


class _Markdown(NamedTuple):
    """The Markdown of a post, with LF line ends, and how many lines of the file stand before it."""

    text: str
    before: int


def blocks(
    reading: Reading,
    text: str,
    *,
    lines: bool = False,
    files: Files = no_files,
    tags: Mapping[str, str] = NOTHING,
) -> tuple[Blocks, tuple[Remark, ...]]:
    """The blocks of a post whose text may have been edited, and what was found on the way.

    With ``lines`` every block knows the line of ``text`` on which it began. ``files`` are what the
    post may include; ``tags`` says what template tags stand for that only the author knows. No node
    is raw, and no template tag is left. Raises PublishError when pandoc fails.
    """
    own = _markdown(text)
    included = _included(reading, own.text, files, tags)
    body = with_dollars(included.text)
    body = with_money(body) if dialects.has_mathematics(body) else body
    first = 1 if included.changed else own.before + 1
    done, found = _without_tags(reading, body, first, lines, tags)
    found += _doubt(reading, body, first)
    if not included.changed:
        return done, tuple(found)

    def home(line: int) -> int:
        return line and own.before + included.home(line)[0]

    if lines:
        done = rewrite(done, lambda block: (replace(block, line=home(block.line)),))
    found = [_at_home(item, included) for item in found] + list(included.remarks)
    return done, tuple(item._replace(line=item.line and own.before + item.line) for item in found)


def files_of(reading: Reading, files: Files, tags: Mapping[str, str]) -> None:
    """Ask ``files`` for everything that a post includes, as :func:`blocks` will."""
    _included(reading, _markdown(reading.text).text, files, tags)


def _markdown(text: str) -> _Markdown:
    """What stands above the front matter and belongs to the Markdown is put on top of it."""
    front = split(text)
    before = len(Lines(text[: front.body])) - 1
    body = text[front.body :].replace("\r\n", "\n").replace("\r", "\n")
    lead = text[slice(*front.lead)].strip()
    if not lead:
        return _Markdown(body, before)
    return _Markdown(f"{lead}\n\n{body}", before - lead.count("\n") - 2)


def _included(reading: Reading, body: str, files: Files, tags: Mapping[str, str]) -> Included:
    if reading.dialect == "mdbook":
        return mdbook_files.included(body, reading.path, files)
    return tag_files.included(body, reading.path, reading.dialect, files, tags)


def _at_home(item: Remark, included: Included) -> Remark:
    """A remark at the place in the post; one about what an included file holds names the file."""
    line, column = included.home(item.line, item.column)
    file = included.file(item.line, item.column)
    message = f"{item.message}, in the included file “{file}”" if file else item.message
    return item._replace(line=line, column=column, message=message)


def _without_tags(
    reading: Reading, body: str, first: int, lines: bool, tags: Mapping[str, str]
) -> tuple[Blocks, Found]:
    """The tree of a body that begins on the line ``first``, with nodes in place of template tags."""
    written = template_tags.write(body, asked(reading), tags, first)
    back = _line_map(body, written, first)
    done, found = _tree(reading, written.text, body, first, lines)
    told: tuple[Remark, ...] = ()
    if written.text != body:
        if lines:
            done = rewrite(done, lambda block: (replace(block, line=back(block.line)),))
        done, told = template_tags.restored(done, written.marks, reading.metadata.lang)
        unsafe: list[Dropped] = []
        done = safe_nodes(done, lambda code, line, what: unsafe.append(Dropped(code, line, what)))
        found += (item.remark for item in unsafe)
    found = [item._replace(line=back(item.line)) for item in found]
    return done, [*found, *written.remarks, *told]


def _tree(reading: Reading, text: str, body: str, first: int, lines: bool) -> tuple[Blocks, Found]:
    """The tree of a text in which marks stand for the template tags of ``body``."""
    marks = dialect_marks.translated(text, reading.dialect)
    formulas = marks.text if "$$" in marks.text else body  # a directive may hold the only one
    found = markdown.blocks(
        marks.text,
        dialects.reader(reading.dialect, formulas),
        first if lines else 0,
        span_tags=reading.dialect in dialects.SPAN_TAGS,
    )
    plain, dropped = without_raw(dialect_marks.attached(found, marks.carrier))
    done, late = dialect_marks.finished(plain, reading.dialect, marks.text)
    remarks = [item._replace(line=item.line + first - 1) for item in marks.remarks]
    return done, [*remarks, *(item.remark for item in dropped), *late]


def _line_map(body: str, written: template_tags.Written, first: int) -> Callable[[int], int]:
    """From a line that pandoc read to the line it stood on before tags were replaced."""
    if body.count("\n") == written.text.count("\n"):
        return lambda line: line
    new, old = Lines(written.text), Lines(body)

    def back(line: int) -> int:
        if line < first:
            return line
        return first - 1 + old.place(written.origin.old(new.start(line - first + 1)))[0]

    return back


def _doubt(reading: Reading, body: str, first: int) -> list[Remark]:
    """A tag of another dialect than the one that was found by a tag."""
    by_tag = any(
        item.field == "dialect" and item.evidence.startswith(dialects.TAG)
        for item in reading.provenance
    )
    found = dialects.rival(reading.dialect, body) if by_tag else None
    if not found:
        return []
    at, name = found
    message = f"the post is read as {reading.dialect}, but a tag of {name} stands here"
    hint = "say which it is with “dialect” in publish.toml"
    return [Remark("DIA001", body.count("\n", 0, at) + first, message, hint)]
