"""A whole installation from records: real sources, pipeline, passes and index, and the site over it.

What a model would find in a text is found here by its words: the terms of `VOCABULARY`, and names as they are written.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeAlias

from api.site import Site, SourceInfo
from graph import access
from graph.curation import Curator
from graph.facts import Document, Extraction, Key, TermCandidate, key_of, person_key
from graph.judgements import OPERATOR
from graph.open_store import open_store
from graph.paging import all_nodes
from graph.store import Store, Viewer
from ingest.contract import SourceSettings
from ingest.extract.names import as_candidates, find_addresses, find_written_names
from ingest.pipeline import sync
from ingest.sources import open_source
from models.index.opening import open_index
from models.organisation_graph_file import served_organisation_graph
from ui.messages import sentence
from whoknows.jobs.index import reindex
from whoknows.jobs.insight import follow_insight
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.jobs.passes import pass_over

NOW = 1_700_000_000
SYSTEM = Viewer(system=True)
VOCABULARY = ("hydrogen tank", "garden roof", "valve", "waterstofopslag", "zeppelin", "heat pump")

Line: TypeAlias = Mapping[str, Any]
"""A record as it is pushed (docs/jsonl.md)."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A source: who may read what states no rule, whether it is the people directory, and its records."""

    name: str
    lines: Sequence[Line]
    access: str = "everyone"
    directory: bool = False


def account(native_id: str, source: str = "forum") -> Key:
    return key_of("account", source, native_id)


def person(native_id: str, source: str = "forum") -> Key:
    return person_key(account(native_id, source))


def document(native_id: str, source: str = "forum") -> Key:
    return key_of("document", source, native_id)


def take_in(store: Store, folder: Path, source: Pushed, accept_loss: bool = False) -> None:
    """Sync a source that lists all that exists now."""
    file = folder / f"{source.name}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in source.lines), encoding="utf-8")
    options = {"path": file.name, "complete": True, "directory": source.directory}
    settings = SourceSettings(source.name, "jsonl", source.access, source.name.title(), options, folder)
    sync(
        open_source(settings),
        settings,
        store,
        now=lambda: NOW,
        tell=lambda _: None,
        stop=lambda: False,
        accept_loss=accept_loss,
    )


def extract(store: Store) -> None:
    """Find terms and names in every text."""
    with store.view(SYSTEM) as view:
        nodes = list(all_nodes(view, Document))
        texts = view.texts([node.key for node in nodes])
    found = [_found(node, texts.get(node.key, "")) for node in nodes]
    with store.writer() as writer:
        writer.derive("extraction", [each.document for each in found], found)


def _found(node: Document, text: str) -> Extraction:
    whole = f"{node.title}\n{text}"
    lower, title = whole.lower(), node.title.lower()
    terms = tuple(
        TermCandidate("en", word, word, lower.count(word), word in title) for word in VOCABULARY if word in lower
    )
    names = [*find_addresses(whole), *((name, "person") for name in find_written_names(whole))]
    return Extraction(node.key, node.text_hash, "1", terms, as_candidates(names))


def work_out(store: Store, folder: Path) -> None:
    """Extract, make the passes, build a new generation and derive from it who knows about what."""
    extract(store)
    pass_over(store, tell=lambda _: None, stop=lambda: False)
    reindex(store, folder / "index")
    follow_knowledge(store, folder / "index", now=NOW, stop=lambda: False)
    follow_insight(store, folder / "index", now=NOW)


@contextmanager
def built(sources: Sequence[Pushed], store: Store | None = None) -> Iterator[Site]:
    """The site of these sources, read for the first time."""
    folder = Path(mkdtemp())
    store = store or open_store(f"sqlite:{folder}/graph.db")
    try:
        for source in sources:
            take_in(store, folder, source)
        work_out(store, folder)
        with site_over(store, folder, sources) as site:
            yield site
    finally:
        store.close()
        shutil.rmtree(folder)


@contextmanager
def site_over(store: Store, folder: Path, sources: Sequence[Pushed]) -> Iterator[Site]:
    """The site over a store and an index that are there."""
    with open_index(folder / "index") as index:
        yield Site(
            "Works",
            store,
            lambda: index,
            lambda: NOW,
            lambda key: viewer(store, key),
            sentence,
            tuple(_info(each) for each in sources),
            organisation_graph=served_organisation_graph(folder / "index"),
            curator=lambda person: Curator(store, SYSTEM, person or OPERATOR, NOW),
        )


def _info(source: Pushed) -> SourceInfo:
    return SourceInfo(source.name, "jsonl", source.name.title(), source.access, own_rights=True)


def viewer(store: Store, asker: Key | None) -> Viewer:
    """Who reads as this person; None: any colleague."""
    if asker is None:
        return Viewer()
    with store.view(SYSTEM) as view:
        return access.viewer_of(view, asker, NOW)
