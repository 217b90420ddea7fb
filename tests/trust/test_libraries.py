"""Faults of the libraries in our stack, each shown to be there and out of reach."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.pandoc import convert
from trust.conftest import Server
from trust.leaks import leaks


@pytest.mark.parametrize(
    ("text", "source", "format"),
    [
        ('<iframe src="{server}/a"></iframe>', "html", "json"),  # CVE-2025-51591
        ('<img src="{server}/a.png">', "html", "docx"),  # CVE-2025-51591
        (".. include:: {file}", "rst", "json"),
        ("\\input{{{file}}}", "latex", "json"),
        ("#+INCLUDE: {file}", "org", "json"),
        ("![a]({file})", "markdown", "docx"),
        (
            "![a](data:image/png;base64,AAAA,;%2f..%2f..%2fescaped)",
            "markdown",
            "docx",
        ),  # CVE-2023-35936
    ],
)
def test_pandoc_reads_and_reaches_nothing(
    text: str, source: str, format: str, root: Path, server: Server
) -> None:
    server.requests.clear()
    filled = text.format(server=server.address, file=root.parent / "secret.txt")
    try:
        made = convert(filled.encode(), ("--from", source, "--to", format, "--output", "-"))
    except PublishError:
        made = b""
    (root / "made").write_bytes(made)
    assert leaks(root) == []
    assert server.requests == []
    assert not list(root.parent.rglob("*escaped*"))


def test_weasyprint_asks_for_nothing_but_what_it_is_given(root: Path, server: Server) -> None:
    """CVE-2025-68616, CVE-2026-49452, CVE-2026-55073: whatever a page asks for, refused as a whole."""
    from publish.backends.book_pdf.press import Press

    secret = root.parent / "secret.txt"
    for address in (
        f"file://{secret}",
        f"{server.address}/redirect?to=file://{secret}",
        "../secret.txt",
    ):
        for asked in (
            f'<a rel="attachment" href="{address}">a</a>',
            f'<img src="{address}">',
            f'<p style="background:url({address})">a</p>',
            f'<table background="{address}" bgcolor="red;}} *{{background:url({address})">a</table>',
        ):
            server.requests.clear()
            page = f"<html lang=en><head><title>T</title></head><body>{asked}</body></html>"
            made, codes = b"", [""]
            try:
                made = Press("", (), {}, "pdf/ua-1", "a.md").alone(page, {}, "a.md").pdf
            except PublishError as error:
                codes = [item.code for item in error.diagnostics]
            assert set(codes) <= {"", "PDF002"}
            (root / "made.pdf").write_bytes(made)
            assert leaks(root) == []
            assert server.requests == []


def test_ebooklib_reads_nothing() -> None:
    """Its issue 359: names in a manifest climb out of a folder. Only what it writes is used here."""
    import publish

    sources = [path.read_text() for path in Path(publish.__file__).parent.rglob("*.py")]
    using = [text for text in sources if "ebooklib" in text]
    assert using
    assert not [text for text in using if re.search(r"read_epub|EpubReader|Directory", text)]
