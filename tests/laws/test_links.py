"""Every internal link of a page that was built leads to a place that is there, or a finding says that
it leads to nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from laws.corpora import SAMPLES, samples
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.report import Report

CHOSEN = {
    repository: list(paths)
    for repository, paths in groupby(samples(24), lambda path: path.relative_to(SAMPLES).parts[0])
}


class Page(HTMLParser):
    """The ids of a page, and the addresses of its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self._article = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._article += tag == "article"
        self.ids |= {name for name in (given.get("id"), given.get("name")) if name}
        if tag == "a" and self._article and given.get("href"):
            self.addresses.append(given["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._article -= tag == "article"


def dead(page: Path, pages: dict[Path, Page]) -> list[str]:
    """The addresses of a page that lead nowhere, of those that lead to pages of the same site."""
    found = []
    for address in pages[page].addresses:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            continue
        there = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if there not in pages or (
            parts.fragment and not {parts.fragment, unquote(parts.fragment)} & pages[there].ids
        ):
            found.append(address)
    return found


def told(report: Report) -> str:
    return " ".join(item.message for item in report.diagnostics if item.code.startswith("LNK"))


@pytest.mark.slow
@pytest.mark.parametrize("repository", CHOSEN)
def test_links_lead_somewhere_or_are_told(
    repository: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    output = tmp_path / "output"
    request = BuildRequest(
        paths=tuple(CHOSEN[repository]), formats=("html",), output=output, jobs=1
    )
    report = build(request)
    pages = {
        path.resolve(): Page(path.read_text(encoding="utf-8")) for path in output.rglob("*.html")
    }
    assert pages or report.failed
    messages = unquote(told(report))
    lost = {
        (page.name, address)
        for page in pages
        for address in dead(page, pages)
        if unquote(address) not in messages
    }
    assert not lost
