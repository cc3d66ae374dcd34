"""Every count is the length of the list that it leads to, read to its end, for random organisations and askers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from api.site import Site, SourceInfo
from graph.facts import Key
from graph.store import Store, Viewer
from tests.api import test_hidden as organisations
from tests.api.small_site import client
from tests.api.test_hidden import DEPARTMENT, FOLDERS, INSIDER, QUESTIONS, Draft, account, group, person_key
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j

ASKERS = ((person_key(account("ann")), Viewer()), (person_key(account("bob")), INSIDER))
SUBJECTS = ("hydrogen tank", "garden roof", "steel pump")
MANY = [Draft((SUBJECTS[at % 3],), ("ann", "bob", "cem")[at % 2 : 2 + at % 2], "gas") for at in range(15)]
COPIES = [
    Draft(("paint on doors and windows",), (name,), folder)
    for name in ("ann", "bob")
    for folder in ("gas", "gas", *FOLDERS)
]
MANY += COPIES
MANY += [Draft((f"note {at}",), ("bob",), "gas") for at in range(45)]


@dataclass(frozen=True, slots=True)
class CountReader:
    """Somebody who reads lists of a site to their end."""

    visitor: TestClient

    def get(self, path: str, **asked: object) -> dict[str, Any]:
        """The JSON at this address."""
        answer = self.visitor.get(f"{path}?{urlencode(asked)}" if asked else path)
        assert answer.status_code == 200, (path, asked, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    def read(self, path: str, field: str, name: str, **asked: object) -> list[Any]:
        """All lines of a list, page after page; none comes twice, and every page says the same total."""
        first = self.get(path, **asked)
        lines = [*first[field]]
        for page in range(2, first["pages"] + 1):
            following = self.get(path, **asked, page=page)
            assert (following["total"], following["page"]) == (first["total"], page)
            lines += following[field]
        assert len({line[name] for line in lines}) == len(lines) == first["total"], (path, asked)
        return lines

    def documents(self, **asked: object) -> list[Any]:
        """A list of documents; without words the newest are first."""
        found = self.read("/api/documents", "documents", "key", **asked)
        if "q" not in asked:
            dates = [(line["at"] is None, -(line["at"] or 0)) for line in found]
            assert dates == sorted(dates)
        return found


def people_are_whole(reader: CountReader) -> list[Key]:
    """The lists of people; the keys of all of them."""
    kinds = reader.get("/api/people")["kinds"]
    found: list[Key] = []
    for kind, count in kinds.items():
        rows = reader.read("/api/people", "people", "person", kind=kind)
        assert len(rows) == count, kind
        families = [row["name"].split()[-1].casefold() for row in rows]
        assert families == sorted(families), kind
        found += [row["person"] for row in rows]
    assert len(set(found)) == len(found)
    assert reader.get("/api/start")["people"] == reader.get("/api/sources")["people"] == kinds["colleague"]
    return found


def topics_are_whole(reader: CountReader) -> None:
    """The list of topics and the page of each."""
    rows = reader.read("/api/topics", "topics", "key")
    assert all(one["documents"] >= other["documents"] for one, other in pairwise(rows))
    kept = reader.read("/api/topics", "topics", "key", q="hydrogen")
    assert kept == [row for row in rows if any("hydrogen" in label.casefold() for label in row["labels"].values())]
    for row in rows:
        documents = reader.documents(topic=row["key"])
        page = reader.get(f"/api/topics/{row['key']}")
        assert len(documents) == row["documents"] == page["documents_total"] == page["topic"]["documents"]
        assert page["documents"] == documents[: len(page["documents"])]
        known = reader.read(f"/api/topics/{row['key']}", "people", "person")
        for each in known:  # a profile and the page of a topic go by one rule
            why = reader.get(f"/api/people/{each['person']}/topics/{row['key']}")
            assert why["known"]
            assert (why["rank"], why["documents"]) == (each["rank"], each["documents"])
        assert [each["rank"] for each in known] == sorted(each["rank"] for each in known)
        counts_lead_to_their_lists(reader, page["related"])


def counts_lead_to_their_lists(reader: CountReader, topics: list[dict[str, Any]]) -> None:
    for each in topics:
        assert len(reader.documents(topic=each["key"])) == each["documents"], each


def searches_are_whole(reader: CountReader) -> None:
    """What a search counts: people, documents, topics, groups."""
    for q in QUESTIONS:
        answer = reader.get("/api/experts", q=q)
        assert len(reader.read("/api/people", "people", "person", q=q)) == answer["named_total"]
        assert len(reader.read("/api/experts", "people", "person", q=q)) == answer["total"]
        counts_lead_to_their_lists(reader, answer["topics"])
        if answer["documents"]:
            documents = reader.documents(q=q)
            assert len(documents) == answer["documents_total"]
            assert [each["key"] for each in answer["documents"]] == [
                each["key"] for each in documents[: len(answer["documents"])]
            ]
        for each in answer["groups"]:
            assert len(reader.documents(q=q, group=each["key"])) == each["documents"], each


def profiles_are_whole(reader: CountReader, people: list[Key]) -> None:
    """What a profile counts."""
    for person in people:
        profile = reader.get(f"/api/people/{person}")
        lines = reader.read(f"/api/people/{person}", "timeline", "key")
        assert len(lines) == sum(profile["acts"].values()) == len(reader.documents(person=person))
        for each in profile["topics"]:
            assert len(reader.documents(person=person, topic=each["topic"]["key"])) == each["documents"]
            counts_lead_to_their_lists(reader, [each["topic"]])
        for each in profile["groups"]:
            assert len(reader.documents(person=person, group=each["key"])) == each["documents"]


def groups_are_whole(reader: CountReader) -> None:
    """What the page of a group counts."""
    for key in (DEPARTMENT, *map(group, FOLDERS)):
        page = reader.get(f"/api/groups/{key}")
        documents = reader.documents(group=key)
        assert len(documents) == page["documents_total"]
        assert page["documents"] == documents[: len(page["documents"])]
        if page["members_total"]:
            members = reader.read("/api/people", "people", "person", group=key, kind="colleague")
            assert len(members) == page["members_total"]
        for each in documents[:3]:
            counts_lead_to_their_lists(reader, reader.get(f"/api/documents/{each['key']}")["topics"])


def everything_is_whole(made: Site) -> None:
    sources = (SourceInfo("wiki", "mediawiki", "Wiki", "everyone", 3600),)
    for asker, viewer in ASKERS:
        viewer_of: Callable[[Key | None], Viewer] = lambda key, viewer=viewer: replace(viewer, person=key)  # noqa: E731
        reader = CountReader(client(replace(made, viewer_of=viewer_of, default_person=asker, sources=sources)))
        people = people_are_whole(reader)
        topics_are_whole(reader)
        searches_are_whole(reader)
        profiles_are_whole(reader, people)
        groups_are_whole(reader)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(
    public=st.lists(organisations.public_papers, min_size=4, max_size=12),
    hidden=st.lists(organisations.hidden_papers, min_size=0, max_size=6),
)
@example(public=MANY, hidden=[Draft(("hydrogen tank",), ("bob",), "gas")])
def test_every_count_is_the_length_of_its_list(public: list[Draft], hidden: list[Draft]) -> None:
    with organisations.site(public, hidden) as made:
        everything_is_whole(made)


@pytest.mark.slow
def test_a_folder_of_many_is_read_to_its_end() -> None:
    with organisations.site(MANY, []) as made:
        everything_is_whole(made)
        reader = CountReader(client(made))
        assert len(reader.documents(group=group("gas"))) == len(MANY) - len(COPIES) + 1 + 20
        assert reader.read("/api/topics", "topics", "key", q="hydrogen")


@pytest.mark.neo4j
def test_it_is_so_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    store: Store = emptied(neo4j_server)
    with organisations.site(MANY[:30], [Draft(("hydrogen tank",), ("bob",), "gas")], store) as made:
        everything_is_whole(made)
