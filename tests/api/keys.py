"""Keys of people in the directory, and of what the wiki has, in the organisations of these tests."""

from __future__ import annotations

from graph.facts import Edge, EdgeKind, Key, key_of, person_key


def account(native: str) -> Key:
    return key_of("account", "people", native)


def person(native: str) -> Key:
    return person_key(account(native))


def document(native: str) -> Key:
    return key_of("document", "wiki", native)


def place(name: str) -> Key:
    return key_of("location", "people", name)


def department(name: str) -> Key:
    return key_of("group", "people", name)


def topic(name: str) -> Key:
    return key_of("topic", "en", name)


def part_of(key: Key, larger: Key | None) -> tuple[Edge, ...]:
    """The edge to what this lies in, where it lies in something."""
    return (Edge(EdgeKind.PART_OF, key, larger),) if larger else ()
