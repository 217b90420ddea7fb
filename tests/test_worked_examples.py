"""The rule, the backend and the plug-in that the manual writes do what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "content" / "manual"
POST = "---\ntitle: Hello\nlang: en\n---\n\n## One\n\n### Deep\n\nText.\n\n## Two\n\nText.\n"


def module(page: str, tmp_path: Path) -> ModuleType:
    """The first Python block of a page of the manual, imported; it is under forty lines."""
    from importlib.util import module_from_spec, spec_from_file_location

    found = re.search(r"^```python\n(.*?)^```$", (MANUAL / page).read_text("utf-8"), re.M | re.S)  # noqa: FURB167
    assert found
    assert found[1].count("\n") < 40
    file = tmp_path / "example.py"
    file.write_text(found[1], encoding="utf-8")
    spec = spec_from_file_location("example", file)
    assert spec
    assert spec.loader
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_rule(tmp_path: Path) -> None:
    from publish import reader
    from publish.normalize import page
    from publish.rules import RULES
    from publish.text import apply_edits

    rule = module("09-writing-a-rule.md", tmp_path).RULE
    assert rule.code not in {other.code for other in RULES}
    reading = reader.read("post.md", rule.before.encode(), "", "")
    findings = list(rule.text(page(reading, rule.before)))
    assert findings
    assert (
        apply_edits(rule.before, [edit for item in findings for edit in item.edits]) == rule.after
    )
    again = reader.read("post.md", rule.after.encode(), "", "")
    assert not list(rule.text(page(again, rule.after)))


def test_backend(tmp_path: Path) -> None:
    from publish import layouts
    from publish.document import Metadata
    from publish.publication.model import NavEntry, Publication
    from publish.publication.words import words

    deep = NavEntry("deep", "", "Deep", 3, 0)
    publication = Publication(
        name="hello",
        kind="article",
        metadata=Metadata(title="Hello", lang="en"),
        chapters=(),
        nav=(NavEntry("one", "1. ", "One", 2, 0, (deep,)), NavEntry("two", "", "Two", 2, 0)),
        words=words("en"),
    )
    backend = module("10-writing-a-backend.md", tmp_path).BACKEND
    layout = layouts.Layout("none", {})
    (full,) = backend.render(publication, layout, backend.options)
    assert (full.path, full.content) == ("hello.txt", b"Hello\n  1. One\n    Deep\n  Two\n")
    (flat,) = backend.render(publication, layout, {"depth": 1})
    assert flat.content == b"Hello\n  1. One\n  Two\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the example plug-in is installed, built without a network."""
    target = tmp_path_factory.mktemp("installed")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-build-isolation", "--no-deps", "--no-index", "--no-cache-dir"),
            *("--target", str(target), str(ROOT / "tests" / "plugin-example")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return target


def publish(*words: str, folder: Path, packages: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "publish", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_installed_plug_in_is_a_format_like_any_other(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "hello.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(
        '[documents.post]\neach = "*.md"\ntargets = ["nothing", "loud"]\n'
        '[targets.loud]\nformat = "nothing"\noptions = { shout = true }\n'
        'output = "loud/{slug}"\n',
        encoding="utf-8",
    )
    run = publish("build", folder=tmp_path, packages=installed)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "build/nothing/hello.nothing").read_text() == "Hello\n"
    assert (tmp_path / "build/loud/hello.nothing").read_text() == "HELLO\n"


def test_unknown_option_of_a_plug_in_is_refused(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "hello.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(
        '[documents.post]\neach = "*.md"\ntargets = ["nothing"]\n'
        "[targets.nothing]\noptions = { shuot = true }\n",
        encoding="utf-8",
    )
    run = publish("build", folder=tmp_path, packages=installed)
    assert run.returncode != 0
    assert "shuot" in run.stderr
    assert "shout" in run.stderr
