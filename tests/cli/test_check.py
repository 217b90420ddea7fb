"""Fixes of files, and findings in the formats of other programs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.cli.fixes import Fixed, diff, rewrite
from publish.cli.formats import render
from publish.cli.main import run
from publish.diagnostics import Applicability, Diagnostic, Edit, Severity
from publish.rules import RULES
from publish.rules.fixpoint import Mended
from publish.text import apply_edits

POST = "---\ntitle: 茶\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n用Python写。\n"
LINES = st.lists(st.sampled_from("ab\n\r\u2028茶"), max_size=8).map("".join)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "post.md"
    path.write_text(POST, encoding="utf-8")
    return path


def test_a_fix_keeps_mode_and_link(post: Path) -> None:
    post.chmod(0o640)
    real = post.rename(post.with_name("real.md"))
    post.symlink_to(real)
    assert run(["check", "post.md", "--fix"]) == 0
    assert post.is_symlink()
    assert "用 Python 写" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in post.parent.glob("*.md")) == ["post.md", "real.md"]


def test_a_fix_is_written_in_utf_8(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = POST.replace(
        "用", "这是一篇用旧编码写的文章，它讲了很多事情，读者可以从中学到不少。我们用"
    )
    post.write_bytes(long.encode("gb18030"))
    run(["check", "post.md", "--fix"])
    assert post.read_bytes().decode("utf-8") == long.replace("Python", " Python ")
    assert "1 post mended" in capsys.readouterr().err


def test_a_file_keeps_its_encoding_where_the_rule_does_not_run(
    post: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    post.with_name("publish.toml").write_text(
        'schema = 1\n[documents.a]\neach = "*.md"\n[normalize]\nignore = ["ENC001"]\n',
        encoding="utf-8",
    )
    told = "這是一篇用舊編碼書籍的文章，它講了很多事情，讀者可以從中學到不少。我們用Python。"
    long = POST.replace("用Python写。", told)
    for form, mark in (("big5", b""), ("utf-16-be", b"\xfe\xff"), ("utf-8", b"\xef\xbb\xbf")):
        post.write_bytes(mark + long.encode(form))
        run(["check", "--fix"])
        assert post.read_bytes() == mark + long.replace("Python", " Python").encode(form)
    capsys.readouterr()
    data = long.encode("big5")
    monkeypatch.setattr(
        "publish.inspection.mend", lambda *_: Mended(long.replace("不少", "😀"), ())
    )
    post.write_bytes(data)
    run(["check", "--fix"])
    assert post.read_bytes() == data
    assert "big5hkscs does not have" in capsys.readouterr().out


def test_a_change_of_encoding_alone_is_a_fix_and_is_declared(
    post: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    post.write_bytes(b"\xef\xbb\xbf" + POST.replace("Python", " Python ").encode())
    assert run(["check", "post.md", "--diff"]) == 1
    assert "from utf-8 with a byte order mark to utf-8" in capfd.readouterr().out
    assert run(["check", "post.md", "--fix"]) == 0
    assert post.read_text("utf-8") == POST.replace("Python", " Python ")


def test_without_fix_nothing_is_written(post: Path) -> None:
    before = post.stat()
    for words in ([], ["--diff"], ["--diff", "--fix"], ["--statistics"], ["--unsafe-fixes"]):
        assert run(["check", "post.md", *words]) == 1
    assert (post.read_text("utf-8"), post.stat().st_ino) == (POST, before.st_ino)


def test_notes_alone_are_no_failure(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post.write_text("---\ntitle: 茶\nlang: zh-Hans\n---\n\n水。\n", encoding="utf-8")
    assert run(["check", "post.md"]) == 0
    assert "FM009" in capsys.readouterr().out


def test_a_diff_can_be_applied(post: Path, capfd: pytest.CaptureFixture[str]) -> None:
    post.write_text(POST.rstrip("\n"), encoding="utf-8")
    assert run(["check", "post.md", "--diff"]) == 1
    text = capfd.readouterr().out
    subprocess.run(["git", "apply", "-"], input=text, text=True, check=True, cwd=post.parent)
    assert run(["check", "post.md", "--diff"]) == 0


@given(LINES, LINES)
def test_a_diff_holds_both_texts(before: str, after: str) -> None:
    lines = diff(Fixed(Path("a"), "a", before, after)).split("\n")[3:-1]
    sides = {" -": "", " +": ""}
    mark = ""
    for line in lines:
        ends = line == "\\ No newline at end of file"
        mark = mark if ends else line[0]
        for side in sides:
            if mark in side:
                sides[side] = sides[side][:-1] if ends else f"{sides[side]}{line[1:]}\n"
    assert list(sides.values()) == ([before, after] if before != after else ["", ""])


def test_a_write_that_fails_leaves_the_post(post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("publish.cli.fixes.shutil.copymode", full)
    with pytest.raises(OSError, match="No space"):
        rewrite(post, b"lost")
    assert post.read_text("utf-8") == POST
    assert [path.name for path in post.parent.iterdir()] == ["post.md"]


def test_a_read_only_post_is_told_and_left_and_the_others_are_mended(
    post: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (post.parent / "other.md").write_text(POST, encoding="utf-8")
    post.chmod(0o444)
    assert run(["check", "--fix"]) == 1
    said = capfd.readouterr()
    assert "post.md: SYS002 the fixes are not written: the file is read-only\n  " in said.out
    assert "1 post mended" in said.err
    assert post.read_text("utf-8") == POST
    assert (post.parent / "other.md").read_text("utf-8") != POST


def test_a_post_whose_folder_may_not_be_written_is_named(
    post: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refused(*_arguments: object, **_more: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied", str(post.parent / ".post.md.x1y2"))

    monkeypatch.setattr("publish.cli.fixes.tempfile.mkstemp", refused)
    assert run(["check", "post.md", "--fix"]) == 1
    said = capfd.readouterr()
    assert "post.md: SYS002 the fixes are not written: Permission denied\n" in said.out
    assert ".post.md.x1y2" not in said.out + said.err


def finding(path: str = "posts/茶 1.md", message: str = "m", hint: str = "") -> Diagnostic:
    return Diagnostic(
        path=path,
        line=2,
        column=3,
        code=RULES[0].code,
        message=message,
        hint=hint,
        severity=Severity.NOTE,
        applicability=Applicability.SAFE,
        end_line=2,
        end_column=5,
        fix=(Edit(4, 6, "x"),),
    )


def test_sarif_says_where_and_how() -> None:
    unknown = Diagnostic(path="publish.toml", line=0, column=0, code="MAN004", message="m")
    log = json.loads(render([finding(hint="do this"), unknown], "sarif"))
    assert log["version"] == "2.1.0"
    (once,) = log["runs"]
    assert once["columnKind"] == "unicodeCodePoints"
    driver = once["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    first, second = once["results"]
    assert driver["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
    assert first["level"] == "note"
    assert first["message"]["text"] == "m (do this)"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "posts/%E8%8C%B6%201.md"
    utf16 = place["region"].pop("properties")["utf16"]
    assert utf16 == {"startColumn": 3, "endColumn": 5}
    assert place["region"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 5}
    (change,) = first["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": "x"}
    assert replacement["deletedRegion"]["charOffset"] == 4
    assert replacement["deletedRegion"]["charLength"] == 2
    assert all("helpUri" not in rule and rule["help"]["markdown"] for rule in driver["rules"])
    assert "ruleIndex" not in second
    assert "region" not in second["locations"][0]["physicalLocation"]


@given(TEXT, TEXT, TEXT)
def test_annotations_are_one_line_and_can_be_read_back(path: str, message: str, hint: str) -> None:
    (line, end) = render([finding(path, message, hint)], "github").split("\n")
    assert not end
    found = re.fullmatch(r"::notice ([^\r]*?)::([^\r]*)", line)
    assert found
    properties = dict(pair.split("=", 1) for pair in found[1].split(","))

    def plain(text: str) -> str:
        return re.sub("%(0A|0D|25|2C|3A)", lambda code: chr(int(code[1], 16)), text)

    assert plain(properties["file"]) == path
    assert plain(found[2]) == (f"{message}\n{hint}" if hint else message)
    assert (properties["line"], properties["col"]) == ("2", "3")


def test_no_findings_in_every_format() -> None:
    assert render([], "text") == render([], "github") == ""
    assert json.loads(render([], "json")) == []
    assert json.loads(render([], "sarif"))["runs"][0]["results"] == []


ASTRAL = "---\ntitle: 茶\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n𠮷𠮷用Python写。\n"


def told(words: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    run(["check", "post.md", "--output-format", *words])
    return json.loads(capfdbinary.readouterr().out)


def test_columns_in_utf_16(post: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    post.write_text(ASTRAL, encoding="utf-8")
    first = told(["json"], capfdbinary)[0]
    assert (first["column"], first["utf16"]["column"]) == (3, 5)
    edit, other = first["fix"][0], first["utf16"]["fix"][0]
    assert ASTRAL[: edit["start"]].endswith("𠮷𠮷用")
    assert other["start"] == edit["start"] + 2
    region = told(["sarif"], capfdbinary)["runs"][0]["results"][0]["fixes"][0]
    deleted = region["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    assert (deleted["startLine"], deleted["startColumn"]) == (7, 4)
    assert deleted["properties"]["utf16"]["startColumn"] == 6


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_edits_are_those_of_the_file(
    form: str, end: str, post: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Made in the decoded text, the edits of the findings of one rule mend its places."""
    text = ASTRAL.replace("\n", end)
    post.write_bytes(text.encode(form))
    edits = [
        Edit(**edit)
        for item in told(["json", "--select", "CJK001"], capfdbinary)
        for edit in item["fix"]
    ]
    assert apply_edits(text, edits) == text.replace("Python", " Python ")


@pytest.mark.usefixtures("post")
def test_choosing_rules(capsys: pytest.CaptureFixture[str]) -> None:
    for words, code in (
        (["--select", "CJK"], 1),
        (["--select", "STR,FM"], 0),
        (["--ignore", "CJK001"], 0),
        (["--select", "CJK001", "--ignore", "CJK"], 1),
        (["--exit-zero"], 0),
    ):
        assert run(["check", "post.md", *words]) == code, words
    assert run(["check", "post.md", "--select", "CKJ001"]) == 2
    assert "did you mean “CJK001”?" in capsys.readouterr().err


def test_front_matter_leaves_rules_out(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "title: 茶\n"
    post.write_text(POST.replace(head, f"{head}lint: {{ignore: [CJK]}}\n"), encoding="utf-8")
    assert run(["check", "post.md"]) == 0
    post.write_text(POST.replace(head, f"{head}lint: {{ignore: [CJK99]}}\n"), encoding="utf-8")
    assert run(["check", "post.md"]) == 1
    assert "post.md:3:1: SUP002 “CJK99” is the code of no rule" in capsys.readouterr().out


@pytest.mark.usefixtures("post")
def test_statistics(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (row,) = told(["json", "--statistics"], capfdbinary)
    name = "missing-latin-space"
    assert row == {"code": "CJK001", "name": name, "count": 2, "safe": 2, "unsafe": 0}
    assert run(["check", "post.md", "--statistics", "--output-format", "github"]) == 2


@pytest.mark.usefixtures("post")
def test_colours_are_for_terminals(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["check", "post.md"])
    assert "\x1b" not in capfd.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    run(["check", "post.md"])
    out = capfd.readouterr().out
    assert "\x1b[1mpost.md\x1b[0m: 2 findings\n" in out
    assert re.sub(r"\x1b\[\d+m", "", out).count("post.md:7:1: CJK001") == 1


def test_line_ends_stay_where_they_may(post: Path) -> None:
    crlf = POST.replace("\n", "\r\n").encode()
    post.write_bytes(crlf)
    run(["check", "post.md", "--fix", "--ignore", "ENC002"])
    assert post.read_bytes() == crlf.replace(b"Python", b" Python ")


def test_per_file_in_the_manifest(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = post.with_name("publish.toml")
    documents = '[documents.p]\neach = "*.md"\ntargets = ["html"]\n[normalize]\n'
    manifest.write_text(f'{documents}per_file = {{"p*.md" = ["CJK"]}}\n', encoding="utf-8")
    assert run(["check"]) == 0
    manifest.write_text(f'{documents}per_file = {{"q*.md" = ["CJK"]}}\n', encoding="utf-8")
    assert run(["check"]) == 1
    manifest.write_text(f'{documents}extend_unsafe_fixes = ["CJK"]\n', encoding="utf-8")
    assert run(["check", "--fix"]) == 1
    assert run(["check", "--fix", "--unsafe-fixes"]) == 0
    manifest.write_text(f'{documents}ignore = ["CJK999", "LNK007"]\n', encoding="utf-8")
    assert run(["check"]) == 2
    assert "publish.toml:5:11: MAN003 “CJK999” is the code of no rule" in capsys.readouterr().err
