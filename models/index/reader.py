"""An index that any process opens read-only; new commits and generations are picked up at once."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

from graph.store import View
from models.answers import Question
from models.index import generation
from models.index.generation import IndexCommit, ReadLock, engines_of
from models.index.records import IndexProblem
from models.index.seals import SealedFiles, size_of
from models.index.snapshot import OpenSnapshot
from models.index.text.engine import OpenEngine, Ordinals, Scores, TextEngine
from models.index.text.tantivy_engine import TantivyEngine

log = logging.getLogger("whoknows.index")
AT_ONCE = 64_000_000
"""Bytes up to which all files of a generation are read before it answers: a tenth of a second. More are read next to
answering, which takes a second for a million messages; their lengths are looked at before."""
GOOD_FOR = 0.1
"""Seconds for which the files are not looked at again: there are some eighty of them, and a page asks for several
snapshots."""
PATIENCE = 5
"""Times that a commit is read again when files went away under it: a writer goes on."""


class OpenIndex:
    """Implements `contract.Index`. `snapshot` costs a look at each file of the generation when nothing changed.

    A generation of which a file is damaged is refused, and the one before serves on if it is there: `damage` says so,
    and whoever writes the index finds an order for a new one.
    """

    def __init__(self, root: Path, open_engine: OpenEngine = TantivyEngine) -> None:
        self.root = root
        self._damage: IndexProblem | None = None
        self._open_engine = open_engine
        self._lock = threading.Lock()
        self._refused: dict[tuple[Path, int], IndexProblem] = {}
        self._served: ServedGeneration | None = None

    @property
    def seq(self) -> int:
        """The change up to which it is."""
        return self.snapshot().seq

    @property
    def generation(self) -> int:
        """The generation that is served."""
        return self.snapshot().generation

    @property
    def damage(self) -> IndexProblem | None:
        """What is wrong with the newest generation while the one before serves."""
        return self._damage

    def __enter__(self) -> OpenIndex:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def snapshot(self) -> OpenSnapshot:
        """The newest commit of the newest generation that is whole. Raises IndexProblem when there is none."""
        with self._lock:
            newest = generation.current(self.root)
            if newest is None:
                raise IndexProblem("index-missing", path=str(self.root))
            try:
                found = self._of(newest)
            except IndexProblem as problem:
                return self._spare(newest, problem)
            self._damage = None
            return found

    def _spare(self, damaged: Path, problem: IndexProblem) -> OpenSnapshot:
        """The snapshot of the newest whole generation before this one. Raises the problem when there is none."""
        for folder in generation.served_before(self.root, damaged):
            with suppress(IndexProblem):
                found = self._of(folder)
                self._damage = problem
                return found
        raise problem

    def _of(self, folder: Path) -> OpenSnapshot:
        """The snapshot of this generation. Raises IndexProblem when it is damaged, now or when it was last tried."""
        stamp = (folder, _seen(folder)[0])
        if stamp in self._refused:
            raise self._refused[stamp]
        try:
            if self._served is None or self._served.folder != folder:
                self._leave()
                self._served = ServedGeneration(folder, self._open_engine)
            return self._served.snapshot()
        except IndexProblem as problem:
            self._leave()
            self._refused[stamp] = problem
            told = {"generation": folder.name, "file": problem.params.get("file", "")}
            log.error("index-damaged", extra={"event": "index-damaged", "fields": told})
            generation.order(self.root)
            raise

    def _leave(self) -> None:
        if self._served is not None:
            self._served.close()
        self._served = None

    def search(self, question: Question, view: View, k: int = 1000) -> tuple[Ordinals, Scores]:
        """The documents that the asker may read and that match best: ordinals and scores, best first."""
        now = self.snapshot()
        access = now.access_filter(view)
        return now.search(now.parse(question.text, access), access, question, k)

    def close(self) -> None:
        """Release the generation, so that it can be removed."""
        with self._lock:
            self._leave()


class ServedGeneration:
    """One generation as a process serves it: as long as each of its files is as it was sealed, else IndexProblem."""

    def __init__(self, folder: Path, open_engine: OpenEngine) -> None:
        self.folder = folder
        self._open_engine = open_engine
        self._lock = ReadLock(folder)
        self._files = SealedFiles(folder)
        self._engines: dict[str, TextEngine] = {}
        self._snapshot: OpenSnapshot | None = None
        self._stamp: tuple[int, int] = (0, 0)
        self._reading: Thread | None = None
        self._good_until = 0.0

    def snapshot(self) -> OpenSnapshot:
        """The newest commit."""
        for attempt in range(PATIENCE):
            seen = _seen(self.folder)
            try:
                return self._newest(seen)
            except (IndexProblem, ValueError, OSError) as error:
                if attempt + 1 == PATIENCE or (attempt and seen == _seen(self.folder)):
                    if isinstance(error, IndexProblem):
                        raise
                    raise generation.broken(self.folder, type(error).__name__) from error
                self._stamp = (0, 0)
        raise AssertionError("the last attempt returns or raises")

    def _newest(self, stamp: tuple[int, int]) -> OpenSnapshot:
        fresh = self._snapshot is None
        if self._snapshot is not None and stamp == self._stamp:
            commit = self._snapshot.commit
        elif stamp[0] == 0:
            raise generation.broken(self.folder, generation.COMMIT)
        else:
            commit = generation.read_commit(self.folder)
        later = fresh and size_of(commit.files.values()) > AT_ONCE
        self._check(commit, lengths_only=later or (self._reading is not None and self._reading.is_alive()))
        if fresh:
            self._engines = engines_of(self.folder, self._open_engine)
        if self._snapshot is None or stamp != self._stamp:
            self._snapshot = OpenSnapshot(self.folder, self._engines, commit, self._snapshot)
            self._stamp = stamp
        if later:
            self._reading = Thread(target=self._read_all, args=(commit,), daemon=True)
            self._reading.start()
        return self._snapshot

    def _check(self, commit: IndexCommit, *, lengths_only: bool) -> None:
        if self._snapshot is not None and commit is self._snapshot.commit and time.monotonic() < self._good_until:
            return
        self._good_until = time.monotonic() + GOOD_FOR
        if self._snapshot is not None and commit is self._snapshot.commit and self._files.are_untouched():
            return
        found = generation.damage(self.folder, commit, self._files, self._open_engine, lengths_only=lengths_only)
        if found is not None:
            raise generation.broken(self.folder, found)

    def _read_all(self, commit: IndexCommit) -> None:
        """Read every file once, next to answering; the next question looks at what is wrong again, and tells it."""
        generation.damage(self.folder, commit, self._files, self._open_engine)

    def close(self) -> None:
        """Let the folder be removed."""
        self._lock.close()


def _seen(folder: Path) -> tuple[int, int]:
    """Number and time of the file of the commit; zeros when it is not there."""
    try:
        found = os.stat(f"{folder}/{generation.COMMIT}")
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns
