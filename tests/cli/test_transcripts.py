"""Sessions of the command line as files: what is typed, what is said, and the exit code.

A case begins with a sentence, then holds files (``=== name`` and the lines below it) and commands
(``$ publish …``), each followed by what it prints to both streams, and by ``? N`` for an exit code
other than 0. ``$ put NAME BYTES`` writes a file in Python's notation of bytes. With ``--refresh``
the cases are written anew.
"""

from __future__ import annotations

import ast
import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.cli.main import run

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def setting_of(text: str) -> tuple[dict[str, str], list[str]]:
    """The files of a case, and its commands."""
    files: dict[str, list[str]] = {}
    commands: list[str] = []
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("=== "):
            lines = files.setdefault(line[4:], [])
        elif line.startswith("$ "):
            commands.append(line[2:])
            lines = []
        else:
            lines.append(line)
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in files.items()}, commands


def played(commands: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Each command as it was typed, with what it said."""
    for command in commands:
        words = shlex.split(command)
        yield f"$ {command}\n"
        match words:
            case ["publish", *arguments]:
                said, code = session(arguments, monkeypatch)
                yield re.sub(r"\b[0-9a-f]{40}\b", "DIGEST", said.replace(str(folder), "FOLDER"))
                yield f"? {code}\n" if code else ""
            case ["put", name, content]:
                (folder / name).write_bytes(ast.literal_eval(f"b'{content}'"))
            case ["show", name]:
                yield (folder / name).read_text(encoding="utf-8")
            case ["ls", name]:
                files = (path for path in (folder / name).rglob("*") if path.is_file())
                names = sorted(path.relative_to(folder).as_posix() for path in files)
                yield "".join(f"{name}\n" for name in names if not name.startswith("."))
            case _:
                pytest.fail(f"a case cannot do this: {command}")


def session(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What a command says to both streams in order, and its exit code."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", stream)
        code = run(arguments)
    return stream.buffer.getvalue().decode("utf-8"), code  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_transcript(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refresh: bool
) -> None:
    text = path.read_text(encoding="utf-8")
    files, commands = setting_of(text)
    folder = tmp_path / "here"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    head = text[: text.index("\n$ ") + 1]
    told = head + "".join(played(commands, folder, monkeypatch))
    if refresh:
        path.write_text(told, encoding="utf-8")
    assert told == text


def test_there_are_cases() -> None:
    assert len(CASES) > 10
