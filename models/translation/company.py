"""The company that terms keep: words that mean the same are used next to the same other words, in either language.

What both languages share are terms that are written alike in both (names, codes, loanwords) and pairs that surely mean
the same. Rapp (1995), "Identifying word translations in non-parallel texts".
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array, diags_array

SEEN_OFTEN = 2.0
"""Texts with two terms from which their being together counts in full."""


def company(texts: csr_array, anchors: Iterable[tuple[int, int]]) -> csr_array:
    """A row of length 1 for each term: with which of these pairs it is used more than by chance.

    `texts` has a row for each text and a column for each term. Positive pointwise mutual information; a term is no
    company of itself.
    """
    columns: dict[int, int] = {}
    count = 0
    for one, other in anchors:
        if one not in columns and other not in columns:
            columns[one] = columns[other] = count
            count += 1
    terms = texts.shape[1]
    places = (list(columns), list(columns.values()))
    chosen = csr_array((np.ones(len(columns), np.float32), places), shape=(terms, max(1, count)))
    held = (texts @ chosen).tocsr()
    held.data[:] = 1
    together = (texts.T @ held).tocoo()
    of_term, of_anchor = np.asarray(texts.sum(axis=0)).ravel(), np.asarray(held.sum(axis=0)).ravel()
    chance = of_term[together.row] * of_anchor[together.col] / max(1, texts.shape[0])
    values = np.maximum(np.log(np.maximum(together.data, 1e-9) / np.maximum(chance, 1e-9)), 0)
    values *= np.sqrt(np.minimum(1, together.data / SEEN_OFTEN))
    own = np.full(terms, -1)
    own[places[0]] = places[1]
    values[own[together.row] == together.col] = 0
    table = csr_array((values.astype(np.float32), (together.row, together.col)), shape=together.shape)
    table.eliminate_zeros()
    lengths = np.sqrt(np.asarray(table.power(2).sum(axis=1)).ravel())
    return (diags_array(np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ table).tocsr()
