"""Votes alone: how soon is it known who wrote the best 1,000 documents, from the index and from Neo4j itself?

Both have the same documents, persons and questions, in turn, warm, one at a time, and give the persons with their votes
in order: all who have any, as the fusion with other rankers needs them, or only the first ten. From the index: the
question parsed, the top 1,000 searched with the right of each hit looked up and ties in a fixed order, their acts, the
votes summed for each person, in this process. From Neo4j: one Cypher statement that sums the same votes (exponential in
the score of a full text with the analyser `english`), over Bolt on loopback with the Rust driver, in a transaction that
costs no journey of its own, without rights and with ties as they come; no label is checked twice, and its page cache
holds the graph. Journeys and records are part of its time: there is no way to ask it without them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from neo4j import GraphDatabase, Session

from models.answers import Question
from models.index.reader import Sight, Snapshot
from models.rankers.asked import DEPTH, able_persons, ask
from models.rankers.documents import SHARPNESS, Documents

FEW = 10
WARM = 6
"""So often is everything asked before it counts: the server compiles what it does often."""
ROUNDS = 3
"""So often it counts."""
CACHE = {"server.memory.pagecache.size": "1g"}
FULL_TEXT = (
    "CREATE FULLTEXT INDEX bench_text IF NOT EXISTS FOR (n:Document) ON EACH [n.title, n.text] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}"
)
VOTES = (
    "CALL db.index.fulltext.queryNodes('bench_text', $words, {limit: $depth}) YIELD node, score "
    "WITH collect([node, score]) AS hits UNWIND hits AS hit "
    "WITH hit[0] AS node, exp($sharpness * (hit[1] / hits[0][1] - 1.0)) AS vote "
    "MATCH (node)<-[:WROTE]-(person) "
    "WITH person, sum(vote) AS votes ORDER BY votes DESC LIMIT $most "
    "RETURN person.number AS number, votes"
)

Voted = tuple[list[int], list[float]]
"""The numbers of persons and their votes, most votes first."""


@dataclass(slots=True)
class Beside:
    """Milliseconds of every question from the index and from Neo4j; and how alike they answered.

    `common` has, for each question, which share of the first ten of the index is among those of Neo4j.
    """

    index: list[float] = field(default_factory=list)
    neo4j: list[float] = field(default_factory=list)
    common: list[float] = field(default_factory=list)
    nobody: int = 0

    @property
    def times(self) -> float:
        """By how many times is the middle question faster from the index?"""
        return float(np.median(self.neo4j) / np.median(self.index))


def prepare(uri: str) -> float:
    """Make the full-text index of the server and wait for it; how many seconds did it take?"""
    began = time.perf_counter()
    with GraphDatabase.driver(uri) as driver, driver.session() as session:
        session.run(FULL_TEXT).consume()
        session.run("CALL db.awaitIndexes(600)").consume()
    return time.perf_counter() - began


def compare(uri: str, snapshot: Snapshot, sight: Sight, questions: Sequence[str], most: int) -> Beside:
    """Ask both for so many persons."""
    found = Beside()
    with GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver, driver.session() as session:
        for _ in range(WARM):
            for text in questions:
                _from_neo4j(session, text, most)
                from_index(snapshot, sight, text, most)
        for text in tuple(questions) * ROUNDS:
            theirs, spent = _timed(lambda text=text: _from_neo4j(session, text, most))
            found.neo4j.append(spent)
            ours, spent = _timed(lambda text=text: from_index(snapshot, sight, text, most))
            found.index.append(spent)
            first = set(ours[0][:FEW])
            found.nobody += not ours[0] or not theirs[0]
            found.common.append(len(first & set(theirs[0][:FEW])) / max(1, len(first)))
    return found


def _from_neo4j(session: Session, text: str, most: int) -> Voted:
    # Only capital letters make AND, OR and NOT operators.
    records = session.run(VOTES, words=text.lower(), depth=DEPTH, sharpness=SHARPNESS, most=most).values()
    return [record[0] for record in records], [record[1] for record in records]


def from_index(snapshot: Snapshot, sight: Sight, text: str, most: int) -> Voted:
    """The votes of the first ranker, and nothing else of an answer."""
    question, able = Question(text), able_persons(snapshot, leavers=False, now=None)
    scores = Documents().scores(ask(snapshot, sight, question, snapshot.parse(text), able))
    voted = np.flatnonzero(scores)
    order = voted[np.argsort(-scores[voted])][:most]
    return order.tolist(), scores[order].tolist()


def _timed(work: Callable[[], Voted]) -> tuple[Voted, float]:
    began = time.perf_counter()
    voted = work()
    return voted, (time.perf_counter() - began) * 1000
