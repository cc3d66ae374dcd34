"""Questions that nobody answered, by topic: a number where enough people asked, and none finer than the floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.organisation_graph import OrganisationGraph

LISTED = 20


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """How many, None where fewer people than the floor asked them (0: nobody asked any), and the topics (by number in
    the graph) that most of them are about, each with its number or None."""

    total: int | None
    topics: tuple[tuple[int, int | None], ...] = ()


def open_questions(graph: OrganisationGraph, fewest: int) -> OpenQuestions:
    """The questions of the last two years, but those of the last week."""
    total, askers = graph.open_questions
    if not total:
        return OpenQuestions(0)
    if askers < fewest:
        return OpenQuestions(None)
    told = np.where(graph.askers >= fewest, graph.questions, np.minimum(graph.questions, 1))
    order = np.lexsort((np.arange(len(told)), -told))
    listed = [topic for topic in order[:LISTED].tolist() if told[topic]]
    return OpenQuestions(
        total, tuple((each, int(told[each]) if graph.askers[each] >= fewest else None) for each in listed)
    )
