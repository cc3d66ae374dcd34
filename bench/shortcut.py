"""A corpus whose JSON Lines shortcut is put straight into a store, for measuring without sources."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.facts import Account, Document, DocumentKind, Edge, EdgeKind, Fact, Group, GroupKind, Key, key_of, person_key
from graph.store import Store

RUN = "shortcut"
KINDS = {
    "forum": DocumentKind.REPLY,
    "wiki": DocumentKind.PAGE,
    "blog": DocumentKind.POST,
    "commit": DocumentKind.COMMIT,
    "minutes": DocumentKind.MINUTES,
}
BATCH = 500


def load_shortcut(store: Store, corpus: Path) -> int:
    """Put directory and documents of a corpus into the store; gives the number of documents."""
    facts = [*_people(corpus), *_documents(corpus)]
    for start in range(0, len(facts), BATCH):
        with store.writer() as writer:
            for fact in facts[start : start + BATCH]:
                writer.put(fact, RUN)
    anchors = [fact.node.key for fact in facts if isinstance(fact.node, Account)]
    with store.writer() as writer:
        writer.derive("IS", anchors, [Edge(EdgeKind.IS, key, person_key(key)) for key in anchors])
    return sum(isinstance(fact.node, Document) for fact in facts)


def account(name: str) -> Key:
    return key_of("account", RUN, name)


def _people(corpus: Path) -> Iterator[Fact]:
    with (corpus / "directory.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Fact(Account(account(row["id"]), RUN, row["id"], row["name"], anchor=True))


def read_lines(corpus: Path) -> Iterator[dict[str, Any]]:
    """The documents of the shortcut."""
    with (corpus / "jsonl" / "docs.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _documents(corpus: Path) -> Iterator[Fact]:
    groups: set[str] = set()
    for line in read_lines(corpus):
        key, at = key_of("document", RUN, line["id"]), _seconds(line["date"])
        edges = [Edge(EdgeKind.WROTE, account(name), key, at=at, count=1) for name in dict.fromkeys(line["authors"])]
        edges += [
            Edge(EdgeKind.ATTENDED, account(name), key, at=at, count=1)
            for name in dict.fromkeys(line.get("participants", []))
            if name not in line["authors"]
        ]
        if line["group"]:
            group = key_of("group", RUN, line["group"])
            if line["group"] not in groups:
                groups.add(line["group"])
                yield Fact(Group(group, RUN, line["group"], GroupKind.FOLDER, line["group"]))
            edges.append(Edge(EdgeKind.IN, key, group))
        node = Document(
            key, RUN, line["id"], KINDS.get(line["kind"], DocumentKind.PAGE), line["title"] or line["id"],
            url=line["url"] or None, text=line["text"], language=line["lang"], at=at, text_hash=line["id"],
        )  # fmt: skip
        yield Fact(node, tuple(edges))


def _seconds(date: str | None) -> int | None:
    if not date:
        return None
    return int(datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC).timestamp())
