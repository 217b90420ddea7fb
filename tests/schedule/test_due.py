"""What is due: after outages, with clocks that jump, whoever asks and however often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from schedule.memory import Memory

from publish.manifest import load
from publish.manifest.model import Manifest
from publish.runs.due import decisions, due, slots_ahead
from publish.runs.model import BROKEN_OFF, Run, Status
from publish.runs.record import Record
from publish.runs.run import Order
from publish.schedule.decide import AHEAD, GRACE, Decision, Past, decide

MANIFEST = """
[documents.post]
each = "*.md"
[schedule.nightly]
cron = "30 2 * * *"
catch_up = "{catch_up}"
"""
NIGHT = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def manifest(folder: Path, catch_up: str = "once", more: str = "") -> Manifest:
    path = folder / "publish.toml"
    path.write_text(MANIFEST.format(catch_up=catch_up) + more, encoding="utf-8")
    return load(path)


def ran(record: Record, order: Order, now: datetime, status: Status = Status.RELEASED) -> None:
    begun = Run(id=0, schedule=order.schedule, slot=order.slot, began=now, why=order.why)
    record.end(replace(record.begin(begun), ended=now + MINUTE, status=status))


def ask(manifest: Manifest, record: Record, now: datetime) -> list[tuple[str, datetime]]:
    """Ask what is due, and run it; gives why and slot."""
    orders = due(manifest, record, now)
    for order in orders:
        ran(record, order, now)
    return [(order.why, order.slot) for order in orders if order.slot]


def skips(record: Record) -> list[str]:
    return [run.reason for run in record.runs() if run.status is Status.SKIPPED]


def test_a_slot_is_due_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path)
    assert ask(here, record, NIGHT) == [("due", NIGHT)]
    assert ask(here, record, NIGHT) == []
    assert ask(here, record, NIGHT + 5 * HOUR) == []
    assert ask(here, record, NIGHT + DAY - MINUTE) == []
    assert ask(here, record, NIGHT + DAY + 4 * MINUTE) == [("due", NIGHT + DAY)]


def test_nothing_is_made_up_for_of_a_new_schedule(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path)
    assert ask(here, record, NIGHT + 12 * HOUR) == []
    assert skips(record) == ["the schedule is new: it is run from its next slot on"]
    assert ask(here, record, NIGHT + 13 * HOUR) == []
    assert ask(here, record, NIGHT + DAY) == [("due", NIGHT + DAY)]


def test_one_run_makes_up_for_an_outage(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path)
    ask(here, record, NIGHT)
    assert ask(here, record, NIGHT + 4 * DAY + 3 * HOUR) == [("caught up", NIGHT + 4 * DAY)]
    assert skips(record) == [
        "3 slots from 2026-12-01 02:30 to 2026-12-03 02:30 went by while nobody looked;"
        " one later run stands for all"
    ]
    assert ask(here, record, NIGHT + 4 * DAY + 4 * HOUR) == []


def test_or_none_where_the_schedule_says_so_and_it_is_recorded(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path, "skip")
    ask(here, record, NIGHT)
    assert ask(here, record, NIGHT + DAY + GRACE + MINUTE) == []
    assert skips(record) == [
        "the slot of 2026-12-01 02:30 went by while nobody looked; no run makes up for it"
    ]
    assert ask(here, record, NIGHT + 2 * DAY + GRACE) == [("due", NIGHT + 2 * DAY)]


def test_who_waited_for_another_run_is_not_late(tmp_path: Path) -> None:
    more = '[schedule.hour]\ncron = "0 3 * * *"\ncatch_up = "skip"\n'
    record, here = Memory(), manifest(tmp_path, "skip", more)
    ask(here, record, NIGHT)
    ask(here, record, NIGHT + HOUR / 2)
    begun = record.begin(Run(id=0, schedule="nightly", slot=NIGHT + DAY, began=NIGHT + DAY))
    ended = NIGHT + DAY + 2 * HOUR
    record.end(replace(begun, ended=ended, status=Status.RELEASED))
    assert ask(here, record, ended + MINUTE) == [("due", NIGHT + DAY + HOUR / 2)]


def test_a_machine_that_went_down_in_a_run_was_not_at_work(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path, "skip")
    ask(here, record, NIGHT)
    begun = record.begin(Run(id=0, schedule="", slot=None, began=NIGHT + DAY - HOUR))
    noticed = NIGHT + DAY + 5 * HOUR
    record.end(replace(begun, ended=noticed, status=Status.FAILED, exit_code=BROKEN_OFF))
    assert ask(here, record, noticed) == []
    assert len(skips(record)) == 1


def test_a_very_long_outage_is_counted_up_to_a_limit() -> None:
    past = Past(latest=NIGHT - 5 * 365 * DAY)
    found = decide("* * * * *", "UTC", "once", past, NIGHT)
    assert found.slot == NIGHT
    assert found.missed
    assert found.missed.number == 1000


def test_a_clock_set_back_runs_nothing_again(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path)
    for day in range(5):
        ask(here, record, NIGHT + day * DAY)
    for back in (HOUR, DAY, 2 * DAY, 3 * DAY, 4 * DAY):
        assert ask(here, record, NIGHT + 4 * DAY - back) == []
    assert ask(here, record, NIGHT + 5 * DAY) == [("due", NIGHT + 5 * DAY)]


def test_a_record_of_a_time_that_has_not_come_does_not_block_for_ever(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path)
    ask(here, record, NIGHT)
    wrong = NIGHT.replace(year=2031)
    assert ask(here, record, wrong) == [("due", wrong)]
    (warning,) = slots_ahead(here, record, NIGHT + HOUR)
    assert warning.code == "SCH003"
    assert "2031-11-30 02:30" in warning.message
    assert ask(here, record, NIGHT + HOUR) == []
    assert ask(here, record, NIGHT + DAY) == [("due", NIGHT + DAY)]
    assert ask(here, record, NIGHT + 2 * DAY) == [("due", NIGHT + 2 * DAY)]


def test_one_that_is_a_little_ahead_is_waited_for() -> None:
    past = Past(latest=NIGHT + DAY, until_now=NIGHT - DAY)
    assert decide("30 2 * * *", "UTC", "once", past, NIGHT + MINUTE) == Decision()
    past = Past(latest=NIGHT + AHEAD + DAY, until_now=NIGHT - DAY)
    assert decide("30 2 * * *", "UTC", "once", past, NIGHT + MINUTE).slot == NIGHT


def test_to_look_records_nothing(tmp_path: Path) -> None:
    record, here = Memory(), manifest(tmp_path)
    assert decisions(here, record, NIGHT + 2 * HOUR)["nightly"].missed
    assert record.runs() == ()


def test_what_is_due_first_comes_first(tmp_path: Path) -> None:
    more = '[schedule.early]\ncron = "28 2 * * *"\n[schedule.also]\ncron = "30 2 * * *"\n'
    orders = due(manifest(tmp_path, more=more), Memory(), NIGHT)
    assert [order.schedule for order in orders] == ["early", "also", "nightly"]


def test_the_record_on_disk_gives_the_latest_slot_until_a_time(tmp_path: Path) -> None:
    record = Record(tmp_path)
    for day in range(3):
        record.begin(Run(id=0, schedule="nightly", slot=NIGHT + day * DAY, began=NIGHT))
    assert record.last_slot("nightly") == NIGHT + 2 * DAY
    assert record.last_slot("nightly", NIGHT + DAY) == NIGHT + DAY
    assert record.last_slot("nightly", NIGHT + DAY - MINUTE) == NIGHT
    assert record.last_slot("nightly", NIGHT - MINUTE) is None
    record.close()


@pytest.mark.parametrize("catch_up", ["once", "skip"])
def test_without_a_manifest_nothing_is_due(tmp_path: Path, catch_up: str) -> None:
    here = replace(manifest(tmp_path, catch_up), path=None)
    assert due(here, Memory(), NIGHT) == ()
