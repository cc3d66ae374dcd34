"""What is stored about one person, as far as a View gives it: for the person themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph.erasure_plan import accounts_of
from graph.facts import Account, Edge, EdgeKind, Judgement, Key, Node
from graph.schema import ACTS, AUTHORSHIP, State, of_state
from graph.store import View

TIES = (EdgeKind.MEMBER_OF, EdgeKind.REPORTS_TO, EdgeKind.AT)
SAID = tuple(sorted(of_state(State.AUTHORED)))
OWN_DOING = (*AUTHORSHIP, EdgeKind.COMMENTED)
"""Acts of which a person is told how many there are in what they may not read now: they did these themselves. That a
hidden document names them would be a hint of it.
"""
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class HeldRecords:
    """The accounts of a person, and the edges from and to them and the person; `decisions` are by and about them.

    `others` are what others say of the person, `named` the documents that name them, `nodes` what is at all ends.
    """

    accounts: tuple[Account, ...]
    links: tuple[Edge, ...]
    ties: tuple[Edge, ...]
    acts: tuple[Edge, ...]
    named: tuple[Edge, ...]
    said: tuple[Edge, ...]
    others: tuple[Edge, ...]
    knows: tuple[Edge, ...]
    decisions: tuple[Judgement, ...]
    nodes: dict[Key, Node]


def records_of(view: View, person: Key) -> HeldRecords:
    """All that is stored about this person and that the View gives."""
    accounts = sorted(accounts_of(view, person), key=lambda each: each.key)
    keys = [each.key for each in accounts]
    acts = view.edges(ACTS, keys) if keys else []
    named = view.edges((EdgeKind.NAMES,), [*keys, person], "in")
    ties = view.edges(TIES, keys, "both") if keys else []
    said, others = view.edges(SAID, [person]), view.edges(SAID, [person], "in")
    knows = view.edges((EdgeKind.KNOWS_ABOUT,), [person])
    edges = [*acts, *named, *ties, *said, *others, *knows]
    topics = (topic for edge in edges if (topic := getattr(edge, "topic", None)))
    decisions = [each for each in view.judgements() if each.subject in keys or person in (each.object, each.by)]
    return HeldRecords(
        accounts=tuple(accounts),
        links=tuple(view.edges((EdgeKind.IS,), keys)) if keys else (),
        ties=tuple(sorted(ties, key=_by_kind)),
        acts=tuple(sorted(acts, key=_newest)),
        named=tuple(sorted(named, key=_newest)),
        said=tuple(sorted(said, key=_newest)),
        others=tuple(sorted((edge for edge in others if edge.start != person), key=_newest)),
        knows=tuple(sorted(knows, key=_newest)),
        decisions=tuple(decisions),
        nodes=_nodes(view, {key for edge in edges for key in (edge.start, edge.end)}.union(topics)),
    )


def count_acts(view: View, person: Key) -> Counter[str]:
    """The number of things that this person did themselves, by kind; that others name them is none."""
    accounts = [each.key for each in accounts_of(view, person)]
    return Counter(edge.kind.value.lower() for edge in view.edges(OWN_DOING, accounts)) if accounts else Counter()


def _nodes(view: View, keys: Collection[Key]) -> dict[Key, Node]:
    return {key: node for page in _pages(sorted(keys)) for key, node in view.get(page).items()}


def _pages(keys: list[Key]) -> Iterator[list[Key]]:
    yield from (keys[start : start + _PAGE] for start in range(0, len(keys), _PAGE))


def _newest(edge: Edge) -> tuple[int, str, Key, Key]:
    return -(edge.at or 0), edge.kind.value, edge.start, edge.end


def _by_kind(edge: Edge) -> tuple[str, Key, Key]:
    return edge.kind.value, edge.start, edge.end
