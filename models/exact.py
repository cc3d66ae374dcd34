"""Documents that hold a phrase word for word, and those that hold what a question leaves out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.facts import Document
from graph.store import View
from models.answers import Question
from models.index.contract import AccessFilter, Clause, Kept, Ordinals, ParsedQuestion, Snapshot, Word
from models.index.text.analysis import folded, word_forms

CANDIDATES = 1000
"""Best documents for the words of a phrase, whose texts are read: the index does not know what stands next to what."""


def with_exact(
    parsed: ParsedQuestion, question: Question, view: View, index: Snapshot, access: AccessFilter
) -> ParsedQuestion:
    """The question in words of the index, for documents with its phrases and without what it leaves out only."""
    if not (question.phrases or question.excluded):
        return parsed
    only: Ordinals | None = None
    for phrase in question.phrases:
        found = np.sort(_holding(phrase, question, view, index, access))
        only = found if only is None else np.intersect1d(only, found)
    gone = [_excluded(said, question, view, index, access) for said in question.excluded]
    return replace(parsed, kept=Kept(only, np.unique(np.concatenate([*gone, np.zeros(0, np.int64)])).astype(np.int64)))


def _excluded(said: str, question: Question, view: View, index: Snapshot, access: AccessFilter) -> Ordinals:
    """All documents with this word, or the candidates with this phrase."""
    if len(folded(said)) > 1:
        return _holding(said, question, view, index, access)
    ways = tuple((Word(*form, 1.0),) for form in word_forms(said))
    if not ways:
        return np.zeros(0, np.int64)
    asked = replace(index.parse(said, access), clauses=(Clause(ways),))
    return index.search(asked, access, question, max(1, index.document_count))[0]


def _holding(phrase: str, question: Question, view: View, index: Snapshot, access: AccessFilter) -> Ordinals:
    """The documents that hold these words one after the other, in title or text, whatever the case and accents."""
    found, _ = index.search(index.parse(phrase, access), access, question, CANDIDATES)
    keys = [index.columns.key_of(ordinal) for ordinal in found.tolist()]
    sought, nodes, texts = f" {' '.join(folded(phrase))} ", view.get(keys), view.texts(keys)
    held = []
    for key in keys:
        node = nodes.get(key)
        title = node.title if isinstance(node, Document) else ""
        held.append(any(sought in f" {' '.join(folded(part))} " for part in (title, texts.get(key, ""))))
    return found[np.asarray(held, dtype=bool)] if held else found
