"""Records for people: experts with their evidence, in the words of the directory and the documents.

A reason is told by its space: a document with what the person did to it, a group, a topic, a person, a function. What
the asker's View does not give is left out, and its points count with those that are not listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from graph.facts import Account, ActKind, Document, DocumentKind, Group, Key, Location, Node, Topic, anchor_key
from models.acts import ASKED, DoneTo, deeds_of_pairs, seconds
from models.answers import Evidence, Expert, Span
from models.index.contract import DOCUMENT_KINDS, AccessFilter, IndexedPerson, Snapshot
from models.index.text.passages import LONGEST_TEXT, passages
from models.index.text.snippets import LOOKED_AT, Finder, snippet, spans
from models.rankers.contract import Space
from models.rankers.matches import Matches
from models.reasons import RankedPerson, Reason

SORTS = (
    ActKind.ACCEPTED,
    "page",
    ActKind.ANSWERED,
    ActKind.WROTE,
    ActKind.EDITED,
    ActKind.COMMENTED,
    ActKind.NAMED,
    ASKED,
    ActKind.ATTENDED,
    ActKind.BOOKMARKED,
    ActKind.LIKED,
)
"""Sorts of reasons, the strongest first."""
PAGE = SORTS.index("page")
LETTERS = re.compile(r"[^\W\d_]{2}")
"""What a name has that is no number, date or version."""
PAGES = frozenset({DocumentKind.PAGE, DocumentKind.FILE})
AUTHORS = frozenset({ActKind.WROTE, ActKind.EDITED})
LITTLE = 0.25
"""A reason with less than this part of the points of the heaviest comes behind it, whatever its sort."""


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person in the words of the directory."""

    name: str
    function: str | None = None
    phone: str | None = None
    room: str | None = None
    department: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as it is shown. The snippet is the piece of its text that shows why it matches."""

    key: Key
    title: str
    url: str | None
    source: str
    language: str | None
    snippet: tuple[Span, ...]


class Summaries:
    """Documents as they are shown for one question; each is looked up once, for however many people it is a reason.

    As a reason a document shows own words only; in a list of documents also what else matches in it (`whole`).

    One that changed since the index took it in has the title that it has now, and no snippet. Those of `shown` are read
    at once.
    """

    def __init__(
        self,
        index: Snapshot,
        find: Finder,
        access: AccessFilter,
        nodes: Mapping[Key, Node],
        meant: Mapping[int, int] | None = None,
        shown: Iterable[int] = (),
    ) -> None:
        self._index = index
        self._find = find
        self._meant = meant or {}
        self._access = access
        self._nodes = nodes
        self._read: dict[int, _IndexedDocument] = _read(index, [*shown])
        self._known: dict[tuple[int, bool], DocumentSummary] = {}

    def of(self, ordinal: int, *, whole: bool = False) -> DocumentSummary:
        """The document with this ordinal."""
        known = self._known.get((ordinal, whole))
        if known is None:
            known = self._whole(ordinal) if whole else self._own(ordinal)
            self._known[ordinal, whole] = known
        return known

    def _own(self, ordinal: int) -> DocumentSummary:
        read = self._read.get(ordinal) or _read(self._index, [ordinal])[ordinal]
        key, title, url = read.name
        node = self._nodes.get(key) if self._access.is_touched(ordinal) else None
        if isinstance(node, Document):  # the text in the index is not what is written there now
            title, url, told = node.title, node.url, spans(node.title, self._find)
        else:
            text = self._text(ordinal, read.text)
            told = snippet(text, self._find) if text and not text.isspace() else spans(title, self._find)
        return DocumentSummary(key, title, url, read.source, self._index.language(ordinal), told)

    def _text(self, ordinal: int, text: str) -> str:
        """The own words of a document, which begin so, or the passage in it that means what was asked."""
        number = self._meant.get(ordinal)
        if number is None:
            return text
        pieces = passages(self._index.columns.text_of(ordinal, LONGEST_TEXT))
        return pieces[min(number, len(pieces) - 1)]

    def _whole(self, ordinal: int) -> DocumentSummary:
        """The same, with what somebody else wrote in it where the own words hold nothing that was asked for."""
        own, columns = self.of(ordinal), self._index.columns
        rest = "" if self._access.is_touched(ordinal) else columns.rest_of(ordinal, LOOKED_AT)
        text = columns.text_of(ordinal, LOOKED_AT) if rest.strip() else ""
        if not rest.strip() or self._find.hits(text) or (text.strip() and not self._find.hits(rest)):
            return own
        return replace(own, snippet=snippet(rest, self._find))


class _IndexedDocument(NamedTuple):
    """What the index holds of a document: key, title and address, its source, and how its own words begin."""

    name: tuple[Key, str, str | None]
    source: str
    text: str


def _read(index: Snapshot, ordinals: list[int]) -> dict[int, _IndexedDocument]:
    """These documents, read at once."""
    if not ordinals:
        return {}
    columns, numbers, sources = index.columns, np.asarray(ordinals, dtype=np.int64), index.keys("sources")
    told = [sources[number] for number in columns["source"].take(numbers).tolist()]
    rows = map(_IndexedDocument, columns.names_of(numbers), told, columns.texts_of(numbers, LOOKED_AT))
    return dict(zip(ordinals, rows, strict=True))


# --- what must be fetched ---------------------------------------------------------------------------------------------


def needed_keys(shown: Iterable[RankedPerson], index: Snapshot) -> set[Key]:
    """The keys of the nodes that are needed to show these people."""
    keys: set[Key] = set()
    for each in shown:
        row = index.persons[each.person]
        keys.add(anchor_key(row.key))
        keys.update(key for key in (row.department, row.locations[-1] if row.locations else None) if key)
        for reason in each.reasons:
            if reason.space != "document":
                keys.add(NODE_KEYS[reason.space](index, reason.number))
    return keys


def shown_documents(shown: Iterable[RankedPerson]) -> set[int]:
    """The documents that are told as reasons."""
    return {reason.number for each in shown for reason in each.reasons if reason.space == "document"}


def _anchor(index: Snapshot, person: int) -> Key:
    return anchor_key(index.persons[person].key)


NODE_KEYS: Mapping[Space, Callable[[Snapshot, int], Key]] = {
    "group": lambda index, number: index.keys("groups")[number],
    "topic": lambda index, number: index.topics.rows[number].key,
    "person": _anchor,
    "function": _anchor,
}
"""The node that tells of a reason which is not a document."""

# --- telling ----------------------------------------------------------------------------------------------------------


def tell_experts(
    shown: Sequence[RankedPerson], matches: Matches, nodes: Mapping[Key, Node], summaries: Summaries
) -> tuple[Expert, ...]:
    """The people with their evidence; those whose account the asker may not see are left out."""
    index = matches.index
    known = [each for each in shown if anchor_key(index.persons[each.person].key) in nodes]
    pairs = [(why.number, each.person) for each in known for why in each.reasons if why.space == "document"]
    done = deeds_of_pairs(index, pairs, matches.access)
    return tuple(_expert(each, index, nodes, summaries, done) for each in known)


def _expert(
    ranked: RankedPerson,
    index: Snapshot,
    nodes: Mapping[Key, Node],
    summaries: Summaries,
    done: Mapping[tuple[int, int], DoneTo],
) -> Expert:
    row = index.persons[ranked.person]
    whole = sum(share.points for share in ranked.shares)
    found = []
    for reason in ranked.reasons:
        if reason.space == "document":
            did = done[reason.number, ranked.person]
            found.append(
                (
                    _sort(did, DOCUMENT_KINDS[int(index.columns["kind"][reason.number])]),
                    _document(reason, did, summaries),
                )
            )
        elif fact := _fact(reason, NODE_KEYS[reason.space](index, reason.number), nodes):
            found.append((len(SORTS), fact))
    evidence = _named_once(strongest_first(found))
    details = details_of(row, nodes)
    return Expert(
        person=row.key,
        points=whole,
        shares=ranked.shares,
        evidence=evidence,
        others=whole - sum(each.points for each in evidence),
        last=seconds(ranked.counted.last),
        documents=ranked.counted.documents,
        acts=ranked.counted.acts,
        name=details.name,
        function=details.function,
        phone=details.phone,
        room=details.room,
        department=details.department,
        department_key=row.department if details.department else None,
        location=details.location,
    )


def details_of(row: IndexedPerson, nodes: Mapping[Key, Node]) -> PersonDetails:
    """What may be said of a person, from the nodes that the asker may see."""
    account = nodes.get(anchor_key(row.key))
    department = nodes.get(row.department) if row.department else None
    location = nodes.get(row.locations[-1]) if row.locations else None
    known = account if isinstance(account, Account) else None
    return PersonDetails(
        name=known.name if known else "",
        function=known.function if known else None,
        phone=known.phone if known else None,
        room=known.room if known else None,
        department=department.name if isinstance(department, Group) else None,
        location=location.name if isinstance(location, Location) else None,
    )


def strongest_first(found: Sequence[tuple[int, Evidence]]) -> tuple[Evidence, ...]:
    """The evidence by its sort: an accepted answer, a guide or page, an answer, other writing, being named, presence.

    What gives little compared with the heaviest comes behind the others, and at the end what shows no word of the
    question: "Amazing!" in a thread about it.
    """
    least = LITTLE * max((each.points for _, each in found), default=0.0)

    def place(pair: tuple[int, Evidence]) -> tuple[bool, bool, int, float]:
        sort, each = pair
        mute = sort != PAGE and bool(each.snippet) and not any(piece.hit for piece in each.snippet)
        return mute, each.points < least, sort, -each.points

    return tuple(each for _, each in sorted(found, key=place))


def _named_once(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """These reasons without folders that are called as one before them, or by a number: "05" of a year says nothing.

    All of them where nothing would be left.
    """
    told, left = set[str](), []
    for each in evidence:
        if each.kind != "group" or (LETTERS.search(each.title) and each.title not in told):
            told.add(each.title)
            left.append(each)
    return tuple(left or evidence)


def _sort(done: DoneTo, kind: str) -> int:
    """The place among the sorts of reasons of what somebody did to a document of this kind, 0 for the strongest."""
    did, _ = done
    if not did:
        return len(SORTS)
    if kind in PAGES and did[0].kind in AUTHORS:
        return PAGE
    return SORTS.index(ActKind.ATTENDED if kind == DocumentKind.MINUTES else did[0].kind)


def _document(reason: Reason, done: DoneTo, summaries: Summaries) -> Evidence:
    summary = summaries.of(reason.number)
    did, at = done
    return Evidence(
        ranker=reason.strongest,
        kind=reason.kind if did else "thread",
        key=summary.key,
        title=summary.title,
        points=reason.points,
        source=summary.source,
        url=summary.url,
        snippet=summary.snippet,
        did=did,
        at=at,
        language=summary.language,
        rankers=reason.rankers,
        more=reason.more,
    )


def _fact(reason: Reason, key: Key, nodes: Mapping[Key, Node]) -> Evidence | None:
    """A fact as a reason; None when the asker may not see it."""
    node = nodes.get(key)
    title = _title(reason.space, node)
    if node is None or not title:
        return None
    group = node if isinstance(node, Group) else None
    return Evidence(
        ranker=reason.strongest,
        kind=reason.kind,
        key=key,
        title=title,
        points=reason.points,
        source=group.source if group else "",
        url=group.url if group else None,
        rankers=reason.rankers,
    )


def _title(space: Space, node: Node | None) -> str | None:
    if isinstance(node, Group):
        return node.name
    if isinstance(node, Account):
        return node.function if space == "function" else node.name
    if isinstance(node, Topic):
        return next(iter(node.labels.values()), None)
    return None
