"""Published methods of finding experts, with the parameters of their papers, on what the product has in its index.

What each is given says `bench.collection`. A method takes a prepared collection and a question and gives the score of
each person by number; 0: not found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from bench.collection import AskedWords, Collection, Values, ask, collect, ids_of, run_of
from graph.store import Store
from models.index.contract import Index
from whoknows.jobs.evaluate import Report, report
from whoknows.jobs.trec_files import read_qrels, read_topics
from whoknows.wiring import SYSTEM

K1, B = 1.2, 0.75
RESTART, ENOUGH, MOST_STEPS = 0.5, 1e-4, 100
RAREST, WIDEST = 5, 0.25
"""Documents that a word is in at least, and the share of all that it is in at most, to count for propagation."""

Method: TypeAlias = Callable[["Prepared", AskedWords], Values]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What methods compute once for a collection: words by document and by person, and the graph of both."""

    collection: Collection
    lengths: Values
    usual: Values
    """Share of each word in all documents together."""
    by_word: Any
    """Documents by words as columns."""
    profiles: Any
    """Persons by words as columns: how often each is in all that a person worked on."""
    rarity: Values
    vectors: Any
    """tf-idf of documents by words, of length 1."""
    walk: Any
    """Probability of a step between documents and persons, from column to row."""

    @property
    def authors(self) -> Any:
        return self.collection.authors


def prepare(collection: Collection) -> Prepared:
    """What the methods share."""
    counts, authors = collection.counts, collection.authors
    totals = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    good = (having >= RAREST) & (having <= WIDEST * counts.shape[0])
    rarity = np.where(good, np.log((1.0 + counts.shape[0]) / (1.0 + having)) + 1.0, 0.0)
    vectors = sparse.csr_array(counts @ sparse.diags_array(rarity))
    norms = np.sqrt(np.asarray((vectors * vectors).sum(axis=1)).ravel())
    vectors = sparse.diags_array(1.0 / np.maximum(norms, 1e-12)) @ vectors
    graph = sparse.csr_array(sparse.block_array([[None, authors], [authors.T, None]]))
    degree = np.asarray(graph.sum(axis=0)).ravel()
    return Prepared(
        collection=collection,
        lengths=collection.lengths,
        usual=totals / max(float(totals.sum()), 1.0),
        by_word=sparse.csc_array(counts),
        profiles=sparse.csc_array(authors.T @ counts),
        rarity=rarity,
        vectors=sparse.csc_array(vectors),
        walk=graph @ sparse.diags_array(1.0 / np.maximum(degree, 1.0)),
    )


def _column(table: Any, columns: tuple[int, ...]) -> Values:
    """The sum of these columns: one word of a question in all languages."""
    found: Values = np.zeros(table.shape[0])
    for column in dict.fromkeys(columns):
        part = slice(table.indptr[column], table.indptr[column + 1])
        found[table.indices[part]] += table.data[part]
    return found


def reciprocal_rank(given: Prepared, asked: AskedWords) -> Values:
    """The sum of 1 / place of a person's documents (Macdonald and Ounis, 2006)."""
    return _votes(given, asked, 1.0 / np.arange(1, len(asked.rows) + 1))


def comb_mnz(given: Prepared, asked: AskedWords) -> Values:
    """The sum of the scores of a person's documents, times their number (Macdonald and Ounis, 2006)."""
    return _votes(given, asked, asked.scores) * _votes(given, asked, np.ones(len(asked.rows)))


def exp_comb_mnz(given: Prepared, asked: AskedWords) -> Values:
    """The same with e to the power of each score (Macdonald and Ounis, 2006)."""
    return _votes(given, asked, np.exp(asked.scores)) * _votes(given, asked, np.ones(len(asked.rows)))


def _votes(given: Prepared, asked: AskedWords, weights: Values) -> Values:
    return np.asarray(given.authors[asked.rows].T @ weights, dtype=np.float64)


def balog_1(given: Prepared, asked: AskedWords) -> Values:
    """Candidate model (Balog, Azzopardi and De Rijke, 2006 and 2009).

    A person's documents count equally; smoothing by the amount of text of a person against that of the average one.
    """
    documents = np.asarray(given.authors.sum(axis=0), dtype=np.float64).ravel()
    amount = np.asarray(given.authors.T @ given.lengths, dtype=np.float64)
    some = documents > 0
    part = float(amount[some].mean()) / (float(amount[some].mean()) + amount)
    scores, found = np.zeros(len(documents)), np.zeros(len(documents), dtype=bool)
    for columns in asked.words:
        likely = given.authors.T @ (_column(given.by_word, columns) / given.lengths) / np.maximum(documents, 1.0)
        found |= likely > 0
        scores += np.log((1.0 - part) * likely + part * given.usual[list(columns)].sum())
    return _positive(scores, found)


def balog_2(given: Prepared, asked: AskedWords) -> Values:
    """Document model (Balog, Azzopardi and De Rijke, 2006 and 2009).

    Authors share a document equally; smoothing by its length against that of the average document.
    """
    part = given.lengths.mean() / (given.lengths.mean() + given.lengths)
    likely, found = np.zeros(len(given.lengths)), np.zeros(len(given.lengths), dtype=bool)
    for columns in asked.words:
        count = _column(given.by_word, columns)
        found |= count > 0
        likely += np.log((1.0 - part) * count / given.lengths + part * given.usual[list(columns)].sum())
    hands = np.asarray(given.authors.sum(axis=1), dtype=np.float64).ravel()
    shift = float(likely.max(initial=0.0)) if not found.any() else float(likely[found].max())
    each = np.where(hands > 0, np.exp(likely - shift) / np.maximum(hands, 1.0), 0.0)
    able = np.asarray(given.authors.T @ found.astype(np.float64)) > 0
    return np.where(able, np.asarray(given.authors.T @ each, dtype=np.float64), 0.0)


def profile_bm25(given: Prepared, asked: AskedWords) -> Values:
    """BM25 over everything that a person worked on, as one document (k1 = 1.2, b = .75)."""
    amount = np.asarray(given.authors.T @ given.lengths, dtype=np.float64)
    people = int((amount > 0).sum())
    full = K1 * (1.0 - B + B * amount / max(float(amount[amount > 0].mean()), 1.0))
    scores: Values = np.zeros(len(amount))
    for columns in asked.words:
        count = _column(given.profiles, columns)
        having = int((count > 0).sum())
        scores += np.log1p((people - having + 0.5) / (having + 0.5)) * count * (K1 + 1.0) / (count + full)
    return scores


def propagation(given: Prepared, asked: AskedWords) -> Values:
    """A walk between documents and authors that restarts half the time (Brochier and others, 2018).

    It restarts at documents in proportion to the cosine of their tf-idf with that of the question.
    """
    like = np.zeros(len(given.lengths))
    for columns in asked.words:
        for column in dict.fromkeys(columns):
            like += given.rarity[column] * _column(given.vectors, (column,))
    if not like.any():
        return np.zeros(given.authors.shape[1])
    start = np.concatenate((like / like.sum(), np.zeros(given.authors.shape[1])))
    now = start
    for _ in range(MOST_STEPS):
        after = (1.0 - RESTART) * (given.walk @ now) + RESTART * start
        if np.abs(after - now).sum() < ENOUGH:
            break
        now = after
    found = np.asarray(given.authors.T @ like) > 0
    return np.where(found, after[len(given.lengths) :], 0.0)


def _positive(logs: Values, found: Any) -> Values:
    """Logarithms as scores above 0 in the same order; 0 where nothing was found."""
    least = float(logs[found].min()) if found.any() else 0.0
    return np.where(found, 1.0 + logs - least, 0.0)


METHODS: Mapping[str, Method] = {
    "Balog 1": balog_1,
    "Balog 2": balog_2,
    "CombMNZ": comb_mnz,
    "expCombMNZ": exp_comb_mnz,
    "reciprocal rank": reciprocal_rank,
    "profile BM25": profile_bm25,
    "propagation": propagation,
}


def published(store: Store, index: Index, corpus: Path) -> dict[str, Report]:
    """Each method on the questions of an unpacked corpus, by its name."""
    topics, qrels = read_topics(corpus / "truth" / "topics.tsv"), read_qrels(corpus / "truth" / "qrels.txt")
    with store.view(SYSTEM) as view:
        snapshot = index.snapshot()
        collection = collect(snapshot, view)
        given, ids = prepare(collection), ids_of(view, snapshot)
        asked = {topic.id: ask(collection, snapshot, view, topic) for topic in topics}
    runs = {
        name: {topic: run_of(_scaled(method(given, each)), ids, snapshot.roster.order) for topic, each in asked.items()}
        for name, method in METHODS.items()
    }
    return {name: report(name, run, qrels) for name, run in runs.items()}


def _scaled(scores: Values) -> Values:
    """At most 1, so that rounding tells apart what a method does."""
    return scores / max(float(scores.max(initial=0.0)), 1e-300)
