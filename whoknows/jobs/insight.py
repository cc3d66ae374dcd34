"""The record of the whole organisation kept beside the index of this host: it follows what KNOWS_ABOUT follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph.facts import Seconds
from graph.store import Store, Viewer
from models.communities import communities_of
from models.index.contract import IndexProblem
from models.index.opening import open_index
from models.organisation_graph import read_organisation_graph
from models.organisation_graph_file import read_graph_state, write_organisation_graph
from whoknows.jobs.knowledge import knowledge_state, shown_state, shows


def insight_is_due(store: Store, root: Path, now: Seconds) -> bool:
    """True when the index of this host shows all changes and the record beside it does not.

    Somebody whose first or last day has come is a change too.
    """
    state, made = knowledge_state(store), read_graph_state(root)
    if made is not None and shows(made.stamp, state) and (made.until is None or made.until > now):
        return False
    return shows(shown_state(root), state)


def follow_insight(store: Store, root: Path, *, now: Seconds) -> bool:
    """Make the record anew, as documents for everyone say it now; False when it is not due."""
    if not insight_is_due(store, root, now):
        return False
    state = knowledge_state(store)
    try:
        with open_index(root) as index, store.view(Viewer()) as everyone:
            snapshot = index.snapshot()
            if not shows((snapshot.settled, snapshot.passed), state):
                return False
            graph = read_organisation_graph(snapshot, everyone, now)
    except IndexProblem:  # another process makes the index anew
        return False
    write_organisation_graph(replace(graph, community=communities_of(graph.ties)), root)
    return True
