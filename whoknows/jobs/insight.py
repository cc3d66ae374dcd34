"""The record of the whole organisation and its figures, beside the index of this host: they follow what KNOWS_ABOUT
follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph.facts import Seconds
from graph.store import Store, Viewer
from models.communities import communities_of
from models.floor import FEWEST
from models.index.contract import IndexProblem
from models.index.opening import open_index
from models.insight_figures import figures_of
from models.insight_figures_file import FiguresState, read_figures_state, write_insight_figures
from models.organisation_graph import read_organisation_graph
from models.organisation_graph_file import GraphState, read_graph_state, write_organisation_graph
from whoknows.jobs.knowledge import knowledge_state, shown_state, shows


def insight_is_due(store: Store, root: Path, now: Seconds, fewest: int = FEWEST) -> bool:
    """True when the index of this host shows all changes and the record or the figures beside it do not.

    Somebody whose first or last day has come is a change too, and another `fewest` people of whom a figure may be.
    """
    state, made = knowledge_state(store), read_graph_state(root)
    if made is not None and shows(made.stamp, state) and _holds(made, read_figures_state(root), now, fewest):
        return False
    return shows(shown_state(root), state)


def _holds(made: GraphState, figures: FiguresState | None, now: Seconds, fewest: int) -> bool:
    return (made.until is None or made.until > now) and figures == FiguresState(made.stamp, made.at, fewest)


def follow_insight(store: Store, root: Path, *, now: Seconds, fewest: int = FEWEST) -> bool:
    """Make the record and its figures anew, as documents for everyone say it now; False when they are not due."""
    if not insight_is_due(store, root, now, fewest):
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
    graph = replace(graph, community=communities_of(graph.ties))
    write_insight_figures(figures_of(graph, fewest), root)
    write_organisation_graph(graph, root)
    return True
