"""An organisation of 100,000 people with a real store and a real index, and a million documents in its columns.

People, departments, buildings and topics are in the store, and the index is made of it as always. To write a million
texts takes hours and says nothing about what is worked out from the columns; so documents, acts and which topics they
are about are drawn into the columns and tables of the index, in memory, with a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from bench.organisation import BATCH, RUN, SOURCE, named, word
from graph.facts import (
    EVERYONE,
    Account,
    ActKind,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Group,
    GroupKind,
    Location,
    Person,
    Term,
    Topic,
    key_of,
    person_key,
)
from graph.open_store import open_store
from graph.store import Store
from models.index import topics as topic_tables
from models.index.columns import ACT, DOCUMENT
from models.index.numbers import ACT_NUMBERS, DOCUMENT_KIND_NUMBERS, NEVER
from models.index.snapshot import OpenSnapshot
from whoknows.jobs.index import PASSED, passed, reindex

TEAM, TEAMS_IN, BUILDING = 12, 25, 400
NOW = 1_780_000_000
YEAR = 31_536_000
ABOUT = 3
"""Topics of a document."""
THREAD = 4
"""Documents that stand in one thread; half of all are messages there."""
NEAR = 0.85
"""Part of those with whom people work who sit near."""
FAR = 0.2
"""Part of the documents about something that the department does not work on."""


def put(store: Store, people: int, topics: int) -> None:
    """Put people in teams, departments and buildings, and topics, into an empty store."""
    facts = _facts(people)
    while batch := list(islice(facts, BATCH)):
        with store.writer() as writer:
            writer.expect(fact.node.key for fact in batch)
            for fact in batch:
                writer.put(fact, RUN)
    keys = [named("account", f"{each:06}") for each in range(people)]
    draw = random.Random(5)
    words = [f"subject {each:05}" for each in range(topics)]
    terms = [key_of("term", "en", each) for each in words]
    labelled = [key_of("topic", "en", each) for each in words]
    with store.writer() as writer:
        writer.derive("person", None, [Person(person_key(key), key, _name(draw)) for key in keys])
        writer.derive(
            EdgeKind.IS, None, [Edge(EdgeKind.IS, key, person_key(key), weight=1.0, role="own") for key in keys]
        )
        writer.derive("term", None, [Term(key, "en", each, each) for key, each in zip(terms, words, strict=True)])
        writer.derive(
            "topic",
            None,
            [Topic(key, {"en": each}, 1, 1, weight=0.5) for key, each in zip(labelled, words, strict=True)],
        )
        labels = [Edge(EdgeKind.LABELS, term, topic, weight=1.0) for term, topic in zip(terms, labelled, strict=True)]
        writer.derive("LABELS", None, labels)
        mentions = [Edge(EdgeKind.MENTIONS, named("document", "note"), term, count=1, weight=0.5) for term in terms]
        writer.derive("MENTIONS", None, mentions)


def _name(draw: random.Random) -> str:
    return f"{word(draw)} {word(draw)}".title()


def _facts(people: int) -> Iterator[Fact]:
    teams = max(people // TEAM, 1)
    for number in range(people // BUILDING + 1):
        name = f"Building {number:04}"
        yield Fact(Location(named("location", name), SOURCE, name, "building", name))
    for number in range(-(-teams // TEAMS_IN)):
        name = f"Department {number:04}"
        yield Fact(Group(named("group", name), SOURCE, name, GroupKind.DEPARTMENT, name, rule=EVERYONE))
    for number in range(teams):
        name = f"Team {number:05}"
        around = Edge(EdgeKind.PART_OF, named("group", name), named("group", f"Department {number // TEAMS_IN:04}"))
        yield Fact(Group(named("group", name), SOURCE, name, GroupKind.DEPARTMENT, name, rule=EVERYONE), (around,))
    note = Document(
        named("document", "note"), SOURCE, "note", DocumentKind.PAGE, "A note", text="A note.", at=NOW, rule=EVERYONE
    )
    wrote, draw = [], random.Random(5)
    for number in range(people):
        key, team = named("account", f"{number:06}"), min(number // TEAM, teams - 1)
        node = Account(key, SOURCE, f"{number:06}", _name(draw), anchor=True, vouched=True)
        edges = [
            Edge(EdgeKind.MEMBER_OF, key, named("group", f"Team {team:05}")),
            Edge(EdgeKind.AT, key, named("location", f"Building {number // BUILDING:04}")),
        ]
        wrote.append(Edge(EdgeKind.COMMENTED, key, note.key, at=NOW, count=1))
        yield Fact(node, tuple(edges))
    yield Fact(note, tuple(wrote))


def make(root: Path, url: str, people: int, topics: int) -> None:
    """Make the store there and the index in this folder, in a process of its own: nothing of it stays in memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        other.submit(_make, root, url, people, topics).result()


def _make(root: Path, url: str, people: int, topics: int) -> None:
    with closing(open_store(url)) as store:
        put(store, people, topics)
        store.ledger.set(PASSED, passed(store) + 1)
        reindex(store, index_of(root))


def store_of(root: Path) -> str:
    """Where the store of this folder is, when no server has it."""
    return f"sqlite:{root / 'bench.sqlite'}"


def index_of(root: Path) -> Path:
    """Where the index of this folder is."""
    return root / "index"


def filled(index: OpenSnapshot, documents: int) -> OpenSnapshot:
    """The same index with so many documents: most are about what the department of who wrote them works on."""
    draw = np.random.default_rng(22)
    persons, topics = len(index.persons), len(index.topics.rows)
    accounts = np.full(persons, -1, dtype=np.int64)
    bound = np.flatnonzero(index.person_of >= 0)
    accounts[index.person_of[bound]] = bound
    place = _Seats(index)
    page, reply = (DOCUMENT_KIND_NUMBERS[each] for each in (DocumentKind.PAGE, DocumentKind.REPLY))
    kind = np.where(draw.random(documents) < 0.5, page, reply)
    hands = np.where(kind == page, 1 + draw.integers(0, 4, documents), 1)  # one person writes a message
    begins = np.repeat(draw.integers(0, persons, -(-documents // THREAD)), THREAD)[:documents]
    first = np.where(kind == page, draw.integers(0, persons, documents), _near(draw, place, begins))
    ends = np.cumsum(hands)
    owner = np.repeat(np.arange(documents), hands)
    lead = np.zeros(len(owner), dtype=bool)
    lead[np.concatenate(([0], ends[:-1]))] = True
    people = np.where(lead, first[owner], _near(draw, place, first[owner]))
    at = NOW - draw.integers(0, 6 * YEAR, documents)
    about, ordinals = _about(draw, place.team[first], topics, documents)
    columns: dict[str, Any] = {
        "act_end": ends,
        "at": at,
        "kind": kind.astype(np.uint8),
        "rule": np.full(documents, index.columns["rule"][0]),
        "filed": np.full(documents, index.columns["filed"][0]),
        "group": np.full(documents, -1),
        "folder": np.full(documents, -1),
        "thread": (np.arange(documents) // THREAD).astype(np.uint64),
        "title_size": np.full(documents, 12, dtype=np.uint16),
        "public": np.ones(documents, dtype=np.uint8),
        "asks": (draw.random(documents) < 0.1).astype(np.uint8),
        "document": owner.astype(np.int32),
        "account": accounts[people].astype(np.int32),
        "deed": np.where(lead, ACT_NUMBERS[ActKind.WROTE], ACT_NUMBERS[ActKind.EDITED]).astype(np.uint8),
        "act_at": at[owner],
        "second": index.columns["second"][:1].repeat(len(owner)),
        "second_at": np.full(len(owner), NEVER),
        "share": (1 / hands[owner]).astype(np.float32),
    }
    for name in DOCUMENT | ACT:
        size = documents if name in DOCUMENT else len(owner)
        index.columns._arrays[name] = columns.get(name, np.zeros(size, dtype=index.columns[name].dtype)).astype(
            index.columns[name].dtype
        )
    index.columns.sizes = replace(index.columns.sizes, documents=documents, acts=len(owner))
    index.columns.alive = np.ones(documents, dtype=np.uint8)
    sorts = np.lexsort((ordinals, about))
    usual = np.bincount(about, minlength=topics) / ABOUT / documents
    index.topics = topic_tables.make(
        index.topics.rows,
        np.searchsorted(about[sorts], np.arange(topics + 1)).astype(np.int64),
        ordinals[sorts].astype(np.int32),
        np.full(len(sorts), 180, dtype=np.uint8),
        np.round(usual, 9),
    )
    return index


def _near(draw: np.random.Generator, seats: _Seats, people: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """For each of these people a colleague: mostly of the same team or one beside it."""
    count = len(seats.at)
    beside = seats.by_team[(seats.at[people] + draw.integers(-TEAM, TEAM + 1, len(people))) % count]
    found: np.ndarray[Any, Any] = np.where(
        draw.random(len(people)) < NEAR, beside, draw.integers(0, count, len(people))
    )
    return found


class _Seats:
    """People in the order of their teams: the place of each, and the number of the team."""

    def __init__(self, index: OpenSnapshot) -> None:
        teams = np.asarray([person.department or "" for person in index.persons])
        self.by_team = np.argsort(teams, kind="stable")
        self.at = np.argsort(self.by_team)
        self.team = np.unique(teams, return_inverse=True)[1]


def _about(
    draw: np.random.Generator, team: np.ndarray[Any, Any], topics: int, documents: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Pairs of a topic and a document, each once."""
    own = ((team // 2) * 7)[:, None] + draw.geometric(0.3, (documents, ABOUT))
    other = draw.zipf(1.4, (documents, ABOUT))
    found = np.where(draw.random((documents, ABOUT)) < FAR, other, own) % topics
    pairs = np.unique(found * documents + np.arange(documents)[:, None])
    return pairs // documents, pairs % documents
