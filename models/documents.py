"""Lists of documents that can be read to their end: those that match a question, of a topic, a person or a group.

Of copies of one text a list has one, with the places of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

from graph.facts import Account, Key, Node, Seconds, anchor_key
from graph.store import View
from models.acts import seconds
from models.answers import DocumentHit, DocumentList, DocumentsQuestion, Question
from models.asking.signs import with_signs
from models.copies import Copies, copies_of, places_of_copies, shown_copies, tell_copies
from models.evidence import Summaries
from models.exact import with_exact
from models.grouping import is_among
from models.index.contract import DOCUMENT_KINDS, AccessFilter, Index, ParsedQuestion, Snapshot
from models.index.text.snippets import finder
from models.knowledge import documents_about, own_work
from models.rankers.matches import DEPTH, able_persons
from models.withdrawn import fetched

SHOWN_PEOPLE = 3
Ordinals = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A page of a list in numbers of the index: its documents and the persons behind each, and how long the list is."""

    listed: list[int]
    total: int
    most: int | None
    people: list[list[Key]]
    access: AccessFilter
    copies: Copies
    places: set[Key]

    @property
    def shown(self) -> set[int]:
        """The documents that are shown: those of the page, and what is told of their copies."""
        return {*self.listed} | shown_copies(self.copies)

    @property
    def keys(self) -> set[Key]:
        """The keys of the accounts of those people, and of the places of copies."""
        return {anchor_key(key) for keys in self.people for key in keys} | self.places


def list_documents(wanted: DocumentsQuestion, view: View, index: Index, now: Seconds | None = None) -> DocumentList:
    """A page of the documents that the asker may read; best match first, or newest first when nothing is searched."""
    snapshot = index.snapshot()
    if wanted.group is not None and wanted.group not in view.get([wanted.group]):
        wanted = replace(wanted, group="")  # nothing is in it, as in one that does not exist
    access = snapshot.access_filter(view)
    wanted = replace(wanted, question=with_signs(wanted.question))
    parsed = snapshot.parse(wanted.question.text, access)
    parsed = with_exact(parsed, wanted.question, view, snapshot, access)
    found = fetched(view, snapshot, access, partial(_draft, wanted, parsed, snapshot, now))
    searched = bool(wanted.question.text.strip())
    if found is None:
        return DocumentList((), 0, searched)
    draft, nodes = found
    find = finder(_marked_words(wanted, snapshot, parsed).clauses)
    summaries = Summaries(snapshot, find, draft.access, nodes, shown=draft.listed)
    rows = zip(draft.listed, draft.people, strict=True)
    hits = tuple(
        document_hit(snapshot, ordinal, keys, nodes, summaries, draft.copies.get(ordinal, ())) for ordinal, keys in rows
    )
    return DocumentList(hits, draft.total, searched, draft.most)


def _draft(
    wanted: DocumentsQuestion, parsed: ParsedQuestion, snapshot: Snapshot, now: Seconds | None, access: AccessFilter
) -> ListDraft:
    question, most = wanted.question, None
    ordinals = _members(wanted, snapshot, access, now)
    if question.text.strip():
        matching, _ = snapshot.search(parsed, access, question, DEPTH)
        matching = with_rest(snapshot, parsed, access, question, matching)
        most = DEPTH if len(matching) >= DEPTH else None
        ordinals = matching if ordinals is None else matching[np.isin(matching, ordinals)]
    elif ordinals is None:
        ordinals = np.zeros(0, np.int64)
    else:
        ordinals = ordinals[snapshot.passing(ordinals, np.ones(len(ordinals), dtype=bool), question)]
        ordinals = newest_first(snapshot, ordinals)
    ordinals = ordinals[snapshot.once_each(ordinals)]
    page = ordinals[question.offset : question.offset + question.limit]
    copies = copies_of(snapshot, access, page.tolist())
    return ListDraft(
        listed=page.tolist(),
        total=len(ordinals),
        most=most,
        people=_people(snapshot, page, now),
        access=access,
        copies=copies,
        places=places_of_copies(snapshot, copies),
    )


def with_rest(
    index: Snapshot, parsed: ParsedQuestion, access: AccessFilter, question: Question, matching: Ordinals
) -> Ordinals:
    """These documents, which match by own words, and behind them those that match by what else they hold."""
    if len(matching) >= DEPTH:
        return matching
    found, _ = index.search_rest(parsed, access, question, DEPTH)
    return np.concatenate((matching, found[~is_among(found, matching)]))[:DEPTH]


def newest_first(index: Snapshot, ordinals: Ordinals) -> Ordinals:
    """These documents by date, the newest first and undated ones last; equal dates in an order that stays."""
    columns = index.columns
    return ordinals[np.lexsort((columns["key_hash"][ordinals], -columns["at"][ordinals]))]


def _members(wanted: DocumentsQuestion, index: Snapshot, access: AccessFilter, now: Seconds | None) -> Ordinals | None:
    """Ordinals of the readable documents that belong to every key of the question; None when it has no key."""
    parts: list[Ordinals] = []
    person = index.person(wanted.person) if wanted.person else -1
    if wanted.topic is not None:
        number = index.topics.numbers.get(wanted.topic)
        about = documents_about(index, access, number) if number is not None else np.zeros(0, np.int64)
        parts.append(about if wanted.person is None else _worked_on(index, access, about, person, now))
    elif wanted.person is not None:
        parts.append(documents_of_person(index, access, person))
    if wanted.group is not None:
        parts.append(documents_in_group(index, access, wanted.group))
    return reduce(np.intersect1d, parts) if parts else None


def _worked_on(index: Snapshot, access: AccessFilter, ordinals: Ordinals, person: int, now: Seconds | None) -> Ordinals:
    """Those of these documents that hold own work of this person, who may have left."""
    if person < 0 or not len(ordinals):
        return np.zeros(0, np.int64)
    able = able_persons(index, leavers=False, now=now).copy()
    able[person] = True
    rows, places = index.columns.acts_of(ordinals)
    mine = own_work(index, access, rows, able) & (index.person_of[index.columns["account"][rows]] == person)
    return np.unique(ordinals[places[mine]])


def documents_of_person(index: Snapshot, access: AccessFilter, person: int) -> Ordinals:
    """Ordinals of the readable documents to which this person did something, ascending."""
    accounts = index.accounts_of(person) if person >= 0 else ()
    if not accounts:
        return np.zeros(0, np.int64)
    rows = np.flatnonzero(np.isin(index.columns["account"], accounts))
    ordinals = np.unique(index.columns["document"][rows].astype(np.int64))
    return ordinals[index.visible(ordinals, access)]


def documents_in_group(index: Snapshot, access: AccessFilter, group: Key) -> Ordinals:
    """Ordinals of the readable documents in this group, also those in its threads, ascending."""
    number = index.number("groups", group)
    if number < 0:
        return np.zeros(0, np.int64)
    inside = (index.columns["group"] == number) | (index.columns["folder"] == number)
    ordinals = np.flatnonzero(inside)
    return ordinals[index.visible(ordinals, access)]


def _marked_words(wanted: DocumentsQuestion, index: Snapshot, parsed: ParsedQuestion) -> ParsedQuestion:
    """The words that snippets mark: those of the question, else those of the topic's label."""
    number = index.topics.numbers.get(wanted.topic) if wanted.topic else None
    if parsed.clauses or number is None:
        return parsed
    return index.parse(next(iter(index.topics.rows[number].labels.values()), ""))


def _people(index: Snapshot, page: Ordinals, now: Seconds | None) -> list[list[Key]]:
    """Per document the keys of at most three people who did something to it, in the order of its acts."""
    able = able_persons(index, leavers=False, now=now)
    found: list[list[Key]] = [[] for _ in page]
    if not len(page):
        return found
    rows, places = index.columns.acts_of(page)
    owners = index.person_of[index.columns["account"][rows]]
    for owner, place in zip(owners.tolist(), places.tolist(), strict=True):
        if owner >= 0 and able[owner] and len(found[place]) < SHOWN_PEOPLE:
            key = index.persons[owner].key
            if key not in found[place]:
                found[place].append(key)
    return found


def document_hit(
    index: Snapshot,
    ordinal: int,
    people: Sequence[Key],
    nodes: Mapping[Key, Node],
    summaries: Summaries,
    copies: Sequence[int] = (),
) -> DocumentHit:
    """A document as a list shows it, with those of these people whose accounts are among the nodes of the asker."""
    summary = summaries.of(ordinal, whole=True)
    accounts = [(person, nodes.get(anchor_key(person))) for person in people]
    return DocumentHit(
        key=summary.key,
        title=summary.title,
        kind=DOCUMENT_KINDS[int(index.columns["kind"][ordinal])],
        source=summary.source,
        url=summary.url,
        at=seconds(index.columns["at"][ordinal]),
        language=summary.language,
        snippet=summary.snippet,
        people=tuple((person, node.name) for person, node in accounts if isinstance(node, Account)),
        also=tell_copies(index, copies, nodes),
        copies=len(copies),
    )
