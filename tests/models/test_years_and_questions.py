"""Years of work, and questions that nobody answered, over a real index: dated acts, and conversations of one person."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from graph.facts import DocumentKind
from graph.store import Viewer
from models.index.opening import open_index
from models.organisation_graph import OrganisationGraph, read_organisation_graph
from models.years_of_work import ENDS, QUARTER, YEAR
from tests.models.organisations import Organisation, Paper, people, topic

NAMES = ("ann", "bob", "cem")
NOW = 20 * YEAR
DAY = 86_400


def read(made: Organisation) -> OrganisationGraph:
    with open_index(made.root) as index, made.store.view(Viewer()) as view:
        return read_organisation_graph(index.snapshot(), view, NOW)


def page(number: int, who: str, before: int) -> Paper:
    return Paper(str(number), f"Note {number}", f"Text of note {number}.", (who,), at=NOW - before)


def test_each_year_counts_what_was_done_in_it(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    ages = [
        ("ann", 10),
        ("ann", 20),
        ("bob", 30),
        ("bob", QUARTER // DAY + 40),
        ("cem", 400),
        ("cem", 420),
        ("ann", 400),
    ]
    made.put(*(page(at, who, days * DAY) for at, (who, days) in enumerate(ages)))
    made.put(*(page(at, "bob", 5 * DAY) for at in range(20, 40)))
    made.mention({str(at): ["wind"] for at in range(len(ages))})
    made.rebuild()
    with closing(made.store):
        graph = read(made)
    told = graph.years_people[graph.topics.index(topic("wind"))].tolist()
    assert len(told) == len(ENDS)
    assert told == [0, 0, 0, 0, 2, 2, 3]  # a quarter ago: Bob, and what Ann and Cem did 400 days ago
    work = graph.years_work[graph.topics.index(topic("wind"))]
    assert work[4] == work[5] * 3 / 4 > 0


def test_a_question_counts_until_somebody_else_writes(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))

    def said(number: int, title: str, who: str, days: int, text: str = "") -> Paper:
        at = NOW - days * DAY
        told = text or f"{title}: who knows how to repair this part of a wind turbine?"  # no two alike
        return Paper(str(number), title, told, (who,), "chat", at=at, kind=DocumentKind.POST)

    made.put(
        said(1, "Gear box", "ann", 30),
        said(2, "Pump", "bob", 30),
        said(3, "Pump", "cem", 29, "Ask the yard, they did it last year."),
        said(4, "Blade", "cem", 2),  # of this week
        said(5, "Tower", "cem", 900),  # long ago
        said(6, "Cable", "bob", 30, "We laid the cable last year, it took three weeks."),  # tells
        said(7, "Crane", "ann", 30),
        said(8, "Crane", "ann", 29, "Nobody? I still need it."),  # of the same person
        *(page(at, "bob", 5 * DAY) for at in range(20, 30)),
    )
    made.mention({str(at): ["gear"] for at in (*range(1, 9), 20, 21)})
    made.rebuild()
    with closing(made.store):
        graph = read(made)
    assert graph.open_questions[1] == 1
    assert graph.open_questions[0] in {2, 3}  # "Nobody? I still need it." may ask as well
    assert graph.topics.index(topic("gear")) >= 0
    assert graph.askers[graph.topics.index(topic("gear"))] == 1
