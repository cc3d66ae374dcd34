"""What is for everyone, published to a Neo4j for people who explore.

What may no longer be seen is removed before anything is added, and once more at the end when the graph changed
meanwhile. A copy that was stopped goes on where it was as long as the graph is what it was, else it begins anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import dataclass, replace

import orjson

from graph.facts import Account, EdgeKind, Json, Key, Seconds, anchor_key, person_key
from graph.names import has_family_name
from graph.opting import opted_out
from graph.paging import all_nodes
from graph.public import KINDS, Publication, PublicGraph, Shown
from graph.store import Store, View, Viewer
from models.services import is_service
from whoknows.jobs.knowledge import DERIVED, knowledge_state
from whoknows.wiring import SYSTEM

BATCH = 500
PARTS = ("nodes", "ties")
"""All nodes come before all ties: a tie needs both of its ends."""


@dataclass(frozen=True, slots=True)
class Published:
    """Progress of the copy. `done` of `total` nodes, each counted twice: by itself and with its ties."""

    done: int
    total: int
    removed: int = 0
    knowledge: bool = True
    """Is who knows about what in it? Not while that was not yet worked out for the graph as it is."""


def publish(
    store: Store, target: PublicGraph, *, now: Seconds, batch: int = BATCH, again: int = 2
) -> Generator[Published, None, None]:
    """Bring a graph for people who explore up to date with what is for everyone; yields after each batch.

    When the graph changed meanwhile it is gone through once more, `again` times at most.
    """
    state = _state(store)
    stage, after, done = _begin(target, state)
    target.set_position({"state": state, "stage": stage, "after": after, "done": done})
    knowledge = _knowledge_holds(store)
    publication = _publication(store, now, knowledge)
    with store.view(Viewer()) as everyone:
        total = len(PARTS) * sum(everyone.count(kind) for kind in KINDS)
    removed = _remove(store, target, publication, batch)
    yield Published(done, total, removed)
    stages = [(part, kind) for part in PARTS for kind in KINDS]
    for number in range(stage, len(stages)):
        part, kind = stages[number]
        while keys := _page(store, target, publication, part, kind, after, batch):
            after, done = keys[-1], done + len(keys)
            target.set_position({"state": state, "stage": number, "after": after, "done": done})
            yield Published(done, total, removed)
        after = ""
    if _state(store) != state:
        if again:
            for each in publish(store, target, now=now, batch=batch, again=again - 1):
                yield replace(each, removed=removed + each.removed)
            return
        removed += _remove(store, target, _publication(store, now, knowledge), batch)
    target.finish(now)
    yield Published(done, done, removed, knowledge)


def _state(store: Store) -> Json:
    """What tells that the graph has not changed. Passes and what people know about record no change.

    A digest: it lies in the public graph while the copy is on its way.
    """
    told = orjson.dumps([store.url, *knowledge_state(store), store.ledger.get(DERIVED)])
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def _begin(target: PublicGraph, state: Json) -> tuple[int, Key, int]:
    """Where the copy goes on: the stage, the key after which, and the number of nodes done."""
    kept = target.position()
    if isinstance(kept, dict) and kept.get("state") == state:
        return int(str(kept["stage"])), str(kept["after"]), int(str(kept["done"]))
    return 0, "", 0


def _knowledge_holds(store: Store) -> bool:
    """True when KNOWS_ABOUT was computed for the graph as it is. Else it may tell what was made private since."""
    derived = store.ledger.get(DERIVED)
    return derived is None or derived == knowledge_state(store)


def _publication(store: Store, now: Seconds, knowledge: bool) -> Publication:
    with store.view(Viewer()) as everyone, store.view(SYSTEM) as system:
        return Publication(everyone, system, people_shown(everyone), now, knowledge=knowledge)


def people_shown(everyone: View) -> Shown:
    """People who may be explored, by account: nobody who opted out, no machine, nobody without a name.

    `everyone` is the view of a colleague: an account that others may not know of keeps no name from being blanked.
    """
    accounts = list(all_nodes(everyone, Account))
    owners = {edge.start: edge.end for edge in everyone.all_edges(EdgeKind.IS)}
    of = {account.key: owners.get(account.key, person_key(account.key)) for account in accounts}
    refused = {of[account.key] for account in accounts if account.opted_out}
    refused |= {person_key(account.key) for account in accounts if account.opted_out} | opted_out(everyone)
    directory = any(account.anchor for account in accounts)
    called = {account.key for account in accounts if account.anchor or has_family_name(account.name) or not directory}
    machines = {account.key for account in accounts if is_service(account)}
    out = {key for key in of if of[key] in refused or key in machines or anchor_key(of[key]) in machines}
    people = {key: person for key, person in of.items() if key not in out and anchor_key(person) in called}
    return Shown(
        people=people,
        refused=tuple(account for account in accounts if of[account.key] in refused),
        others=tuple(account for account in accounts if account.key in people),
    )


def _remove(store: Store, target: PublicGraph, publication: Publication, batch: int) -> int:
    """Remove what may no longer be explored; gives the number of nodes."""
    removed = 0
    for kind in KINDS:
        after: Key = ""
        while keys := target.keys(kind, after, batch):
            after = keys[-1]
            with store.view(Viewer()) as everyone:
                there = publication.there(everyone, keys)
            gone = [key for key in keys if key not in there]
            target.remove(kind, gone)
            removed += len(gone)
    return removed


def _page(
    store: Store, target: PublicGraph, publication: Publication, part: str, kind: str, after: Key, batch: int
) -> list[Key]:
    """Copy the nodes or the ties of one page of this kind; the keys of the page."""
    with store.view(Viewer()) as everyone:
        nodes = everyone.nodes(kind, after, batch)
        keys = [node.key for node in nodes]
        rows = publication.rows(everyone, nodes) if part == "nodes" else []
        ties = list(publication.ties(everyone, kind, keys)) if part == "ties" else []
    if rows:
        target.put(kind, rows)
    for tie, found in ties:
        target.tie(tie, found)
    return keys
