"""What a post may try to read, to reach and to run: all of it in real builds, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from trust import oracle
from trust.conftest import Server, post, publish, write
from trust.hostile import FRONT, RUNNING, addresses, asking
from trust.leaks import leaks, unpacked

DIALECTS = ("hugo", "jekyll", "hexo", "mdbook", "obsidian", "pelican")
MANIFEST = """
[documents.book]
collect = "book/*.md"
targets = ["pdf", "epub", "docx", "pptx", "slides", "json"]
[documents.post]
each = "post/**/*.md"
targets = ["html", "markdown"]
"""
SOURCE = '[sources.{0}]\ninclude = ["{0}/*.md"]\ndialect = "{0}"\n[documents.{0}]\neach = "{0}"\ntargets = ["html"]\n'


def _of_dialects(known: list[str]) -> dict[str, str | bytes]:
    return {
        f"{dialect}/{at}.md": post("\n\n".join(asking(address)))
        for dialect in DIALECTS
        for at, address in enumerate(known)
    }


def _manifest() -> str:
    return MANIFEST + "".join(map(SOURCE.format, DIALECTS))


@pytest.fixture
def attacked(root: Path, server: Server) -> Path:
    """A root with posts that try everything, each way in a post of its own and all in one book."""
    ways = {
        suffix: addresses(
            str(root.parent / f"secret.{suffix}"), f"../../secret.{suffix}", server.address
        )
        for suffix in ("md", "png", "svg", "txt")
    }
    posts: dict[str, str | bytes] = {
        f"post/ask/{suffix}-{at}.md": post("\n\n".join(asking(address)))
        for suffix in ("txt", "png")
        for at, address in enumerate(ways[suffix])
    }
    posts |= {f"post/run/{at}.md": post(f"{text}\n\nThe end.") for at, text in enumerate(RUNNING)}
    file, up = str(root.parent / "secret.bib"), "../../secret.bib"
    for at, line in enumerate(FRONT):
        filled = (
            line.replace("{file}", file).replace("{up}", up).replace("{server}", server.address)
        )
        posts[f"post/front/{at}.md"] = (
            f"---\nlang: en\n{filled}\n---\n\n# T\n\nAs they say [@secret].\n"
        )
    chosen = [
        ways["png"][0],
        ways["png"][2],
        ways["svg"][1],
        ways["txt"][6],
        ways["md"][0],
        ways["png"][21],
    ]
    posts |= {
        f"book/{at}.md": post("\n\n".join(asking(address))) for at, address in enumerate(chosen)
    }
    posts |= {"book/run.md": post("\n\n".join(f"{text}\n\nThe end." for text in RUNNING))}
    posts |= _of_dialects(
        [ways["md"][0], ways["md"][1], ways["txt"][6], ways["png"][1], ways["md"][21]]
    )
    write(root, posts | {"publish.toml": _manifest()})
    return root


def test_no_post_reads_reaches_or_runs_anything(attacked: Path, server: Server) -> None:
    """Includes, pictures, frames, styles, drawings, templates and front matter in every dialect; EPUB,
    PDF, Word, slides and pages. pandoc CVE-2025-51591, WeasyPrint CVE-2025-68616."""
    server.requests.clear()
    built = publish(attacked, "build", "--json")
    made = [path for path in (attacked / "build").rglob("*") if path.is_file()]
    assert len(made) > 200
    assert {"pdf", "epub", "docx", "pptx", "html", "md", "json"} <= {
        path.suffix[1:] for path in made
    }
    assert server.requests == []
    assert leaks(attacked / "build") == []
    assert not list(attacked.parent.glob("*.ran"))
    pages = [path for path in made if path.suffix == ".html" and "slides" not in path.name]
    found = {path.name: oracle.faults(oracle.article(path.read_text())) for path in pages}
    assert {name: said for name, said in found.items() if said} == {}
    for path in made:
        if path.suffix in (".epub", ".pdf", ".docx", ".pptx"):
            parts = list(unpacked(path.name, path.read_bytes()))
            assert oracle.inside(path.name, parts) == []
    assert {path.name for path in attacked.parent.iterdir()} <= {
        *("root", "cache", "secret.md", "secret.txt", "secret.rs", "secret.html", "secret.svg"),
        *("secret.bib", "secret.png"),
    }
    assert built.report["made"]
