"""Imported vocabularies: judgements in the name of the vocabulary, over which people win.

An import judges what the file says now and takes back what the last one said and this one does not. Which topic a
concept is follows from its labels: the topic that has one of them, else a new one. A concept of which people rejected
the name is left out.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from graph.curation import checked_label
from graph.decisions import DecisionError
from graph.facts import Concept, EdgeKind, Judgement, Key, Seconds, Term, Topic, Verdict, key_of
from graph.judgements import VOCABULARY, decide_topics
from graph.labelled_topics import LANGUAGES, call_anew
from graph.paging import all_nodes
from graph.store import Store, View, Viewer
from graph.terms import norm_of, term_key, topic_key

BATCH = 200
PAUSE = 0.002
"""Judgements in a transaction, and seconds between two: a command of a page gets its turn."""


@dataclass(frozen=True, slots=True)
class ImportedVocabulary:
    """What an import came to: concepts and labels that were read, and decisions that are new or were taken back.

    `skipped` are labels in another language, too long, of two concepts, or of a concept that people rejected.
    """

    name: str
    concepts: int = 0
    labels: int = 0
    new: int = 0
    gone: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ConceptLabel:
    """A label of a concept as a term; `named`: the concept is called by it."""

    term: Term
    named: bool


def adopt_vocabulary(
    store: Store, reader: Viewer, name: str, concepts: Sequence[Concept], at: Seconds
) -> ImportedVocabulary:
    """Judge what this vocabulary says now, and take back what it said before; without concepts nothing is left of it.

    Topics that are there change at once, the others come with the next choice of topics.
    """
    by = f"{VOCABULARY}:{name}"
    with store.view(reader) as view:
        judgements = view.judgements()
        known = {each.id: each for each in judgements if each.by == by}
        said = _Saying(by, at, view, judgements)
        for concept in concepts:
            said.take(concept)
        said.relate(concepts)
    fresh = [each for each in said.judgements.values() if each.id not in known or known[each.id].undone is not None]
    gone = [each for ident, each in known.items() if ident not in said.judgements and each.undone is None]
    changed = [*fresh, *(replace(each, undone=at, undone_by=by) for each in gone)]
    waiting = iter(changed)
    while batch := list(islice(waiting, BATCH)):
        with store.writer() as writer:
            terms = [said.terms[each.subject] for each in batch if each.undone is None and each.subject in said.terms]
            writer.derive("term", [term.key for term in terms], terms)
            for each in batch:
                writer.judge(each)
        time.sleep(PAUSE)
    call_anew(store, reader, {each.object for each in changed})
    return ImportedVocabulary(name, len(concepts), len(said.terms), len(fresh), len(gone), said.skipped)


def names_of_vocabularies(store: Store, reader: Viewer) -> list[str]:
    """The vocabularies that say something now, in order of their names."""
    with store.view(reader) as view:
        deciders = {each.by for each in view.judgements() if each.undone is None}
    return sorted(by.removeprefix(f"{VOCABULARY}:") for by in deciders if by.startswith(f"{VOCABULARY}:"))


class _Saying:
    """What a vocabulary says, as judgements by their ids. The same file on the same store gives the same."""

    def __init__(self, by: str, at: Seconds, view: View, known: Sequence[Judgement]) -> None:
        self._by, self._at, self._labelled = by, at, _labelled(view)
        self._before = {each.subject: each.object for each in known if each.by == by and each.undone is None}
        self._rejected = {term for term, home in decide_topics(known).homes.items() if home is None}
        self._topics: dict[str, Key] = {}
        self._taken: set[Key] = set()
        self.judgements: dict[str, Judgement] = {}
        self.terms: dict[Key, Term] = {}
        self.skipped = 0

    def take(self, concept: Concept) -> None:
        """Judge the labels of a concept to be its topic. A label of two concepts is that of the first."""
        labels = [each for each in self._labels(concept) if each.term.key not in self.terms]
        if not labels or concept.id in self._topics:
            return
        if any(each.named and each.term.key in self._rejected for each in labels):
            self.skipped += len(labels)
            return
        topic = self._topics[concept.id] = self._topic_of(concept, [each.term for each in labels])
        for each in labels:
            self.terms[each.term.key] = each.term
            verdict = Verdict.NAMED if each.named else Verdict.SAME
            self._judge(each.term.key, topic, verdict, each.term.surface)

    def relate(self, concepts: Iterable[Concept]) -> None:
        """Judge which topics are broader, without circles: of those the last one is left out."""
        above: dict[Key, set[Key]] = {}
        for concept in concepts:
            for other in concept.broader:
                low, high = self._topics.get(concept.id), self._topics.get(other)
                if low is None or high is None or low in _upwards(above, high):
                    continue
                above.setdefault(low, set()).add(high)
                self._judge(low, high, Verdict.BROADER, "")

    def _labels(self, concept: Concept) -> Iterator[ConceptLabel]:
        named = [(language, label, True) for language, label in concept.names.items()]
        seen: set[Key] = set()
        for language, written, name in (*named, *((language, label, False) for language, label in concept.others)):
            try:
                label = checked_label(written, language)
            except DecisionError:
                self.skipped += 1
                continue
            term = Term(term_key(language, norm_of(label)), language, norm_of(label), label)
            self.skipped += term.key in self.terms
            if term.key not in seen:
                seen.add(term.key)
                yield ConceptLabel(term, name)

    def _topic_of(self, concept: Concept, terms: Sequence[Term]) -> Key:
        """The topic of one of these labels by the last import, or as it is now, else of the first, else its own."""
        there = [self._before[each.key] for each in terms if each.key in self._before]
        there += [self._labelled[form] for each in terms if (form := (each.language, each.norm)) in self._labelled]
        own = key_of("topic", terms[0].language, f"{self._by} {concept.id}")
        topic = next(key for key in (*there, topic_key(terms[0].key), own) if key not in self._taken)
        self._taken.add(topic)
        return topic

    def _judge(self, subject: Key, target: Key, verdict: Verdict, label: str) -> None:
        told = f"{subject} {target} {verdict} {label}"
        ident = f"{self._by}:{hashlib.blake2b(told.encode(), digest_size=10).hexdigest()}"
        judgement = Judgement(ident, subject, target, verdict, self._by, self._at, label=label, act="import")
        self.judgements[ident] = judgement


def _labelled(view: View) -> dict[tuple[str, str], Key]:
    """The topic of each label by language and norm, as it is now; of several topics the first by key."""
    found: dict[tuple[str, str], Key] = {}
    edges = sorted(view.all_edges(EdgeKind.LABELS), key=lambda edge: (edge.end, edge.start))
    terms = view.get({edge.start for edge in edges}) if edges else {}
    for edge in edges:
        term = terms.get(edge.start)
        if isinstance(term, Term):
            found.setdefault((term.language, norm_of(term.surface)), edge.end)
            found.setdefault((term.language, term.norm), edge.end)
    labelling = {edge.end for edge in edges}
    for topic in all_nodes(view, Topic):
        for language, label in topic.labels.items() if topic.key in labelling else ():
            found.setdefault((language, norm_of(label)), topic.key)
    return {form: key for form, key in found.items() if form[0] in LANGUAGES}


def _upwards(above: Mapping[Key, set[Key]], topic: Key) -> set[Key]:
    found, waiting = set[Key](), [topic]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += above.get(at, ())
    return found
