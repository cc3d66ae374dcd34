"""Documents with their acts and containers, read through the system's View for the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.facts import EVERYONE, Document, Edge, EdgeKind, Group, GroupKind, Key, Rule
from graph.own_words import words_of
from graph.schema import ACTS
from graph.store import Filed, View
from models.templates import Templates, without_templates


class IndexableDocument(NamedTuple):
    """One document as the index takes it in. `text` is own words; `folder` the innermost container, not a thread."""

    document: Document
    text: str
    acts: Sequence[Edge]
    group: Key | None = None
    folder: Key | None = None
    public: bool = True
    rest: str = ""


class Folder(NamedTuple):
    """The folder of a container, and whether everyone may see both."""

    key: Key | None
    public: bool


NOWHERE = Folder(None, False)


def read_documents(
    view: View, keys: Sequence[Key], open_rules: frozenset[Key], templates: Templates = frozenset()
) -> Iterator[IndexableDocument]:
    """These documents. Those that are gone are missing."""
    nodes, texts = view.get(keys), view.texts(keys)
    acts: dict[Key, list[Edge]] = {}
    for edge in view.edges(ACTS, keys, "in"):
        acts.setdefault(edge.end, []).append(edge)
    groups = {edge.start: edge.end for edge in view.edges([EdgeKind.IN], keys)}
    found = [
        Filed(node, texts.get(key, ""), acts.get(key, ()), groups.get(key))
        for key in keys
        if isinstance(node := nodes.get(key), Document)
    ]
    yield from in_folders(view, found, open_rules, {}, templates)


def in_folders(
    view: View,
    found: Sequence[Filed],
    open_rules: frozenset[Key],
    known: dict[Key, Folder],
    templates: Templates = frozenset(),
) -> Iterator[IndexableDocument]:
    """These documents with their folders. `known` has the folder of each container; new ones are added to it.

    A document for everyone that lies in a closed container is indexed as if it lay nowhere: where it lies is not for
    everyone, and what others did there must not count.
    """
    known |= folders_of(view, {each.container for each in found if each.container} - known.keys(), open_rules)
    for document, text, acts, group in found:
        folder = known[group] if group else NOWHERE
        own, rest = without_templates(words_of(document, text), templates)
        public = document.rule in open_rules
        if group is None or (public and not folder.public):
            yield IndexableDocument(document, own, acts, None, None, public, rest)
        else:
            yield IndexableDocument(document, own, acts, group, folder.key, public, rest)


def folders_of(view: View, groups: Collection[Key], open_rules: frozenset[Key]) -> Mapping[Key, Folder]:
    """The folder of each container: of a thread the group above it, anything else is its own."""
    nodes = {key: node for key, node in (view.get(groups) if groups else {}).items() if isinstance(node, Group)}
    threads = [key for key, node in nodes.items() if node.kind is GroupKind.THREAD]
    above = {edge.start: edge.end for edge in view.edges([EdgeKind.PART_OF], threads)} if threads else {}
    nodes |= {key: node for key, node in view.get(above.values()).items() if isinstance(node, Group)} if above else {}
    is_open = {key: node.rule in open_rules for key, node in nodes.items()}
    found = {key: above.get(key, key) for key in groups}
    return {key: Folder(folder, is_open.get(key, False) and is_open[folder]) for key, folder in found.items()}


def open_rules(view: View) -> frozenset[Key]:
    """The rules that let every signed-in colleague read."""
    found = {EVERYONE}
    after: Key | None = None
    while page := view.nodes("rule", after=after, limit=1000):
        found |= {node.key for node in page if isinstance(node, Rule) and "everyone" in node.principals}
        after = page[-1].key
    return frozenset(found)
