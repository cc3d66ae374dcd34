"""Extraction of terms and names from the texts that changed. Follows the store's changes with the spaCy extractor."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from graph.facts import Document, Extraction, Key, kind_of
from graph.schema import Aspect
from graph.store import Change
from ingest.extract.nlp import Extractor
from whoknows.language import pipelines
from whoknows.wiring import SYSTEM, Installation

POSITION = "position:extract"
FOLLOWED = (Aspect.CONTENT,)
CHANGES = 400
BATCH = 100
PAUSE = 0.002


@dataclass(frozen=True, slots=True)
class Extracted:
    """Progress of extraction. `left` counts changes that are still to be looked at; `characters` were read."""

    documents: int = 0
    characters: int = 0
    left: int = 0


def follow_texts(installation: Installation, *, tell: Callable[[object], None], stop: Callable[[], bool]) -> Extracted:
    """Extract from every document that changed since the last time. May be stopped and goes on from there."""
    with closing(Extractor(pipelines(), processes=installation.settings.extraction_processes)) as extractor:
        return _follow(installation, extractor, tell, stop)


def _follow(
    installation: Installation, extractor: Extractor, tell: Callable[[object], None], stop: Callable[[], bool]
) -> Extracted:
    store, ledger = installation.store, installation.store.ledger
    after = _position(ledger.get(POSITION), extractor.version)
    done = Extracted()
    while not stop():
        changes = store.changes(after, CHANGES, FOLLOWED)
        if not changes:
            break
        documents, characters = _extract(installation, extractor, changes)
        after = changes[-1].seq
        ledger.set(POSITION, {"seq": after, "version": extractor.version})
        done = Extracted(done.documents + documents, done.characters + characters, max(0, store.seq(FOLLOWED) - after))
        tell(done)
    return done


def _position(kept: object, version: str) -> int:
    """The number of the change to go on from. A new extractor reads everything again."""
    if isinstance(kept, dict) and kept.get("version") == version:
        return int(kept["seq"])
    return 0


def _extract(installation: Installation, extractor: Extractor, changes: Sequence[Change]) -> tuple[int, int]:
    keys = [change.key for change in changes if not change.gone and kind_of(change.key) == "document"]
    with installation.store.view(SYSTEM) as view:
        known = {found.document: (found.text_hash, found.version) for found in view.extractions(keys)}
        nodes = view.get(keys)
        stale = [node for node in nodes.values() if isinstance(node, Document) and _is_stale(node, known, extractor)]
        texts = view.texts([node.key for node in stale])
    asked = [(node.key, node.title, texts.get(node.key, ""), node.language, node.text_hash) for node in stale]
    batch: list[Extraction] = []
    for found in extractor.extract(asked):
        batch.append(found)
        if len(batch) >= BATCH:
            _write(installation, batch)
            batch = []
    _write(installation, batch)
    return len(stale), sum(len(text) for text in texts.values())


def _is_stale(node: Document, known: dict[Key, tuple[str, str]], extractor: Extractor) -> bool:
    return known.get(node.key) != (node.text_hash, extractor.version)


def _write(installation: Installation, batch: list[Extraction]) -> None:
    if batch:
        with installation.store.writer() as writer:
            writer.derive("extraction", [found.document for found in batch], batch)
        time.sleep(PAUSE)  # a page's command gets its turn: SQLite's busy wait is unfair
