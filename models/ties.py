"""How people are connected: with whom somebody works, each with the reason, and who could introduce the asker."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.facts import Account, EdgeKind, Key, Node, Seconds, anchor_key, is_ahead
from graph.store import View
from models.company import Company, company_of
from models.index.contract import AccessFilter, Index, Mask, Numbers, Snapshot
from models.organisation import OrganisationChart, Unit
from models.withdrawn import fetched

MOST = 12
"""People in the picture of somebody, at most."""
BOTH_KNOW = 12
"""People whom two both work with that are named, at most."""
ASKED = 40
"""People of each side, the nearest ones, among whom a longer introduction is looked for."""
SMALL = 20
"""Members of a group that is a reason, at most: in a larger one people need not know each other."""
Strengths: TypeAlias = NDArray[np.float64]


class Distance(StrEnum):
    """How far two people sit apart."""

    ROOM = "room"
    FLOOR = "floor"
    BUILDING = "building"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody with whom a person works: documents that both worked on, threads in which both wrote, small groups of
    both. Only what the asker may read counts. `photo` is the name of theirs, where the asker may see it."""

    person: Key
    name: str
    documents: int = 0
    threads: int = 0
    groups: tuple[Unit, ...] = ()
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody on the way from one person to another."""

    person: Key
    name: str


@dataclass(frozen=True, slots=True)
class Ties:
    """With whom a person works, by name, and how the asker is connected with them.

    `direct` is the tie between both. `both_know` are people with whom both work; where there is nobody, `chain` are two
    people who work together, of whom the asker works with the first and the person with the second.
    """

    person: Key
    name: str
    works_with: tuple[Tie, ...] = ()
    direct: Tie | None = None
    both_know: tuple[Acquaintance, ...] = ()
    chain: tuple[Acquaintance, ...] = ()
    distance: Distance | None = None
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class TiesDraft:
    """The same in numbers of the index."""

    company: Company
    near: Numbers
    both: Numbers
    chain: tuple[int, ...]
    direct: int
    keys: set[Key]

    @property
    def shown(self) -> tuple[int, ...]:
        """No document is shown."""
        return ()


def describe_ties(
    person: Key, asker: Key | None, view: View, index: Index, chart: OrganisationChart, now: Seconds | None = None
) -> Ties | None:
    """How this person is connected; None when the asker may not know of them. Nothing of who opted out."""
    snapshot = index.snapshot()
    made = fetched(view, snapshot, snapshot.access_filter(view), partial(_draft, snapshot, person, asker, now))
    if made is None:
        return None
    draft, nodes = made
    node = nodes.get(anchor_key(person))
    if not isinstance(node, Account) or is_ahead(node.joined, now):
        return None
    keys = snapshot.keys("persons")
    people = {keys[each] for each in (*draft.near.tolist(), *draft.both.tolist(), *draft.chain)}
    out = {
        edge.start for edge in view.edges((EdgeKind.OPTS_OUT,), sorted({person, *people, *([asker] if asker else [])}))
    }
    where = distance(chart, asker, person) if asker is not None and asker != person else None
    if out & {person} or node.opted_out:
        return Ties(person, node.name, distance=where)
    tell = partial(_tie, snapshot, draft.company, chart, person, nodes)
    near = [each for each in draft.near.tolist() if keys[each] not in out]
    met = _acquaintances(snapshot, draft.both.tolist(), nodes, out)
    chain = _acquaintances(snapshot, draft.chain, nodes, out)
    return Ties(
        person=person,
        name=node.name,
        works_with=tuple(sorted((tie for each in near if (tie := tell(each))), key=_by_name)),
        direct=tell(draft.direct) if draft.direct >= 0 and asker not in out else None,
        both_know=tuple(sorted(met, key=_by_name)) if asker not in out else (),
        chain=tuple(chain) if len(chain) == len(draft.chain) and asker not in out else (),
        distance=where,
    )


def distance(chart: OrganisationChart, one: Key, other: Key) -> Distance | None:
    """How far two people sit apart, by the innermost place that is around both; None when one of them sits nowhere."""
    ways = [chart.places.way(chart.seats[each]) if each in chart.seats else [] for each in (one, other)]
    if not all(ways):
        return None
    shared = [mine for mine, theirs in zip(*ways, strict=False) if mine.key == theirs.key]
    kinds = {each.kind for each in shared}
    return next(
        (far for far in (Distance.ROOM, Distance.FLOOR, Distance.BUILDING) if far.value in kinds), Distance.ELSEWHERE
    )


def _draft(index: Snapshot, person: Key, asker: Key | None, now: Seconds | None, access: AccessFilter) -> TiesDraft:
    able = index.roster.able(False, now)
    numbers = [index.person(key) for key in dict.fromkeys((person, asker or person))]
    known = np.asarray([each for each in numbers if each >= 0 and able[each]], dtype=np.int64)
    company = company_of(index, access, known, able)
    theirs = company.strength[0] if numbers[0] in known else np.zeros(len(index.persons))
    mine = company.strength[-1] if len(known) == 2 else np.zeros(len(index.persons))
    near, both = _nearest(index, theirs, MOST), _nearest(index, np.minimum(mine, theirs), BOTH_KNOW)
    direct = numbers[1] if len(known) == 2 and theirs[numbers[1]] > 0 else -1
    chain = () if len(both) or direct >= 0 else _chain(index, access, mine, theirs, able)
    shown = {*near.tolist(), *both.tolist(), *chain, *([direct] if direct >= 0 else [])}
    keys = {anchor_key(person), *(anchor_key(index.persons[each].key) for each in shown)}
    return TiesDraft(company, near, both, chain, direct, keys)


def _nearest(index: Snapshot, strength: Strengths, most: int) -> Numbers:
    """The people with the strongest ties; equals by key."""
    found = np.flatnonzero(strength > 0)
    return found[np.lexsort((index.roster.order[found], -strength[found]))][:most].astype(np.int64)


def _chain(index: Snapshot, access: AccessFilter, mine: Strengths, theirs: Strengths, able: Mask) -> tuple[int, ...]:
    """Two who work together, one of whom works with the asker and one with the person: the strongest such way."""
    first, last = _nearest(index, mine, ASKED), _nearest(index, theirs, ASKED)
    if not len(first) or not len(last):
        return ()
    between = company_of(index, access, first, able).strength[:, last]
    if not between.any():
        return ()
    weakest = np.minimum(np.minimum(mine[first][:, None], theirs[last][None, :]), between)
    one, other = divmod(int(weakest.argmax()), len(last))
    return int(first[one]), int(last[other])


def _tie(
    index: Snapshot, company: Company, chart: OrganisationChart, person: Key, nodes: Mapping[Key, Node], other: int
) -> Tie | None:
    key = index.persons[other].key
    node = nodes.get(anchor_key(key))
    if not isinstance(node, Account):
        return None
    documents, threads = int(company.documents[0][other]), int(company.threads[0][other])
    return Tie(key, node.name, documents, threads, small_groups(chart, person, key))


def small_groups(chart: OrganisationChart, one: Key, other: Key) -> tuple[Unit, ...]:
    """Groups of the directory with few people that both are in."""
    shared = [key for key in chart.groups.get(one, ()) if key in chart.groups.get(other, ())]
    return tuple(chart.named[key] for key in shared if chart.sizes.get(key, 0) <= SMALL)


def _acquaintances(
    index: Snapshot, people: Iterable[int], nodes: Mapping[Key, Node], out: Collection[Key]
) -> list[Acquaintance]:
    keys = [index.persons[each].key for each in people]
    named = ((key, nodes.get(anchor_key(key))) for key in keys if key not in out)
    return [Acquaintance(key, node.name) for key, node in named if isinstance(node, Account)]


def _by_name(each: Tie | Acquaintance) -> tuple[str, Key]:
    return each.name.casefold(), each.person
