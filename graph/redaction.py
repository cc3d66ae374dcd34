"""Facts, problems and other records without the names of people who asked to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from graph.facts import (
    Account,
    Credit,
    Document,
    Edge,
    EdgeKind,
    Fact,
    Group,
    Json,
    Location,
    Node,
    Problem,
    Rule,
    SourceNode,
    kind_of,
)
from graph.own_words import changed

BLANK = "[…]"
Blank: TypeAlias = Callable[..., str]
"""Gives a text without the names; what stands next to it may name the person whom it is about."""


def blank_json(value: Json, blank: Blank) -> Json:
    """The value with every text in it blanked."""
    if isinstance(value, str):
        return blank(value)
    if isinstance(value, list):
        return [blank_json(each, blank) for each in value]
    if isinstance(value, dict):
        return {blank(name): blank_json(each, blank) for name, each in value.items()}
    return value


def blank_problem(problem: Problem, blank: Blank) -> Problem:
    """The problem without names; the same object when there were none."""
    params: Any = blank_json(dict(problem.params), blank)
    ident = problem.id and blank(problem.id)
    return problem if ident == problem.id and params == problem.params else replace(problem, id=ident, params=params)


def redact(fact: Fact, blank: Blank) -> Fact:
    """The fact without names; the same object when there were none."""
    node = _redacted(fact.node, blank)
    edges = tuple(_edge(edge, blank) for edge in fact.edges)
    kept = tuple(edge for edge in edges if edge is not None)
    credits = tuple(each for each in fact.credits if not _names(each, blank))
    same = node == fact.node and len(kept) == len(fact.edges) and len(credits) == len(fact.credits)
    if same and all(map(_is, kept, fact.edges)):
        return fact
    return replace(fact, node=node, edges=kept, credits=credits)


def _names(credit: Credit, blank: Blank) -> bool:
    """True for a credit with a name in it: without it the account is called by what else is known of it."""
    return any(text and blank(text) != text for text in (credit.name, credit.email))


def _is(one: object, other: object) -> bool:
    return one is other


def names_somebody(key: str, blank: Blank, tag: bool = False) -> bool:
    """True for the key of a term or topic with a name in it: it is a word of the text, or a tag that people gave."""
    if kind_of(key) not in ("term", "topic"):
        return False
    words = f"{'#' if tag else ''}{key.partition(':')[2].rpartition(':')[2]}"
    return blank(words) != words


def _edge(edge: Edge, blank: Blank) -> Edge | None:
    """The edge without names; None for one to a term that is a name."""
    if names_somebody(edge.end, blank, edge.kind is EdgeKind.TAGGED):
        return None
    role = edge.role and blank(edge.role)
    return edge if role == edge.role else replace(edge, role=role)


def _redacted(node: Node, blank: Blank) -> Node:
    if isinstance(node, Document):
        return _document(node, blank)
    if isinstance(node, Account):
        return _account(node, blank)
    names = _NAMES.get(type(node), ())
    said: dict[str, Any] = {name: blank(value) for name in names if (value := getattr(node, name))}
    return replace(node, **said)


_NAMES: Mapping[type[Node], tuple[str, ...]] = {
    Group: ("name", "url", "native_id"),
    Location: ("name", "native_id"),
    Rule: ("native_id",),
    SourceNode: ("label", "url"),
}
"""The properties of the other kinds of node that may say a name."""


def _document(node: Document, blank: Blank) -> Document:
    beside = (node.title,) if node.own is None else (node.title, node.text)
    said = changed(node, lambda part: blank(part, *beside))
    title = blank(node.title, *((node.text,) if said.text != node.text else ()))
    hashed = node.text_hash if said.text == node.text else ""
    url, ident, version = node.url and blank(node.url), blank(node.native_id), node.version and blank(node.version)
    return replace(said, title=title, url=url, native_id=ident, version=version, text_hash=hashed)


def _account(node: Account, blank: Blank) -> Account:
    """What somebody else's account says of the person; an address that names them is left out.

    Who a directory lists keeps what they are called: a new colleague may have the same name.
    """
    about = {name: value and blank(value) for name in _SAYS if (value := getattr(node, name)) is not None}
    if node.anchor:
        return replace(node, **about)  # type: ignore[arg-type]
    lists = {name: _without(getattr(node, name), blank) for name in ("aliases", "emails", "handles")}
    former = tuple(pair for pair in node.former if blank(pair[0]) == pair[0])
    named: dict[str, Any] = {**about, **lists, "former": former}
    return replace(node, name=blank(node.name), native_id=blank(node.native_id), **named)


_SAYS = ("about", "function", "url", "room", "phone")


def _without(values: tuple[str, ...], blank: Blank) -> tuple[str, ...]:
    return tuple(value for value in values if blank(value) == value)
