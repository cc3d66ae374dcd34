"""What topics are worth to questions: MAP of each corpus with them, and from the same index without topics.

Without topics a question has no names of topics, no other names for them and no suggested translations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path

from bench.corpora import NAMES, unpack
from bench.language_report.contract import Inputs, ReportFigure, Said
from graph.open_store import open_store
from graph.store import Viewer
from models.index.opening import OpenIndex, open_index
from models.index.snapshot import OpenSnapshot
from models.index.topics import NONE
from models.index.translations import NO_TRANSLATIONS
from whoknows.environment import read_secret
from whoknows.jobs.evaluate import measured, product_run
from whoknows.jobs.trec_files import read_qrels, read_topics
from whoknows.settings import load_settings


def report(inputs: Inputs) -> Iterator[Said]:
    """How much MAP each corpus gains by its topics; none may lose."""
    found, missing = inputs.sites(NAMES)
    yield from missing
    for folder in found:
        gained, lost, questions, with_topics, without = compared(folder, unpack(inputs.corpora, folder.name) / "truth")
        yield (
            f"  {folder.name:22} MAP {with_topics:.4f} with topics, {without:.4f} without; "
            f"of {questions} questions {gained} better, {lost} worse"
        )
        yield ReportFigure(f"MAP gained by topics, {folder.name}", 100 * (with_topics - without), 0, "points")


class TopiclessIndex:
    """The same index, as if no topics had been chosen."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index

    def snapshot(self) -> OpenSnapshot:
        """The newest commit without its topics."""
        found = copy(self._index.snapshot())
        found.topics, found.translations = NONE, NO_TRANSLATIONS
        return found


def compared(folder: Path, truth: Path) -> tuple[int, int, int, float, float]:
    """Questions that gain and lose by topics, how many there are, and MAP with topics and without."""
    settings = load_settings(folder)
    store, index = open_store(settings.store, create=False, secret=read_secret), open_index(settings.index)
    qrels = read_qrels(truth / "qrels.txt")
    with store.view(Viewer(system=True)) as view:
        ours, bare = (
            measured(product_run(view, each, read_topics(truth / "topics.tsv")), qrels)["MAP"]
            for each in (index, TopiclessIndex(index))
        )
    store.close()
    gained = sum(ours[question] > bare[question] for question in ours)
    lost = sum(ours[question] < bare[question] for question in ours)
    return gained, lost, len(ours), _mean(ours), _mean(bare)


def _mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / max(1, len(values))
