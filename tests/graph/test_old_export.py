"""An export of version 2 is taken in under the names of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.facts import Edge, EdgeKind, KnowsAbout
from graph.line_check import Flaw, flaw_of
from graph.open_store import open_store
from tests.contracts.organisation import SYSTEM, account, edges, key, person, topic

WIND = topic("wind").key
OLD = [
    {
        "record": "node",
        "key": key("account", "ann"),
        "props": {"anchor": True, "name": "Ann", "native_id": "ann"},
        "source": "wiki",
    },
    {"record": "authored", "kind": "CLAIMS", "start": person("ann"), "end": WIND, "at": 3, "role": "used-to"},
    {"record": "authored", "kind": "HIDES", "start": person("ann"), "end": WIND},
    {"record": "derived", "key": WIND, "props": {"labels": {"nl": "wind"}}},
    {
        "record": "edge",
        "kind": "KNOWS_ABOUT",
        "start": person("ann"),
        "end": WIND,
        "at": 9,
        "count": 2,
        "size": 3,
        "weight": 1.0,
    },
]
NEW = {
    "record": "edge",
    "kind": "KNOWS_ABOUT",
    "start": person("ann"),
    "end": WIND,
    "documents": 2,
    "since": 3,
    "last": 9,
    "rank": 1,
}


def test_an_old_export_loads(tmp_path: Path) -> None:
    assert [flaw_of(line) for line in OLD] == [None] * len(OLD)
    store = open_store(f"sqlite:{tmp_path}/graph")
    assert store.load(OLD) == len(OLD)
    assert edges(store, EdgeKind.CLAIMS, SYSTEM) == [Edge(EdgeKind.CLAIMS, person("ann"), WIND, at=3, role="used-to")]
    assert edges(store, EdgeKind.HIDES, SYSTEM) == [Edge(EdgeKind.HIDES, person("ann"), WIND)]
    knows = KnowsAbout(EdgeKind.KNOWS_ABOUT, person("ann"), WIND, documents=2, since=3, last=9, rank=1)
    assert edges(store, EdgeKind.KNOWS_ABOUT, SYSTEM) == [knows]
    assert NEW in list(store.dump(derived=True))
    with store.view(SYSTEM) as view:
        assert view.get([key("account", "ann")]) == {key("account", "ann"): account("ann", anchor=True)}
    store.close()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({**NEW, "count": 2}, "count"),
        ({**NEW, "kind": "LIKES", "record": "authored"}, "documents"),
        ({"record": "authored", "kind": "LIKES", "start": person("ann"), "end": WIND}, "end"),
        (
            {"record": "authored", "kind": "LIKES", "start": person("ann"), "end": key("document", "a"), "role": "x"},
            "role",
        ),
        (
            {
                "record": "authored",
                "kind": "ENDORSES",
                "start": person("ann"),
                "end": person("bob"),
                "topic": "term:nl:x",
            },
            "topic",
        ),
    ],
)
def test_a_property_that_an_edge_has_not_is_a_flaw(line: dict[str, object], field: str) -> None:
    assert flaw_of(line) == Flaw(field)
