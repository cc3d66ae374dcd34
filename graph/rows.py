"""Records from rows, where both stores give the same columns, and the order in which edges are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from graph.content import node_of, unpack
from graph.facts import Edge, EdgeKind, Json, Judgement, Key, Node, Verdict, kind_of
from graph.inheritance import rule_that_counts
from graph.schema import EDGES
from graph.store import Job, JobState, Run, RunState

Row = tuple[Any, ...]
DECIDED = tuple(each.name for each in fields(Judgement))
"""The properties of a judgement, in the order of its rows."""


def after_prefix(prefix: str) -> str:
    """The first text that comes after all those that begin with this one."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def row_node(row: Row) -> Node:
    """The node of a row of key, properties, rule (or container), the container's rule, source, text hash, version."""
    key, props, stored, counts, source, hashed, version = row
    kind = kind_of(key)
    rule, inherits = rule_that_counts(stored, counts)
    if kind == "document":
        apart = {"rule": rule, "inherits": inherits, "source": source, "text_hash": hashed or "", "version": version}
        return node_of(key, unpack(props), **apart)
    if kind == "group":
        return node_of(key, unpack(props), rule=rule, source=source)
    apart = {} if kind in ("term", "topic", "person") else {"source": source}
    return node_of(key, unpack(props), **apart)


def row_judgement(row: Row) -> Judgement:
    """The judgement of this row."""
    named, subject, target, verdict, *rest = row
    return Judgement(named, subject, target, Verdict(verdict), *rest)


def judgement_line(judgement: Judgement) -> dict[str, Json]:
    """This judgement as a line of an export."""
    return {"record": "judgement", **asdict(judgement), "verdict": judgement.verdict.value}


def row_run(row: Row) -> Run:
    """The run of this row. Problems that were written are counted, whatever its counts say."""
    named, source, state, started, ended, counts, error, problems = row
    counted = {**unpack(counts)}
    if problems:
        counted["problems"] = max(problems, counted.get("problems", 0))
    return Run(named, source, RunState(state), started, ended, counted, error)


def row_job(row: Row) -> Job:
    """The job of this row."""
    values = list(row)
    values[2], values[3], values[-1] = unpack(row[2]), JobState(row[3]), unpack(row[-1])
    return Job(*values)


def edge_of(kind: EdgeKind, values: Row, named: Mapping[str, Any] | None = None, topic: Key | None = None) -> Edge:
    """The edge of this kind; `values` are its ends and the properties that all kinds have, `named` those of its kind.

    A property of None stands for its default.
    """
    record = EDGES[kind].record
    if record is Edge:
        return Edge(kind, *values)
    props: dict[str, Any] = {name: value for name, value in (named or {}).items() if value is not None}
    if topic:
        props["topic"] = topic
    return record(kind, *values, **props)


def by_ends(edge: Edge) -> tuple[str, str, str, str]:
    """The order of edges by where they start."""
    kind, start, end, topic = edge.identity()
    return start, end, kind, topic


def by_time(edge: Edge) -> tuple[bool, int, str, str, str, str]:
    """The order of edges from new to old, those without a time last."""
    return edge.at is None, -(edge.at or 0), *by_ends(edge)
