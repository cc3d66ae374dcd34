"""Both text engines pass one suite, and the whole answer can stand upon either."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store import Viewer
from models.answers import Answer, Question
from models.experts import find_experts
from models.index import opening
from models.index.opening import IndexWriter, open_index
from models.index.text.engine import OpenEngine
from models.index.text.tantivy_engine import TantivyEngine
from tests.contracts.text_engine_suite import TextEngineSuite
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people
from tests.plain_engine import PlainEngine

PAPERS = (
    Paper("tank", "Hydrogen tank", "How a hydrogen tank is built and tested.", ("ann",), "gas"),
    Paper("valve", "Valves", "A valve for the hydrogen tank, and its pressure.", ("ann", "bob"), "gas"),
    Paper("garden", "The garden", "Roses and tulips in the garden behind the office.", ("cem",), "green"),
    Paper("opslag", "Waterstofopslag", "De opslag van waterstof in tanks.", ("dee",), "gas", language="nl"),
    Paper("board", "Merger", "The hydrogen merger.", ("dee",), "green", hidden=True),
)


class TestTantivy(TextEngineSuite):
    open_engine = TantivyEngine


class TestPlainEngine(TextEngineSuite):
    open_engine = PlainEngine


def _ask(made: Organisation, folder: Path, open_engine: OpenEngine, text: str, viewer: Viewer) -> Answer:
    with open_index(folder, open_engine) as index, made.store.view(viewer) as view:
        return find_experts(Question(text), view, index)


def _build(made: Organisation, root: Path, open_engine: OpenEngine) -> None:
    folder = opening.begin(root)
    writer = IndexWriter(folder, open_engine)
    with made.store.view(Viewer(system=True)) as view:
        writer.update(view, made.store.changes(0, 1000))
        writer.settle(view)
    writer.close()
    opening.publish(root, folder)


@pytest.mark.parametrize("viewer", [COLLEAGUE, INSIDER])
@pytest.mark.parametrize(
    "question", ["hydrogen tank", "garden", "wie weet iets van waterstofopslag?", "hydrogne", "merger", "quux"]
)
def test_an_answer_is_the_same_over_either_engine(tmp_path: Path, question: str, viewer: Viewer) -> None:
    made = Organisation(tmp_path, people("ann", "bob", "cem", "dee"))
    made.put(*PAPERS)
    answers = []
    for name, open_engine in (("tantivy", TantivyEngine), ("plain", PlainEngine)):
        _build(made, tmp_path / name, open_engine)
        answers.append(_ask(made, tmp_path / name, open_engine, question, viewer))
    made.store.close()
    first, second = answers
    assert [each.person for each in first.people] == [each.person for each in second.people]
    assert [each.key for each in first.documents] == [each.key for each in second.documents]
    assert (first.did_you_mean, first.unwritten) == (second.did_you_mean, second.unwritten)
