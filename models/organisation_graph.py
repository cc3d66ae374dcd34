"""Who works where, with whom and on what, by documents for everyone: the one record that all pages about the whole
organisation are made of.

Nobody is in it who left, has not begun or opted out, and no service account; acts that people hide and topics of
special categories count nowhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import GroupKind, Key, Seconds
from graph.store import View
from models.company import everybodys_company, hands_in, last_hands, readable_once
from models.everybodys_work import everybodys_work
from models.index.contract import AccessFilter, Mask, Numbers, Snapshot
from models.organisation import OrganisationChart, PartTree, read_organisation
from models.people import PersonEntry, PersonKind, list_people
from models.unanswered import unanswered
from models.years_of_work import years_of_work

NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class OrganisationGraph:
    """People, topics and units are numbers here: `people[n]` is the key of n. Keys are in ascending order.

    Where nothing is told, a number is NOWHERE. Matrices of dates (seconds) have the places of `work`, with the NEVER of
    the index for what is not dated.
    """

    people: tuple[Key, ...]
    """The colleagues of today; where no directory lists any, everybody with a full name."""
    departments: tuple[Key, ...]
    department: NDArray[np.int64]
    """By person the innermost department."""
    larger_department: NDArray[np.int64]
    """By department the one that it is part of."""
    locations: tuple[Key, ...]
    location: NDArray[np.int64]
    """By person the innermost place."""
    larger_location: NDArray[np.int64]
    """By place the one that it is part of."""
    groups: tuple[Key, ...]
    """Teams and other groups of the directory that are no departments, and folders and channels for everyone."""
    member: csr_array
    """People x groups: number of acts by which somebody had a hand in documents there; at least 1 for a member."""
    topics: tuple[Key, ...]
    """Two that questions ask along with each other, and that nobody joined or refused yet, count as one."""
    also: tuple[Key, ...]
    """By topic the other one that counts with it; empty for most."""
    work: csr_array
    """People x topics: amount of own work, in documents about nothing else, where the person may be known for it."""
    knows: csr_array
    """People x topics: 1 for whoever ranks high for the topic too (KNOWS_ABOUT)."""
    since: csr_array
    last: csr_array
    ties: csr_array
    """People x people, symmetric: how closely they work together (Newman 2001)."""
    documents: csr_array
    """People x people: number of shared documents."""
    threads: csr_array
    """People x people: number of threads in which both wrote."""
    manager: NDArray[np.int64]
    """By person the number of whom they report to."""
    active: NDArray[np.int64]
    """By person when they last had a hand in a document; NEVER where nothing is dated."""
    touched: NDArray[np.int64]
    """By topic the number of people who worked on it at all, those who may not be known for it too."""
    left_with: NDArray[np.int64]
    """By topic the number of people who may have been known for it and who left."""
    leaves: NDArray[np.int64]
    """By person the last day that the directory tells; NEVER where none is told."""
    years_people: NDArray[np.int64]
    """Topics x years (`models/years_of_work.py`): people with own work on it in that year."""
    years_work: NDArray[np.float64]
    """The same: the amount of it, in documents about nothing else."""
    questions: NDArray[np.int64]
    """By topic the number of questions that nobody answered."""
    askers: NDArray[np.int64]
    """By topic the number of people who asked them."""
    open_questions: tuple[int, int]
    """The number of such questions about anything, and of people who asked them."""
    community: NDArray[np.int64]
    """By person the number of the community (`models/communities.py`); NOWHERE until that is worked out."""
    at: Seconds
    until: Seconds | None
    """When the next one begins or leaves, so that it holds no longer; None: nobody has plans."""
    stamp: tuple[int, int]
    """The change and the passes that the index showed."""

    def number_of(self, topic: Key) -> int:
        """The number of this topic, or of the one that it counts with; NOWHERE when nobody may be known for it."""
        place = bisect_left(self.topics, topic)
        if place < len(self.topics) and self.topics[place] == topic:
            return place
        return self.also.index(topic) if topic and topic in self.also else NOWHERE

    def both(self, topic: int) -> tuple[Key, ...]:
        """The keys of the topic with this number, and of the one that counts with it."""
        return tuple(key for key in (self.topics[topic], self.also[topic]) if key)


def read_organisation_graph(
    index: Snapshot, view: View, now: Seconds, until: Seconds | None = None
) -> OrganisationGraph:
    """The record as this index shows it. `view` is that of a colleague who reads what is for everyone.

    With `until` only acts count that are dated before it; people, departments and places are those of `now`.
    """
    index, also = index.paired()
    everyone = index.access_filter(view)
    everybody = list_people(view)
    chart = read_organisation(view, everybody, now)
    able = index.roster.able(False, now)
    persons = _colleagues(index, everybody, able, now)
    people = tuple(index.persons[number].key for number in persons.tolist())
    known = everybodys_work(index, everyone, able, until)
    gone = everybodys_work(index, everyone, index.roster.able(True, now), until)
    topics = _by_key(index, np.union1d(known.topics, gone.topics))
    company = everybodys_company(index, everyone, able, until)
    departments, department, larger_department = _units(chart.departments, _departments(chart), people)
    locations, location, larger_location = _units(chart.places, chart.seats, people)
    groups, member = _groups(index, everyone, chart, persons, until)
    allowed = able | index.roster.able(True, now)
    years = years_of_work(index, everyone, allowed, now if until is None else until)
    asked = unanswered(index, everyone, able, now)
    return OrganisationGraph(
        people=people,
        departments=departments,
        department=department,
        larger_department=larger_department,
        locations=locations,
        location=location,
        larger_location=larger_location,
        groups=groups,
        member=member,
        topics=tuple(index.topics.rows[topic].key for topic in topics.tolist()),
        also=_others(index, also, topics),
        work=known.matrix(persons, topics, known.amounts),
        knows=known.matrix(persons, topics, np.ones(len(known.topics), dtype=np.int64), known.high),
        since=known.matrix(persons, topics, known.since),
        last=known.matrix(persons, topics, known.last),
        ties=_among(company.strength, persons),
        documents=_among(company.documents, persons),
        threads=_among(company.threads, persons),
        manager=_managers(chart, people),
        active=last_hands(index, readable_once(index, everyone), until)[persons],
        touched=known.touched[topics],
        left_with=np.bincount(gone.topics, minlength=len(index.topics.rows))[topics],
        leaves=index.roster.left[persons],
        years_people=years.people[topics],
        years_work=years.amounts[topics],
        questions=asked.questions[topics],
        askers=asked.askers[topics],
        open_questions=asked.total,
        community=np.full(len(people), NOWHERE, dtype=np.int64),
        at=now,
        until=index.roster.next_change(now),
        stamp=(index.settled, index.passed),
    )


def _colleagues(index: Snapshot, everybody: Sequence[PersonEntry], able: Mask, now: Seconds) -> Numbers:
    """The numbers of the colleagues whom everyone may know of, by key."""
    kinds = {entry.person: entry.kind(now) for entry in everybody}
    wanted = PersonKind.COLLEAGUE if PersonKind.COLLEAGUE in kinds.values() else PersonKind.UNLISTED
    found = [
        (person.key, number)
        for number, person in enumerate(index.persons)
        if able[number] and kinds.get(person.key) is wanted
    ]
    return np.asarray([number for _, number in sorted(found)], dtype=np.int64)


def _by_key(index: Snapshot, topics: Numbers) -> Numbers:
    rows = index.topics.rows
    return np.asarray(sorted(topics.tolist(), key=lambda topic: rows[topic].key), dtype=np.int64)


def _others(index: Snapshot, also: Mapping[int, int], topics: Numbers) -> tuple[Key, ...]:
    """The keys of what counts with these topics."""
    others = {main: index.topics.rows[other].key for other, main in also.items()}
    return tuple(others.get(topic, "") for topic in topics.tolist())


def _among(matrix: csr_array, persons: Numbers) -> csr_array:
    """The ties of these people with each other."""
    found = csr_array(csr_array(matrix[persons])[:, persons])
    found.sort_indices()
    return found


def _managers(chart: OrganisationChart, people: Sequence[Key]) -> NDArray[np.int64]:
    numbers = {key: number for number, key in enumerate(people)}
    found = [numbers.get(chart.reports.get(key, ""), NOWHERE) for key in people]
    return np.asarray(found, dtype=np.int64)


def _departments(chart: OrganisationChart) -> dict[Key, Key]:
    """By person the department that lies deepest in the tree; equals by key."""
    tree = chart.departments
    depths = {part.key: len(tree.way(part.key)) for part in tree.parts()}
    mine = {person: [key for key in groups if key in depths] for person, groups in chart.groups.items()}
    return {person: min(keys, key=lambda key: (-depths[key], key)) for person, keys in mine.items() if keys}


def _units(
    tree: PartTree, where: Mapping[Key, Key], people: Sequence[Key]
) -> tuple[tuple[Key, ...], NDArray[np.int64], NDArray[np.int64]]:
    """The units of these people and those around them, the unit of each person, and the larger one of each unit."""
    ways = [[part.key for part in tree.way(key)] for key in {where[each] for each in people if each in where}]
    units = tuple(sorted({key for way in ways for key in way}))
    numbers = {key: number for number, key in enumerate(units)}
    larger = np.full(len(units), NOWHERE, dtype=np.int64)
    for way in ways:
        for outer, inner in pairwise(way):
            larger[numbers[inner]] = numbers[outer]
    mine = [numbers.get(where.get(each, ""), NOWHERE) for each in people]
    return units, np.asarray(mine, dtype=np.int64), larger


def _groups(
    index: Snapshot, everyone: AccessFilter, chart: OrganisationChart, persons: Numbers, until: Seconds | None
) -> tuple[tuple[Key, ...], csr_array]:
    """Groups of the directory that are no departments, folders for everyone, and what these people do in them."""
    ordinals = readable_once(index, everyone)
    owners, places = hands_in(index, ordinals, until)
    folders = index.columns["folder"][ordinals[places]].astype(np.int64)
    rows = np.full(len(index.persons), NOWHERE, dtype=np.int64)
    rows[persons] = np.arange(len(persons))
    done = (folders >= 0) & (rows[owners] >= 0)
    told = [
        (row, key)
        for row, number in enumerate(persons.tolist())
        for key in chart.groups.get(index.persons[number].key, ())
        if chart.named[key].kind != GroupKind.DEPARTMENT
    ]
    keys = index.keys("groups")
    groups = tuple(sorted({keys[each] for each in np.unique(folders[done]).tolist()} | {key for _, key in told}))
    columns = {key: number for number, key in enumerate(groups)}
    column = np.asarray([columns.get(key, NOWHERE) for key in keys], dtype=np.int64)
    shape = (len(persons), len(groups))
    acted = _counted(rows[owners[done]], column[folders[done]], shape)
    members = sorted({(row, columns[key]) for row, key in told})
    listed = np.asarray(members, dtype=np.int64).reshape(-1, 2)
    found = csr_array(acted.maximum(_counted(listed[:, 0], listed[:, 1], shape)))
    found.sort_indices()
    return groups, found


def _counted(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> csr_array:
    """How often each place occurs."""
    return csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
