"""The topics that a person is known for, and why: the work that says so. The rule is that of `models.standing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from graph.facts import Account, Key, Seconds, Topic, anchor_key, is_ahead
from graph.store import View
from models.acts import DoneTo, deeds_of_pairs
from models.answers import Deed, KnownFor, TopicHit, TopicRank
from models.evidence import Summaries
from models.index.contract import DOCUMENT_KINDS, AccessFilter, Index, Mask, Snapshot
from models.index.text.snippets import finder
from models.knowledge import label_of, topic_hit
from models.rankers.matches import able_persons
from models.standing import PersonWork, is_known, rows_of, work_of
from models.withdrawn import fetched
from models.work_on_topic import TopicWork, WorkOnTopic

TOPICS = 12
"""Topics that a profile shows, at most."""
TRIED = 4 * TOPICS
"""Topics of a person that are compared with the work of others, at most."""


def topics_of(index: Snapshot, access: AccessFilter, person: int, now: Seconds | None) -> tuple[TopicRank, ...]:
    """Topics that this person (a number, -1: nobody) is known for, the one that stands out most first.

    Of topics that are parts of one another, in name or documents, only the one that stands out most is shown.
    """
    if not _may_be_inferred(index, person):
        return ()
    work = work_of(index, access, person, rows_of(index, access, person))
    good = np.flatnonzero(is_known(work.done, work.strengths))
    order = good[np.lexsort((work.topics[good], -work.strengths[good]))]
    able = _compared(index, person, now)
    shown: list[tuple[int, WorkOnTopic]] = []
    for topic in work.topics[order[:TRIED]].tolist():
        done = TopicWork(index, access, topic, able).of(person)
        if done is None or not done.is_high:
            continue
        if not any(_are_alike(index, (topic, done), other) for other in shown):
            shown.append((topic, done))
        if len(shown) == TOPICS:
            break
    return tuple(_rank(index, access, topic, done) for topic, done in shown)


def _are_alike(index: Snapshot, one: tuple[int, WorkOnTopic], other: tuple[int, WorkOnTopic]) -> bool:
    """Whether the first is the other in another language, or a part of it: in name, or in its documents.

    In name with half of all documents in common; in its documents when all are also about the other, which has at
    least twice as many, or one less.
    """
    if index.are_translations(one[0], other[0]):
        return True
    mine, theirs = set(one[1].ordinals), set(other[1].ordinals)
    if mine <= theirs and 2 * len(mine) <= len(theirs) + 1:
        return True
    if 2 * len(mine & theirs) < len(mine | theirs):
        return False
    names = [index.topics.rows[topic].labels.values() for topic, _ in (one, other)]
    words = [[set(name.casefold().split()) for name in each] for each in names]
    return any(first <= second or second <= first for first in words[0] for second in words[1])


def _may_be_inferred(index: Snapshot, person: int) -> bool:
    return person >= 0 and not index.persons[person].opted_out and len(index.topics.rows) > 0


def _compared(index: Snapshot, person: int, now: Seconds | None) -> Mask:
    """Those with whom a person is compared: who may appear, and the person, who may have left."""
    able = able_persons(index, leavers=False, now=now).copy()
    able[person] = True
    return able


def _rank(index: Snapshot, access: AccessFilter, topic: int, done: WorkOnTopic) -> TopicRank:
    return TopicRank(
        topic=topic_hit(index, access, topic),
        rank=done.rank,
        documents=len(done.ordinals),
        last=done.last,
        people=done.people,
        acts=dict(sorted(done.acts.items())),
        years=dict(sorted(done.years.items())),
    )


# --- explaining -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExplanationDraft:
    """An explanation in numbers of the index, and the page of its documents that is shown."""

    answer: KnownFor
    ordinals: list[int]
    did: Mapping[tuple[int, int], DoneTo]
    access: AccessFilter
    keys: set[Key]

    @property
    def shown(self) -> list[int]:
        """The documents that are shown."""
        return self.ordinals


def explain_topic(
    person: Key,
    topic: Key,
    view: View,
    index: Index,
    now: Seconds | None = None,
    *,
    language: str = "en",
    limit: int = 20,
    offset: int = 0,
) -> KnownFor | None:
    """Why this person is known for this topic, or is not; None when the asker may not know of one of them.

    `now` (seconds) decides who is here, as in a profile. `limit` and `offset` cut the list of documents.
    """
    snapshot = index.snapshot()
    number = snapshot.topics.numbers.get(topic)
    if number is None:
        return None
    draft = partial(_explanation, snapshot, person, number, now, slice(offset, offset + limit))
    made = fetched(view, snapshot, snapshot.access_filter(view), draft)
    if made is None:
        return None
    found, nodes = made
    node = nodes.get(anchor_key(person))
    if not isinstance(node, Account) or is_ahead(node.joined, now) or not isinstance(nodes.get(topic), Topic):
        return None
    label = label_of(snapshot.topics.rows[number], language)
    summaries = Summaries(snapshot, finder(snapshot.parse(label).clauses), found.access, nodes)
    return replace(found.answer, name=node.name, work=tuple(_deeds(snapshot, found, summaries)))


def _explanation(
    index: Snapshot, person: Key, topic: int, now: Seconds | None, page: slice, access: AccessFilter
) -> ExplanationDraft:
    """The explanation for who may read so much."""
    number = index.person(person)
    row = index.topics.rows[topic]
    answer = KnownFor(person, "", TopicHit(row.key, dict(row.labels)))
    keys = {anchor_key(person), row.key}
    if not _may_be_inferred(index, number) or row.special:
        return ExplanationDraft(answer, [], {}, access, keys)
    answer = replace(answer, topic=topic_hit(index, access, topic))
    done = TopicWork(index, access, topic, _compared(index, number, now)).of(number)
    if done is None:
        return ExplanationDraft(answer, [], {}, access, keys)
    work = work_of(index, access, number, rows_of(index, access, number))
    answer = replace(
        answer,
        known=_is_known(work, topic, done),
        rank=done.rank,
        people=done.people,
        times=_times(work, topic),
        documents=len(done.ordinals),
        acts=dict(sorted(done.acts.items())),
        last=done.last,
    )
    shown = done.ordinals[page]
    return ExplanationDraft(answer, shown, deeds_of_pairs(index, [(each, number) for each in shown]), access, keys)


def _is_known(work: PersonWork, topic: int, done: WorkOnTopic) -> bool:
    known = is_known(work.done, work.strengths) & (work.topics == topic)
    return bool(known.any()) and done.is_high


def _times(work: PersonWork, topic: int) -> float | None:
    """How many times as much of the person's work is about the topic as of the average document, to one decimal."""
    found = np.flatnonzero(work.topics == topic)
    return round(float(work.times[found[0]]), 1) if len(found) else None


def _deeds(index: Snapshot, draft: ExplanationDraft, summaries: Summaries) -> list[Deed]:
    columns = index.columns
    deeds = []
    for ordinal, (did, at) in zip(draft.ordinals, draft.did.values(), strict=True):
        told = summaries.of(ordinal)
        deeds.append(
            Deed(
                key=told.key,
                title=told.title,
                kind=DOCUMENT_KINDS[int(columns["kind"][ordinal])],
                source=told.source,
                did=did,
                at=at,
                url=told.url,
                language=told.language,
                snippet=told.snippet,
            )
        )
    return deeds
