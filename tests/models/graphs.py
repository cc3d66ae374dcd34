"""Small organisation graphs, made of what is said of a few people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from graph.facts import Key, key_of, person_key
from models.communities import communities_of
from models.index.contract import NEVER
from models.organisation_graph import OrganisationGraph
from models.years_of_work import ENDS

NOW = 1_700_000_000


def person(name: str) -> Key:
    return person_key(key_of("account", "people", name))


def organisation_graph(
    people: Sequence[str],
    *,
    work: Mapping[str, Mapping[str, float]] | None = None,
    together: Iterable[Sequence[str]] = (),
    department: Mapping[str, str] | None = None,
    location: Mapping[str, str] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    manager: Mapping[str, str] | None = None,
    active: Mapping[str, int] | None = None,
    leaves: Mapping[str, int] | None = None,
    also: Mapping[Key, Key] | None = None,
) -> OrganisationGraph:
    """The graph of these people, given in the order of their keys. `together` are documents, by who wrote each."""
    number = {name: place for place, name in enumerate(people)}
    done, members = work or {}, groups or {}
    topics = sorted({topic for topics in done.values() for topic in topics})
    amounts = np.zeros((len(people), len(topics)))
    for name, told in done.items():
        for topic, amount in told.items():
            amounts[number[name], topics.index(topic)] = amount
    documents, strength = np.zeros((2, len(people), len(people)))
    for hands in together:
        for one, other in combinations(hands, 2):
            for pair in ((number[one], number[other]), (number[other], number[one])):
                documents[pair] += 1
                strength[pair] += 1 / (len(hands) - 1)
    member = np.zeros((len(people), len(members)), dtype=np.int64)
    for column, group in enumerate(sorted(members)):
        member[[number[name] for name in members[group]], column] = 1
    units = [_units(people, told or {}) for told in (department, location)]
    known = csr_array(amounts)
    return OrganisationGraph(
        people=tuple(person(name) for name in people),
        departments=units[0][0],
        department=units[0][1],
        larger_department=np.full(len(units[0][0]), -1),
        locations=units[1][0],
        location=units[1][1],
        larger_location=np.full(len(units[1][0]), -1),
        groups=tuple(sorted(members)),
        member=csr_array(member),
        topics=tuple(topics),
        also=tuple((also or {}).get(topic, "") for topic in topics),
        work=known,
        knows=csr_array(amounts > 0),
        since=csr_array((np.full(known.nnz, NOW), known.indices, known.indptr), known.shape),
        last=csr_array((np.full(known.nnz, NOW), known.indices, known.indptr), known.shape),
        ties=csr_array(strength),
        documents=csr_array(documents),
        threads=csr_array(np.zeros(documents.shape)),
        manager=np.asarray([number.get((manager or {}).get(name, ""), -1) for name in people]),
        active=np.asarray([(active or {}).get(name, NOW) for name in people]),
        touched=(amounts > 0).sum(axis=0),
        left_with=np.zeros(len(topics), dtype=np.int64),
        leaves=np.asarray([(leaves or {}).get(name, NEVER) for name in people], dtype=np.int64),
        years_people=np.repeat((amounts > 0).sum(axis=0)[:, None], len(ENDS), axis=1),
        years_work=np.repeat(amounts.sum(axis=0)[:, None], len(ENDS), axis=1),
        questions=np.zeros(len(topics), dtype=np.int64),
        askers=np.zeros(len(topics), dtype=np.int64),
        open_questions=(0, 0),
        community=communities_of(csr_array(strength)),
        at=NOW,
        until=None,
        stamp=(1, 1),
    )


def _units(people: Sequence[str], told: Mapping[str, str]) -> tuple[tuple[Key, ...], np.ndarray]:
    units = sorted(set(told.values()))
    return tuple(units), np.asarray([units.index(told[name]) if name in told else -1 for name in people])
