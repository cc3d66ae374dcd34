"""Pairs for the identity workbench: why they are suggested, and in what order."""

from __future__ import annotations

import pytest

from graph.facts import Account, Edge, EdgeKind, Judgement, Key, Verdict, key_of, person_key
from models.identity_suggestions import Footprints, IdentitySuggestion, Likeness, suggest_identities


def account(ident: str, name: str, *, anchor: bool = False, **more: tuple[str, ...]) -> Account:
    source = "people" if anchor else "wiki"
    return Account(key_of("account", source, ident), source, ident, name, anchor=anchor, **more)


LISTED = [
    account("p1", "Wiebe de Vries", anchor=True),
    account("p2", "Koen Blom", anchor=True),
    account("p3", "Koen Smit", anchor=True),
    account("p4", "Cornelis Verbeek", anchor=True),
]
P1, P2, P3, P4 = (person_key(each.key) for each in LISTED)


def suggested(other: Account, *acts: tuple[Key, str], judged: tuple[Judgement, ...] = ()) -> list[IdentitySuggestion]:
    accounts = [*LISTED, other]
    owners = {each.key: person_key(each.key) for each in accounts}
    edges = [Edge(EdgeKind.WROTE, who, f"document:wiki:{what}", count=1) for who, what in acts]
    places = {edge.end: "group:wiki:f" for edge in edges}
    return suggest_identities(accounts, owners, judged, Footprints.of(edges, places, owners))


@pytest.mark.parametrize(
    ("other", "person", "reason"),
    [
        (account("w", "W. de Vries"), P1, Likeness.SHORTER_NAME),
        (account("w", "Wiebe de Vriess"), P1, Likeness.MISSPELT),
        (account("w", "Kees Verbeek"), P4, Likeness.SHORT_FORM),
        (account("w", "Wiebe"), P1, Likeness.GIVEN_NAME),
        (account("w", "Zonnetje", emails=("wdevries@thuis.example",)), P1, Likeness.ADDRESS),
        (account("cverbeek", "Zonnetje"), P4, Likeness.HANDLE),
    ],
)
def test_why_two_may_be_one_person(other: Account, person: Key, reason: Likeness) -> None:
    (found,) = suggested(other)
    assert (found.account, found.person) == (other.key, person)
    assert reason in found.reasons


def test_who_is_like_nobody_is_not_suggested() -> None:
    assert suggested(account("w", "Ada Kok")) == []
    assert suggested(account("w", "Redactie")) == []


def test_of_several_each_has_a_share() -> None:
    found = suggested(account("w", "Koen"))
    assert {each.person for each in found} == {P2, P3}
    assert sum(each.score for each in found) < suggested(account("w", "Wiebe"))[0].score + 0.001


def test_the_same_folder_speaks_for_it_and_one_document_against() -> None:
    other = account("w", "Wiebe")
    plain = suggested(other)[0]
    near = suggested(other, (LISTED[0].key, "1"), (other.key, "2"))[0]
    both = suggested(other, (LISTED[0].key, "1"), (other.key, "1"))[0]
    assert both.score < plain.score < near.score
    assert Likeness.TOGETHER in both.reasons
    assert Likeness.SAME_PLACE in near.reasons


def test_what_was_decided_is_not_suggested() -> None:
    other = account("w", "Wiebe")
    for verdict in (Verdict.SAME, Verdict.DIFFERENT):
        assert suggested(other, judged=(Judgement("1", other.key, P1, verdict, "operator", 1),)) == []
    (unsure,) = suggested(other, judged=(Judgement("1", other.key, P1, Verdict.UNSURE, "operator", 1),))
    assert unsure.unsure
