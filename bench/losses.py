"""What a corpus's shortcut knows and the sources did not find: documents, author links, participants, and why."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.facts import Account, Document, EdgeKind, Key, anchor_key
from graph.paging import all_nodes
from graph.store import Store, View
from whoknows.wiring import SYSTEM

ACTS = (
    EdgeKind.WROTE,
    EdgeKind.EDITED,
    EdgeKind.ANSWERED,
    EdgeKind.ACCEPTED,
    EdgeKind.COMMENTED,
    EdgeKind.ATTENDED,
)
ENDING = re.compile(r"(/index)?\.(md|mdx|rst|txt|html?|markdown)$")
ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class ShortcutShare:
    """The share that was found. `why` counts the reasons of the others, `such` shows some of them."""

    known: int
    found: int
    why: Mapping[str, int] = field(default_factory=dict)
    such: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.found / self.known if self.known else 1.0


@dataclass(frozen=True, slots=True)
class Losses:
    """What was found of one corpus's shortcut."""

    documents: ShortcutShare
    authors: ShortcutShare
    participants: ShortcutShare


def losses_of(store: Store, corpus: Path) -> Losses:
    """Compare the graph with ``jsonl/docs.jsonl``: by document id, and by person id of the directory."""
    shortcut = [json.loads(line) for line in (corpus / "jsonl" / "docs.jsonl").open(encoding="utf-8")]
    with store.view(SYSTEM) as view:
        stored = _Stored(view)
        people = _people(view)
    lost: list[str] = []
    counts: dict[str, Counter[str]] = {"authors": Counter(), "participants": Counter()}
    such: dict[str, list[str]] = {"authors": [], "participants": []}
    for row in shortcut:
        key = stored.find(row)
        if key is None:
            lost.append(str(row["id"]))
        for what in ("authors", "participants"):
            for person in row.get(what, ()):
                reason = _reason(key, person, people)
                counts[what][reason] += 1
                if reason != "found" and len(such[what]) < 40:
                    such[what].append(f"{row['id']}: {person} ({reason})")
    documents = ShortcutShare(len(shortcut), len(shortcut) - len(lost), {"not found": len(lost)}, tuple(lost[:40]))
    authors, participants = (_found(counts[what], such[what]) for what in ("authors", "participants"))
    return Losses(documents, authors, participants)


def _found(counts: Counter[str], such: list[str]) -> ShortcutShare:
    why = {reason: count for reason, count in counts.items() if reason != "found"}
    return ShortcutShare(counts.total(), counts["found"], why, tuple(such))


@dataclass(frozen=True, slots=True)
class _People:
    """Who is linked to which document (directory ids), and which ids the graph knows at all."""

    links: Mapping[Key, frozenset[str]]
    known: frozenset[str]


def _reason(document: Key | None, person: str, people: _People) -> str:
    if document is None:
        return "document not found"
    if person in people.links.get(document, ()):
        return "found"
    return "not linked" if person in people.known else "person has no act at all"


def _people(view: View) -> _People:
    directory = {edge.start: anchor_key(edge.end) for edge in view.all_edges(EdgeKind.IS)}
    links: dict[Key, set[Key]] = defaultdict(set)
    for kind in ACTS:
        for edge in view.all_edges(kind):
            links[edge.end].add(directory.get(edge.start, edge.start))
    names = {node.key: node.native_id for node in all_nodes(view, Account)}
    by_document = {key: frozenset(names.get(account, "") for account in found) for key, found in links.items()}
    known = frozenset(name for found in by_document.values() for name in found)
    return _People(by_document, known)


class _Stored:
    """The stored document that is meant by an id of the shortcut. The one that shares the longest tail of its path."""

    def __init__(self, view: View) -> None:
        self._tails: dict[str, set[Key]] = defaultdict(set)
        self._titles: dict[Key, str] = {}
        for node in all_nodes(view, Document):
            self._add(node)

    def _add(self, node: Document) -> None:
        self._titles[node.key] = node.title.strip().casefold()
        for name in (f"{node.source}/{node.native_id}", node.url or ""):
            if name:
                for tail in _tails(name):
                    self._tails[tail].add(node.key)

    def find(self, row: Mapping[str, str]) -> Key | None:
        for name in (row["id"], row.get("url") or ""):
            for tail in _tails(name) if name else ():
                found = self._tails.get(tail)
                if not found:
                    continue
                if len(found) == 1:
                    return next(iter(found))
                title = row["title"].strip().casefold()
                same = [key for key in sorted(found) if self._titles[key] == title]
                return same[0] if len(same) == 1 else None
        return None


def _tails(name: str) -> list[str]:
    """The tails of this path that identify it, the longest first."""
    name = ZEROS.sub("", ENDING.sub("", name.casefold().strip("/")))
    if COMMIT.fullmatch(name.rsplit("/", 1)[-1]):
        return [name.rsplit("/", 1)[-1][:12]]
    parts = re.split(r"[/#]", name)
    return ["/".join(parts[place:]) for place in range(len(parts))]
