"""Where in a layout's templates a line of their output comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from publish.regex import regex

MARK = regex("\ue000([^\ue001]*):(\\d+)\ue001")


class Places(Extension):
    """Marks each line of a template's own text with the template's name and the line's number."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The tokens of a template, the text among them marked."""
        return _marked(stream)


def _marked(stream: TokenStream) -> Iterator[Token]:
    for token in stream:
        if token.type != "data":
            yield token
            continue
        lines = (
            f"\ue000{stream.name}:{number}\ue001{text}"
            for number, text in enumerate(token.value.split("\n"), token.lineno)
        )
        yield Token(token.lineno, "data", "\n".join(lines))


def place(text: str, line: int, column: int) -> tuple[str, int] | None:
    """The template, and the line there, that wrote a place of ``text``, which has marks.

    ``line`` and ``column`` count from 1 as if there were none; column 0 is the end of the line.
    """
    lines = text.split("\n")
    end = sum(len(each) + 1 for each in lines[: line - 1])
    last, hidden = None, 0
    for mark in MARK.finditer(text, 0, end + len(lines[line - 1])):
        if mark.start() >= end:
            if column and mark.start() - end - hidden >= column:
                break
            hidden += len(mark[0])
        last = mark
    return (last[1], int(last[2])) if last else None
