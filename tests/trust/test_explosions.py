"""Texts that explode in readers which are not careful: time and memory have limits, and are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from processor_time import spent

from publish.normalize import Settings, inspect, normalize
from trust.conftest import post, publish, write
from trust.hostile import EXPLODING

HEADS = (
    "",
    "> ",
    "- ",
    "# ",
    "| ",
    "**",
    "`",
    "$",
    "[",
    "<a href='",
    "```\n",
    "---\ntitle: ",
    "---\ntags: [",
)


@pytest.mark.parametrize("unit", EXPLODING)
def test_no_rule_explodes_on_long_runs(unit: str) -> None:
    """Every rule of text, in the language with most of them; pandoc has a limit of its own."""
    text, count = EXPLODING[unit]
    data = f"---\ntitle: 题\nlang: zh\n---\n\n{text * count}\n".encode()
    assert spent(lambda: inspect("p.md", data, Settings(unsafe=True))) < 20


@pytest.mark.parametrize("head", HEADS)
def test_no_rule_explodes_after_a_mark(head: str) -> None:
    for text, count in EXPLODING.values():
        data = f"{head}{text * (count // 20)}\n\n文 a".encode()
        assert spent(lambda data=data: inspect("p.md", data, Settings(unsafe=True))) < 10  # type: ignore[misc]


@pytest.mark.skipif(
    not os.environ.get("PUBLISH_DEEP"), reason="pandoc takes its two minutes for some"
)
@pytest.mark.parametrize("unit", EXPLODING)
def test_no_text_explodes_when_it_is_read(unit: str) -> None:
    text, count = EXPLODING[unit]
    found = normalize("p.md", post(text * count).encode(), Settings(unsafe=True))
    assert found.document is not None or found.diagnostics


MORE = 20 if os.environ.get("PUBLISH_DEEP") else 1  # pandoc takes its two minutes for some
DEEP = {
    "quotations": "> " * 10_000 + "a",
    "brackets": "[" * 100 * MORE + "a" + "](b)" * 100 * MORE,
    "lists": "".join(f"{'  ' * at}- a\n" for at in range(300)),
    "divisions": ":::: a\n" * 50 * MORE + "b\n" + "::::\n" * 50 * MORE,
    "html": "<div>" * 5_000 + "a" + "</div>" * 5_000,
    "tables": "<table><tr><td>" * 500 + "a" + "</td></tr></table>" * 500,
    "spans": "<b><i>" * 3_000 + "a" + "</i></b>" * 3_000,
    "notes": "a[^0]\n\n" + "".join(f"[^{at}]: b[^{at + 1}]\n\n" for at in range(40 * MORE)),
    "json": '---\n{"a": ' + '{"a": ' * 5_000 + "1" + "}" * 5_000 + "}\n---\n\na",
    "yaml": "---\na: " + "[" * 5_000 + "]" * 5_000 + "\n---\n\na",
    "yaml maps": "---\n" + "".join(f"{' ' * at}a:\n" for at in range(1_000)) + "---\n\na",
    "toml": "+++\na = " + "[" * 5_000 + "]" * 5_000 + "\n+++\n\na",
    "laughs": "---\na: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(12))
    + "---\n\na",
    "itself": "---\na: &a [*a]\nb: &b {c: *b}\n---\n\na",
    "tags": "---\n" + "".join(f"a{at}: {tag} [b]\n" for at, tag in enumerate(
        ["!!python/object/apply:os.system", "!!python/name:os.system", "!!js/function", "!!binary", "!x", "!<!x>"]
    )) + "---\n\na",
    "math": "$" + "\\frac{" * 3_000 + "a" + "}{b}" * 3_000 + "$",
    "macros": "$$\\def\\a{\\a\\a}\\a \\newcommand{\\b}{\\b\\b}\\b$$",
    "loops": "$\\loop\\iftrue\\repeat \\csname a\\endcsname$ $" + "x^{" * 2_000 + "}" * 2_000 + "$",
    "one line": "word " * 3_000 * MORE,
    "one word": "a" * 50_000 * MORE,
    "many notes": "a[^1] " * 5_000 + "\n\n[^1]: b\n",
    "many links": "".join(f"[a{at}](b{at}.md) " for at in range(200 * MORE)),
    "many references": "".join(f"[{at}] a. (2019). b.\n\n" for at in range(1_000)),
    "many headings": "".join(f"## a {at % 7}\n\n" for at in range(3_000)),
    "many definitions": "".join(f"[a{at}]: b\n" for at in range(20_000)) + "[a1]",
    "same definitions": "[" + "a" * 999 + "]: b\n" * 2_000,
}  # fmt: skip


def test_deep_and_endless_posts_end(root: Path) -> None:
    """Each is made or refused with a sentence, and the one beside it is made in any case."""
    write(root, {f"posts/{name}.md": text for name, text in DEEP.items()})
    write(root, {"posts/plain.md": post("Plain words."), "publish.toml": (
        '[documents.post]\neach = "posts/*.md"\ntargets = ["html", "docx"]\n[build]\ntimeout = "60s"\n'
    )})  # fmt: skip
    built = publish(root, "build", "--json", "-j", "2", timeout=1500)
    made = {Path(item["path"]).stem for item in built.report["made"]}
    failed = {Path(item).stem for item in built.report["failed"]}
    assert "plain" in made
    assert len(made | failed) >= len(DEEP)
    assert not [item for item in built.report["diagnostics"] if item["code"] == "BUILD003"]


def test_a_post_that_is_too_large_is_refused(root: Path) -> None:
    manifest = '[documents.post]\neach = "*.md"\ntargets = ["html"]\n[trust]\nmax_post = 1\nmax_blocks = 1000\n'
    write(root, {"publish.toml": manifest, "large.md": post("words " * 200_000)})
    write(root, {"many.md": post("a\n\n" * 1_001), "plain.md": post("a\n\n" * 900)})
    with (root / "huge.md").open("wb") as file:
        file.truncate(50_000_000_000)  # it takes no room on the disk
    built = publish(root, "build", "--json", "-j", "1")
    told = {(item["path"].rpartition("/")[2], item["code"]) for item in built.report["diagnostics"]}
    assert {("large.md", "TRU001"), ("huge.md", "TRU001"), ("many.md", "TRU002")} <= told
    assert [item["document"] for item in built.report["made"]] == ["plain"] or len(
        built.report["made"]
    ) == 1
