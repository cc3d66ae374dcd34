"""Health of the site for its operator: which generation of the index answers, and how far it is behind."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page
from api.policy import Permission
from api.probes import readiness


@dataclass(frozen=True, slots=True)
class HealthDetails:
    """`changes` is the number of the newest change, `indexed` that of the newest one in the index.

    `generation` and `indexed` are None as long as there is no index. Hidden documents move all of these.
    """

    status: str
    changes: int
    generation: int | None = None
    indexed: int | None = None


def health_details(asker: Asker, query: Nothing) -> HealthDetails:
    """Health of the site with numbers of changes, for the operator."""
    del query
    site = asker.site
    index = site.index_if_any()
    status, changes = readiness(site), site.store.seq()
    if index is None:
        return HealthDetails(status, changes)
    snapshot = index.snapshot()
    return HealthDetails(status, changes, snapshot.generation, snapshot.seq)


PAGE: Page[Nothing, HealthDetails] = Page(
    json="/api/health/details",
    permission=Permission.OPERATE,
    query=Nothing,
    record=HealthDetails,
    answer=health_details,
    example={"status": "ok", "changes": 4712, "generation": 3, "indexed": 4712},
    tag="machinery",
    aside=True,
)
