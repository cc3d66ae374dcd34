"""The sync of one source: opens it, runs the pipeline under a lock, and says how it went."""

from __future__ import annotations

from collections.abc import Callable

from graph.store import Run
from ingest import pipeline, sources
from ingest.progress import Progress
from whoknows.errors import SettingsError
from whoknows.settings import SourceEntry
from whoknows.wiring import Installation, now, settings_of_source, sole_holder


def sync_source(
    installation: Installation,
    entry: SourceEntry,
    *,
    tell: Callable[[Progress], None],
    stop: Callable[[], bool],
    accept_loss: bool = False,
) -> Run:
    """Pull one source into the store, from where its last run stopped; `accept_loss`: also when nearly all is gone.

    Raises SourceError when the source cannot be read (its cursor stays), SettingsError when it is being synced already.
    """
    with sole_holder(installation.settings, f"sync-{entry.name}") as alone:
        if not alone:
            raise SettingsError("sync-already-running", source=entry.name)
        settings = settings_of_source(installation, entry)
        source = sources.open_source(settings)
        return pipeline.sync(
            source, settings, installation.store, now=now, tell=tell, stop=stop, accept_loss=accept_loss
        )
