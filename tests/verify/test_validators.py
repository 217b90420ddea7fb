"""What outside validators say is understood, and none of them can stop a verification."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publish.engine import validate as engine
from publish.engine.validate import command, validate
from publish.verify.validators import VALIDATORS, Output, Validator

SAID = {
    "Nu": ('"file:/tea.html":12.5-12.9: error: Stray end tag “p”.\n', "Stray end tag"),
    "EPUBCheck": ("Validating…\nERROR(RSC-005): tea.epub(3,9): no language\n", "RSC-005"),
    "veraPDF": ("FAIL tea.pdf ua1\n  FAIL 7.3-1\n", "FAIL tea.pdf"),
    "Open XML SDK": (
        '{"ok": false, "errors": [{"description": "bad child", "path": "/w:p"}]}',
        "bad child (/w:p)",
    ),
}
ACE = {
    "assertions": [
        {
            "assertions": [
                {
                    "earl:test": {"dct:title": "image-alt", "earl:impact": impact},
                    "earl:result": {"earl:outcome": "fail", "dct:description": f"a {impact} one"},
                }
                for impact in ("critical", "minor")
            ]
        }
    ]
}


def validator(name: str) -> Validator:
    return next(each for each in VALIDATORS if each.name == name)


@pytest.mark.parametrize("name", SAID)
def test_findings_are_read(name: str) -> None:
    said, finding = SAID[name]
    assert finding in validator(name).findings(Output(said, "", 1))[0]


def test_of_ace_what_is_serious_is_told() -> None:
    found = validator("Ace").findings(Output("done", json.dumps(ACE), 2))
    assert found == ["image-alt: a critical one"]


@pytest.mark.parametrize("each", VALIDATORS, ids=lambda each: each.name)
def test_a_program_that_fails_is_a_finding_and_one_that_succeeds_is_none(each: Validator) -> None:
    assert each.findings(Output("it fell over\n", "", 1)) == ["it fell over"]
    assert each.findings(Output("", "", 3)) == ["it ends with status 3"]
    assert each.findings(Output("", "", 0)) == []


def test_a_variable_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "my nu"
    program.write_text('#!/bin/sh\necho "$2:1.1: error: no title"\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PUBLISH_VNU", f"'{program}' --gnu")
    (tmp_path / "tea.html").write_text("<p>")
    (verdict,) = validate(tmp_path / "tea.html", "html")
    assert verdict.ran
    assert verdict.found == (f"{tmp_path / 'tea.html'}:1.1: error: no title",)


def test_what_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PUBLISH_VERAPDF", raising=False)
    assert command(validator("veraPDF")) == ()
    (verdict,) = validate(tmp_path / "tea.pdf", "pdf")
    assert (verdict.ran, verdict.why) == (False, "")


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS", 0.2)
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PUBLISH_VNU", str(program))
    (verdict,) = validate(tmp_path / "tea.html", "html")
    assert not verdict.ran
    assert "longer" in verdict.why
