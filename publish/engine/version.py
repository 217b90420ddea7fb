"""Which program makes the outputs: its version, and what its own files hold."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import entry_points, version
from importlib.util import find_spec
from pathlib import Path
from platform import machine
from zlib import ZLIB_RUNTIME_VERSION

import publish
from publish.backends import BACKENDS, GROUP
from publish.layouts import DEFAULT, shipped

LIBRARIES = (
    "ebooklib", "jinja2", "lxml", "markdown-it-py", "pikepdf", "pillow", "pypandoc_binary", "PyYAML",
    "resvg-py", "weasyprint", "ziamath",
)  # fmt: skip


@cache
def program() -> str:
    """A digest that changes with the product, with Python and with the kind of machine: a checkout that
    is being worked on makes all anew, and two machines with the same agree."""
    package = Path(publish.__file__).parent
    facts = f"{publish.__version__} {sys.version} {ZLIB_RUNTIME_VERSION} {sys.platform} {machine()}"
    digest = hashlib.blake2b(facts.encode(), digest_size=10)
    files = [file for kind in ("*.py", "*.lua", "*.csl") for file in package.rglob(kind)]
    files += (shipped() / DEFAULT).glob("*.docx")  # it lends styles to a template of the user's own
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package.parent).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def plug_in(format: str) -> str:
    """The version and the module of a format that is not the product's own; empty for one that is."""
    if format in BACKENDS:
        return ""
    told = hashlib.blake2b(digest_size=10)
    for entry in entry_points(group=GROUP, name=format):
        spec = find_spec(entry.module)
        file = Path(spec.origin) if spec and spec.origin else Path()
        told.update(f"{entry.dist.version if entry.dist else ''} {entry.value}\n".encode())
        told.update(file.read_bytes() if file.is_file() else b"")
    return told.hexdigest()


@cache
def libraries() -> tuple[str, ...]:
    """The versions of the libraries that outputs are made with."""
    return tuple(map(version, LIBRARIES))
