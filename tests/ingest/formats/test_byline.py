"""Authors and dates by the fields above a text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.author_lines import names_in
from ingest.formats.byline import read
from ingest.formats.dates import date_in, seconds_of
from ingest.formats.frontmatter import split


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-06", "2024-05-06T00:00:00"),
        ("2024-05-06T10:30:00+02:00", "2024-05-06T08:30:00"),
        ("2024-05-06 10:30:00 UTC+02:00", "2024-05-06T08:30:00"),
        ("2024-05-06T10:30:00.123Z", "2024-05-06T10:30:00"),
        ("06-May-2024", "2024-05-06T00:00:00"),
        ("6 mei 2024", "2024-05-06T00:00:00"),
        ("Mon, 6 May 2024 10:30:00 +0200", "2024-05-06T08:30:00"),
        ("May 6th, 2024", "2024-05-06T00:00:00"),
        ("06-05-2024", "2024-05-06T00:00:00"),
        ("05/26/2024", "2024-05-26T00:00:00"),
        ("verslag 20240506", "2024-05-06T00:00:00"),
        ("1970-01-01", "1970-01-01T00:00:00"),
        ("2024-13-45", None),
        ("yesterday", None),
    ],
)
def test_when(text: str, moment: str | None) -> None:
    wanted = None if moment is None else int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
    assert seconds_of(text) == wanted
    assert date_in(text) == wanted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Vos", ["Ada Vos"]),
        ("Ada Vos and Bram Kok", ["Ada Vos", "Bram Kok"]),
        ("Ada Vos, Bram Kok & Cato Mul", ["Ada Vos", "Bram Kok", "Cato Mul"]),
        ("[Ada Vos](https://x.org), Bram Kok (team)", ["Ada Vos", "Bram Kok"]),
        ("a@x.org (Ada Vos)", ["Ada Vos"]),
        ("@adavos", ["adavos"]),
        ("unknown", []),
        ("Fred Vos, Jr.", ["Fred Vos, Jr."]),
        ("Fred Vos, Jr. <fred@example.org>", ["Fred Vos, Jr."]),
        ("Jansen, Piet", ["Piet Jansen"]),
        ("Berg, J. van den; Vos, Ada", ["J. van den Berg", "Ada Vos"]),
        ("Ada, Bram en Cato", ["Ada", "Bram", "Cato"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [author.name for author in names_in(text)] == names


@pytest.mark.parametrize(
    ("fields", "names", "day"),
    [
        ({"params": {"author": "Ada Vos"}, "date": "2024-05-06"}, ["Ada Vos"], 6),
        ({"extra": {"author": "Ada Vos"}, "author": "Bram Kok", "date": "2024-05-06"}, ["Bram Kok"], 6),
        ({"taxonomies": {"authors": ["Ada Vos", "Bram Kok"]}, "date": "2024-05-06"}, ["Ada Vos", "Bram Kok"], 6),
        ({"authors": ["Bram Kok"], "last_update": {"author": "Ada Vos", "date": "2024-05-06"}}, ["Bram Kok"], 6),
        ({"last_update": {"author": "Ada Vos", "date": "2024-05-06"}}, ["Ada Vos"], 6),
        ({"author": "Ada Vos", "date": {"created": "2024-05-06", "updated": "2024-06-07"}}, ["Ada Vos"], 6),
        (
            {"author": "Ada Vos", "contributors": ["Bram Kok"], "creation-date": "2024-05-06"},
            ["Ada Vos", "Bram Kok"],
            6,
        ),
        ({"author": {"name": {"given": "Ada", "family": "Vos"}}, "last-updated": "2024-05-06"}, ["Ada Vos"], 6),
        ({"author": {"fullname": "Ada Vos"}, "last_reviewed": "2024-05-06"}, ["Ada Vos"], 6),
        ({"authors": "- Ada Vos\n- Bram Kok", "date": "2024-05-06"}, ["Ada Vos", "Bram Kok"], 6),
        ({"authors": "* Ada Vos"}, ["Ada Vos"], None),
        ({"params": "nothing", "last_update": "2024-05-06"}, [], 6),
    ],
)
def test_fields_of_many_generators(fields: dict[str, object], names: list[str], day: int | None) -> None:
    said = read(fields)
    assert [author.name for author in said.authors] == names
    assert (None if said.at is None else datetime.fromtimestamp(said.at, UTC).day) == day


def test_an_address_belongs_to_the_name_before_it() -> None:
    (author,) = names_in("Fred Vos, Jr. <fred@example.org>")
    assert author.email == "fred@example.org"
    (turned,) = names_in("Jansen, Piet <piet@example.org>")
    assert (turned.name, turned.email) == ("Piet Jansen", "piet@example.org")


def test_a_rule_is_no_front_matter() -> None:
    assert split("---\nJust a sentence between rules\n---\nText").fields == {}
    assert split("Note: this is a text.\n\nMore").body.startswith("Note:")


def test_a_field_list_below_the_title_keeps_the_title() -> None:
    matter = split("Title\n=====\n\n:Author: Ada Vos\n\nText")
    assert matter.fields == {"author": "Ada Vos"}
    assert matter.body.split() == ["Title", "=====", "Text"]


@given(st.text("-+:.\n ab#[]{}'\"&*!|>%@\t", max_size=200))
def test_any_head_can_be_read(text: str) -> None:
    for start in ("", "---\n", "+++\n", "<!--\n", ".. a: "):
        read(split(start + text + "\n---\nbody").fields)
