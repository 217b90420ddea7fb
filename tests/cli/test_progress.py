"""The bar: on a terminal with a rate and what is left, in a pipe nothing."""

from __future__ import annotations

import io
import sys

import pytest

from publish.cli.progress import progress, rate
from publish.engine.request import Progress, silent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("speed", "words"), [(None, ""), (0, ""), (31.25, "31.2/s"), (1, "1.0/s"), (0.4, "24/min")]
)
def test_a_rate_is_told_in_seconds_or_minutes(speed: float | None, words: str) -> None:
    assert rate(speed) == words


def test_a_terminal_shows_how_far_the_build_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress() as listener:
        for done in range(1, 40):
            listener(Progress("building", done, 80, f"html/p{done}.html"))
    said = terminal.getvalue()
    assert "building" in said and "39/80" in said and "html/p39.html" in said
    assert "/s" in said and "00:0" in said


def test_a_pipe_shows_nothing() -> None:
    with progress() as listener:
        assert listener is silent
