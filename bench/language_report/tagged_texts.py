"""Texts of a site with the tags that their authors gave them; the judges of `tags.py`.

Two sorts: documents with tags (of a blog, a proposal, a standard), and threads of a chat, whose name and channel are
taken for tags. What is judged is hidden: tags are not read, and messages of these threads lose their titles.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.facts import Document, EdgeKind, Group, GroupKind, Key, Term
from graph.own_words import words_of
from graph.store import View

MOST_TEXTS = 150
"""Texts of one sort and language on one site."""
FEWEST_LETTERS = 200
MOST_LETTERS = 30_000
FEWEST_MESSAGES = 3
MOST_MESSAGES = 30
LONGEST_NAME = 4
"""Words of a thread's name that may be a tag; a longer one is a sentence."""
LANGUAGES = ("nl", "en")
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class TaggedText:
    """One text: its documents with their own words, its title (None: hidden), and its tags."""

    sort: str
    language: str
    documents: tuple[tuple[Key, str], ...]
    title: str | None
    tags: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Title and texts, as every method reads them."""
        return "\n".join([*([self.title] if self.title else []), *(text for _, text in self.documents)])[:MOST_LETTERS]


def tagged_texts(view: View) -> list[TaggedText]:
    """Tagged texts of a site, for everyone to read; at most so many of a sort and language, chosen by hash."""
    by_sort: dict[tuple[str, str], list[TaggedText]] = defaultdict(list)
    for each in (*_documents(view), *_threads(view)):
        if len(each.whole) >= FEWEST_LETTERS:
            by_sort[each.sort, each.language].append(each)
    return [each for _, some in sorted(by_sort.items()) for each in sorted(some, key=_lot)[:MOST_TEXTS]]


def _lot(text: TaggedText) -> str:
    return hashlib.blake2b(text.documents[0][0].encode()).hexdigest()


def _documents(view: View) -> Iterator[TaggedText]:
    tagged: dict[Key, list[Key]] = defaultdict(list)
    for edge in view.all_edges(EdgeKind.TAGGED):
        tagged[edge.start].append(edge.end)
    names = {node.key: node.surface for node in _got(view, {key for keys in tagged.values() for key in keys}, Term)}
    for node, text in _texts(view, sorted(tagged)):
        tags = tuple(names[key] for key in tagged[node.key] if key in names)
        if tags and node.language in LANGUAGES:
            yield TaggedText("tags", node.language, ((node.key, text),), node.title, tags)


def _threads(view: View) -> Iterator[TaggedText]:
    channels = {edge.start: edge.end for edge in view.all_edges(EdgeKind.PART_OF)}
    messages: dict[Key, list[Key]] = defaultdict(list)
    for edge in view.all_edges(EdgeKind.IN):
        messages[edge.end].append(edge.start)
    groups = {node.key: node for node in _got(view, {*messages, *channels.values()}, Group)}
    wanted = [
        node
        for node in groups.values()
        if node.kind is GroupKind.THREAD
        and len(node.name.split()) <= LONGEST_NAME
        and len(messages[node.key]) >= FEWEST_MESSAGES
        and channels.get(node.key) in groups
    ]
    for thread in sorted(wanted, key=lambda node: hashlib.blake2b(node.key.encode()).hexdigest())[: 2 * MOST_TEXTS]:
        read = list(_texts(view, sorted(messages[thread.key])[:MOST_MESSAGES]))
        languages = [node.language for node, _ in read if node.language in LANGUAGES]
        if languages:
            language = max(sorted(set(languages)), key=languages.count)
            documents = tuple((node.key, text) for node, text in read)
            tags = (thread.name, groups[channels[thread.key]].name)
            yield TaggedText("threads", str(language), documents, None, tags)


def _texts(view: View, keys: Sequence[Key]) -> Iterator[tuple[Document, str]]:
    for start in range(0, len(keys), 200):
        some = keys[start : start + 200]
        texts = view.texts(some)
        for node in _got(view, some, Document):
            yield node, words_of(node, texts.get(node.key, "")).own


def _got(view: View, keys: Iterable[Key], kind: type[Kind]) -> Iterator[Kind]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        yield from (node for node in view.get(ordered[start : start + 500]).values() if isinstance(node, kind))
