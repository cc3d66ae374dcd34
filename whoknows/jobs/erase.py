"""The erasure of a person, to the end: the store, what is derived from it, the files of the store, and a new index.

Each step is noted when it begins and can be made twice, so that a kill at any point only costs the step it came in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from graph.erasures import ErasureRecord, ErasureStep, count_lines, erasure_of, erasures, go_to, receipt_of
from graph.facts import Key
from graph.receipt import Receipt
from graph.store import StoreError
from models.index import opening
from models.index.contract import IndexProblem
from whoknows.errors import SettingsError
from whoknows.jobs.forget_pushes import forget_pushes
from whoknows.jobs.index import generation_made, order_generation, reindex
from whoknows.jobs.insight import follow_insight
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.jobs.passes import run_passes
from whoknows.jobs.texts import take_in_texts
from whoknows.pushing import push_folders
from whoknows.wiring import Installation, now, sole_holder

BATCH = 100
PAUSE = 0.002
LOOK = 0.2
"""Seconds between two looks whether somebody else is done."""
PATIENCE = 60.0
"""Seconds that readers get to leave an old state or generation; the next try goes on from there."""
STEPS = tuple(ErasureStep)

Tell = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class ErasureProgress:
    """Progress of an erasure: which of its steps it is in, and what was removed or blanked so far."""

    step: str
    number: int
    steps: int
    done: int = 0


def erase_person(
    installation: Installation, person: Key, *, tell: Tell, stop: Callable[[], bool]
) -> ErasureRecord | None:
    """Go on with the erasure of this person; None when none was ordered, or somebody stopped it.

    Raises SettingsError `erase-already-running` when another process of this host is at it, StoreError when readers
    hold on to what was removed for too long.
    """
    with sole_holder(installation.settings, "erase") as alone:
        if not alone:
            raise SettingsError("erase-already-running")
        record = erasure_of(installation.store, person)
        if record is None:
            return None
        for step, work in _WORK.items():
            if STEPS.index(step) < STEPS.index(record.step):
                continue
            if stop():
                return None
            record = go_to(installation.store, record, step)
            tell(_progress(installation, record))
            work(installation, record, tell, stop)
        if stop():
            return None
        files = other_files(installation)
        return go_to(installation.store, record, ErasureStep.DONE, ended=now(), files=files)


def unfinished(installation: Installation) -> list[Key]:
    """The people whose erasure was ordered and is not finished."""
    return [each.person for each in erasures(installation.store) if not each.finished]


def _progress(installation: Installation, record: ErasureRecord) -> ErasureProgress:
    receipt = receipt_of(installation.store, record)
    return ErasureProgress(record.step.value, STEPS.index(record.step) + 1, len(STEPS) - 1, _done(receipt))


def _done(receipt: Receipt) -> int:
    return (
        receipt.acts
        + receipt.texts
        + receipt.accounts
        + receipt.redacted
        + receipt.terms
        + receipt.notes
        + receipt.lines
    )


def _erase_graph(installation: Installation, record: ErasureRecord, tell: Tell, stop: Callable[[], bool]) -> None:
    while not stop() and installation.store.erase(record.person, BATCH):
        tell(_progress(installation, record))
        time.sleep(PAUSE)  # a page's command gets its turn


def _derive(installation: Installation, record: ErasureRecord, tell: Tell, stop: Callable[[], bool]) -> None:
    """Read the texts that changed again, and choose topics and links without the person."""

    def beat(_: object) -> None:
        tell(_progress(installation, record))

    take_in_texts(installation, tell=beat, stop=stop)
    if not stop():
        run_passes(installation, tell=beat, stop=stop)


def _compact(installation: Installation, record: ErasureRecord, tell: Tell, stop: Callable[[], bool]) -> None:
    del tell
    count = partial(count_lines, installation.store, record.person)
    _wait(partial(forget_pushes, installation, count), stop, "erase-push-read")
    _wait(installation.store.compact, stop, "erase-store-read")


def _renew_index(installation: Installation, record: ErasureRecord, tell: Tell, stop: Callable[[], bool]) -> None:
    """Have a new generation built, here or by the process that writes the index, and the files of others removed."""
    store, root = installation.store, installation.settings.index

    def beat(_: object) -> None:
        tell(_progress(installation, record))

    order = record.order or order_generation(store)
    go_to(store, record, ErasureStep.INDEX, order=order)
    while not stop() and generation_made(store) < order:
        try:
            reindex(store, root, tell=beat, stop=stop)
        except IndexProblem as problem:
            if problem.message != "index-locked":
                raise
            beat(None)
            time.sleep(LOOK)
    if not stop():
        _wait(lambda: _only_served(root), stop, "erase-index-read")
        follow_knowledge(store, root, now=now(), stop=stop)
        follow_insight(store, root, now=now(), fewest=installation.settings.fewest)


def _only_served(root: Path) -> bool:
    """Remove the generations before the served one; whether it is the only one."""
    opening.remove_old(root, spare=False)
    return len(list(root.glob("gen-*"))) <= 1


def _wait(done: Callable[[], bool], stop: Callable[[], bool], message: str) -> None:
    """Wait until it is done. Raises StoreError with this message when that takes too long."""
    until = time.monotonic() + PATIENCE
    while not done() and not stop():
        if time.monotonic() > until:
            raise StoreError(message)
        time.sleep(LOOK)


_WORK: dict[ErasureStep, Callable[[Installation, ErasureRecord, Tell, Callable[[], bool]], None]] = {
    ErasureStep.GRAPH: _erase_graph,
    ErasureStep.DERIVED: _derive,
    ErasureStep.FILES: _compact,
    ErasureStep.INDEX: _renew_index,
}


# --- files that the operator keeps ------------------------------------------------------------------------------------


def other_files(installation: Installation) -> tuple[str, ...]:
    """Files in the data folder that are not the store's, the index's or a lock: backups, exports, logs, uploads.

    Nothing here reads or removes them; erased names in their names are blanked.
    """
    suppression = installation.store.suppression()
    data = installation.settings.data
    return tuple(suppression.blank(file.relative_to(data).as_posix()) for file in _others(installation))


def _others(installation: Installation) -> Iterator[Path]:
    settings = installation.settings
    store = settings.store.removeprefix("sqlite:")
    pushed = push_folders(installation)
    for file in sorted(settings.data.rglob("*")):
        ours = file.is_relative_to(settings.index) or file.suffix == ".lock" or str(file).startswith(store)
        if file.is_file() and not ours and not any(map(file.is_relative_to, pushed)):
            yield file


def with_files(installation: Installation, record: ErasureRecord) -> ErasureRecord:
    """The record with the files that are there now."""
    return replace(record, files=other_files(installation))
