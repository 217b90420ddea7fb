"""Pandoc that stays reads what pandoc in a process of its own reads, and is replaced when it dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import pandoc
from publish.diagnostics import PublishError
from publish.pandoc.resident import Resident
from publish.reader.dialect import BASE

ROOT = Path(__file__).resolve().parents[1]
FORMAT = f"{BASE}+sourcepos"
MARKS = st.text(st.sampled_from('中a1 \t\n\r\ufeff\0\u2028"\\*_`#>|-[](){}<>&$:𠮷'), max_size=60)


def alone(text: str, format: str) -> bytes:
    return pandoc.convert(text.encode("utf-8", "replace"), ("--from", format, "--to", "json"))


@settings(max_examples=25, deadline=None)
@given(MARKS)
def test_both_ways_read_the_same(text: str) -> None:
    assert pandoc.json_of(text, FORMAT) == alone(text, FORMAT)


@pytest.mark.parametrize(
    "text", ["", "\n", "a\tb\n\n\tcode\tx\n", "\ufeff# A\r\n\r\nb\r", "中\udc80"]
)
def test_both_ways_read_the_same_where_it_is_hard(text: str) -> None:
    assert pandoc.json_of(text, FORMAT) == alone(text, FORMAT)


def test_posts_are_read_the_same() -> None:
    for path in sorted((ROOT / "content").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert pandoc.json_of(text, FORMAT) == alone(text, FORMAT), path.name


def test_one_process_reads_many_texts() -> None:
    reader = Resident()
    assert reader.ask(b"a", FORMAT)
    process = reader.process
    assert reader.ask(b"b", FORMAT) and reader.process is process
    reader.stop()
    reader.stop()


def test_a_process_that_died_is_replaced() -> None:
    reader = Resident()
    first = reader.ask(b"a", FORMAT)
    assert reader.process
    os.kill(reader.process.pid, signal.SIGKILL)
    reader.process.wait()
    assert reader.ask(b"a", FORMAT) is None  # the caller then asks a process of its own
    assert reader.ask(b"a", FORMAT) == first
    reader.stop()


def test_a_process_that_hangs_is_ended() -> None:
    reader = Resident()
    assert reader.ask(b"a", FORMAT)
    assert reader.process
    os.kill(reader.process.pid, signal.SIGSTOP)
    with pytest.raises(PublishError, match="took longer"):
        reader.ask(b"a" * 1_000_000, FORMAT, timeout=0.2)
    assert reader.process is None
    assert reader.ask(b"a", FORMAT)
    reader.stop()


def test_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    for text, format in (
        (f".. include:: {secret}\n", "rst"),
        (f'<iframe src="{secret}"/>', "html"),
    ):
        assert b"hidden" not in pandoc.json_of(text, format)
