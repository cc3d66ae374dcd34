"""Whether the site answers, and as whom is asked."""

from __future__ import annotations

from api.asker import Asker
from api.schemas import Health, Me
from api.site import Site


def health(site: Site) -> Health:
    """Whether the site answers, and from which generation."""
    index = site.index()
    generation = getattr(index, "generation", None)
    status = "ok" if index is not None else "no-index"
    return Health(status, generation if isinstance(generation, int) else None, site.store.seq())


def me(asker: Asker) -> Me:
    """The colleague as whom is asked."""
    return Me(asker.viewer.person, asker.name, asker.language)
