"""Vectors of passages: of which documents, kept across generations, and never of what is not for everyone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.store import View, Viewer
from models.answers import Question
from models.index.contract import Snapshot
from models.index.meaning import PassageVectors, packed
from models.index.opening import open_index
from tests.models.concepts import PumpEncoder
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people
from whoknows.jobs.encoding import encode_all
from whoknows.jobs.index import open_writer

PUMP = Paper("pump", "Pump", "The pump leaks.", ("ann",))
BOILER = Paper("boiler", "Boiler", "The noise of a boiler.\n\n" + "It hums, and hums. " * 60, ("bob",))
HEAT = Paper("heat", "Heat", "Where the heat goes.", ("ann",), hidden=True)
QUESTION = Question("")
SYSTEM = Viewer(system=True)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(PUMP, BOILER, HEAT)
    made.rebuild()
    return made


def encode(organisation: Organisation) -> int:
    """Vectors of what has none yet; the number of passages."""
    with open_writer(organisation.root) as writer:
        return encode_all(writer, lambda _: None, lambda: False, PumpEncoder) or 0


def found(organisation: Organisation, text: str, viewer: Viewer = COLLEAGUE) -> list[str]:
    """The titles that are near this text, the nearest first."""

    def ask(snapshot: Snapshot, view: View) -> list[str]:
        vector = PumpEncoder().encode([text])[0]
        ordinals, near, _ = snapshot.nearest(vector, snapshot.access_filter(view), QUESTION, 10)
        return [snapshot.columns.name_of(int(at))[1] for at, each in zip(ordinals, near, strict=True) if each > 0.3]

    with open_index(organisation.root) as index, organisation.store.view(viewer) as view:
        return ask(index.snapshot(), view)


def test_what_means_the_same_is_near_in_whatever_language(organisation: Organisation) -> None:
    assert encode(organisation) == 1 + 2
    assert found(organisation, "een pomp met een lek") == ["Pump"]
    assert found(organisation, "geluid van de ketel") == ["Boiler"]


@pytest.mark.parametrize("viewer", [COLLEAGUE, INSIDER, SYSTEM])
def test_what_is_not_for_everyone_has_no_vector(organisation: Organisation, viewer: Viewer) -> None:
    encode(organisation)
    assert found(organisation, "warmte", viewer) == []


WAYS: dict[str, Callable[[Organisation], None]] = {
    "drop": lambda made: made.drop("pump"),
    "edit": lambda made: made.put(replace(PUMP, title="Tap", text="Nothing.")),
    "restrict": lambda made: made.put(replace(PUMP, hidden=True)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("viewer", [COLLEAGUE, INSIDER])
def test_what_is_withdrawn_is_found_no_more(organisation: Organisation, way: str, viewer: Viewer) -> None:
    encode(organisation)
    WAYS[way](organisation)
    assert found(organisation, "een pomp met een lek", viewer) == []
    organisation.follow()
    assert found(organisation, "een pomp met een lek", viewer) == []
    encode(organisation)
    assert found(organisation, "een pomp met een lek", viewer) == []


def test_only_what_is_new_is_encoded(organisation: Organisation) -> None:
    encode(organisation)
    organisation.put(Paper("leak", "Leaks", "Where pumps leak."))
    organisation.follow()
    assert found(organisation, "lek") == ["Pump"]
    assert encode(organisation) == 1
    assert sorted(found(organisation, "lek")) == ["Leaks", "Pump"]


def test_a_new_generation_keeps_vectors_of_what_did_not_change(organisation: Organisation) -> None:
    encode(organisation)
    organisation.put(replace(BOILER, text="Something else about the noise."))
    organisation.rebuild()
    assert found(organisation, "een pomp met een lek") == ["Pump"]
    assert found(organisation, "geluid van de ketel") == []
    assert encode(organisation) == 1


def test_copies_have_one_vector(organisation: Organisation) -> None:
    words = "The pump in the cellar leaks whenever the boiler is cleaned, and nobody knows why. " * 5
    for place in ("a", "b"):
        organisation.put(Paper(place, "Cellar", words, folder=place))
    organisation.follow()
    assert encode(organisation) == 1 + 2 + 1


def test_a_batch_that_is_broken_off_adds_nothing(organisation: Organisation) -> None:
    with open_writer(organisation.root) as writer:
        assert writer.encode(PumpEncoder(), lambda: True) == 0
    assert encode(organisation) == 3


@given(arrays(np.float32, st.tuples(st.integers(1, 40), st.just(4)), elements=st.floats(-1, 1, width=16)))
def test_the_nearest_are_those_with_the_nearest_passage(raw: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    vectors = raw + np.asarray([1.5, 0, 0, 0], np.float32)
    documents = np.arange(len(vectors), dtype=np.int32) // 3
    vector = np.asarray([0.5, -0.5, 0.5, 0.5], np.float32)
    made = PassageVectors(documents, packed(vectors))
    ordinals, near, which = made.nearest(vector, lambda found: found != 1, 5)
    cosines = vectors @ vector / np.linalg.norm(vectors, axis=1)
    best = {each: max(cosines[documents == each]) for each in set(documents.tolist()) - {1}}
    assert len(ordinals) == min(5, len(best))
    assert 1 not in ordinals
    assert near.tolist() == sorted(near.tolist(), reverse=True)
    assert near.tolist() == pytest.approx(sorted(best.values(), reverse=True)[:5], abs=0.02)
    for at, each, place in zip(ordinals.tolist(), near.tolist(), which.tolist(), strict=True):
        assert each == pytest.approx(best[at], abs=0.02)
        assert cosines[documents == at][place] == pytest.approx(best[at], abs=0.02)
