"""What one viewer may read from Neo4j, with as many statements for ten thousand keys as for one.

Neo4j reads what is committed when each statement runs: within one view the viewer's rules stay what they were, but a
statement may see what was committed after the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, Literal

from graph.content import unpack_extraction
from graph.facts import EVERYONE, NOBODY, Edge, EdgeKind, Extraction, Judgement, Key, Node, Person, anchor_key
from graph.facts import kind_of as kind_of_key
from graph.neo4j.edges import JUDGEMENT, row_edge, values_of
from graph.neo4j.inheritance import COUNTS
from graph.neo4j.recall import EdgesByKey, Nodes, Recall, Recalled
from graph.neo4j.schema import LIVE, at, label, newest_of, types
from graph.neo4j.server import Cypher, Row, Server
from graph.neo4j.visible import edge_visible, node_visible
from graph.paging import filed
from graph.rows import by_ends, by_time, row_judgement, row_node
from graph.schema import EDGES, NODES, Aspect
from graph.store import Direction, Filed, Touched, Viewer

NODE = f"n.key, coalesce(n.shown, n.props), n.rule, {COUNTS}, n.source, n.text_hash, n.version"
KEPT_AT_ONCE = 500
"""Keys of which the edges are kept when they are read in one call; who reads more reads all of something once."""


class Neo4jView:
    """A View: each read is one journey to the server; names, rules and edges that did not change need none."""

    def __init__(self, viewer: Viewer, server: Server, recall: Recall, recent: bool = False) -> None:
        self.viewer = viewer
        self._recent = recent
        self._server = server
        self._recall = recall
        self._open: ExitStack | None = None
        self._cypher: Cypher | None = None
        self._readable: list[Key] = []
        self._known: Nodes | None = None
        self._kept: Recalled | None = None

    def __enter__(self) -> Neo4jView:
        if self._open is not None:
            raise RuntimeError("this view is open already")
        if not self.viewer.system:
            kept = self._recall.now(self._recent)
            self._readable = self._rules(kept)
            self._known, self._kept = kept.nodes_by(self._readable) if kept else None, kept
        self._open = ExitStack()
        return self

    def __exit__(self, *exc: Any) -> None:
        opened, self._open, self._cypher = self._open, None, None
        if opened is not None:  # it must hear of an error: a transaction that failed cannot be rolled back once more
            with self._server.translated():
                opened.__exit__(*exc)

    def _rules(self, kept: Recalled | None) -> list[Key]:
        principals = tuple(sorted(self.viewer.principals))
        known = kept.rules.get(principals) if kept else None
        if known is None:
            known = self._read_rules(principals)
            if kept:
                kept.rules[principals] = known
        return known

    def _read_rules(self, principals: tuple[str, ...]) -> list[Key]:
        rows = self._server.read(
            f"MATCH (x:Reader) WHERE x.principal IN $principals {at('n', 'x.rule')} "
            f"WHERE n.state = {LIVE} AND n.key <> $nobody RETURN DISTINCT n.key",
            principals=principals,
            nobody=NOBODY,
        )
        everyone = {EVERYONE} if "everyone" in principals else set()
        return sorted(everyone.union(key for (key,) in rows))

    def cypher(self) -> Cypher:
        """The transaction in which this view streams what is too much for one answer, begun when it is asked for."""
        stack = self._opened()
        if self._cypher is None:
            with self._server.translated():
                self._cypher = stack.enter_context(self._server.transaction(write=False))
        return self._cypher

    def _opened(self) -> ExitStack:
        if self._open is None:
            raise RuntimeError("a view is used as a context manager")
        return self._open

    def _rows(self, text: str, **values: object) -> list[Row]:
        self._opened()
        return self._server.read(text, readable=self._readable, viewer=self.viewer.person, **values)

    def _stream(self, text: str, **values: object) -> Iterator[Row]:
        with self._server.translated():
            yield from self.cypher().stream(text, readable=self._readable, viewer=self.viewer.person, **values)

    def _visible(self, kinds: tuple[str, ...], n: str = "n") -> str:
        return node_visible(kinds, n, self.viewer.system)

    # --- nodes ------------------------------------------------------------------------------------------------------

    def rules(self) -> frozenset[Key]:
        """The rules by which this viewer may read."""
        if self.viewer.system:
            return frozenset((EVERYONE, NOBODY, *(key for (key,) in self._rows("MATCH (n:Rule) RETURN n.key"))))
        return frozenset(self._readable)

    def touched(self, after: int) -> list[Touched]:
        """The documents of which content or rights changed after this seq, and whether they may be read now."""
        kept = self._kept
        if kept is None:
            return self._read_touched(after)
        if kept.newest <= after:
            return []
        asked = (after, tuple(self._readable))
        if asked not in kept.touched:
            kept.touched[asked] = self._read_touched(after)
        return kept.touched[asked]

    def _read_touched(self, after: int) -> list[Touched]:
        """The same from the server: one journey where nothing changed since, as mostly."""
        newest = newest_of(Aspect.CONTENT)
        if self._rows(f"MATCH (s:Lock {{name: 'seq'}}) RETURN coalesce(s.{newest}, 0)")[0][0] <= after:
            return []

        def once() -> list[Row]:
            # As for changes: a commit becomes visible bit by bit, and who has the lock on the seq sees all of it.
            with self._server.session(write=True) as session, session.begin_transaction() as transaction:
                cypher = Cypher(transaction)
                cypher.rows("MATCH (s:Lock {name: 'seq'}) SET s.held = true")
                return cypher.rows(
                    "MATCH (n:Node) USING INDEX n:Node(seq) WHERE n.seq > $after AND (n:Document OR n:Group) "
                    f"RETURN n.seq, n.key, {self._visible(('document', 'group'))} ORDER BY n.seq",
                    after=after, readable=self._readable, viewer=self.viewer.person,
                )  # fmt: skip

        return [Touched(seq, key, bool(readable)) for seq, key, readable in self._server.again(once)]

    def get(self, keys: Collection[Key]) -> dict[Key, Node]:
        """These nodes, as far as they may be read."""
        known, wanted = self._known, set(keys)
        if known is None:
            return self._read_nodes(wanted)
        found = {key: known[key] for key in wanted if key in known}
        missing = wanted - found.keys()
        if missing:
            read = self._read_nodes(missing)
            known.update((key, read.get(key)) for key in missing)
            found.update(read)
        return {key: node for key, node in found.items() if node is not None}

    def _read_nodes(self, keys: set[Key]) -> dict[Key, Node]:
        kinds = tuple(kind for kind in NODES if kind in {kind_of_key(key) for key in keys})
        if not kinds:
            return {}
        rows = self._rows(
            f"UNWIND $keys AS key {at()} WHERE {self._visible(kinds)} RETURN {NODE}",
            keys=sorted(keys),
        )
        return {node.key: node for node in self._nodes(rows)}

    def texts(self, keys: Collection[Key]) -> dict[Key, str]:
        """The plain text of these documents."""
        if not keys:
            return {}
        rows = self._rows(
            f"UNWIND $keys AS key {at()} "
            f"WHERE n:Document AND {self._visible(('document',))} RETURN n.key, coalesce(n.text, '')",
            keys=sorted(set(keys)),
        )
        return dict(rows)

    def nodes(self, kind: str, after: Key | None = None, limit: int = 1000, source: str | None = None) -> list[Node]:
        """The nodes of this kind after this key, in key order."""
        prefix = f"{kind}:"
        rows = self._rows(
            "MATCH (n:Node) WHERE n.key > $after AND n.key < $end AND ($source IS NULL OR n.source = $source) "
            f"AND {self._visible((kind,))} RETURN {NODE} ORDER BY n.key LIMIT $limit",
            after=max(after or prefix, prefix), end=f"{kind};", source=source, limit=limit,
        )  # fmt: skip
        return self._nodes(rows)

    def _nodes(self, rows: list[Row]) -> list[Node]:
        names = self._person_names([row[0] for row in rows if kind_of_key(row[0]) == "person"])
        return [
            Person(row[0], anchor_key(row[0]), names.get(row[0], ""))
            if kind_of_key(row[0]) == "person"
            else row_node(row)
            for row in rows
        ]

    def _person_names(self, keys: list[Key]) -> dict[Key, str]:
        """The names of these people: that of their anchor, or of the first other account when that one is hidden."""
        if not keys:
            return {}
        visible = self._visible(("account",), "a")
        rows = self._rows(
            f"UNWIND $keys AS key {at()} MATCH (n)<-[:IS]-(a:Account) "
            f"WHERE {visible} RETURN key, a.key AS account, a.name AS name UNION ALL "
            f"UNWIND $anchors AS pair {at('a', 'pair[1]')} WHERE {visible} "
            "RETURN pair[0] AS key, '' AS account, a.name AS name",
            keys=keys,
            anchors=[[key, anchor_key(key)] for key in keys],
        )
        return {key: name for key, _, name in sorted(rows, key=lambda row: row[1], reverse=True)}

    def count(self, kind: str, source: str | None = None) -> int:
        """The number of nodes of this kind that may be read."""
        rows = self._rows(
            f"MATCH (n:{label(kind)}) WHERE ($source IS NULL OR n.source = $source) AND {self._visible((kind,))} "
            "RETURN count(n)",
            source=source,
        )
        return int(rows[0][0])

    def filed(self, after: Key | None = None, limit: int = 1000) -> list[Filed]:
        """The documents after this key, in key order, each whole."""
        return filed(self, after, limit)

    # --- edges ------------------------------------------------------------------------------------------------------

    def edges(
        self,
        kinds: Collection[EdgeKind],
        keys: Collection[Key],
        direction: Direction = "out",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Edge]:
        """The edges of these kinds that start or end at these keys: at most `limit`, by time or by their ends."""
        asked, wanted = tuple(kind for kind in EDGES if kind in kinds), set(keys)
        if not (asked and wanted):
            return []
        if limit is None and len(wanted) <= KEPT_AT_ONCE:
            read = partial(self._edges_by_key, asked, direction)
            found = self._recalled_edges(asked, direction, wanted, read)
        else:
            found = self._read_edges(asked, wanted, direction, limit, newest_first)
        return sorted(found, key=by_time if newest_first else by_ends)[:limit]

    def _read_edges(
        self,
        kinds: tuple[EdgeKind, ...],
        keys: set[Key],
        direction: Direction,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Edge]:
        order = "e.at IS NULL, e.at DESC, s.key, t.key" if newest_first else "s.key, t.key"
        # An edge that both ends state is two relationships: twice the limit is enough for either.
        cut = "" if limit is None else f"LIMIT {2 * int(limit)}"
        sides = ("s", "t") if direction == "both" else ("s",) if direction == "out" else ("t",)
        parts = [
            f"UNWIND $keys AS key {at(side)} MATCH (s)-[e:{types(group)}]->(t) "
            f"WHERE {condition} RETURN type(e), {values_of(group)} "
            f"ORDER BY {order}, type(e), coalesce(e.by_end, false) DESC, coalesce(e.topic, '') {cut}"
            for side in sides
            for condition, group in _alike(kinds, self.viewer.system)
        ]
        rows = self._rows(" UNION ALL ".join(parts), keys=sorted(keys))
        return list({edge.identity(): edge for edge in map(row_edge, rows)}.values())

    def _edges_by_key(self, kinds: tuple[EdgeKind, ...], direction: Direction, keys: set[Key]) -> EdgesByKey:
        found: EdgesByKey = {key: [] for key in keys}
        for edge in self._read_edges(kinds, keys, direction):
            ends = {edge.start} if direction == "out" else {edge.end} if direction == "in" else {edge.start, edge.end}
            for key in ends & keys:
                found[key].append(edge)
        return found

    def _recalled_edges(
        self,
        kinds: tuple[EdgeKind, ...],
        way: Direction | Literal["above"],
        keys: set[Key],
        read: Callable[[set[Key]], EdgesByKey],
    ) -> Iterable[Edge]:
        """The edges of these keys: those that are kept, and the others from the server."""
        if self._kept is None:
            by_key = read(keys)
        else:
            by_key = self._kept.edges_by(self._readable, self.viewer.person, kinds, way)
            missing = keys - by_key.keys()
            if missing:
                self._kept.keep_edges(by_key, read(missing))
        return {edge.identity(): edge for key in sorted(keys) for edge in by_key[key]}.values()

    def above(self, keys: Collection[Key]) -> list[Edge]:
        """The PART_OF edges that lead up from these groups and locations, all the way."""
        if not keys:
            return []
        return sorted(self._recalled_edges((EdgeKind.PART_OF,), "above", set(keys), self._read_above), key=by_ends)

    def _read_above(self, keys: set[Key]) -> EdgesByKey:
        rows = self._rows(
            f"UNWIND $keys AS key {at()} MATCH (n)-[:{EdgeKind.PART_OF}*0..]->(s) WITH DISTINCT key, s "
            f"MATCH (s)-[e:{EdgeKind.PART_OF}]->(t) WHERE {edge_visible(EdgeKind.PART_OF, self.viewer.system)} "
            f"RETURN key, type(e), {values_of((EdgeKind.PART_OF,))}",
            keys=sorted(keys),
        )
        found: EdgesByKey = {key: [] for key in keys}
        for key, *row in rows:
            found[key].append(row_edge(tuple(row)))
        return found

    def all_edges(self, kind: EdgeKind) -> Iterator[Edge]:
        """All edges of one kind, streamed."""
        # Only what both ends state needs an order: there the end's word stands behind the start's.
        both = EDGES[kind].owner == "either"
        order = "ORDER BY s.key, t.key, coalesce(e.by_end, false)" if both else ""
        last: Edge | None = None
        visible = edge_visible(kind, self.viewer.system)
        told = f"RETURN '{kind}', {values_of((kind,))} {order}"
        for row in self._stream(f"MATCH (s)-[e:{kind}]->(t) WHERE {visible} {told}"):
            edge = row_edge(row)
            if not both or last is None or (last.start, last.end) != (edge.start, edge.end):
                yield edge
            last = edge

    # --- what was found and decided -----------------------------------------------------------------------------------

    def extractions(self, keys: Collection[Key] | None = None) -> Iterator[Extraction]:
        """What extraction found in these documents, streamed in key order."""
        origin = "MATCH (n:Node) WHERE n.key > 'document:' AND n.key < 'document;'"
        if keys is not None:
            origin = f"UNWIND $keys AS key {at()} WHERE n:Document"
        for row in self._stream(
            f"{origin} AND n.extraction IS NOT NULL AND {self._visible(('document',))} "
            "RETURN n.key, n.text_hash, n.extraction_version, n.extraction ORDER BY n.key",
            keys=sorted(set(keys or ())),
        ):
            yield unpack_extraction(row[0], row[1] or "", row[2], row[3].encode())

    def judgements(self, subjects: Collection[Key] | None = None) -> list[Judgement]:
        """The judgements about these accounts, terms or topics, oldest first."""
        visible = "true"
        if not self.viewer.system:
            ends = (("account", "term", "topic"), "s"), (("person", "topic"), "t")
            visible = " AND ".join(self._visible(kinds, end) for kinds, end in ends)
        which = "MATCH (j:Judgement)"
        if subjects is not None:
            which = "UNWIND $subjects AS subject MATCH (j:Judgement {subject: subject})"
        rows = self._rows(
            f"{which} {at('s', 'j.subject')} {at('t', 'j.object')} WHERE {visible} "
            f"RETURN {JUDGEMENT} ORDER BY j.at, j.id",
            subjects=sorted(set(subjects or ())),
        )
        return [row_judgement(row) for row in rows]


def _alike(kinds: Collection[EdgeKind], system: bool) -> Iterator[tuple[str, list[EdgeKind]]]:
    """The kinds that share one condition, so that one statement reads them all."""
    groups: dict[str, list[EdgeKind]] = {}
    for kind in EDGES:
        if kind in kinds:
            groups.setdefault(edge_visible(kind, system), []).append(kind)
    yield from groups.items()
