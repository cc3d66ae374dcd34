"""Templates found over all that is for everyone; what holds one is extracted and indexed again without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from graph.facts import Document, Key
from graph.own_words import words_of
from graph.schema import Aspect
from graph.store import Store, View, Viewer
from ingest.extract.nlp import Extractor
from models.templates import Templates, TemplateSearch, hash_of, pieces_of
from whoknows.jobs.extract import extract_again
from whoknows.jobs.index import TEMPLATES, order_generation, templates_of
from whoknows.language import pipelines
from whoknows.wiring import SYSTEM, Installation

SEEN = "templates:seq"
"""Under which name does the ledger keep the change up to which templates were looked for."""
PAGE = 500
AT_ONCE = 200


def settle_templates(installation: Installation, stop: Callable[[], bool]) -> int:
    """Find the templates anew when a text changed; the number of documents that lose or get back a paragraph.

    The set is kept last, so that a killed run is made again. A new generation of the index shows it.
    """
    store = installation.store
    seq = store.seq((Aspect.CONTENT,))
    if store.ledger.get(SEEN) == seq:
        return 0
    before, found = templates_of(store), _find(store)
    changed = before ^ found
    affected = list(_holding(store, changed)) if changed else []
    if affected and not stop():
        with closing(Extractor(pipelines(), processes=installation.settings.extraction_processes)) as extractor:
            for start in range(0, len(affected), AT_ONCE):
                extract_again(installation, extractor, affected[start : start + AT_ONCE], found)
                if stop():
                    return 0
    if changed:
        store.ledger.set(TEMPLATES, [f"{each:016x}" for each in sorted(found)])
    if affected:
        order_generation(store)
    store.ledger.set(SEEN, seq)
    return len(affected)


def _find(store: Store) -> frozenset[int]:
    search = TemplateSearch()
    for _, own in _texts(store, Viewer()):
        search.add(own)
    return search.found()


def _holding(store: Store, templates: Templates) -> Iterator[Key]:
    """The documents in which one of these paragraphs is, also those that are not for everyone."""
    for key, own in _texts(store, SYSTEM):
        if any(hash_of(piece) in templates for piece in pieces_of(own)):
            yield key


def _texts(store: Store, viewer: Viewer) -> Iterator[tuple[Key, str]]:
    """The own words of all documents that this viewer may read, a page at a time."""
    after: Key | None = None
    while True:
        with store.view(viewer) as view:
            page = _page(view, after)
        if not page:
            return
        after = page[-1][0]
        yield from page


def _page(view: View, after: Key | None) -> list[tuple[Key, str]]:
    nodes = [node for node in view.nodes("document", after, PAGE) if isinstance(node, Document)]
    texts = view.texts([node.key for node in nodes]) if nodes else {}
    return [(node.key, words_of(node, texts.get(node.key, "")).own) for node in nodes]
