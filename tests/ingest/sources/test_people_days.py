"""Days as people files write them: a table of the forms that are known."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.sources.people_days import NO_DAY, DayOrder, order_of, read_day

NO_DAY_FORMS = """
| - | -- | — | n.v.t. | N.V.T | nvt | n/a | #N/A | #N/B | ? | ∞ | NULL | <null> | (leeg) | none | NaT | geen | onbepaald
| Onbepaalde tijd | voor onbepaalde tijd | vast (onbepaalde tijd) | heden | tot heden | geen einddatum | No end date
| never | Nooit | Never Expires | unbefristet | durée indéterminée | -1 | 0 | 0000-00-00 | 00-00-0000 | 00.00.0000
| 00000000 | 9999 | 9999-12-31 | 31-12-9999 | 31/12/9999 | 12/31/9999 | 99991231 | 31129999 | 99991231235959.0Z
| 9999-12-31T23:59:59.9999999 | 2999-12-31 | 31-12-2099 | 31-DEC-4712 | 2958465 | 253402300799 | 253402300799000
| 9223372036854775807 | 9.22337203685478E+18 | 9,22337E+18 | 0001-01-01T00:00:00 | 1-1-0001 0:00:00 | 01-01-1900
| 1601-01-01
"""
LAST_OF_2024 = """
2024-12-31 | 2024/12/31 | 2024.12.31 | 31-12-2024 | 31/12/2024 | 31.12.2024 | 31. 12. 2024 | 31–12–2024
| 31-12-24 | 31/12/'24 | 12/31/2024 | 12/31/24 | 31 december 2024 | 31 dec. 2024 | 31-dec-24 | 31DEC2024
| dinsdag 31 december 2024 | di 31 dec 2024 | December 31st, 2024 | Dec 31, 2024 | Tuesday, December 31, 2024
| 31. Dezember 2024 | Di. 31.12.2024 | 31 décembre 2024 | 2024-Dec-31 | 2024-12-31T00:00:00+01:00
| 2024-12-31 00:00:00.000 | 2024-12-31T00:00:00.0000000Z | 31-12-2024 0:00 | 12/31/2024 12:00:00 AM
| 31-12-2024 00:00:00 uur | Tue, 31 Dec 2024 10:00:00 +0100 | Tue Dec 31 00:00:00 CET 2024
| Tue Dec 31 2024 00:00:00 GMT+0100 (Central European Standard Time) | 45657 | 45657.0 | 45657,5 | 20241231
| 31122024 | 20241231230000.0Z | 20241231230000Z | 202412312300Z | 1735603200 | 1735603200000
| 133801056000000000 | 638712000000000000 | /Date(1735603200000)/ | /Date(1735603200000+0100)/
| t/m 31 december 2024 | per 31-12-2024 | 31-12-2024 (einde contract)
"""
UNREADABLE_FORMS = """
morgen | binnenkort | 31-02-2024 | 2024-13-40 | 32-13-2024 | 123 | 1 | x | ja | 31 dec | Q4 2025 | 1-1
| 311224 | 20241350 | volgende maand | a1a1a1a1
"""


def forms(table: str) -> list[str]:
    return [form.strip() for form in table.replace("\n", " ").split(" | ")]


@pytest.mark.parametrize("cell", ["", *(form.strip("| ") for form in forms(NO_DAY_FORMS))])
def test_no_end_in_all_its_spellings(cell: str) -> None:
    assert read_day(cell) == NO_DAY


@pytest.mark.parametrize("cell", forms(LAST_OF_2024))
def test_a_day_in_all_its_spellings(cell: str) -> None:
    assert read_day(cell).day == date(2024, 12, 31)


@pytest.mark.parametrize("cell", [*forms(UNREADABLE_FORMS), "9" * 100])
def test_nothing_is_guessed_of_what_is_no_day(cell: str) -> None:
    assert not read_day(cell).known


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("03-04-2024", DayOrder.DAY_FIRST, date(2024, 4, 3)),
        ("03/04/24", DayOrder.MONTH_FIRST, date(2024, 3, 4)),
        ("3/4/2024 12:00:00 AM", DayOrder.MONTH_FIRST, date(2024, 3, 4)),
        ("31-12-2024", DayOrder.MONTH_FIRST, date(2024, 12, 31)),
        ("98-03-01", DayOrder.DAY_FIRST, date(1998, 3, 1)),
        ("01-03-98", DayOrder.DAY_FIRST, date(1998, 3, 1)),
        ("31-12-30", DayOrder.DAY_FIRST, date(2030, 12, 31)),
        ("1 maart 2024", DayOrder.MONTH_FIRST, date(2024, 3, 1)),
        ("1er mars 2024", DayOrder.DAY_FIRST, date(2024, 3, 1)),
        ("43891", DayOrder.DAY_FIRST, date(2020, 3, 1)),
    ],
)
def test_the_order_of_day_and_month(cell: str, order: DayOrder, day: date) -> None:
    assert read_day(cell, order).day == day


@pytest.mark.parametrize("cell", ["dec 2024", "december 2024", "dec-24", "2024-12", "12/2024", "12-2024"])
def test_a_month_begins_on_its_first_and_ends_on_its_last_day(cell: str) -> None:
    found = read_day(cell)
    assert (found.day, found.end) == (date(2024, 12, 1), date(2024, 12, 31))


def test_a_year_ends_on_its_last_day() -> None:
    assert read_day("2024").end == date(2024, 12, 31)


def test_a_column_tells_its_order_where_one_of_its_days_does() -> None:
    assert order_of(["1/3/2024", "12/31/2024"]) is DayOrder.MONTH_FIRST
    assert order_of(["1-3-2024", "31-12-24"]) is DayOrder.DAY_FIRST
    assert order_of(["1-3-2024"]) is None
    assert order_of(["13-1-2024", "1-13-2024"], DayOrder.DAY_FIRST) is DayOrder.DAY_FIRST


@pytest.mark.parametrize("cell", ["Mar 1, 2024", "1. März 2024", "1 août 2024", "mar 1 mars 2024", "Mar. 1, 2024"])
def test_months_that_are_days_of_the_week_elsewhere_and_have_accents(cell: str) -> None:
    assert read_day(cell).day in (date(2024, 3, 1), date(2024, 8, 1))
