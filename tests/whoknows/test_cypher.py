"""Every question of docs/cypher.md gets its right answer from a copy of the sample organisation."""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase, ResultSummary

from graph.facts import EdgeKind, Person
from graph.open_store import open_store
from graph.public import TIES, Row
from graph.store import Viewer
from tests.conftest import ROOT
from tests.graph.neo4j.stores import wipe
from tests.neo4j_server import LocalNeo4j
from whoknows.cli import run
from whoknows.sample.topics import read_topics

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
PAGE = (ROOT / "docs" / "cypher.md").read_text(encoding="utf-8")
STORAGE = "waterstofopslag"


def questions() -> dict[str, str]:
    """The questions of the page by their headings."""
    parts = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)[1:]
    found = {
        heading: re.findall(r"```cypher\n(.+?)```", text, re.DOTALL)
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }
    assert all(len(texts) == 1 for heading, texts in found.items() if heading != "What is in it")
    return {heading: texts[0] for heading, texts in found.items() if texts}


@dataclass(frozen=True)
class Truth:
    """What the sample organisation says of itself."""

    folder: Path

    @cached_property
    def people(self) -> dict[str, dict[str, str]]:
        with (self.folder / "people.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}

    @cached_property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "truth/facts.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def private_places(self) -> set[str]:
        return {each["container"] for each in self.facts["private"] if "container" in each}

    def knowing(self, topic: str, least: int = 1) -> set[str]:
        """The names of who knows of this topic: 2 for experts."""
        lines = (self.folder / "truth/qrels.txt").read_text(encoding="utf-8").splitlines()
        found = [line.split() for line in lines]
        return {self.people[row[2]]["name"] for row in found if row[0] == f"{topic}-1" and int(row[3]) >= least}

    def called(self, topic: str) -> set[str]:
        """All that this topic is called, in lower case."""
        lines = (self.folder / "truth/topics.tsv").read_text(encoding="utf-8").splitlines()
        return {line.split("\t")[1].lower() for line in lines if re.match(rf"{topic}-\d+\t", line)}

    def departments(self, names: set[str]) -> set[str]:
        return {row["department"].split(" / ")[0] for row in self.people.values() if row["name"] in names}

    def bosses(self, name: str) -> list[str]:
        """The names of the managers above this person, the nearest first."""
        row = next(row for row in self.people.values() if row["name"] == name)
        found = []
        while row["manager"]:
            row = self.people[row["manager"]]
            found.append(row["name"])
        return found

    def steps(self, start: str, end: str) -> int:
        """Number of ties between these two people over what they worked on, by a search of our own."""
        store = open_store(f"sqlite:{self.folder}/whoknows.db")
        with store.view(Viewer()) as view:
            owners = {edge.start: edge.end for edge in view.all_edges(EdgeKind.IS)}
            near: dict[str, set[str]] = {}
            for kind in (EdgeKind.WROTE, EdgeKind.EDITED, EdgeKind.ANSWERED):
                for edge in view.all_edges(kind):
                    near.setdefault(owners[edge.start], set()).add(edge.end)
                    near.setdefault(edge.end, set()).add(owners[edge.start])
            nodes = view.get([*owners.values()])
        store.close()
        names = {node.name: key for key, node in nodes.items() if isinstance(node, Person)}
        far, waiting = {names[start]: 0}, deque([names[start]])
        while waiting:
            here = waiting.popleft()
            for there in near.get(here, set()) - far.keys():
                far[there] = far[here] + 1
                waiting.append(there)
        return far[names[end]]


Rows = list[Row]


def who_knows(rows: Rows, truth: Truth) -> None:
    assert rows[0]["person"] in truth.knowing(STORAGE, least=2)
    assert len({row["person"] for row in rows[:3]} & truth.knowing(STORAGE)) >= 2
    assert len({row["person"] for row in rows[:5]} & truth.knowing(STORAGE)) >= 3


def what_somebody_knows(rows: Rows, truth: Truth) -> None:
    assert "Maaike Hartlief" in truth.knowing(STORAGE) & truth.knowing("elektrolyse")
    assert {STORAGE, "elektrolyse"} <= {row["topic"].lower() for row in rows}


def who_knows_both(rows: Rows, truth: Truth) -> None:
    both = truth.knowing(STORAGE) & truth.knowing("elektrolyse")
    assert "Maaike Hartlief" in {row["person"] for row in rows}
    assert {row["person"] for row in rows} <= both


def the_way(rows: Rows, truth: Truth) -> None:
    (way,) = (row["way"] for row in rows)
    start, *_, end = way
    assert (start, end) == ("Maaike Hartlief", "Rianne Hofstede")
    assert len(way) - 1 == truth.steps(start, end)


def one_pair_of_shoulders(rows: Rows, truth: Truth) -> None:
    (alone,) = truth.facts["single_person_topics"]
    found = {row["topic"].lower(): row["person"] for row in rows}
    assert found[alone["labels"]["nl"]] == truth.people[alone["person"]]["name"]
    assert STORAGE not in found, "several people know about that"


def what_one_takes_along(rows: Rows, truth: Truth) -> None:
    (alone,) = truth.facts["single_person_topics"]
    assert truth.people[alone["person"]]["name"] == "Gerrit-Jan Haanstra"
    assert alone["labels"]["nl"] in [row["topic"] for row in rows[:3]]


def what_leavers_took_along(rows: Rows, truth: Truth) -> None:
    leavers = {each["name"]: each["left"] for each in truth.facts["leavers"]}
    assert {(row["gone"], str(row["left"])) for row in rows} <= set(leavers.items())
    assert not leavers.keys() & {name for row in rows for name in row["now"]}
    (elin,) = (row for row in rows if (row["gone"], row["topic"]) == ("Elin Bergström", "electrolysis"))
    assert elin["now"][0] in truth.knowing("elektrolyse", least=2)


def departments_apart(rows: Rows, truth: Truth) -> None:
    (case,) = truth.facts["untied_departments"]
    found = {(row["one"], row["other"]): {name.lower() for name in row["topics"]} for row in rows}
    called = set.union(*(truth.called(topic) for topic in case["topics"]))
    assert found[tuple(sorted(case["departments"]))] & called  # type: ignore[index]
    assert ("Drinkwater", "Ingenieursbureau") not in found, "they work together all the time"


def departments_that_know(rows: Rows, truth: Truth) -> None:
    assert {row["department"] for row in rows} == truth.departments(truth.knowing(STORAGE, least=2))


def what_to_read(rows: Rows, truth: Truth) -> None:
    assert "Waterstofopslag, ontwerpgids" in [row["title"] for row in rows]
    assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)


def what_is_near(rows: Rows, truth: Truth) -> None:
    (topic,) = (each for each in read_topics() if each.id == STORAGE)
    assert "veiligheidsregio" in str(topic.packs["nl"]).lower(), "the texts of this topic speak of it"
    assert "veiligheidsregio" in [row["topic"] for row in rows]


def where_it_is_written(rows: Rows, truth: Truth) -> None:
    names = {row["name"] for row in rows}
    assert {"Wiki Veldermark Water & Energie", "Vraagbaak Energietransitie"} <= names
    assert not names & truth.private_places


def the_bosses(rows: Rows, truth: Truth) -> None:
    assert [row["boss"] for row in rows] == truth.bosses("Gerrit-Jan Haanstra") != []


ANSWERS: Mapping[str, Callable[[Rows, Truth], None]] = {
    "Who knows about hydrogen storage?": who_knows,
    "What does Maaike Hartlief know about?": what_somebody_knows,
    "Who knows of both hydrogen storage and electrolysis?": who_knows_both,
    "How do I get to somebody?": the_way,
    "Which topics rest on one pair of shoulders?": one_pair_of_shoulders,
    "What would Gerrit-Jan Haanstra take along?": what_one_takes_along,
    "What did people who left work on, and who knows about it now?": what_leavers_took_along,
    "Which departments work on one subject without knowing each other?": departments_apart,
    "In which departments is it known?": departments_that_know,
    "What should I read first about it?": what_to_read,
    "What is it often mentioned together with?": what_is_near,
    "Where is it written about?": where_it_is_written,
    "Who could introduce me to Gerrit-Jan Haanstra?": the_bosses,
}


@pytest.fixture(scope="module")
def explored(sample: Path, neo4j_server: LocalNeo4j) -> Iterator[Driver]:
    """A copy of the sample organisation for people who explore."""
    wipe(neo4j_server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_TARGET_USER", neo4j_server.user)
        patch.setenv("NEO4J_TARGET_PASSWORD", neo4j_server.password)
        assert run(["copy", "--public", neo4j_server.uri, "-s", str(sample)]) == 0
    auth = (neo4j_server.user, neo4j_server.password) if neo4j_server.password else None
    with GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        yield driver


def test_every_question_has_an_answer_here() -> None:
    assert list(questions()) == list(ANSWERS)


def _complaints(summary: ResultSummary) -> list[str]:
    """What the server says of labels, types and properties that it does not know."""
    return [each.status_description for each in summary.gql_status_objects if each.is_notification]


@pytest.mark.parametrize("question", ANSWERS)
def test_the_answer_is_right(question: str, explored: Driver, sample: Path) -> None:
    found = explored.execute_query(questions()[question])  # type: ignore[arg-type]
    assert not _complaints(found.summary), "every label, type and property exists"
    ANSWERS[question]([dict(record) for record in found.records], Truth(sample))


def test_the_page_names_what_is_in_it(explored: Driver) -> None:
    told = PAGE[: PAGE.index("\n## Who knows")]
    records = explored.execute_query(
        "MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT labels(n)[0] AS label, key"
    ).records
    for label, key in records:
        if label == "WhoKnowsCopy" or key == "key":
            continue
        (row,) = re.findall(rf"^\| `{label}` \| (.+) \|$", told, re.MULTILINE)
        assert f"`{key}`" in row, (label, key)
    for type_ in {tie.type for ties in TIES.values() for tie in ties}:
        assert type_ in told


def test_no_private_word_of_the_sample_can_be_explored(explored: Driver, sample: Path) -> None:
    records = explored.execute_query("MATCH (n) RETURN properties(n) AS it").records
    said = json.dumps([record["it"] for record in records], default=str, ensure_ascii=False).lower()
    assert STORAGE in said
    for label in ("salarisschalen", "sociaal plan", "forensic report", "tweede spoor"):
        assert label not in said
    for place in Truth(sample).private_places:
        assert f'"{place.lower()}"' not in said
