"""The content of a fact as bytes: encoding, decoding and hashing, the same for every store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

import orjson

from graph.facts import (
    Credit,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Endorsement,
    Extraction,
    Fact,
    Group,
    GroupKind,
    Json,
    Key,
    NameCandidate,
    Node,
    TermCandidate,
    TermPair,
    kind_of,
)
from graph.schema import EDGES, NODES

Props: TypeAlias = dict[str, Any]

_COLUMNS = {"key", "source", "rule", "inherits", "version", "text", "text_hash"}
"""What stores keep beside the properties: it is looked up, changes without a change, or is large."""


NUL = rb"\u0000"
"""The character NUL as JSON writes it."""
_OLD_NAMES = {"count": "documents", "at": "last", "size": "since", "weight": "rank"}


def text_hash(text: str, own: int | None = None) -> str:
    """A short name of this text and of how much of it is own words, by which extractions are keyed."""
    marked = text if own is None else f"{text}\0{own}"
    return hashlib.blake2b(marked.encode("utf-8", "replace"), digest_size=12).hexdigest() if text else ""


def _defaults(record: type[Node]) -> tuple[tuple[str, Any], ...]:
    return tuple((each.name, each.default) for each in fields(record) if each.name not in _COLUMNS)


_FIELDS = {record: _defaults(record) for record in (kind.record for kind in NODES.values())}
_TUPLES = {record: tuple(name for name, default in pairs if default == ()) for record, pairs in _FIELDS.items()}
_ENUMS: dict[type[Node], Callable[[str], str]] = {Document: cache(DocumentKind), Group: cache(GroupKind)}
_NAMED = {
    kind: tuple((each.name, each.default) for each in fields(rule.record) if each.name in rule.named)
    for kind, rule in EDGES.items()
}
_edge_values = attrgetter("kind", "start", "end", "at", "count", "size", "weight", "role")


def props_of(node: Node) -> Props:
    """The properties of this node, without those that have their default and those that are kept apart."""
    props: Props = {}
    for name, default in _FIELDS[type(node)]:
        value = getattr(node, name)
        if default is MISSING or value != default:
            props[name] = value
    return props


def node_of(key: Key, props: Mapping[str, Any], **apart: Any) -> Node:
    """The node of these properties. `apart` are the values that the store keeps separately."""
    record = NODES[kind_of(key)].record
    values = {**props, **apart}
    for name in _TUPLES[record]:
        if name in values:
            values[name] = tuple(values[name])
    if "former" in values:
        values["former"] = tuple(map(tuple, values["former"]))
    convert = _ENUMS.get(record)
    if convert:
        values["kind"] = convert(values["kind"])
    return record(key=key, **values)


def distinct(edges: Iterable[Edge]) -> list[Edge]:
    """These edges, each once (the last counts), in a fixed order."""
    once = {edge.identity(): edge for edge in edges}
    return [once[identity] for identity in sorted(once)]


def _packed(node: Node, props: Props, edges: Iterable[Edge]) -> bytes:
    """JSON that differs exactly when the content or the access of a fact does. `edges` in their fixed order."""
    rule, text = getattr(node, "rule", None), getattr(node, "text", None)
    return orjson.dumps([props, rule, text, [_edge_values(edge) for edge in edges]], option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True)
class Ready:
    """A fact as a store takes it: its edges each once, in order, its properties, the hash of it all and of its text.

    `credits` are packed, in order, and not in the hash: who is shown under another name has not written another text.
    """

    node: Node
    edges: list[Edge]
    props: Props
    hashed: bytes
    text_hash: str
    credits: bytes | None = None


def ready(fact: Fact | Ready) -> Ready:
    """This fact made ready for a store. It needs no store, so that it can be done before one is locked."""
    if isinstance(fact, Ready):
        return fact
    try:
        return _ready(fact, odd=NUL)
    except (TypeError, ValueError):
        return _ready(clean(fact))


def cleaned(made: Ready) -> Ready:
    """The same without half characters anywhere, also where they do not count for its hash."""
    return _ready(clean(fact_of(made)))


def fact_of(made: Ready) -> Fact:
    """The fact that this is."""
    return Fact(made.node, tuple(made.edges), unpack_credits(made.credits))


def _ready(fact: Fact, odd: bytes | None = None) -> Ready:
    """The fact made ready. ValueError when its JSON has this in it."""
    node = fact.node
    edges = distinct(fact.edges) if len(fact.edges) > 1 else list(fact.edges)
    props = props_of(node)
    hashed = node.text_hash or text_hash(node.text, node.own) if isinstance(node, Document) else ""
    packed, credits = _packed(node, props, edges), pack_credits(fact.credits)
    if odd is not None and (odd in packed or odd in (credits or b"")):
        raise ValueError(odd)
    return Ready(node, edges, props, hashlib.blake2b(packed, digest_size=16).digest(), hashed, credits)


def pack_credits(some: Collection[Credit]) -> bytes | None:
    """Credits as JSON, each once, in a fixed order; None when there are none."""
    told = {(each.account, each.name or "", each.email or "") for each in some if each.name or each.email}
    return orjson.dumps(sorted(told)) if told else None


def unpack_credits(packed: bytes | str | None) -> tuple[Credit, ...]:
    """The credits that `pack_credits` wrote."""
    if not packed:
        return ()
    return tuple(Credit(account, name or None, email or None) for account, name, email in orjson.loads(packed))


def pack(value: object) -> bytes:
    """This value as JSON, always written in the same way."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def unpack(packed: bytes | str) -> Any:
    """The value that `pack` wrote."""
    return orjson.loads(packed)


def clean(fact: Fact) -> Fact:
    """This fact without what no store can hold: NUL, and half characters (file names that are not Unicode)."""
    node = _cleaned_record(fact.node)
    edges, credits = (tuple(map(_cleaned_record, some)) for some in (fact.edges, fact.credits))
    return Fact(node, edges, credits)


def _cleaned_record(record: Any) -> Any:
    values = {each.name: _cleaned(getattr(record, each.name)) for each in fields(record)}
    return replace(record, **values)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str) and type(value) is str:
        return value.replace("\0", " ").encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(_cleaned(each) for each in value)
    return value


def pack_extraction(found: Extraction) -> bytes:
    """An extraction as JSON: lists of values, because there are many of them."""
    terms = [[t.language, t.norm, t.surface, t.count, t.in_title] for t in found.terms]
    names = [[n.surface, n.kind, n.count] for n in found.names]
    pairs = [[p.language, p.norm, p.other, p.kind] for p in found.pairs]
    return orjson.dumps([terms, names, pairs] if pairs else [terms, names])


def unpack_extraction(document: Key, hashed: str, version: str, packed: bytes) -> Extraction:
    """The extraction that `pack_extraction` wrote."""
    terms, names, *rest = orjson.loads(packed)
    return Extraction(
        document,
        hashed,
        version,
        tuple(TermCandidate(*each) for each in terms),
        tuple(NameCandidate(*each) for each in names),
        tuple(TermPair(*each) for pairs in rest for each in pairs),
    )


def without_accounts(packed: bytes | str, accounts: Collection[Key]) -> bytes | None:
    """These credits without those of these accounts."""
    return pack_credits([each for each in unpack_credits(packed) if each.account not in accounts])


def credit_lines(packed: bytes | str) -> list[Json]:
    """Packed credits as they stand in a line of an export."""
    names = ("account", "name", "email")
    return [{name: value for name, value in zip(names, each, strict=True) if value} for each in orjson.loads(packed)]


def named_props(edge: Edge) -> Props:
    """The properties of this edge that its kind alone has, without those that have their default."""
    return {name: value for name, default in _NAMED[edge.kind] if (value := getattr(edge, name)) != default}


def edge_props(edge: Edge) -> Props:
    """All properties of this edge that differ from their default."""
    values = {"at": edge.at, "count": edge.count, "size": edge.size, "weight": float(edge.weight), "role": edge.role}
    common = {name: value for name, value in values.items() if value or (name == "at" and value is not None)}
    topic = {"topic": edge.topic} if isinstance(edge, Endorsement) and edge.topic else {}
    return {**common, **topic, **named_props(edge)}


def edge_line(edge: Edge) -> Props:
    """An edge as a line of an export."""
    return {"kind": str(edge.kind), "start": edge.start, "end": edge.end, **edge_props(edge)}


def edge_of_line(line: Mapping[str, Any]) -> Edge:
    """The edge that `edge_line` wrote, in this version or an older one."""
    kind = EdgeKind(line["kind"])
    return EDGES[kind].record(**{**renamed_props(line), "kind": kind})


def renamed_props(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line of an edge in the names of today: up to version 2, KNOWS_ABOUT had properties of other names."""
    if line.get("kind") != EdgeKind.KNOWS_ABOUT or "documents" in line:
        return line
    values = {_OLD_NAMES.get(name, name): value for name, value in line.items()}
    if "rank" in values:
        values["rank"] = int(values["rank"]) if isinstance(values["rank"], float) else values["rank"]
    if "last" in values:
        values.setdefault("since", 0)
    return values
