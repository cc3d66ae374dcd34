"""Speed of "who knows about this": a million messages, and 20,000 documents with 30 acts each.

`python -m bench.queries --corpora DIR`; each figure is compared with another of the same run.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import resource
import shutil
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from bench import figures
from graph.facts import (
    EVERYONE,
    Account,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Group,
    GroupKind,
    Key,
    Node,
    key_of,
    person_key,
)  # fmt: skip
from graph.store import Touched, Viewer
from models.answers import Question
from models.experts import find_experts
from models.index import generation
from models.index.contract import Index
from models.index.documents import IndexableDocument
from models.index.opening import IndexWriter, open_index

SOURCE = "bench"
QUESTIONS = 400
PORTION = 50_000


class Memory:
    """A View of accounts and groups in memory: what an answer asks the store for, without the store's own time."""

    viewer = Viewer()

    def __init__(self) -> None:
        self.nodes_by_key: dict[Key, Node] = {}

    def rules(self) -> frozenset[Key]:
        return frozenset({EVERYONE})

    def get(self, keys: Collection[Key]) -> dict[Key, Node]:
        found: dict[Key, Node] = {key: self.nodes_by_key[key] for key in keys if key in self.nodes_by_key}
        return found | {key: self._document(key) for key in keys if key.startswith("document:")}

    def _document(self, key: Key) -> Document:
        """A document that may be read; what is shown of it is in the index."""
        return Document(key, SOURCE, key, DocumentKind.REPLY, "")

    def touched(self, after: int) -> list[Touched]:
        del after
        return []

    def edges(self, kinds: Collection[EdgeKind], keys: Collection[Key], *_: object) -> list[Edge]:
        return [Edge(EdgeKind.IS, key, person_key(key)) for key in keys] if EdgeKind.IS in kinds else []

    def all_edges(self, kind: EdgeKind) -> Iterator[Edge]:
        del kind
        return iter(())

    def nodes(self, kind: str, after: Key | None = None, limit: int = 0) -> list[Node]:
        del kind, after, limit
        return []

    def account(self, name: str) -> Key:
        key = key_of("account", SOURCE, name)
        self.nodes_by_key.setdefault(key, Account(key, SOURCE, name, name, anchor=True))
        return key

    def group(self, name: str) -> Key:
        key = key_of("group", SOURCE, name)
        self.nodes_by_key.setdefault(key, Group(key, SOURCE, name, GroupKind.CHANNEL, name))
        return key


def messages(memory: Memory, file: Path) -> Iterator[IndexableDocument]:
    """The messages of the archive: one act each, the stream as folder."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            key = key_of("document", SOURCE, str(raw["id"]))
            node = Document(key, SOURCE, str(raw["id"]), DocumentKind.REPLY, raw["topic"], language="en", at=raw["ts"])
            group = memory.group(raw["stream"])
            act = Edge(EdgeKind.WROTE, memory.account(raw["author"]), key, at=raw["ts"], count=1)
            yield IndexableDocument(node, raw["text"], (act,), group, group)


def crowded(memory: Memory, entries: Iterable[IndexableDocument], acts: int = 30) -> Iterator[IndexableDocument]:
    """The same texts, each with so many acts of people drawn from 2,000."""
    draw = random.Random(1)
    names = [memory.account(f"colleague {number}") for number in range(2000)]
    for entry in entries:
        key = entry.document.key
        edges = [Edge(EdgeKind.EDITED, name, key, at=1, count=1, size=9) for name in draw.sample(names, acts)]
        yield IndexableDocument(entry.document, entry.text, edges, entry.group, entry.folder)


def build(root: Path, memory: Memory, entries: Iterable[IndexableDocument]) -> int:
    """Build a generation in this folder; gives the number of its documents."""
    folder = generation.begin(root)
    writer = IndexWriter(folder)
    rules, count = frozenset({EVERYONE}), 0
    for entry in entries:
        writer.add((entry,))
        count += 1
        if count % PORTION == 0:
            print(f"  {count:,} documents", file=sys.stderr)
    writer.take(memory, (), rules)  # type: ignore[arg-type]
    writer.commit(1)
    writer.settle(memory)  # type: ignore[arg-type]
    writer.close()
    generation.publish(root, folder)
    return count


def questions(index: Index, count: int = QUESTIONS) -> list[str]:
    """Questions of one to three words from the titles of documents, drawn with a fixed seed."""
    columns, draw = index.snapshot().columns, random.Random(7)
    found: list[str] = []
    while len(found) < count:
        _, title, _ = columns.name_of(draw.randrange(columns.sizes.documents))
        words = [
            word for word in title.replace(".20", " ").replace(".", " ").split() if word.isalpha() and len(word) > 3
        ]
        if words:
            found.append(" ".join(draw.sample(words, min(len(words), draw.randint(1, 3)))))
    return found


def latency(index: Index, memory: Memory, asked: Sequence[str]) -> tuple[float, float]:
    """p50 and p95 of an answer in milliseconds, evidence and snippets included."""
    for text in asked[:50]:
        find_experts(Question(text), memory, index)  # type: ignore[arg-type]
    taken = []
    for text in asked:
        began = time.perf_counter()
        find_experts(Question(text), memory, index)  # type: ignore[arg-type]
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 95))


def engine_alone(index: Index, asked: Sequence[str]) -> float:
    """The named reference: p50 of the same questions to Tantivy alone, top 1,000, in milliseconds."""
    now, taken = index.snapshot(), []
    for text in asked:
        query = now.public.query(now.parse(text).clauses)
        began = time.perf_counter()
        now.public.searcher.search(query, 1000, count=False)
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(taken, 50))


def measure(name: str, root: Path, memory: Memory, entries: Iterable[IndexableDocument]) -> None:
    """Build, ask and print."""
    shutil.rmtree(root, ignore_errors=True)
    began = time.perf_counter()
    count = build(root, memory, entries)
    spent = time.perf_counter() - began
    with open_index(root) as index:
        asked = questions(index)
        p50, p95 = latency(index, memory, asked)
        alone = engine_alone(index, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{name}: {count:,} documents, generation {spent:.1f} s ({count / spent:,.0f}/s), peak memory {peak:.2f} GiB")
    print(figures.most("answer p50", p50, 4, "ms"))
    print(figures.most("answer p95", p95, 10, "ms"))
    print(f"  Tantivy alone, top 1,000: p50 {alone:.2f} ms; an explained answer takes {p50 / alone:.1f} times that")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with lean-messages.jsonl.xz")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "bench")
    parser.add_argument("--documents", type=int, default=None, help="only this many messages")
    asked = parser.parse_args(arguments)
    file = asked.corpora / "lean-messages.jsonl.xz"
    memory = Memory()
    measure("messages, one act each", asked.work / "queries", memory, islice(messages(memory, file), asked.documents))
    memory = Memory()
    few = islice(messages(memory, file), 20_000)
    measure("20,000 documents, 30 acts each", asked.work / "crowded", memory, crowded(memory, few))
    return 0


if __name__ == "__main__":
    sys.exit(main())
