"""Everything that is held or inferred about the asker, as records that people and programs read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from api.asker import Asker
from api.own_words import with_own_words
from api.schemas import Reference
from graph.facts import (
    Account,
    Document,
    Edge,
    EdgeKind,
    Endorsement,
    Group,
    Key,
    KnowsAbout,
    Location,
    Node,
    Person,
    Seconds,
    Topic,
    kind_of,
)
from graph.held import HeldRecords
from graph.store import View
from models.answers import TopicRank
from models.known_for import explain_topic
from models.profile import describe_person

MOST_EVIDENCE = 1000


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account that is taken to be the person's: `how` and with what `certainty` (0 to 1) it was linked."""

    account: Account
    how: str
    certainty: float


@dataclass(frozen=True, slots=True)
class HeldTie:
    """What the directory or a source says: a group, a place, a manager or somebody who reports to the person."""

    kind: str
    about: Reference
    role: str | None = None


@dataclass(frozen=True, slots=True)
class HeldAct:
    """What an account of the person did to a document, or that the document names them (`kind` is `names`)."""

    kind: str
    document: Reference
    source: str
    at: Seconds | None
    count: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class HeldStatement:
    """What the person says here, or what `by` says of them; `topic` is what an endorsement is for."""

    kind: str
    about: Reference
    at: Seconds | None
    role: str | None = None
    topic: Reference | None = None
    by: Reference | None = None


@dataclass(frozen=True, slots=True)
class InferredTopic:
    """A topic that the profile shows, with all documents of the person that say so."""

    topic: Reference
    rank: int
    people: int
    documents: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class StoredTopic:
    """A topic in KNOWS_ABOUT, which is kept from documents for everyone."""

    topic: Reference
    documents: int
    rank: int
    since: Seconds | None
    last: Seconds | None


def accounts_held(held: HeldRecords) -> tuple[HeldAccount, ...]:
    """The accounts, each with how it was linked."""
    links = {edge.start: edge for edge in held.links}
    found = ((account, links.get(account.key)) for account in held.accounts)
    return tuple(
        HeldAccount(each, link.role or "" if link else "", link.weight if link else 0.0) for each, link in found
    )


def ties_held(held: HeldRecords) -> tuple[HeldTie, ...]:
    """Groups, places, managers and reports; who reports to the person has the kind `manages`."""
    mine = {account.key for account in held.accounts}
    ties = []
    for edge in held.ties:
        upwards = edge.start in mine
        kind = edge.kind.value.lower() if upwards else "manages"
        ties.append(HeldTie(kind, reference(held, edge.end if upwards else edge.start), edge.role))
    return tuple(ties)


def acts_held(held: HeldRecords, edges: Iterable[Edge]) -> tuple[HeldAct, ...]:
    """These edges between accounts and documents."""
    return tuple(_act(held, edge) for edge in edges)


def _act(held: HeldRecords, edge: Edge) -> HeldAct:
    key = edge.start if edge.kind is EdgeKind.NAMES else edge.end
    node = held.nodes.get(key)
    told = node if isinstance(node, Document) else None
    return HeldAct(
        kind=edge.kind.value.lower(),
        document=reference(held, key),
        source=told.source if told else "",
        at=edge.at if edge.at is not None or told is None else told.at,
        count=max(1, edge.count),
        url=told.url if told else None,
    )


def statements_held(held: HeldRecords, edges: Iterable[Edge], me: Key) -> tuple[HeldStatement, ...]:
    """These authored edges."""
    return tuple(
        HeldStatement(
            kind=edge.kind.value.lower(),
            about=reference(held, edge.end),
            at=edge.at,
            role=edge.role,
            topic=reference(held, edge.topic) if isinstance(edge, Endorsement) and edge.topic else None,
            by=None if edge.start == me else reference(held, edge.start),
        )
        for edge in edges
    )


def stored_topics(held: HeldRecords) -> tuple[StoredTopic, ...]:
    """What KNOWS_ABOUT keeps."""
    return tuple(
        StoredTopic(reference(held, edge.end), edge.documents, edge.rank, edge.since, edge.last)
        for edge in held.knows
        if isinstance(edge, KnowsAbout)
    )


def inferred_topics(asker: Asker, view: View, person: Key) -> tuple[InferredTopic, ...]:
    """The topics of the profile, each with its evidence; none while there is no index."""
    index, now = asker.site.index_if_any(), asker.site.now()
    profile = describe_person(person, view, index, now, limit=0) if index is not None else None
    if index is None or profile is None:
        return ()

    def evidence(known: TopicRank) -> tuple[Reference, ...]:
        found = explain_topic(person, known.topic.key, view, index, now, language=asker.language, limit=MOST_EVIDENCE)
        return tuple(Reference(deed.key, deed.title, deed.kind) for deed in found.work) if found else ()

    topics = with_own_words(profile, view, own=True)[0].topics
    return tuple(
        InferredTopic(_topic(each.topic.key, each.topic.labels), each.rank, each.people, evidence(each))
        for each in topics
    )


def elsewhere(held: HeldRecords, counted: Counter[str]) -> dict[str, int]:
    """How many more things they did themselves are stored, by kind: on documents that they may not read now."""
    more = counted - Counter(edge.kind.value.lower() for edge in held.acts)
    return dict(sorted(more.items()))


def reference(held: HeldRecords, key: Key) -> Reference:
    """The name of the thing with this key, empty for one that is not to be seen."""
    node = held.nodes.get(key)
    return Reference(key, _name(node) if node is not None else "", kind_of(key))


def _topic(key: Key, labels: dict[str, str]) -> Reference:
    return Reference(key, " / ".join(labels.values()), "topic")


def _name(node: Node) -> str:
    match node:
        case Document():
            return node.title
        case Topic():
            return " / ".join(node.labels.values())
        case Account() | Group() | Location() | Person():
            return node.name
    return getattr(node, "surface", "")
