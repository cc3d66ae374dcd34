"""The reference for quality: votes by reciprocal rank over BM25, 1,000 deep, with the product's own engine.

Of a corpus it reads the shortcut of documents and authors (participants included), and nothing that the sources found;
of an organisation the documents and the people who worked on them, as the index has them.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np

from graph.facts import Account, Document, DocumentKind, Seconds, anchor_key
from graph.store import View
from models.answers import Question
from models.index.contract import READERS, Snapshot
from models.index.opening import PlainIndex
from models.rankers.matches import Matches, able_persons, match
from whoknows.jobs.trec_files import TrecTopic

DEPTH = 1000


def reference_run(shortcut: Path, questions: Sequence[tuple[str, str]]) -> dict[str, list[tuple[str, float]]]:
    """People named for each (id, question). Each of n authors gets 1 / log2(1 + n) of 1 / rank."""
    with tempfile.TemporaryDirectory() as folder:
        index = PlainIndex(Path(folder))
        authors: list[list[str]] = []
        for line in _lines(shortcut):
            people = list(dict.fromkeys([*line["authors"], *line.get("participants", [])]))
            if people:
                index.add(_document(line), line["text"])
                authors.append(people)
        index.commit()
        return {topic: _votes(index, authors, text) for topic, text in questions}


def _votes(index: PlainIndex, authors: Sequence[Sequence[str]], text: str) -> list[tuple[str, float]]:
    votes: dict[str, float] = {}
    for place, ordinal in enumerate(index.search(text, DEPTH), start=1):
        people = authors[ordinal]
        for person in people:
            votes[person] = votes.get(person, 0.0) + 1.0 / place / math.log2(1 + len(people))
    return sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))


def _lines(shortcut: Path) -> Iterator[dict[str, Any]]:
    with shortcut.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _document(line: dict[str, Any]) -> Document:
    return Document("", "", line["id"], DocumentKind.PAGE, line["title"] or line["id"], language=line["lang"])


def directory_ids(view: View, snapshot: Snapshot) -> dict[str, int]:
    """The number of each person of the index by their id in the directory."""
    keys = {number: anchor_key(row.key) for number, row in enumerate(snapshot.persons) if row.key}
    nodes = view.get(set(keys.values()))
    return {
        node.native_id: number for number, key in keys.items() if isinstance(node := nodes.get(key), Account)
    }  # fmt: skip


def votes_of_index(
    view: View,
    snapshot: Snapshot,
    people: Mapping[str, int],
    questions: Sequence[tuple[str, str]],
    now: Seconds | None = None,
) -> dict[str, list[tuple[str, float]]]:
    """People named for each (id, question) by votes over the documents of the index: 1 / rank / log2(1 + authors)."""
    able, access = able_persons(snapshot, leavers=False, now=now), snapshot.access_filter(view)
    names = {number: name for name, number in people.items()}
    runs = {}
    for topic, text in questions:
        found = match(snapshot, access, Question(text, everybody=True), snapshot.parse(text), able)
        runs[topic] = [(names[person], points) for person, points in _voted(found) if person in names]
    return runs


def _voted(matches: Matches) -> list[tuple[int, float]]:
    """Who worked on the matching documents, best first; each of the authors of one counts once."""
    columns, width = matches.index.columns, len(matches.able) + 1
    worked = (columns["share"][matches.rows] > 0) & (columns["deed"][matches.rows] < READERS)
    pairs = np.unique(matches.places[worked] * width + matches.owners[worked])
    places, persons = np.divmod(pairs, width)
    authors = np.bincount(places, minlength=len(matches.ordinals))
    votes = np.bincount(persons, weights=1.0 / (places + 1) / np.log2(1 + authors[places]))
    some = np.flatnonzero(votes)
    order = some[np.lexsort((some, -votes[some]))]
    return [(person, float(votes[person])) for person in order.tolist()]


def unwritten_questions(
    view: View,
    snapshot: Snapshot,
    people: Mapping[str, int],
    topics: Sequence[TrecTopic],
    qrels: Sequence[ir_measures.Qrel],
) -> frozenset[str]:
    """The questions of which no expert wrote the rarest word, in no form that is asked along.

    Somebody else may have: such a question is answered by other evidence than what its experts wrote.
    """
    profiles, found = snapshot.profiles_for(snapshot.access_filter(view)), set()
    experts: dict[str, list[int]] = {}
    for qrel in qrels:
        if qrel.relevance > 0 and qrel.doc_id in people:
            experts.setdefault(qrel.query_id, []).append(people[qrel.doc_id])
    for topic in topics:
        clauses = snapshot.parse(topic.text).clauses
        rarest = max(clauses, key=lambda clause: max(word.idf for way in clause.ways for word in way), default=None)
        wrote = profiles.bm25([rarest]) if rarest is not None else np.zeros(0)
        mine = [person for person in experts.get(topic.id, ()) if person < len(wrote) and wrote[person] > 0]
        if topic.id in experts and not mine:
            found.add(topic.id)
    return frozenset(found)
