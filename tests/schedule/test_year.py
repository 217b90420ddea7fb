"""A simulated year in six zones: outages, clocks that jump, and a kill at every step.

Each slot is run exactly once, or reported as missed.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from msgspec.structs import replace
from schedule.memory import Memory

from publish.manifest import load
from publish.manifest.model import Manifest
from publish.runs.due import decisions, due
from publish.runs.model import Run, Status
from publish.schedule.slots import upcoming

YEARS = {
    "America/New_York": 2026,
    "Europe/London": 2026,
    "Africa/Cairo": 2026,
    "Asia/Shanghai": 2026,
    "Australia/Lord_Howe": 2026,
    "Pacific/Apia": 2011,
}
LINES = {"nightly": "30 2 * * *", "twice": "15 1,13 * * *", "weekly": "0 6 * * 1"}
TICK = timedelta(minutes=5)
STEPS = ("before", "asked", "begun", "ended")


class Machine:
    """A machine whose timer ticks; it may be off, its clock wrong, and it may stop at any step."""

    def __init__(self, manifest: Manifest, chance: random.Random) -> None:
        self.manifest, self.chance = manifest, chance
        self.record = Memory()
        self.ran: Counter[tuple[str, datetime]] = Counter()
        self.missed: list[tuple[str, datetime, datetime]] = []

    def tick(self, now: datetime, killed: str) -> None:
        if killed == "before":
            return
        for name, decision in decisions(self.manifest, self.record, now).items():
            assert decision.slot is None or decision.slot <= now, "a slot that has not come"
            if decision.missed:
                self.missed.append((name, decision.missed.first, decision.missed.last))
        orders = due(self.manifest, self.record, now)
        if killed == "asked":
            return
        for order in orders:
            assert order.slot
            self.ran[order.schedule, order.slot] += 1
            begun = Run(id=0, schedule=order.schedule, slot=order.slot, began=now)
            begun = self.record.begin(begun)
            if killed == "begun":
                return
            status = self.chance.choice((Status.RELEASED, Status.FAILED, Status.TIMED_OUT))
            self.record.end(replace(begun, ended=now + TICK / 2, status=status))
            if killed == "ended":
                return


def slots(manifest: Manifest, begin: datetime, end: datetime) -> dict[str, list[datetime]]:
    return {
        name: list(takewhile(lambda slot: slot <= end, upcoming(table.cron, table.timezone, begin)))
        for name, table in manifest.unattended.schedules.items()
    }


def a_year(folder: Path, zone: str, catch_up: str, jumps: tuple[timedelta, ...]) -> None:
    text = '[documents.post]\neach = "*.md"\n' + "".join(
        f'[schedule.{name}]\ncron = "{line}"\ntimezone = "{zone}"\ncatch_up = "{catch_up}"\n'
        for name, line in LINES.items()
    )
    (folder / "publish.toml").write_text(text, encoding="utf-8")
    manifest = load(folder / "publish.toml")
    chance = random.Random(f"{zone} {catch_up} {jumps}")
    machine = Machine(manifest, chance)
    begin = datetime(YEARS[zone], 1, 1, tzinfo=UTC)
    end = begin.replace(year=begin.year + 1)
    expected = slots(manifest, begin, end)
    moments = sorted({slot for found in expected.values() for slot in found})
    machine.tick(begin, "")
    off_until = begin
    for moment in moments:
        for wait in (TICK * chance.random(), TICK * (1 + chance.random())):
            now = moment + wait
            if now < off_until:
                continue
            if chance.random() < 0.02:
                off_until = now + timedelta(hours=chance.uniform(0, 100))
                continue
            wrong = chance.choice(jumps) if jumps and chance.random() < 0.02 else timedelta()
            killed = chance.choice(STEPS) if chance.random() < 0.1 else ""
            machine.tick(now + wrong, killed)
    machine.tick(end + timedelta(days=4), "")
    twice = [slot for slot, times in machine.ran.items() if times > 1]
    assert not twice
    reported = {
        (name, slot)
        for name, first, last in machine.missed
        for slot in expected[name]
        if first <= slot <= last
    }
    all_slots = {(name, slot) for name, found in expected.items() for slot in found}
    assert all_slots <= machine.ran.keys() | reported, "a slot is lost"
    if all(abs(jump) <= timedelta(days=1) for jump in jumps):
        assert not machine.ran.keys() & reported, "a slot is run, and said to be missed"
    assert len(machine.ran) > len(all_slots) / 2


SMALL = tuple(timedelta(hours=hours) for hours in (-24, -3, -1, 1, 3, 24))
LARGE = tuple(timedelta(days=days) for days in (-9000, -400, -30, -5, 5, 30, 400, 9000))


@pytest.mark.parametrize("catch_up", ["once", "skip"])
@pytest.mark.parametrize("zone", YEARS)
def test_each_slot_is_run_once_or_reported(tmp_path: Path, zone: str, catch_up: str) -> None:
    a_year(tmp_path, zone, catch_up, SMALL)


@pytest.mark.parametrize("catch_up", ["once", "skip"])
def test_none_is_lost_or_run_twice_by_a_clock_that_is_years_wrong(
    tmp_path: Path, catch_up: str
) -> None:
    a_year(tmp_path, "America/New_York", catch_up, LARGE)
