"""Whether colleagues that are proposed are those with whom people work next, on synced organisations.

Each organisation is cut a year before its last act: the graph is made of what is dated before, and whoever wrote
something together or answered each other in the year after is to be found. Every method orders the same people for the
same askers. *All* are the partners of that year, *first* those with whom the asker shared nothing before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from bench import figures as limits
from graph.facts import Seconds
from graph.store import View, Viewer
from models.colleagues import Colleagues, row_of
from models.index.contract import NEVER, Snapshot
from models.index.opening import open_index
from models.organisation_graph import OrganisationGraph, read_organisation_graph
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

CHOSEN_ON = ("fronteers", "r-lists", "pycore")
READ_ON = ("nl-standaarden", "sourcegraph-handbook", "lean-zulip", "kubernetes")
"""Organisations on which the method was chosen, by cuts in earlier years, and those that only this report reads."""
YEAR: Seconds = 31_557_600
DEPTH = 10
GOAL = 10
"""Per cent above the best of the other methods, at least."""
RESTART, STEPS = 0.15, 50
"""Of personalised PageRank (Page et al. 1999)."""

TARGETS = ("all", "first")

Scores: TypeAlias = NDArray[np.float64]
Method: TypeAlias = Callable[["GraphBefore", int], Scores]


class GraphBefore:
    """The graph before the cut with what the methods compute of it once."""

    def __init__(self, graph: OrganisationGraph) -> None:
        self.graph = graph
        self.colleagues = Colleagues(graph)

    @cached_property
    def partners(self) -> csr_array:
        """People by people: 1 for those who share something."""
        ties = self.graph.ties
        return csr_array((np.ones(ties.nnz), ties.indices, ties.indptr), ties.shape)

    @cached_property
    def degrees(self) -> Scores:
        """By person with how many they share something."""
        found: Scores = np.diff(self.graph.ties.indptr).astype(np.float64)
        return found

    @cached_property
    def steps(self) -> csr_array:
        """Probability of a step along ties, from column to row."""
        sums = np.asarray(self.graph.ties.sum(axis=0)).ravel()
        return csr_array(self.graph.ties @ diags_array(1.0 / np.where(sums > 0, sums, 1.0)))

    @cached_property
    def profiles(self) -> csr_array:
        """People by topics as tf-idf, each row of length 1."""
        work = csr_array(self.graph.work @ diags_array(self.colleagues.rarity))
        lengths = np.sqrt(np.asarray((work * work).sum(axis=1)).ravel())
        return csr_array(diags_array(1.0 / np.where(lengths > 0, lengths, 1.0)) @ work)


def adamic_adar(known: GraphBefore, me: int) -> Scores:
    """Partners of both, each by one over the logarithm of how many they have (Adamic and Adar 2003)."""
    weights = row_of(known.partners, me) / np.log(np.maximum(known.degrees, 2.0))
    found: Scores = known.partners @ weights
    return found


def pagerank(known: GraphBefore, me: int) -> Scores:
    """Personalised PageRank along ties by their strength."""
    start = np.zeros(len(known.degrees))
    start[me] = 1.0
    at = start
    for _ in range(STEPS):
        at = RESTART * start + (1.0 - RESTART) * (known.steps @ at)
    return at


def popularity(known: GraphBefore, me: int) -> Scores:
    """With how many people somebody shares something, whoever asks."""
    del me
    return known.degrees.copy()


def content_only(known: GraphBefore, me: int) -> Scores:
    """The cosine of topics."""
    found: Scores = known.profiles @ row_of(known.profiles, me)
    return found


def proposed(known: GraphBefore, me: int) -> Scores:
    """Those of both lists of the product, in the order that each list has."""
    made, everybody = known.colleagues, len(known.degrees)
    near, new = made.both(me, everybody)
    shown = near + new
    found = np.zeros(everybody)
    found[shown] = made.nearness(me)[shown]
    return found


METHODS: Mapping[str, Method] = {
    "Adamic-Adar": adamic_adar,
    "PageRank": pagerank,
    "popularity": popularity,
    "content": content_only,
    "WhoKnows": proposed,
}


@dataclass(frozen=True, slots=True)
class Cut:
    """An organisation before its last year, and who did something together in it (people by people)."""

    known: GraphBefore
    together: csr_array

    @property
    def active(self) -> NDArray[np.bool_]:
        """Who shares something or works on a topic before the cut: only they are asked for, and looked for."""
        found: NDArray[np.bool_] = (self.known.degrees > 0) | (np.diff(self.known.graph.work.indptr) > 0)
        return found


@dataclass(frozen=True, slots=True)
class MeasuredMethods:
    """What was measured on one organisation: of each method hit rate and nDCG, over so many askers.

    `tied` counts people in the list of whom to meet with whom the asker shares something; there are none.
    """

    name: str
    askers: Mapping[str, int]
    figures: Mapping[str, Mapping[str, tuple[float, float]]]
    tied: int


def cut_before_last_year(index: Snapshot, view: View) -> Cut:
    """The organisation a year before its last act."""
    at = np.asarray(index.columns["act_at"])
    last = int(at[at != NEVER].max())
    before = replace(read_organisation_graph(index, view, last, until=last - YEAR), at=last - YEAR)
    whole = read_organisation_graph(index, view, last)
    more = [_positive(csr_array(getattr(whole, what) - getattr(before, what))) for what in ("documents", "threads")]
    return Cut(GraphBefore(before), csr_array(more[0] + more[1]))


def _positive(table: csr_array) -> csr_array:
    found = csr_array(table > 0).astype(np.float64)
    found.eliminate_zeros()
    return csr_array(found)


def measure(name: str, cut: Cut) -> MeasuredMethods:
    """Every method on one organisation."""
    askers, figures = dict[str, int](), dict[str, Mapping[str, tuple[float, float]]]()
    for target in TARGETS:
        found = {
            method: [_found(cut, METHODS[method], me, target) for me in _askers(cut, target)] for method in METHODS
        }
        askers[target] = len(next(iter(found.values())))
        figures[target] = {method: _mean(values) for method, values in found.items()}
    return MeasuredMethods(name, askers, figures, _tied(cut))


def _askers(cut: Cut, target: str) -> list[int]:
    return [me for me in np.flatnonzero(cut.active).tolist() if len(_wanted(cut, me, target))]


def _wanted(cut: Cut, me: int, target: str) -> NDArray[np.int64]:
    """Whom this person did something with in the last year; *first*: whom they shared nothing with before."""
    wanted = (row_of(cut.together, me) > 0) & cut.active
    if target == "first":
        wanted &= row_of(cut.known.partners, me) == 0
    return np.flatnonzero(wanted)


def _found(cut: Cut, method: Method, me: int, target: str) -> tuple[float, float]:
    """Whether one of those wanted is among the first DEPTH, and nDCG there."""
    scores = np.where(cut.active, method(cut.known, me), 0.0)
    scores[me] = 0.0
    if target == "first":
        scores[row_of(cut.known.partners, me) > 0] = 0.0
    found = np.flatnonzero(scores > 0)
    first = found[np.argsort(-np.round(scores[found], 9), kind="stable")][:DEPTH]
    wanted = _wanted(cut, me, target)
    gains = np.isin(first, wanted) / np.log2(np.arange(len(first)) + 2)
    ideal = (1.0 / np.log2(np.arange(min(DEPTH, len(wanted))) + 2)).sum()
    return float(gains.any()), float(gains.sum() / ideal)


def _mean(values: Sequence[tuple[float, float]]) -> tuple[float, float]:
    hit, gain = np.mean(values, axis=0) if values else (0.0, 0.0)
    return float(hit), float(gain)


def _tied(cut: Cut) -> int:
    """People to meet, of all who are active, with whom the asker shares something."""
    made = cut.known.colleagues
    askers = np.flatnonzero(cut.active).tolist()
    return sum(int(row_of(cut.known.graph.ties, me)[made.to_meet(me, DEPTH)].astype(bool).sum()) for me in askers)


def report(work: Path, names: Sequence[str]) -> list[str]:
    """Lines with hit rate@10 and nDCG@10 of every method, by organisation and in the mean."""
    measured = []
    for name in names:
        with (
            open_installation(load_settings(work / name), create=False) as installation,
            open_index(installation.settings.index) as index,
            installation.store.view(Viewer()) as everyone,
        ):
            measured.append(measure(name, cut_before_last_year(index.snapshot(), everyone)))
    lines = [f"{'hit rate@10 / nDCG@10':32}{'askers':>7}" + "".join(f"{method:>16}" for method in METHODS)]
    for target in TARGETS:
        asked = [each for each in measured if each.askers[target]]
        lines += [_line(f"{each.name}, {target}", each.askers[target], each.figures[target]) for each in asked]
        mean = {method: _mean([each.figures[target][method] for each in asked]) for method in METHODS}
        lines += [_line(f"mean, {target}", sum(each.askers[target] for each in asked), mean), *_gains(mean)]
    tied = sum(each.tied for each in measured)
    return [*lines, limits.most("people to meet with whom the asker shares something", tied, 0, "people")]


def _line(name: str, askers: int, figures: Mapping[str, tuple[float, float]]) -> str:
    return f"{name:32}{askers:7}" + "".join(f"{f'{hit:.3f} / {gain:.3f}':>16}" for hit, gain in figures.values())


def _gains(mean: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    """How much more the product has than the best of the others, measure by measure."""
    for at, measure in enumerate(("hit rate@10", "nDCG@10")):
        best = max(values[at] for method, values in mean.items() if method != "WhoKnows")
        gain = 100 * (mean["WhoKnows"][at] / max(best, 1e-9) - 1)
        yield limits.least(f"{measure}: more than the best of the others", gain, GOAL, "%")
