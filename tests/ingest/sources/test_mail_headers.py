"""Headers of mail: raw UTF-8 and older bytes, dates in other languages, and lists, which are no people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.sources import mail
from ingest.sources.mail_headers import header
from ingest.sources.mail_lists import is_list, list_addresses

TEN = int(datetime(2026, 3, 3, 10, tzinfo=UTC).timestamp())


def message(*headers: str, charset: str = "utf-8") -> mail.Message:
    return mail.parsed("\n".join((*headers, "", "Tekst")).encode(charset))


@pytest.mark.parametrize(
    ("written", "charset", "shown"),
    [
        ("Café en warmtepomp", "utf-8", "Café en warmtepomp"),
        ("Café en warmtepomp", "latin-1", "Café en warmtepomp"),
        ("“Café” – 5 €", "cp1252", "“Café” – 5 €"),
        ("Przewód Łódź 水", "utf-8", "Przewód Łódź 水"),
        ("=?utf-8?Q?Caf=C3=A9?= en pomp", "ascii", "Café en pomp"),
        ("=?iso-8859-1?B?Q2Fm6Q==?= à côté Łódź", "utf-8", "Café à côté Łódź"),
        ("Łódź: =?utf-8?Q?Caf=C3?=\n =?utf-8?Q?=A9?=", "utf-8", None),
        ("Re: pomp\n  in de kelder", "ascii", "Re: pomp in de kelder"),
        ("=?nonsense?Q?x?=", "ascii", "x"),
    ],
)
def test_a_subject_as_people_read_it(written: str, charset: str, shown: str | None) -> None:
    found = header(message(f"Subject: {written}", charset=charset), "subject")
    assert found == shown if shown is not None else found.startswith("Łódź: Caf")


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
@pytest.mark.parametrize("written", ["Zoë Müller <zoe@example.org>", '"Müller, Zoë" <zoe@example.org>'])
def test_a_sender_in_raw_bytes(written: str, charset: str) -> None:
    found = mail.sender(message(f"From: {written}", charset=charset))
    assert found == mail.Sender("zoe@example.org", "Zoë Müller", "zoe@example.org")


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 3 Mar 2026 10:00:00 +0000",
        "di, 3 mrt 2026 10:00:00 +0000",
        "Tue, 3 Mar 2026 11:00:00 CET",
        "Tue, 3 Mar 2026 05:00:00 EST",
        "Tue, 3 Mar 26 10:00:00",
        "dinsdag 3 maart 2026 10:00",
        "Di, 3 Mrz 2026 11:00:00 +0100",
        "Dienstag, 3. März 2026 um 10:00",
        "mar. 3 mars 2026 11:00:00 +0100",
        "Tue, Mar 3, 2026 at 10:00 AM",
        "2026-03-03T10:00:00Z",
        "3-3-2026 10:00",
    ],
)
def test_dates_in_other_languages(written: str) -> None:
    assert mail.date_of(written) == TEN


@pytest.mark.parametrize("written", ["", "morgen", "3 mrt 1890 10:00", "Tue, 3 Mar 2199 10:00:00 +0000"])
def test_what_is_no_date(written: str) -> None:
    assert mail.date_of(written) is None


LIST = (
    "List-Id: Waterstof <waterstof.lijst.example.org>",
    "List-Post: <mailto:Waterstof@lijst.example.org>",
    "X-BeenThere: waterstof@lijst.example.org",
)


@pytest.mark.parametrize(
    ("headers", "addresses"),
    [
        (LIST, {"waterstof@lijst.example.org"}),
        (("List-Id: <r-help.r-project.org>",), {"r-help@r-project.org"}),
        (("X-Mailing-List: <pomp@vger.example.org> archive/latest/12",), {"pomp@vger.example.org"}),
        (("Mailing-List: list pomp@ezmlm.example.org; contact pomp-owner@ezmlm.example.org",),
         {"pomp@ezmlm.example.org", "pomp-owner@ezmlm.example.org"}),
        (("Delivered-To: mailing list pomp@ezmlm.example.org",), {"pomp@ezmlm.example.org"}),
        (("Delivered-To: ada@example.org",), set()),
        ((), set()),
    ],
)  # fmt: skip
def test_the_addresses_of_lists(headers: tuple[str, ...], addresses: set[str]) -> None:
    assert list_addresses(message("From: ada@example.org", *headers)) == addresses


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("pomp@lists.example.org", True),
        ("pomp@lijst.example.nl", True),
        ("pomp@googlegroups.com", True),
        ("ada@example.org", False),
        ("ada@listervan.example.org", False),
    ],
)
def test_hosts_of_lists(address: str, listed: bool) -> None:
    assert is_list(address, frozenset()) is listed


def test_who_is_addressed_by_a_list_is_nobody() -> None:
    told = message(
        "From: Ada Vos <ada@example.org>",
        "To: Waterstof <waterstof@lijst.example.org>, Bram Kok <bram@example.org>",
        "Cc: Alle pompen <pompen@lijst.example.org>, Team Pompen <pompen@example.org>, Cato Smit <cato@example.org>",
        *LIST,
    )
    assert [each.name for each in mail.named(told, "waterstof")] == ["Bram Kok", "Cato Smit"]


@pytest.mark.parametrize(
    ("written", "more", "sender"),
    [
        ("Ada Vos <waterstof@lijst.example.org>", (), ("Ada Vos", "Ada Vos", None)),
        (
            "Ada Vos via Waterstof <waterstof@lijst.example.org>",
            ("Reply-To: Waterstof <waterstof@lijst.example.org>",),
            ("Ada Vos", "Ada Vos", None),
        ),
        (
            "Ada Vos <waterstof@lijst.example.org>",
            ("Reply-To: Ada Vos <ada@example.org>",),
            ("ada@example.org", "Ada Vos", "ada@example.org"),
        ),
        ("Waterstof <waterstof@lijst.example.org>", (), None),
        ("waterstof@lijst.example.org", (), None),
        ("Bram Kok <bram@example.org>", (), ("bram@example.org", "Bram Kok", "bram@example.org")),
    ],
)
def test_a_list_wrote_nothing(written: str, more: tuple[str, ...], sender: tuple[str, ...] | None) -> None:
    found = mail.sender(message(f"From: {written}", *more, *LIST))
    assert (None if found is None else (found.account, found.name, found.email)) == sender
