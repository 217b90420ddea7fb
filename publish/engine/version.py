"""Which program makes the outputs: its version, and the state of its own files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import publish

LIBRARIES = (
    "ebooklib", "jinja2", "lxml", "markdown-it-py", "pikepdf", "pillow", "pypandoc_binary", "PyYAML",
    "resvg-py", "weasyprint", "ziamath",
)  # fmt: skip


@cache
def program() -> str:
    """A digest that changes with the product: a checkout that is being worked on makes all anew."""
    package = Path(publish.__file__).parent
    digest = hashlib.blake2b(publish.__version__.encode(), digest_size=10)
    for path in sorted(file for kind in ("*.py", "*.lua", "*.csl") for file in package.rglob(kind)):
        state = path.stat()
        digest.update(f"{path.relative_to(package)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@cache
def libraries() -> tuple[str, ...]:
    """The versions of the libraries that outputs are made with."""
    return tuple(map(version, LIBRARIES))
