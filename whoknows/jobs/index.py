"""The index kept up to date with the store. Follows its changes; builds a new generation next to the served one."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from graph.facts import Key
from graph.schema import Aspect
from graph.store import Change, Filed, Store, View, Viewer
from models.encoder import OpenEncoder, open_encoder
from models.index import opening
from models.index.contract import IndexProblem
from models.index.opening import IndexWriter, open_rules
from models.templates import Templates
from whoknows.jobs.encoding import BackgroundEncoding
from whoknows.logs import note

log = logging.getLogger("whoknows.index")
SYSTEM = Viewer(system=True)
PASSED = "passed"
"""Under which name does the ledger keep the number of the newest passes? They record no change: this tells of them."""
TEMPLATES = "templates"
"""Under which name the ledger keeps the hashes of the paragraphs of templates."""
ORDERED, MADE = "generation:ordered", "generation:made"
"""Names under which the ledger keeps the number of the newest order of a new generation, and of the newest carried out:
whoever orders one, such as an erasure, may not be the process that writes the index."""
INDEXED = frozenset({Aspect.CONTENT, Aspect.IDENTITY, Aspect.HIDING})
"""Aspects of changes that the index shows: not what was extracted, which comes with the passes, nor who likes what."""
CHANGES = 5000
PAGE = 2000
PAGES = 25
"""So many are read in one view: opening one costs as much as a page, and the log grows while it is open."""
IDLE = 0.25
SETTLE_AFTER = 2.0
"""Seconds without a change after which the batched tables are made anew."""
REST = 600.0
"""Seconds from one ordered generation to the next, so that a trickle of deletions does not rebuild for ever."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """Progress of the index. `documents` were taken in, `left` changes are still to come; `generation` is served."""

    documents: int = 0
    left: int = 0
    generation: int = 0
    seq: int = 0


Tell = Callable[[object], None]


def _silent(progress: object) -> None:
    del progress


def _never() -> bool:
    return False


def update_index(
    store: Store, root: Path, *, tell: Tell = _silent, stop: Callable[[], bool] = _never, settle: bool = True
) -> Indexed:
    """Take in all changes since the last time; makes the first generation when there is none.

    Raises IndexProblem `index-locked` when another process writes this index.
    """
    if not opening.readable(root):
        return reindex(store, root, tell=tell, stop=stop)
    with open_writer(root, templates_of(store)) as writer:
        done = _catch_up(store, writer, tell, stop)
        if settle and (done.documents or done.left == 0):
            _settle(store, writer)
        stale = writer.stale or _is_due(store)
    if stale and not stop():
        return reindex(store, root, tell=tell, stop=stop)
    return done


def take_in_changes(store: Store, root: Path, *, stop: Callable[[], bool] = _never) -> None:
    """Take in what changed, rights and deletions with it; tables and a new generation wait for `update_index`.

    Does nothing where there is no index yet, or where another process writes it.
    """
    if not opening.readable(root):
        return
    try:
        with open_writer(root, templates_of(store)) as writer:
            _catch_up(store, writer, _silent, stop)
    except IndexProblem as problem:
        if problem.message != "index-locked":
            raise


@contextmanager
def open_writer(root: Path, templates: Templates = frozenset()) -> Iterator[IndexWriter]:
    """The writer of the served generation, held by no other process; `templates` are no own words."""
    with opening.sole_writer(root):
        folder = opening.current(root)
        assert folder is not None
        writer = IndexWriter(folder, templates=templates)
        try:
            yield writer
        finally:
            writer.close()


def passed(store: Store) -> int:
    """Number of the newest passes over the whole state. 0 when there were none."""
    return _number(store, PASSED)


def templates_of(store: Store) -> frozenset[int]:
    """The hashes of the paragraphs of templates, as they were found last."""
    kept = store.ledger.get(TEMPLATES)
    return frozenset(int(str(each), 16) for each in kept) if isinstance(kept, list) else frozenset()


def order_generation(store: Store) -> int:
    """Order a new generation, built from nothing, of the process that writes the index; the number of the order."""
    with store.writer():
        number = _number(store, ORDERED) + 1
        store.ledger.set(ORDERED, number)
    return number


def generation_made(store: Store) -> int:
    """The number of the newest order that was carried out."""
    return _number(store, MADE)


def _is_due(store: Store) -> bool:
    """Whether a new generation was ordered that is not made yet."""
    return _number(store, ORDERED) > generation_made(store)


def _number(store: Store, name: str) -> int:
    kept = store.ledger.get(name)
    return kept if isinstance(kept, int) else 0


def _settle(store: Store, writer: IndexWriter) -> int:
    """Make the batched tables anew; gives the number of the passes that they show at least."""
    number, shown = passed(store), writer.seq  # read first: what the tables show may be newer, never older
    with store.view(SYSTEM) as view:
        writer.settle(view, number, shown)
    return number


def _name_topics(store: Store, writer: IndexWriter, shown: int) -> int:
    """Show what people decided about topics; `shown` is the number of the passes that the tables show, as before."""
    with store.view(SYSTEM) as view:
        writer.name_topics(view)
    return shown


def _catch_up(store: Store, writer: IndexWriter, tell: Tell, stop: Callable[[], bool]) -> Indexed:
    documents, people = 0, SaidByPeople(store, writer)
    while not stop():
        changes = store.changes(writer.seq, CHANGES, INDEXED)
        if not changes:
            break
        people.after(changes[-1].seq)
        if len(changes) == CHANGES:
            people.hear(wait=True)
        with store.view(SYSTEM) as view:
            documents += writer.update(view, changes, people.hear)
        state = _state(writer, documents, store)
        note(log, logging.DEBUG, "changes-indexed", documents=documents, left=state.left, seq=state.seq)
        tell(state)
    return _state(writer, documents, store)


class SaidByPeople:
    """Lets what people say about themselves act before a long row of older changes."""

    def __init__(self, store: Store, writer: IndexWriter) -> None:
        self._store, self._writer = store, writer
        self._heard = 0

    def after(self, seq: int) -> None:
        """The changes up to this one are taken in; only later ones are heard."""
        self._heard = max(self._heard, seq)

    def hear(self, wait: bool = False) -> None:
        """Let what was said since the last time count, unless tables are being made and this does not `wait`."""
        said = self._store.changes(self._heard, CHANGES, {Aspect.HIDING})
        if said:
            with self._store.view(SYSTEM) as view:
                if self._writer.hide(view, said, wait):
                    self._heard = said[-1].seq


def _state(writer: IndexWriter, documents: int, store: Store) -> Indexed:
    number = opening.number_of_generation(writer.folder)
    return Indexed(documents, max(0, store.seq(INDEXED) - writer.seq), number, writer.seq)


def follow(
    store: Store,
    root: Path,
    stop: Callable[[], bool],
    tell: Tell = _silent,
    *,
    rest: float = REST,
    ear: OpenEncoder = open_encoder,
) -> None:
    """Keep the index up to date until told to stop: what is committed can be found within a second.

    The first order of a new generation is carried out at once, a later one `rest` seconds after the one before. What
    `ear` gives makes vectors of passages while there is nothing else to do.
    """
    earliest, known = time.monotonic(), opening.readable(root)
    while not stop():
        if not known or opening.is_ordered(root):  # none yet, or damaged
            reindex(store, root, tell=tell, stop=stop)
            known = True
            continue
        with open_writer(root, templates_of(store)) as writer:
            due = _follow(store, root, writer, stop, tell, earliest, ear)
            if due:
                ordered = _number(store, ORDERED)  # read first: what is ordered while it is built may need another one
                _renew(store, root, writer, tell, stop)
                _carried_out(store, ordered, stop)
                earliest = time.monotonic() + rest
        if due:
            note(log, logging.INFO, "generation-published")
            opening.remove_old(root)


def _follow(
    store: Store,
    root: Path,
    writer: IndexWriter,
    stop: Callable[[], bool],
    tell: Tell,
    earliest: float,
    ear: OpenEncoder,
) -> bool:
    """Follow in one generation; True when a new one is due, which is not before `earliest`.

    Ends, too, when a process that reads it found it damaged.
    """
    quiet_since, settled, shown, judged = time.monotonic(), False, -1, False
    settling: Future[int] | None = None
    encoding = BackgroundEncoding(writer, ear, stop)
    with ThreadPoolExecutor(1) as pool:
        while not stop():
            before = writer.seq
            _catch_up(store, writer, tell, stop)
            if settling is not None and settling.done():
                shown, settling = settling.result(), None
            if writer.seq > before:  # also when no document changed: people hide topics, rules change
                quiet_since, settled = time.monotonic(), False
                judged |= writer.take_judged()
            elif judged and settling is None:  # a turn later: topics are called anew right after they are judged
                settling, judged = pool.submit(_name_topics, store, writer, shown), False
            elif not settled and settling is None and time.monotonic() - quiet_since >= SETTLE_AFTER:
                settling, settled = pool.submit(_settle, store, writer), True  # seconds: what is new does not wait
            elif settled and settling is None and passed(store) != shown:  # passes record no change
                settled = False
            if settling is None and _is_due(store):
                return True
            if settled and settling is None and writer.stale and time.monotonic() >= earliest:
                return True
            if opening.is_ordered(root):
                break
            if settling is None and settled:
                encoding.go_on(pool)
            if settling is None:
                writer.seal()
            time.sleep(IDLE)
    if settling is not None:
        settling.result()
    return False


def _carried_out(store: Store, ordered: int, stop: Callable[[], bool]) -> None:
    """Note that a new generation is served in which everything is that was stored when it was ordered."""
    if not stop() and ordered > generation_made(store):
        store.ledger.set(MADE, ordered)


def _renew(store: Store, root: Path, served: IndexWriter, tell: Tell, stop: Callable[[], bool]) -> None:
    """Build the next generation in a thread, while the served one goes on to take in what is new; then swap them."""
    folder, over = opening.begin(root), Event()
    writer = IndexWriter(folder, templates=templates_of(store))
    try:
        with ThreadPoolExecutor(1) as pool:
            building = pool.submit(_build, store, writer, tell, lambda: over.is_set() or stop())
            try:
                while not wait([building], IDLE).done:
                    _catch_up(store, served, _silent, stop)
            finally:
                over.set()
            building.result()
        writer.take_over_vectors(served.folder)
        _catch_up(store, writer, _silent, stop)  # nothing that was found already may be gone after the swap
        if not stop():
            opening.publish(root, folder)
    finally:
        writer.close()


def reindex(store: Store, root: Path, *, tell: Tell = _silent, stop: Callable[[], bool] = _never) -> Indexed:
    """Build a new generation next to the served one and swap it in; the old one goes when nobody reads it.

    Documents get their ordinals in the order of their keys, so that the same graph gives the same answers. Raises
    IndexProblem `index-locked` when another process writes this index.
    """
    with opening.sole_writer(root):
        ordered, before = _number(store, ORDERED), opening.current(root)
        folder = opening.begin(root)
        writer = IndexWriter(folder, templates=templates_of(store))
        try:
            done = _build(store, writer, tell, stop)
            if before is not None:
                writer.take_over_vectors(before)
        finally:
            writer.close()
        if not stop():
            opening.publish(root, folder)
            opening.remove_old(root)
        _carried_out(store, ordered, stop)
        return done


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles: a build makes millions of records and none of those; looking takes a tenth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _build(store: Store, writer: IndexWriter, tell: Tell, stop: Callable[[], bool]) -> Indexed:
    """Take in everything that is stored, then what changed meanwhile."""
    seq = store.seq()
    with _uncollected():
        documents = _take_all(store, writer, seq, tell, stop)
        writer.commit(seq)
        _catch_up(store, writer, tell, stop)
        if not stop():
            _settle(store, writer)
    return _state(writer, documents, store)


def _take_all(store: Store, writer: IndexWriter, seq: int, tell: Tell, stop: Callable[[], bool]) -> int:
    """Take in all accounts and all documents; gives the number of documents."""
    documents = 0
    with store.view(SYSTEM) as view:
        rules = open_rules(view)
    after: Key | None = None
    while not stop():
        with store.view(SYSTEM) as view:
            accounts = view.nodes("account", after=after, limit=PAGE)
            if not accounts:
                break
            writer.take(view, [Change(0, node.key) for node in accounts], rules)
        after = accounts[-1].key
    for view, found in _filed(store, stop):
        writer.take_new(view, found, rules)
        documents += len(found)
        tell(Indexed(documents, 0, 0, seq))
    return documents


def _filed(store: Store, stop: Callable[[], bool]) -> Iterator[tuple[View, Sequence[Filed]]]:
    """All documents, a page at a time, with the view that they were read in; some pages share one."""
    after: Key | None = None
    while True:
        with store.view(SYSTEM) as view:
            for _ in range(PAGES):
                found = () if stop() else view.filed(after, PAGE)
                if not found:
                    return
                yield view, found
                after = found[-1].document.key
