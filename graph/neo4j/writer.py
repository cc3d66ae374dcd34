"""One transaction that writes to Neo4j. Puts wait in a buffer and go out in bulk; all else is written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.content import Props, Ready, pack, unpack, without_accounts
from graph.fact_writer import FactWriter
from graph.facts import (
    Account,
    Cursor,
    Document,
    Edge,
    EdgeKind,
    Group,
    Json,
    Key,
    Problem,
    Rule,
    Term,
    kind_of,
    person_key,
)
from graph.forms import Form
from graph.inheritance import container_of, unstated_rule
from graph.judgements import person_of
from graph.neo4j.authored import Neo4jAuthoring
from graph.neo4j.creation import JOINED, Joined, Row, edge_row, edge_statement, node_row, node_statement, other_end
from graph.neo4j.credits import Neo4jCredits
from graph.neo4j.derive import stored_props
from graph.neo4j.inheritance import Neo4jInheritance
from graph.neo4j.schema import GONE, LIVE, at, suggested, types
from graph.neo4j.server import Cypher
from graph.schema import ACTS, EDGES, JUDGED, State, of_state, stated_at_end, stated_by
from graph.store import Outcome, RunState
from graph.suppression import Entry, Suppression

_OPEN = {"location", "source"}
_FULL = 1_000
_CACHED = 200_000
_PROBLEM_TEXTS = 1_000
_HANGING = ("group", "document")
"""The kinds whose new nodes are made after all others, in this order, with the edges that lead to those."""
_SEAL = "MATCH (n:Lock {name: 'writing'}) SET n.stamp = $stamp WITH n MATCH (s:Lock {name: 'seq'}) SET s += $newest"
_MARK = (
    "MATCH (r:Run {id: $run}) SET r.source = $source, r.state = $state, r.counts = coalesce($counts, r.counts) "
    "FOREACH (cursor IN $cursors | MERGE (c:Cursor {source: $source}) SET c.cursor = cursor)"
)
_KEEP = f"UNWIND $rows AS key {at()} WHERE n.state = {LIVE} AND NOT n.derived SET n.run = $run"
_DERIVED = of_state(State.DERIVED)
_SUGGESTED = "|".join(suggested(kind) for kind in JUDGED)


@dataclass(slots=True)
class Known:
    """What is stored of a node, as far as a put must know it. `named`: it is there, if only as what others point to."""

    live: bool
    hash: str | None = None
    run: str | None = None
    version: str | None = None
    props: str = ""
    credits: str | None = None
    rule: Key | None = None
    named: bool = True


ABSENT, NAMED_ALONE = Known(False, named=False), Known(False)


class Neo4jWriter(Neo4jAuthoring, FactWriter):
    """One transaction, which has the store's lock. `known` is kept by the store while nobody else writes."""

    def __init__(self, cypher: Cypher, seq: int, known: dict[Key, Known], suppression: Suppression) -> None:
        super().__init__(cypher, seq)
        self.suppression = suppression
        self.beside_graph = False
        self._credits = Neo4jCredits(cypher, self.touch)
        self._known = known
        self._nodes: dict[Key, Props] = {}
        self._replaced: set[Key] = set()
        self._absent: set[Key] = set()
        self._edges: dict[EdgeKind, list[Row]] = defaultdict(list)
        self._joined: dict[Key, Joined] = {}
        self._awaited: set[Key] = set()
        self._named: set[Key] = set()
        self._seen: dict[Key, list[Any]] = {}
        self._credited: dict[Key, list[Any]] = {}
        self._readers: dict[Key, list[str]] = {}
        self._fresh_accounts: list[Key] = []
        self._problems: dict[tuple[str, str], list[Problem]] = defaultdict(list)
        self._mark: dict[str, Any] | None = None
        self._nesting = Neo4jInheritance(cypher, self.touch, self._credits.reopen)
        self._groups: list[Key] = []
        self._kept: dict[str, set[Key]] = defaultdict(set)
        self._containers: dict[Key, str] = {}

    # --- facts ------------------------------------------------------------------------------------------------------

    def expect(self, keys: Iterable[Key]) -> None:
        """These keys will be put: look up at once what is known of them, and of the persons that accounts may be."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._known]
        missing += [person_key(key) for key in missing if kind_of(key) == "account"]
        if not missing:
            return
        if len(self._known) + len(missing) > _CACHED:
            self.flush()
            self._known.clear()
        self._known.update(dict.fromkeys(missing, ABSENT))
        rows = self.cypher.each(
            f"UNWIND $rows AS key {at()} RETURN key, n.state = {LIVE} AND NOT n.derived, "
            "n.hash, n.run, n.version, CASE WHEN n:Term THEN n.props ELSE '' END, n.credits, n.rule",
            missing,
        )
        self._known.update((row[0], Known(*row[1:]) if row[1] else NAMED_ALONE) for row in rows)

    def name(self, keys: Iterable[Key]) -> None:
        """Make nodes without content for those of these keys that have none."""
        named = set(keys)
        super().name(named)
        self._known.update((key, NAMED_ALONE) for key in named if not self._known.get(key, NAMED_ALONE).named)

    def forget_known(self) -> None:
        """Nodes were written other than by a put: what was known of them counts no more."""
        self._known.clear()

    def _put(self, made: Ready, run: str) -> Outcome:
        node, props, hashed = made.node, made.props, made.hashed.hex()
        credits = made.credits.decode() if made.credits else None
        version = getattr(node, "version", None)
        self.expect((node.key,))
        known = self._known[node.key]
        if known.live:
            if known.run != run or known.version != version:
                self._seen[node.key] = [node.key, run, version]
                known.run, known.version = run, version
            if known.hash == hashed or (isinstance(node, Term) and known.props <= pack(props).decode()):
                if known.credits != credits:
                    self._credits.move(known.credits, known.rule, -1)
                    self._credits.move(credits, known.rule, 1)
                    self._credited[node.key] = [node.key, credits]
                    known.credits = credits
                return Outcome.SAME
            self._credits.move(known.credits, known.rule, -1)
        self._write(made, hashed, run, known)
        kept = pack(props).decode() if isinstance(node, Term) else ""
        rule = container_of(node, made.edges) or getattr(node, "rule", None)
        self._credits.move(credits, rule, 1)
        self._known[node.key] = Known(True, hashed, run, version, kept, credits, rule)
        if len(self._nodes) >= _FULL:
            self.flush()
        return Outcome.CHANGED if known.live else Outcome.NEW

    def _write(self, made: Ready, hashed: str, run: str, known: Known) -> None:
        """Put the node and its edges into the buffer. ValueError when it may not state one of them."""
        node = made.node
        if node.key in self._nodes:
            self.flush()
        rows = [(edge, stated_at_end(edge, node.key)) for edge in made.edges]
        kind = kind_of(node.key)
        shown = kind in _OPEN or (isinstance(node, Account) and node.anchor)
        row = {
            **stored_props(node, made.props), "key": node.key, "state": LIVE, "derived": False, "open": shown or None,
            "rule": getattr(node, "rule", None), "source": getattr(node, "source", None), "hash": hashed, "run": run,
            "version": getattr(node, "version", None), "seq": self.next_seq(),
        }  # fmt: skip
        if isinstance(node, Document):
            row.update(text=node.text, text_hash=made.text_hash)
            row["credits"] = made.credits.decode() if made.credits else None
        if isinstance(node, Account):
            self._credits.tell(node.key)
        if isinstance(node, Rule):
            self._readers[node.key] = sorted(set(node.principals))
        self._note_rule(made, row)
        self._nodes[node.key] = row
        if not known.named:
            self._absent.add(node.key)
        if known.live:
            self._replaced.add(node.key)
        elif isinstance(node, Account) and known.named:
            self._fresh_accounts.append(node.key)
        elif isinstance(node, Account):
            # Nobody pointed to it before: there is no judgement and no suggestion to ask.
            self._join(node.key, person_of(node.key, [], []))
        for edge, by_end in rows:
            if not known.named and self._may_join(node.key, kind, edge):
                self._join(node.key, edge)
                self._named.add(other_end(edge, node.key))
            else:
                self._state(edge, by_end and EDGES[edge.kind].owner == "either")

    def _note_rule(self, made: Ready, row: Props) -> None:
        """Write down what a group states, and of a document that states no rule its container."""
        node = made.node
        if not isinstance(node, Document | Group):
            return
        self._named.add(node.rule)
        if isinstance(node, Group):
            row["stated"] = row.pop("rule")
            self._groups.append(node.key)
        elif container := container_of(node, made.edges):
            row["rule"] = container
            self._containers[container] = node.source

    def _state(self, edge: Edge, by_end: bool = False) -> None:
        """Put an edge into the buffer."""
        self._edges[edge.kind].append(edge_row(edge, by_end))
        self._named.update((edge.start, edge.end))

    def _may_join(self, key: Key, kind: str, edge: Edge) -> bool:
        """Whether this edge can be made in one statement with its new node: what it hangs on must be there before."""
        if edge.kind not in JOINED.get(kind, ()) or edge.kind in self._joined.get(key, ()):
            return False
        return kind != "group" or not (key in self._awaited or edge.end == key or edge.end in self._joined)

    def _join(self, key: Key, edge: Edge) -> None:
        """Put an edge into the buffer that is made together with the new node of this key."""
        self._joined.setdefault(key, {})[edge.kind] = edge
        if edge.kind is EdgeKind.PART_OF:
            self._awaited.add(edge.end)

    def _refuse(self, account: Account) -> None:
        """Take nothing in of somebody who asked to be forgotten; what came before their address was known goes too."""
        self.flush()
        self.suppress([self.suppression.entry(Form("account", account.key))])
        self.name((account.key,))
        acted = f"{at('n', '$key')} MATCH (n)-[:{types(ACTS)}]->(d) RETURN DISTINCT d.key"
        self.uncredit([key for (key,) in self.cypher.rows(acted, key=account.key)], [account.key])
        self.drop((account.key,))
        self.cypher.rows(f"{at('n', '$key')} MATCH (n)-[e]-() DELETE e", key=account.key)

    def uncredit(self, documents: Collection[Key], accounts: Collection[Key]) -> None:
        """Let these documents show nothing of these accounts."""
        text = f"UNWIND $rows AS key {at()} WHERE n.credits IS NOT NULL RETURN key, n.credits, n.rule"
        rows = []
        for key, packed, rule in self.cypher.each(text, sorted(documents)):
            left = without_accounts(packed, accounts)
            if left != packed.encode():
                self._credits.move(packed, rule, -1)
                self._credits.move(left, rule, 1)
                rows.append([key, left.decode() if left else None])
        self.cypher.each(f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.credits = row[1]", rows)
        self.forget_known()

    def suppress(self, entries: Iterable[Entry]) -> None:
        """Keep these suppressed forms."""
        rows = [[each.form.hex(), each.kind, each.words, each.first.hex() if each.first else None] for each in entries]
        self.cypher.each(
            "UNWIND $rows AS row MERGE (n:Suppressed {form: row[0]}) "
            "ON CREATE SET n.kind = row[1], n.words = row[2], n.first = row[3]",
            rows,
        )
        self.cypher.rows("MATCH (n:Lock {name: 'writing'}) SET n.forms = n.forms + 1")

    # --- the buffer ---------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what waits: nodes, those that hang on others after these, what they state, and what follows from it."""
        named, self._named = self._named, set()
        edges, self._edges = self._edges, defaultdict(list)
        later = self._flush_nodes()
        self.expect(key for key in named if kind_of(key) == "rule")  # the same few each time
        named.difference_update(row["key"] for rows in later.values() for row in rows)
        self.name(key for key in named if not self._known.get(key, ABSENT).named)
        for kind in _HANGING:
            self._create(kind, later[kind])
        self._joined.clear()
        self._awaited.clear()
        for each, some in edges.items():
            self.cypher.each(edge_statement(each, each.value), some)
        self._settle_groups()
        seen, self._seen = list(self._seen.values()), {}
        self.cypher.each(f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.run = row[1], n.version = row[2]", seen)
        credited, self._credited = list(self._credited.values()), {}
        self.cypher.each(f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.credits = row[1]", credited)
        kept, self._kept = self._kept, defaultdict(set)
        for run, keys in kept.items():
            self._keep_above(keys, run)
        accounts, self._fresh_accounts = self._fresh_accounts, []
        if accounts:
            self.settle_accounts(accounts, quiet=True)
        problems = dict(self._problems)
        self._problems.clear()
        for (source, run), told in problems.items():
            self._flush_problems(source, run, told)

    def _settle_groups(self) -> None:
        """Work out which rule counts for the groups that were written, and in containers that no record tells of."""
        containers, self._containers = self._containers, {}
        self.expect(containers)
        self._nesting.point({key: source for key, source in containers.items() if not self._known[key].live})
        groups, self._groups = self._groups, []
        if groups:
            self._nesting.settle(groups)

    def _flush_nodes(self) -> dict[str, list[Props]]:
        """Write the nodes that wait; the new ones that must be made later, with the edges that they hang on."""
        nodes, self._nodes = self._nodes, {}
        replaced, self._replaced = self._replaced, set()
        absent, self._absent = self._absent, set()
        by_kind: dict[str, list[Props]] = defaultdict(list)
        later: dict[str, list[Props]] = {kind: [] for kind in _HANGING}
        for key, row in nodes.items():
            kind = kind_of(key)
            hangs = kind in _HANGING and key in absent and key in self._joined
            (later if hangs else by_kind)[kind].append(row)
        for kind, rows in by_kind.items():
            self._unstate([row["key"] for row in rows if row["key"] in replaced], kind)
            if kind == "document":
                changed = f"UNWIND $rows AS row {at('n', 'row[0]')} WHERE n.text_hash <> row[1]"
                keys = [[row["key"], row["text_hash"]] for row in rows if row["key"] in replaced]
                self.cypher.each(f"{changed} REMOVE n.extraction, n.extraction_version", keys)
            self._create(kind, [row for row in rows if row["key"] in absent])
            rest = [row for row in rows if row["key"] not in absent]
            self.cypher.each(f"UNWIND $rows AS row {at('n', 'row.key')} SET n += row", rest)
        readers, self._readers = self._readers, {}
        self._credits.reopen(readers)
        self._forget_readers(list(readers))
        pairs = [[principal, key] for key, principals in readers.items() for principal in principals]
        self.cypher.each("UNWIND $rows AS row CREATE (:Reader {principal: row[0], rule: row[1]})", pairs)
        return later

    def _create(self, kind: str, rows: list[Props]) -> None:
        """Make nodes that nobody pointed to, with the edges that join them: a statement for each set of these."""
        shapes: dict[tuple[tuple[EdgeKind, ...], bool], list[Row]] = defaultdict(list)
        persons: list[Key] = []
        for row in rows:
            joined = self._joined.get(row["key"], {})
            shape = tuple(each for each in JOINED.get(kind, ()) if each in joined)
            own = [edge.end for edge in joined.values() if edge.kind is EdgeKind.IS]
            alone = any(not self._known.get(person, NAMED_ALONE).named for person in own)
            shapes[shape, alone].append(node_row(kind, row, shape, joined))
            persons += own
        for (shape, alone), some in shapes.items():
            self.cypher.each(node_statement(kind, shape, alone), some)
        self._known.update(dict.fromkeys(persons, NAMED_ALONE))

    def _forget_readers(self, keys: list[Key]) -> None:
        self.cypher.each("UNWIND $rows AS key MATCH (x:Reader {rule: key}) DELETE x", keys)

    def _unstate(self, keys: list[Key], kind: str) -> None:
        """Remove every edge that these nodes, of one kind, state."""
        starts, ends = stated_by(kind)
        for pattern, kinds, at_end in (("-[e:{}]->()", starts, False), ("<-[e:{}]-()", ends, True)):
            either = [each for each in kinds if EDGES[each].owner == "either"]
            for some, where in (
                ([each for each in kinds if each not in either], ""),
                (either, f"WHERE coalesce(e.by_end, false) = {str(at_end).lower()}"),
            ):
                if some and keys:
                    match = f"{at()} MATCH (n){pattern.format(types(some))}"
                    self.cypher.each(f"UNWIND $rows AS key {match} {where} DELETE e", keys)

    # --- seen and gone ------------------------------------------------------------------------------------------------

    def keep(self, keys: Collection[Key], run: str, below: bool = True) -> int:
        """Mark nodes as seen in `run` without reading them; with `below` a group keeps all that is in and below it."""
        nested = {key for key in keys if below and kind_of(key) == "group"}
        if not nested:
            return self._keep_these(set(keys), run)
        self.flush()
        self.forget_known()
        fresh = sorted(nested)
        while fresh:
            rows = self.cypher.each(
                f"UNWIND $rows AS key {at()} MATCH (n)<-[:PART_OF]-(b) RETURN DISTINCT b.key", fresh
            )
            fresh = sorted({key for (key,) in rows} - nested)
            nested.update(fresh)
        inside = self.cypher.each(
            f"UNWIND $rows AS key {at()} MATCH (n)<-[:IN]-(d) RETURN DISTINCT d.key", sorted(nested)
        )
        kept = sorted(nested.union(keys, (key for (key,) in inside)))
        self._keep_above(kept, run)
        return len(self.cypher.each(f"{_KEEP} RETURN 1", kept, run=run))

    def _keep_these(self, keys: set[Key], run: str) -> int:
        """The same where nothing is below: it waits in the buffer with what was put."""
        self.expect(keys)
        live = [(key, self._known[key]) for key in keys if self._known[key].live]
        for key, known in live:
            if known.run != run:
                self._seen[key] = [key, run, known.version]
                known.run = run
            if kind_of(key) in _HANGING:
                self._kept[run].add(key)
        if len(self._seen) >= _FULL:
            self.flush()
        return len(live)

    def _keep_above(self, keys: Collection[Key], run: str) -> None:
        """See the rules and containers of these nodes, and all that those are in."""
        seen, fresh = set[Key](), sorted(keys)
        while fresh:
            rows = self.cypher.each(
                f"UNWIND $rows AS key {at()} WHERE n.state = {LIVE} OPTIONAL MATCH (n)-[:IN|PART_OF]->(o:Group) "
                "WITH DISTINCT n.rule AS rule, n.stated AS stated, o.key AS above RETURN rule, stated, above",
                fresh,
            )
            found = {each for row in rows for each in row if each} - seen
            seen |= found
            fresh = sorted(key for key in found if kind_of(key) == "group")
        self.cypher.each(_KEEP, sorted(seen), run=run)
        for key in seen:
            if key in self._known:
                self._known[key].run = run

    def drop(self, keys: Collection[Key]) -> int:
        """The source says that these are gone: remove them, their edges and what was derived from them."""
        self.expect(keys)
        if not any(self._known[key].named for key in keys):
            return 0
        self.flush()
        there = [key for key, _ in self._there(sorted(set(keys)), live=True)]
        self.bury(there)
        return len(there)

    def bury(self, keys: Iterable[Key], unlisted: bool = False) -> None:
        """Leave nothing of nodes but their keys, as tombstones. What others say about them stays theirs, unseen.

        `unlisted`: a complete listing has them no more, where their source might also say that they are gone.
        """
        self.forget_known()
        by_kind: dict[str, list[Key]] = defaultdict(list)
        for key in keys:
            by_kind[kind_of(key)].append(key)
        for kind, some in by_kind.items():
            self._unstate(some, kind)
            found = f"UNWIND $rows AS key {at()} MATCH (n)"
            self.cypher.each(f"{found}-[e:{types(_DERIVED)}]->() DELETE e", some)
            if kind != "document":
                self.cypher.each(f"{found}<-[e:{types(_DERIVED)}]-() DELETE e", some)
                self.cypher.each(f"{found}-[e:{_SUGGESTED}]-() DELETE e", some)
            if kind == "document":
                shown = self.cypher.each(f"{found} WHERE n.credits IS NOT NULL RETURN n.credits, n.rule", some)
                for packed, rule in shown:
                    self._credits.move(packed, rule, -1)
            if kind in ("rule", "group"):
                self._credits.reopen(some)
            self._forget_readers(some)
            rows = [{"key": key, "state": GONE, "derived": False, "seq": self.next_seq()} for key in some]
            if kind == "group" and unlisted:
                self._with_open_rule(rows)
            self.cypher.each(f"UNWIND $rows AS row {at('n', 'row.key')} SET n = row", rows)
            if kind == "group":
                self._nesting.settle(some)

    def _with_open_rule(self, rows: list[Props]) -> None:
        """Let what is in these groups be read as if they had never been there."""
        sources = self.cypher.each(f"UNWIND $rows AS key {at()} RETURN key, n.source", [row["key"] for row in rows])
        found: dict[Key, str] = dict(sources)
        for row in rows:
            row["rule"] = unstated_rule(found[row["key"]])

    # --- ledger -------------------------------------------------------------------------------------------------------

    def problem(self, source: str, run: str, problem: Problem) -> None:
        """Count and keep one Problem of a run (the first 1,000 with their text)."""
        self._problems[source, run].append(self.suppression.blank_problem(problem))

    def _flush_problems(self, source: str, run: str, some: list[Problem]) -> None:
        self.ensure_run(run)
        rows = self.cypher.rows(
            "MATCH (r:Run {id: $run}) WITH r, r.problems AS old SET r.problems = old + $count, "
            "r.source = CASE r.source WHEN '' THEN $source ELSE r.source END RETURN old",
            run=run, source=source, count=len(some),
        )  # fmt: skip
        old = int(rows[0][0])
        texts = [
            {
                "run": run, "number": old + number, "item": each.id, "message": each.message,
                "params": pack(dict(each.params)).decode(),
            }
            for number, each in enumerate(some, 1)
            if old + number <= _PROBLEM_TEXTS
        ]  # fmt: skip
        self.cypher.each("UNWIND $rows AS row CREATE (p:Problem) SET p = row", texts)

    def ensure_run(self, run: str) -> None:
        """Note this run if it is not noted yet: it gets the next number."""
        if not self.cypher.rows("MATCH (r:Run {id: $run}) RETURN 1", run=run):
            self.cypher.rows(
                "MATCH (n:Lock {name: 'writing'}) SET n.runs = n.runs + 1 CREATE (:Run {id: $run, number: n.runs, "
                "source: '', state: $state, started: 0, counts: '{}', problems: 0})",
                run=run, state=RunState.ENDED.value,
            )  # fmt: skip

    def mark(
        self, source: str, cursor: Cursor | None, run: str, state: RunState, counts: Mapping[str, int] | None = None
    ) -> None:
        """Write the cursor of a source (None leaves it) and the state of its run, in this transaction."""
        cursor = self.may_keep(cursor, state)
        if self._mark is not None and (self._mark["source"], self._mark["run"]) != (source, run):
            self.write_mark()
        before = self._mark or {"counts": None, "cursors": []}
        self._mark = {
            "source": source, "run": run, "state": state.value,
            "counts": pack(dict(counts)).decode() if counts else before["counts"],
            "cursors": before["cursors"] if cursor is None else [pack(dict(cursor)).decode()],
        }  # fmt: skip

    def write_mark(self) -> None:
        """Write the mark that waits, if one does."""
        mark, self._mark = self._mark, None
        if mark is not None and not self.cypher.rows(f"{_MARK} RETURN 1", **mark):
            self.ensure_run(mark["run"])
            self.cypher.rows(f"{_MARK} RETURN 1", **mark)

    def seal(self, stamp: int) -> None:
        """Write all that waits, and that this was a transaction: the last statement of it, with the mark of a run."""
        self.flush()
        self._credits.flush()
        mark, self._mark = self._mark, None
        text = _SEAL if mark is None else f"{_SEAL} WITH n {_MARK}"
        values = {"stamp": stamp, "newest": self.newest, **(mark or {})}
        if not self.cypher.rows(f"{text} RETURN n.forms", **values):  # all but the mark of a run that nobody noted
            self._mark = mark
            self.write_mark()

    def tell(self, run: str, told: bytes) -> None:
        """Keep, until this run ends, what it has told up to the cursor."""
        self.cypher.rows(
            "OPTIONAL MATCH (t:Told {run: $run}) WITH count(t) AS before "
            "CREATE (:Told {run: $run, number: before, ids: $told})",
            run=run, told=told,
        )  # fmt: skip

    def set_cursor(self, source: str, cursor: Json) -> None:
        """The cursor from which this source goes on."""
        text = "MERGE (c:Cursor {source: $source}) SET c.cursor = $cursor"
        self.cypher.rows(text, source=source, cursor=pack(self.suppression.blank_json(cursor)).decode())

    def kept(self, name: str) -> Json:
        """The value under this name; None when nothing is kept."""
        rows = self.cypher.rows("MATCH (k:Kept {name: $name}) RETURN k.value", name=name)
        value: Json = unpack(rows[0][0]) if rows else None
        return value

    def set_kept(self, name: str, value: Json) -> None:
        """Keep this value under this name; None forgets it."""
        if value is None:
            self.cypher.rows("MATCH (k:Kept {name: $name}) DELETE k", name=name)
        else:
            text = "MERGE (k:Kept {name: $name}) SET k.value = $value"
            self.cypher.rows(text, name=name, value=pack(value).decode())
