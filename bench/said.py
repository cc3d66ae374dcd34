"""What the words of people would do to answers, by how much they may add: `python -m bench.said FOLDER TOPICS QRELS`.

FOLDER has the settings of an installation with judgements. Nobody said anything there, so words are drawn: *true* (half
of those who are right claim it, two of three of these are endorsed by one to three), *mixed* (half as many who are
wrong do as well), *false* (only these). Told are the changes of MAP and of how often the first is right, over 20 draws.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from graph.facts import Account, anchor_key
from models.answers import Question
from models.experts import find_experts
from models.index.opening import open_index
from models.said import CLAIM, COLLEAGUE, MOST
from whoknows.jobs.trec_files import TrecTopic, read_qrels, read_topics
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, now, open_installation

Run = Mapping[str, Sequence[tuple[str, float]]]
Right = Mapping[str, set[str]]
CAPS = (0.05, 0.1, 0.2, 0.5, 1.0)
DRAWS = 20
WORLDS = ("true", "mixed", "false")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an installation that was synced")
    parser.add_argument("topics", type=Path, help="questions, a line each")
    parser.add_argument("qrels", type=Path, help="who is right for each of them, as TREC writes it")
    asked = parser.parse_args(arguments)
    tell(asked.folder, asked.topics, asked.qrels)
    return 0


def tell(folder: Path, topics: Path, qrels: Path) -> None:
    """Print what words would change in the answers to these questions."""
    right: dict[str, set[str]] = defaultdict(set)
    for each in read_qrels(qrels):
        if each.relevance > 0:
            right[each.query_id].add(each.doc_id)
    found = named_people(folder, [each for each in read_topics(topics) if right.get(each.id)])
    asked = [each for each in found if found[each]]
    before = _told(found, right, asked)
    print(f"{len(asked)} questions, {DRAWS} draws; without words MAP {before[0]:.4f}, first right {before[1]:.4f}")
    print(f"{'at most':>8}" + "".join(f"{world:>22}" for world in WORLDS))
    for cap in CAPS:
        changes = [_change(found, right, asked, cap, world) for world in WORLDS]
        print(f"{cap:8.0%}" + "".join(f"{ap:+12.4f} {first:+8.4f} " for ap, first in changes))


def named_people(folder: Path, topics: Sequence[TrecTopic]) -> Run:
    """The people whom an answer names for each of these questions, with their points."""
    found: dict[str, list[tuple[str, float]]] = {}
    with (
        open_installation(load_settings(folder)) as installation,
        open_index(installation.settings.index) as index,
        installation.store.view(SYSTEM) as view,
    ):
        for each in topics:
            answer = find_experts(Question(each.text, limit=1000, evidence=0, documents=0), view, index, now())
            nodes = view.get([anchor_key(expert.person) for expert in answer.people])
            ids = {key: node.native_id for key, node in nodes.items() if isinstance(node, Account)}
            found[each.id] = [(ids.get(anchor_key(one.person), ""), one.points) for one in answer.people]
    return found


def _change(found: Run, right: Right, asked: Sequence[str], cap: float, world: str) -> tuple[float, float]:
    before = _told(found, right, asked)
    sums = [0.0, 0.0]
    for draw in range(DRAWS):
        rng = Random(f"{world} {draw}")
        lifted = {each: _lifted(found[each], right[each], cap, world, rng) for each in asked}
        after = _told(lifted, right, asked)
        sums = [total + new - old for total, new, old in zip(sums, after, before, strict=True)]
    return sums[0] / DRAWS, sums[1] / DRAWS


def _lifted(
    people: Sequence[tuple[str, float]], right: set[str], cap: float, world: str, rng: Random
) -> list[tuple[str, float]]:
    """These people with words drawn for some of them; all parts grow with the most."""
    good = [person for person, _ in people if person in right]
    bad = [person for person, _ in people if person not in right]
    saying = set() if world == "false" else {each for each in good if rng.random() < 0.5}
    if world != "true":
        saying |= set(rng.sample(bad, min(len(bad), max(1, len(good) // 2))))
    parts = {}
    for person in sorted(saying):
        colleagues = rng.randint(1, 3) if rng.random() < 2 / 3 else 0
        parts[person] = min(cap, (CLAIM + COLLEAGUE * colleagues) * cap / MOST)
    return sorted(((person, points * (1 + parts.get(person, 0.0))) for person, points in people), key=lambda at: -at[1])


def _told(found: Run, right: Right, asked: Sequence[str]) -> tuple[float, float]:
    precisions = [_average(found[each], right[each]) for each in asked]
    firsts = [found[each][0][0] in right[each] for each in asked]
    return round(sum(precisions) / len(asked), 4), round(sum(firsts) / len(asked), 4)


def _average(people: Sequence[tuple[str, float]], right: set[str]) -> float:
    good, total = 0, 0.0
    for place, (person, _) in enumerate(people, start=1):
        if person in right:
            good += 1
            total += good / place
    return total / len(right)


if __name__ == "__main__":
    sys.exit(main())
