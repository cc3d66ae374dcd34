"""If you left: for oneself alone, topics that would lose cover, who could take over, and documents to hand over."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.asker import Asker
from api.faces import colleague_rows
from api.page import Nothing, Page
from api.policy import Permission
from api.schemas import Colleague, Reference, TopicReference
from graph.facts import Document, Key, Topic
from graph.opting import opted_out
from models.handing_over import to_hand_over, works_on_topics


@dataclass(frozen=True, slots=True)
class TopicToHandOver:
    """A topic of your own work; `alone`: nobody else is known for it. `others` worked on it too, by name."""

    topic: TopicReference
    alone: bool
    others: tuple[Key, ...]
    documents: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """What would lose cover if you left. It is not `ready` as long as nothing was worked out; who opted out (`out`)
    gets no list."""

    topics: tuple[TopicToHandOver, ...] = ()
    contacts: dict[Key, Colleague] = field(default_factory=dict)
    ready: bool = True
    out: bool = False
    works: bool = True
    """Whether any topic of the asker's own work is known."""


def leaving_page(asker: Asker, query: Nothing) -> LeavingPage:
    """What would lose cover if you left, for yourself alone: topics, who could take over, documents to hand over."""
    del query
    me, graph, index = asker.viewer.person, asker.site.organisation_graph(), asker.site.index_if_any()
    if graph is None or index is None:
        return LeavingPage(ready=False)
    if me is None:
        return LeavingPage()
    snapshot = index.snapshot()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found = to_hand_over(graph, snapshot, snapshot.access_filter(view), me, asker.site.now())
        nodes = view.get({key for each in found for key in (each.topic, *each.documents)})
        contacts = colleague_rows(asker, view, sorted({key for each in found for key in each.others}))
        out = bool(opted_out(view, [me]))
    topics = []
    for each in found:
        node = nodes.get(each.topic)
        files = [document for key in each.documents if isinstance(document := nodes.get(key), Document)]
        if isinstance(node, Topic) and files:
            others = sorted((key for key in each.others if key in contacts), key=lambda key: contacts[key].name)
            documents = tuple(Reference(file.key, file.title, file.kind.value) for file in files)
            topics.append(
                TopicToHandOver(TopicReference(node.key, dict(node.labels)), each.alone, tuple(others), documents)
            )
    return LeavingPage(tuple(topics), contacts, out=out, works=works_on_topics(graph, me))


PAGE: Page[Nothing, LeavingPage] = Page(
    path="/me/leaving",
    json="/api/me/leaving",
    template="leaving.html",
    permission=Permission.READ,
    query=Nothing,
    record=LeavingPage,
    answer=leaving_page,
    example={
        "topics": [
            {
                "topic": {"key": "topic:x", "labels": {"en": "hydrogen storage"}},
                "alone": True,
                "others": ["person:people:8s0d1f2g"],
                "documents": [{"key": "document:wiki:guide", "name": "Guide to tanks", "kind": "page"}],
            }
        ],
        "ready": True,
    },
    tag="people",
)
