"""What people named in documents for everyone: tags, titles, and the channels, spaces and folders they are in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set

from graph.facts import Document, DocumentKind, EdgeKind, Group, GroupKind, Key, Term
from graph.paging import all_nodes
from graph.store import View
from models.naming import NamedBy, NamingCount, Namings
from models.subjects import Acts

SUBJECTS = frozenset((GroupKind.CHANNEL, GroupKind.SPACE, GroupKind.FOLDER, GroupKind.PROJECT, GroupKind.COMMUNITY))
"""Kinds of containers that may be named after a subject. A thread has a sentence for a name, a team its people."""
TITLED = frozenset((DocumentKind.PAGE, DocumentKind.FILE))
SAME_FOLDERS = 3
"""Containers of one source with the same name from which it is a part of their structure."""
DEEPEST = 20


def read_namings(view: View, tags: Collection[Term], acts: Acts) -> Namings:
    """The names that people gave to documents of this view."""
    count = NamingCount(acts)
    names = {tag.key: tag.norm for tag in tags}
    tagged = [(names[edge.end], edge.start) for edge in view.all_edges(EdgeKind.TAGGED) if edge.end in names]
    by_document: dict[Key, list[str]] = defaultdict(list)
    for name, document in tagged:
        by_document[document].append(name)
    titled = dict[str, Document | None]()
    commits = set[Key]()
    for node in all_nodes(view, Document):
        for name in by_document.get(node.key, ()):
            count.add(name, node.key, NamedBy.TAG, node.language)
        if node.kind is DocumentKind.COMMIT:
            commits.add(node.key)  # the folders of code have names of their own kind
        elif node.kind in TITLED:
            title = node.title.casefold()
            titled[title] = None if title in titled else node  # a title that returns is a template's
    for page in titled.values():
        if page is not None:
            count.add(page.title, page.key, NamedBy.TITLE)
    for name, document in _filed(view):
        if document not in commits:
            count.add(name, document, NamedBy.CONTAINER)
    return count.namings()


def _filed(view: View) -> Iterator[tuple[str, Key]]:
    """The documents of each container that may be named after a subject, with its name."""
    groups = {group.key: group for group in all_nodes(view, Group)}
    named = Counter((group.source, group.name.casefold()) for group in groups.values())
    above = {edge.start: edge.end for edge in view.all_edges(EdgeKind.PART_OF) if edge.end in groups}
    shared = _prefixes(groups.values())
    known: dict[Key, tuple[str, ...]] = defaultdict(tuple)
    for key in groups:
        known[key] = tuple(
            _without(group.name, shared[group.source])
            for group in map(groups.__getitem__, _upwards(key, above))
            if group.kind in SUBJECTS and named[group.source, group.name.casefold()] < SAME_FOLDERS
        )
    for edge in view.all_edges(EdgeKind.IN):
        for name in known[edge.end]:
            yield name, edge.start


def _upwards(group: Key, above: Mapping[Key, Key]) -> Iterator[Key]:
    """A group and those that it is part of."""
    for _ in range(DEEPEST):
        yield group
        if group not in above:
            return
        group = above[group]


def _prefixes(groups: Iterable[Group]) -> dict[str, set[str]]:
    """By source, first words that the names of many channels share: "r-sig-geo", "r-sig-finance", "r-sig-hpc"."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for group in groups:
        if group.kind is GroupKind.CHANNEL:
            parts = group.name.casefold().split("-")
            counts[group.source].update("-".join(parts[:at]) + "-" for at in range(1, len(parts)))
    return defaultdict(
        set, {source: {prefix for prefix, n in found.items() if n >= SAME_FOLDERS} for source, found in counts.items()}
    )


def _without(name: str, prefixes: Set[str]) -> str:
    """The name without the longest of these prefixes."""
    found = [prefix for prefix in prefixes if name.casefold().startswith(prefix)]
    return name[max(map(len, found), default=0) :]
