"""What people named is read from documents for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.facts import NOBODY, DocumentKind, Edge, EdgeKind, Fact, GroupKind, Term
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.naming import NamedBy
from tests.contracts.organisation import document, group, key, part, put, within
from whoknows.jobs.namings import read_namings
from whoknows.jobs.passes import tags_of

HEAT, WIND = (Term(f"term:und:{name}", "und", name, name) for name in ("heat", "wind"))
ACTS = {key("document", str(at)): (f"person:{at}",) for at in range(9)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path / 'namings.db'}")
    yield opened
    opened.close()


def page(at: int, *edges: Edge, title: str = "", **props: object) -> Fact:
    return Fact(replace(document(str(at), **props), title=title or f"Page {at}"), edges)  # type: ignore[arg-type]


def tagged(at: int, tag: Term) -> Edge:
    return Edge(EdgeKind.TAGGED, key("document", str(at)), tag.key)


def people(store: Store) -> dict[str, dict[str, int]]:
    """The number of people who gave each name, by what gave it."""
    with store.view(Viewer()) as view:
        namings = read_namings(view, tags_of(view), ACTS)
    return {
        form: {by.value: len(each.people[by]) for by in NamedBy if each.people[by]} for form, each in namings.items()
    }


def test_tags_titles_and_containers_name_subjects(store: Store) -> None:
    put(
        store,
        HEAT,
        WIND,
        Fact(group("heat pumps")),
        Fact(replace(group("thread"), kind=GroupKind.THREAD), (part("thread", "heat pumps"),)),
    )
    put(
        store,
        page(1, tagged(1, HEAT), within("1", "thread"), language="en"),
        page(2, tagged(2, HEAT), within("2", "thread")),
    )
    put(store, page(3, tagged(3, WIND)), page(4, title="Agenda"), page(5, title="Agenda"))
    assert people(store) == {"heat": {"tag": 2}, "heatpumps": {"container": 2}}


def test_what_the_names_of_channels_share_is_left_out(store: Store) -> None:
    for at, name in enumerate(("r-sig-geo", "r-sig-hpc", "r-sig-db")):
        put(store, replace(group(name), name=name, kind=GroupKind.CHANNEL))
        put(store, *(page(3 * at + one, within(str(3 * at + one), name)) for one in (0, 1)))
    assert people(store) == {"geo": {"container": 2}, "hpc": {"container": 2}, "db": {"container": 2}}


def test_folders_of_code_name_nothing(store: Store) -> None:
    for at in (1, 2):
        commit = page(at, within(str(at), "parser"))
        put(store, group("parser"), replace(commit, node=replace(commit.node, kind=DocumentKind.COMMIT)))  # type: ignore[call-arg]
    assert people(store) == {}


def test_what_is_hidden_names_nothing(store: Store) -> None:
    put(store, HEAT, page(1, tagged(1, HEAT)), page(2, tagged(2, HEAT), rule=NOBODY))
    assert people(store) == {}


def test_the_name_of_many_folders_is_structure(store: Store) -> None:
    for at in range(3):
        put(store, replace(group(f"images{at}"), name="Images"), page(at, within(str(at), f"images{at}")))
    assert people(store) == {}
