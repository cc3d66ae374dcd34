"""The worth of each ranker, alone and fused, and of their weights: those of all but one organisation, read on it.

Reads the graphs and indexes that `make corpora` left: `python -m bench.leave_one_out --corpora DIR`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.collection import ids_of, run_of
from bench.corpora import NAMES, corpora_parser, unpack
from models.answers import Question
from models.index.opening import open_index
from models.rankers.fusion import standing
from models.rankers.matches import able_persons, match
from models.rankers.registry import RANKERS
from whoknows.jobs.evaluate import measured
from whoknows.jobs.trec_files import read_qrels, read_topics
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

Scores = Mapping[str, NDArray[np.float64]]
"""By the name of a ranker, how far each person stands out."""
Weights = Mapping[str, float]
"""By the name of a ranker, what its points count for."""


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
    ids, qrels = ids_of(view, snapshot), read_qrels(truth / "qrels.txt")
    able, access = able_persons(snapshot, leavers=False, now=None), snapshot.access_filter(view)
    questions = {}
    for topic in read_topics(truth / "topics.tsv"):
        question = Question(topic.text, everybody=True)
        asked = match(snapshot, access, question, snapshot.parse(topic.text), able)
        questions[topic.id] = {
            ranker.name: ranker.worth(asked) * standing(np.round(ranker.scores(asked), 9)) for ranker in RANKERS
        }

    def average_precision(scores: Mapping[str, NDArray[np.float64]]) -> float:
        run = {topic: run_of(each, ids, snapshot.roster.order) for topic, each in scores.items()}
        return float(np.mean(list(measured(run, qrels)["MAP"].values())))

    return Judged(name, questions, average_precision)


def fused(scores: Scores, weights: Weights) -> NDArray[np.float64]:
    """The sum of standard scores with these weights, as `models.rankers.fusion` makes it; nothing is named or cut."""
    each = [weight * scores[name] for name, weight in weights.items() if weight]
    return np.asarray(np.sum(each, axis=0), dtype=np.float64)


def variants() -> Mapping[str, Weights]:
    """The weights that ship, and those of which one ranker counts in full, half or not at all."""
    shipped = {ranker.name: ranker.weight for ranker in RANKERS}
    found = {"as shipped": shipped}
    for name, own in shipped.items():
        for weight, label in ((0.0, "without"), (0.5, "half"), (1.0, "full")):
            if weight != own:
                found[f"{label} {name}"] = {**shipped, name: weight}
    return found


def table(organisations: Sequence[Judged]) -> str:
    """Lines of each ranker alone, each set of weights, and what all but one organisation would choose, read on it."""
    lines = [" " * 22 + "".join(f"{each.name[:8]:>9}" for each in organisations) + f"{'mean':>9}"]

    def line(label: str, order: Callable[[Scores], NDArray[np.float64]]) -> list[float]:
        values = [
            each.average_precision({topic: order(scores) for topic, scores in each.questions.items()})
            for each in organisations
        ]
        lines.append(f"{label:22}" + "".join(f"{value:9.3f}" for value in [*values, float(np.mean(values))]))
        return values

    for ranker in RANKERS:
        line(ranker.name, lambda scores, name=ranker.name: scores[name])  # type: ignore[misc]
    sets = variants()
    grid = np.asarray([line(label, lambda scores, w=w: fused(scores, w)) for label, w in sets.items()])  # type: ignore[misc]
    others = [int(np.delete(grid, each, axis=1).mean(axis=1).argmax()) for each in range(len(organisations))]
    read = [float(grid[best, each]) for each, best in enumerate(others)]
    lines.append(f"{'chosen by the others':22}" + "".join(f"{value:9.3f}" for value in [*read, float(np.mean(read))]))
    chosen = [f"  {each.name}: {list(sets)[best]}" for each, best in zip(organisations, others, strict=True)]
    return "\n".join([*lines, *chosen])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = corpora_parser(__doc__)
    parser.add_argument("names", nargs="*", help="organisations; all of make corpora when none is named")
    asked = parser.parse_args(arguments)
    if not all((asked.work / name).is_dir() for name in asked.names or NAMES):
        print(f"There are no graphs in {asked.work}: run `make corpora` first.", file=sys.stderr)
        return 3
    with ExitStack() as stack:
        print(table([judge(stack, asked.corpora, asked.work, name) for name in asked.names or NAMES]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
