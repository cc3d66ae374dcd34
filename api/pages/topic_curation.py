"""One topic as a curator sees it: all of its labels, what is broader and narrower, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.curation import curator_of, require_topics
from api.page import Page
from api.pages.topics import TOPIC
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused
from api.schemas import extended
from graph.facts import Key
from graph.labelled_topics import read_topics
from models.topic_history import CuratedTopic, decider_names, describe_curated


@dataclass(frozen=True, slots=True)
class CurationQuery:
    """Which topic."""

    key: KeyParameter


@dataclass(frozen=True, slots=True)
class TopicCuration(CuratedTopic):
    """A topic with what was decided about it. `people` are the names of who decided it, by key."""

    people: dict[Key, str] = field(default_factory=dict)


def topic_curation(asker: Asker, query: CurationQuery) -> TopicCuration:
    """One topic with all of its labels, broader and narrower topics, and what was decided about it, newest first."""
    curator = curator_of(asker)
    require_topics(asker, curator, query.key)
    with curator.store.view(curator.reader) as view:
        found = read_topics(view, [query.key])
        if not found:
            raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
        described = describe_curated(view, found[0])
        people = decider_names(view, described.history)
    return extended(TopicCuration, described, people=people)


ACT = {
    "id": "12-3fa9",
    "act": "rename",
    "topic": "topic:p7x9",
    "other": None,
    "labels": ["waterstofopslag"],
    "by": "person:people:abc",
    "at": 1_700_000_000,
    "undone": None,
    "undone_by": "",
}
PAGE: Page[CurationQuery, TopicCuration] = Page(
    json="/api/topics/{key}/curation",
    permission=Permission.CURATE,
    query=CurationQuery,
    record=TopicCuration,
    answer=topic_curation,
    example={
        "key": TOPIC["key"],
        "labels": TOPIC["labels"],
        "terms": [{"key": "term:nl:a2", "language": "nl", "label": "waterstofopslag"}],
        "history": [ACT],
        "people": {"person:people:abc": "Ada Vos"},
    },
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="curation",
)
