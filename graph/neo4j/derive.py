"""How are derived facts and judgements written to Neo4j? In bulk, touching only what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from graph.content import Props, edge_props, pack, pack_extraction, props_of
from graph.facts import Edge, EdgeKind, Extraction, Judgement, Key, Node, kind_of
from graph.judgements import person_of, topics_of
from graph.neo4j.creation import edge_row, edge_statement
from graph.neo4j.edges import row_edge, values_of
from graph.neo4j.schema import ENDS, GONE, LIVE, NAMED, at, label, newest_of, seq_of, suggested
from graph.neo4j.server import Cypher, Row
from graph.rows import row_judgement
from graph.schema import EDGES, JUDGED, NODES, Aspect, State, check_edge
from graph.store import Derived

T = TypeVar("T")
_BATCH = 2_000
_SUBJECTS = {EdgeKind.IS: "account", EdgeKind.LABELS: "term"}
Ends: TypeAlias = tuple[Key, Key]


class Derivation:
    """The part of a transaction that derives and judges; also the names of nodes and the numbers of changes."""

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

    def derive(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace the derived facts of one kind that belong to `keys` by `facts`; how many differ?

        ``person`` stores nothing: people follow from IS edges, and their names from their accounts.
        """
        self.flush()
        self.forget_known()
        if kind == "extraction":
            return self._derive_extractions(keys, facts)
        if kind == "person":
            return 0
        if kind in NODES:
            return self._derive_nodes(kind, keys, facts)
        edge_kind = EdgeKind(kind)
        if EDGES[edge_kind].state is not State.DERIVED:
            raise ValueError(f"{kind} is {EDGES[edge_kind].state}: it is not derived")
        judged = edge_kind in JUDGED
        changed, starts = self._replace_edges(edge_kind, suggested(edge_kind) if judged else kind, keys, facts)
        if judged:
            self._settle(edge_kind, keys, starts)
        return changed

    def _replace_edges(
        self, kind: EdgeKind, type_: str, keys: Collection[Key] | None, facts: Iterable[Derived]
    ) -> tuple[int, set[Key]]:
        """How many edges differ, and where do the new ones start? Only their ends are remembered over batches."""
        changed, seen, scope = 0, set[Ends](), None if keys is None else set(keys)
        for batch in _in_batches(facts):
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
        """Which edges are new? Those of a document that is not there are left out."""
        fresh: dict[Ends, Edge] = {}
        for edge in facts:
            if not isinstance(edge, Edge) or edge.kind is not kind:
                raise TypeError(f"{edge!r} is no {kind} edge")
            check_edge(edge)
            fresh[edge.start, edge.end] = edge
        if "document" in EDGES[kind].start:
            there = set(self._there(sorted({start for start, _ in fresh}), LIVE))
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
        for batch in _in_batches(facts):
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
        for batch in _in_batches(facts):
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

    def judge(self, judgement: Judgement) -> None:
        """Record (or, with `undone`, take back) a judgement and let it act: one change, of its subject."""
        self.flush()
        text = "MATCH (j:Judgement {id: $id}) "
        text += "RETURN j.id, j.subject, j.object, j.verdict, j.by, j.at, j.reason, j.undone"
        if [row_judgement(row) for row in self.cypher.rows(text, id=judgement.id)] == [judgement]:
            return
        self.name((judgement.subject, judgement.object))
        values = {
            "id": judgement.id, "subject": judgement.subject, "object": judgement.object,
            "verdict": judgement.verdict.value, "by": judgement.by, "at": judgement.at, "reason": judgement.reason,
            "undone": judgement.undone,
        }  # fmt: skip
        self.cypher.rows("MERGE (j:Judgement {id: $values.id}) SET j = $values", values=values)
        if kind_of(judgement.subject) == "account":
            self.settle_accounts([judgement.subject], quiet=True)
        else:
            self.settle_terms([judgement.subject])
        self.touch([judgement.subject], Aspect.IDENTITY)

    def _settle(self, kind: EdgeKind, keys: Collection[Key] | None, starts: set[Key]) -> None:
        """Let judgements and suggestions decide again for all that a derivation may have touched."""
        chosen = starts.union(keys or ())
        if keys is None:
            where = f"n.state <> {GONE} OR EXISTS {{ (n)-[:{kind}]->() }}"
            rows = self.cypher.rows(f"MATCH (n:{label(_SUBJECTS[kind])}) WHERE {where} RETURN n.key")
            chosen.update(key for (key,) in rows)
        for batch in _in_batches(sorted(chosen)):
            if kind is EdgeKind.IS:
                self.settle_accounts(batch)
            else:
                self.settle_terms(batch)

    def settle_accounts(self, keys: Collection[Key], quiet: bool = False) -> None:
        """Whose are these accounts now? A change of each that went to someone else, unless `quiet`."""
        kept, decided = self._edges_of(keys, EdgeKind.IS, suggested(EdgeKind.IS)), self._judgements(keys)
        old = self._edges_of(keys, EdgeKind.IS, EdgeKind.IS.value)
        new = {key: [person_of(key, decided.get(key, []), kept.get(key, []))] for key in self._there(keys, LIVE)}
        changed = self._put_settled(EdgeKind.IS, old, new)
        if not quiet:
            self.touch(changed, Aspect.IDENTITY)

    def settle_terms(self, keys: Collection[Key]) -> None:
        """What do these terms label now?"""
        kept, decided = self._edges_of(keys, EdgeKind.LABELS, suggested(EdgeKind.LABELS)), self._judgements(keys)
        old = self._edges_of(keys, EdgeKind.LABELS, EdgeKind.LABELS.value)
        new = {key: topics_of(key, decided.get(key, []), kept.get(key, [])) for key in self._there(keys)}
        self._put_settled(EdgeKind.LABELS, old, new)

    def _put_settled(self, kind: EdgeKind, old: dict[Key, list[Edge]], new: dict[Key, list[Edge]]) -> list[Key]:
        changed = [key for key, edges in new.items() if old.get(key, []) != edges]
        replaced = [key for key in changed if key in old]
        self.cypher.each(f"UNWIND $rows AS key {at()} MATCH (n)-[e:{kind}]->() DELETE e", replaced)
        self.link([edge for key in changed for edge in new[key]], kind.value)
        return changed

    def _there(self, keys: Collection[Key], state: int | None = None) -> list[Key]:
        where = "" if state is None else f"WHERE n.state = {state}"
        rows = self.cypher.each(f"UNWIND $rows AS key {at()} {where} RETURN key", list(keys))
        return [key for (key,) in rows]

    def _edges_of(self, keys: Collection[Key], kind: EdgeKind, type_: str) -> dict[Key, list[Edge]]:
        rows = self.cypher.each(
            f"UNWIND $rows AS key {at('s')} MATCH (s)-[e:{type_}]->(t) "
            f"RETURN '{kind}', {values_of((kind,))} ORDER BY s.key, t.key",
            list(keys),
        )
        found: dict[Key, list[Edge]] = {}
        for row in rows:
            found.setdefault(row[1], []).append(row_edge(row))
        return found

    def _judgements(self, keys: Collection[Key]) -> dict[Key, list[Judgement]]:
        rows = self.cypher.each(
            "UNWIND $rows AS key MATCH (j:Judgement {subject: key}) "
            "RETURN j.id, j.subject, j.object, j.verdict, j.by, j.at, j.reason, j.undone",
            list(keys),
        )
        found: dict[Key, list[Judgement]] = {}
        for row in rows:
            found.setdefault(row[1], []).append(row_judgement(row))
        return found


def _in_batches(some: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(some)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def stored_props(node: Node, props: Props) -> Props:
    """Which properties are stored of a node: all in `props`, and each by itself for people who explore?"""
    stored: Props = dict.fromkeys(NODES[kind_of(node.key)].properties)
    for name, value in props.items():
        stored[name] = value if type(value) is str else _shown(value)
    stored["props"] = pack(props).decode()
    return stored


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return list(value) or None
    if isinstance(value, dict):
        return [*value.values()] or None
    return value
