"""Two hosts on one Neo4j give the same answers, whatever changes and wherever it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.graph.neo4j.stores import wipe
from tests.neo4j_server import LocalNeo4j
from tests.whoknows.hosts import PATIENCE, Host, close, hide_topic, name_topic, two_hosts
from tests.whoknows.office import wait_for, write_page
from whoknows.cli import run

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
Pair = tuple[Host, Host]


@pytest.fixture(scope="module")
def hosts(neo4j_server: LocalNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    wipe(neo4j_server)
    with two_hosts(tmp_path_factory.mktemp("hosts"), neo4j_server.uri) as both:
        yield both


def settled(hosts: Pair, question: str, who: str, is_so: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until both hosts answer this person so, and alike: the same people, points, evidence and documents."""

    def alike() -> bool:
        north, south = (host.answer(question, host.person(who)) for host in hosts)
        return north == south and is_so(north)

    wait_for(alike, PATIENCE)


def names(answer: dict[str, Any]) -> list[str]:
    return [each["name"] for each in answer["people"]]


def test_what_changes_at_one_host_changes_at_both(hosts: Pair) -> None:
    """A new document, read by the worker of the north at the order of the south; a right; and what a person hides."""
    north, south = hosts
    settled(hosts, "pomp", "Bram", lambda answer: names(answer)[:1] == ["Anna Verhage"])
    settled(hosts, "torenkraan", "Bram", lambda answer: not answer["people"])

    write_page(north.folder, "kraan", "David Amrani", "Torenkraan", "De torenkraan staat achter het magazijn.")
    south.sync("handbook")
    settled(hosts, "torenkraan", "Bram", lambda answer: names(answer) == ["David Amrani"])
    wait_for(north.idle, PATIENCE)

    name_topic(north.folder, north.document("pomp"))
    hide_topic(south.folder, south.person("Anna"))
    settled(hosts, "pomp", "Bram", lambda answer: "Anna Verhage" not in names(answer) and bool(answer["documents"]))

    close(north.folder, "Juridisch")
    assert run(["sync", "handbook", "--only-sources", "-s", str(north.folder)]) == 0
    settled(hosts, "torenkraan", "Bram", lambda answer: not answer["people"] and not answer["documents"])
    settled(hosts, "torenkraan", "Carla", lambda answer: names(answer) == ["David Amrani"])
