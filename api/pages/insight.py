"""Which figures about groups of people there are, what each computes, and who opened them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.insight import VIEWS, floor_over, may_open
from api.page import Page
from api.policy import Permission, tools_of
from graph.audit import AuditedAct, AuditEntry, read_audit
from graph.facts import Key, Person, Seconds, kind_of

LISTED = 50


@dataclass(frozen=True, slots=True)
class InsightQuery:
    """Where to go on in the list of who opened a view."""

    before: Annotated[str, Query(max_length=80, description="The id of an entry: those before it, in time.")] = ""


@dataclass(frozen=True, slots=True)
class InsightPage:
    """Every view by name with its address, who opened one (newest first), and the floor.

    `names` are those of people as far as the asker may know them. `may_open`: the asker may open the views. `at` is
    when all was worked out; null: not yet. `may_audit`: they may read the whole audit.
    """

    views: dict[str, str]
    fewest: int = 0
    at: Seconds | None = None
    opened: tuple[AuditEntry, ...] = ()
    names: dict[Key, str] | None = None
    before: str | None = None
    may_open: bool = False
    may_audit: bool = False


def insight_views(asker: Asker, query: InsightQuery) -> InsightPage:
    """The views of insight, and who opened them."""
    ledger = asker.site.store.ledger
    found = read_audit(ledger, query.before, LISTED + 1, act=AuditedAct.INSIGHT_OPENED)
    shown = found[:LISTED]
    graph = asker.site.organisation_graph()
    with asker.site.store.view(asker.viewer) as view:
        nodes = view.get({each.by for each in shown if kind_of(each.by) == "person"})
    return InsightPage(
        views=dict(VIEWS),
        fewest=floor_over(asker, graph).fewest if graph else 0,
        at=graph.at if graph else None,
        opened=tuple(shown),
        names={key: node.name for key, node in nodes.items() if isinstance(node, Person)},
        before=shown[-1].id if len(found) > LISTED else None,
        may_open=may_open(asker),
        may_audit="audit" in tools_of(asker),
    )


PAGE: Page[InsightQuery, InsightPage] = Page(
    path="/insight",
    json="/api/insight",
    template="insight.html",
    permission=Permission.OVERSEE,
    query=InsightQuery,
    record=InsightPage,
    answer=insight_views,
    example={"views": {"knowledge": "/insight/knowledge"}, "fewest": 5, "at": 1780000000, "opened": [], "names": {}},
    tag="insight",
    aside=True,
)
