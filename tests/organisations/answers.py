"""All that somebody is answered: the record of every page, by the question. Records are what pages and JSON show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, TypeAlias

from api.asker import Asker
from api.page import Nothing
from api.pages.document import DocumentQuery, document
from api.pages.documents import DocumentsQuery, documents
from api.pages.group import GroupQuery, group
from api.pages.health import health
from api.pages.known_for import KnownForQuery, known_for
from api.pages.me import me
from api.pages.people import PeopleQuery, people
from api.pages.person import PersonQuery, person
from api.pages.search import SearchQuery, search
from api.pages.sources import SourcesQuery, sources
from api.pages.start import start
from api.pages.topic import TopicQuery, topic
from api.pages.topics import TopicsQuery, topics
from api.problems import Refused
from api.site import Site
from graph.facts import Key, kind_of

Answers: TypeAlias = dict[str, Any]
KINDS = ("", "colleague", "left", "unlisted", "service")
_CLOCKWORK: Mapping[str, Any] = {"took_ms": 0.0, "generation": 0, "seq": 0}
"""What may differ: how long an answer took, and from which generation and change of the whole it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: questions, words by which people are looked for, and keys, also of what is not there."""

    questions: tuple[str, ...]
    names: tuple[str, ...]
    keys: tuple[Key, ...]


def everything(site: Site, asker: Key | None, asked: Asked) -> Answers:
    """Every answer that this person gets."""
    who = Asker(site, site.viewer_of(asker), "en")
    told: Answers = {}
    for name, ask, query in (*_pages(asked), *_of_keys(asked.keys), *_explanations(asked.keys)):
        try:
            told[name] = _timeless(ask(who, query))
        except Refused as refused:
            told[name] = refused.problem
    return told


def differing(found: Answers, expected: Answers) -> dict[str, tuple[Any, Any]]:
    """The answers that are not the same, each as it should be and as it is."""
    names = found.keys() | expected.keys()
    return {each: (expected.get(each), found.get(each)) for each in names if found.get(each) != expected.get(each)}


def _pages(asked: Asked) -> Iterator[tuple[str, Any, Any]]:
    yield from (("start", start, Nothing()), ("me", me, Nothing()), ("health", health, Nothing()))
    yield "sources", sources, SourcesQuery()
    for q in asked.questions:
        yield f"search {q}", search, SearchQuery(q, evidence=20, limit=50)
        yield f"documents {q}", documents, DocumentsQuery(q)
        yield f"topics {q}", topics, TopicsQuery(q[:4])
    yield "topics", topics, TopicsQuery()
    for q in asked.names:
        yield f"people {q}", people, PeopleQuery(q)
        yield f"search {q}", search, SearchQuery(q)
    for kind in KINDS:
        yield f"people of kind {kind}", people, PeopleQuery(kind=kind)  # type: ignore[arg-type]


def _of_keys(keys: Iterable[Key]) -> Iterator[tuple[str, Any, Any]]:
    for key in keys:
        match kind_of(key):
            case "person":
                yield key, person, PersonQuery(key)
                yield f"documents of {key}", documents, DocumentsQuery(person=key)
            case "document":
                yield key, document, DocumentQuery(key)
            case "group":
                yield key, group, GroupQuery(key)
                yield f"documents of {key}", documents, DocumentsQuery(group=key)
                yield f"people of {key}", people, PeopleQuery(group=key)
            case "topic":
                yield key, topic, TopicQuery(key)
                yield f"documents of {key}", documents, DocumentsQuery(topic=key)


def _explanations(keys: Iterable[Key]) -> Iterator[tuple[str, Any, Any]]:
    """Why each person is known for each topic."""
    kinds = {kind: [key for key in keys if kind_of(key) == kind] for kind in ("person", "topic")}
    for who in kinds["person"]:
        for what in kinds["topic"]:
            yield f"{who} on {what}", known_for, KnownForQuery(who, what)


def _timeless(answer: Any) -> Any:
    if not is_dataclass(answer) or isinstance(answer, type):
        return answer
    return replace(answer, **{name: value for name, value in _CLOCKWORK.items() if hasattr(answer, name)})
