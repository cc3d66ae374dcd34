"""Every usual form of a time in a field."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.times import moment

NINE = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp())
TEN = NINE + 3600
HALF_PAST_TEN = TEN + 1800
DAY = NINE - 9 * 3600


@pytest.mark.parametrize(
    ("written", "at"),
    [
        (TEN, TEN),
        (TEN + 0.25, TEN),
        (TEN * 1_000, TEN),
        (TEN * 1_000_000, TEN),
        (TEN * 1_000_000_000, TEN),
        (str(TEN), TEN),
        (f" {TEN}000 ", TEN),
        (f"{TEN}000000", TEN),
        (f"{TEN}.000100", TEN),
        ("1.7e9", 1_700_000_000),
        (-86_400, -86_400),
        (f"/Date({TEN}000)/", TEN),
        (f"/Date({TEN}000+0100)/", TEN),
        (f"new Date({TEN}000)", TEN),
        (20260302, DAY),
        ("20260302", DAY),
        (20260302100000, TEN),
        ("20260302100000", TEN),
        ("20260302100000Z", TEN),
        ("20260302100000.0Z", TEN),
        ("20260302T100000Z", TEN),
        ("2026", DAY - 60 * 86_400),
        ("2026-03", DAY - 86_400),
        ("2026-03-02", DAY),
        ("2026-W10-1", DAY),
        ("2026/03/02", DAY),
        ("2026-03-02T10:00", TEN),
        ("2026-03-02T10:00:00Z", TEN),
        ("2026-03-02t10:00:00z", TEN),
        ("2026-03-02 10:00:00", TEN),
        ("2026-03-02 10:00:00 UTC", TEN),
        ("2026-03-02 10:00:00.123 GMT", TEN),
        ("2026-03-02 10:00:00.123456789 +0000 UTC", TEN),
        ("2026-03-02T10:00:00.1234567Z", TEN),
        ("2026-03-02T10:00:00,123+00:00", TEN),
        ("2026-03-02T10:00:00.000+0100", NINE),
        ("2026-03-02T10:00:00+01:00[Europe/Amsterdam]", NINE),
        ("2026-03-02 10:00:00+01", NINE),
        ("2026-03-02 10:00:00 +0100", NINE),
        ("2026-03-02 10:00:00 +0100 CET", NINE),
        ("2026-03-02 10:00 CET", NINE),
        ("2026-03-01T24:00:00", DAY),
        ("Mon, 02 Mar 2026 10:00:00 +0100", NINE),
        ("Mon, 2 Mar 2026 10:00:00 GMT", TEN),
        ("Monday, 02-Mar-26 10:00:00 GMT", TEN),
        ("2 Mar 26 05:00 EST", TEN),
        ("Mon Mar  2 10:00:00 2026", TEN),
        ("Mon Mar  2 11:00:00 CET 2026", TEN),
        ("Mon Mar 02 10:00:00 +0000 2026", TEN),
        ("Mon Mar 02 2026 10:00:00 GMT+0100 (Midden-Europese standaardtijd)", NINE),
        ("02/Mar/2026:10:00:00 +0100", NINE),
        ("02/Mar/26 10:00 AM", TEN),
        ("Mar 2, 2026, 10:00:00 AM", TEN),
        ("March 2, 2026 at 10:00 a.m.", TEN),
        ("3/2/2026 10:00:00 AM", TEN),
        ("3/2/2026 12:30 AM", DAY + 1800),
        ("2-3-2026 10:00", TEN),
        ("02.03.2026 10:00", TEN),
        ("maandag 2 maart 2026 10:00", TEN),
        ("2 mrt. 2026 10u30", HALF_PAST_TEN),
        ("Montag, 2. März 2026 10:00", TEN),
        ("2 mars 2026 à 10h30", HALF_PAST_TEN),
        ({"$date": "2026-03-02T10:00:00Z"}, TEN),
        ({"$date": {"$numberLong": f"{TEN}000"}}, TEN),
        ({"_seconds": TEN, "_nanoseconds": 0}, TEN),
        ({"dateTime": "2026-03-02T10:00:00.0000000", "timeZone": "UTC"}, TEN),
        ([2026, 3, 2, 10, 0], TEN),
    ],
)
def test_the_moment_that_is_meant(written: object, at: int) -> None:
    assert moment(written) == at


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "yesterday at noon", "2026-13-45", "0000-00-00 00:00:00", "-", "n.v.t.", "10:00", "x" * 500),
        *(None, True, [], [2026], [2026, 13, 1], {}, {"day": 2}, float("nan"), float("inf"), 1e300, 10**40),
        {"$date": {"$date": {"$date": {"$date": 1}}}},
    ],
)
def test_what_is_no_time(written: object) -> None:
    assert moment(written) is None
