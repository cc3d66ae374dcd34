"""Cover: topics of the organisation's own list, and which of them nobody, or too few people, know of."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.asker import Asker
from api.insight import open_insight, topic_names
from api.page import Nothing, Page
from api.policy import Permission
from api.schemas import TopicReference
from graph.facts import Key, Seconds
from models.cover import Cover, Covered, Need, cover
from models.floor import FEWEST
from models.organisation_graph import OrganisationGraph
from models.spread import people_per_topic


@dataclass(frozen=True, slots=True)
class CoveredTopic:
    """A line of the list: its name there, the topic of that name if there is one, and people known and needed."""

    name: str
    topic: TopicReference | None
    people: int | None
    needed: int
    covered: Covered


@dataclass(frozen=True, slots=True)
class CoverPage:
    """The list, what nobody knows of first. Without `at` nothing was worked out yet; not `given`: there is no list.

    `mistakes` are the numbers of lines that could not be read. `totals` counts the lines by how they are covered.
    """

    at: Seconds | None = None
    fewest: int = FEWEST
    given: bool = False
    topics: tuple[CoveredTopic, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    mistakes: tuple[int, ...] = ()


def insight_cover(asker: Asker, query: Nothing) -> CoverPage:
    """How the topics that the organisation needs are covered, by documents for everyone. Each look is noted."""
    del query
    opened = open_insight(asker, "cover")
    listed = asker.site.needs()
    if opened is None:
        return CoverPage(given=listed is not None)
    if listed is None:
        return CoverPage(opened.graph.at, opened.floor.fewest)
    found = covered(asker, opened.graph, listed.needs)
    told = opened.floor.told if asker.site.teams_only else int
    named = topic_names(asker, {each.topic for each in found if each.topic})
    return CoverPage(
        at=opened.graph.at,
        fewest=opened.floor.fewest,
        given=True,
        topics=tuple(
            CoveredTopic(each.need.name, named.get(each.topic or ""), told(each.people), each.need.people, each.covered)
            for each in found
        ),
        totals={each.value: sum(one.covered is each for one in found) for each in Covered},
        mistakes=listed.mistakes,
    )


def covered(asker: Asker, graph: OrganisationGraph, needs: tuple[Need, ...]) -> tuple[Cover, ...]:
    """How these are covered, by topics that everyone may know of."""
    index = asker.site.index_if_any()
    if index is None:
        return cover(needs, {}, {})
    wanted = {need.name.casefold() for need in needs}
    topics: dict[str, Key] = {}
    for row in index.snapshot().topics.rows:
        for name in (*row.labels.values(), *(form for _, form in row.forms)):
            if name.casefold() in wanted:
                topics.setdefault(name.casefold(), row.key)
    with asker.site.store.view(asker.site.viewer_of(None)) as everyone:
        seen = everyone.get(topics.values())
    people = people_per_topic(graph).tolist()
    counts = {key: count for number, count in enumerate(people) for key in graph.both(number)}
    return cover(needs, {name: key for name, key in topics.items() if key in seen}, counts)


PAGE: Page[Nothing, CoverPage] = Page(
    path="/insight/cover",
    json="/api/insight/cover",
    template="insight_cover.html",
    permission=Permission.INSIGHT,
    query=Nothing,
    record=CoverPage,
    answer=insight_cover,
    example={
        "at": 1780000000,
        "given": True,
        "topics": [
            {
                "name": "hydrogen storage",
                "topic": {"key": "topic:x", "labels": {"en": "hydrogen storage"}},
                "people": 1,
                "needed": 2,
                "covered": "too-few",
            }
        ],
        "totals": {"nobody": 0, "too-few": 1, "enough": 0},
    },
    tag="insight",
)
