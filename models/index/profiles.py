"""What is the whole work of a person, as one long text? An index over what is for everyone, made in batches."""

from __future__ import annotations

from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from graph.facts import DocumentKind
from models.index.columns import Columns
from models.index.text_index import Engine

DOCUMENT_KINDS: tuple[str, ...] = tuple(kind.value for kind in DocumentKind)
FIELDS = {1: "body_nl", 2: "body_en"}
READERS = 6
"""Act kinds from this number on are those of readers: their texts are not this person's work."""


def rebuild(
    engine: Engine,
    columns: Columns,
    *,
    person_of: NDArray[np.int64],
    readable: NDArray[np.bool_],
    acts: NDArray[np.bool_],
    persons: set[int] | None,
) -> None:
    """Write the profiles of these persons anew (None: of all; the engine is empty then)."""
    accounts = np.asarray(columns["account"])
    owners = np.where(accounts < len(person_of), person_of[np.minimum(accounts, len(person_of) - 1)], -1)
    kept = acts & readable[columns["document"]] & (owners >= 0)
    kept &= np.asarray(columns["deed"]) < READERS
    if persons is not None:
        engine.remove(sorted(persons))
        kept &= np.isin(owners, np.fromiter(persons, np.int64, len(persons)))
    rows = np.flatnonzero(kept)
    documents = np.asarray(columns["document"])[rows]
    order = np.lexsort((documents, owners[rows]))
    owners, documents = owners[rows][order], documents[order]
    if not len(owners):
        return
    edges = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
    for start, stop in zip(edges, [*edges[1:], len(owners)], strict=True):
        engine.add(_profile(columns, int(owners[start]), np.unique(documents[start:stop])))


def _profile(columns: Columns, person: int, documents: NDArray[Any]) -> tantivy.Document:
    profile = tantivy.Document()
    profile.add_integer("person", person)
    parts: dict[int, list[str]] = {}
    languages = columns["language"][documents].tolist()
    for ordinal, language in zip(documents.tolist(), languages, strict=True):
        _, title, _ = columns.name_of(ordinal)
        parts.setdefault(language, []).append(f"{title}\n{title}\n{columns.text_of(ordinal)}")
    for language, texts in parts.items():
        profile.add_text(FIELDS[language], "\n".join(texts))
    return profile
