"""Text search only: the engine and analysers of documents without people, rights or generations."""

from __future__ import annotations

from pathlib import Path

from graph.facts import Document
from models.index.documents import IndexableDocument
from models.index.rows import engine_document
from models.index.text.analysis import language_of
from models.index.text.engine import TextReader
from models.index.text.question import parse
from models.index.text.tantivy_engine import TantivyEngine
from models.index.topics import NONE


class PlainIndex:
    """A text index of documents by number, in the order in which they were added."""

    def __init__(self, folder: Path) -> None:
        self._engine = TantivyEngine(folder / "plain")
        self._count = 0
        self._reader: TextReader | None = None

    def add(self, document: Document, text: str) -> None:
        """Add a document as the product would."""
        language = language_of(document.language, document.title, text)
        self._engine.add(engine_document(IndexableDocument(document, text, ()), self._count, language))
        self._count += 1

    def commit(self) -> TextReader:
        """Make everything that was added searchable."""
        self._engine.commit()
        self._engine.close()
        self._reader = self._engine.reader()
        return self._reader

    def search(self, text: str, k: int) -> list[int]:
        """The k documents that match best."""
        reader = self._reader or self.commit()
        parsed = parse(text, reader, NONE, compounds=False)
        if not parsed.clauses:
            return []
        found, _ = reader.top(parsed.clauses, k)
        return [int(number) for number in found]
