"""Who is active in which folder and thread, and who answers: tables over what is for everyone, made anew in batches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.grouping import run_rows, run_starts
from models.index.columns import Columns
from models.index.contract import Place
from models.index.mapped import table
from models.index.numbers import DOCUMENT_KIND_NUMBERS, MESSAGES, NEVER, READERS
from models.index.text.inquiries import ASKS

PLACES: tuple[Place, ...] = get_args(Place)
TRACE = 1e-5
"""Of a sum, what is left by rounding when all of it is taken away."""
PARTS = ("places", "starts", "accounts", "amounts", "documents")
MESSAGE_NUMBERS = sorted(DOCUMENT_KIND_NUMBERS[kind] for kind in MESSAGES)


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """For each place (sorted), the accounts that worked there and the logarithm of 1 + how much: CSR arrays.

    `documents` is the number of documents in each place.
    """

    places: NDArray[Any]
    starts: NDArray[np.int64]
    accounts: NDArray[np.int32]
    amounts: NDArray[np.float32]
    documents: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PersonActivity:
    """The same by person: `work` has a row for each place (sorted) and a column for each person number, in their order.

    `totals` is what everybody together did in each place, also who is nobody's account; `documents` how many are there.
    """

    places: NDArray[Any]
    work: csr_array
    totals: NDArray[np.float64]
    documents: NDArray[np.int64]

    def find(self, places: NDArray[Any]) -> NDArray[np.int64]:
        """The row of each of these places, -1 for those that are not in the table."""
        if not len(self.places):
            return np.full(len(places), -1, dtype=np.int64)
        index: NDArray[np.int64] = np.minimum(self.places.searchsorted(places), len(self.places) - 1)
        index[self.places.take(index) != places] = -1
        return index

    def rows_of(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """What people did in the places at these rows: which of them, the person, and how much."""
        starts = self.work.indptr
        first = starts.take(places).astype(np.int64)
        rows, which = run_rows(first, starts.take(places + 1) - first)
        return which, self.work.indices.take(rows).astype(np.int64), self.work.data.take(rows)


def by_person(active: ActivityTable, person_of: NDArray[np.int64], persons: int) -> PersonActivity:
    """The table by person; `person_of` has the person of each account (-1: nobody's)."""
    owners, amounts = person_of[active.accounts], active.amounts.astype(np.float64)
    known = owners >= 0
    starts = np.concatenate(([0], np.cumsum(known)))[active.starts]
    shape = (len(active.places), persons)
    work = csr_array((amounts[known], owners[known].astype(np.int32), starts.astype(np.int32)), shape=shape)
    work.sort_indices()
    summed = np.concatenate(([0.0], np.cumsum(amounts)))[active.starts]
    return PersonActivity(active.places, work, np.diff(summed), active.documents)


def tabulate(
    columns: Columns,
    place: Place,
    readable: NDArray[np.bool_],
    acts: NDArray[np.bool_],
    person_of: NDArray[np.int64],
) -> ActivityTable:
    """Who is active where. `readable` says which documents count, `acts` which acts; accounts have a person, or -1."""
    documents = columns["document"]
    kept = np.flatnonzero(readable[documents] & acts)
    all_values = np.asarray(columns[column_of(place)])
    values = all_values[documents[kept]]
    if values.dtype.kind == "i":
        kept, values = kept[values >= 0], values[values >= 0]
    if place == "answers":
        kept = _answers(columns, kept, person_of)
        values = all_values[documents[kept]]
    accounts, shares = columns["account"][kept], columns["share"][kept].astype(np.float64)
    if place == "answers":
        shares = np.ones(len(kept))
    order = np.lexsort((accounts, values))
    values, accounts, shares = values[order], accounts[order], shares[order]
    if not len(values):
        return empty(values.dtype)
    first = np.flatnonzero(run_starts(values, accounts))
    places, starts = np.unique(values[first], return_index=True)
    counted = np.sort(all_values[np.flatnonzero(readable)])
    sizes = np.searchsorted(counted, places, "right") - np.searchsorted(counted, places, "left")
    return ActivityTable(
        places=places,
        starts=np.concatenate((starts, [len(first)])).astype(np.int64),
        accounts=accounts[first].astype(np.int32),
        amounts=np.log1p(np.add.reduceat(shares, first)).astype(np.float32),
        documents=sizes.astype(np.int64),
    )


def column_of(place: Place) -> str:
    """The column of a document that has its place of this sort."""
    return "thread" if place == "answers" else place


def _answers(columns: Columns, rows: NDArray[np.int64], person_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of these act rows that are a message after the first of its thread, of somebody else, that does not ask."""
    documents = columns["document"]
    message = np.isin(columns["kind"][documents[rows]], MESSAGE_NUMBERS) & (columns["at"][documents[rows]] != NEVER)
    said = rows[message & (columns["deed"][rows] < READERS)]
    where = documents[said]
    order = np.lexsort(
        (columns["account"][said], columns["key_hash"][where], columns["at"][where], columns["thread"][where])
    )
    said, where = said[order], where[order]
    starts = np.flatnonzero(run_starts(columns["thread"][where]))
    whose = _owners(columns["account"][said], person_of)
    began = np.repeat(whose[starts], np.diff(starts, append=len(said)))
    answers: NDArray[np.int64] = np.sort(said[(whose != began) & (columns["asks"][where] != ASKS)])
    return answers


def _owners(accounts: NDArray[Any], person_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """The person of each account; a number below 0 of its own for an account that is nobody's."""
    owners = np.where(accounts < len(person_of), person_of[np.minimum(accounts, len(person_of) - 1)], -1)
    return np.where(owners >= 0, owners, -2 - accounts.astype(np.int64))


def without(active: ActivityTable, columns: Columns, place: Place, rows: NDArray[np.int64]) -> ActivityTable:
    """The same table without these acts; who did nothing else in a place did nothing there."""
    places, accounts = np.asarray(columns[column_of(place)])[columns["document"][rows]], columns["account"][rows]
    if place == "answers":  # who began a thread, and so who answered, may be others now: it tells nothing meanwhile
        said = np.repeat(active.places, np.diff(active.starts))
        return replace(active, amounts=np.where(np.isin(said, places), 0.0, active.amounts).astype(np.float32))
    width = 1 + max(int(active.accounts.max(initial=0)), int(accounts.max(initial=0)))
    known = np.repeat(np.arange(len(active.places)), np.diff(active.starts)) * width + active.accounts
    which = np.searchsorted(active.places, places)
    codes = np.where(np.isin(places, active.places), which, len(active.places)) * width + accounts
    found = np.searchsorted(known, codes)
    inside = np.isin(codes, known)
    done = np.expm1(active.amounts.astype(np.float64))
    left = done.copy()
    np.subtract.at(left, found[inside], columns["share"][rows][inside].astype(np.float64))
    left[left < done * TRACE] = 0.0
    return replace(active, amounts=np.log1p(left).astype(np.float32))


def empty(dtype: Any) -> ActivityTable:
    """The table of an index without documents."""
    return ActivityTable(
        np.zeros(0, dtype), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int64)
    )


def write(active: ActivityTable, folder: Path, name: str, number: int) -> None:
    """Write a table next to the one that is served."""
    for part in PARTS:
        np.save(folder / f"{name}-{part}-{number}.npy", getattr(active, part))


def read(folder: Path, name: str, number: int) -> ActivityTable:
    """Map the table of this number."""
    return ActivityTable(*(table(folder / f"{name}-{part}-{number}.npy") for part in PARTS))


def remove(folder: Path, name: str, number: int) -> None:
    """Remove the table of this number; who has it open keeps it."""
    for part in PARTS:
        (folder / f"{name}-{part}-{number}.npy").unlink(missing_ok=True)
