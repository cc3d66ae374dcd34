"""Votes only: the time until it is known who wrote the best 1,000 documents, from the index and from Neo4j itself.

Both have the same documents, accounts, persons, rights and questions, warm, one question at a time, the whole list of
them in turn. Both give the persons with the sum of their votes in order: all who have any, as the fusion with other
rankers needs them, or only the first ten. A vote is exponential in the score of a document, times the share of the
work; only documents that are there and that the asker may read count, and only persons who may appear.

From the index, in this process: the question parsed (what it asks, topics, compounds, two languages), the right of each
hit looked up and hits fetched until a thousand may be read, ties in a fixed order, acts that somebody hides, the votes.

From Neo4j: `VOTES`, one statement on the product's graph, with the product's own condition for a document. It is the
fastest of some twenty that were tried: persons come as two lists in one record (records of their own cost half as much
again), acts are summed by account before their person is asked for, no label is checked twice. The page cache holds the
graph, the driver is the Rust one, and the transaction costs no journey of its own. It has less to do than the index: it
analyses as English alone, the share stands on the act and on the person whether they may appear, documents have no
terms, nothing that somebody hides is looked for, ties are as they come, and where hidden documents are among the best
it would have to ask again. Its journey (a quarter of a millisecond) is part of its time: there is no way without.

`BARE` is the least that it can do: whoever wrote a document has its vote, without rights and shares, without the
persons behind accounts, and with people who may not appear.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from neo4j import GraphDatabase

from graph.facts import EdgeKind
from graph.neo4j.schema import LIVE, types
from graph.neo4j.visible import node_visible
from graph.schema import ACTS
from models.answers import Question
from models.index.contract import AccessFilter, Snapshot
from models.rankers.matches import DEPTH, able_persons, match, per_person
from models.rankers.votes import SHARPNESS, votes

FEW = 10
WARM = 20
"""So often is everything asked before it counts: the server compiles what it does often, and needs fifteen for it."""
ROUNDS = 5
"""So often it counts."""
CACHE = {"server.memory.pagecache.size": "1g"}
FULL_TEXT = (
    "CREATE FULLTEXT INDEX bench_text IF NOT EXISTS FOR (n:Document) ON EACH [n.title, n.text] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}"
)
_HITS = "CALL db.index.fulltext.queryNodes('bench_text', $words, {limit: $depth}) YIELD node, score "
_VOTE = (
    "WITH collect([node, score]) AS hits UNWIND hits AS hit "
    "WITH hit[0] AS node, exp($sharpness * (hit[1] / hits[0][1] - 1.0)) AS vote "
)
_SHOWN = (
    "WITH person, votes ORDER BY votes DESC LIMIT $most "
    "RETURN collect(person.number) AS persons, collect(votes) AS votes"
)
VOTES = (
    f"{_HITS} WHERE {node_visible(('document',), 'node', system=False)} {_VOTE}"
    f"MATCH (node)<-[act:{types(ACTS)}]-(account) "
    f"WITH account, sum(vote * act.share) AS votes WHERE account.state = {LIVE} "
    f"MATCH (account)-[:{EdgeKind.IS}]->(person) WITH person, sum(votes) AS votes WHERE person.able {_SHOWN}"
)
BARE = f"{_HITS} {_VOTE} MATCH (node)<-[:{EdgeKind.WROTE}]-(person) WITH person, sum(vote) AS votes {_SHOWN}"

Voted = tuple[list[int], list[float]]
"""The numbers of persons and their votes, most votes first."""
Timed = tuple[Voted, float]


@dataclass(slots=True)
class VoteComparison:
    """Milliseconds of every question from the index and from Neo4j; and how alike they answered.

    `common` has, for each question, which share of the first ten of the index is among those of Neo4j.
    """

    index: list[float] = field(default_factory=list)
    neo4j: list[float] = field(default_factory=list)
    common: list[float] = field(default_factory=list)
    nobody: int = 0

    def add(self, ours: Sequence[Timed], theirs: Sequence[Timed]) -> None:
        """The same questions once more, from the index and from Neo4j."""
        for ((mine, _), spent), ((others, _), longer) in zip(ours, theirs, strict=True):
            self.index.append(spent)
            self.neo4j.append(longer)
            self.nobody += not mine or not others
            self.common.append(len({*mine[:FEW]} & {*others[:FEW]}) / max(1, len(mine[:FEW])))

    @property
    def times(self) -> float:
        """Factor by which the middle question is faster from the index."""
        return float(np.median(self.neo4j) / np.median(self.index))


def prepare(uri: str) -> float:
    """Make the full-text index of the server and wait for it; gives the seconds that it took."""
    began = time.perf_counter()
    with GraphDatabase.driver(uri) as driver, driver.session() as session:
        session.run(FULL_TEXT).consume()
        session.run("CALL db.awaitIndexes(600)").consume()
    return time.perf_counter() - began


def compare(
    uri: str, snapshot: Snapshot, access: AccessFilter, questions: Sequence[str], statement: str, most: Sequence[int]
) -> Iterator[VoteComparison]:
    """Ask both for each of these numbers of persons, Neo4j with this statement."""
    readable = [key for key, may in zip(snapshot.keys("rules"), access.rules.tolist(), strict=False) if may]
    with GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver, driver.session() as session:

        def theirs(text: str, number: int) -> Voted:
            # Only capital letters make AND, OR and NOT operators.
            values = {"words": text.lower(), "depth": DEPTH, "sharpness": SHARPNESS, "readable": readable}
            ((persons, votes),) = session.run(statement, values, most=number).values()
            return persons, votes

        def ours(text: str, number: int) -> Voted:
            return from_index(snapshot, access, text, number)

        for _ in range(WARM):
            _all(theirs, questions, most[0])
            _all(ours, questions, most[0])
        for number in most:
            found = VoteComparison()
            for _ in range(ROUNDS):
                found.add(_all(ours, questions, number), _all(theirs, questions, number))
            yield found


def from_index(snapshot: Snapshot, access: AccessFilter, text: str, most: int) -> Voted:
    """The votes of documents for their people, and nothing else of an answer."""
    question, able = Question(text), able_persons(snapshot, leavers=False, now=None)
    matches = match(snapshot, access, question, snapshot.parse(text), able)
    shares = snapshot.columns["share"].take(matches.rows)
    scores = per_person(matches, matches.owners, votes(matches).take(matches.places) * shares)
    voted = np.flatnonzero(scores)
    order = voted[np.argsort(-scores[voted])][:most]
    return order.tolist(), scores[order].tolist()


def _all(work: Callable[[str, int], Voted], questions: Sequence[str], most: int) -> list[Timed]:
    """What is found for each of these questions, with the milliseconds that it took."""
    found = []
    for text in questions:
        began = time.perf_counter()
        voted = work(text, most)
        found.append((voted, (time.perf_counter() - began) * 1000))
    return found
