"""Days as people files write them: every usual order and language, spreadsheet numbers, timestamps, and "no end".

A value that is a day or plainly none is read as a whole; nothing is guessed of any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from graph.names import fold
from ingest.formats.dates import MONTH_NUMBERS as WRITTEN_MONTHS

LONGEST = 80
"""Characters of a cell that can be a day."""
EARLIEST, LATEST = 1902, 2098
"""Years in which somebody works. What programs write for "no day" lies outside: 0001, 1900, 2099, 9999."""
PIVOT = 69
"""Two digits below it are a year of this century, as in POSIX."""


class DayOrder(StrEnum):
    """What comes first in a day such as 03-04-2024."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class CellDay:
    """What a cell says: a day, none (`day` None), or nothing that is understood. `last` is that of a month or year."""

    day: date | None = None
    known: bool = True
    last: date | None = None

    @property
    def end(self) -> date | None:
        """The last day that is meant: that of the month where only a month is told."""
        return self.last or self.day


NO_DAY = CellDay()
UNREADABLE = CellDay(known=False)
_DAYS = """
ma di wo do vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mon tue tues wed thu thur thurs
fri sat sun monday tuesday wednesday thursday friday saturday sunday mo mi fr sa so montag dienstag mittwoch
donnerstag freitag samstag sonntag lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi
dimanche
"""
_WEEKDAYS = frozenset(_DAYS.split())
_NONE = """
nvt nietvantoepassing na nb nv nan nat none null nil nul leeg blank empty onbekend unknown unbekannt inconnu
ntb tbd nogniet nietbekend nognietbekend notset notapplicable nietingevuld nietgezet geen geeneinddatum
geeneinde zondereinde zondereinddatum noend noenddate no nee nein non keine kein keineangabe ka aucun aucune
pasdefin sansfin onbepaald onbepaaldetijd vooronbepaaldetijd onbep onbeptijd onbepaaldeduur obt vast
vastcontract vastdienstverband indienst permanent indefinite indefinitely indeterminate openended open openeind
openeinde perpetual unbefristet indetermine indeterminee cdi dureeindeterminee never nooit nie niemals jamais
neverexpires verlooptnooit ongoing present heden totheden nu now current currently lopend doorlopend laufend
encours tonow todate totpensioen totaow actief active actif aktiv inf infinity max maxvalue unlimited
onbeperkt unbegrenzt false onwaar
"""
_NO_DAY_WORDS = frozenset(_NONE.split())
"""Words for no day, with nothing but their letters."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
MONTH_NUMBERS = {fold(name): number for name, number in WRITTEN_MONTHS.items()}
_NAMES = "|".join(sorted(filter(str.isascii, MONTH_NUMBERS), key=lambda name: (-len(name), name)))
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?"
_ZONE = r"(?:z|[a-z]{2,5})?(?:[+-]\d{2}:?(?:\d{2})?)?(?: ?\([a-z ]{1,40}\))?"
_TAIL = rf"(?:[t ,]{{1,3}}{_CLOCK}(?: ?[ap]\.?m\.?)?(?: ?uur)? ?{_ZONE})?"
_YEAR = r"'?(\d{4}|\d{2})"
_WEEKDAY = re.compile(r"([a-z]{2,10})\.?,? ")
_AROUND = re.compile(
    r"(?:per|vanaf|sinds|ingaande|t/m|tot en met|tot|einde|since|from|as of|until|through|starting|ab|seit|bis|zum|le"
    r"|depuis|jusqu'au) ?:? "
)
_BEHIND = re.compile(r" ?\([^()]{0,60}\)$")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){_TAIL}")
_NUMBERS = re.compile(rf"(\d{{1,2}})[-/. ] ?(\d{{1,2}})[-/. ] ?{_YEAR}{_TAIL}")
_DAY_NAME = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|e|ste|de|er|\.)?[-/., ]{{0,2}}({_NAMES})\.?[-/., ]{{0,2}}{_YEAR}{_TAIL}"
)
_NAME_DAY = re.compile(rf"({_NAMES})\.?[-/ ]{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?(?:, ?|[-/ ]){_YEAR}{_TAIL}")
_YEAR_NAME = re.compile(rf"(\d{{4}})[-/ ]({_NAMES})[-/ ](\d{{1,2}}){_TAIL}")
_UNIX = re.compile(rf"({_NAMES}) {{1,2}}(\d{{1,2}}) {_CLOCK} (?:[a-z]{{2,5}} )?(\d{{4}})")
_NAME_YEAR = re.compile(rf"({_NAMES})\.?[-/ ]{{0,2}}{_YEAR}")
_MONTH_OF_YEAR = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4})")
_NUMBER = re.compile(r"(-?\d{1,20})(?:[.,]\d{1,12})?")
_POWER = re.compile(r"(\d(?:[.,]\d{1,17})?)e\+?(1[0-9])")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?\d{4,6}(?:[.,]\d{1,9})?)? ?(?:z|[+-]\d{2}:?(?:\d{2})?)?")
_JSON = re.compile(r"\\?/date\((-?\d{1,18})(?:[+-]\d{4})?\)\\?/")
_AMERICAN = re.compile(r"\d/\d.{1,20}\d ?[AaPp]\.?[Mm]")
"""A day with slashes and a clock of twelve hours: the month comes first."""
_STATED_MONTH = re.compile(r"\bmm?[-/. ]d{1,2}\b")
_STATED_DAY = re.compile(r"\bdd?[-/. ]m{1,2}\b")
_SERIAL_ZERO = date(1899, 12, 30)
_LAST_SERIAL = 2_958_465
_LAST_SECOND = "253402"
"""How the last day of 9999 begins, in seconds since 1970 or parts of them (12, 15 or 18 digits)."""
_FILETIME_ZERO, _TICKS_ZERO = 116_444_736_000_000_000, 621_355_968_000_000_000
"""1970 in tenths of microseconds since 1601 and since the year 1."""


def read_day(cell: str, order: DayOrder = DayOrder.DAY_FIRST) -> CellDay:
    """The day of a cell, no day where it says that there is none, or that it cannot be read."""
    text = _plain(cell)
    if len(text) > LONGEST:
        return UNREADABLE
    if not any(char.isalnum() for char in text) or _is_word(text):
        return NO_DAY
    bare = _bare(text)
    if _is_word(bare):
        return NO_DAY
    return next((found for read in _READERS if (found := read(bare, order)) is not None), UNREADABLE)


def order_of(cells: Iterable[str], otherwise: DayOrder | None = None) -> DayOrder | None:
    """The order that these cells can only have; `otherwise` when they fit both, or some the one and some the other."""
    found: set[DayOrder] = set()
    american = False
    for cell in cells:
        match = _NUMBERS.fullmatch(_bare(_plain(cell[:LONGEST])))
        american = american or bool(match and _AMERICAN.search(cell[:LONGEST]))
        if match and int(match[1]) > 12 >= int(match[2]):
            found.add(DayOrder.DAY_FIRST)
        elif match and int(match[2]) > 12 >= int(match[1]):
            found.add(DayOrder.MONTH_FIRST)
    if not found and american:
        return DayOrder.MONTH_FIRST
    return found.pop() if len(found) == 1 else otherwise


def stated_order(header: str) -> DayOrder | None:
    """The order that a header states, such as ``Hire Date (mm/dd/yyyy)``."""
    text = fold(header[:LONGEST])
    if _STATED_MONTH.search(text):
        return DayOrder.MONTH_FIRST
    return DayOrder.DAY_FIRST if _STATED_DAY.search(text) else None


def _plain(cell: str) -> str:
    return " ".join(fold(cell).translate(_DASHES).split()).strip(" \"'")


def _is_word(text: str) -> bool:
    return "".join(filter(str.isalpha, text)) in _NO_DAY_WORDS and not any(map(str.isdigit, text))


def _bare(text: str) -> str:
    """Without a day of the week or "per" before it, and a remark behind it."""
    text = _BEHIND.sub("", text.strip(" \"'"))
    around = _AROUND.match(text)
    if around:
        text = text[around.end() :]
    weekday = None if _NAME_DAY.fullmatch(text) else _WEEKDAY.match(text)  # "mar 1, 2024" is no Tuesday
    return text[weekday.end() :] if weekday and weekday[1] in _WEEKDAYS else text


def _of(year: int, month: int, day: int) -> CellDay | None:
    """This day; no day for what programs write without one, such as 0000-00-00 and 9999-12-31. None for no such day."""
    if year == 0 or not (EARLIEST <= year <= LATEST):
        return NO_DAY if month <= 12 and day <= 31 else None
    try:
        return CellDay(date(year, month, day))
    except ValueError:
        return None


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < PIVOT else 1900)


def _written_year_first(text: str, _order: DayOrder) -> CellDay | None:
    match = _YEAR_FIRST.fullmatch(text)
    return match and _of(int(match[1]), int(match[2]), int(match[3]))


def _numbers(text: str, order: DayOrder) -> CellDay | None:
    match = _NUMBERS.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), match[3]
    if first == second == int(year) == 0:
        return NO_DAY
    if first > 31:
        return _of(_year(match[1]), second, int(year)) if len(year) == 2 else None
    day_first, month_first = _of(_year(year), second, first), _of(_year(year), first, second)
    return (month_first or day_first) if order is DayOrder.MONTH_FIRST else (day_first or month_first)


def _named(text: str, _order: DayOrder) -> CellDay | None:
    if match := _DAY_NAME.fullmatch(text):
        return _of(_year(match[3]), MONTH_NUMBERS[match[2]], int(match[1]))
    if match := _NAME_DAY.fullmatch(text):
        return _of(_year(match[3]), MONTH_NUMBERS[match[1]], int(match[2]))
    if match := _UNIX.fullmatch(text):
        return _of(int(match[3]), MONTH_NUMBERS[match[1]], int(match[2]))
    match = _YEAR_NAME.fullmatch(text)
    return match and _of(int(match[1]), MONTH_NUMBERS[match[2]], int(match[3]))


def _month(text: str, _order: DayOrder) -> CellDay | None:
    """A month without a day: it begins on the first and ends on the last."""
    if match := _NAME_YEAR.fullmatch(text):
        return _whole(_year(match[2]), MONTH_NUMBERS[match[1]], 1)
    match = _MONTH_OF_YEAR.fullmatch(text)
    if not match:
        return None
    year, month = int(match[1] or match[4]), int(match[2] or match[3])
    return _whole(year, month, 1) if 1 <= month <= 12 else None


def _whole(year: int, month: int, months: int) -> CellDay:
    if not EARLIEST <= year <= LATEST:
        return NO_DAY
    after = month + months - 1
    return CellDay(date(year, month, 1), last=date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1))


def _digits(text: str, order: DayOrder) -> CellDay | None:
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    number, digits = int(match[1]), match[1].lstrip("-")
    if number in (0, -1) or len(digits) >= 19 or (digits.startswith(_LAST_SECOND) and len(digits) % 3 == 0):
        return NO_DAY
    if len(digits) == 4 and digits == text:
        return _whole(number, 1, 12)
    if len(digits) == 8 and digits == text:
        return _eight(digits, order)
    return _serial(number, len(digits)) or _since(number)


def _eight(digits: str, order: DayOrder) -> CellDay | None:
    """Eight digits in a row: 20241231, else 31122024."""
    year_first = _of(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if year_first is not None and (year_first.day or digits[:4] in ("0000", "9999", "2099", "2999", "1900", "1800")):
        return year_first
    first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    ordered = ((second, first), (first, second))
    found = (_of(year, month, day) for month, day in (ordered[::-1] if order is DayOrder.MONTH_FIRST else ordered))
    return next((day for day in found if day is not None), None)


def _serial(number: int, length: int) -> CellDay | None:
    """The number of a day in a spreadsheet: 45657 is 2024-12-31. Six digits may be 311224 as well: then nothing."""
    if length == 5 or (length == 7 and number <= _LAST_SERIAL) or (length == 6 and not _may_be_day(f"{number}")):
        day = _SERIAL_ZERO + timedelta(days=number)
        return _of(day.year, day.month, day.day)
    return UNREADABLE if length <= 7 else None


def _may_be_day(six: str) -> bool:
    one, two, three = int(six[:2]), int(six[2:4]), int(six[4:])
    return 1 <= two <= 12 and (1 <= one <= 31 or 1 <= three <= 31)


def _since(number: int) -> CellDay | None:
    """Seconds or thousandths since 1970, tenths of microseconds since 1601 (Active Directory) or the year 1 (.NET)."""
    seconds = next((seconds for least, most, seconds in _SCALES if least <= number < most), None)
    return None if seconds is None else _of_seconds(seconds(number))


_SCALES: tuple[tuple[int, int, Callable[[int], int]], ...] = (
    (100_000_000, 100_000_000_000, lambda number: number),
    (100_000_000_000, 100_000_000_000_000, lambda number: number // 1_000),
    (100_000_000_000_000, 10_000_000_000_000_000, lambda number: number // 1_000_000),
    (100_000_000_000_000_000, 500_000_000_000_000_000, lambda number: (number - _FILETIME_ZERO) // 10_000_000),
    (500_000_000_000_000_000, 4_000_000_000_000_000_000, lambda number: (number - _TICKS_ZERO) // 10_000_000),
)


def _of_seconds(seconds: int) -> CellDay | None:
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return NO_DAY
    return _of(found.year, found.month, found.day)


def _power(text: str, _order: DayOrder) -> CellDay | None:
    """A long number as a spreadsheet spoils it: 9.22337203685478E+18."""
    match = _POWER.fullmatch(text)
    if not match:
        return None
    number = int(float(match[1].replace(",", ".")) * 10 ** int(match[2]))
    return NO_DAY if number > 9 * 10**18 else _since(number)


def _stamp(text: str, _order: DayOrder) -> CellDay | None:
    """A time as directories write it: 20241231230000.0Z."""
    match = _STAMP.fullmatch(text)
    return match and _of(int(match[1]), int(match[2]), int(match[3]))


def _json(text: str, _order: DayOrder) -> CellDay | None:
    match = _JSON.fullmatch(text)
    return match and _of_seconds(int(match[1]) // 1000)


_READERS: tuple[Callable[[str, DayOrder], CellDay | None], ...] = (
    _written_year_first, _numbers, _named, _month, _digits, _power, _stamp, _json,
)  # fmt: skip
