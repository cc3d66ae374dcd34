"""Seconds until what a person hides acts on answers: `python -m bench.hiding FOLDER`, or `--documents N`.

FOLDER has the settings of an installation that was synced, such as the sample; nothing else may serve it. With a number
of documents an organisation of 10,000 people is invented. The index is followed by a process of its own, as when it
serves. People who are first for a topic hide it; the time begins when that is committed and ends with the first answer
that tells less of them. Then they show it again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import figures
from bench.looking_around import fill
from bench.organisation import JudgedOrganisation
from graph.facts import Edge, EdgeKind, Key, Topic
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.answers import Question
from models.experts import find_experts
from models.index.contract import Index
from models.index.opening import open_index
from whoknows.jobs.index import follow
from whoknows.settings import load_settings

TIMES, LIMIT, PATIENCE = 20, 1.0, 120.0
EVERYBODY = Viewer()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure over a folder or an invented organisation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="an installation that was synced")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=10_000)
    asked = parser.parse_args(arguments)
    if asked.folder is not None:
        settings = load_settings(asked.folder)
        measure(settings.store, settings.index)
        return 0
    with TemporaryDirectory() as folder:
        url, index = f"sqlite:{folder}/bench.sqlite", Path(folder) / "index"
        store = open_store(url)
        fill(store, JudgedOrganisation(asked.people, asked.documents), index)
        store.close()
        measure(url, index)
    return 0


def measure(url: str, root: Path) -> None:
    """Print the median and the worst of several people who hide a topic and show it again."""
    store = open_store(url)
    with following(url, root), open_index(root) as index:
        cases = list(first_for_topics(store, index))
        hidden, shown = [], []
        for person, topic, name in cases:
            told = partial(told_of, store, index, name, person)
            before, edge = told(), Edge(EdgeKind.HIDES, person, topic)
            with store.writer() as writer:
                writer.say(edge)
            hidden.append(waited(told, lambda now, before=before: now != before))
            with store.writer() as writer:
                writer.unsay(edge)
            shown.append(waited(told, lambda now, before=before: now == before))
        documents = index.snapshot().document_count
    store.close()
    print(f"{documents} documents, {len(cases)} people who hide a topic each")
    for label, times in (("gone from answers", hidden), ("back in answers", shown)):
        print(figures.most(f"{label}, worst", max(times), LIMIT, "s"), f"median {statistics.median(times):.2f} s")


@contextmanager
def following(url: str, root: Path) -> Iterator[None]:
    """A process that follows the changes of the store into the index."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    process = context.Process(target=_follow, args=(url, root, stop))
    process.start()
    try:
        yield
    finally:
        stop.set()
        process.join(30)


def _follow(url: str, root: Path, stop: Event) -> None:
    follow(open_store(url), root, stop.is_set, ear=lambda: None)


def first_for_topics(store: Store, index: Index) -> Iterator[tuple[Key, Key, str]]:
    """People who are first in the answer about a topic that they know about, with its key and name; large ones first.

    What is only called so, as "water" is, they may write about all the same.
    """
    with store.view(EVERYBODY) as view:
        topics = [each for each in view.nodes("topic") if isinstance(each, Topic) and not each.special]
        known = {(edge.start, edge.end) for edge in view.all_edges(EdgeKind.KNOWS_ABOUT)}
    topics.sort(key=lambda each: (-each.documents, each.key))
    found = 0
    for topic in topics:
        name = next(iter(topic.labels.values()))
        people = named(store, index, name)
        if people and (people[0], topic.key) in known and found < TIMES:
            found += 1
            yield people[0], topic.key, name


def named(store: Store, index: Index, question: str) -> list[Key]:
    """The people whom an answer names first."""
    with store.view(EVERYBODY) as view:
        return [each.person for each in find_experts(Question(question), view, index).people]


def told_of(store: Store, index: Index, question: str, person: Key) -> int:
    """The number of documents for which an answer names this person; 0 when it does not."""
    with store.view(EVERYBODY) as view:
        people = find_experts(Question(question, limit=100), view, index).people
    return next((each.documents for each in people if each.person == person), 0)


def waited(told: Callable[[], int], holds: Callable[[int], bool]) -> float:
    """Seconds until this holds of what is told."""
    began = time.perf_counter()
    while not holds(told()):
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError
        time.sleep(0.01)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
