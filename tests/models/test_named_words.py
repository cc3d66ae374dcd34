"""Names with stop words in them, and names that are written together, apart or with capitals inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.index.text.named import humps, with_names
from tests.models.organisations import Organisation, Paper, people, person

PAPERS = (
    Paper(
        "portal", "Mijn Omgeving in gebruik", "Wie inlogt op Mijn Omgeving ziet de dossiers.", ("ann",), language="nl"
    ),
    Paper("wood", "Wandelen", "De omgeving van het bos, mijn omgeving, de omgeving.", ("bob",), language="nl"),
    Paper("work", "Over Het Nieuwe Werken", "Thuis en op kantoor.", ("cem",), language="nl"),
    Paper("town", "Verhuizing", "Het kantoor in Den Haag sluit.", ("dee",), language="nl"),
    Paper("hyphen", "Agenda", "Bijeenkomst Den-Haag.", ("eve",), language="nl"),
    Paper("humps", "Uitrol", "De app MijnOmgeving draait.", ("fay",), language="nl"),
    Paper("court", "Visit", "We went to The Hague by train.", ("guy",)),
    Paper("mail", "Post", "Een e-mail over het filter.", ("hal",), language="nl"),
    Paper("post", "Brief", "Stuur geen email.", ("ivo",), language="nl"),
    Paper("source", "Licentie", "Open source voor iedereen.", ("joy",), language="nl"),
    Paper("closed", "Kader", "Opensource voor iedereen.", ("kim",), language="nl"),
    Paper("hyphened", "Beleid", "Een open-source licentie.", ("leo",), language="nl"),
    *(
        Paper(f"n{n}", f"Notitie {n}", f"Vergadering nummer {n}, de omgeving.", ("moe",), language="nl")
        for n in range(12)
    ),
)
NAMES = ("ann", "bob", "cem", "dee", "eve", "fay", "guy", "hal", "ivo", "joy", "kim", "leo", "moe")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("inlog op Mijn Omgeving", "inlog op MijnOmgeving Mijn Omgeving"),
        ("Mijn Omgeving", "MijnOmgeving Mijn Omgeving"),
        ("regel\nHet Nieuwe Werken", "regel\nHetNieuwe Het Nieuwe Werken"),
        ("Dat is zo. De Minister zegt", "Dat is zo. De Minister zegt"),
        ("in de Kamer", "in de Kamer"),
        ("Mijn omgeving", "Mijn omgeving"),
        ("in The Hague, The Bronx", "in TheHague The Hague, TheBronx The Bronx"),
        ("", ""),
    ],
)
def test_a_name_is_one_word_too(text: str, expected: str) -> None:
    assert with_names(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("MijnOmgeving", {"mijnomgeving": ("mijn", "omgeving")}),
        ("over openSource en PDF", {"opensource": ("open", "source")}),
        ("API's en HTML5", {}),
    ],
)
def test_capitals_inside_a_word_part_it(question: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert humps(question) == expected


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = Organisation(tmp_path_factory.mktemp("named"), people(*NAMES))
    made.put(*PAPERS)
    made.rebuild()
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("mijn omgeving", {"ann", "fay"}),
        ("MijnOmgeving", {"ann", "fay"}),
        ("mijnomgeving", {"ann", "fay"}),
        ("wie weet iets van Mijn Omgeving?", {"ann", "fay"}),
        ("het nieuwe werken", {"cem"}),
        ("Den Haag", {"dee", "eve"}),
        ("Den-Haag", {"dee", "eve"}),
        ("denhaag", {"dee", "eve"}),
        ("DenHaag", {"dee", "eve"}),
        ("the hague", {"guy"}),
        ("thehague", {"guy"}),
        ("e-mail", {"hal", "ivo"}),
        ("email", {"hal", "ivo"}),
        ("open source", {"joy", "kim", "leo"}),
        ("open-source", {"joy", "kim", "leo"}),
    ],
)
def test_all_spellings_of_a_name_find_it(organisation: Organisation, question: str, first: set[str]) -> None:
    found = [expert.person for expert in organisation.ask(question, everybody=True).people]
    assert set(found[: len(first)]) == {person(name) for name in first}
