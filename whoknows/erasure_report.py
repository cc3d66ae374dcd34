"""The receipt of an erasure, as a record and as sentences. It names nobody who was erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import tzinfo

from graph.erasures import ErasureRecord, ErasureRow, erasure_row
from whoknows.console import moment, say
from whoknows.wiring import Installation

NEO4J = ("bolt", "neo4j")


@dataclass(frozen=True, slots=True)
class ErasureReport(ErasureRow):
    """One erasure with its receipt, and the `store` it was made in: sqlite or neo4j."""

    store: str = "sqlite"


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """How many records of the store were looked at, and in how many a suppressed name or address was found."""

    records: int
    hits: int


def report_of(installation: Installation, record: ErasureRecord) -> ErasureReport:
    """The report of this erasure."""
    row = erasure_row(installation.store, record)
    store = "neo4j" if installation.store.url.startswith(NEO4J) else "sqlite"
    return ErasureReport(**{each.name: getattr(row, each.name) for each in fields(row)}, store=store)


def sentences_of(report: ErasureReport, zone: tzinfo) -> list[str]:
    """The receipt as a person reads it: what was removed, when, by whom, what is left, and how to check."""
    removed = report.removed
    lines = [say("erase-receipt", person=report.person, day=moment(report.asked, zone), by=_by(report))]
    if report.ended is None:
        lines.append(say("erase-unfinished", step=say(f"erase-step-{report.step}")))
    else:
        lines.append(say("erase-finished", day=moment(report.ended, zone)))
    lines.append(say("erase-removed", accounts=removed.accounts, acts=removed.acts, texts=removed.texts))
    lines.append(say("erase-blanked", redacted=removed.redacted, terms=removed.terms, notes=removed.notes))
    if removed.lines:
        lines.append(say("erase-lines", lines=removed.lines))
    if removed.shared:
        lines.append(say("erase-shared", forms=removed.shared))
    if removed.ordinary:
        lines.append(say("erase-ordinary", names=removed.ordinary))
    if report.files:
        lines.append(say("erase-files", files=", ".join(report.files)))
    lines.append(say("erase-elsewhere"))
    if report.store == "neo4j":
        lines.append(say("erase-neo4j"))
    lines.append(say("erase-how-to-check"))
    return lines


def _by(report: ErasureReport) -> str:
    return report.by or say("erase-by-command-line")


def check_store(installation: Installation, show: Callable[[int], None]) -> StoreCheck:
    """Look through all that the store says for whatever is suppressed; names need not be known for it."""
    suppression = installation.store.suppression()
    records = hits = 0
    for records, line in enumerate(installation.store.dump(derived=True), start=1):
        hits += line["record"] not in ("suppressed", "kept") and suppression.blank_json(line) != line
        if records % 1000 == 0:
            show(records)
    return StoreCheck(records, hits)
