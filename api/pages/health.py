"""Health of the site, for everybody: whether it can answer. It says nothing that a hidden change moves."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page
from api.policy import Permission
from api.probes import readiness


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the site can answer: `ok`, `no-index` before anything was indexed, `no-store` when the store is away.

    `index-damaged`: until a new index is made the one before answers, or only pages without search.
    """

    status: str


def health(asker: Asker, query: Nothing) -> Health:
    """Health of the site: whether it can answer questions."""
    del query
    return Health(readiness(asker.site))


PAGE: Page[Nothing, Health] = Page(
    json="/api/health",
    permission=Permission.LOOK,
    query=Nothing,
    record=Health,
    answer=health,
    example={"status": "ok"},
    tag="machinery",
    aside=True,
)
