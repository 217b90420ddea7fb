"""Sources of diagrams: whatever they make a program draw, no output reads a file or reaches a network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from trust.conftest import Server, post, publish, write
from trust.hostile import addresses, drawing
from trust.leaks import leaks

FORMATS = ("html", "pdf", "epub", "docx", "pptx", "slides")
TOGETHER = 6  # drawings in a post
# It draws what its source says, as one does that believes everything.
ECHO = """
import sys
open(sys.argv[1], "a").write(repr(sys.argv[2:]))
sys.stdout.write("" if "--version" in sys.argv else sys.stdin.read())
"""


def manifest(*command: str) -> str:
    words = ", ".join(f'"{word}"' for word in command)
    targets = ", ".join(f'"{name}"' for name in FORMATS)
    return f'[documents.post]\neach = "*.md"\ntargets = [{targets}]\n[diagrams]\ndot = [{words}]\n'


def fenced(source: str, info: str = "dot") -> str:
    return f"```{info}\n{source}\n```"


def without_entities(svg: str) -> str:
    """A drawing that is not refused for those; what it asks for is left out."""
    return svg[svg.index("<svg") :].replace("&x;", "leaf")


def hostile(root: Path, server: Server) -> list[str]:
    """Files outside and addresses of the server."""
    found = addresses(
        str(root.parent / "secret.png"), "../../secret.png", f"{server.address}/diagram"
    )
    return [it for it in found if '"' not in it and "\n" not in it]


def test_no_drawing_reads_or_reaches_anything(root: Path, server: Server) -> None:
    asked = list(server.requests)
    sources = [fenced(drawing(address)) for address in hostile(root, server)]
    sources += [fenced(without_entities(drawing(address))) for address in hostile(root, server)]
    calls = root.parent / "calls"
    files = {
        f"{at}.md": post("\n\n".join(sources[at : at + TOGETHER]))
        for at in range(0, len(sources), TOGETHER)
    }
    command = manifest(sys.executable, "echo.py", str(calls))
    write(root, files | {"echo.py": ECHO, "publish.toml": command})
    publish(root, "build")
    assert "[]" in calls.read_text(), "they were drawn"
    pages = [path.read_text() for path in (root / "build/html").glob("*.html")]
    shown = sum(page.count('src="images/diagram-') for page in pages)
    assert shown > 20
    assert leaks(root / "build") == []
    assert server.requests == asked


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_no_drawing_of_graphviz_reads_or_reaches_anything(root: Path, server: Server) -> None:
    asked = list(server.requests)
    ways = ('image="{0}"', 'URL="{0}"', 'label=<<table><tr><td><img src="{0}"/></td></tr></table>>')
    sources = [
        fenced(f'digraph {{ a [{way.format(address)}]; imagepath="/"; stylesheet="{address}" }}')
        for address in hostile(root, server)
        for way in ways
    ]
    write(root, {"a.md": post("\n\n".join(sources)), "publish.toml": manifest("dot", "-Tsvg")})
    publish(root, "build")
    assert leaks(root / "build") == []
    assert server.requests == asked


def test_no_post_chooses_a_program_or_its_words(root: Path) -> None:
    calls, made = root.parent / "calls", root.parent / "made"
    infos = [f"dot; touch {made}", f"$(touch {made})", f"{{.dot cmd='touch {made}'}}", f"/usr/bin/touch {made}",
             "python", "sh", "bash -c", "../echo.py", "dot --version -o/x"]  # fmt: skip
    texts = [fenced(f"touch {made}; $(touch {made}) `touch {made}`", info) for info in infos]
    command = manifest(sys.executable, "echo.py", str(calls))
    write(root, {"a.md": post("\n\n".join(texts)), "echo.py": ECHO, "publish.toml": command})
    publish(root, "build", "-f", "html")
    assert not made.exists()
    assert not calls.exists() or set(calls.read_text().split("[")) <= {"", "]", "'--version']"}
