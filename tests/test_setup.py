"""Setting up: what is pinned, what is looked for on the machine, and what a wheel holds."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from publish import layouts, system
from publish.cli.main import run
from publish.diagnostics import PublishError

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-test.txt")


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def pinned(file: str) -> dict[str, str]:
    """Name and version of every package of a lock, all of them with hashes."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", "")
    pins = {}
    for line in text.splitlines():
        found = re.match(r"([\w.-]+)==(\S+)(?: ;[^-]*?| )*\s+--hash=sha256:[0-9a-f]{64}", line)
        assert found, f"{file}: {line[:60]}"
        pins[name_of(found[1])] = found[2]
    return pins


def declared() -> tuple[list[str], list[str]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    run_time = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    return run_time, project["project"]["optional-dependencies"]["test"]


def test_locks_hold_what_is_declared() -> None:
    run_time, testing = declared()
    for file, requirements in zip(LOCKS, (run_time, run_time + testing), strict=True):
        pins = pinned(file)
        for requirement in requirements:
            name, _, version = requirement.partition("==")
            assert pins.get(name_of(name)) == version, f"{requirement}: run make lock"


@pytest.mark.parametrize("file", LOCKS)
def test_locks_hold_every_dependency_of_a_dependency(file: str) -> None:
    pins = pinned(file)
    for name in pins:
        try:
            requires = distribution(name).requires or []
        except ModuleNotFoundError:
            continue  # of another platform
        needed = [line for line in requires if ";" not in line]
        assert not [line for line in needed if name_of(line) not in pins], name


def test_the_lock_for_tests_is_the_other_and_more() -> None:
    plain, testing = (pinned(file) for file in LOCKS)
    assert testing.items() > plain.items()


@pytest.mark.parametrize("name", ["setup", "run", "lock"])
def test_scripts_can_be_run(name: str) -> None:
    script = ROOT / ".ci" / name
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_set_up_stops_with_one_command_where_it_may_not_install(tmp_path: Path) -> None:
    """A user without rights on a machine with apt and without the libraries."""
    python = f"""case "$2" in
*lacking*) echo apt-get install -y some-library;;
*) exec "{sys.executable}" "$@";;
esac"""
    programs = {"id": "echo 1000", "sudo": "exit 1", "apt-get": "exit 1", "python3": python}
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    script = tmp_path / "checkout" / ".ci" / "setup"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "setup", script)
    done = subprocess.run(
        ["bash", str(script)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    commands = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert len(commands) == 1
    assert commands[0].endswith("apt-get install -y some-library'")
    assert not (script.parents[1] / ".venv").exists()


def test_makefile_has_the_targets_of_the_contract() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY:(.*)$", text, re.MULTILINE)
    formats = re.search(r"^FORMATS := (.*)$", text, re.MULTILINE)
    assert phony
    assert formats
    assert formats[1].split() == ["html", "pdf", "epub", "docx", "pptx"]
    assert set(phony[1].split()) >= {"all", "test", "check", "bench", "conformance", "clean"}


# ------------------------------------------------------------------------------- the machine


def test_faces_are_those_of_the_layout() -> None:
    """What is looked for is what the style sheets ask for."""
    style = layouts.load("default").text("tokens.css")
    for language in system.LANGUAGES:
        for family in system.faces(language) if language != "emoji" else ():  # found by fontconfig
            assert f'"{family}"' in style, (language, family)


def test_a_language_has_the_faces_of_its_script() -> None:
    assert system.faces("zh-TW") == system.faces("zh-Hant-HK") == system.faces("zh-Hant")
    assert system.faces("zh") == system.faces("zh-CN") == system.faces("zh-Hans")
    assert system.faces("ja-JP")[0].endswith("JP")
    assert system.faces("en-GB") == system.faces("fr") == system.faces("")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without libraries and fonts, and with apt."""

    def missing(name: str) -> None:
        raise OSError(f"{name}: no such file")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    monkeypatch.setattr(
        system.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    system._families.cache_clear()
    system.require_for_pdf.cache_clear()
    yield
    system._families.cache_clear()
    system.require_for_pdf.cache_clear()


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_named_with_what_brings_it() -> None:
    found = system.probes(["zh-Hans", "en"])
    assert not any(probe.ok for probe in found)
    assert all(probe.mend.startswith("run: sudo apt-get install") for probe in found)
    assert [probe.part for probe in found if not probe.required] == ["fonts for other languages"]
    command = system.install_command(system.lacking())
    for package in ("libpango-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk", "fontconfig"):
        assert command.split().count(package) == 1


@pytest.mark.usefixtures("bare")
def test_a_pdf_is_refused_where_its_libraries_are_missing() -> None:
    with pytest.raises(PublishError) as caught:
        system.require_for_pdf()
    assert {item.path for item in caught.value.diagnostics} == {"pango", "harfbuzz-subset"}
    assert all(item.code == "SYS001" and item.hint for item in caught.value.diagnostics)


@pytest.mark.usefixtures("bare")
def test_doctor_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "ok      pandoc: 3." in told
    assert "MISSING harfbuzz-subset" in told
    assert "better  fonts for other languages" in told
    assert "libharfbuzz-subset0" in told


def test_no_package_manager_is_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)
    assert system.install_command(["pango"]) == ""


# --------------------------------------------------------------------------------- the wheel


@pytest.mark.slow
def test_a_wheel_holds_the_layouts(tmp_path: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
            *("--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", str(tmp_path)),
            str(ROOT),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    files = [path for path in (ROOT / "layouts").rglob("*") if path.is_file()]
    assert {f"publish/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    assert not [name for name in names if name.startswith(("tests/", "content/"))]
    script = (
        "from publish import layouts; print(layouts.shipped(), len(layouts.load('default').files))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        str(tmp_path / "installed" / "publish" / "layouts"),
        str(len([path for path in files if "default" in path.parts])),
    ]
