"""Colleagues for the asker: who is near and whom to meet, from the graph of the organisation and what they may read."""

from __future__ import annotations

from api.asker import Asker
from graph.store import View
from models.colleagues import Colleagues
from models.organisation import OrganisationChart
from models.people_to_meet import PeopleToMeet, people_to_meet


def known_colleagues(asker: Asker) -> Colleagues | None:
    """Who is near whom, made anew when the graph of the organisation is another one; None as long as there is none."""
    graph = asker.site.organisation_graph()
    if graph is None:
        return None
    stamp = hash((graph.stamp, graph.at))
    found: Colleagues = asker.site.books.recall("colleagues", stamp, asker.site.now(), lambda: Colleagues(graph))
    return found


def meeting(asker: Asker, view: View, chart: OrganisationChart, most: int) -> PeopleToMeet | None:
    """At most so many colleagues in each list; None as long as nothing was worked out, or nobody in particular asks."""
    known, index, me = known_colleagues(asker), asker.site.index_if_any(), asker.viewer.person
    if known is None or index is None or me is None:
        return None
    return people_to_meet(me, known, view, index, chart, asker.site.now(), most)
