"""All that somebody is answered: the record of every page, by the question. Records are what pages and JSON show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, TypeAlias

from api import cards, pages
from api.asker import AT_THIS_MACHINE, Asker
from api.page import Nothing, Page
from api.pages.alike import AlikeQuery
from api.pages.curation import HistoryQuery
from api.pages.document import DocumentQuery
from api.pages.documents import DocumentsQuery
from api.pages.group import GroupQuery
from api.pages.insight_gaps import GapsQuery
from api.pages.insight_knowledge import KnowledgeQuery
from api.pages.known_for import KnownForQuery
from api.pages.map import Colouring, MapQuery
from api.pages.organisation import OrganisationQuery
from api.pages.own_topics import OwnTopicsQuery
from api.pages.people import PeopleQuery
from api.pages.person import PersonPage, PersonQuery
from api.pages.place import PlaceQuery
from api.pages.places import PlacesQuery
from api.pages.search import SearchQuery
from api.pages.seen_as import Reader, SeenAsQuery
from api.pages.sources import SourcesQuery
from api.pages.start import StartQuery
from api.pages.suggestions import TypedQuery
from api.pages.ties import TiesQuery
from api.pages.topic import TopicQuery
from api.pages.topic_curation import CurationQuery
from api.pages.topic_suggestions import SuggestionsQuery
from api.pages.topics import TopicsQuery
from api.policy import allow
from api.problems import Refused
from api.review import review
from api.roles import Role
from api.site import Site
from graph.facts import Key, kind_of
from models.divisions import Level

Answers: TypeAlias = dict[str, Any]
KINDS = ("", "colleague", "left", "unlisted", "service")
_CLOCKWORK: Mapping[str, Any] = {"took_ms": 0.0, "generation": 0, "seq": 0}
"""What may differ: how long an answer took, and from which generation and change of the whole it is."""


ELSEWHERE = frozenset(
    {
        "about",
        "choose",
        "description",
        "gallery",
        "sign_in",
        "signed_out",
        "health_details",
        "audit",
        "insight",
        "erasure",
        "erasures",
        "receipt",
    }
)
"""Modules of pages that hold nothing of documents, or that are about the machinery and for who runs it."""
BY_MODULE: Mapping[str, Page[Any, Any]] = {each.answer.__module__.rpartition(".")[2]: each for each in pages.pages()}
"""Every page by the module that computes it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: questions, words by which people are looked for, and keys, also of what is not there."""

    questions: tuple[str, ...]
    names: tuple[str, ...]
    keys: tuple[Key, ...]


def everything(site: Site, asker: Key | None, asked: Asked, roles: frozenset[Role] = AT_THIS_MACHINE) -> Answers:
    """Every answer that this person gets, in these roles."""
    who = Asker(site, site.viewer_of(asker), "en", roles=roles)
    told = {f"{module} {name}".strip(): ask(who, module, query) for module, name, query in _requests(asked)}
    return told | {f"review {text}": _reviewed(who, text) for text in asked.questions}


def _reviewed(who: Asker, text: str) -> Any:
    """Who can review this text, or how that is refused."""
    try:
        return review(who, text, None)
    except Refused as refused:
        return refused.problem


def ask(who: Asker, module: str, query: Any) -> Any:
    """What the page of this module answers: its record, or how it is refused; of a person the cards besides."""
    page = BY_MODULE[module]
    try:
        allow(page.permission, who, getattr(query, "key", None))
        told = _timeless(page.answer(who, query))
    except Refused as refused:
        return refused.problem
    if isinstance(told, PersonPage):
        return told, cards.vcard(told, who.site.organisation), cards.linked(told, who.site.organisation)
    return told


def differing(found: Answers, expected: Answers) -> dict[str, tuple[Any, Any]]:
    """The answers that are not the same, each as it should be and as it is."""
    names = found.keys() | expected.keys()
    return {each: (expected.get(each), found.get(each)) for each in names if found.get(each) != expected.get(each)}


FOR_ONESELF = (
    "me",
    "health",
    "own_data",
    "own_profile",
    "tokens",
    "colleagues",
    "welcome",
    "review",
    "leaving",
)
"""Pages without parameters."""
Request: TypeAlias = tuple[str, str, Any]
"""A page by its module, what tells this request from others of that page, and the query."""


def _requests(asked: Asked) -> Iterator[Request]:
    yield from ((module, "", Nothing()) for module in FOR_ONESELF)
    yield "start", "", StartQuery()
    yield from (("sources", "", SourcesQuery()), ("topics", "", TopicsQuery()))
    yield from (("organisation", "", OrganisationQuery()), ("places", "", PlacesQuery()))
    yield from (("curation", "", HistoryQuery()), ("topic_suggestions", "", SuggestionsQuery()))
    for level in Level:
        yield from (
            ("insight_knowledge", level.value, KnowledgeQuery(level)),
            ("insight_gaps", level.value, GapsQuery(level)),
        )
    yield "insight_cover", "", Nothing()
    yield from (("map", f"by {colour.value}", MapQuery(colour=colour)) for colour in Colouring)
    yield from (("seen_as", reader.value, SeenAsQuery(reader)) for reader in Reader)
    yield from (("people", f"of kind {kind}", PeopleQuery(kind=kind)) for kind in KINDS)  # type: ignore[arg-type]
    for q in asked.questions:
        yield from (("search", q, SearchQuery(q, evidence=20, limit=50)), ("documents", q, DocumentsQuery(q)))
        yield from ((module, q[:4], query(q[:4])) for module, query in TYPED.items())
        yield "map", f"of {q}", MapQuery(about=q)
    for q in asked.names:
        yield from (("people", q, PeopleQuery(q)), ("search", q, SearchQuery(q)), ("map", f"to {q}", MapQuery(q=q)))
        yield "suggestions", q[:3], TypedQuery(q[:3])
    for key in asked.keys:
        yield from _of_key(key)
    yield from _explanations(asked.keys)


TYPED: Mapping[str, Any] = {
    "topics": TopicsQuery,
    "own_topics": OwnTopicsQuery,
    "suggestions": TypedQuery,
    "organisation": OrganisationQuery,
    "places": PlacesQuery,
}
"""What is found by the beginning of a word."""


def _of_key(key: Key) -> Iterator[Request]:
    match kind_of(key):
        case "person":
            queries = {"person": PersonQuery(key), "ties": TiesQuery(key), "alike": AlikeQuery(key)}
            queries["documents"] = DocumentsQuery(person=key)
        case "document":
            queries = {"document": DocumentQuery(key), "search": SearchQuery(document=key)}
        case "group":
            queries = {"group": GroupQuery(key), "people": PeopleQuery(group=key), "map": MapQuery(unit=key)}
            queries["documents"] = DocumentsQuery(group=key)
        case "topic":
            queries = {"topic": TopicQuery(key), "topic_curation": CurationQuery(key), "map": MapQuery(topic=key)}
            queries["documents"] = DocumentsQuery(topic=key)
        case _:
            queries = {"place": PlaceQuery(key)}
    yield from ((module, key, query) for module, query in queries.items())


def _explanations(keys: Iterable[Key]) -> Iterator[Request]:
    """Why each person is known for each topic, and who of a group or a place knows about it."""
    kinds = {kind: [key for key in keys if kind_of(key) == kind] for kind in ("person", "topic", "group", "location")}
    for what in kinds["topic"]:
        yield from (("known_for", f"{who} on {what}", KnownForQuery(who, what)) for who in kinds["person"])
        yield from (("group", f"{each} on {what}", GroupQuery(each, what)) for each in kinds["group"])
        yield from (("place", f"{each} on {what}", PlaceQuery(each, what)) for each in kinds["location"])


def _timeless(answer: Any) -> Any:
    if not is_dataclass(answer) or isinstance(answer, type):
        return answer
    return replace(answer, **{name: value for name, value in _CLOCKWORK.items() if hasattr(answer, name)})
