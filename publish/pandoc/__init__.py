"""Pandoc as a pure function: bytes in, bytes out, in a sandbox without files and network."""

from __future__ import annotations

from publish import ast
from publish.pandoc.process import TIMEOUT, convert, program, version
from publish.pandoc.resident import json_of

__all__ = ["TIMEOUT", "convert", "json_of", "program", "read", "version", "write"]


def read(text: str, format: str) -> ast.Blocks:
    """The blocks of a text in one of pandoc's input formats."""
    return ast.decode(json_of(text, format)).blocks


def write(pandoc: ast.Pandoc, format: str, *options: str) -> bytes:
    """A document in one of pandoc's output formats (binary ones too)."""
    return convert(
        ast.encode(pandoc), ("--from", "json", "--to", format, "--output", "-", *options)
    )
