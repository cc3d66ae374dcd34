"""The work of people on one topic, and who of them know about it, by the one rule of `models.standing`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.facts import ActKind, Seconds
from models.acts import seconds
from models.index.contract import NEVER, AccessFilter, Mask, Numbers, Snapshot
from models.knowledge import own_work, work_acts
from models.rankers.matches import able_persons
from models.standing import Amounts, AmountsOfWork, add_up, is_known, ranks_high, strengths, times_usual, work_on


@dataclass(frozen=True, slots=True)
class WorkOnTopic:
    """The documents of one person's work on a topic, those that say most first, and how it compares with others'."""

    ordinals: list[int]
    acts: Counter[ActKind]
    rank: int
    people: int
    last: Seconds | None
    years: Counter[int] = field(default_factory=Counter)
    """Number of these documents by the year of the last act of the person on each."""

    @property
    def is_high(self) -> bool:
        """Whether the place is a high one."""
        return bool(ranks_high(np.asarray(self.rank), np.asarray(self.people)))


class TopicWork:
    """All own work of these people on a topic (a number), in documents that the asker may read."""

    def __init__(self, index: Snapshot, access: AccessFilter, topic: int, able: Mask) -> None:
        self._index, self._access, self._topic = index, access, topic
        self._rows, self._amounts = work_on(index, access, topic, able)
        columns = index.columns
        self._owners = index.person_of[columns["account"][self._rows]]
        self._ordinals = columns["document"][self._rows].astype(np.int64)
        self._done = add_up(index, self._owners, self._ordinals, self._amounts, len(index.persons))

    @cached_property
    def _people(self) -> int:
        """Number of people who worked on it."""
        return int((self._done.amounts > 0).sum())

    def of(self, person: int) -> WorkOnTopic | None:
        """What this person did; None when it is nothing."""
        columns, ordinals = self._index.columns, self._ordinals
        mine = np.flatnonzero(self._owners == person)
        if not len(mine):
            return None
        order = mine[np.lexsort((columns["key_hash"][ordinals[mine]], -np.round(self._amounts[mine], 6)))]
        _, first = np.unique(ordinals[order], return_index=True)
        order = order[np.sort(first)]  # two accounts of one person may have worked on the same document
        at = int(columns["act_at"][self._rows[mine]].max())
        return WorkOnTopic(
            ordinals=ordinals[order].tolist(),
            acts=Counter(work_acts(self._index, self._rows[order])),
            rank=int(self._ranks(np.asarray([person]))[0]),
            people=self._people,
            last=seconds(at),
            years=_years(columns["act_at"][self._rows[order]]),
        )

    def known(self) -> list[int]:
        """The people who know about it, who did most first: those whose profile may show it."""
        done = self._done
        worked = np.flatnonzero(done.amounts > 0)
        high = worked[ranks_high(self._ranks(worked), np.asarray(self._people))]
        amounts = AmountsOfWork(done.amounts[high], done.threads[high])
        usual = self._index.usual_for(self._access)[self._topic]
        times = times_usual(amounts.amounts, self._whole(high), np.full(len(high), usual))
        known = high[is_known(amounts, strengths(amounts.amounts, times))]
        names = [self._index.persons[person].key for person in known.tolist()]
        return [
            int(known[at]) for at in sorted(range(len(names)), key=lambda at: (-done.amounts[known[at]], names[at]))
        ]

    def _ranks(self, persons: Numbers) -> NDArray[np.int64]:
        """The place of each of these people; equals share one."""
        ascending = np.sort(self._done.amounts)
        return 1 + len(ascending) - np.searchsorted(ascending, self._done.amounts[persons], side="right")

    def _whole(self, persons: Numbers) -> Amounts:
        """All own work of each of these people, in documents."""
        index, columns = self._index, self._index.columns
        mine = np.zeros(len(index.persons), dtype=bool)
        mine[persons] = True
        accounts = [account for person in persons.tolist() for account in index.accounts_of(person)]
        rows = np.flatnonzero(np.isin(columns["account"], accounts))
        rows = rows[index.visible(columns["document"][rows].astype(np.int64), self._access)]
        rows = rows[own_work(index, self._access, rows, mine)]
        owners = index.person_of[columns["account"][rows]]
        return np.bincount(owners, weights=columns["share"][rows], minlength=len(mine))[persons].astype(np.float64)


def _years(times: NDArray[np.int64]) -> Counter[int]:
    """How many of these times (seconds) are in each year (UTC); undated ones are in none."""
    dated = times[times != NEVER].astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    return Counter(dated.tolist())


def people_who_know(
    index: Snapshot, access: AccessFilter, topic: int, now: Seconds | None
) -> list[tuple[int, WorkOnTopic]]:
    """The people who know about this topic and what they did, who did most first; nobody for a special category."""
    if index.topics.special[topic]:
        return []
    work = TopicWork(index, access, topic, able_persons(index, leavers=False, now=now))
    found = ((person, work.of(person)) for person in work.known())
    return [(person, done) for person, done in found if done is not None]
