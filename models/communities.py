"""Communities: people who work with each other more than with others, whatever the chart says (Leiden, Traag 2019).

The library is loaded by the process that works out the record of the organisation and by no other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix

SEED = 22
FEWEST = 2
"""People in a community, at least."""


def communities_of(ties: csr_array) -> NDArray[np.int64]:
    """By person the number of the community, largest first; -1 for who works with nobody."""
    found = np.full(ties.shape[0], -1, dtype=np.int64)
    tied = np.flatnonzero(np.asarray(ties.sum(axis=0)).reshape(-1) > 0)
    if not len(tied):
        return found
    from sknetwork.clustering import Leiden

    among = csr_matrix(csr_array(ties[tied])[:, tied])
    labels = np.asarray(Leiden(random_state=SEED).fit_predict(among), dtype=np.int64)
    sizes = np.bincount(labels)
    first = np.full(len(sizes), len(labels))
    np.minimum.at(first, labels, np.arange(len(labels)))
    order = np.lexsort((first, -sizes))
    rank = np.full(len(sizes), -1, dtype=np.int64)
    rank[order] = np.where(sizes[order] >= FEWEST, np.arange(len(order)), -1)
    found[tied] = rank[labels]
    return found
