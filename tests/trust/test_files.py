"""Where files lie: links, loops, pipes, swaps and names that are not what they seem."""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from pathlib import Path

import pytest

from publish.sources import files_below
from trust.conftest import post, publish, write
from trust.leaks import CANARY, leaks, unpacked

MANIFEST = """
[sources.book]
include = ["posts/*.md"]
dialect = "mdbook"
[documents.post]
each = "book"
targets = ["html", "docx"]
"""


def test_no_link_leads_out_of_the_root(root: Path) -> None:
    """Posts, pictures, includes, bibliographies, outlines and folders that are links to secrets."""
    asked = "![a](linked.png)\n\n![b](folder/secret.png)\n\n![c](a.svg)\n\n![d](secret.png)\n\n"
    included = "{{#include linked.txt}}\n\n{{#include folder/secret.txt}}\n\n{{#include ../folder/secret.rs}}"
    cited = "As they say [@secret]."
    write(
        root,
        {
            "publish.toml": MANIFEST,
            "posts/a.md": post(
                asked + included + "\n\n" + cited,
                "csl: linked.csl\nbibliography: [folder/secret.bib, linked.bib]\n",
            ),
        },
    )
    outside = root.parent
    (root / "posts/linked.png").symlink_to(outside / "secret.png")
    (root / "posts/a.svg").symlink_to("../../secret.svg")
    (root / "posts/linked.txt").symlink_to("../../secret.txt")
    (root / "posts/linked.csl").symlink_to(outside / "secret.txt")
    (root / "posts/folder").symlink_to(outside, target_is_directory=True)
    (root / "folder").symlink_to(outside, target_is_directory=True)
    (root / "linked.bib").symlink_to(outside / "secret.bib")
    (root / "posts/linked.md").symlink_to(outside / "secret.md")
    (root / "posts/loop").symlink_to(root, target_is_directory=True)
    (root / "posts/self.md").symlink_to("self.md")
    built = publish(root, "build", "--json", "-j", "1")
    assert leaks(root / "build") == []
    assert [Path(item["path"]).name for item in built.report["made"]] == ["a.html", "a.docx"]
    assert CANARY not in publish(root, "check").said


def test_what_is_no_file_is_not_waited_for(root: Path) -> None:
    """A pipe has no end, and a device has no size."""
    write(
        root,
        {"posts/a.md": post("![a](pipe.png)\n\n{{#include pipe.txt}}", "bibliography: pipe.bib\n")},
    )
    for name in ("pipe.png", "pipe.txt", "pipe.bib", "pipe.md"):
        os.mkfifo(root / "posts" / name)
    (root / "posts/zero.png").symlink_to("/dev/zero")
    write(root, {"publish.toml": MANIFEST})
    built = publish(root, "build", "--json", "-j", "1", timeout=120)
    assert {Path(item["path"]).name for item in built.report["made"]} == {"a.html", "a.docx"}


def test_a_link_that_is_swapped_in_is_not_followed(root: Path) -> None:
    """Between the look at a path and the reading of it somebody puts a link in its place."""
    write(root, {"folder/a.txt": "harmless"})
    (root / "other").symlink_to(root.parent, target_is_directory=True)
    (root.parent / "a.txt").write_text(CANARY)
    read, stop, seen = files_below(root), threading.Event(), set[bytes | None]()

    def swap() -> None:
        while not stop.is_set():
            (root / "folder").rename(root / "kept")
            (root / "other").rename(root / "folder")
            (root / "folder").rename(root / "other")
            (root / "kept").rename(root / "folder")

    swapping = threading.Thread(target=swap)
    swapping.start()
    for _ in range(4_000):
        seen.add(read("folder/a.txt"))
    stop.set()
    swapping.join()
    assert seen <= {b"harmless", None}


@pytest.mark.parametrize(
    "name",
    [
        "..\u2215..\u2215secret.png",
        "．．/secret.png",
        "..\u200b/secret.png",
        "%2e%2e/%2e%2e/secret.png",
        "\u202egnp.terces",
    ],
)
def test_names_that_look_like_others_lead_nowhere(root: Path, name: str) -> None:
    written = unicodedata.normalize("NFKC", name)
    write(root, {"a.md": post(f"![a]({name})\n\n![b](<{written}>)\n\n![c](../../{name})")})
    publish(root, "build", "a.md", "-f", "html", "-o", str(root / "build"), "-j", "1")
    assert leaks(root / "build") == []


def test_outputs_stay_in_their_folder(root: Path) -> None:
    """Whatever names, slugs, dates and series posts give themselves."""
    fronts = [
        *(
            "slug: ../../../escaped",
            "permalink: /../../escaped/",
            "slug: /etc/escaped",
            "slug: 'a\\0b'",
        ),
        *(
            "slug: 'C:\\escaped'",
            "slug: '..'",
            "slug: ''",
            "slug: '%2e%2e%2fescaped'",
            "slug: '~/escaped'",
        ),
        *(
            "date: ../../2020",
            "title: ../../escaped",
            "slug: CON",
            f"slug: {'a' * 5000}",
            "slug: '.hidden'",
        ),
    ]
    write(
        root,
        {
            f"posts/{at}.md": f"---\n{front}\nlang: en\n---\n\nText.\n"
            for at, front in enumerate(fronts)
        },
    )
    targets = '[targets.html]\noutput = "{date:%Y}/{slug}"\n'
    documents = '[documents.post]\neach = "posts/*.md"\ntargets = ["html", "markdown"]\n'
    write(root, {"publish.toml": documents + targets})
    before = {path for path in root.parent.rglob("*") if "cache" not in path.parts}
    built = publish(root, "build", "--json", "-j", "1")
    made = {path for path in root.parent.rglob("*") if "cache" not in path.parts} - before
    strays = [
        p
        for p in made
        if not p.is_relative_to(root / "build") and not p.is_relative_to(root / ".publish")
    ]
    assert strays == [root / "build", root / ".publish"] or not [p for p in strays if p.is_file()]
    assert len(built.report["made"]) >= len(fronts)  # two that want one name: the second is told


def test_a_word_file_names_no_source_outside(root: Path) -> None:
    """What publish diff reads for an edited file is what stands below its own folder."""
    write(root, {"a.md": post("Some text.")})
    publish(root, "build", "a.md", "-f", "docx", "-j", "1")
    from publish.backends.package import parts, repack

    data = (root / "a.docx").read_bytes()
    for outside in (str(root.parent / "secret.md"), "../secret.md"):
        edited = {
            name: content.replace(b">a.md<", f">{outside}<".encode())
            for name, content in parts(data).items()
            if b">a.md<" in content
        }
        assert edited
        (root / "edited.docx").write_bytes(repack(data, edited, 0))
        told = publish(root, "diff", "edited.docx", "--json")
        assert CANARY not in told.said
        assert "TRU003 it names a source outside of its folder" in told.said


def test_no_output_points_at_a_file_of_this_machine(root: Path) -> None:
    """Neither links nor what stands in the place of a picture that is not there."""
    file = root.parent / "secret.png"
    text = f"[a](file://{file}) ![b](file://{file}) ![c](FILE:{file}) <file://{file}>\n\n[d][r]\n\n[r]: file://{file}"
    targets = '"html", "pdf", "epub", "docx", "pptx", "markdown"'
    manifest = f'[documents.post]\neach = "*.md"\ntargets = [{targets}]\n'
    write(root, {"a.md": post(text), "publish.toml": manifest})
    publish(root, "build")
    pointing = re.compile(
        rb"""(?:href|src|target|uri)\s*[=(]\s*["'(]?\s*file:|\]\(<?file:""", re.IGNORECASE
    )
    made = [path for path in (root / "build").rglob("*") if path.is_file()]
    found = [
        (path.name, name)
        for path in made
        for name, content in unpacked(path.name, path.read_bytes())
        if pointing.search(content)
    ]
    assert len(made) >= 6 and found == []
