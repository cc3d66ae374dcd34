"""An index that any process opens read-only; new commits and generations are picked up at once."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from graph.store import View
from models.answers import Question
from models.index import generation
from models.index.generation import ReadLock, engines_of
from models.index.records import IndexProblem
from models.index.snapshot import OpenSnapshot
from models.index.text.engine import OpenEngine, Ordinals, Scores, TextEngine
from models.index.text.tantivy_engine import TantivyEngine


class OpenIndex:
    """Implements `contract.Index`. `snapshot` costs a look at two small files when nothing changed."""

    def __init__(self, root: Path, open_engine: OpenEngine = TantivyEngine) -> None:
        self.root = root
        self._open_engine = open_engine
        self._lock = threading.Lock()
        self._snapshot: OpenSnapshot | None = None
        self._stamp: tuple[int, int] = (0, 0)
        self._pointer = 0
        self._engines: dict[str, TextEngine] = {}
        self._lock_on_generation: ReadLock | None = None

    @property
    def seq(self) -> int:
        """The change up to which it is."""
        return self.snapshot().seq

    @property
    def generation(self) -> int:
        """The generation that is served."""
        return self.snapshot().generation

    def __enter__(self) -> OpenIndex:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def snapshot(self) -> OpenSnapshot:
        """The newest commit of the newest generation. Raises IndexProblem when there is none."""
        with self._lock:
            for attempt in range(5):
                try:
                    return self._newest()
                except (FileNotFoundError, ValueError, OSError):
                    if attempt == 4:
                        raise
                    self._stamp = (0, 0)
            raise IndexProblem("index-missing", path=str(self.root))

    def _newest(self) -> OpenSnapshot:
        folder = generation.current(self.root) if self._moved() else self._snapshot.folder if self._snapshot else None
        if folder is None:
            raise IndexProblem("index-missing", path=str(self.root))
        if self._snapshot is None or self._snapshot.folder != folder:
            self._enter(folder)
        seen = os.stat(folder / generation.COMMIT)
        stamp = (seen.st_mtime_ns, seen.st_ino)
        if self._snapshot is None or stamp != self._stamp:
            commit = generation.read_commit(folder)
            self._snapshot = OpenSnapshot(folder, self._engines, commit, self._snapshot)
            self._stamp = stamp
        return self._snapshot

    def _moved(self) -> bool:
        """Whether the pointer changed since it was last looked at."""
        try:
            inode = os.stat(self.root / generation.POINTER)
        except FileNotFoundError:
            return True
        stamp = inode.st_mtime_ns ^ inode.st_ino
        moved, self._pointer = stamp != self._pointer, stamp
        return moved

    def _enter(self, folder: Path) -> None:
        if self._lock_on_generation is not None:
            self._lock_on_generation.close()
        self._lock_on_generation = ReadLock(folder)
        self._engines = engines_of(folder, self._open_engine)
        self._snapshot = None

    def search(self, question: Question, view: View, k: int = 1000) -> tuple[Ordinals, Scores]:
        """The documents that the asker may read and that match best: ordinals and scores, best first."""
        now = self.snapshot()
        access = now.access_filter(view)
        return now.search(now.parse(question.text, access), access, question, k)

    def close(self) -> None:
        """Release the generation, so that it can be removed."""
        with self._lock:
            if self._lock_on_generation is not None:
                self._lock_on_generation.close()
            self._lock_on_generation, self._snapshot, self._engines = None, None, {}
            self._stamp, self._pointer = (0, 0), 0
