"""The worth of each ranker, alone and fused, and the constant of the fusion that other organisations would choose.

Reads the graphs and indexes that `make corpora` left: `python -m bench.leave_one_out --corpora DIR`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import NAMES, unpack
from graph.facts import Account, anchor_key
from graph.store import View
from models.answers import Question
from models.index.contract import Snapshot
from models.index.opening import open_index
from models.rankers.fusion import K
from models.rankers.matches import able_persons, match
from models.rankers.registry import RANKERS
from whoknows.jobs.evaluate import measured, read_qrels, read_topics
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

CONSTANTS = (1.0, 2.0, 5.0, 10.0, 20.0, 60.0)
Scores = Mapping[str, NDArray[np.float64]]
"""By the name of a ranker, the score of each person."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One organisation: for each question what each ranker says of each person, and how good an order of them is."""

    name: str
    questions: Mapping[str, Scores]
    average_precision: Callable[[Mapping[str, NDArray[np.float64]]], float]


def judge(stack: ExitStack, packed: Path, folder: Path, name: str) -> Judged:
    """Ask every ranker every question of this organisation."""
    truth = unpack(packed, name).resolve() / "truth"
    settings = load_settings(folder / name)
    installation = stack.enter_context(open_installation(settings, create=False))
    view = stack.enter_context(installation.store.view(SYSTEM))
    snapshot = stack.enter_context(open_index(settings.index)).snapshot()
    ids, qrels = _ids(view, snapshot), read_qrels(truth / "qrels.txt")
    able, access = able_persons(snapshot, leavers=False, now=None), snapshot.access_filter(view)
    questions = {}
    for topic in read_topics(truth / "topics.tsv"):
        question = Question(topic.text, everybody=True)
        asked = match(snapshot, access, question, snapshot.parse(topic.text), able)
        questions[topic.id] = {ranker.name: np.round(ranker.scores(asked), 9) for ranker in RANKERS}

    def average_precision(scores: Mapping[str, NDArray[np.float64]]) -> float:
        run = {topic: _run(each, ids, snapshot.roster.order) for topic, each in scores.items()}
        return float(np.mean(list(measured(run, qrels)["MAP"].values())))

    return Judged(name, questions, average_precision)


def _ids(view: View, snapshot: Snapshot) -> list[str | None]:
    keys = [anchor_key(row.key) for row in snapshot.persons]
    nodes = view.get(set(keys))
    return [node.native_id if isinstance(node := nodes.get(key), Account) else None for key in keys]


def _run(scores: NDArray[np.float64], ids: Sequence[str | None], ties: NDArray[np.int64]) -> list[tuple[str, float]]:
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((ties[found], -np.round(scores[found], 9)))]
    return [(each, float(scores[person])) for person in order.tolist() if (each := ids[person]) is not None]


def fused(scores: Scores, constant: float, names: Sequence[str]) -> NDArray[np.float64]:
    """Reciprocal rank fusion of these rankers, equal weights."""
    each = [_reciprocal(scores[name], constant) for name in names]
    return np.asarray(np.sum(each, axis=0), dtype=np.float64)


def _reciprocal(scores: NDArray[np.float64], constant: float) -> NDArray[np.float64]:
    everybody = np.sort(scores[scores > 0])
    places = 1 + len(everybody) - np.searchsorted(everybody, scores, side="right")
    return np.where(scores > 0, 1.0 / (constant + np.maximum(places, 1)), 0.0)


def table(organisations: Sequence[Judged]) -> str:
    """Lines of each ranker alone, the fusion without each, and each constant with who would choose it."""
    names = [ranker.name for ranker in RANKERS]

    def line(label: str, order: Callable[[Scores], NDArray[np.float64]]) -> list[float]:
        values = [
            each.average_precision({topic: order(scores) for topic, scores in each.questions.items()})
            for each in organisations
        ]
        lines.append(f"{label:22}" + "".join(f"{value:9.3f}" for value in [*values, float(np.mean(values))]))
        return values

    lines = [" " * 22 + "".join(f"{each.name[:8]:>9}" for each in organisations) + f"{'mean':>9}"]
    for name in names:
        line(name, lambda scores, name=name: scores[name])  # type: ignore[misc]
    for name in names:
        rest = [other for other in names if other != name]
        line(f"all but {name}", lambda scores, rest=rest: fused(scores, K, rest))  # type: ignore[misc]
    grid = np.asarray([line(f"k = {k:g}", lambda scores, k=k: fused(scores, k, names)) for k in CONSTANTS])  # type: ignore[misc]
    others = [int(np.delete(grid, each, axis=1).mean(axis=1).argmax()) for each in range(len(organisations))]
    read = [float(grid[best, each]) for each, best in enumerate(others)]
    lines.append(f"{'k of the other five':22}" + "".join(f"{value:9.3f}" for value in [*read, float(np.mean(read))]))
    return "\n".join([*lines, f"{'':22}" + "".join(f"{CONSTANTS[best]:9g}" for best in others)])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with NAME.tar.xz or NAME/")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs")
    asked = parser.parse_args(arguments)
    if not all((asked.work / name).is_dir() for name in NAMES):
        print(f"There are no graphs in {asked.work}: run `make corpora` first.", file=sys.stderr)
        return 3
    with ExitStack() as stack:
        print(table([judge(stack, asked.corpora, asked.work, name) for name in NAMES]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
