"""What somebody may see of how much they answer: their own count, next to the limit of the organisation."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from graph.store import View
from models.offering import answered_lately


@dataclass(frozen=True, slots=True)
class OwnLoad:
    """The questions of others that the asker answered in the last 30 days, and the number from which another is first.

    Only texts for everyone are counted.
    """

    answered: int
    most: int


def own_load(asker: Asker, view: View) -> OwnLoad | None:
    """The load of the asker; None where the organisation has set no limit, as nothing is counted then."""
    most, person = asker.site.load.most, asker.viewer.person
    if most is None or person is None or (index := asker.site.index_if_any()) is None:
        return None
    snapshot = index.snapshot()
    counted = answered_lately(snapshot, snapshot.access_filter(view), [person], asker.site.now())
    return OwnLoad(counted[person], most)
