"""A colleague as a contact: what the profile shows, in the forms of RFC 6350 and schema.org."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.cards import LINE, linked, vcard
from api.pages.person import PersonPage
from tests.api.keys import person

MAAIKE = PersonPage(
    person="person:people:maaike", name="Maaike de Smit", function="Asset manager", department="Tanks, and pipes",
    location="Delft, Floor 2", room="A2.14", phone="+31 15 200 3000", emails=("maaike@example.org",), languages=("nl",),
)  # fmt: skip


def lines(page: PersonPage) -> list[str]:
    return vcard(page, "Veldermark").decode().replace("\r\n ", "").splitlines()


def test_a_card_has_what_the_profile_shows() -> None:
    assert lines(MAAIKE) == [
        "BEGIN:VCARD", "VERSION:4.0", "KIND:individual", "FN:Maaike de Smit", "N:de Smit;Maaike;;;",
        "ORG:Veldermark;Tanks\\, and pipes", "TITLE:Asset manager", "EMAIL;TYPE=work:maaike@example.org",
        "TEL;TYPE=work:+31 15 200 3000", "ADR;TYPE=work:;A2.14;Delft\\, Floor 2;;;;", "LANG:nl", "END:VCARD",
    ]  # fmt: skip


def test_what_is_not_known_is_left_out() -> None:
    bare = PersonPage(person="person:people:x", name="Cher")
    assert lines(bare)[3:] == ["FN:Cher", "N:;Cher;;;", "ORG:Veldermark", "END:VCARD"]
    assert set(linked(bare, "Veldermark")) == {"@context", "@type", "name", "worksFor"}


def test_of_who_left_only_the_name_is_told() -> None:
    gone = replace(MAAIKE, left=1)
    assert lines(gone)[3:] == ["FN:Maaike de Smit", "N:de Smit;Maaike;;;", "END:VCARD"]
    assert linked(gone, "Veldermark") == {"@context": "https://schema.org", "@type": "Person", "name": "Maaike de Smit"}


@pytest.mark.parametrize("name", ["A;B\r\nEND:VCARD\nBEGIN:VCARD", "\\n;,\r\n", "é" * 200, "名" * 99])
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    raw = vcard(replace(MAAIKE, name=name), "x\r\nTEL:666")
    assert all(len(line) <= LINE for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    fields = [line.split(":")[0].split(";")[0] for line in raw.decode().replace("\r\n ", "").split("\r\n")]
    assert fields == ["BEGIN", "VERSION", "KIND", "FN", "N", "ORG", "TITLE", "EMAIL", "TEL", "ADR", "LANG", "END", ""]


def test_cards_are_served_to_whoever_sees_the_profile(visitor: TestClient) -> None:
    card = visitor.get(f"/people/{person('maaike')}/card.vcf")
    assert card.headers["content-type"] == "text/vcard; charset=utf-8"
    assert card.headers["content-disposition"].startswith("attachment")
    assert "no-store" in card.headers["cache-control"]
    assert "FN:Maaike de Smit" in card.text
    data = visitor.get(f"/people/{person('maaike')}/card.jsonld")
    assert data.headers["content-type"] == "application/ld+json"
    assert data.json()["knowsAbout"] == ["hydrogen storage", "waterstofopslag"]


@pytest.mark.parametrize("card", ["card.vcf", "card.jsonld"])
def test_who_is_not_to_be_seen_has_no_card(visitor: TestClient, card: str) -> None:
    answer = visitor.get(f"/people/person:people:nobody/{card}", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["message"]) == (404, "person-not-found")
