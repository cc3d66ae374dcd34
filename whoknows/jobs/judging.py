"""A blind round of judgements among colleagues: questions, for each a pool of people, and who knows by whose judgement.

The pool of a question holds the first people of several orders: the product's, each ranker's, and plain votes. They are
shown in an order that tells nothing. All of it comes from what is for everyone, so that whoever judges sees no hint of
what they may not read. A round is a file; every judgement is written at once.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import ir_measures
import numpy as np

from graph.facts import Key, Seconds
from graph.store import View
from models.answers import Question
from models.index.contract import Index, Snapshot
from models.rankers.matches import able_persons, match
from models.rankers.registry import RANKERS
from models.topic_list import list_topics
from whoknows.jobs.evaluate import product_run
from whoknows.jobs.reference import directory_ids, votes_of_index
from whoknows.jobs.trec_files import EvaluationError, TrecTopic

QUESTIONS = 20
FIRST = 5
"""People of the product's own answer and of plain votes that are in the pool."""
EACH = 3
"""People of each ranker that are in the pool."""
LARGEST = 12
MOST_TOPICS = 20_000
FEWEST = 3
"""Documents about a topic that is drawn as a question, at least."""


@dataclass(frozen=True, slots=True)
class PooledPerson:
    """Somebody of a pool: id in the directory, and what the one who judges is told."""

    id: str
    name: str
    function: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class PooledQuestion:
    """One question with its pool, in the order in which it is shown."""

    id: str
    text: str
    pool: tuple[PooledPerson, ...]


@dataclass(frozen=True, slots=True)
class GivenJudgement:
    """What one colleague (`by`, an id of the directory) says of one person: knows about it or not; None: unsure."""

    question: str
    person: str
    by: str
    knows: bool | None
    at: Seconds


@dataclass(frozen=True, slots=True)
class PastReport:
    """What an earlier report said: when, and the average precision of each question."""

    at: Seconds
    questions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class JudgedRound:
    """A round with all that was judged so far, each later judgement in the place of an earlier one of the same."""

    made: Seconds
    questions: tuple[PooledQuestion, ...]
    judgements: tuple[GivenJudgement, ...] = ()
    reports: tuple[PastReport, ...] = field(default=())

    def left(self, by: str) -> list[tuple[PooledQuestion, PooledPerson]]:
        """What this colleague has not judged yet, never themselves."""
        done = {(each.question, each.person) for each in self.judgements if each.by == by}
        return [
            (question, person)
            for question in self.questions
            for person in question.pool
            if (question.id, person.id) not in done and person.id != by
        ]

    def with_judgement(self, given: GivenJudgement) -> JudgedRound:
        """The round with this judgement."""
        return replace(self, judgements=(*self._without(given.question, given.person, given.by), given))

    def without_last(self, by: str) -> JudgedRound:
        """The round without the last judgement of this colleague."""
        mine = [each for each in self.judgements if each.by == by]
        return replace(self, judgements=self._without(mine[-1].question, mine[-1].person, by)) if mine else self

    def _without(self, question: str, person: str, by: str) -> tuple[GivenJudgement, ...]:
        same = (question, person, by)
        return tuple(each for each in self.judgements if (each.question, each.person, each.by) != same)

    @property
    def qrels(self) -> list[ir_measures.Qrel]:
        """Who knows by most of those who were sure; nobody of whom as many say so as not."""
        votes: dict[tuple[str, str], int] = {}
        for each in self.judgements:
            if each.knows is not None:
                pair = each.question, each.person
                votes[pair] = votes.get(pair, 0) + (1 if each.knows else -1)
        return [ir_measures.Qrel(*pair, int(balance > 0)) for pair, balance in votes.items() if balance]

    @property
    def topics(self) -> list[TrecTopic]:
        """The questions of which an expert was found."""
        known = {qrel.query_id for qrel in self.qrels if qrel.relevance > 0}
        return [TrecTopic(each.id, each.text) for each in self.questions if each.id in known]


def read_round(file: Path) -> JudgedRound | None:
    """The round in this file; None when there is no file. Raises EvaluationError."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return JudgedRound(
            int(said["made"]),
            tuple(
                PooledQuestion(each["id"], each["text"], tuple(PooledPerson(**person) for person in each["pool"]))
                for each in said["questions"]
            ),
            tuple(GivenJudgement(**each) for each in said["judgements"]),
            tuple(PastReport(**each) for each in said["reports"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError("round-unreadable", path=str(file)) from error


def write_round(file: Path, judged: JudgedRound) -> None:
    """Write the round, whole or not at all."""
    spare = file.with_name(f"{file.name}.new")
    try:
        spare.write_text(json.dumps(asdict(judged), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(spare, file)
    except OSError as error:
        raise EvaluationError("round-unwritable", path=str(file), reason=error.strerror or "") from error


def drawn_questions(view: View, index: Index, count: int, language: str, seed: int) -> list[TrecTopic]:
    """Topics of this organisation as questions: of as many equal parts, from broad to narrow, one each by chance."""
    snapshot, chance = index.snapshot(), random.Random(seed)
    found = [
        topic
        for topic in list_topics("", view, index, limit=MOST_TOPICS).topics
        if topic.documents >= FEWEST and not snapshot.topics.special[snapshot.topics.numbers[topic.key]]
    ]
    count = min(count, len(found))
    drawn = [
        chance.choice(found[part * len(found) // count : (part + 1) * len(found) // count]) for part in range(count)
    ]
    return [
        TrecTopic(f"topic-{place}", topic.labels.get(language) or next(iter(topic.labels.values())))
        for place, topic in enumerate(drawn, start=1)
    ]


def new_round(view: View, index: Index, topics: Sequence[TrecTopic], now: Seconds) -> JudgedRound:
    """A round over these questions. Those for which nobody is found have an empty pool and are left out."""
    snapshot = index.snapshot()
    people = directory_ids(view, snapshot)
    ours = product_run(view, index, topics, now)
    votes = votes_of_index(view, snapshot, people, [(each.id, each.text) for each in topics], now)
    names = {number: name for name, number in people.items()}
    questions = []
    for topic in topics:
        lists = [[person for person, _ in run[topic.id][:FIRST]] for run in (ours, votes)]
        lists += _by_rankers(view, snapshot, topic.text, names, now)
        ids = _in_turn(lists, LARGEST)
        random.Random(f"{now} {topic.id}").shuffle(ids)
        pool = tuple(_told(snapshot, name, people[name]) for name in ids if name in people)
        if pool:
            questions.append(PooledQuestion(topic.id, topic.text, pool))
    return JudgedRound(now, tuple(questions))


def _by_rankers(view: View, snapshot: Snapshot, text: str, names: Mapping[int, str], now: Seconds) -> list[list[str]]:
    access, able = snapshot.access_filter(view), able_persons(snapshot, leavers=False, now=now)
    asked = match(snapshot, access, Question(text), snapshot.parse(text, access), able)
    found = []
    for ranker in RANKERS:
        scores = np.round(ranker.scores(asked), 9)
        order = np.lexsort((snapshot.roster.order, -scores))[:EACH].tolist()
        found.append([names[person] for person in order if scores[person] > 0 and person in names])
    return found


def _in_turn(lists: Sequence[Sequence[str]], most: int) -> list[str]:
    """The first of each list, then the second of each, without those that are there already."""
    deepest = max(map(len, lists), default=0)
    found = dict.fromkeys(each[place] for place in range(deepest) for each in lists if place < len(each))
    return list(found)[:most]


def _told(snapshot: Snapshot, name: str, number: int) -> PooledPerson:
    row = snapshot.persons[number]
    return PooledPerson(name, row.name, row.function or "", row.department_name or "")


def agreement(judged: JudgedRound) -> tuple[int, int]:
    """Number of pairs of sure judgements of one person by two colleagues, and of those that say the same."""
    by: dict[tuple[Key, Key], list[bool]] = {}
    for each in judged.judgements:
        if each.knows is not None:
            by.setdefault((each.question, each.person), []).append(each.knows)
    pairs = same = 0
    for said in by.values():
        yes, count = sum(said), len(said)
        pairs += count * (count - 1) // 2
        same += yes * (yes - 1) // 2 + (count - yes) * (count - yes - 1) // 2
    return pairs, same
