"""All that is in Neo4j, as the lines that every store dumps, in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from graph.content import credit_lines, edge_line, unpack
from graph.facts import EdgeKind, Key
from graph.inheritance import stated_rule
from graph.loading import KEPT_PREFIXES, Line
from graph.neo4j.edges import JUDGEMENT, row_edge, values_of
from graph.neo4j.inheritance import STATED_RULE
from graph.neo4j.schema import LIVE, at, suggested, types
from graph.neo4j.server import Cypher, Row
from graph.rows import judgement_line, row_judgement
from graph.schema import EDGES, JUDGED, State, of_state

STATED = f"n.key, n.props, {STATED_RULE}, n.source, n.text_hash, n.version, n.text, n.credits"
_SOURCE = of_state(State.SOURCE)
_EITHER = [kind for kind in _SOURCE if EDGES[kind].owner == "either"]
_AT_END = [kind for kind in _SOURCE if EDGES[kind].owner == "end"]
_AT_START = [kind for kind in _SOURCE if EDGES[kind].owner == "start"]
_BATCH = 500


def dump(cypher: Cypher, derived: bool) -> Iterator[Line]:
    """The lines that say all that is in the graph."""
    yield from _nodes(cypher)
    yield from _authored(cypher)
    yield from _plain(cypher)
    if derived:
        yield from _derived(cypher)


def _nodes(cypher: Cypher) -> Iterator[Line]:
    after = ""
    while True:
        rows = cypher.rows(
            f"MATCH (n:Node) WHERE n.key > $after AND n.state = {LIVE} AND NOT n.derived "
            f"RETURN {STATED} ORDER BY n.key LIMIT {_BATCH}",
            after=after,
        )
        if not rows:
            return
        edges = stated(cypher, [row[0] for row in rows])
        for row in rows:
            yield node_line(row, edges.get(row[0], []))
        after = rows[-1][0]


def stated(cypher: Cypher, keys: list[Key]) -> dict[Key, list[Line]]:
    """The edges that these nodes state, by node."""
    found: dict[Key, list[Line]] = {}
    for side, kinds, where in (
        ("s", _AT_START, ""),
        ("t", _AT_END, ""),
        ("s", _EITHER, "WHERE NOT coalesce(e.by_end, false)"),
        ("t", _EITHER, "WHERE e.by_end"),
    ):
        rows = cypher.each(
            f"UNWIND $rows AS key {at(side)} MATCH (s)-[e:{types(kinds)}]->(t) {where} "
            f"RETURN key, type(e), {values_of(kinds)}",
            keys,
        )
        for row in rows:
            found.setdefault(row[0], []).append(edge_line(row_edge(row[1:])))
    for lines in found.values():
        lines.sort(key=lambda line: (str(line["kind"]), str(line["start"]), str(line["end"])))
    return found


def node_line(row: Row, edges: list[Line]) -> Line:
    """This row of a node as a line."""
    key, props, rule, source, hashed, version, text, credits = row
    line: Line = {"record": "node", "key": key, "props": unpack(props)}
    apart = {"rule": stated_rule(rule, source), "source": source, "version": version, "text_hash": hashed, "text": text}
    line.update({name: value for name, value in apart.items() if value})
    if edges:
        line["edges"] = [*edges]
    if credits:
        line["credits"] = credit_lines(credits)
    return line


def _edges(cypher: Cypher, kind: EdgeKind, type_: str, record: str) -> Iterator[Line]:
    for row in cypher.stream(
        f"MATCH (s)-[e:{type_}]->(t) RETURN '{kind}', {values_of((kind,))} ORDER BY s.key, t.key, coalesce(e.topic, '')"
    ):
        yield {"record": record, **edge_line(row_edge(row))}


def _authored(cypher: Cypher) -> Iterator[Line]:
    for kind in sorted(of_state(State.AUTHORED)):
        yield from _edges(cypher, kind, kind.value, "authored")
    rows = cypher.stream(f"MATCH (j:Judgement) RETURN {JUDGEMENT} ORDER BY j.id")
    for each in map(row_judgement, rows):
        yield judgement_line(each)


def _plain(cypher: Cypher) -> Iterator[Line]:
    """Suppressed forms, cursors, and what else the ledger keeps that is not of one machine."""
    for form, kind, words, first in cypher.stream(
        "MATCH (n:Suppressed) RETURN n.form, n.kind, n.words, n.first ORDER BY n.form"
    ):
        yield {"record": "suppressed", "form": form, "kind": kind, "words": words, "first": first}
    for source, cursor in cypher.stream("MATCH (c:Cursor) RETURN c.source, c.cursor ORDER BY c.source"):
        yield {"record": "cursor", "source": source, "cursor": unpack(cursor)}
    for name, value in cypher.stream("MATCH (k:Kept) RETURN k.name, k.value ORDER BY k.name"):
        if name.startswith(KEPT_PREFIXES):
            yield {"record": "kept", "name": name, "value": unpack(value)}


def _derived(cypher: Cypher) -> Iterator[Line]:
    for key, props in cypher.stream(
        f"MATCH (n:Node) WHERE n.derived AND n.state = {LIVE} RETURN n.key, n.props ORDER BY n.key"
    ):
        yield {"record": "derived", "key": key, "props": unpack(props)}
    for kind in sorted(of_state(State.DERIVED)):
        yield from _edges(cypher, kind, suggested(kind) if kind in JUDGED else kind.value, "edge")
    rows = cypher.stream(
        "MATCH (n:Document) WHERE n.extraction IS NOT NULL "
        "RETURN n.key, coalesce(n.text_hash, ''), n.extraction_version, n.extraction ORDER BY n.key"
    )
    for key, hashed, version, found in rows:
        yield {"record": "extraction", "document": key, "text_hash": hashed, "version": version, "found": unpack(found)}
