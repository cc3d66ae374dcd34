"""Opens an index for reading and for writing, and says what is there. With `contract` all that others may import."""

from __future__ import annotations

from pathlib import Path

from models.index import generation
from models.index.documents import open_rules
from models.index.generation import (
    IndexCommit,
    begin,
    current,
    number_of_generation,
    pointed,
    publish,
    sole_writer,
)
from models.index.plain import PlainIndex
from models.index.reader import OpenIndex
from models.index.records import IndexProblem
from models.index.text.engine import OpenEngine
from models.index.text.tantivy_engine import TantivyEngine
from models.index.writer import IndexWriter

__all__ = [
    "IndexWriter",
    "PlainIndex",
    "begin",
    "check",
    "current",
    "index_at",
    "is_ordered",
    "number_of_generation",
    "open_index",
    "open_rules",
    "pointed",
    "publish",
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


def is_ordered(root: Path) -> bool:
    """Whether a process that reads the index found it damaged."""
    return (root / generation.ORDER).exists()


def check(root: Path) -> IndexCommit:
    """The commit of the served generation, all of whose files were read. Raises IndexProblem when one is damaged."""
    folder = current(root)
    if folder is None:
        raise IndexProblem("index-missing", path=str(root))
    return generation.check(folder, TantivyEngine)


def readable(root: Path) -> bool:
    """Whether there is a generation that is whole, of the format that is written now, and not to be made anew."""
    return generation.readable(root, TantivyEngine)


def remove_old(root: Path, *, spare: bool = True) -> int:
    """Remove the generations before the served one that nobody reads; their number. The last one may be a `spare`."""
    return generation.remove_old(root, TantivyEngine, spare=spare)
