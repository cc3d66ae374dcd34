"""The worker: `worker`."""

from __future__ import annotations

from whoknows.commands.options import ParentOption, SettingsOption
from whoknows.jobs.worker import run_worker
from whoknows.logs import configure
from whoknows.settings import load_settings
from whoknows.stopping import Stop
from whoknows.wiring import open_installation


def worker(settings: SettingsOption = None, parent: ParentOption = None) -> None:
    """Run schedules and queued jobs, and keep the index up to date.

    `whoknows serve` starts one itself. Ctrl-C ends it at the next checkpoint.

    Example: whoknows worker --settings /srv/whoknows
    """
    loaded = load_settings(settings)
    configure("worker", loaded.log_level)
    with open_installation(loaded) as installation, Stop(parent) as stop:
        run_worker(installation, stop.asked)
