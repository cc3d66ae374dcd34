"""What the machinery noted is kept for a time: old runs, jobs and problems go, those that still hold stay."""

from __future__ import annotations

from graph import sessions, tokens
from graph.facts import Seconds
from graph.source_report import told_runs
from whoknows.jobs.forget_pushes import forget_pushes
from whoknows.pushing import remove_read_lines
from whoknows.wiring import Installation

DAY = 86400


def remove_old(installation: Installation, now: Seconds) -> int:
    """Remove runs, jobs and problems that are older than the settings say; returns the number of runs and jobs."""
    ledger = installation.store.ledger
    keep = [run.id for entry in installation.settings.sources for run in told_runs(ledger, entry.name)]
    sign_in = installation.settings.sign_in
    if sign_in is not None:
        sessions.remove_ended(ledger, now, sign_in.idle, sign_in.longest)
    tokens.remove_ended(ledger, now)
    before = now - installation.settings.keep_days * DAY
    remove_read_lines(installation, before)
    forget_pushes(installation)
    return ledger.forget(before, keep)
