"""With whom people do things: documents that both worked on, and threads in which both wrote, as the asker may read.

What many had a hand in says little about any two of them. A document or thread counts for a pair by one over the number
of the others in it (Newman 2001), and not at all when more than MOST_HANDS had a hand in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from graph.facts import ActKind, Seconds
from models.grouping import is_in, is_numbered, run_starts
from models.index.contract import ACT_KINDS, NEVER, AccessFilter, Mask, Numbers, Snapshot
from models.standing import IS_MESSAGE

MOST_HANDS = 15
"""People who had a hand in a document or thread that ties them, at most."""
HANDS = frozenset({ActKind.WROTE, ActKind.ANSWERED, ActKind.EDITED, ActKind.ACCEPTED, ActKind.COMMENTED})
"""Acts by which somebody has a hand in a document."""
IS_HAND = np.isin(np.arange(256), [number for number, kind in ACT_KINDS.items() if kind in HANDS])

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Company:
    """Of each of some people (a row) and everybody, or these same people (a column): shared documents and threads, and
    how close that is."""

    documents: Counts
    threads: Counts
    strength: Counts


@dataclass(frozen=True, slots=True, eq=False)
class EverybodysCompany:
    """The same of all people at once, sparse and symmetric, with nothing on the diagonal."""

    documents: csr_array
    threads: csr_array
    strength: csr_array


def company_of(index: Snapshot, access: AccessFilter, people: Numbers, able: Mask, *, among: bool = False) -> Company:
    """With whom these people did things, `among` each other alone or with anybody; `able` says who may appear."""
    slots = np.full(len(index.persons), -1, dtype=np.int64)
    slots[people] = np.arange(len(people))
    width = len(people) if among else len(index.persons)
    others = np.where(able, slots if among else np.arange(width), -1)
    accounts = [account for person in people.tolist() for account in index.accounts_of(person)]
    rows = np.flatnonzero(is_numbered(index.columns["account"], np.asarray(accounts, dtype=np.int64)))
    mine = np.unique(_readable(index, access, index.columns["document"][rows].astype(np.int64)))
    pages, messages = mine[~_is_said(index, mine)], mine[_is_said(index, mine)]
    documents, near = _pairs(index, pages, np.arange(len(pages)), slots, others, width)
    threads, nearer = _in_threads(index, access, messages, slots, others, width)
    near += nearer
    cells = near.nonzero()
    near[cells] = np.round(near[cells], 6)
    return Company(documents, threads, near)


def everybodys_company(
    index: Snapshot, access: AccessFilter, able: Mask, until: Seconds | None = None
) -> EverybodysCompany:
    """With whom everybody who may appear did things; with `until` only what is dated before it."""
    everything = readable_once(index, access)
    said = _is_said(index, everything)
    pages, messages = everything[~said], everything[said]
    documents, near = _all_pairs(index, pages, np.arange(len(pages)), able, until)
    threads = np.unique(index.columns["thread"][messages], return_inverse=True)[1]
    together, nearer = _all_pairs(index, messages, threads, able, until)
    strength = near + nearer
    strength.data = np.round(strength.data, 6)
    return EverybodysCompany(documents, together, strength)


def _all_pairs(
    index: Snapshot, ordinals: Numbers, units: Numbers, able: Mask, until: Seconds | None
) -> tuple[csr_array, csr_array]:
    """How often and how closely all people meet in these units."""
    persons = max(len(index.persons), 1)
    owners, places = hands_in(index, ordinals, until)
    pairs = np.unique(units[places] * persons + owners)
    units, owners = pairs // persons, pairs % persons
    hands = np.bincount(units, minlength=1)
    counted = (hands[units] > 1) & (hands[units] <= MOST_HANDS) & able[owners]
    shape = (len(hands), len(index.persons))
    part = csr_array((np.ones(counted.sum()), (units[counted], owners[counted])), shape=shape)
    weights = diags_array(1.0 / np.maximum(hands - 1, 1), format="csr")
    return _others(part.T @ part), _others(part.T @ (weights @ part))


def readable_once(index: Snapshot, access: AccessFilter) -> Numbers:
    """All documents that the asker may read, one of each text."""
    return _readable(index, access, np.arange(len(index.columns["kind"]), dtype=np.int64))


def hands_in(index: Snapshot, ordinals: Numbers, until: Seconds | None = None) -> tuple[Numbers, Numbers]:
    """Who had a hand in these documents: of each such act the person, and the place of its document."""
    rows, places = index.columns.acts_of(ordinals)
    good = _hands(index, rows)
    if until is not None:
        at = index.columns["act_at"][rows]
        good &= (at != NEVER) & (at < until)
    return index.person_of[index.columns["account"][rows[good]]], places[good]


def last_hands(index: Snapshot, ordinals: Numbers, until: Seconds | None = None) -> Numbers:
    """By person when they last had a hand in one of these documents; NEVER where nothing of it is dated."""
    rows, _ = index.columns.acts_of(ordinals)
    at = index.columns["act_at"][rows]
    good = _hands(index, rows) & (at != NEVER)
    if until is not None:
        good &= at < until
    found = np.full(len(index.persons), NEVER, dtype=np.int64)
    np.maximum.at(found, index.person_of[index.columns["account"][rows[good]]], at[good])
    return found


def _others(square: csr_array) -> csr_array:
    """The same without what people have with themselves."""
    found = csr_array(square)
    found.setdiag(0)
    found.eliminate_zeros()
    found.sort_indices()
    return found


def _in_threads(
    index: Snapshot, access: AccessFilter, messages: Numbers, slots: Numbers, others: Numbers, width: int
) -> tuple[Counts, Counts]:
    """The same by the threads of these messages, with all that is said there."""
    column = index.columns["thread"]
    threads = np.unique(column[messages])
    said = np.flatnonzero(is_in(column, threads)).astype(np.int64)
    said = _readable(index, access, said[_is_said(index, said)])
    return _pairs(index, said, np.searchsorted(threads, column[said]), slots, others, width)


def _readable(index: Snapshot, access: AccessFilter, ordinals: Numbers) -> Numbers:
    """Those that the asker may read, one of each text."""
    seen = ordinals[index.visible(ordinals, access)]
    found: Numbers = seen[index.first_of(seen, access) == seen]
    return found


def _is_said(index: Snapshot, ordinals: Numbers) -> Mask:
    """Which of these documents are messages of a thread."""
    columns = index.columns
    found: Mask = IS_MESSAGE[columns["kind"][ordinals]] & (columns["title_size"][ordinals] > 0)
    return found


def _pairs(
    index: Snapshot, ordinals: Numbers, units: Numbers, slots: Numbers, others: Numbers, width: int
) -> tuple[Counts, Counts]:
    """How often and how closely people meet in these units (documents, or the threads that these documents are in).

    `slots` has the row of each person, `others` the column, -1 for none.
    """
    owners, places = hands_in(index, ordinals)
    persons = max(len(index.persons), 1)
    pairs = np.unique(units[places] * persons + owners)
    units, owners = pairs // persons, pairs % persons
    starts = np.flatnonzero(run_starts(units)) if len(units) else np.zeros(0, np.int64)
    sizes = np.diff(starts, append=len(units))
    begins, hands = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    mine = np.flatnonzero((slots[owners] >= 0) & (hands > 1) & (hands <= MOST_HANDS))
    left = np.repeat(mine, hands[mine])
    step = np.arange(len(left)) - np.repeat(np.cumsum(hands[mine]) - hands[mine], hands[mine])
    right = begins[left] + step
    met = (owners[left] != owners[right]) & (others[owners[right]] >= 0)
    flat = slots[owners[left[met]]] * width + others[owners[right[met]]]
    cells, which = np.unique(flat, return_inverse=True)  # few of them: most people never met
    rows = int(slots.max(initial=-1)) + 1
    counts, closeness = np.zeros((2, rows * width))
    counts[cells] = np.bincount(which, minlength=len(cells))
    closeness[cells] = np.bincount(which, weights=1.0 / (hands[left[met]] - 1), minlength=len(cells))
    return counts.reshape(rows, width), closeness.reshape(rows, width)


def _hands(index: Snapshot, rows: Numbers) -> Mask:
    """Which of these acts are of somebody who had a hand in it: not of a program, and not hidden by the person."""
    columns = index.columns
    good: Mask = index.person_of[columns["account"][rows]] >= 0
    good &= IS_HAND[columns["deed"][rows]] | IS_HAND[columns["second"][rows]]
    if len(index.hidden):
        good &= ~is_in(rows, index.hidden)
    if len(index.idle):
        good &= ~is_in(rows, index.idle) | is_in(rows, index.asking)
    return good
