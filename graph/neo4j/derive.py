"""Writing derived facts and judgements to Neo4j: in bulk, and only what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

from graph.content import Props, edge_props, pack, pack_extraction, props_of
from graph.derivation import Derivation, in_batches
from graph.facts import Edge, EdgeKind, Extraction, Judgement, Key, Node, kind_of
from graph.neo4j.creation import edge_row, edge_statement
from graph.neo4j.edges import JUDGEMENT, row_edge, values_of
from graph.neo4j.schema import ENDS, GONE, LIVE, NAMED, at, label, newest_of, seq_of
from graph.neo4j.schema import suggested as suggested_type
from graph.neo4j.server import Cypher, Row
from graph.rows import row_judgement
from graph.schema import EDGES, JUDGED, NODES, Aspect, check_edge
from graph.store import Derived

Ends: TypeAlias = tuple[Key, Key]


class Neo4jDerivation(Derivation[Key]):
    """Derives and judges with keys; also the names of nodes and the numbers of changes."""

    batch = 2_000

    def __init__(self, cypher: Cypher, seq: int) -> None:
        self.cypher = cypher
        self.seq = seq
        self.newest: dict[str, int] = {}
        """The newest change of each aspect, by the properties of the lock on the seq, as far as this one made them."""

    def name(self, keys: Iterable[Key]) -> None:
        """Make nodes without content for those of these keys that have none."""
        by_kind: dict[str, list[Key]] = {}
        for key in sorted(set(keys)):
            by_kind.setdefault(kind_of(key), []).append(key)
        for kind, some in by_kind.items():
            self.cypher.each(
                f"UNWIND $rows AS key MERGE (n:Node {{key: key}}) ON CREATE SET n:{label(kind)}, n.state = {NAMED}, "
                "n.derived = false",
                some,
            )

    def next_seq(self, aspect: Aspect = Aspect.CONTENT) -> int:
        """The number of the next change, which is in this aspect."""
        self.seq += 1
        self.newest[newest_of(aspect)] = self.newest["seq"] = self.seq
        return self.seq

    def touch(self, keys: Iterable[Key], aspect: Aspect = Aspect.CONTENT) -> None:
        """Record a change of these nodes."""
        rows = [[key, self.next_seq(aspect)] for key in keys]
        self.cypher.each(f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.{seq_of(aspect)} = row[1]", rows)

    def flush(self) -> None:
        """Write what waits to be written."""

    def forget_known(self) -> None:
        """Nodes were written other than by a put: what was known of them counts no more."""

    # --- derive -------------------------------------------------------------------------------------------------------

    def _begin(self, _: Collection[Key] | None, /) -> None:
        self.flush()
        self.forget_known()

    def _derive_edges(
        self, kind: EdgeKind, keys: Collection[Key] | None, facts: Iterable[Derived]
    ) -> tuple[int, Iterable[Key]]:
        if kind not in JUDGED:
            return self._replace_edges(kind, kind.value, keys, facts)[0], ()
        changed, starts = self._replace_edges(kind, suggested_type(kind), keys, facts)
        return changed, self._subjects(kind, keys, starts)

    def _replace_edges(
        self, kind: EdgeKind, type_: str, keys: Collection[Key] | None, facts: Iterable[Derived]
    ) -> tuple[int, set[Key]]:
        """The number of edges that differ, and where the new ones start. Only ends are remembered over batches."""
        changed, seen, scope = 0, set[Ends](), None if keys is None else set(keys)
        for batch in in_batches(facts, self.batch):
            fresh = self._fresh(kind, batch)
            changed += self._write_edges(kind, type_, fresh)
            seen.update(fresh)
        match = f"MATCH (s)-[e:{type_}]->(t) RETURN s.key, t.key"
        if scope is None:
            there: Iterable[Row] = self.cypher.stream(match)
        else:
            there = self.cypher.each(f"UNWIND $rows AS key {at('s')} {match}", sorted(scope))
        gone = [[*ends] for ends in there if ends not in seen]
        self.cypher.each(f"UNWIND $rows AS row {ENDS} MATCH (s)-[e:{type_}]->(t) DELETE e", gone)
        return changed + len(gone), {start for start, _ in seen}

    def _write_edges(self, kind: EdgeKind, type_: str, fresh: dict[Ends, Edge]) -> int:
        """Make those of these edges that are not there yet, and correct those that are otherwise."""
        rows = self.cypher.each(
            f"UNWIND $rows AS row {ENDS} MATCH (s)-[e:{type_}]->(t) RETURN '{kind}', {values_of((kind,))}",
            [[*ends] for ends in fresh],
        )
        old = {(row[1], row[2]): row_edge(row) for row in rows}
        new = [edge for ends, edge in fresh.items() if ends not in old]
        self.link(new, type_)
        other = [edge for ends, edge in fresh.items() if ends in old and old[ends] != edge]
        self.cypher.each(
            f"UNWIND $rows AS row {ENDS} MATCH (s)-[e:{type_}]->(t) SET e = row[2]",
            [[each.start, each.end, edge_props(each)] for each in other],
        )
        return len(new) + len(other)

    def _fresh(self, kind: EdgeKind, facts: Iterable[Derived]) -> dict[Ends, Edge]:
        """The new edges by their ends, without those of a document that is not there."""
        fresh: dict[Ends, Edge] = {}
        for edge in facts:
            if not isinstance(edge, Edge) or edge.kind is not kind:
                raise TypeError(f"{edge!r} is no {kind} edge")
            check_edge(edge)
            fresh[edge.start, edge.end] = edge
        if "document" in EDGES[kind].start:
            there = {key for key, _ in self._there(sorted({start for start, _ in fresh}), live=True)}
            fresh = {ends: edge for ends, edge in fresh.items() if edge.start in there}
        return fresh

    def link(self, edges: Collection[Edge], type_: str) -> None:
        """Make these edges, of one type, that are not there yet."""
        self.name({key for edge in edges for key in (edge.start, edge.end)})
        by_kind: dict[EdgeKind, list[list[Any]]] = {}
        for edge in edges:
            by_kind.setdefault(edge.kind, []).append(edge_row(edge))
        for kind, rows in by_kind.items():
            self.cypher.each(edge_statement(kind, type_), rows)

    def _derive_extractions(self, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        fresh, differ = set[Key](), 0
        for batch in in_batches(facts, self.batch):
            stored = self._extracted([found.document for found in batch if isinstance(found, Extraction)])
            changed: dict[Key, list[str]] = {}
            for found in batch:
                if not isinstance(found, Extraction):
                    raise TypeError(f"{found!r} is no extraction")
                known = stored.get(found.document)
                if known is None or known[0] != found.text_hash:
                    continue  # The text changed since it was read: it will be extracted again.
                fresh.add(found.document)
                new = [found.version, pack_extraction(found).decode()]
                if known[1:] != new:
                    changed[found.document] = new
            differ += self._write_extractions([[key, *new] for key, new in changed.items()])
        stale = [[key, None, None] for key in self._have_extractions(keys) if key not in fresh]
        return differ + self._write_extractions(stale)

    def _write_extractions(self, rows: list[list[str | None]]) -> int:
        set_ = f"SET n.extraction_version = row[1], n.extraction = row[2], n.{seq_of(Aspect.EXTRACTION)} = row[3]"
        numbered = [[*row, self.next_seq(Aspect.EXTRACTION)] for row in rows]
        self.cypher.each(f"UNWIND $rows AS row {at('n', 'row[0]')} {set_}", numbered)
        return len(rows)

    def _extracted(self, keys: list[Key]) -> dict[Key, list[str | None]]:
        rows = self.cypher.each(
            f"UNWIND $rows AS key {at()} WHERE n.state = {LIVE} "
            "RETURN key, coalesce(n.text_hash, ''), n.extraction_version, n.extraction",
            keys,
        )
        return {row[0]: list(row[1:]) for row in rows}

    def _have_extractions(self, keys: Collection[Key] | None) -> list[Key]:
        where = "n.extraction IS NOT NULL RETURN n.key"
        if keys is None:
            return [key for (key,) in self.cypher.rows(f"MATCH (n:Document) WHERE {where}")]
        text = f"UNWIND $rows AS key {at()} WHERE {where}"
        return [key for (key,) in self.cypher.each(text, sorted(set(keys)))]

    def _derive_nodes(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """A term that a source put stays as it is: what is derived never overwrites what was said."""
        fresh, differ = set[Key](), 0
        for batch in in_batches(facts, self.batch):
            nodes: dict[Key, Node] = {}
            for node in batch:
                assert not isinstance(node, Edge | Extraction)
                nodes[node.key] = node
            self.name(nodes)
            written = self.cypher.each(
                f"UNWIND $rows AS row {at('n', 'row.key')} "
                f"WHERE n.state <> {LIVE} OR (n.derived AND n.props <> row.props) "
                f"SET n += row, n.state = {LIVE}, n.derived = true RETURN n.key",
                [{"key": node.key, **stored_props(node, props_of(node))} for node in nodes.values()],
            )
            differ += len(written)
            fresh.update(nodes)
        where = f"n.state = {LIVE} AND n.derived"
        if keys is None:
            there = self.cypher.rows(f"MATCH (n:{label(kind)}) WHERE {where} RETURN n.key")
        else:
            match = f"UNWIND $rows AS key {at()} WHERE n:{label(kind)} AND {where} RETURN n.key"
            there = self.cypher.each(match, sorted(set(keys)))
        stale = [key for (key,) in there if key not in fresh]
        empty = {"props": None, **dict.fromkeys(NODES[kind].properties)}
        self.cypher.each(f"UNWIND $rows AS key {at()} SET n += $empty, n.state = {NAMED}", stale, empty=empty)
        return differ + len(stale)

    # --- judgements ---------------------------------------------------------------------------------------------------

    def _record(self, judgement: Judgement) -> Key | None:
        self.flush()
        text = f"MATCH (j:Judgement {{id: $id}}) RETURN {JUDGEMENT}"
        if [row_judgement(row) for row in self.cypher.rows(text, id=judgement.id)] == [judgement]:
            return None
        self.name((judgement.subject, judgement.object))
        values = {**asdict(judgement), "verdict": judgement.verdict.value}
        self.cypher.rows("MERGE (j:Judgement {id: $values.id}) SET j = $values", values=values)
        return judgement.subject

    def _identify(self, subjects: Collection[Key]) -> None:
        self.touch(subjects, Aspect.IDENTITY)

    def _subjects(self, kind: EdgeKind, keys: Collection[Key] | None, starts: set[Key]) -> list[Key]:
        """The accounts or terms that a derivation of this kind may have touched."""
        chosen = starts.union(keys or ())
        if keys is None:
            where = f"n.state <> {GONE} OR EXISTS {{ (n)-[:{kind}]->() }}"
            rows = self.cypher.rows(f"MATCH (n:{label(EDGES[kind].start[0])}) WHERE {where} RETURN n.key")
            chosen.update(key for (key,) in rows)
        return sorted(chosen)

    def _restate(self, kind: EdgeKind, new: Mapping[Key, list[Edge]], replaced: list[Key]) -> None:
        self.cypher.each(f"UNWIND $rows AS key {at()} MATCH (n)-[e:{kind}]->() DELETE e", replaced)
        self.link([edge for edges in new.values() for edge in edges], kind.value)

    def _there(self, subjects: Collection[Key], live: bool = False) -> list[tuple[Key, Key]]:
        where = f"WHERE n.state = {LIVE}" if live else ""
        rows = self.cypher.each(f"UNWIND $rows AS key {at()} {where} RETURN key", list(subjects))
        return [(key, key) for (key,) in rows]

    def _edges_of(self, kind: EdgeKind, subjects: Collection[Key], suggested: bool = False) -> dict[Key, list[Edge]]:
        type_ = suggested_type(kind) if suggested else kind.value
        rows = self.cypher.each(
            f"UNWIND $rows AS key {at('s')} MATCH (s)-[e:{type_}]->(t) "
            f"RETURN '{kind}', {values_of((kind,))} ORDER BY s.key, t.key",
            list(subjects),
        )
        found: dict[Key, list[Edge]] = {}
        for row in rows:
            found.setdefault(row[1], []).append(row_edge(row))
        return found

    def _judgements(self, subjects: Collection[Key]) -> dict[Key, list[Judgement]]:
        rows = self.cypher.each(
            f"UNWIND $rows AS key MATCH (j:Judgement {{subject: key}}) RETURN {JUDGEMENT}",
            list(subjects),
        )
        found: dict[Key, list[Judgement]] = {}
        for row in rows:
            found.setdefault(row[1], []).append(row_judgement(row))
        return found


def stored_props(node: Node, props: Props) -> Props:
    """The properties that are stored of a node: all in `props`, and each by itself for people who explore."""
    stored: Props = dict.fromkeys(NODES[kind_of(node.key)].properties)
    for name, value in props.items():
        stored[name] = value if type(value) is str else _shown(value)
    stored["props"] = pack(props).decode()
    return stored


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [each[0] if isinstance(each, tuple) else each for each in value] or None
    if isinstance(value, dict):
        return [*value.values()] or None
    return value
