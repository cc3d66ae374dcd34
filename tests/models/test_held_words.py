"""Suggestions, synonyms and "nobody wrote" know only words that a document for everyone holds now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import Viewer
from models.index.writer import FEWEST
from tests.models.organisations import Organisation, Paper, people
from whoknows.jobs.index import open_writer

AIRSHIP = Paper("airship", "Airships", "The zeppelin is moored at the harbour.", ("ann",))
OTHERS = tuple(Paper(str(number), f"Lunch {number}", "Soup and bread in the canteen.", ("bob",)) for number in range(9))
WAYS: dict[str, Callable[[Organisation], None]] = {
    "drop": lambda made: made.drop("airship"),
    "edit": lambda made: made.put(replace(AIRSHIP, text="The balloon is moored at the harbour.")),
    "restrict": lambda made: made.put(replace(AIRSHIP, hidden=True)),
}


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(AIRSHIP, *OTHERS)
    made.rebuild()
    return made


def follow_without_settling(organisation: Organisation) -> bool:
    """Take in what changed, in the generation that is served; whether a new one is due."""
    with open_writer(organisation.root) as writer, organisation.store.view(Viewer(system=True)) as view:
        writer.update(view, organisation.store.changes(writer.seq, 1000))
        return writer.stale


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("followed", [False, True])
def test_a_word_that_no_document_holds_any_more_is_not_suggested(
    organisation: Organisation, way: str, followed: bool
) -> None:
    assert organisation.ask("zepelin").did_you_mean == "zeppelin"
    assert organisation.ask("zeppelin harbour").unwritten == ()
    WAYS[way](organisation)
    if followed:
        follow_without_settling(organisation)
    assert organisation.ask("zepelin").did_you_mean is None
    assert "zeppelin" in organisation.ask("zeppelin soup").unwritten


def test_a_word_that_others_hold_is_still_suggested(organisation: Organisation) -> None:
    organisation.put(replace(AIRSHIP, id="other"))
    organisation.follow()
    for _ in range(2):
        organisation.drop("airship")
        assert organisation.ask("zepelin").did_you_mean == "zeppelin"
        follow_without_settling(organisation)


def test_a_topic_is_also_searched_for_by_names_that_somebody_writes(organisation: Organisation) -> None:
    organisation.put(Paper("blimp", "Blimps", "The zeppelin, or blimp, flies."))
    organisation.mention({"blimp": ["blimp"]})
    organisation.follow()
    assert organisation.ask("blimp").documents
    organisation.drop("blimp")
    assert "blimp" not in organisation.ask("zeppelin").synonyms


def test_many_edits_order_a_new_generation(organisation: Organisation) -> None:
    for number in range(FEWEST - 1):
        organisation.put(replace(OTHERS[0], text=f"Soup and bread in the canteen, day {number}."))
        assert not follow_without_settling(organisation)
    organisation.put(replace(OTHERS[0], text="Soup and bread."))
    assert follow_without_settling(organisation)
