"""Pandoc as a pure function: bytes in, bytes out, without files and network."""

from __future__ import annotations

from publish import ast
from publish.pandoc.process import TIMEOUT, convert, program, version
from publish.pandoc.resident import json_of, written

__all__ = ["TIMEOUT", "convert", "json_of", "program", "read", "version", "write"]


def read(text: str, format: str) -> ast.Blocks:
    """The blocks of a text in one of pandoc's input formats."""
    return ast.decode(json_of(text, format)).blocks


def write(pandoc: ast.Pandoc, format: str, *options: str) -> bytes:
    """A document in one of pandoc's output formats (binary ones too), with options of its command."""
    return written(ast.encode(pandoc), format, options)
