"""Signatures on talk pages: who, where they begin, and what is said above them."""

from __future__ import annotations

import pytest

from graph.facts import ActKind, Item
from ingest.formats import Limits
from ingest.formats.wiki_signatures import signature_in, signed_in
from ingest.formats.wikitext import parse
from ingest.own import words_of_item
from ingest.sources.wikipages import Revision, WikiPage, acts_of

ADA_NL = "--[[Gebruiker:Ada Vos|Ada Vos]] ([[Overleg gebruiker:Ada Vos|overleg]]) 1 mrt 2026 10:00 (CET)"
BRAM_NL = "[[Gebruiker:Bram Kok|Bram]] ([[Overleg gebruiker:Bram Kok|overleg]]) 2 mrt 2026 11:05 (CET)"


@pytest.mark.parametrize(
    ("signature", "user"),
    [
        (ADA_NL, "Ada Vos"),
        (BRAM_NL, "Bram Kok"),
        ("[[User:Ada Vos|Ada]] ([[User talk:Ada Vos|talk]]) 10:00, 1 March 2026 (UTC)", "Ada Vos"),
        ("—[[User:ada_vos|Ada]]<sup>[[User_talk:ada_vos|talk]]</sup> 10:00, 1 March 2026 (UTC)", "Ada vos"),
        (
            "-- [[Benutzer:Ada Vos|Ada]] ([[Benutzer Diskussion:Ada Vos|Diskussion]]) 10:00, 1. Mär. 2026 (CET)",
            "Ada Vos",
        ),
        ("[[Utilisateur:Ada|Ada]] ([[Discussion utilisateur:Ada|discussion]]) 1 mars 2026 à 10:00 (CET)", "Ada"),
        ("<small>[[User:Ada Vos|Ada]] 10:00, 1 March 2026 (UTC)</small>", "Ada Vos"),
        ("[[Speciaal:Bijdragen/192.0.2.7|192.0.2.7]] 1 mrt 2026 10:00 (CET)", "192.0.2.7"),
    ],
)
def test_signatures(signature: str, user: str) -> None:
    said = "Zie [[Gebruiker:Cato Mul]] over het lager. "
    found = signature_in(f":{said}{signature}")
    assert found is not None
    assert (found.user, found.start) == (user, len(said))
    if "Mär" not in signature:
        assert found.at is not None
        assert found.at // 86_400 == (20_514 if "2 mrt" in signature else 20_513)


@pytest.mark.parametrize(
    "line",
    [
        "", "Text.", "[[Gebruiker:Ada Vos|Ada Vos]] zei dit om 10:00 (CET) en ging weg.", "Om 10:00 (CET)",
        "[[Gebruiker:Ada Vos|Ada Vos]]", "[[Overleg:Pomp]] 1 mrt 2026 10:00 (CET)",
    ],
)  # fmt: skip
def test_lines_without_one(line: str) -> None:
    assert signature_in(line) is None


TALK = f"== Lagers ==\nZijn keramische lagers beter?\nIk denk het. {ADA_NL}\n:Ja, bij cavitatie. {BRAM_NL}\n"


def test_who_signs_is_author_of_what_stands_above() -> None:
    found = signed_in(TALK)
    assert {user: (part.count, part.size) for user, part in found.items()} == {"Ada Vos": (1, 41), "Bram Kok": (1, 19)}
    archived = WikiPage(1, 1, "Overleg:Pomp", (Revision(1, "Cato Mul", 1_800_000_000, 400),))
    assert [(act.account, act.kind, act.size) for act in acts_of(archived, TALK)] == [
        ("Ada Vos", ActKind.WROTE, 1),
        ("Bram Kok", ActKind.COMMENTED, 1),
        ("Cato Mul", ActKind.COMMENTED, 0),
    ]
    page = WikiPage(1, 0, "Pomp", archived.revisions)
    assert [act.account for act in acts_of(page, TALK)] == ["Cato Mul"]


def test_signatures_are_no_own_words() -> None:
    parsed = parse(TALK.encode(), Limits())
    words = words_of_item(Item("1", b""), parsed)
    assert words.own.split("\n") == [
        "Lagers", "", "Zijn keramische lagers beter?", "Ik denk het.", "", "Ja, bij cavitatie.",
    ]  # fmt: skip
    assert words.rest.count("2026") == 2
    assert "Ada Vos (overleg)" in words.rest
