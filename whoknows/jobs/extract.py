"""Extraction of terms and names from the texts that changed. Follows the store's changes with the spaCy extractor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from graph.facts import Document, Extraction, Key, Problem, kind_of
from graph.own_words import TextParts, words_of
from graph.schema import Aspect
from graph.source_report import note_late
from graph.store import Change
from ingest.extract.nlp import Extractor, Text
from ingest.extract.pipelines import PipelineError, check_pipeline
from models.templates import Templates, said_by_writer, without_templates
from whoknows.errors import SettingsError
from whoknows.jobs.index import templates_of
from whoknows.language import pipelines_of
from whoknows.settings import Settings
from whoknows.wiring import SYSTEM, Installation

POSITION = "position:extract"
FOLLOWED = (Aspect.CONTENT,)
CHANGES = 400
TOGETHER = 20
"""Texts that are read at once."""
SHOWN = 80
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
    with closing(extractor_of(installation.settings)) as extractor:
        return _follow(installation, extractor, tell, stop)


def extractor_of(settings: Settings) -> Extractor:
    """The extractor of this installation. Raises SettingsError for a pipeline of its own that cannot be used."""
    chosen = pipelines_of(settings)
    for language in settings.pipelines.keys() & chosen.keys():
        try:
            check_pipeline(language, chosen[language])
        except PipelineError as error:
            raise SettingsError(error.message, **error.params) from error
    return Extractor(chosen, processes=settings.extraction_processes)


def _follow(
    installation: Installation, extractor: Extractor, tell: Callable[[object], None], stop: Callable[[], bool]
) -> Extracted:
    store, ledger = installation.store, installation.store.ledger
    after, templates = _position(ledger.get(POSITION), extractor.version), templates_of(store)
    done = Extracted()
    while not stop():
        changes = store.changes(after, CHANGES, FOLLOWED)
        if not changes:
            break
        documents, characters = _extract(installation, extractor, changes, templates)
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


def extract_again(installation: Installation, extractor: Extractor, keys: Sequence[Key], templates: Templates) -> None:
    """Extract again, with these templates, from those of these documents that are not waiting for it anyway."""
    with installation.store.view(SYSTEM) as view:
        known = {found.document: (found.text_hash, found.version) for found in view.extractions(keys)}
        nodes = [node for node in view.get(keys).values() if isinstance(node, Document)]
    _read(installation, extractor, [node for node in nodes if not _is_stale(node, known, extractor)], templates)


def _extract(
    installation: Installation, extractor: Extractor, changes: Sequence[Change], templates: Templates
) -> tuple[int, int]:
    keys = [change.key for change in changes if not change.gone and kind_of(change.key) == "document"]
    with installation.store.view(SYSTEM) as view:
        known = {found.document: (found.text_hash, found.version) for found in view.extractions(keys)}
        nodes = view.get(keys)
        stale = [node for node in nodes.values() if isinstance(node, Document) and _is_stale(node, known, extractor)]
    return len(stale), _read(installation, extractor, stale, templates)


def _read(installation: Installation, extractor: Extractor, stale: Sequence[Document], templates: Templates) -> int:
    """Extract from these documents; the number of characters that were read."""
    batch: list[Extraction] = []
    broken: list[tuple[Document, str]] = []
    by_key = {node.key: node for node in stale}
    counted = _Counted(texts_of(installation, stale, templates))
    for found in extractor.extract(counted, lambda key, reason: broken.append((by_key[key], reason))):
        batch.append(found)
        if len(batch) >= BATCH:
            _write(installation, batch)
            batch = []
    _write(installation, batch)
    _tell(installation, broken)
    return counted.characters


class _Counted:
    """Texts, and the number of their characters so far."""

    def __init__(self, texts: Iterator[Text]) -> None:
        self.characters = 0
        self._texts = texts

    def __iter__(self) -> Iterator[Text]:
        for text in self._texts:
            self.characters += len(text[2])
            yield text


def texts_of(installation: Installation, stale: Sequence[Document], templates: Templates) -> Iterator[Text]:
    """The texts of these documents, a few at a time: any of them may be as long as a shelf of books."""
    for start in range(0, len(stale), TOGETHER):
        some = stale[start : start + TOGETHER]
        with installation.store.view(SYSTEM) as view:
            texts = view.texts([node.key for node in some])
        for node in some:
            words = without_templates(words_of(node, texts.pop(node.key, "")), templates)
            yield _asked(node, words, said_by_writer(words.own, templates))


def _tell(installation: Installation, broken: Sequence[tuple[Document, str]]) -> None:
    """A text that could not be extracted is a Problem of its document, in the newest run of its source."""
    for node, reason in broken:
        run = next(iter(installation.store.ledger.runs(node.source, 1)), None)
        if run is not None:
            params = {"id": node.native_id[:SHOWN], "reason": reason}
            with installation.store.writer() as writer:
                writer.problem(node.source, run.id, Problem(node.native_id, "extraction-broken", params))
    for source in {node.source for node, _ in broken}:
        note_late(installation.store.ledger, source)


def _asked(node: Document, words: TextParts, said: str) -> Text:
    """What is extracted from: what was said in own words. Without any, the title is that of what was quoted."""
    title = node.title if words.own.strip() or not words.rest else ""
    return node.key, title, said, node.language, node.text_hash


def _is_stale(node: Document, known: dict[Key, tuple[str, str]], extractor: Extractor) -> bool:
    return known.get(node.key) != (node.text_hash, extractor.version)


def _write(installation: Installation, batch: list[Extraction]) -> None:
    if batch:
        with installation.store.writer() as writer:
            writer.derive("extraction", [found.document for found in batch], batch)
        time.sleep(PAUSE)  # a page's command gets its turn: SQLite's busy wait is unfair
