"""A cut of a graph that few edges cross: Stoer and Wagner (A simple min-cut algorithm, Journal of the ACM 44, 1997)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from models.index.contract import Numbers

Weights = dict[int, dict[int, int]]


def small_cut(ends: Numbers, others: Numbers, weights: Numbers, fewest: int) -> frozenset[int] | None:
    """The nodes on one side of a cut that is crossed, by less than `fewest` of the weight of these edges.

    None when there is no such cut. Parts of the graph that nothing connects are looked at one by one.
    """
    size = int(max(ends.max(initial=-1), others.max(initial=-1))) + 1
    merged = np.arange(size)
    while True:
        ends, others, weights = _summed(ends, others, weights, size)
        loose = np.bincount(np.append(ends, others), weights=np.append(weights, weights), minlength=size)
        alone = np.flatnonzero((loose > 0) & (loose < fewest))
        if len(alone):
            return _members(merged, [int(alone[0])])
        heavy = weights >= fewest  # no small cut crosses these
        if not heavy.any():
            break
        graph = csr_array(coo_array((weights[heavy], (ends[heavy], others[heavy])), shape=(size, size)))
        nodes = connected_components(graph, directed=False)[1].astype(np.int64)
        merged, ends, others = nodes[merged], nodes[ends], nodes[others]
    joined: Weights = {}
    for one, other, weight in zip(ends.tolist(), others.tolist(), weights.tolist(), strict=True):
        joined.setdefault(one, {})[other] = joined.setdefault(other, {})[one] = weight
    sides = (_cut_of_part({node: joined[node] for node in part}, fewest) for part in _parts(joined))
    return next((_members(merged, side) for side in sides if side is not None), None)


def _summed(ends: Numbers, others: Numbers, weights: Numbers, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """One edge for all between the same two nodes, and none from a node to itself."""
    apart = ends != others
    low, high = np.minimum(ends, others)[apart], np.maximum(ends, others)[apart]
    pairs, which = np.unique(low * size + high, return_inverse=True)
    total = np.bincount(which, weights=weights[apart], minlength=len(pairs)).astype(np.int64)
    return pairs // max(size, 1), pairs % max(size, 1), total


def _members(merged: Numbers, side: Collection[int]) -> frozenset[int]:
    """The nodes that were merged into these."""
    return frozenset(np.flatnonzero(np.isin(merged, sorted(side))).tolist())


def _parts(joined: Mapping[int, Mapping[int, int]]) -> Iterable[list[int]]:
    """The connected parts of the graph."""
    seen: set[int] = set()
    for begin in joined:
        part, waiting = list[int](), [begin]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                part.append(node)
                waiting.extend(joined[node])
        if part:
            yield part


def _cut_of_part(joined: Weights, fewest: int) -> frozenset[int] | None:
    left = {node: dict(row) for node, row in joined.items()}
    sides = {node: frozenset([node]) for node in left}
    while len(left) > 1:
        before, last, weight = _phase(left)
        if weight < fewest:
            return sides[last]
        sides[before] |= sides[last]
        _merge(left, before, last)
    return None


def _phase(left: Weights) -> tuple[int, int, int]:
    """The last two nodes by how tightly they are connected with all before them, and how tightly the last is."""
    tight = dict.fromkeys(left, 0)
    before = last = next(iter(left))
    weight = 0
    while tight:
        before, last = last, max(tight, key=tight.__getitem__)
        weight = tight.pop(last)
        for node, more in left[last].items():
            if node in tight:
                tight[node] += more
    return before, last, weight


def _merge(left: Weights, into: int, node: int) -> None:
    for far, weight in left.pop(node).items():
        del left[far][node]
        if far != into:
            left[into][far] = left[far][into] = left[into].get(far, 0) + weight
