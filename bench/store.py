"""Speed at which the SQLite store writes, recognises and reads facts: `python -m bench.store`."""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence

from graph.facts import (
    Account,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Extraction,
    Fact,
    Group,
    GroupKind,
    Key,
    Term,
    TermCandidate,
    key_of,
)
from graph.open_store import open_store
from graph.store import Store, Viewer

_WORDS = [f"woord{number}" for number in range(5_000)]
_BATCH = 100
SYSTEM = Viewer(system=True)


def accounts(count: int) -> Iterator[Fact]:
    """The accounts that write."""
    for number in range(count):
        native = f"user{number}"
        yield Fact(Account(key_of("account", "bench", native), "bench", native, f"User {number}", anchor=True))


def documents(count: int, people: int) -> Iterator[Fact]:
    """Documents of about 400 characters, with two acts each."""
    chance = random.Random(7)
    for number in range(count):
        native = f"page{number}"
        key = key_of("document", "bench", native)
        text = " ".join(chance.choices(_WORDS, k=45))
        node = Document(key, "bench", native, DocumentKind.POST, f"Page {number}", text=text, at=number, version="1")
        edges = [Edge(EdgeKind.IN, key, key_of("group", "bench", f"g{number % 100}"))]
        for kind in (EdgeKind.WROTE, EdgeKind.EDITED):
            who = key_of("account", "bench", f"user{int(chance.paretovariate(0.7)) % people}")
            edges.append(Edge(kind, who, key, at=number, count=1, size=5))
        yield Fact(node, tuple(edges))


def put_all(store: Store, facts: Iterator[Fact], run: str) -> int:
    """Put all facts, a hundred in a transaction; gives their number."""
    batch, count = [], 0
    for fact in facts:
        batch.append(fact)
        if len(batch) == _BATCH:
            count += _put(store, batch, run)
            batch = []
    return count + _put(store, batch, run)


def _put(store: Store, batch: list[Fact], run: str) -> int:
    with store.writer() as writer:
        for fact in batch:
            writer.put(fact, run)
    return len(batch)


def timed(name: str, work: Callable[[], int]) -> None:
    """Print how many a second, and the memory of this process so far."""
    begun = time.perf_counter()
    count = work()
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:32} {count:>9,} in {seconds:7.2f} s  {count / seconds:>10,.0f}/s  {memory:6.0f} MiB")


def _derive(store: Store, kind: str, facts: Iterator[Edge | Extraction | Term], count: int) -> int:
    with store.writer() as writer:
        writer.derive(kind, None, facts)
    return count


def _mentions(keys: list[Key]) -> Iterator[Edge]:
    chance = random.Random(3)
    for key in keys:
        for number in chance.sample(range(20_000), 10):
            yield Edge(EdgeKind.MENTIONS, key, f"term:nl:{number}", count=1, weight=0.5)


def _extract(store: Store, keys: list[Key]) -> int:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        with store.view(SYSTEM) as view:
            nodes = view.get(some)
        found = [
            Extraction(key, node.text_hash, "1", tuple(TermCandidate("nl", f"t{i}", f"T{i}", 1) for i in range(20)))
            for key, node in nodes.items()
            if isinstance(node, Document)
        ]
        with store.writer() as writer:
            writer.derive("extraction", some, found)
    return len(keys)


def _read(store: Store, viewer: Viewer, keys: list[Key]) -> int:
    with store.view(viewer) as view:
        for start in range(0, len(keys), 20):
            view.get(keys[start : start + 20])
            view.edges((EdgeKind.WROTE, EdgeKind.EDITED), keys[start : start + 20], "in")
    return len(keys)


def _keep(store: Store, keys: list[Key], run: str) -> int:
    count = 0
    for start in range(0, len(keys), 1000):
        with store.writer() as writer:
            count += writer.keep(keys[start : start + 1000], run)
    return count


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000, help="number of documents (default: 20,000)")
    measure(parser.parse_args(arguments).documents)
    return 0


def measure(count: int) -> None:
    """Print the figures for this number of documents."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:{folder}/bench.sqlite")
        people = 1_000
        put_all(store, accounts(people), "1")
        groups = (key_of("group", "bench", f"g{number}") for number in range(100))
        put_all(store, (Fact(Group(key, "bench", key, GroupKind.FOLDER, key)) for key in groups), "1")
        made = list(documents(min(count, 20_000), people))
        keys = [fact.node.key for fact in made]
        timed("put, new", lambda: put_all(store, documents(count, people), "1"))
        timed("put, unchanged (facts made)", lambda: put_all(store, iter(made), "2"))
        timed("put, unchanged, same run", lambda: put_all(store, iter(made), "2"))
        timed("keep, by key", lambda: _keep(store, keys, "3"))
        groups = [key_of("group", "bench", f"g{number}") for number in range(100)]
        timed("keep, by group", lambda: _keep(store, groups, "4"))
        timed("extraction", lambda: _extract(store, keys))
        timed("mentions, new", lambda: _derive(store, "MENTIONS", _mentions(keys), len(keys) * 10))
        timed("mentions, same", lambda: _derive(store, "MENTIONS", _mentions(keys), len(keys) * 10))
        for name, viewer in (("system", SYSTEM), ("everyone", Viewer())):
            timed(f"get + edges of 20, {name}", lambda viewer=viewer: _read(store, viewer, keys))
        timed("dump", lambda: sum(1 for _ in store.dump()))
        store.close()


if __name__ == "__main__":
    sys.exit(main())
