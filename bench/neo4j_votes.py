"""Votes alone: how soon is it known who wrote the best 1,000 documents, from the index and from Neo4j itself?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from neo4j import GraphDatabase, Session

from graph.store import Viewer
from models.answers import Question
from models.index import Index
from models.index.reader import Sight, Snapshot
from models.rankers.asked import DEPTH, able_persons, ask
from models.rankers.documents import Documents

SHOWN = 10
FULL_TEXT = "CREATE FULLTEXT INDEX bench_text IF NOT EXISTS FOR (n:Document) ON EACH [n.title, n.text]"
VOTES = (
    "CALL db.index.fulltext.queryNodes('bench_text', $words, {limit: $depth}) YIELD node, score "
    "MATCH (node)<-[:WROTE]-(:Account)-[:IS]->(p:Person) "
    "RETURN p.key, sum(score) AS votes ORDER BY votes DESC LIMIT $shown"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Milliseconds of a question, the middle one: from the index, and from Neo4j; how many found nobody there."""

    index: float
    neo4j: float
    unanswered: int


def compare(uri: str, index: Index, questions: Sequence[str]) -> Beside:
    """Ask both the same, in turn, after as many that do not count."""
    snapshot = index.snapshot()
    sight = snapshot.sight(_Everyone())  # type: ignore[arg-type]
    with GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver, driver.session() as session:
        session.run(FULL_TEXT).consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        for text in questions:
            _from_neo4j(session, text)
            _from_index(snapshot, sight, text)
        ours, theirs, unanswered = [], [], 0
        for text in questions:
            theirs.append(_timed(lambda text=text: _from_neo4j(session, text)))
            ours.append(_timed(lambda text=text: _from_index(snapshot, sight, text)))
            unanswered += not _from_neo4j(session, text)
    return Beside(float(np.median(ours)), float(np.median(theirs)), unanswered)


class _Everyone:
    """A View that knows the rule for everyone, without a store."""

    viewer = Viewer()

    def rules(self) -> frozenset[str]:
        return frozenset({"rule:everyone"})


def _from_neo4j(session: Session, text: str) -> list[object]:
    with session.begin_transaction() as transaction:
        return list(transaction.run(VOTES, words=text, depth=DEPTH, shown=SHOWN))


def _from_index(snapshot: Snapshot, sight: Sight, text: str) -> list[int]:
    """The votes of the first ranker: for every person, the best ones first."""
    question, able = Question(text), able_persons(snapshot, leavers=False, now=None)
    scores = Documents().scores(ask(snapshot, sight, question, snapshot.parse(text), able))
    first = np.argpartition(-scores, min(SHOWN, len(scores) - 1))[:SHOWN]
    order: list[int] = first[np.argsort(-scores[first])].tolist()
    return order


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
