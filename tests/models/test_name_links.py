"""Whom the names in a text mean: whole names, parts of names among the people near, and nobody where it is unsure."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Account, EdgeKind, Extraction, Key, key_of, person_key
from ingest.extract.names import as_candidates, find_addresses, find_lone_names, find_written_names
from models.name_circles import LARGEST_PLACE, NameCircles, NameContext
from models.name_index import NameIndex
from models.name_links import NameLinker, link_names

YEAR = 31_557_600
NAMES = {
    "wiebe": "Wiebe de Vries",
    "koen": "Koen Blom",
    "koen2": "Koen Smit",
    "marcel": "Marcel Krol",
    "marcel2": "Marcel Tas",
    "pp": "Jan-Willem Kok",
    "wessink": "Ruben Wessink",
    "plas": "Gerrit van der Plas",
    "gem": "Robert Jan van Gemeren",
    "brian": "Brian G. Vermeer",
    "cornelis": "Cornelis Bakker",
    "slack": "Dana Slack",
}


def account(ident: str, name: str, *, anchor: bool = True) -> Account:
    return Account(key_of("account", "people", ident), "people", ident, name, anchor=anchor)


PEOPLE = {ident: account(ident, name) for ident, name in NAMES.items()}
PERSON = {ident: person_key(each.key) for ident, each in PEOPLE.items()}


def linked(text: str, context: NameContext, circles: NameCircles | None = None) -> dict[str, str]:
    """Who is meant, by id, with the surest reason."""
    written = ((name, "person") for name in find_written_names(text))
    names = as_candidates([*find_addresses(text), *written, *find_lone_names(text)])
    linker = NameLinker(NameIndex(PEOPLE.values(), {}), circles or NameCircles())
    extraction = Extraction("document:a:1", "h", "1", names=names)
    idents = {each.key: ident for ident, each in PEOPLE.items()}
    edges = link_names([extraction], linker, contexts={"document:a:1": context})
    return {idents[edge.end]: str(edge.role) for edge in edges}


def made_by(*idents: str) -> NameContext:
    return NameContext(frozenset(PERSON[ident] for ident in idents))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vraag het Wiebe de Vries of @Ruben Wessink even.", {"wiebe": "full-name", "wessink": "full-name"}),
        ("Ruben Wessink's voorstel", {"wessink": "full-name"}),
        (
            "Wessink | Ruben | Waterhof\n\nGerrit | Van der Plas | Waterhof",
            {"wessink": "full-name", "plas": "full-name,family-name:document"},
        ),
        ("with Brian Vermeer on it", {"brian": "shortened"}),
        ("met Kees Bakker en Rob Jan van Gemeren", {"cornelis": "shortened", "gem": "shortened"}),
        ("door R. Wessink gemaakt", {"wessink": "initials"}),
        ("Wiebe en Wessink komen ook.", {}),
        ("Dana Jansen en Piet Wessink", {}),
    ],
)
def test_whole_names_need_nobody_near(text: str, found: dict[str, str]) -> None:
    assert linked(text, NameContext()) == found


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
        ("Taak Wiebe: dit gaat mee.", ["wiebe"], {"wiebe": "given-name:document"}),
        ("Hi Jan-Willem,", ["pp"], {"pp": "given-name:document"}),
        ("JWK: dat kan. WdV vindt dat ook.", ["pp", "wiebe"],
         {"pp": "initials:document", "wiebe": "initials:document"}),
        ("Wessink: hoe lang nog?", ["wessink"], {"wessink": "family-name:document"}),
        ("Van der Plas: vijf jaar.", ["plas"], {}),
        ("Write it on Slack and tell Slack.", ["slack"], {}),
        ("Koen vraagt het.", ["koen", "koen2"], {}),
        ("Koen vraagt het.", ["koen"], {"koen": "given-name:document"}),
        ("Marcel K: ja. Marcel T: nee.", ["marcel", "marcel2"],
         {"marcel": "given-name:document", "marcel2": "given-name:document"}),
        ("Koen Jansen was er. Koen vraagt het.", ["koen"], {}),
        ("Dit is met Brian Vermer besproken.", ["brian"], {"brian": "misspelt:document"}),
        ("Aanwezig: Wiebe, Koen, Ruben", ["wiebe", "koen", "wessink"],
         {"wiebe": "given-name:document", "koen": "given-name:document", "wessink": "given-name:document"}),
    ],
)  # fmt: skip
def test_parts_of_names_mean_who_is_near(text: str, near: list[str], found: dict[str, str]) -> None:
    assert linked(text, made_by(*near)) == found


def circles_of(container: Key, people: Iterable[Key], at: int, *, thread: bool = False) -> NameCircles:
    circles = NameCircles({container: None} if thread else {})
    for person in people:
        circles.add(container, person, at)
    return circles


def test_a_thread_is_near_whoever_answers_in_it() -> None:
    circles = circles_of("group:a:t", [PERSON["koen"], PERSON["cornelis"]], YEAR, thread=True)
    context = NameContext(made_by("wiebe").makers, "group:a:t", YEAR)
    assert linked("Dear Koen and Kees,", context, circles) == {
        "koen": "given-name:thread",
        "cornelis": "short-name:thread",
    }


def test_a_folder_is_near_in_its_time() -> None:
    circles = circles_of("group:a:f", [PERSON["koen"]], 10 * YEAR)
    circles.add("group:a:f", PERSON["koen2"], 20 * YEAR)
    assert linked("met Koen", NameContext(frozenset(), "group:a:f", 11 * YEAR), circles) == {
        "koen": "given-name:same-time"
    }
    assert linked("met Koen", NameContext(frozenset(), "group:a:f", 15 * YEAR), circles) == {}


def test_in_a_large_folder_nobody_is_near() -> None:
    crowd = [f"person:people:{number}" for number in range(LARGEST_PLACE)]
    circles = circles_of("group:a:f", [PERSON["wiebe"], *crowd], YEAR)
    assert linked("met Wiebe", NameContext(frozenset(), "group:a:f", YEAR), circles) == {}


def test_colleagues_of_the_author_are_near_when_nobody_else_has_the_name() -> None:
    circles = NameCircles()
    circles.add_team([PERSON["wessink"], PERSON["wiebe"], PERSON["koen"]])
    assert linked("samen met Wiebe en Koen", made_by("wessink"), circles) == {"wiebe": "given-name:team"}


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*NAMES.values(), "Koen", "Wessink:", "JWK", "WdV", "Taak Koen", "Marcel T"]), max_size=8),
    st.sets(st.sampled_from(sorted(NAMES))),
)
def test_who_is_near_adds_only_links_of_their_own(words: list[str], near: set[str]) -> None:
    text = ". ".join(words)
    alone, among = linked(text, NameContext()), linked(text, made_by(*near))
    assert alone.keys() <= among.keys() <= alone.keys() | near
    edges = link_names([], NameLinker(NameIndex(PEOPLE.values(), {})))
    assert all(edge.kind is EdgeKind.NAMES for edge in edges)
