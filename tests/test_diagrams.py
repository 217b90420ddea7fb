"""Diagrams: drawn by a real program that the manifest names, kept, and shown as code otherwise."""

from __future__ import annotations

import html
import shutil
import sys
import time
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from publish import manifest as manifests
from publish.diagnostics import PublishError
from publish.engine import renderer
from publish.engine.build import build
from publish.engine.renderer import found, run, version
from publish.engine.request import BuildRequest
from publish.report import Report

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100" fill="red"/>{}</svg>'  # noqa: E501
FAKE = f"""
import os, sys, time
text = sys.stdin.read()
if "--version" in sys.argv:
    sys.exit(print("fake 1"))
with open(os.path.join({{folder!r}}, "calls"), "a") as calls:
    calls.write("x")
if "hang" in text: time.sleep(60)
if "eat" in text: x = "x" * 10**11
if "flood" in text: print("x" * 10**8)
if "rubbish" in text: sys.exit(print("no drawing"))
if "fail" in text: sys.exit("line 1: no such arrow\\nmore")
if "env" in text: assert "SECRET" not in os.environ and os.listdir() == ["mermaid.json"], os.listdir()
print('''{SVG.format("<script>alert(1)</script>")}''')
"""
POST = """---
title: Tea
lang: en
---

First.

```dot
digraph { "leaf & water" -> cup }
```

Between.

```mermaid
graph LR; A-->B
```

Last.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "fake.py").write_text(FAKE.format(folder=str(tmp_path)), encoding="utf-8")
    (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
    return tmp_path


def manifest(folder: Path, lines: str = "") -> Path:
    lines = lines or f'dot = ["{sys.executable}", "fake.py"]'
    text = f'[documents.post]\neach = "tea.md"\n\n[diagrams]\n{lines}\n'
    (folder / "publish.toml").write_text(text, encoding="utf-8")
    return folder / "publish.toml"


def built(folder: Path, *formats: str, lines: str = "") -> Report:
    path = manifest(folder, lines)
    report = build(BuildRequest(manifest=path, formats=formats or ("html",), jobs=1))
    assert not report.failed, report.diagnostics
    return report


def told(report: Report) -> list[tuple[int, str]]:
    return [(item.line, item.message) for item in report.diagnostics if item.code == "DIA019"]


def page(folder: Path) -> str:
    return (folder / "build/html/tea.html").read_text(encoding="utf-8")


def calls(folder: Path) -> int:
    file = folder / "calls"
    return len(file.read_text()) if file.exists() else 0


def test_without_a_program_nothing_runs_and_the_code_has_a_label(project: Path) -> None:
    (project / "publish.toml").write_text('[documents.post]\neach = "tea.md"\n', encoding="utf-8")
    formats = ("html", "pdf", "epub", "docx", "pptx")
    report = build(BuildRequest(manifest=project / "publish.toml", formats=formats, jobs=1))
    assert not report.failed
    assert not told(report)
    assert calls(project) == 0
    text = page(project)
    assert text.count('<figure class="diagram-source">') == 2
    assert "<figcaption>Graphviz</figcaption>" in text
    assert "<figcaption>Mermaid</figcaption>" in text
    with pypdfium2.PdfDocument(project / "build/pdf/tea.pdf") as pdf:
        words = pdf[0].get_textpage().get_text_range()
    assert "Graphviz" in words and "digraph" in words and "Mermaid" in words
    for name, part in (
        ("docx/tea.docx", "word/document.xml"),
        ("pptx/tea.pptx", "ppt/slides/slide2.xml"),
    ):
        with zipfile.ZipFile(project / "build" / name) as package:
            xml = package.read(part).decode()
        assert "Graphviz" in xml and "digraph" in xml, name


CAPTIONED = """---
title: Tea
lang: en
---

<figure>

```mermaid
graph TD; leaf-->cup
```

<figcaption>From leaf to cup</figcaption>
</figure>
"""


def test_a_diagram_with_a_caption_of_its_own_is_one_figure(project: Path) -> None:
    (project / "tea.md").write_text(CAPTIONED, encoding="utf-8")
    (project / "publish.toml").write_text('[documents.post]\neach = "tea.md"\n', encoding="utf-8")
    build(BuildRequest(manifest=project / "publish.toml", formats=("html",), jobs=1))
    text = page(project)
    assert text.count("<figure") == text.count("<figcaption") == 1
    assert "From leaf to cup" in text and "graph TD" in text


def test_a_diagram_is_the_same_picture_in_every_format(project: Path) -> None:
    report = built(project, "html", "pdf", "epub", "docx", "pptx")
    assert not told(report)
    assert calls(project) == 1
    text = page(project)
    alt = 'Figure (Graphviz): digraph { "leaf & water" -> cup }'
    assert f"alt='{html.escape(alt, quote=False)}'" in text
    assert "<figcaption>Mermaid</figcaption>" in text  # for which no program is named
    (drawn,) = (project / "build/html/images").glob("diagram-*.svg")
    svg = drawn.read_text(encoding="utf-8")
    assert "script" not in svg
    assert 'width="200"' in svg
    with pypdfium2.PdfDocument(project / "build/pdf/tea.pdf") as pdf:
        words = pdf[0].get_textpage().get_text_range()
        assert "digraph" not in words and "graph LR" in words
    for name, folder in (("epub", "EPUB/images/"), ("docx", "word/media/"), ("pptx", "ppt/media/")):
        with zipfile.ZipFile(project / f"build/{name}/tea.{name}") as package:
            assert any(part.startswith(folder) for part in package.namelist()), name


def test_what_was_drawn_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project)
    first = page(project)
    shutil.rmtree(project / "build")
    built(project)
    assert (calls(project), page(project)) == (1, first)
    text = (project / "tea.md").read_text(encoding="utf-8")
    (project / "tea.md").write_text(text.replace("cup", "pot"), encoding="utf-8")
    built(project)
    assert calls(project) == 2
    built(project, lines=f'dot = ["{sys.executable}", "fake.py", "-Gdpi=1"]')
    assert calls(project) == 3
    monkeypatch.setattr("publish.engine.diagrams.version", lambda _: "another")
    built(project)
    assert calls(project) == 4


FAULTS = {
    "hang": "it takes longer than 2 s",
    "flood": "it prints more than 8 MB",
    "rubbish": "prints no SVG",
    "fail": "line 1: no such arrow",
    "eat": "MemoryError",
}


@pytest.mark.parametrize("word", FAULTS)
def test_a_program_that_fails_is_told_with_the_place(
    word: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer.run, "__defaults__", (2,))
    text = POST.replace("digraph {", f"digraph {{ {word}")
    (project / "tea.md").write_text(text, encoding="utf-8")
    start = time.monotonic()
    report = built(project)
    assert time.monotonic() - start < 30
    ((line, message),) = told(report)
    assert line == 8
    if word != "eat":  # what Python says first is not its reason
        assert message.endswith(FAULTS[word])
    assert "<figcaption>Graphviz</figcaption>" in page(project)
    assert "Last." in page(project)


def test_a_failure_is_not_kept(project: Path) -> None:
    (project / "draw.sh").write_text(f"test -e '{project}/there' && echo '{SVG}' || exit 3\n")
    lines = 'dot = ["sh", "draw.sh"]'
    assert "DIA019" in [item.code for item in built(project, lines=lines).diagnostics]
    (project / "there").touch()
    assert "DIA019" not in [item.code for item in built(project, lines=lines).diagnostics]


def test_what_is_not_drawn_for_one_reason_is_told_once(project: Path) -> None:
    (project / "second.md").write_text(POST, encoding="utf-8")
    path = manifest(project, 'dot = "no-such-program"\nmermaid = "no-such-program"')
    path.write_text(path.read_text().replace("tea.md", "*.md"), encoding="utf-8")
    report = build(BuildRequest(manifest=path, formats=("html",), jobs=1))
    found = [item for item in report.diagnostics if item.code == "DIA019"]
    assert [(item.path, item.message.endswith(", and 1 more")) for item in found] == [
        ("second.md", True),
        ("second.md", True),
    ]


def test_without_programs_none_is_started_and_what_was_drawn_is_known(project: Path) -> None:
    path = manifest(project)
    request = BuildRequest(manifest=path, formats=("html",), dry_run=True, programs=False)
    report = build(request)
    assert (calls(project), report.built, told(report)) == (0, 1, [])
    built(project)
    (project / "calls").unlink()
    assert build(request).current == 1
    assert calls(project) == 0


def test_an_option_may_be_longer_than_a_name(project: Path) -> None:
    option = "x" * 5000
    report = built(project, lines=f'dot = ["{sys.executable}", "fake.py", "{option}"]')
    assert [item.code for item in report.diagnostics if item.code == "DIA019"] == []


def test_only_what_is_built_is_drawn(project: Path) -> None:
    manifest(project)
    (project / "publish.toml").write_text(
        (project / "publish.toml").read_text().replace("tea.md", "*.md"), encoding="utf-8"
    )
    (project / "other.md").write_text("---\ntitle: Other\nlang: en\n---\n\nWords.\n")
    asked = BuildRequest(
        manifest=project / "publish.toml", paths=(project / "other.md",), formats=("html",), jobs=1
    )
    assert not build(asked).failed
    assert not (project / "calls").exists()


def test_a_program_that_is_not_there_is_told(project: Path) -> None:
    report = built(project, lines='dot = "no-such-program"\nmermaid = "./nor-this"')
    assert told(report) == [
        (8, "the Graphviz diagram is not drawn: there is no program “no-such-program”"),
        (14, "the Mermaid diagram is not drawn: there is no program “./nor-this”"),
    ]


def test_a_program_sees_little_of_the_machine(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "1")
    ran = run([sys.executable, str(project / "fake.py")], b"env")
    assert not ran.fault
    assert ran.output.startswith(b"<svg")


def test_no_shell_reads_the_source(project: Path) -> None:
    ran = run(["cat"], b"$(touch /tmp/never); `ls`")
    assert ran.output == b"$(touch /tmp/never); `ls`"
    assert found(("fake.py",), project) == ()  # no program of the folder, unless it is said so
    assert found(("cat", "tea.md", "-x"), project)[1:] == (str(project / "tea.md"), "-x")


def test_the_children_of_a_program_end_with_it(tmp_path: Path) -> None:
    script = f"(sleep 1; touch {tmp_path}/late) & echo done"
    assert run(["sh", "-c", script], b"").output == b"done\n"
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()


def test_faults_of_the_table(tmp_path: Path) -> None:
    path = manifest(tmp_path, 'graphviz = "dot"\nmermaid = []\nplantuml = ""\nd2 = "d\\u00002"')
    with pytest.raises(PublishError) as caught:
        manifests.load(path)
    assert [(item.line, item.message) for item in caught.value.diagnostics] == [
        (5, "no diagram has the language “graphviz”"),
        (6, "“mermaid” names no program"),
        (7, "“plantuml” names no program"),
        (8, "the command of “d2” holds the character U+0000"),
    ]
    assert "dot" in caught.value.diagnostics[0].hint


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws(project: Path) -> None:
    assert not told(built(project, lines='dot = "dot"'))
    (drawn,) = (project / "build/html/images").glob("diagram-*.svg")
    assert "leaf &amp; water" in drawn.read_text(encoding="utf-8")
    assert version(("dot",)) == version(("dot",))
