"""Templates, manifests and fonts that somebody else wrote."""

from __future__ import annotations

from pathlib import Path

from trust.conftest import Server, post, publish, write
from trust.leaks import CANARY, leaks
from trust.mutation import TEMPLATES

MANIFEST = (
    '[documents.post]\neach = "a.md"\ntargets = ["html"]\n[targets.html]\nlayout = "./look"\n'
)
ENDLESS = (
    "'a' * 9999999999",
    "9 ** (9 ** 9)",
    "ljust(9999",
    "center(9999",
    ":09999",
    "%09999",
    "['a'] *",
    "* 99999]",
)


def test_no_template_leaves_its_sandbox(root: Path) -> None:
    """Attributes that lead to Python, files outside, and what only wastes time or memory."""
    file, up = str(root.parent / "secret.txt"), "../../secret.txt"
    write(root, {"a.md": post("Words.")})
    documents = []
    for at, text in enumerate(TEMPLATES):
        if not any(mark in text for mark in ENDLESS):
            write(root, {f"look{at}/page.html": text.replace("{file}", file).replace("{up}", up)})
            documents.append(
                f'[targets.t{at}]\nformat = "html"\nlayout = "./look{at}"\noutput = "{at}/{{slug}}"\n'
            )
    names = ", ".join(
        f'"t{at}"' for at, text in enumerate(TEMPLATES) if not any(m in text for m in ENDLESS)
    )
    head = f'[documents.post]\neach = "a.md"\ntargets = [{names}]\n'
    write(root, {"publish.toml": head + "".join(documents)})
    publish(root, "build", "--json", "-j", "1", timeout=600)
    assert leaks(root / "build") == []
    for path in (root / "build").rglob("*.html"):
        made = path.read_text()
        assert "<class '" not in made
        assert " at 0x" not in made
        assert "uid=" not in made
    assert not list(root.parent.glob("*.ran"))


def test_a_template_that_never_ends_or_fills_the_memory_is_ended(root: Path) -> None:
    """By the limits of the worker, with a sentence; whoever waits is made."""
    for name, text in {
        "time": "{{ 9 ** (9 ** 9) }}",
        "memory": "{{ ('a' * 9999999999)|length }}",
    }.items():
        write(root, {f"{name}/page.html": text})
    targets = "".join(
        f'[targets.{name}]\nformat = "html"\nlayout = "./{name}"\noutput = "{name}/{{slug}}"\n'
        for name in ("time", "memory")
    )
    head = '[documents.post]\neach = "a.md"\ntargets = ["time", "memory", "markdown"]\n'
    limits = '[build]\ntimeout = "5s"\nmemory = "500MB"\n'
    write(root, {"a.md": post("Words."), "publish.toml": head + targets + limits})
    built = publish(root, "build", "--json", "-j", "2", timeout=200)
    assert [item["target"] for item in built.report["made"]] == ["markdown"]
    assert {"BUILD008", "BUILD009"} <= {item["code"] for item in built.report["diagnostics"]}


def test_no_link_in_a_layout_leads_out_of_it(root: Path) -> None:
    """A folder that somebody else packed may hold links to files of whoever unpacks it."""
    write(
        root,
        {
            "a.md": post("Words."),
            "publish.toml": MANIFEST.replace('"html"]', '"html", "epub"]')
            + '[targets.epub]\nlayout = "./look"\n',
            "look/page.html": "{% extends 'default/page.html' %}"
            "{% block foot %}{% include 'foot.html' %}{% endblock %}",
            "look/screen.css": "@import 'default/screen.css';\n@import 'more.css';\n",
        },
    )
    for name, kind in {
        "foot.html": "html",
        "more.css": "txt",
        "page.css": "txt",
        "picture.png": "png",
    }.items():
        (root / "look" / name).symlink_to(root.parent / f"secret.{kind}")
    (root / "look/fonts").symlink_to(root.parent, target_is_directory=True)
    publish(root, "build", "-j", "1")
    assert leaks(root / "build") == []


def test_no_style_sheet_of_a_layout_reads_or_reaches_anything(root: Path, server: Server) -> None:
    """WeasyPrint CVE-2025-68616, CVE-2026-49452 and CVE-2026-55073: redirects, hints and style sheets."""
    secret = root.parent / "secret.png"
    asked = [
        *(f"file://{secret}", str(secret), "../../secret.png", f"{server.address}/a.png"),
        *(
            f"{server.address}/redirect?to=file://{secret}",
            server.address.removeprefix("http:") + "/b.png",
        ),
    ]
    for at, address in enumerate(asked):
        write(
            root,
            {
                f"look{at}/print.css": f"@import 'default/print.css';\nbody {{ background: url({address}) }}\n"
            },
        )
        write(root, {f"import{at}/print.css": f"@import url({address});\n"})
        injected = f"red;}} * {{ background:url({address})"
        hints = f'<table background="{address}" bgcolor="{injected}"><tr><td>a</td></tr></table>'
        attached = (
            f'<link rel="attachment" href="{address}"><a rel="attachment" href="{address}">a</a>'
        )
        write(
            root,
            {
                f"page{at}/print.html": f"<html><head>{attached}</head><body>{hints}<img src='{address}'></body></html>"
            },
        )
    names = [f"{kind}{at}" for kind in ("look", "import", "page") for at in range(len(asked))]
    targets = "".join(
        f'[targets.{name}]\nformat = "pdf"\nlayout = "./{name}"\noutput = "{name}/{{slug}}"\n'
        for name in names
    )
    listed = ", ".join(f'"{name}"' for name in names)
    write(
        root,
        {
            "a.md": post("Words."),
            "publish.toml": f'[documents.post]\neach = "a.md"\ntargets = [{listed}]\n{targets}',
        },
    )
    server.requests.clear()
    built = publish(root, "build", "--json", "-j", "2", timeout=600)
    assert server.requests == []
    assert leaks(root / "build") == []
    assert {item["code"] for item in built.report["diagnostics"]} & {"PDF002", "LAY003"}


# A key of a manifest that names what lies outside, and whether it is refused.
KEYS = {
    '[targets.html]\noutput = "../../escaped"': True,
    '[targets.a]\nformat = "html"\noutput = "/tmp/escaped"': True,
    '[targets.docx]\nreference = "../secret.txt"': True,
    '[targets.b]\nformat = "docx"\nreference = "linked.docx"': True,
    '[assets]\nvendor = "../escaped"': True,
    '[references]\nstyle = "../secret.txt"\nbibliography = ["../secret.bib"]': True,
    '[targets.c]\nformat = "os.system"': True,
    '[bundle]\nid = "../../escaped"': False,
    '[assets]\npaths = ["..", "/etc"]': False,
    '[fonts.en]\nbody = "../secret.png"': False,
    '[sources.outline]\nsummary = "../secret.md"': False,
    '[sources.x]\ninclude = ["../*.md"]\n[documents.x]\neach = "x"\ntargets = ["html"]': False,
    '[documents.y]\neach = "../secret.md"\ntargets = ["html"]': False,
    '[documents.book]\ncollect = "*.md"\nname = "../../escaped"\ntargets = ["docx"]': True,
    '[documents.all]\ncollect = "*.md"\ncover = "../secret.png"\ntargets = ["docx"]': False,
    '[normalize.tags]\nx = "<script>alert(1)</script>{0.__class__}"': False,
}


def test_no_key_of_a_manifest_reads_outside_or_runs(root: Path) -> None:
    """But the two folders and the programs of which the manual says so."""
    documents = '[documents.post]\neach = "*.md"\ntargets = ["html", "docx"]\n'
    write(root, {"a.md": post("![a](secret.png) [@secret] {% x a %}")})
    (root / "linked.docx").symlink_to(root.parent / "secret.txt")
    for refused in (True, False):
        tables = "\n".join(table for table, is_refused in KEYS.items() if is_refused is refused)
        write(root, {"publish.toml": f"{documents}{tables}\n"})
        told = publish(root, "build", "-j", "1")
        lines = {
            line.split(":")[1]
            for line in told.said.splitlines()
            if line.startswith("publish.toml:")
        }
        assert (told.code == 2) is refused, told.said
        assert not refused or len(lines) >= sum(KEYS.values()), told.said
        assert CANARY not in told.said
        assert leaks(root / "build") == []
        assert not list(root.parent.rglob("*escaped*"))
