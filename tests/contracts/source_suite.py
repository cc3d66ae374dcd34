"""What every source must do. One suite, run through the real pipeline into a real SQLite store.

How to use it, in ``tests/ingest/sources/test_KIND.py``::

    from tests.contracts.source_suite import WrittenEntry, SourceSuite, SourceWorld

    class WikiWorld(SourceWorld):                       # writes native files (or feeds a server) for what it is told
        def __init__(self, folder: Path) -> None:
            self.folder = folder
        def settings(self) -> SourceSettings:
            return SourceSettings("wiki", "mediawiki-dump", options={"path": str(self.folder)}, base=self.folder)
        def write(self, entries: Sequence[WrittenEntry]) -> None:
            ...                                   # afterwards the source has these entries and no others

    class TestWiki(SourceSuite):
        renames = False                           # flags say what the format cannot tell (see the class)
        @pytest.fixture
        def world(self, tmp_path: Path) -> SourceWorld:
            return WikiWorld(tmp_path)

`write` is called again for each later state: it replaces files, commits to a repository, sends edits to a server. An
entry is known by `slug` (a file name, a page title, a message number: a rename gives another slug), its text holds one
word that no other entry has, and the suite looks for that word and for the authors' names in the graph. Options must be
complete (the suite does not fill in defaults); `versions` and `access` are set by the suite. Give enough entries a
Checkpoint: where the source has an option for how often, set it low.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from graph.facts import Account, Checkpoint, Cursor, Document, Item, Json, Said
from graph.open_store import open_store
from graph.schema import AUTHORSHIP
from graph.store import Run, RunState, Store, Viewer
from ingest import pipeline, sources
from ingest.contract import Source, SourceSettings
from ingest.reading import READING, stored_versions

NOW = 1_750_000_000


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """One thing that somebody wrote. `authors` are full names, the first one wrote it; `at` is in seconds."""

    slug: str
    title: str
    text: str
    authors: tuple[str, ...] = ("Ada Vos",)
    at: int = 1_700_000_000


class SourceWorld(ABC):
    """The outside world as one source sees it; `now` is its time, in seconds."""

    now: int = NOW

    @abstractmethod
    def settings(self) -> SourceSettings:
        """The settings of the source that reads this world."""

    @abstractmethod
    def write(self, entries: Sequence[WrittenEntry]) -> None:
        """Make these entries all that there is."""


def _entry(number: int, word: str, *authors: str) -> WrittenEntry:
    text = f"This page explains the {word} of our building, and what to do about it when it breaks down in winter."
    return WrittenEntry(
        f"entry-{number}", f"About number {number}", text, authors or ("Ada Vos",), NOW - 86_400 * (100 - number)
    )


WORDS = ("boiler", "elevator", "sprinkler", "turnstile", "skylight", "generator", "drainpipe")
START = tuple(_entry(number, word, *(("Bram Kok",) if number % 2 else ())) for number, word in enumerate(WORDS))


class ProcessKilled(BaseException):
    """The process is gone: nothing may catch this."""


class _Interrupted:
    """A source whose reader is killed after this many records."""

    def __init__(self, source: Source, after: int) -> None:
        self.name, self._source, self._after = source.name, source, after

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        for count, said in enumerate(self._source.pull(cursor)):
            if count == self._after:
                raise ProcessKilled
            yield said


def sync_world(world: SourceWorld, store: Store, kill_after: int | None = None) -> Run:
    """Sync what the world holds now; after `kill_after` records the process dies."""
    settings = world.settings()
    name = settings.name
    settings = replace(settings, versions=stored_versions(store.ledger, name))
    source = sources.open_source(settings)
    if kill_after is not None:
        source = _Interrupted(source, kill_after)
    return pipeline.sync(source, settings, store, now=lambda: world.now, tell=lambda progress: None, stop=lambda: False)


def said_by(world: SourceWorld, store: Store) -> list[Said]:
    """The records that the source gives next, from the stored cursor."""
    settings = world.settings()
    settings = replace(settings, versions=stored_versions(store.ledger, settings.name))
    return list(sources.open_source(settings).pull(store.ledger.cursor(settings.name)))


def graph_of(store: Store) -> dict[str, frozenset[str]]:
    """The suite's words in the documents, each with the names of the authors of its document."""
    with store.view(Viewer(system=True)) as view:
        documents = [node for node in view.nodes("document", limit=10_000) if isinstance(node, Document)]
        texts = view.texts([node.key for node in documents])
        found: dict[str, frozenset[str]] = {}
        for document in documents:
            edges = view.edges(AUTHORSHIP, [document.key], "in")
            accounts = view.get([edge.start for edge in edges]).values()
            names = frozenset(node.name for node in accounts if isinstance(node, Account))
            for word in texts[document.key].lower().replace(",", " ").replace(".", " ").split():
                if word in WORDS or word == "fountain":
                    found[word] = names
    return found


class SourceSuite:
    """Every source's tests inherit these; the flags say what its format cannot tell."""

    windowed: ClassVar[bool] = False
    """A window on the newest things only: nothing is ever swept."""
    authors: ClassVar[bool] = True
    """The format says who wrote."""
    co_authors: ClassVar[bool] = True
    """The format can name several authors, and can take one back."""
    edits: ClassVar[bool] = True
    renames: ClassVar[bool] = True
    answers_same: ClassVar[bool] = True
    """An unchanged source is told without fetching or parsing its items again."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        yield from _open(tmp_path / "suite.db")

    @pytest.fixture
    def other_store(self, tmp_path: Path) -> Iterator[Store]:
        yield from _open(tmp_path / "other.db")

    def test_everything_is_told(self, world: SourceWorld, store: Store) -> None:
        world.write(START)
        run = sync_world(world, store)
        assert run.state is RunState.ENDED
        assert run.counts.get("problems", 0) == 0, store.ledger.problems(run.source)
        self._same_as(store, START)

    def test_second_pull_changes_nothing(self, world: SourceWorld, store: Store) -> None:
        world.write(START)
        sync_world(world, store)
        seq, dump = store.seq(), self.dump(store)
        run = sync_world(world, store)
        assert {name: run.counts.get(name, 0) for name in ("new", "changed", "gone")} == dict.fromkeys(
            ("new", "changed", "gone"), 0
        )
        assert store.seq() == seq
        assert self.dump(store) == dump

    def test_unchanged_is_told_as_same(self, world: SourceWorld, store: Store) -> None:
        if not self.answers_same:
            pytest.skip("this source cannot know without reading")
        world.write(START)
        sync_world(world, store)
        assert [said for said in said_by(world, store) if isinstance(said, Item)] == []

    def test_what_was_read_otherwise_before_is_read_again_once(
        self, world: SourceWorld, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.write(START)
        sync_world(world, store)
        seq = store.seq()
        monkeypatch.setattr("ingest.reading.READING", READING + 1)
        _killed(world, store, 3)
        sync_world(world, store)
        with store.view(Viewer(system=True)) as view:
            documents = [node for node in view.nodes("document", limit=10_000) if isinstance(node, Document)]
        assert {str(each.version).partition("~")[0] for each in documents if each.version} <= {str(READING + 1)}
        assert store.seq() == seq, "the same texts change nothing"
        if self.answers_same:
            assert [said for said in said_by(world, store) if isinstance(said, Item)] == []
        self._same_as(store, START)

    def test_edit(self, world: SourceWorld, store: Store) -> None:
        if not self.edits:
            pytest.skip("this format has no edits")
        edited = replace(START[3], text=START[3].text.replace("turnstile", "fountain"))
        self._go(world, store, START, (*START[:3], edited, *START[4:]))

    def test_addition(self, world: SourceWorld, store: Store) -> None:
        self._go(world, store, START[:5], START)

    def test_rename(self, world: SourceWorld, store: Store) -> None:
        if not self.renames:
            pytest.skip("things keep their names here")
        self._go(world, store, START, (*START[:2], replace(START[2], slug="entry-renamed"), *START[3:]))

    def test_deletion(self, world: SourceWorld, store: Store) -> None:
        world.write(START)
        sync_world(world, store)
        world.write(START[2:])
        sync_world(world, store)
        self._same_as(store, START if self.windowed else START[2:])

    def test_retracted_author(self, world: SourceWorld, store: Store) -> None:
        if not (self.authors and self.co_authors and self.edits):
            pytest.skip("this format cannot take an author back")
        wrong = replace(START[1], authors=("Bram Kok", "Cato Mul"))
        self._go(world, store, (START[0], wrong, *START[2:]), START)

    def test_resume_after_any_record(
        self, world: SourceWorld, store: Store, other_store: Store, tmp_path: Path
    ) -> None:
        world.write(START)
        sync_world(world, other_store)
        expected = self.dump(other_store)
        self._resume_everywhere(lambda: None, world, expected, tmp_path)

    @pytest.mark.slow
    def test_resume_of_a_later_pull(self, world: SourceWorld, store: Store, other_store: Store, tmp_path: Path) -> None:
        """The second state is reached over a kill, whatever the first pull left behind."""
        world.write(START[:6])
        sync_world(world, other_store)
        later = (*START[2:5], *START[6:])
        world.write(START)
        sync_world(world, other_store)
        world.write(later)
        records = len(said_by(world, other_store))
        for after in range(records):
            world.write(START)
            for again in _open(tmp_path / f"later-{after}.db"):
                sync_world(world, again)
                world.write(later)
                _killed(world, again, after)
                sync_world(world, again)
                self._same_as(again, START if self.windowed else later)

    @pytest.mark.slow
    def test_what_changes_while_a_sync_is_down(self, world: SourceWorld, tmp_path: Path) -> None:
        """What the killed run had told may have changed or gone since: the sync after it knows at the latest."""
        changed = (replace(START[2], text=START[2].text.replace("sprinkler", "fountain")), *START[3:])
        later = (*(START[:2] if self.windowed else ()), *(changed if self.edits else START[3:]))
        wanted = {each.slug: each for each in (*(START if self.windowed else ()), *later)}
        after = 0
        while True:
            world.write(START)
            for store in _open(tmp_path / f"down-{after}.db"):
                killed = _killed(world, store, after)
                world.write(later)
                for _ in range(2):
                    run = sync_world(world, store)
                    assert run.counts.get("problems", 0) == 0, store.ledger.problems(run.source)
                self._same_as(store, list(wanted.values()))
            if not killed:
                return
            after += 1

    def test_checkpoint_ends_a_pull(self, world: SourceWorld, store: Store) -> None:
        world.write(START)
        said = said_by(world, store)
        assert isinstance(said[-1], Checkpoint)
        complete = [each for each in said if isinstance(each, Checkpoint) and each.complete]
        assert complete == ([] if self.windowed else [said[-1]])

    # --- what a source may look at otherwise --------------------------------------------------------------------------

    def told_in(self, store: Store) -> dict[str, frozenset[str]]:
        """The suite's words in the graph, each with the names of the people who are linked to it."""
        return graph_of(store)

    def dump(self, store: Store) -> list[dict[str, Json]]:
        """What must be equal however the graph was reached."""
        return list(store.dump())

    # --- how the tests above compare ----------------------------------------------------------------------------------

    def _go(
        self, world: SourceWorld, store: Store, before: Sequence[WrittenEntry], after: Sequence[WrittenEntry]
    ) -> None:
        world.write(before)
        sync_world(world, store)
        self._same_as(store, before)
        world.write(after)
        sync_world(world, store)
        self._same_as(store, after)

    def _same_as(self, store: Store, entries: Sequence[WrittenEntry]) -> None:
        words = (*WORDS, "fountain")
        wanted = {next(word for word in words if word in each.text): frozenset(each.authors) for each in entries}
        found = self.told_in(store)
        assert found.keys() == wanted.keys()
        if self.authors:
            assert found == wanted

    def _resume_everywhere(
        self, prepare: Callable[[], None], world: SourceWorld, expected: list[dict[str, Json]], folder: Path
    ) -> None:
        after = 0
        while True:
            prepare()
            for store in _open(folder / f"killed-{after}.db"):
                killed = _killed(world, store, after)
                run = sync_world(world, store)
                assert run.state is RunState.ENDED
                assert self.dump(store) == expected, f"killed after {after} records"
            if not killed:
                return
            after += 1


def _killed(world: SourceWorld, store: Store, after: int) -> bool:
    """Sync and die after this many records; False when there were fewer."""
    try:
        sync_world(world, store, kill_after=after)
    except ProcessKilled:
        return True
    return False


def _open(path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:{path}")
    try:
        yield store
    finally:
        store.close()
