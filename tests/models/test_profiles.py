"""Whose whole work is about a question: counts of words per person, made anew in parts."""

from __future__ import annotations

import multiprocessing
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.index import counting, profiles
from models.index.columns import GIVEN, Columns, ColumnWriter, Sizes
from models.index.contract import Clause, IndexProblem, Word
from models.index.numbers import LANGUAGE_CODES as LANGUAGE
from models.index.numbers import READERS
from models.index.profiles import Profiles

WORDS = ("waterstof", "opslag", "python", "tunnel", "beton", "verf")
WROTE, LIKED = 0, READERS + 1
Written = tuple[int, str, float, int]
"""The account, the text, the share of the work, and the kind of the act."""


def columns_of(folder: Path, written: list[Written]) -> Columns:
    """One Dutch document for each act."""
    writer = ColumnWriter(folder, Sizes())
    for ordinal, (account, text, share, deed) in enumerate(written):
        writer.add_act((ordinal, account, deed, 0, 1, 255, 0, 0, share))
        told = tuple(1 if name in ("language", "public") else 0 for name in GIVEN)
        writer.add_document(told, b"key", b"", b"", text.encode())
    return Columns(folder, writer.flush())


def tabulated(
    columns: Columns, people: int, before: Profiles | None = None, persons: set[int] | None = None
) -> Profiles:
    """The profiles where account and person have the same number."""
    return profiles.tabulate(
        columns,
        person_of=np.arange(people, dtype=np.int64),
        readable=np.ones(columns.sizes.documents, dtype=bool),
        acts=np.ones(columns.sizes.acts, dtype=bool),
        before=before if before is not None else profiles.empty(),
        persons=persons,
    )


def asked(*words: str) -> list[Clause]:
    return [Clause(((Word("nl", word),),)) for word in words]


def scores(written: list[Written], *words: str) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        table = tabulated(columns_of(Path(folder), written), 3)
        return [float(each) for each in table.likelihood(asked(*words))]


LONG = "beton " * 30
CASES: list[tuple[str, list[Written], list[int]]] = [
    ("who wrote it is found, others are not", [(0, "waterstof", 1.0, WROTE), (1, LONG, 1.0, WROTE)], [0]),
    (
        "more of one's work goes first",
        [(0, "waterstof " + LONG, 1.0, WROTE), (1, "waterstof beton", 1.0, WROTE)],
        [1, 0],
    ),
    (
        "more often, in work of one length, goes first",
        [(0, "waterstof waterstof beton", 1.0, WROTE), (1, "waterstof beton beton", 1.0, WROTE), (2, LONG, 1.0, WROTE)],
        [0, 1],
    ),
    (
        "a larger share goes first",
        [(0, "waterstof", 0.2, WROTE), (1, "waterstof", 1.0, WROTE), (2, LONG, 1.0, WROTE)],
        [1, 0],
    ),
    (
        "who only liked it is not found",
        [(0, "waterstof", 1.0, WROTE), (1, "waterstof", 1.0, LIKED), (2, LONG, 1.0, WROTE)],
        [0],
    ),
]


@pytest.mark.parametrize(("what", "written", "order"), CASES, ids=[each[0] for each in CASES])
def test_the_order_of_people(what: str, written: list[Written], order: list[int]) -> None:
    found = scores(written, "waterstof")
    assert (
        sorted((person for person in range(len(found)) if found[person] > 0), key=lambda each: -found[each]) == order
    ), what


def test_a_question_in_words_that_nobody_wrote_finds_nobody() -> None:
    assert not any(scores([(0, "waterstof", 1.0, WROTE)], "quantum"))
    assert not any(scores([], "waterstof"))


def test_the_best_way_to_say_it_counts_and_not_their_sum() -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = tabulated(columns_of(Path(folder), [(0, "waterstof python", 1.0, WROTE), (1, LONG, 1.0, WROTE)]), 2)
        ways = Clause(((Word("nl", "waterstof"),), (Word("nl", "python"),)))
        assert table.likelihood([ways])[0] == pytest.approx(table.likelihood(asked("waterstof"))[0])


WRITTEN = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join),
        st.sampled_from([0.25, 0.5, 1.0]),
        st.sampled_from([WROTE, LIKED]),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@given(WRITTEN, WRITTEN, st.data())
@settings(max_examples=30)
def test_counting_some_people_anew_is_counting_everybody(
    first: list[Written], later: list[Written], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as old, tempfile.TemporaryDirectory() as new:
        before = tabulated(columns_of(Path(old), first), 4)
        columns = columns_of(Path(new), first + later)
        changed = {account for account, *_ in later} | data.draw(st.sets(st.integers(0, 3)))
        after, anew = tabulated(columns, 4, before, changed), tabulated(columns, 4)
        for part in profiles.PARTS:
            assert np.array_equal(getattr(after, part), getattr(anew, part)), part


MUCH: list[Written] = [(number % 5, f"waterstof opslag nummer {number} " * 3, 0.5, WROTE) for number in range(40)]


def test_two_processes_count_what_one_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = columns_of(tmp_path, MUCH)
    alone = tabulated(columns, 5)
    monkeypatch.setattr(counting, "SHARED", 1)
    shared = tabulated(columns, 5)
    for part in profiles.PARTS:
        assert np.array_equal(getattr(shared, part), getattr(alone, part)), part


def test_when_the_second_process_is_killed_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = columns_of(tmp_path, MUCH)
    monkeypatch.setattr(counting, "SHARED", 1)
    monkeypatch.setattr(counting, "count_all", lambda *_: _kill_children())
    with pytest.raises(IndexProblem, match="index-process-ended"):
        tabulated(columns, 5)


def _kill_children() -> list[counting.Counts]:
    for child in multiprocessing.active_children():
        child.kill()
    return []


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    columns = columns_of(tmp_path / "columns", [(0, "waterstof opslag", 1.0, WROTE)])
    table = tabulated(columns, 1)
    profiles.write(table, tmp_path, 7)
    again = profiles.read(tmp_path, 7)
    assert again.likelihood(asked("waterstof")).tolist() == table.likelihood(asked("waterstof")).tolist()
    assert LANGUAGE[1] == "nl"
