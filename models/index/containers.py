"""What another rule, another place or the end of a container means for the documents in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Group, Key
from graph.store import View
from models.index.columns import Columns
from models.index.dictionary import Dictionary
from models.index.documents import folders_of


class Regrouped(NamedTuple):
    """Ordinals for which another rule counts, by the number of that rule; and documents that lie in another folder."""

    rules: list[tuple[NDArray[np.int64], int]]
    documents: list[Key]


def regrouped(
    view: View,
    groups: Sequence[Key],
    columns: Columns,
    dictionaries: Mapping[str, Dictionary],
    open_rules: frozenset[Key],
    find: Callable[[Sequence[Key]], NDArray[np.int64]],
) -> Regrouped:
    """What changes of these groups mean for documents, whose ordinals `find` gives by key.

    `view` is the system's; groups that it lacks are gone.
    """
    nodes = {key: node for key, node in view.get(groups).items() if isinstance(node, Group)}
    folders = folders_of(view, nodes.keys(), open_rules)
    inside, around = (_by_group(groups, columns, name, dictionaries["groups"]) for name in ("group", "folder"))
    rules: list[tuple[NDArray[np.int64], int]] = []
    again: list[NDArray[np.int64]] = []
    for key, ordinals in inside.items():
        node = nodes.get(key)
        if node is None or (columns["folder"][ordinals] != dictionaries["groups"].find(folders[key].key or "")).any():
            again.append(ordinals)
            continue
        if not folders[key].public:  # what states another rule lies nowhere from now on
            again.append(ordinals[columns["inherits"][ordinals] == 0])
        rule = dictionaries["rules"].number_for(node.rule)
        other = ordinals[(columns["inherits"][ordinals] > 0) & (columns["rule"][ordinals] != rule)]
        if len(other):
            rules.append((other, rule))
    counts = _with_rules(columns["rule"], rules)
    for key, ordinals in around.items():
        if key not in nodes:
            again.append(ordinals)
        elif not folders[key].public:  # who reads by another rule may not know of it from now on
            again.append(ordinals[counts[ordinals] != dictionaries["rules"].number_for(nodes[key].rule)])
    documents = [columns.key_of(ordinal) for ordinals in again for ordinal in ordinals.tolist()]
    placed = np.concatenate([np.zeros(0, np.int64), *inside.values(), *around.values()])
    documents += _not_among(placed, _found_in(view, [*nodes]), find)
    return Regrouped(rules, documents)


def _with_rules(column: NDArray[np.int32], rules: Sequence[tuple[NDArray[np.int64], int]]) -> NDArray[np.int32]:
    """The number of the rule of each document, as it is from now on."""
    counts = np.array(column)
    for ordinals, rule in rules:
        counts[ordinals] = rule
    return counts


def _by_group(groups: Sequence[Key], columns: Columns, name: str, book: Dictionary) -> dict[Key, NDArray[np.int64]]:
    """The ordinals of the documents that have each of these groups in this column."""
    numbers = {number: key for key in groups if (number := book.find(key)) >= 0}
    if not numbers or not columns.sizes.documents:
        return {}
    ordinals = np.flatnonzero(np.isin(columns[name], [*numbers]) & (columns.alive > 0))
    order = ordinals[np.argsort(columns[name][ordinals], kind="stable")]
    edges = np.flatnonzero(np.diff(columns[name][order])) + 1
    return {numbers[int(columns[name][part[0]])]: part for part in np.split(order, edges) if len(part)}


def _not_among(
    placed: NDArray[np.int64], keys: list[Key], find: Callable[[Sequence[Key]], NDArray[np.int64]]
) -> list[Key]:
    """Those of these documents that have none of these ordinals."""
    missing = ~np.isin(find(keys), placed) if keys else ()
    return [key for key, absent in zip(keys, missing, strict=True) if absent]


def _found_in(view: View, groups: list[Key]) -> list[Key]:
    """The documents in these groups and in those right below them, as the store has them."""
    if not groups:
        return []
    below = [edge.start for edge in view.edges([EdgeKind.PART_OF], groups, "in")]
    return [edge.start for edge in view.edges([EdgeKind.IN], [*groups, *below], "in")]
