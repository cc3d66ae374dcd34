"""What does text search alone find? The documents' engine and analysers without people, rights or generations."""

from __future__ import annotations

from pathlib import Path

from graph.facts import Document
from models.index.documents import IndexableDocument
from models.index.text.question import parse
from models.index.text_index import Engine, Matcher
from models.index.topics import NONE
from models.index.writer import as_indexed


class PlainIndex:
    """A text index of documents by number, in the order in which they were added."""

    def __init__(self, folder: Path) -> None:
        self._engine = Engine(folder / "plain", "ordinal", ("account", "rule"))
        self._count = 0
        self._matcher: Matcher | None = None

    def add(self, document: Document, text: str) -> None:
        """Add a document as the product would."""
        self._engine.add(as_indexed(IndexableDocument(document, text, ()), self._count))
        self._count += 1

    def commit(self) -> None:
        """Make everything that was added searchable."""
        self._engine.commit()
        self._engine.close()
        self._matcher = Matcher(self._engine.schema, self._engine.searcher(), "ordinal")

    def search(self, text: str, k: int) -> list[int]:
        """Which k documents match best?"""
        if self._matcher is None:
            self.commit()
        assert self._matcher is not None
        parsed = parse(text, self._matcher, NONE, compounds=False)
        if not parsed.clauses:
            return []
        found, _ = self._matcher.top(self._matcher.query(parsed.clauses, flat=False), k)
        return [int(number) for number in found]
