"""Dates as people write them. ISO, months in English, Dutch, German and French, mail dates; None for anything else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = (
    ("jan", "januari", "january", "jän", "januar", "janv", "janvier"),
    ("feb", "februari", "february", "februar", "fév", "févr", "février", "fev", "fevr", "fevrier"),
    ("mar", "mrt", "maart", "march", "mär", "mrz", "märz", "maerz", "mars"),
    ("apr", "april", "avr", "avril"),
    ("may", "mei", "mai"),
    ("jun", "juni", "june", "juin"),
    ("jul", "juli", "july", "juil", "juillet"),
    ("aug", "augustus", "august", "août", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "okt", "oktober", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "dez", "dezember", "déc", "décembre", "decembre"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
"""The number of each month by its name in small letters, in four languages, also without accents."""
_NAMES = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_TIME = re.compile(
    r"[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?"
)
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|e)?[-\s./]+({_NAMES})\b\.?,?[-\s./]+(\d{{4}})\b", re.IGNORECASE
)
_MONTH_DAY = re.compile(rf"\b({_NAMES})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_LONGEST = 200


def seconds_of(value: object) -> int | None:
    """The moment (epoch seconds, UTC) that this value names. A day is its midnight in UTC."""
    if isinstance(value, datetime):
        return _seconds(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return _seconds(datetime(value.year, value.month, value.day, tzinfo=UTC))
    if isinstance(value, str):
        return _of_text(value[:_LONGEST].strip())
    return None


def date_in(text: str) -> int | None:
    """The date somewhere in this text, such as a title or a path. The first that is one."""
    return _of_text(text[:_LONGEST]) if text else None


def _of_text(text: str) -> int | None:
    found = (read(text) for read in (_iso, _written, _numbers))
    return next((at for at in found if at is not None), None)


def _iso(text: str) -> int | None:
    match = _ISO.search(text)
    if not match:
        return None
    day = _day(int(match[1]), int(match[2]), int(match[3]))
    return None if day is None else _at(day, text[match.end() :])


def _written(text: str) -> int | None:
    match = _DAY_MONTH.search(text)
    if match:
        day = _day(int(match[3]), MONTH_NUMBERS[match[2].lower()], int(match[1]))
        return None if day is None else _at(day, text[match.end() :])
    match = _MONTH_DAY.search(text)
    day = _day(int(match[3]), MONTH_NUMBERS[match[1].lower()], int(match[2])) if match else None
    return None if day is None else _seconds(day)


def _numbers(text: str) -> int | None:
    """Day first (Dutch); month first only where day first is impossible. Then eight digits in a row."""
    match = _DAY_FIRST.search(text)
    if match:
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day = _day(year, second, first) or _day(year, first, second)
        return None if day is None else _seconds(day)
    match = _PACKED.search(text)
    day = _day(int(match[1]), int(match[2]), int(match[3])) if match else None
    return None if day is None else _seconds(day)


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _at(day: datetime, rest: str) -> int:
    """The moment of a day with the time that may follow it."""
    match = _TIME.match(rest)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return _seconds(day)
    moment = day.replace(hour=int(match[1]), minute=int(match[2]), second=min(int(match[3] or 0), 59))
    return _seconds(moment.replace(tzinfo=_zone(match[4] or "")))


def _zone(text: str) -> timezone:
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if not match or int(match[2]) > 23 or int(match[3] or 0) > 59:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
