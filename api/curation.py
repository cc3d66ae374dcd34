"""Deciding about topics over HTTP: the commands of curators. What they did is told by the pages next to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.parameters import KEY_MOST
from api.policy import Permission, allow, needs
from api.problems import Refused
from graph.curated_acts import CuratedAct
from graph.curation import LONGEST, Curator
from graph.decisions import DecisionError
from graph.facts import Key, Topic, kind_of
from graph.judgements import decide_topics

router = APIRouter(tags=["curation"])
ACT = {
    "id": "12-3fa9",
    "act": "confirm",
    "topic": "topic:p7x9",
    "labels": ["waterstofopslag"],
    "by": "operator",
    "at": 1,
}
STATUS = {
    "topic-unknown": HTTPStatus.NOT_FOUND,
    "decision-unknown": HTTPStatus.NOT_FOUND,
    "topic-term-unknown": HTTPStatus.NOT_FOUND,
    "topic-label-taken": HTTPStatus.CONFLICT,
    "topic-broader-circle": HTTPStatus.CONFLICT,
    "decision-undone": HTTPStatus.CONFLICT,
}
"""The status of each refusal; any other is a 400."""
TROUBLES = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


class Decision(StrEnum):
    """What can be decided about a topic."""

    CONFIRM = "confirm"
    REJECT = "reject"
    PIN = "pin"
    RENAME = "rename"
    TRANSLATE = "translate"
    SPLIT = "split"
    MERGE = "merge"
    BROADER = "broader"
    ACCEPT = "accept"
    REFUSE = "refuse"


TopicKey: TypeAlias = Annotated[Key, Path(max_length=KEY_MOST, description="The key of a topic.")]
Act: TypeAlias = Annotated[Decision, Query(description="What is decided.")]
Label: TypeAlias = Annotated[
    str, Query(max_length=LONGEST, description="The new name (rename, translate) or the label that leaves (split).")
]
Spoken: TypeAlias = Annotated[str, Query(max_length=10, description="The language of the new name: nl or en.")]
Other: TypeAlias = Annotated[
    Key,
    Query(
        max_length=KEY_MOST,
        description="The topic that it becomes part of (merge), the broader one, or the suggested term.",
    ),
]


def curator_of(asker: Asker) -> Curator:
    """Who decides, in the name of the asker. Raises Refused when the asker may not, or the site has no curators."""
    allow(Permission.CURATE, asker)
    if asker.site.curator is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    return asker.site.curator(asker.viewer.person)


def require_topics(asker: Asker, curator: Curator, *topics: Key) -> None:
    """Raises Refused, as for what does not exist, when the asker may not know of one of these topics.

    They know of those about which they may read something, and of those that curators decided about.
    """
    with asker.site.store.view(asker.viewer) as view:
        left = set(topics) - {key for key, node in view.get(topics).items() if isinstance(node, Topic)}
    if left:
        with curator.store.view(curator.reader) as whole:
            left -= decide_topics(whole.judgements()).topics
    if left:
        raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")


def decide(asker: Asker, topic: Key, decision: Decision, label: str, language: str, other: Key) -> CuratedAct:
    """Decide this about a topic that the asker may see. Raises Refused when it cannot be done; nothing changed then."""
    curator = curator_of(asker)
    require_topics(asker, curator, topic, *([other] if decision in (Decision.MERGE, Decision.BROADER) else ()))
    if decision in (Decision.ACCEPT, Decision.REFUSE) and kind_of(other) != "term":
        raise Refused(HTTPStatus.NOT_FOUND, "topic-term-unknown")
    orders: dict[Decision, Callable[[], CuratedAct]] = {
        Decision.CONFIRM: lambda: curator.confirm(topic),
        Decision.REJECT: lambda: curator.reject(topic),
        Decision.PIN: lambda: curator.pin(topic),
        Decision.RENAME: lambda: curator.rename(topic, label, language),
        Decision.TRANSLATE: lambda: curator.translate(topic, label, language),
        Decision.SPLIT: lambda: curator.split(topic, label),
        Decision.MERGE: lambda: curator.merge(topic, other),
        Decision.BROADER: lambda: curator.broaden(topic, other),
        Decision.ACCEPT: lambda: curator.accept(other, topic),
        Decision.REFUSE: lambda: curator.refuse(other, topic),
    }
    return _carried_out(orders[decision])


def _carried_out(order: Callable[[], CuratedAct]) -> CuratedAct:
    try:
        return order()
    except DecisionError as error:
        raise Refused(STATUS.get(error.message, HTTPStatus.BAD_REQUEST), error.message, **error.params) from error


def _told(act: CuratedAct) -> Response:
    return as_json(asdict(act))


@router.post("/api/topics/{key}/curation", response_model=CuratedAct, responses=documented(ACT, *TROUBLES))
@needs(Permission.CURATE)
def decide_about(
    request: Request, key: TopicKey, act: Act, label: Label = "", language: Spoken = "", other: Other = ""
) -> Response:
    """Decide about a topic. Outside a browser, send this site's own address in an `Origin` header."""
    return _told(decide(asker_of(request), key, act, label, language, other))


@router.post("/api/curation", response_model=CuratedAct, responses=documented(ACT, *TROUBLES))
@needs(Permission.CURATE)
def add_topic(request: Request, label: Label, language: Spoken) -> Response:
    """Make this label a topic, and pin it. Outside a browser, send this site's own address in an `Origin` header."""
    curator = curator_of(asker_of(request))
    return _told(_carried_out(lambda: curator.add(label, language)))


@router.post("/api/curation/{act}/undo", response_model=CuratedAct, responses=documented(ACT, *TROUBLES))
@needs(Permission.CURATE)
def undo(request: Request, act: Annotated[str, Path(max_length=40, description="The id of a decision.")]) -> Response:
    """Take back a decision. Outside a browser, send this site's own address in an `Origin` header."""
    curator = curator_of(asker_of(request))
    return _told(_carried_out(lambda: curator.undo(act)))
