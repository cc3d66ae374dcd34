"""Who else knows what somebody knows: by topics that the pages of both show, and by nothing that is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.alike import Alike, describe_alike
from models.index.opening import open_index
from tests.models.organisations import COLLEAGUE, Organisation, Paper, people, person, topic

TOPICS = {"pumps": ("ann", "bob"), "valves": ("ann", "bob", "cem"), "roses": ("dee",)}


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    return make_organisation(tmp_path)


def make_organisation(folder: Path) -> Organisation:
    """People who write about pumps, valves and roses, and somebody who has lunch."""
    folder.mkdir(exist_ok=True)
    made = Organisation(folder, people("ann", "bob", "cem", "dee", "eve"))
    about: dict[str, list[str]] = {}
    papers = [Paper(f"lunch-{number}", f"Lunch {number}", "Soup.", ("eve",)) for number in range(40)]
    for name, writers in TOPICS.items():
        for writer in writers:
            for number in range(4):
                id = f"{name}-{writer}-{number}"
                papers.append(Paper(id, f"{name} {number}", f"All about {name}. {name} {writer}.", (writer,), id))
                about[id] = [name]
    made.put(*papers)
    made.mention(about)
    made.rebuild()
    return made


def alike(organisation: Organisation, name: str) -> Alike | None:
    with organisation.store.view(COLLEAGUE) as view, open_index(organisation.root) as index:
        return describe_alike(person(name), view, index)


def test_those_with_most_topics_in_common_come_first(organisation: Organisation) -> None:
    found = alike(organisation, "ann")
    assert found is not None
    assert {each.key for each in found.topics} == {topic("pumps"), topic("valves")}
    assert [(each.person, [shared.topic.key for shared in each.shared]) for each in found.people] == [
        (person("bob"), [topic("pumps"), topic("valves")]),
        (person("cem"), [topic("valves")]),
    ]
    assert {shared.documents for each in found.people for shared in each.shared} == {4}


def test_somebody_who_shares_nothing_is_alone(organisation: Organisation) -> None:
    found = alike(organisation, "dee")
    assert found is not None
    assert (found.people, found.total) == ((), 0)
    assert alike(organisation, "nobody") is None
