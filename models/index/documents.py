"""Documents with their acts and containers, read through the system's View for the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.facts import EVERYONE, Document, Edge, EdgeKind, Group, GroupKind, Key, Rule
from graph.own_words import words_of
from graph.schema import ACTS
from graph.store import Filed, View
from models.templates import Templates, without_makers, without_templates


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
    """The folder of a container, the rules by which container and folder are read, and whether everyone reads both."""

    key: Key | None
    rule: Key | None
    around: Key | None
    public: bool

    def place(self, group: Key, document: Document, open_rules: frozenset[Key]) -> tuple[Key | None, Key | None]:
        """Container and folder of a document that lies here, as far as all may know of them who may read it."""
        known = {*open_rules, document.rule}
        if self.rule not in known:
            return None, None
        return group, self.key if self.around in known else group


NOWHERE = Folder(None, None, None, False)


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

    A document in a container that not all of its readers may know of is indexed as if it lay nowhere, or in the thread
    alone: where it lies is not for them, and what others did there must not count.
    """
    known |= folders_of(view, {each.container for each in found if each.container} - known.keys(), open_rules)
    for document, text, acts, group in found:
        folder = known[group] if group else NOWHERE
        own, rest = without_templates(words_of(document, text), templates)
        public = document.rule in open_rules
        place = (None, None) if group is None else folder.place(group, document, open_rules)
        yield IndexableDocument(document, own, without_makers(acts, templates), *place, public, rest)


def folders_of(view: View, groups: Collection[Key], open_rules: frozenset[Key]) -> Mapping[Key, Folder]:
    """The folder of each container: of a thread the group above it, anything else is its own."""
    nodes = {key: node for key, node in (view.get(groups) if groups else {}).items() if isinstance(node, Group)}
    threads = [key for key, node in nodes.items() if node.kind is GroupKind.THREAD]
    above = {edge.start: edge.end for edge in view.edges([EdgeKind.PART_OF], threads)} if threads else {}
    nodes |= {key: node for key, node in view.get(above.values()).items() if isinstance(node, Group)} if above else {}
    rules = {key: node.rule for key, node in nodes.items()}
    found = {}
    for key in groups:
        folder = above.get(key, key)
        rule, around = rules.get(key), rules.get(folder)
        found[key] = Folder(folder, rule, around, rule in open_rules and around in open_rules)
    return found


def open_rules(view: View) -> frozenset[Key]:
    """The rules that let every signed-in colleague read."""
    found = {EVERYONE}
    after: Key | None = None
    while page := view.nodes("rule", after=after, limit=1000):
        found |= {node.key for node in page if isinstance(node, Rule) and "everyone" in node.principals}
        after = page[-1].key
    return frozenset(found)
