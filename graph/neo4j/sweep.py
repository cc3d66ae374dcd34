"""Which nodes of a source were not seen in a complete run, and so are gone? Swept in batches that can be resumed."""

from __future__ import annotations

from typing import Any

from graph.content import pack, unpack
from graph.facts import EdgeKind, Key, has_left
from graph.neo4j.schema import LIVE, at, types
from graph.neo4j.server import Cypher
from graph.neo4j.writer import Neo4jWriter
from graph.schema import ACTS

_PHASES = ("document", "group", "account", "location", "rule")
_SCAN = 5_000


def _free(pattern: str, extra: str = "") -> str:
    return f"NOT EXISTS {{ MATCH {pattern} WHERE o <> n AND o.state = {LIVE} {extra} }}"


_UNUSED = {
    "document": "true",
    "group": _free("(n)<-[:IN|PART_OF]-(o)")
    + " AND "
    + _free(f"(n)<-[e:{EdgeKind.MEMBER_OF}]-(o)", "AND NOT coalesce(e.by_end, false)"),
    "account": _free(f"(n)-[:{types(ACTS)}]->(o)")
    + " AND "
    + _free(f"(n)-[e:{EdgeKind.MEMBER_OF}]->(o)", "AND e.by_end"),
    "location": _free("(n)<-[:AT|PART_OF]-(o)"),
}
"""What something else that is there points to stays, seen or not: a listing says Same for a page, not its author."""


def unseen(cypher: Cypher, source: str, run: str) -> dict[str, tuple[int, int]]:
    """How many documents and people of this source were seen in this run, and how many are missing?"""
    started = _started(cypher, run)
    found: dict[str, tuple[int, int]] = {}
    for kind, which, here in (("document", "true", "true"), ("account", "n.open", "(n.left IS NULL OR n.left > $at)")):
        (row,) = cypher.rows(
            f"MATCH (n:Node) WHERE n.key > $after AND n.key < $end AND n.source = $source AND n.state = {LIVE} "
            f"AND NOT n.derived AND {which} WITH n, coalesce(n.run, '') = $run AS seen "
            f"RETURN sum(CASE WHEN seen THEN 1 ELSE 0 END), sum(CASE WHEN NOT seen AND {here} THEN 1 ELSE 0 END)",
            after=f"{kind}:", end=f"{kind};", source=source, run=run, at=started,
        )  # fmt: skip
        found[kind] = row[0], row[1]
    return found


def sweep(writer: Neo4jWriter, source: str, run: str, limit: int) -> int:
    """Drop up to `limit` nodes of this source that were not seen in this run; 0 means that the sweep is finished.

    A directory's account that is missing becomes a leaver (`left` is when the run began): people do not vanish.
    """
    name = f"sweep:{source}"
    kept = writer.kept(name)
    place: dict[str, Any] = unpack(kept) if kept else {}
    if place.get("run") != run or "key" not in place:
        place = {"run": run, "phase": 0, "key": "", "dropped": 0}
    swept = 0
    while not swept and place["phase"] < len(_PHASES):
        swept = _sweep_some(writer, source, run, limit, place)
    if swept:
        writer.set_kept(name, place)
    else:
        writer.forget_kept(name)
    return swept


def _sweep_some(writer: Neo4jWriter, source: str, run: str, limit: int, place: dict[str, Any]) -> int:
    """Sweep one stretch of keys and move the place on. Groups go again until none goes: the innermost are first."""
    kind = _PHASES[place["phase"]]
    rows = writer.cypher.rows(
        f"MATCH (n:Node) WHERE n.key > $after AND n.key < $end WITH n ORDER BY n.key LIMIT {_SCAN} "
        f"RETURN n.key, n.state = {LIVE} AND n.source = $source AND NOT n.derived AND coalesce(n.run, '') <> $run, "
        "coalesce(n.open, false)",
        after=place["key"] or f"{kind}:", end=f"{kind};", source=source, run=run,
    )  # fmt: skip
    missing = {key: kind == "account" and anchor for key, gone, anchor in rows if gone}
    leavers = _present(writer, [key for key, anchor in missing.items() if anchor], run)
    unused = _unused(writer, [key for key, anchor in missing.items() if not anchor], kind)
    going = [key for key in missing if key in leavers or key in unused][:limit]
    writer.bury([key for key in going if key in unused])
    _leave(writer, [key for key in going if key in leavers], run)
    place["dropped"] += len(going)
    if len(going) == limit:
        place["key"] = going[-1]
    elif len(rows) == _SCAN:
        place["key"] = rows[-1][0]
    else:
        again = kind in ("group", "location") and place["dropped"]
        place.update(key="", dropped=0, phase=place["phase"] + (0 if again else 1))
    return len(going)


def _unused(writer: Neo4jWriter, keys: list[Key], kind: str) -> set[Key]:
    if kind == "rule":
        # By which rule a document is read is no edge: one walk over all nodes finds it for all of these rules.
        used = f"MATCH (n:Node) WHERE n.rule IN $rules AND n.state = {LIVE} RETURN DISTINCT n.rule"
        return set(keys).difference(rule for (rule,) in writer.cypher.rows(used, rules=keys)) if keys else set()
    text = f"UNWIND $rows AS key {at()} WHERE {_UNUSED[kind]} RETURN key"
    return {key for (key,) in writer.cypher.each(text, keys)}


def _present(writer: Neo4jWriter, keys: list[Key], run: str) -> set[Key]:
    """Who of these has not left (`graph.facts.has_left`) when the run began?"""
    if not keys:
        return set()
    text = f"UNWIND $rows AS key {at()} RETURN key, n.left"
    started = _started(writer.cypher, run)
    return {key for key, left in writer.cypher.each(text, keys) if not has_left(left, started)}


def _started(cypher: Cypher, run: str) -> int:
    started: int = cypher.rows("OPTIONAL MATCH (r:Run {id: $run}) RETURN coalesce(r.started, 0)", run=run)[0][0]
    return started


def _leave(writer: Neo4jWriter, keys: list[Key], run: str) -> None:
    if not keys:
        return
    started = _started(writer.cypher, run)
    stored = writer.cypher.each(f"UNWIND $rows AS key {at()} RETURN key, n.props", keys)
    rows = [[key, started, pack({**unpack(props), "left": started}).decode()] for key, props in stored]
    writer.cypher.each(
        f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.left = row[1], n.props = row[2], n.hash = null", rows
    )
    writer.forget_known()
    writer.touch(keys)
