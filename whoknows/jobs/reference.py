"""The reference for quality: votes by reciprocal rank over BM25, 1,000 deep, with the product's own engine.

It reads a corpus's shortcut of documents and authors (participants included), and nothing that the sources found.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.facts import Document, DocumentKind
from models.index.opening import PlainIndex

DEPTH = 1000


def reference_run(shortcut: Path, questions: Sequence[tuple[str, str]]) -> dict[str, list[tuple[str, float]]]:
    """People named for each (id, question). Each of n authors gets 1 / log2(1 + n) of 1 / rank."""
    with tempfile.TemporaryDirectory() as folder:
        index = PlainIndex(Path(folder))
        authors: list[list[str]] = []
        for line in _lines(shortcut):
            people = list(dict.fromkeys([*line["authors"], *line.get("participants", [])]))
            if people:
                index.add(_document(line), line["text"])
                authors.append(people)
        index.commit()
        return {topic: _votes(index, authors, text) for topic, text in questions}


def _votes(index: PlainIndex, authors: Sequence[Sequence[str]], text: str) -> list[tuple[str, float]]:
    votes: dict[str, float] = {}
    for place, ordinal in enumerate(index.search(text, DEPTH), start=1):
        people = authors[ordinal]
        for person in people:
            votes[person] = votes.get(person, 0.0) + 1.0 / place / math.log2(1 + len(people))
    return sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))


def _lines(shortcut: Path) -> Iterator[dict[str, Any]]:
    with shortcut.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _document(line: dict[str, Any]) -> Document:
    return Document("", "", line["id"], DocumentKind.PAGE, line["title"] or line["id"], language=line["lang"])
