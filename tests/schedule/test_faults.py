"""Faults of schedules and notices are told with the manifest: what is wrong, where, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.manifest import load

HEAD = '[documents.post]\neach = "*.md"\n[profiles.print]\nbundle.title = "x"\n'


def faults(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Line below the head, message and hint of each."""
    path = folder / "publish.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    try:
        load(path)
    except PublishError as error:
        return [(item.line - 4, item.message, item.hint) for item in error.diagnostics]
    return []


def schedule(folder: Path, key: str, value: str) -> tuple[str, str]:
    cron = "" if key == "cron" else 'cron = "30 2 * * *"\n'
    ((_, message, hint),) = faults(folder, f"[schedule.nightly]\n{cron}{key} = {value}\n")
    return message, hint


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (
            "30 2 * *",
            "“30 2 * *” has 4 fields, and a cron line has 5",
            "minute, hour, day of month",
        ),
        ("0 30 2 * * *", "“0 30 2 * * *” has 6 fields", "30 2 * * 1-5"),
        ("", "“” has 0 fields", "30 2 * * 1-5"),
        ("60 2 * * *", "“60” is no minute", "it may be 0-59"),
        ("0 24 * * *", "“24” is no hour", "it may be 0-23"),
        ("0 0 0 * *", "“0” is no day of month", "it may be 1-31"),
        ("0 0 * 13 *", "“13” is no month", "JAN-DEC"),
        ("0 0 * * MON-FIR", "“MON-FIR” is no day of week", "0 and 7 are Sunday"),
        ("*/0 * * * *", "“*/0” is no minute", "*/2"),
        ("5-1 * * * *", "“5-1” is no minute", "1-5"),
        (",,, * * * *", "“,,,” is no minute", "1,3"),
        ("L/L * * * *", "“L/L” is no minute", ""),
        ("@daily", "“@daily” is short for a cron line", "write 0 0 * * *"),
        ("0 0 31 2 *", "never comes", ""),
        ("0 0 30 2 *", "never comes", ""),
    ],
)
def test_a_wrong_cron_line(tmp_path: Path, line: str, message: str, hint: str) -> None:
    said, help = schedule(tmp_path, "cron", f'"{line}"')
    assert message in said
    assert hint in help


@pytest.mark.parametrize(
    "line",
    ["30 2 * * 1-5", "*/5 0-6,22 1,15 JAN-MAR MON", "0 0 L * *", "0 0 * * 5L", "0 0 * * 1#2", "0 0 31 2 1"],
)  # fmt: skip
def test_a_right_one(tmp_path: Path, line: str) -> None:
    assert faults(tmp_path, f'[schedule.nightly]\ncron = "{line}"\n') == []


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/Berln", "did you mean “Europe/Berlin”?"),
        ("Shanghai", "did you mean “Asia/Shanghai”?"),
        ("Asia/Beijing", ""),
        ("PST", "did you mean “America/Los_Angeles”?"),
        ("../../etc/passwd", "write it as"),
        ("Europe", "did you mean “Europe/"),
        ("", "write it as"),
    ],
)
def test_an_unknown_time_zone(tmp_path: Path, zone: str, hint: str) -> None:
    message, help = schedule(tmp_path, "timezone", f'"{zone}"')
    assert message == f"there is no time zone “{zone}”"
    assert hint in help


def test_what_is_not_there(tmp_path: Path) -> None:
    assert schedule(tmp_path, "profile", '"prnt"') == (
        "there is no profile “prnt”",
        "did you mean “print”?",
    )
    assert schedule(tmp_path, "documents", '["post", "pots"]') == (
        "there is no table [documents.pots]",
        "did you mean “post”?",
    )
    assert schedule(tmp_path, "timeout", '"soon"') == (
        "“soon” is no time",
        "write it as 90s, 10m or 2h",
    )


def test_an_address_is_never_said(tmp_path: Path) -> None:
    text = '[notify.ops]\nurl = "https://hooks.example.org/s3cr3t-canary"\non = []\n'
    found = faults(tmp_path, text)
    assert [message for _, message, _ in found] == [
        "“url” in [notify.ops] must name a variable of the environment",
        "[notify.ops] tells of nothing",
    ]
    assert "canary" not in str(found)


def test_all_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = (
        '[schedule."my run"]\ncron = "1 1 1 1"\ntimezone = "Mars"\n[schedule.b]\ncron = "* * * * 8"\n'
        'catch_up = "twice"\n'
    )
    assert [line for line, _, _ in faults(tmp_path, text)] == [1, 2, 3, 5, 6]
