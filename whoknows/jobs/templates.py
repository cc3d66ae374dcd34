"""Templates found over all that is for everyone; what holds one is extracted and indexed again without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from graph.facts import Document, DocumentKind, Edge, EdgeKind, Key
from graph.own_words import words_of
from graph.schema import Aspect
from graph.store import Store, View, Viewer
from models.templates import Templates, TemplateSearch, hash_of, hash_of_maker, makers_of, pieces_of
from whoknows.jobs.extract import extract_again, extractor_of
from whoknows.jobs.index import TEMPLATES, order_generation, templates_of
from whoknows.wiring import SYSTEM, Installation

SEEN = "templates:seq"
"""Under which name does the ledger keep the change up to which templates were looked for."""
PAGE = 500
FILES = frozenset((DocumentKind.FILE, DocumentKind.MINUTES))
MADE = (EdgeKind.WROTE, EdgeKind.EDITED)
AT_ONCE = 200


def settle_templates(installation: Installation, stop: Callable[[], bool]) -> int:
    """Find the templates anew when a text changed; the number of documents that lose or get back a part or a maker.

    The set is kept last, so that a killed run is made again. A new generation of the index shows it.
    """
    store = installation.store
    seq = store.seq((Aspect.CONTENT,))
    if store.ledger.get(SEEN) == seq:
        return 0
    before, found = templates_of(store), _find(store)
    changed = before ^ found
    affected, made = _touched(store, changed) if changed else ([], [])
    if affected and not stop():
        with closing(extractor_of(installation.settings)) as extractor:
            for start in range(0, len(affected), AT_ONCE):
                extract_again(installation, extractor, affected[start : start + AT_ONCE], found)
                if stop():
                    return 0
    if changed:
        store.ledger.set(TEMPLATES, [f"{each:016x}" for each in sorted(found)])
    if affected or made:
        order_generation(store)
    store.ledger.set(SEEN, seq)
    return len({*affected, *made})


def _find(store: Store) -> frozenset[int]:
    search = TemplateSearch()
    for read in _texts(store, Viewer()):
        search.add(read.own)
        search.add_makers(read.acts, read.own)
    return search.found()


def _touched(store: Store, templates: Templates) -> tuple[list[Key], list[Key]]:
    """The documents in which one of these paragraphs is, and those that the maker of one of these templates began.

    Those that are not for everyone are among them.
    """
    affected, made = list[Key](), list[Key]()
    for read in _texts(store, SYSTEM):
        if any(hash_of(piece) in templates for piece in pieces_of(read.own)):
            affected.append(read.key)
        if any(hash_of_maker(act) in templates for act in makers_of(read.acts)):
            made.append(read.key)
    return affected, made


class _ReadDocument(NamedTuple):
    """A document with its own words, and the acts on it when it is a file."""

    key: Key
    own: str
    acts: Sequence[Edge]


def _texts(store: Store, viewer: Viewer) -> Iterator[_ReadDocument]:
    """All documents that this viewer may read, a page at a time."""
    after: Key | None = None
    while True:
        with store.view(viewer) as view:
            page = _page(view, after)
        if not page:
            return
        after = page[-1].key
        yield from page


def _page(view: View, after: Key | None) -> list[_ReadDocument]:
    nodes = [node for node in view.nodes("document", after, PAGE) if isinstance(node, Document)]
    texts = view.texts([node.key for node in nodes]) if nodes else {}
    files = [node.key for node in nodes if node.kind in FILES]
    acts: dict[Key, list[Edge]] = {}
    for edge in view.edges(MADE, files, "in") if files else ():
        acts.setdefault(edge.end, []).append(edge)
    return [
        _ReadDocument(node.key, words_of(node, texts.get(node.key, "")).own, acts.get(node.key, ())) for node in nodes
    ]
