"""Who knows about what, kept in the graph: KNOWS_ABOUT follows the index of this host; only differences are written.

It is computed when the index shows all changes and the newest passes, so that no host writes what it knew before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

from graph.facts import Edge, EdgeKind, Json, Key, Seconds, kind_of, person_key
from graph.store import Store, Viewer
from models.index.contract import IndexProblem
from models.index.opening import open_index
from models.knowledge_edges import KEPT_AS, knows_about
from whoknows.jobs.index import INDEXED, passed
from whoknows.wiring import SYSTEM

DERIVED = KEPT_AS
"""The name under which the ledger keeps the change and the passes that the edges were computed from."""
UNTIL = f"{KEPT_AS}-until"
"""The name for when the next person begins or leaves, so that they hold no longer. None: nobody has plans."""
BATCH = 200
PAUSE = 0.002


def knowledge_is_due(store: Store, root: Path, now: Seconds) -> bool:
    """True when something changed since the edges were computed and the index of this host shows all of it.

    Somebody whose last day has come is a change too.
    """
    state = knowledge_state(store)
    if store.ledger.get(DERIVED) == state:
        until = store.ledger.get(UNTIL)
        if not isinstance(until, int) or until > now:
            return False
    return shows(shown_state(root), state)


def follow_knowledge(store: Store, root: Path, *, now: Seconds, stop: Callable[[], bool]) -> int:
    """Write who knows about what, as documents for everyone say it now; gives the number of edges that differ.

    Does nothing when it is not due. Stopped halfway, it is computed again: what was written stays right.
    """
    if not knowledge_is_due(store, root, now):
        return 0
    state = knowledge_state(store)
    with open_index(root) as index, store.view(Viewer()) as everyone:
        snapshot = index.snapshot()
        if not shows((snapshot.settled, snapshot.passed), state):
            return 0
        fresh = sorted(knows_about(snapshot, snapshot.access_filter(everyone), now), key=_ends)
    before = store.ledger.get(DERIVED)
    if isinstance(before, list) and before[1] == state[1]:
        differing = _write_some(store, fresh, int(str(before[0])), stop)
    else:
        with store.writer() as writer:
            differing = writer.derive(EdgeKind.KNOWS_ABOUT, None, fresh)
    if not stop():
        store.ledger.set(UNTIL, snapshot.roster.next_change(now))
        store.ledger.set(DERIVED, state)
    return differing


def knowledge_state(store: Store) -> list[Json]:
    """What the edges depend on: the newest change that concerns the index, and the number of the newest passes."""
    return [store.seq(INDEXED), passed(store)]


def shows(shown: tuple[int, int] | None, state: list[Json]) -> bool:
    """Whether an index that shows all up to this change, with these passes, shows this state."""
    return shown is not None and shown[0] >= int(str(state[0])) and shown[1] == state[1]


def shown_state(root: Path) -> tuple[int, int] | None:
    """The change and the passes that the index shows in full. None when there is no index that can be read."""
    try:
        with open_index(root) as index:
            snapshot = index.snapshot()
    except IndexProblem:
        return None
    return snapshot.settled, snapshot.passed


def _write_some(store: Store, fresh: Sequence[Edge], after: int, stop: Callable[[], bool]) -> int:
    """Replace what is known of each person of whom something differs, some people in a transaction.

    Who is somebody else since, or nobody, is seen no more and may have edges yet: the changes after `after` tell.
    """
    with store.view(SYSTEM) as view:
        old = _by_person(sorted(view.all_edges(EdgeKind.KNOWS_ABOUT), key=_ends))
    new = _by_person(fresh)
    differ = {person for person in old.keys() | new.keys() if old.get(person) != new.get(person)}
    waiting = iter(sorted(differ | set(_changed_people(store, after))))
    differing = 0
    while (people := list(islice(waiting, BATCH))) and not stop():
        with store.writer() as writer:
            facts = [edge for person in people for edge in new.get(person, ())]
            differing += writer.derive(EdgeKind.KNOWS_ABOUT, people, facts)
        time.sleep(PAUSE)  # a page's command gets its turn
    return differing


def _changed_people(store: Store, after: int) -> Iterator[Key]:
    """People whose own accounts changed after this seq."""
    while changes := store.changes(after, aspects=INDEXED):
        yield from (person_key(change.key) for change in changes if kind_of(change.key) == "account")
        after = changes[-1].seq


def _by_person(edges: Iterable[Edge]) -> dict[Key, list[Edge]]:
    return {person: list(found) for person, found in groupby(edges, key=lambda edge: edge.start)}


def _ends(edge: Edge) -> tuple[Key, Key]:
    return edge.start, edge.end
