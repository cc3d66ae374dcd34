"""Act rows that are no work on the subject of a document: what a program did to many at once, and messages that ask."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.facts import ActKind, DocumentKind
from models.grouping import run_starts
from models.index.columns import Columns
from models.index.numbers import ACT_NUMBERS, DOCUMENT_KIND_NUMBERS, NEVER
from models.index.text.inquiries import ALSO_ASKS, ASKS

MOST = 20
"""Documents that one person may write or edit at the same second; more is a program's work."""
WROTE, ANSWERED = ACT_NUMBERS[ActKind.WROTE], ACT_NUMBERS[ActKind.ANSWERED]
POST, REPLY = DOCUMENT_KIND_NUMBERS[DocumentKind.POST], DOCUMENT_KIND_NUMBERS[DocumentKind.REPLY]


def find(columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The act rows that are no work, and of these the ones that ask; ascending."""
    documents = columns["document"]
    rows = np.flatnonzero(columns.alive[documents] > 0)
    asking = np.sort(_asking(columns, rows))
    return np.union1d(_of_one_moment(columns, rows), asking), asking


def _of_one_moment(columns: Columns, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Acts of accounts on more than `MOST` documents of one rule at the same second: an import, or a replacement.

    Documents of different rules are counted apart, so that what is hidden changes nothing of what is not.
    """
    rows = rows[columns["act_at"][rows] != NEVER]
    account, at, rule = columns["account"][rows], columns["act_at"][rows], columns["rule"][columns["document"][rows]]
    order = np.lexsort((rule, at, account))
    starts = np.flatnonzero(run_starts(account[order], at[order], rule[order]))
    sizes = np.diff(starts, append=len(order))
    many: NDArray[np.int64] = rows[order[np.repeat(sizes > MOST, sizes)]]
    return many


def _asking(columns: Columns, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """What people wrote in messages that ask, and in threads that they began and others answered.

    Only in sources in which people answer: a blog entry that ends in a question tells. There a thread that opens with
    some question, or with a title and nothing else, asks, whether or not anybody answered.
    """
    kinds = columns["kind"]
    answers = (kinds == REPLY) & (columns["public"] > 0) & (columns.alive > 0)
    answering = np.isin(columns["source"], np.unique(columns["source"][answers]))
    rows = rows[answering[columns["document"][rows]] & (columns["deed"][rows] <= ANSWERED)]
    documents = columns["document"][rows]
    said = columns["asks"][documents]
    asks = (said == ASKS) | ((said == ALSO_ASKS) & (kinds[documents] == POST))
    asks &= columns["deed"][rows] == WROTE
    asking: NDArray[np.int64] = rows[asks | _began(columns, rows)]
    return asking


def _began(columns: Columns, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these acts are of the account that began the thread with a post, where somebody else answered it.

    Threads of different rules are told apart, so that what is hidden changes nothing of what is not.
    """
    documents = columns["document"][rows]
    thread, rule, account = columns["thread"][documents], columns["rule"][documents], columns["account"][rows]
    order = np.lexsort((columns["key_hash"][documents], columns["at"][documents], rule, thread))
    starts = np.flatnonzero(run_starts(thread[order], rule[order]))
    sizes = np.diff(starts, append=len(order))
    first = np.repeat(order[starts], sizes)
    mine = account[order] == account[first]
    others = np.repeat(np.add.reduceat(~mine, starts) > 0, sizes) if len(starts) else mine
    began = np.zeros(len(rows), dtype=bool)
    began[order] = mine & others & (columns["kind"][documents[first]] == POST)
    return began
