"""A small project in which everything that an output can depend on occurs, and its builds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from publish.cli.main import run

MANIFEST = """# notes
[bundle]
title = "Notes"
language = "en"
[sources.code]
include = ["src/*.md"]
dialect = "mdbook"
[documents.post]
each = "posts/*.md"
targets = ["html", "markdown", "epub"]
[documents.book]
collect = "posts/*.md"
targets = ["html", "epub"]
[documents.code]
each = "code"
targets = ["json"]
[targets.html]
layout = "look/"
[targets.epub]
layout = "look/"
[profiles.other.bundle]
title = "Other notes"
"""


def drawing(word: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!--{word}--></svg>'


def post(title: str, text: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nlang: en\ndate: 2024-01-01\n{more}---\n\n{text}\n"


FILES = {
    "publish.toml": MANIFEST,
    "posts/one.md": post("One", "See [two](two.md#water) and *leaves*."),
    "posts/two.md": post("Two", "## Water\n\n![a white cup](cup.svg)\n\n## Heat\n\nText."),
    "posts/three.md": post(
        "Three", "![not yet there](pot.svg)\n\nAs Lu says [@lu].", "bibliography: refs.bib\n"
    ),
    "posts/cup.svg": drawing("white"),
    "refs.bib": "@book{lu, author={Lu, Yu}, title={Tea}, year={760}}\n",
    "src/code.md": post("Code", "```rust\n{{#include ../part/a.rs}}\n```"),
    "part/a.rs": "let cup = 1;\n",
    "look/page.html": '{% extends "default/page.html" %}\n{% block foot %}'
    '{% include ["better.html", "foot.html"] %}{% endblock %}\n',
    "look/foot.html": "<p>Foot</p>\n",
    "look/screen.css": '@import "default/screen.css";\n@import "more.css";\n',
    "look/more.css": "p { color: black }\n",
    "look/epub.css": '@import "default/epub.css";\n',
    "look/print.css": '@import "default/print.css";\n',
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of the output folder."""
    built = folder / "build"
    return {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in sorted(built.rglob("*"))
        if path.is_file()
    }


def clean_copy(project: Path, place: Path) -> Path:
    """The sources of a project in another folder, where nothing was built."""
    return Path(shutil.copytree(project, place, ignore=shutil.ignore_patterns("build", ".publish")))


def build(
    capsys: pytest.CaptureFixture[str], *words: str, expected: int | None = 0
) -> dict[str, Any]:
    """The report of ``publish build`` in the current folder."""
    capsys.readouterr()
    code = run(["build", "-j", "1", "--json", *words])
    assert expected is None or code == expected
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def fresh(report: dict[str, Any]) -> set[str]:
    """The names of the outputs that were made anew."""
    return {Path(item["path"]).name for item in report["made"] if item["fresh"]}
