"""Opens an index for reading and for writing, and says what is there. With `contract` all that others may import."""

from __future__ import annotations

from pathlib import Path

from models.index.documents import open_rules
from models.index.generation import (
    begin,
    current,
    number_of_generation,
    publish,
    read_commit,
    readable,
    remove_old,
    sole_writer,
)
from models.index.plain import PlainIndex
from models.index.reader import OpenIndex
from models.index.text.engine import OpenEngine
from models.index.text.tantivy_engine import TantivyEngine
from models.index.writer import IndexWriter

__all__ = [
    "IndexWriter",
    "PlainIndex",
    "begin",
    "current",
    "index_at",
    "number_of_generation",
    "open_index",
    "open_rules",
    "publish",
    "read_commit",
    "readable",
    "remove_old",
    "sole_writer",
]


def open_index(root: Path, open_engine: OpenEngine = TantivyEngine) -> OpenIndex:
    """Open the index in this folder. Raises IndexProblem `index-missing` when there is none yet."""
    index = OpenIndex(root, open_engine)
    index.snapshot()
    return index


def index_at(root: Path) -> OpenIndex:
    """The index in this folder, which may not be there yet; its first `snapshot` tells."""
    return OpenIndex(root)
