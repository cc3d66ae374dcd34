"""What people explore is the same, whatever is hidden. Random organisations, with and without their secrets."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Edge, EdgeKind, Json, Key, KnowsAbout, Seconds
from graph.public import Row, TieKind, Ties
from graph.store import Store, Viewer
from tests.graph.neo4j.stores import emptied
from tests.models.organisations import Organisation, Paper, people, person, topic
from tests.neo4j_server import LocalNeo4j
from whoknows.jobs.publish import people_shown, publish

NAMES = ("ann", "bob", "cem")
ABOUT = ("wind", "sun")
DAY = 86_400


class Table:
    """A public graph in memory: the same contract, nothing shared with the one in Neo4j."""

    url = "memory"

    def __init__(self) -> None:
        self.nodes: dict[str, dict[Key, Row]] = {}
        self.edges: dict[tuple[str, str, str], dict[tuple[Key, Key], Row]] = {}
        self.place: Json = None

    def position(self) -> Json:
        return self.place

    def set_position(self, position: Json) -> None:
        self.place = position

    def keys(self, kind: str, after: Key, limit: int) -> list[Key]:
        return sorted(key for key in self.nodes.get(kind, {}) if key > after)[:limit]

    def remove(self, kind: str, keys: list[Key]) -> None:
        for key in keys:
            del self.nodes[kind][key]
        for edges in self.edges.values():
            for ends in [ends for ends in edges if set(ends) & set(keys)]:
                del edges[ends]

    def put(self, kind: str, rows: list[Row]) -> None:
        self.nodes.setdefault(kind, {}).update({row["key"]: row for row in rows})

    def tie(self, kind: TieKind, ties: Ties) -> None:
        edges = self.edges.setdefault((kind.type, kind.start, kind.end), {})
        for owner, found in ties:
            for ends in [ends for ends in edges if ends[int(kind.at_end)] == owner]:
                del edges[ends]
            for other, props in found:
                start, end = (other, owner) if kind.at_end else (owner, other)
                if start in self.nodes.get(kind.start, {}) and end in self.nodes.get(kind.end, {}):
                    edges[start, end] = props

    def finish(self, now: Seconds) -> None:
        self.place = None

    def close(self) -> None:
        return

    def whole(self) -> object:
        return {kind: rows for kind, rows in self.nodes.items() if rows}, {
            kind: e for kind, e in self.edges.items() if e
        }


MADE = st.lists(
    st.tuples(st.sets(st.sampled_from(NAMES), min_size=1), st.sets(st.sampled_from(ABOUT)), st.booleans()),
    min_size=1,
    max_size=8,
)
Made = list[tuple[set[str], set[str], bool]]


def explored(made: Made, *, secrets: bool, hides: bool, before: Made = (), store: Store | None = None) -> object:  # type: ignore[assignment]
    """What can be explored of such an organisation, perhaps after a copy of what it was before."""
    folder, table = Path(mkdtemp()), Table()
    organisation = Organisation(folder, people(*NAMES), store)
    organisation.put(Paper("open", "Open", "Text.", ()))
    with organisation.store.writer() as writer:
        pairs = [
            KnowsAbout(EdgeKind.KNOWS_ABOUT, person(name), topic(about), documents=2)
            for name in NAMES
            for about in ABOUT
        ]
        writer.derive(EdgeKind.KNOWS_ABOUT, None, pairs)
        if hides:
            writer.say(Edge(EdgeKind.HIDES, person("ann"), topic("wind")))
    for each in (before, made):
        kept = {str(number): one for number, one in enumerate(each) if secrets or not one[2]}
        organisation.drop(*(str(number) for number in range(len(before)) if str(number) not in kept))
        organisation.put(
            *(
                Paper(name, f"Note {name}", "Text.", tuple(sorted(who)), hidden=shut)
                for name, (who, _, shut) in kept.items()
            )
        )
        organisation.mention({name: sorted(about) for name, (_, about, _) in kept.items()})
        for _ in publish(organisation.store, table, now=1, batch=2):
            pass
    organisation.store.close()
    shutil.rmtree(folder)
    return table.whole()


@given(MADE, st.booleans())
@settings(max_examples=12)
def test_a_hidden_document_changes_nothing_that_can_be_explored(made: Made, hides: bool) -> None:
    whole = explored(made, secrets=True, hides=hides)
    assert whole == explored(made, secrets=False, hides=hides)


@given(MADE, MADE)
@settings(max_examples=12)
def test_a_copy_again_is_the_same_as_a_copy_into_nothing(before: Made, made: Made) -> None:
    assert explored(made, secrets=True, hides=True, before=before) == explored(made, secrets=True, hides=True)


@pytest.mark.parametrize(("now", "told"), [(DAY, None), (9 * DAY - 1, None), (9 * DAY, date(1970, 1, 10))])
def test_a_day_to_leave_is_told_when_it_has_come(tmp_path: Path, now: Seconds, told: date | None) -> None:
    table = Table()
    organisation = Organisation(tmp_path, [replace(each, left=9 * DAY) for each in people("ann")])
    with closing(organisation.store) as store:
        for _ in publish(store, table, now=now):
            pass
    assert [row["left"] for row in table.nodes["person"].values()] == [told]


@pytest.mark.neo4j
def test_it_is_the_same_wherever_the_graph_is(neo4j_server: LocalNeo4j) -> None:
    made: Made = [({"ann", "bob"}, {"wind"}, False), ({"ann"}, {"sun"}, False), ({"cem"}, {"sun"}, True)]
    stored = explored(made, secrets=True, hides=True, store=emptied(neo4j_server))
    assert stored == explored(made, secrets=True, hides=True)


def test_an_account_of_hidden_documents_keeps_no_name_readable(tmp_path: Path) -> None:
    kees, jan = people("kees", "jan")
    known = [replace(kees, name="Kees Vos", opted_out=True), replace(jan, name="Jan Vos", anchor=False)]
    organisation = Organisation(tmp_path, known)
    organisation.put(
        Paper("plan", "Plan", "A plan.", ("kees",)), Paper("plot", "Plot", "A plot.", ("jan",), hidden=True)
    )
    with organisation.store.view(Viewer()) as everyone:
        assert people_shown(everyone).others == ()
    organisation.put(Paper("plot", "Plot", "A plot.", ("jan",)))
    with organisation.store.view(Viewer()) as everyone:
        assert [account.name for account in people_shown(everyone).others] == ["Jan Vos"]
    organisation.store.close()
