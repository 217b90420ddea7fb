"""What is wrong with a cron line or the name of a time zone."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice

from publish.manifest.check import suggest

# The fields of a line, with what each may hold; cronsim, which reads them, says only which is wrong.
_FIELDS = {
    "minute": "0-59",
    "hour": "0-23",
    "day of month": "1-31, or L for the last day",
    "month": "1-12, or JAN-DEC",
    "day of week": "0-7, where 0 and 7 are Sunday, or SUN-SAT",
}
_ANY = ("*", "*", "*", "*", "*")
_NAMED = {
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}  # fmt: skip
_SHORTENED = {
    "EST": "America/New_York", "CST": "America/Chicago", "PST": "America/Los_Angeles",
    "CET": "Europe/Berlin", "BST": "Europe/London", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "IST": "Asia/Kolkata", "BEIJING": "Asia/Shanghai",
}  # fmt: skip


def cron_fault(line: str) -> tuple[str, str]:
    """What is wrong with a cron line, and how to mend it; empty for nothing."""
    words = line.split()
    if line.strip().lower() in _NAMED:
        return f"“{line}” is short for a cron line", f"write {_NAMED[line.strip().lower()]}"
    if len(words) != len(_FIELDS):
        message = f"“{line}” has {len(words)} fields, and a cron line has 5"
        return message, f"write {', '.join(_FIELDS)}: 30 2 * * 1-5"
    for number, (name, allowed) in enumerate(_FIELDS.items()):
        alone = (*_ANY[:number], words[number], *_ANY[number + 1 :])
        if not _holds(" ".join(alone)):
            return (
                f"“{words[number]}” is no {name}",
                f"it may be {allowed}; with * for all, 1,3 1-5 and */2 for some",
            )
    if not _comes(line):
        return f"“{line}” never comes: no month that it names has such a day", "look at the day"
    return "", ""


def zone_fault(name: str) -> tuple[str, str]:
    """What is wrong with the name of a time zone, and how to mend it; empty for nothing."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no such name; no name at all; a folder of names
        return f"there is no time zone “{name}”", _meant(name, sorted(available_timezones()))
    return "", ""


def _meant(name: str, zones: list[str]) -> str:
    word = re.sub(r"[^a-z]", "", name.rsplit("/")[-1].lower())
    cities = [zone for zone in zones if re.sub(r"[^a-z]", "", zone.split("/")[-1].lower()) == word]
    if known := _SHORTENED.get(name.upper()) or (cities[-1] if word and cities else ""):
        return f"did you mean “{known}”?"
    close = suggest(name, zones)
    return close if close.startswith("did") else "write it as Europe/Berlin, Asia/Shanghai or UTC"


def _holds(line: str) -> bool:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(line, datetime(2000, 1, 1))
    except (CronSimError, AssertionError, ValueError, IndexError):
        return False
    return True


def _comes(line: str) -> bool:
    from cronsim import CronSim, CronSimError

    try:
        return bool(list(islice(CronSim(line, datetime(2000, 1, 1)), 1)))
    except (CronSimError, AssertionError):
        return False
