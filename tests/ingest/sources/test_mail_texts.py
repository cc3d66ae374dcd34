"""Mail texts: what the writer said stays, what others said goes; dates and names whatever they look like."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.own import own_words
from ingest.sources.mail import date_of, parsed, sender, text_of
from ingest.sources.mail_headers import decoded
from ingest.sources.threads import MessageHead, place, plain_subject

WORDS = st.lists(
    st.sampled_from(["boiler", "water", "valve", "pump", "roof", "closed", "open"]), min_size=1, max_size=8
)
LINES = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("> Is it open?\nYes.", "Yes."),
        ("On Mon, 3 Nov 2025, Ada Vos wrote:\n> Is it open?\n\nYes.", "Yes."),
        ("On Mon, 3 Nov 2025 at 12:23, Ada Vos\n<ada at example.org> wrote:\n\n> Is it open?\n\nYes.", "Yes."),
        ("Op ma 3 nov. 2025 om 12:23 schreef Ada Vos <ada@example.org>:\n> Is het open?\n\nJa.", "Ja."),
        ("Ada Vos schreef:\n> Is het open?\nJa.", "Ja."),
        ("Yes.\n\n-----Original Message-----\nFrom: Ada\nIs it open?", "Yes."),
        ("Ja.\n\n-----Oorspronkelijk bericht-----\nVan: Ada\nIs het open?", "Ja."),
        ("Yes.\n\nFrom: Ada Vos\nSent: Monday\nTo: all\nSubject: open\n\nIs it open?", "Yes."),
        ("Ja.\n\nVan: Ada Vos\nVerzonden: maandag\nAan: allen\nOnderwerp: open\n\nIs het open?", "Ja."),
        ("Yes.\n-- \nAda Vos\nHeating", "Yes."),
        (
            "Yes.\n\n_______________________________________________\nHeating mailing list\nheating at example.org",
            "Yes.",
        ),
        ("Yes.\n\n\t[[alternative HTML version deleted]]\n", "Yes."),
        (
            "Yes.\n-------------- next part --------------\nA non-text attachment was scrubbed...\nName: a\nURL: <x>",
            "Yes.",
        ),
        ("On 3 November, Ada wrote:\n| Is it open?\n|\nYes.", "Yes."),
        ("| name | room |\n| Ada | 12 |", "| name | room |\n| Ada | 12 |"),
        ("> all of it\n> is quoted", ""),
        ("I was on the roof.\nOn it lies snow.", "I was on the roof.\nOn it lies snow."),
    ],
)
def test_own_words(text: str, left: str) -> None:
    assert own_words(text).own == left


def test_prompts_stay_in_a_first_message() -> None:
    text = "I tried:\n> open(valve)\nand it leaked."
    assert own_words(text, reply=False).own == text
    assert "open(valve)" not in own_words(text, reply=True).own


@given(LINES, LINES)
def test_what_is_quoted_goes_and_the_rest_stays(quoted: list[str], own: list[str]) -> None:
    text = "\n".join(["On Monday, Ada Vos wrote:", *(f"> {line}" for line in quoted), "", *own])
    assert own_words(text).own == "\n".join(own)


@given(st.text(max_size=400))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    words = own_words(text)
    assert sorted(f"{words.own} {words.rest}".split()) == sorted(text.split())


@given(st.datetimes(min_value=datetime(1981, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
def test_every_date_that_mail_writes_is_read(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    assert date_of(format_datetime(aware)) == int(aware.timestamp())


@given(st.text(max_size=80))
def test_no_date_breaks_the_reader(value: str) -> None:
    at = date_of(value)
    assert at is None or at > 0


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("Mon, 3 Nov 2025 12:23:12 +0100", 1762168992),
        ("3 Nov 25 11:23:12 GMT", 1762168992),
        ("Maandag, 3 Nov 2025 11:23:12 +0000", 1762168992),
        ("Mon, 3 Nov 2025 11:23:12 +0000 (UTC)", 1762168992),
        ("Thu, 1 Jan 1970 00:00:00 +0000", None),
        ("Mon, 99 Nov 2025 11:23:12 +0000", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(value: str, at: int | None) -> None:
    assert date_of(value) == at


@pytest.mark.parametrize("charset", [b"a\x00b", b"", b"\xff", b"punycode", b"no-such-charset", b"utf-8\x00"])
def test_a_charset_of_any_bytes_costs_no_text(charset: bytes) -> None:
    message = parsed(b'Content-Type: text/plain; charset="' + charset + b'"\n\nDe ketel van het caf\xe9 lekt.\n')
    assert (found := text_of(message))
    assert found.text.startswith("De ketel van het caf")
    assert found.text.strip().endswith("lekt.")


@given(st.binary(max_size=600))
def test_no_message_breaks_the_reader(raw: bytes) -> None:
    message = parsed(raw)
    sender(message)
    text_of(message)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?B?Q2Fmw6k=?=", "Café"),
        ("=?no-such-charset?Q?Caf=E9?=", "Café"),
        ("=?utf-8?B?abcde?=", "=?utf-8?B?abcde?="),
        ("plain", "plain"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert decoded(value) == text


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Re: [verwarming] Re: Antw: The boiler", "The boiler"),
        ("[verwarming] Fwd: RE[2]: The boiler", "The boiler"),
        ("Re:", "Re:"),
        ("Reading: the boiler", "Reading: the boiler"),
        ("  The\n  boiler ", "The boiler"),
    ],
)
def test_subjects(subject: str, plain: str) -> None:
    assert plain_subject(subject) == plain


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefxy"), max_size=3), st.integers(0, 9)),
        max_size=12,
    )
)
def test_every_message_has_a_place_and_no_loop(messages: list[tuple[str, list[str], int]]) -> None:
    heads = [MessageHead(name, f"Re: {at}", tuple(answered), at) for name, answered, at in messages]
    places = place(heads)
    assert places.keys() == {head.id for head in heads}
    assert all(where.thread in places and places[where.thread].parent is None for where in places.values())
    assert all(where.parent is None or where.parent in places for where in places.values())
