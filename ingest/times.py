"""Times as programs write them in a field: numbers since 1970, ISO 8601, mail, .NET, databases, logs.

``formats/dates.py`` finds a day in prose; here a whole value is a time, with a clock and a zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_tz

from graph.facts import Seconds
from ingest.formats.dates import date_in

LONGEST = 100
"""Characters of a time."""
DEEPEST = 3
UNITS = ((1e10, 1), (1e13, 1_000), (1e16, 1_000_000), (1e19, 1_000_000_000))
"""Below which number a count since 1970 is in seconds, milliseconds, microseconds, nanoseconds: until the year 2286."""
INNER = ("$date", "$numberLong", "seconds", "_seconds", "epochSecond", "dateTime", "value", "iso")
"""Fields of an object that hold its time: MongoDB, Firestore, protobuf, Java, Microsoft Graph, Parse."""
NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE]\+?\d{1,2})?")
DOT_NET = re.compile(r"\\?/Date\(([+-]?\d{1,20})(?:[+-]\d{4})?\)\\?/|new Date\(([+-]?\d{1,20})\)")
COMPACT = re.compile(
    r"((?:19|20)\d{2})(?:-?(0[1-9]|1[0-2])(?:(\d{2})(?:T?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?:\.\d{1,9})?Z?)?)?)?"
)
"""A year, a month, a day or a time in digits only, as LDAP, wikis and archives of the web write it."""
ZONED_END = re.compile(r"(?i)(?<=\d)\s*(?:utc|gmt|z)$")
OFFSET_END = re.compile(r"(?<=\d)\s{0,3}([+-]\d{2}(?::?\d{2})?)(?:\s{1,3}[A-Za-z]{2,5})?$")
PLACE_END = re.compile(r"\[[\w/+-]{1,40}\]$")
ZONES = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("WEST", "BST", "CET", "MET", "MEZ"), 60),
    **dict.fromkeys(("CEST", "MEST", "MESZ", "EET"), 120),
    **dict.fromkeys(("EEST", "MSK"), 180),
    **{"EDT": -240, "EST": -300, "CDT": -300, "CST": -360, "MDT": -360, "MST": -420, "PDT": -420, "PST": -480},
}
"""Minutes before UTC of the zones that programs name."""
CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})[:hu](\d{2})(?!\d)(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([ap])\.?m\b\.?)?"
    rf"(?:\s{{0,3}}\(?({'|'.join(ZONES)})\b\)?)?(?:\s{{0,3}}([+-]\d{{2}}):?(\d{{2}})?(?!\d))?",
    re.IGNORECASE,
)
AMERICAN = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2}[-/ ][^\W\d_]{3,9}\.?[-/ ])(\d{2})(?![\d:])")


def moment(value: object) -> Seconds | None:
    """The moment (epoch seconds) that this value names; None when it names none. Without a zone it is in UTC.

    Numbers, texts, lists of numbers (year, month, day, hour, minute, second) and objects with a time in them.
    """
    for _ in range(DEEPEST):
        if isinstance(value, Mapping):
            value = next((value[name] for name in INNER if value.get(name) is not None), None)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(value)
    if isinstance(value, str):
        return _of_text(" ".join(value.split())) if len(value) <= LONGEST else None
    return _of_parts(value) if isinstance(value, list | tuple) else None


def is_day(value: object) -> bool:
    """True for a time that is written as a day, without a clock."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (
        isinstance(value, str) and ":" not in value and (not NUMBER.fullmatch(value.strip()) or len(value.strip()) == 8)
    )


def _of_number(value: float) -> Seconds | None:
    digits = str(value)
    if isinstance(value, int) and len(digits) in (8, 14) and (at := _of_digits(digits)) is not None:
        return at
    unit = next((unit for most, unit in UNITS if abs(value) < most), None)
    return None if unit is None else int(value // unit)


def _of_text(text: str) -> Seconds | None:
    if not text:
        return None
    if (at := _of_digits(text)) is not None:
        return at
    if NUMBER.fullmatch(text):
        return _of_number(float(text) if "." in text or "e" in text.lower() else int(text))
    if found := DOT_NET.fullmatch(text):
        return int(found[1] or found[2]) // 1_000
    at = _of_iso(text)
    return _of_words(text) if at is None else at


def _of_digits(text: str) -> Seconds | None:
    """A year, a month, a day or a time in digits; None for any other number."""
    found = COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return _seconds(year, month or 1, day or 1, hour, minute, second)


def _of_iso(text: str) -> Seconds | None:
    plain = PLACE_END.sub("", text).replace(",", ".")
    plain = ZONED_END.sub("+00:00", plain)
    plain = OFFSET_END.sub(r"\1", plain) if ":" in plain else plain
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def _of_words(text: str) -> Seconds | None:
    """A day in words or numbers, with a clock anywhere in it. With "AM" or "PM" the month comes first."""
    clock = CLOCK.search(text)
    if clock is None:
        day = date_in(SHORT_YEAR.sub(r"\g<1>20\2", text))
        return _of_mail(text) if day is None else day
    rest = f"{text[: clock.start()]} {text[clock.end() :]}"
    if clock[4]:
        rest = AMERICAN.sub(r"\3-\1-\2", rest)
    day, time = date_in(SHORT_YEAR.sub(r"\g<1>20\2", rest)), _of_clock(clock)
    return _of_mail(text) if day is None or time is None else day + time


def _of_clock(clock: re.Match[str]) -> int | None:
    """Seconds from the beginning of the day in UTC; None when there is no such time."""
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    if hour > 24 or (hour == 24 and minute) or minute > 59 or second > 60:
        return None
    offset = ZONES[clock[5].upper()] if clock[5] else 0
    if clock[6]:
        minutes = int(clock[6][1:]) * 60 + int(clock[7] or 0)
        offset = -minutes if clock[6].startswith("-") else minutes
    return hour * 3600 + minute * 60 + second - offset * 60


def _of_mail(text: str) -> Seconds | None:
    """What is left: a mail date of the last century."""
    try:
        fields = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    at = _seconds(*fields[:6]) if fields else None
    return None if at is None or fields is None else at - (fields[9] or 0)


def _of_parts(parts: Sequence[object]) -> Seconds | None:
    if not 3 <= len(parts) <= 7 or any(isinstance(each, bool) or not isinstance(each, int) for each in parts):
        return None
    numbers = [each for each in parts if isinstance(each, int)]
    return _seconds(*[*numbers, 0, 0, 0][:6])


def _seconds(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> Seconds | None:
    try:
        return int(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).timestamp())
    except (ValueError, OverflowError):
        return None
