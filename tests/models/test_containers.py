"""The index follows the rules and places of containers; what inherits its rule is not read again for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.facts import Document, DocumentKind, Edge, EdgeKind, Fact, Group, GroupKind, Key, Rule, key_of
from graph.inheritance import unstated_rule
from graph.store import Viewer
from models.index.opening import open_index
from tests.models.organisations import INSIDER, SECRET, SOURCE, Organisation, account, document, people
from whoknows.jobs.index import open_writer

SYSTEM = Viewer(system=True)
UNSTATED = unstated_rule(SOURCE)


def room(name: str, rule: Key = UNSTATED, outer: str | None = None, kind: GroupKind = GroupKind.CHANNEL) -> Fact:
    group = Group(key_of("group", SOURCE, name), SOURCE, name, kind, name, rule=rule)
    edges = (Edge(EdgeKind.PART_OF, group.key, key_of("group", SOURCE, outer)),) if outer else ()
    return Fact(group, edges)


def message(number: int, where: str) -> Fact:
    key = document(f"m{number}")
    text = f"The ferry timetable, number {number}."
    node = Document(key, SOURCE, f"m{number}", DocumentKind.POST, "Ferry", text=text, language="en", rule=UNSTATED)
    edges = [Edge(EdgeKind.WROTE, account("ann"), key, at=1, count=1)]
    edges.append(Edge(EdgeKind.IN, key, key_of("group", SOURCE, where)))
    return Fact(replace(node, text_hash=text), tuple(edges))


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob"))
    tell(made, Fact(Rule(UNSTATED, SOURCE, "unstated", ("everyone",))))
    tell(made, room("port"), room("talk", outer="port", kind=GroupKind.THREAD))
    tell(made, *(message(number, "talk" if number % 2 else "port") for number in range(6)))
    made.rebuild()
    return made


def tell(made: Organisation, *facts: Fact) -> None:
    with made.store.writer() as writer:
        for fact in facts:
            writer.put(fact, "run")


def catch_up(made: Organisation) -> int:
    """Let the index follow in the same generation; the number of documents that it read."""
    with open_writer(made.root) as writer, made.store.view(SYSTEM) as view:
        return writer.update(view, made.store.changes(writer.seq))


def found(made: Organisation, viewer: Viewer) -> int:
    """How many of the messages an answer counts."""
    answer = made.ask("ferry timetable", viewer)
    return answer.documents_total


def test_another_rule_of_a_channel_is_followed_without_reading_what_is_in_it(organisation: Organisation) -> None:
    with open_index(organisation.root) as index:
        before = index.snapshot().document_count
    for rule, colleague in ((SECRET, 0), (UNSTATED, 6), (SECRET, 0)):
        tell(organisation, room("port", rule))
        assert found(organisation, Viewer()) <= colleague, "before it follows"
        assert catch_up(organisation) == 0
        assert (found(organisation, Viewer()), found(organisation, INSIDER)) == (colleague, 6)
    with open_index(organisation.root) as index:
        assert index.snapshot().document_count == before


def test_a_thread_that_moves_takes_its_messages_along(organisation: Organisation) -> None:
    tell(organisation, room("cabin", SECRET))
    tell(organisation, room("talk", outer="cabin", kind=GroupKind.THREAD))
    assert catch_up(organisation) == 3
    assert (found(organisation, Viewer()), found(organisation, INSIDER)) == (3, 6)


def test_what_was_restricted_when_it_was_indexed_is_found_by_whom_it_is_opened_for(organisation: Organisation) -> None:
    tell(organisation, room("port", SECRET))
    organisation.rebuild()
    assert (found(organisation, Viewer()), found(organisation, INSIDER)) == (0, 6)
    tell(organisation, room("port"))
    catch_up(organisation)
    assert (found(organisation, Viewer()), found(organisation, INSIDER)) == (6, 6)
