"""Who asked to be forgotten is forgotten in the lines that programs pushed too, as long as these are kept."""

from __future__ import annotations

from collections.abc import Callable

from ingest import sources
from ingest.forgetting import LineCleaner
from ingest.sources.pushed_folder import TakesLines
from whoknows.pushing import is_pushed
from whoknows.settings import SourceEntry
from whoknows.wiring import Installation, settings_of_source, sole_holder


def forget_pushes(installation: Installation, count: Callable[[int], None] = lambda _: None) -> bool:
    """Write over all that kept lines say of who is suppressed; False when a sync reads some of them just now.

    `count` is told how many lines of a source that were.
    """
    pushed = [entry for entry in installation.settings.sources if is_pushed(entry)]
    return not installation.store.suppression() or all(_forget(installation, entry, count) for entry in pushed)


def _forget(installation: Installation, entry: SourceEntry, count: Callable[[int], None]) -> bool:
    store = installation.store
    with sole_holder(installation.settings, f"sync-{entry.name}") as alone:
        source = sources.open_source(settings_of_source(installation, entry)) if alone else None
        if not isinstance(source, TakesLines):
            return False
        cursor = store.ledger.cursor(entry.name)
        cleaner = LineCleaner(source, entry.name, store.suppression())
        anew = source.overwritten(cursor, cleaner.cleaned)
        count(cleaner.changed)
        run = next(iter(store.ledger.runs(entry.name, 1)), None)
        if anew != cursor and run is not None:
            with store.writer() as writer:
                writer.mark(entry.name, anew, run.id, run.state, run.counts)
    return True
