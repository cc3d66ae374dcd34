"""Health of the site, and the generation of the index that answers."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page
from api.policy import Permission


@dataclass(frozen=True, slots=True)
class Health:
    """Health of the site. `generation` is that of the index, None when there is none yet."""

    status: str
    generation: int | None
    seq: int


def health(asker: Asker, query: Nothing) -> Health:
    """Health of the site, and the generation of the index that answers."""
    del query
    site = asker.site
    index = site.index()
    generation = getattr(index, "generation", None)
    status = "ok" if index is not None else "no-index"
    return Health(status, generation if isinstance(generation, int) else None, site.store.seq())


PAGE: Page[Nothing, Health] = Page(
    json="/api/health",
    permission=Permission.LOOK,
    query=Nothing,
    record=Health,
    answer=health,
    example={"status": "ok", "generation": 3, "seq": 4712},
    tag="machinery",
    aside=True,
)
