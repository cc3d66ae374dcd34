"""Vocabularies that an organisation keeps in a file: concepts with labels in Dutch and English, and broader ones."""

from __future__ import annotations

from pathlib import Path

from graph.facts import Concept
from ingest.errors import SourceError
from ingest.formats.encodings import decode

MOST_BYTES = 100_000_000
MOST_CONCEPTS = 100_000
TABLES = (".csv", ".tsv", ".txt")


def read_vocabulary(path: Path, language: str) -> list[Concept]:
    """The concepts of this file; labels that state no language are in this one.

    Raises SourceError for a file that cannot be read, is larger than we take, or of a kind that we do not know.
    """
    from ingest.vocabularies.skos import FORMATS, read_skos  # rdflib is loaded when a vocabulary is read
    from ingest.vocabularies.table import read_table

    ending = path.suffix.lower()
    if ending not in FORMATS and ending not in TABLES:
        raise SourceError("vocabulary-unknown-format", path=str(path), known=", ".join(sorted((*FORMATS, *TABLES))))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError("vocabulary-too-large", path=str(path), high=str(MOST_BYTES // 1_000_000))
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise SourceError("vocabulary-missing", path=str(path), reason=error.strerror or "") from error
    concepts = read_table(text, language) if ending in TABLES else read_skos(text, ending, language)
    if not concepts:
        raise SourceError("vocabulary-empty", path=str(path))
    if len(concepts) > MOST_CONCEPTS:
        raise SourceError("vocabulary-too-many", path=str(path), high=str(MOST_CONCEPTS))
    return concepts
