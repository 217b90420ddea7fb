"""Slots: Debian cron's, in every zone, from whatever moment they are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from publish.schedule.slots import latest, preceding, shortest_gap, upcoming

NEW_YORK, CAIRO, LORD_HOWE = "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"
YEARS = {
    NEW_YORK: 2026,
    "Europe/London": 2026,
    CAIRO: 2026,
    "Asia/Shanghai": 2026,
    LORD_HOWE: 2026,
    "Pacific/Apia": 2011,  # the 30th of December was left out
    "America/Sao_Paulo": 2018,
}
LINES = (
    "30 2 * * *",
    "30 1 * * *",
    "0 0 * * *",
    "7 * * * *",
    "30 * * * *",
    "*/20 1-3 * * *",
    "15,45 0-3 * * *",
    "0 */2 * * *",
    "0 6 * * 1",
    "0 6 13 * 5",
    "0 0 L * *",
)


def year(line: str, zone: str) -> list[datetime]:
    """The slots of the zone's year, by going forward."""
    start = datetime(YEARS[zone], 1, 1, tzinfo=UTC)
    end = start.replace(year=start.year + 1)
    return list(takewhile(lambda slot: slot < end, upcoming(line, zone, start)))


def day(line: str, zone: str, local: str) -> list[str]:
    """The slots of a local day, as clocks show them."""
    begin = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)) - timedelta(seconds=1)
    found = (slot.astimezone(ZoneInfo(zone)) for slot in islice(upcoming(line, zone, begin), 100))
    return [f"{slot:%H:%M%z}" for slot in found if f"{slot:%Y-%m-%d}" == local]


@pytest.mark.parametrize(
    ("line", "zone", "local", "slots"),
    [
        # the rows of the table of semantics
        ("30 2 * * *", NEW_YORK, "2026-03-08", ["03:00-0400"]),
        ("30 1 * * *", NEW_YORK, "2026-11-01", ["01:30-0400"]),
        ("0 0 * * *", CAIRO, "2026-04-24", ["01:00+0300"]),
        # two that fall into one gap are one, and one beside it stands
        ("0,30 2 * * *", NEW_YORK, "2026-03-08", ["03:00-0400"]),
        ("30 2,3 * * *", NEW_YORK, "2026-03-08", ["03:00-0400", "03:30-0400"]),
        # clocks that change by half an hour
        ("15 2 * * *", LORD_HOWE, "2026-10-04", ["02:30+1100"]),
        ("45 1 * * *", LORD_HOWE, "2026-04-05", ["01:45+1100"]),
        # by the clock: none in a gap, and twice what clocks show twice
        ("30 */2 * * *", NEW_YORK, "2026-03-08", [f"{h:02}:30-0{5 if h < 2 else 4}00" for h in (0, *range(4, 24, 2))]),
        ("*/30 1 * * *", NEW_YORK, "2026-11-01", ["01:00-0400", "01:30-0400", "01:00-0500", "01:30-0500"]),
    ],
)  # fmt: skip
def test_changes_of_the_clock(line: str, zone: str, local: str, slots: list[str]) -> None:
    assert day(line, zone, local) == slots


def test_days_of_the_week_and_of_the_month() -> None:
    mondays = year("0 6 * * 1", "Asia/Shanghai")
    assert {slot.astimezone(ZoneInfo("Asia/Shanghai")).weekday() for slot in mondays} == {0}
    either = year("0 6 13 * 5", "Europe/London")
    assert all(slot.day == 13 or slot.weekday() == 4 for slot in either)
    assert len(either) > 52


@pytest.mark.parametrize("zone", YEARS)
@pytest.mark.parametrize("line", LINES)
def test_backwards_they_are_the_same(line: str, zone: str) -> None:
    slots = year(line, zone)
    start = datetime(YEARS[zone], 1, 1, tzinfo=UTC)
    end = start.replace(year=start.year + 1) - timedelta(seconds=1)
    back = list(takewhile(lambda slot: slot > start, preceding(line, zone, end)))
    assert slots == back[::-1]
    assert slots == sorted(set(slots))


@pytest.mark.parametrize("zone", [zone for zone in YEARS if zone != LORD_HOWE])
@pytest.mark.parametrize("line", LINES)
def test_they_are_those_of_cronsim(line: str, zone: str) -> None:
    start = datetime(YEARS[zone], 1, 1, tzinfo=UTC)
    found = (slot.astimezone(UTC) for slot in CronSim(line, start.astimezone(ZoneInfo(zone))))
    theirs = list(takewhile(lambda slot: slot.year == start.year, found))
    assert [slot for slot in year(line, zone) if slot.year == start.year] == theirs


@given(
    st.sampled_from(LINES),
    st.sampled_from(sorted(YEARS)),
    st.integers(0, 364 * 86_400),
    st.integers(0, 999_999),
)
def test_the_latest_is_the_last_that_came(
    line: str, zone: str, seconds: int, microseconds: int
) -> None:
    start = datetime(YEARS[zone], 1, 1, tzinfo=UTC)
    now = start + timedelta(seconds=seconds, microseconds=microseconds)
    found = latest(line, zone, now)
    assert found is not None
    assert found <= now
    after = next(upcoming(line, zone, now))
    assert after > now
    between = upcoming(line, zone, found)
    assert next(between) == after


@pytest.mark.parametrize("zone", [NEW_YORK, LORD_HOWE])
def test_around_a_change_every_minute_gives_the_right_ones(zone: str) -> None:
    """Also from within the hour that comes twice, where cronsim names slots of the past."""
    changes = {
        NEW_YORK: (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
        LORD_HOWE: (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, tzinfo=UTC)),
    }  # fmt: skip
    for line in ("30 1 * * *", "15,45 0-3 * * *", "*/20 * * * *", "30 * * * *"):
        slots = year(line, zone)
        for change in changes[zone]:
            for minutes in range(-200, 200, 5):
                now = change + timedelta(minutes=minutes)
                assert latest(line, zone, now) == max(slot for slot in slots if slot <= now)
                assert next(upcoming(line, zone, now)) == min(slot for slot in slots if slot > now)


def test_a_line_that_hardly_ever_comes_is_no_slower() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert latest("0 0 29 2 *", "UTC", now) == datetime(2024, 2, 29, tzinfo=UTC)
    assert latest("0 0 31 2 1", "UTC", now) == datetime(2026, 2, 23, tzinfo=UTC)


def test_the_shortest_gap() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert shortest_gap("*/15 * * * *", "UTC", now) == timedelta(minutes=15)
    assert shortest_gap("0 6,7 * * 1", "UTC", now) == timedelta(hours=1)
