"""The measures are those that one can work out by hand, and all forms of topics are read."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ir_measures
import pytest

from graph.facts import EdgeKind, Endorsement
from models.index.opening import open_index
from models.rankers.registry import RANKERS
from tests.models.organisations import Organisation, Paper, people, person, topic
from whoknows.jobs.evaluate import Evaluation, evaluate, evaluate_judged, measured, paired_p, report
from whoknows.jobs.fit import FittedWeights, fit_weights
from whoknows.jobs.right_people import right_people
from whoknows.jobs.trec_files import EvaluationError, read_qrels, read_topics
from whoknows.wiring import SYSTEM

QRELS = [ir_measures.Qrel("q1", "ann", 2), ir_measures.Qrel("q1", "bob", 1), ir_measures.Qrel("q2", "cem", 1)]
RUN = {"q1": [("dee", 9.0), ("ann", 8.0), ("eva", 7.0), ("bob", 6.0)], "q3": [("ann", 1.0)]}


def test_a_case_that_was_worked_out_by_hand() -> None:
    values = measured(RUN, QRELS)
    assert values["MAP"]["q1"] == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert values["MRR"]["q1"] == pytest.approx(1 / 2)
    assert values["P@5"]["q1"] == pytest.approx(2 / 5)
    assert values["MAP"]["q2"] == 0.0, "a question that found nobody counts as 0"
    assert "q3" not in values["MAP"], "a question that was not judged does not count"


def test_equal_points_keep_the_order_of_the_list() -> None:
    values = measured({"q1": [("ann", 1.0), ("aaa", 1.0), ("zzz", 1.0), ("bob", 1.0)]}, QRELS)
    assert values["MAP"]["q1"] == pytest.approx((1 + 2 / 4) / 2)


def test_a_report_has_intervals_around_its_means_and_a_second_figure_for_the_pool() -> None:
    made = report("x", RUN, QRELS, frozenset({"ann", "bob"}))
    assert made.mean("MAP") == pytest.approx(0.25)
    assert made.mean("MAP", pooled=True) == pytest.approx(0.5)
    assert all(figure.low <= figure.mean <= figure.high for figure in (*made.figures, *made.pooled))


def test_a_paired_test_sees_a_difference_that_is_there() -> None:
    topics = [str(number) for number in range(40)]
    zero = dict.fromkeys(topics, 0.1)
    assert paired_p(zero, zero) == pytest.approx(1.0)
    assert paired_p(dict.fromkeys(topics, 0.3), zero) < 0.001


@pytest.mark.parametrize(
    "text",
    [
        "1\thydrogen tank\ten\n2\tgroene daken\tnl\n",
        "<top>\n<num> Number: 1\n<title> hydrogen tank\n</top>\n<top>\n<num> Number: 2\n<title> groene daken\n</top>",
        '<topics><topic number="1"><title>hydrogen tank</title></topic>'
        '<topic number="2"><title>groene daken</title></topic></topics>',
    ],
)
def test_topics_in_three_forms(tmp_path: Path, text: str) -> None:
    file = tmp_path / "topics"
    file.write_text(text, encoding="utf-8")
    assert [(topic.id, topic.text) for topic in read_topics(file)] == [("1", "hydrogen tank"), ("2", "groene daken")]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("", encoding="utf-8")
    with pytest.raises(EvaluationError, match="topics-none"):
        read_topics(tmp_path / "empty")
    with pytest.raises(EvaluationError, match="qrels-unreadable"):
        read_qrels(tmp_path / "none")


@pytest.mark.parametrize(("now", "found"), [(99, 1.0), (100, 0.0)])
def test_it_asks_as_people_do_at_this_moment(tmp_path: Path, now: int, found: float) -> None:
    """Who leaves on a day to come is found, who left is not."""
    (tmp_path / "topics").write_text("q1\thydrogen\n", encoding="utf-8")
    (tmp_path / "qrels").write_text("q1 0 ann 1\n", encoding="utf-8")
    made = Organisation(tmp_path, [replace(each, left=100) for each in people("ann")])
    made.put(Paper("tank", "Tank", "Hydrogen."))
    made.rebuild()
    with closing(made.store), open_index(made.root) as index:
        told = evaluate(made.store, index, tmp_path / "topics", tmp_path / "qrels", now=now)
    assert told.comparison.ours.mean("MAP") == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "qrels-none"),
        ("# nothing yet\n", "qrels-none"),
        ("q1 0 ann\n", "qrels-line"),
        ("q1 0 ann much\n", "qrels-line"),
        ("q1 0 Ann Vos 1\n", "qrels-line"),
    ],
)
def test_a_wrong_line_of_judgements_is_told_with_its_number(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "qrels").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=message):
        read_qrels(tmp_path / "qrels")


def test_remarks_empty_lines_and_the_mark_of_windows_files_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("\ufeffq1 0 ann 1\r\n\r\n# by Kees\r\nq1\t0\tbob\t0\r\n", encoding="utf-8")
    assert [(each.query_id, each.doc_id, each.relevance) for each in read_qrels(tmp_path / "qrels")] == [
        ("q1", "ann", 1),
        ("q1", "bob", 0),
    ]


def judged(folder: Path, topics: str, qrels: str) -> tuple[Evaluation, FittedWeights]:
    """What is told of a small organisation with these questions and judgements."""
    (folder / "topics").write_text(topics, encoding="utf-8")
    (folder / "qrels").write_text(qrels, encoding="utf-8")
    made = Organisation(folder, people("ann", "bob", "cem"))
    made.put(
        Paper("tank", "Tank", "Hydrogen in a tank.", ("ann",)),
        Paper("noise", "Noise", "Noise of a heat pump.", ("bob",)),
        Paper("both", "Pump", "A heat pump and a tank.", ("ann", "bob")),
        Paper("soup", "Soup", "Soup with bread.", ("cem",)),
    )
    made.rebuild()
    with closing(made.store), open_index(made.root) as index:
        files = folder / "topics", folder / "qrels"
        return evaluate(made.store, index, *files), fit_weights(made.store, index, *files)


def test_the_reference_is_votes_over_the_same_documents(tmp_path: Path) -> None:
    told, _ = judged(tmp_path, "q1\thydrogen\nq2\tnoise\nq3\tunjudged\n", "q1 0 ann 1\nq2 0 bob 1\n")
    assert told.comparison.reference.topics == 2
    assert told.comparison.reference.mean("MAP") == 1.0
    assert told.comparison.gain == 0.0
    assert told.comparison.p == 1.0
    assert told.unwritten is None


def test_questions_of_which_no_expert_wrote_the_rarest_word_are_told_apart(tmp_path: Path) -> None:
    told, _ = judged(tmp_path, "q1\thydrogen\nq2\theat pump noise\n", "q1 0 cem 1\nq2 0 bob 1\n")
    assert told.unwritten is not None
    assert list(told.unwritten.questions) == ["q1"]


@pytest.mark.parametrize(
    ("topics", "qrels", "message"),
    [("q1\thydrogen\n", "q9 0 ann 1\n", "qrels-of-others"), ("q1\thydrogen\n", "q1 0 zoe 1\n", "qrels-of-nobody")],
)
def test_files_that_do_not_belong_together_are_refused(tmp_path: Path, topics: str, qrels: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        judged(tmp_path, topics, qrels)


def test_experts_who_are_not_in_the_directory_are_told_and_count_as_missed(tmp_path: Path) -> None:
    told, _ = judged(tmp_path, "q1\thydrogen\n", "q1 0 ann 1\nq1 0 zoe 1\n")
    assert told.strange == ("zoe",)
    assert told.comparison.ours.mean("MAP") == 0.5


def test_weights_from_two_questions_are_offered_with_a_warning(tmp_path: Path) -> None:
    _, weights = judged(tmp_path, "q1\thydrogen\nq2\tnoise\n", "q1 0 ann 1\nq2 0 bob 1\n")
    assert weights.questions == 2
    assert not weights.enough
    assert set(weights.weights) == {ranker.name for ranker in RANKERS}


def test_what_colleagues_said_under_an_answer_is_judgements_without_who_said_it(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people("ann", "bob", "cem"))
    made.put(Paper("tank", "Tank", "Hydrogen in a tank.", ("ann",)), Paper("pump", "Pump", "A heat pump.", ("bob",)))
    made.mention({"tank": ["hydrogen"], "pump": ["heat pump"]})
    made.rebuild()
    with closing(made.store), open_index(made.root) as index:
        with made.store.view(SYSTEM) as view, pytest.raises(EvaluationError, match="nobody-said-right"):
            right_people(view)
        with made.store.writer() as writer:
            for by, right, about in (
                ("cem", "ann", "hydrogen"),
                ("bob", "ann", "hydrogen"),
                ("cem", "ann", "heat pump"),
            ):
                writer.say(Endorsement(EdgeKind.ENDORSES, person(by), person(right), at=1, topic=topic(about)))
        with made.store.view(SYSTEM) as view:
            asked, qrels = right_people(view)
        told = evaluate_judged(made.store, index, asked, qrels, origin="--said")
    assert {(each.text, each.language) for each in asked} == {("hydrogen", "en"), ("heat pump", "en")}
    assert [(each.doc_id, each.relevance) for each in qrels] == [("ann", 1), ("ann", 1)]
    assert told.comparison.ours.mean("MAP") == (1 + 1 / 2) / 2, "second for heat pumps: she is active in their folder"
