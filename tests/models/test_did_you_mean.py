"""Another spelling is suggested where it finds more, and for no word that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.organisations import Organisation, Paper, people

PAPERS = (
    Paper("room", "Meeting room", "How to book a meeting room, and how to change it.", ("ann",)),
    Paper("parks", "Wind parks", "Management of contracts by Nout van Asselt, with suppliers.", ("bob",)),
    Paper("mail", "Management", "Plans of the management for next year.", ("cem",)),
    Paper("opslag", "Waterstofopslag", "De opslag van waterstof in een tank.", ("dee",), language="nl"),
    Paper("hidden", "Zeppelin", "A zeppelin over the canteen.", ("eve",), hidden=True),
)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = Organisation(tmp_path_factory.mktemp("spelling"), people("ann", "bob", "cem", "dee", "eve"))
    made.put(*PAPERS)
    made.rebuild()
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("question", "suggested"),
    [
        ("boot a meeting room", "book a meeting room"),
        ("meetign room", "meeting room"),
        ("waterstofopslga", "waterstofopslag"),
        ("wie weet iets van waterstofoplsag?", "waterstofopslag"),
        ("asset management", None),
        ("asset", None),
        ("meeting room", None),
        ("book a meeting room", None),
        ("contracts tink", None),
        ("zepelin", None),
        ("xyzzy", None),
        ("the of", None),
        ("", None),
    ],
)
def test_a_suggestion_finds_more_or_is_none(organisation: Organisation, question: str, suggested: str | None) -> None:
    assert organisation.ask(question).did_you_mean == suggested


@given(st.lists(st.sampled_from(["boot", "asset", "managment", "tink", "rooom", "opslga", "opslag"]), max_size=6))
def test_whatever_is_suggested_is_written(organisation: Organisation, words: list[str]) -> None:
    suggested = organisation.ask(" ".join(words)).did_you_mean
    if suggested is not None:
        before, after = (organisation.ask(text) for text in (" ".join(words), suggested))
        assert len(after.unwritten) < len(before.unwritten)
