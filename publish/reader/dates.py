"""Dates as blogs write them, kept as precisely as they were given."""

from __future__ import annotations

import datetime
import posixpath
import re
import unicodedata

from publish.document import Date
from publish.regex import regex

_CLOCK = (
    r"(?:(?:T|[\s,]+(?:at\s+)?)(?P<hour>\d{1,2})[:：时時](?P<minute>\d{1,2})"
    r"(?:分|(?:[:：分](?P<second>\d{1,2})(?:[.,:]\d+)?秒?))?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
    r"\s*(?:\(?(?P<zone>Z|z|[A-Z]{2,5}|[A-Z][a-z]+/[A-Za-z_]+|[+-]\d{1,2}(?::?\d{2})?)\)?)?\s*"
)
_COMPACT = regex(r"\d{8}", re.ASCII)
_NUMERIC = regex(
    r"(?P<year>\d{4})(?:\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2})日?|月)?|年)?"
    + _CLOCK,
    re.ASCII,
)
_NAME = r"(?P<month>[A-Za-z]{3,9})\.?"
_NAMED = tuple(
    regex(r"(?:[A-Za-z]{3,9},?\s+)??" + form + _CLOCK, re.ASCII)
    for form in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_NAME},?[\s-]+(?P<year>\d{{4}})",
        rf"{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"{_NAME}\s+(?P<day>)(?P<year>\d{{4}})",
    )
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {"Z": "Z", "UTC": "Z", "GMT": "Z", "JST": "+09:00", "KST": "+09:00"}
_WEEKDAY = regex(
    r"[\s,]*[(（<]?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[(（][月火水木金土日一二三四五六][)）]"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b,?)[)）>]?(?=\s|\Z|上|下|早|晚|午|[:\d])",
    re.IGNORECASE,
)
_HALVES = (
    (regex(r"(?:上午|早上|午前|凌晨)\s*(\d{1,2}[:：时時][\d:：分秒]*)"), r" \1 am"),
    (regex(r"(?:下午|晚上|午後|傍晚)\s*(\d{1,2}[:：时時][\d:：分秒]*)"), r" \1 pm"),
)
_BACKWARDS = regex(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)", re.ASCII | re.DOTALL)
_FILE = regex(r"(\d{4})(?:([-_.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?=[-_ .]|$)")
_FILE_COMPACT = regex(r"((?:19|20)\d\d)(\d\d)(\d\d)(?=[-_ .]|$)")
_FOLDER_NAMES = frozenset({"index", "_index", "readme"})


def parse_date(text: str) -> Date | None:
    """A date in one of the forms that posts hold, or None. Nothing is added that was not written.

    A zone whose name does not tell its offset (``CST``, ``Asia/Shanghai``) is left out.
    """
    text = _plain(text)
    if _COMPACT.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if found := _NUMERIC.fullmatch(text):
        return _date(found, found["month"])
    for pattern in _NAMED:
        if (found := pattern.fullmatch(text)) and found["month"][:3].lower() in _MONTHS:
            return _date(found, str(_MONTHS.index(found["month"][:3].lower()) + 1))
    return None


def from_path(path: str) -> Date | None:
    """The date in the name of a file such as ``2019-03-01-title.md``, or of a post's own folder."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    if name.lower() in _FOLDER_NAMES:
        name = posixpath.basename(posixpath.dirname(path))
    found = _FILE.match(name) or _FILE_COMPACT.match(name)
    if found is None:
        return None
    return parse_date("-".join(part for part in found.groups() if part and part not in "-_."))


def _plain(text: str) -> str:
    """A date without weekday, in ASCII digits, with the halves of the day behind the hour."""
    text = unicodedata.normalize("NFKC", text).strip().strip("\"'<>[]")
    if text.isascii() and not text[:1].isdigit():
        return text  # names of months: a form of their own
    text = _WEEKDAY.sub(" ", text, count=1).strip()
    for pattern, form in _HALVES:
        text = pattern.sub(form, text)
    if found := _BACKWARDS.fullmatch(text):
        return _forwards(found) or text
    return text


def _forwards(found: re.Match[str]) -> str:
    """``31/12/2019`` or ``12/31/2019`` from the year on; nothing when both could be the month."""
    first, second, year, rest = found.groups()
    if int(first) > 12 >= int(second):
        first, second = second, first
    elif first != second and not int(second) > 12 >= int(first):
        return ""
    return f"{year}-{first}-{second}{rest}"


def _date(found: re.Match[str], month: str | None) -> Date | None:
    year, day = found["year"], found["day"]
    if not _exists(year, month or "1", day or "1"):
        return None
    if month is None:
        return Date(year, "year")
    if not day:
        return Date(f"{year}-{int(month):02}", "month")
    value = f"{year}-{int(month):02}-{int(day):02}"
    return _moment(found, value) if found["hour"] else Date(value, "day")


def _moment(found: re.Match[str], day: str) -> Date | None:
    hour, minute = int(found["hour"]), int(found["minute"])
    second = found["second"]
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    value = f"{day}T{hour:02}:{minute:02}"
    zone = _zone(found["zone"])
    if second is None:
        return Date(value, "minute", zone)
    return Date(f"{value}:{int(second):02}", "second", zone)


def _exists(year: str, month: str, day: str) -> bool:
    try:
        datetime.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _zone(text: str | None) -> str | None:
    if not text or text[0] not in "+-":
        return _ZONES.get((text or "").upper())
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{text[0]}{int(hours):02}:{minutes}" if int(hours) < 15 and int(minutes) < 60 else None
