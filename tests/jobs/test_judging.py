"""A round of judgements: blind pools, answers that are kept, and what they say of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graph.store import View
from models.index.contract import Index
from models.index.opening import open_index
from tests.models.organisations import COLLEAGUE, Organisation, Paper, people
from whoknows.jobs.judged_report import RoundReport, report_round
from whoknows.jobs.judging import (
    GivenJudgement,
    JudgedRound,
    PastReport,
    PooledPerson,
    PooledQuestion,
    agreement,
    drawn_questions,
    new_round,
    read_round,
    write_round,
)
from whoknows.jobs.trec_files import EvaluationError, TrecTopic

ASKED = (TrecTopic("q1", "hydrogen"), TrecTopic("q2", "heat pump"), TrecTopic("q3", "zeppelin"))


@dataclass(frozen=True)
class Judging:
    """An organisation that is judged: what everybody may read of it, and its index."""

    view: View
    index: Index

    def begin(self) -> JudgedRound:
        return new_round(self.view, self.index, ASKED, 100)

    def report(self, judged: JudgedRound, at: int) -> tuple[RoundReport, JudgedRound]:
        found = report_round(self.view, self.index, judged, at)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judging]:
    made = Organisation(tmp_path_factory.mktemp("judging"), people("kees", "maaike", "joost", "anna"))
    made.put(
        Paper("tank", "Tank", "Hydrogen in a tank.", ("kees",), "kees"),
        Paper("pipe", "Pipe", "Hydrogen in a pipe.", ("maaike",), "maaike"),
        Paper("noise", "Noise", "Noise of a heat pump.", ("joost",), "joost"),
        Paper("secret", "Hydrogen", "Hydrogen hydrogen hydrogen.", ("anna",), hidden=True),
    )
    made.mention({"tank": ["hydrogen"], "pipe": ["hydrogen"], "noise": ["hydrogen", "noise"]})
    made.rebuild()
    with ExitStack() as stack:
        index = stack.enter_context(open_index(made.root))
        yield Judging(stack.enter_context(made.store.view(COLLEAGUE)), index)


def given(question: str, person: str, by: str, knows: bool | None) -> GivenJudgement:
    return GivenJudgement(question, person, by, knows, 200)


def answered(judged: JudgedRound, *said: GivenJudgement) -> JudgedRound:
    for each in said:
        judged = judged.with_judgement(each)
    return judged


def test_a_pool_has_everybody_found_in_what_is_for_everyone_and_nobody_else(judging: Judging) -> None:
    judged = judging.begin()
    pools = {each.id: {person.id for person in each.pool} for each in judged.questions}
    assert pools == {"q1": {"kees", "maaike"}, "q2": {"joost"}}


def test_nobody_judges_themselves_and_what_is_judged_is_not_asked_again(judging: Judging) -> None:
    judged = judging.begin()
    assert {person.id for _, person in judged.left("kees")} == {"maaike", "joost"}
    judged = answered(judged, given("q2", "joost", "kees", True))
    assert [person.id for _, person in judged.left("kees")] == ["maaike"]
    assert len(judged.left("anna")) == 3
    assert judged.without_last("kees").left("kees") == judging.begin().left("kees")
    assert judged.without_last("anna") == judged


def test_a_round_is_read_back_as_it_was_written(judging: Judging, tmp_path: Path) -> None:
    judged = answered(judging.begin(), given("q1", "kees", "anna", True), given("q2", "joost", "anna", None))
    judged = replace(judged, reports=(PastReport(150, {"q1": 0.5}),))
    write_round(tmp_path / "round.json", judged)
    assert read_round(tmp_path / "round.json") == judged
    assert read_round(tmp_path / "none.json") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"made": 1, "questions": [{"id": "q"}]}', '{"made": "x"}'])
def test_a_damaged_round_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "round.json").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match="round-unreadable"):
        read_round(tmp_path / "round.json")


def test_most_of_those_who_are_sure_decide_and_a_tie_decides_nothing() -> None:
    pool = tuple(PooledPerson(each, each) for each in ("kees", "maaike", "joost"))
    judged = answered(
        JudgedRound(1, (PooledQuestion("q", "pumps", pool),)),
        given("q", "kees", "a", True),
        given("q", "kees", "b", True),
        given("q", "kees", "c", False),
        given("q", "maaike", "a", True),
        given("q", "maaike", "b", False),
        given("q", "joost", "a", False),
        given("q", "joost", "b", None),
    )
    assert {(each.doc_id, each.relevance) for each in judged.qrels} == {("kees", 1), ("joost", 0)}
    assert agreement(judged) == (4, 1)


def test_a_report_has_figures_of_those_who_were_judged_and_the_change_since_the_last(judging: Judging) -> None:
    judged = judging.begin()
    assert report_round(judging.view, judging.index, judged, 300) is None
    judged = answered(judged, given("q1", "kees", "anna", False), given("q1", "maaike", "anna", True))
    first, remembered = judging.report(judged, 300)
    assert first.drift is None
    assert first.unjudged == 0
    assert first.comparison.ours.topics == 1
    assert 0 < first.comparison.ours.mean("MAP") <= 1
    again, _ = judging.report(answered(remembered, given("q1", "kees", "anna", True)), 400)
    assert again.drift is not None
    assert again.drift.since == 300
    assert again.drift.after == 1.0
    assert again.drift.before == first.comparison.ours.mean("MAP")


def test_questions_are_drawn_from_topics_the_same_ones_by_one_seed(judging: Judging) -> None:
    drawn = drawn_questions(judging.view, judging.index, 20, "en", 7)
    assert [each.text for each in drawn] == ["hydrogen"]
    assert drawn == drawn_questions(judging.view, judging.index, 20, "en", 7)
