"""The papers of a release: a bill of materials that validates, where everything comes from, and pins."""

from __future__ import annotations

import hashlib
import json
import time
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from publish.engine.build import traced
from publish.engine.edition import Edition, Text
from publish.engine.request import BuildRequest
from publish.release.papers import changes_of, edition_papers, origin_papers, texts_of
from publish.release.pins import altered, pins, strays
from publish.release.sbom import installed, sbom


def edition(manifest: Path, began: int = 0) -> Edition:
    """That of a build."""
    found = traced(BuildRequest(manifest=manifest, edition=True), began=began).edition
    assert found
    return found


VERSIONS = {"publish": "1", "pandoc": "3.9"}


def test_the_bill_names_every_installed_part_and_validates() -> None:
    bill = sbom(installed(), {"pandoc": "3.9"})
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.decode()) is None
    told = json.loads(bill)
    names = {it["name"] for it in told["components"]}
    assert {"weasyprint", "pydyf", "lxml", "pandoc"} <= names
    assert told["metadata"]["component"]["name"] == "publish"
    needs = {it["ref"]: it.get("dependsOn", []) for it in told["dependencies"]}
    of_weasyprint = next(refs for ref, refs in needs.items() if "/weasyprint@" in ref)
    assert any("/pydyf@" in ref for ref in of_weasyprint)


def test_the_bill_is_the_same_for_the_same() -> None:
    first, second = (sbom(installed(), {"pandoc": "3.9"}) for _ in range(2))
    assert first == second
    assert sbom(installed(), {"pandoc": "4"}) != first


def test_an_edition_has_the_words_and_the_sums_of_its_inputs(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/潮.md").write_text("# 潮汐\n\n大海一天涨落两次。\n\n- 月\n- 日\n", "utf-8")
    manifest = tmp_path / "publish.toml"
    manifest.write_text('[documents.post]\neach = "posts/*.md"\ntargets = ["html"]\n', "utf-8")
    found = edition(manifest)
    assert found.texts == (
        Text("posts/潮.md", "潮汐", ("大海一天涨落两次。", "月", "日"), ("post",)),
    )
    sums = dict(found.inputs)
    assert set(sums) == {"publish.toml", "posts/潮.md"}
    assert sums["publish.toml"] == hashlib.sha256(manifest.read_bytes()).hexdigest()


def test_what_was_changed_since_the_build_began_has_no_sum(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("# Old\n\nLeaves.\n", "utf-8")
    manifest = tmp_path / "publish.toml"
    manifest.write_text('[documents.post]\neach = "*.md"\ntargets = ["html"]\n', "utf-8")
    began = time.time_ns()
    time.sleep(0.02)
    (tmp_path / "new.md").write_text("# New\n\nRoots.\n", "utf-8")
    found = edition(manifest, began)
    assert [name for name, _ in found.inputs] == ["old.md", "publish.toml"]
    assert found.changed == ("new.md",)
    assert [text.title for text in found.texts] == ["New", "Old"]


def test_no_post_learns_the_sum_of_a_file_outside(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "posts").mkdir(parents=True)
    (tmp_path / "secret.bib").write_text("@book{a, title = {Secret}}", "utf-8")
    (root / "posts/link.bib").symlink_to(tmp_path / "secret.bib")
    for number, name in enumerate((f"{tmp_path}/secret.bib", "../../secret.bib", "link.bib")):
        text = f"---\ntitle: Tea\nbibliography: {name}\n---\n\nLeaves [@a].\n"
        (root / f"posts/{number}.md").write_text(text, "utf-8")
    manifest = root / "publish.toml"
    manifest.write_text('[documents.post]\neach = "posts/*.md"\ntargets = ["html"]\n', "utf-8")
    found = edition(manifest)
    assert {name for name, _ in found.inputs} == {
        "publish.toml", "posts/0.md", "posts/1.md", "posts/2.md"
    }  # fmt: skip


def test_provenance_names_files_and_inputs_by_checksum() -> None:
    now = Edition((), (("posts/a.md", "b" * 64),))
    papers = origin_papers([("files/a.html", "a" * 64)], now, {}, VERSIONS)
    told = json.loads(papers["provenance.json"])
    assert told["_type"] == "https://in-toto.io/Statement/v1"
    assert told["subject"] == [{"name": "files/a.html", "digest": {"sha256": "a" * 64}}]
    definition = told["predicate"]["buildDefinition"]
    assert definition["resolvedDependencies"][0]["name"] == "posts/a.md"


def test_papers_of_an_edition_can_be_read_back(tmp_path: Path) -> None:
    now = Edition((Text("a.md", "A", ("new",)),), ())
    for before in (None, (Text("a.md", "A", ("old",)),)):
        for name, data in edition_papers(now, before, "t").items():
            (tmp_path / name).write_bytes(data)
        assert texts_of(tmp_path) == now.texts
        assert (changes_of(tmp_path) is None) == (before is None)
    (tmp_path / "texts.json").write_bytes(b"{damaged")
    assert texts_of(tmp_path) is None


def test_what_is_installed_here_is_what_is_pinned() -> None:
    assert list(strays(installed(), pins())) == []


@pytest.fixture
def part(tmp_path: Path) -> Distribution:
    folder = tmp_path / "tea-1.0.dist-info"
    folder.mkdir()
    (tmp_path / "tea.py").write_text("x = 1\n")
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: tea\nVersion: 1.0\n")
    # the digest of “x = 1\n”, as PEP 376 writes it
    (folder / "RECORD").write_text("tea.py,sha256=FSwvaiEb5fURT9TzuV88LRPxoHVkGvz1xBG2r7IVV4k,6\n")
    return PathDistribution(folder)


def test_another_version_and_a_changed_file_are_found(part: Distribution, tmp_path: Path) -> None:
    assert list(strays({"tea": part}, {"tea": "1.0"})) == []
    assert list(strays({"tea": part}, {"tea": "1.1"})) == ["tea 1.0 (1.1)"]
    assert list(strays({"tea": part}, {})) == ["tea 1.0 (not pinned)"]
    import base64

    digest = hashlib.sha256(b"x = 1\n").digest()
    record = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    (tmp_path / "tea-1.0.dist-info/RECORD").write_text(f"tea.py,sha256={record},6\n")
    assert list(altered({"tea": part})) == []
    (tmp_path / "tea.py").write_text("x = 2\n")
    assert list(altered({"tea": part})) == ["tea.py"]
