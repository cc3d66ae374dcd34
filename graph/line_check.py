"""Is this line of an export a record that can be taken in? The fields and types of the facts themselves say it."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from functools import cache
from typing import Any, TypeGuard, Union, get_args, get_origin, get_type_hints

from graph.facts import Edge, Judgement, NameCandidate, TermCandidate, TermPair, kind_of
from graph.schema import EDGES, NODES, State

DEEPEST = 50
BITS = 2**63


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a line: the field, and whether it is missing (else it is unknown or of a wrong type)."""

    field: str
    missing: bool = False


def flaw_of(line: Mapping[str, Any]) -> Flaw | None:
    """What is the first thing that is wrong with this line? None: it can be taken in."""
    for name, value in line.items():
        if not _storable(value) or not _storable(name):
            return Flaw(_shown(name))
    check = _CHECKS.get(line["record"]) if isinstance(line.get("record"), str) else None
    if check is None:
        return Flaw("record", "record" not in line)
    return check({name: value for name, value in line.items() if name != "record"})


def _storable(value: Any, depth: int = 0) -> bool:
    """Can every store hold this? Not half characters, numbers beyond 64 bits, infinity, or a deep nest."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= each <= "\udfff" for each in value)
    if isinstance(value, float):
        return abs(value) < float("inf")
    if isinstance(value, int):
        return -BITS <= value < BITS
    inside = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return depth < DEEPEST and all(_storable(each, depth + 1) for each in inside)


def _shown(name: str) -> str:
    return name.encode("ascii", "replace").decode()


@cache
def _types(record: type[Any]) -> dict[str, tuple[Any, bool]]:
    """For each field of this record: its type, and whether it must be there."""
    hints = get_type_hints(record)
    return {
        each.name: (hints[each.name], each.default is MISSING and each.default_factory is MISSING)
        for each in fields(record)
    }


def _fits(value: Any, wanted: Any) -> bool:
    """Is this value of JSON what such a field is written as?"""
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return any(_fits(value, each) for each in get_args(wanted))
    if origin is tuple:
        return isinstance(value, list) and all(_fits(each, get_args(wanted)[0]) for each in value)
    if origin is Mapping:
        return isinstance(value, dict) and all(_fits(each, get_args(wanted)[1]) for each in value.values())
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return isinstance(value, str) and value in {each.value for each in wanted}
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))


def _values(record: type[Any], values: Mapping[str, Any]) -> Flaw | None:
    known = _types(record)  # type: ignore[arg-type]
    for name, value in values.items():
        if name not in known or not _fits(value, known[name][0]):
            return Flaw(_shown(name))
    return next((Flaw(name, missing=True) for name, (_, must) in known.items() if must and name not in values), None)


def _is_key(value: Any, kinds: tuple[str, ...]) -> TypeGuard[str]:
    return isinstance(value, str) and kind_of(value) in kinds and len(value) > len(kind_of(value)) + 1


def _of(state: State) -> tuple[str, ...]:
    return tuple(name for name, kind in NODES.items() if kind.state is state)


def _node(state: State) -> Callable[[Mapping[str, Any]], Flaw | None]:
    def check(line: Mapping[str, Any]) -> Flaw | None:
        key, props, edges = line.get("key"), line.get("props", {}), line.get("edges", [])
        if not _is_key(key, _of(state)):
            return Flaw("key", "key" not in line)
        apart = {name: value for name, value in line.items() if name not in ("props", "edges")}
        if not isinstance(props, dict) or apart.keys() & props.keys():
            return Flaw("props")
        if not isinstance(edges, list) or not all(isinstance(each, dict) for each in edges):
            return Flaw("edges")
        flaw = _values(NODES[kind_of(key)].record, {**props, **apart})
        flaws = (_edge(State.SOURCE)(each) for each in edges)
        flaw = flaw or next((each for each in flaws if each is not None), None)
        lost = any(key not in (each.get("start"), each.get("end")) for each in edges)
        return flaw or (Flaw("edges") if lost else None)

    return check


def _edge(state: State) -> Callable[[Mapping[str, Any]], Flaw | None]:
    def check(line: Mapping[str, Any]) -> Flaw | None:
        flaw = _values(Edge, line)
        if flaw is not None:
            return flaw
        rule = next(each for kind, each in EDGES.items() if kind.value == line["kind"])
        if rule.state is not state:
            return Flaw("kind")
        if not _is_key(line["start"], rule.start):
            return Flaw("start")
        return None if _is_key(line["end"], rule.end) else Flaw("end")

    return check


def _judgement(line: Mapping[str, Any]) -> Flaw | None:
    flaw = _values(Judgement, line)
    if flaw is None and not _is_key(line["subject"], ("account", "term")):
        return Flaw("subject")
    wanted = "person" if flaw is None and kind_of(line["subject"]) == "account" else "topic"
    return flaw or (None if _is_key(line["object"], (wanted,)) else Flaw("object"))


def _suppressed(line: Mapping[str, Any]) -> Flaw | None:
    for name in ("form", "kind", "words", "first"):
        if name not in line:
            return Flaw(name, missing=True)
    if not _is_hex(line["form"]) or not line["form"]:
        return Flaw("form")
    if not isinstance(line["kind"], str):
        return Flaw("kind")
    if not _fits(line["words"], int):
        return Flaw("words")
    return None if line["first"] is None or _is_hex(line["first"]) else Flaw("first")


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and len(value) % 2 == 0 and set(value) <= set("0123456789abcdef")


def _named(name: str, value: str) -> Callable[[Mapping[str, Any]], Flaw | None]:
    def check(line: Mapping[str, Any]) -> Flaw | None:
        for each in (name, value):
            if each not in line:
                return Flaw(each, missing=True)
        return None if isinstance(line[name], str) else Flaw(name)

    return check


def _extraction(line: Mapping[str, Any]) -> Flaw | None:
    for name in ("document", "text_hash", "version", "found"):
        if name not in line:
            return Flaw(name, missing=True)
        if name != "found" and not isinstance(line[name], str):
            return Flaw(name)
    if not _is_key(line["document"], ("document",)):
        return Flaw("document")
    records, found = (TermCandidate, NameCandidate, TermPair), line["found"]
    if not isinstance(found, list) or len(found) not in (2, 3):
        return Flaw("found")
    good = all(
        isinstance(rows, list) and all(_is_row(row, record) for row in rows)
        for rows, record in zip(found, records, strict=False)
    )
    return None if good else Flaw("found")


def _is_row(row: Any, record: type[Any]) -> bool:
    known = _types(record)  # type: ignore[arg-type]
    if not isinstance(row, list) or len(row) > len(known):
        return False
    return _values(record, dict(zip(known, row, strict=False))) is None


_CHECKS: dict[str, Callable[[Mapping[str, Any]], Flaw | None]] = {
    "node": _node(State.SOURCE),
    "derived": _node(State.DERIVED),
    "authored": _edge(State.AUTHORED),
    "edge": _edge(State.DERIVED),
    "judgement": _judgement,
    "suppressed": _suppressed,
    "cursor": _named("source", "cursor"),
    "kept": _named("name", "value"),
    "extraction": _extraction,
}
