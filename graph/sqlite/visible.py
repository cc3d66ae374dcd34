"""The conditions of `graph.visible` as SQL.

``temp.readable`` is the connection's table of the rules by which its viewer reads, ``temp.viewer`` that of the key of
the viewer's person.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from graph import visible
from graph.schema import KIND_NUMBERS, numbers
from graph.sqlite.edges import table_of
from graph.sqlite.tables import LIVE


class SqlCompiler(visible.Compiler):
    """Says conditions in SQL."""

    leaves: Mapping[type[visible.Condition], str] = {
        visible.Always: "1",
        visible.Live: f"{{n}}.state = {LIVE}",
        visible.InDirectory: "{n}.open",
        visible.Readable: "{n}.rule IN (SELECT rule FROM temp.readable)",
        visible.InReadable: (
            "(SELECT c_{n}.rule FROM node c_{n} WHERE c_{n}.id = {n}.rule) IN (SELECT rule FROM temp.readable)"
        ),
        visible.Admits: "{n}.id IN (SELECT rule FROM temp.readable)",
        visible.Own: "{n}.key IN (SELECT key FROM temp.viewer)",
    }

    def _linked(self, link: visible.Linked, n: str, o: str, holds: str) -> str:
        e, (near, far) = f"e_{n}", ("start", "end") if link.direction == "out" else ("end", "start")
        joined = f' JOIN node {o} ON {o}.id = {e}."{far}"' if holds else ""
        return (
            f"EXISTS(SELECT 1 FROM {table_of(link.kinds[0])} {e}{joined} WHERE {e}.kind IN ({numbers(link.kinds)}) "
            f'AND {e}."{near}" = {n}.id{" AND " if holds else ""}{holds})'
        )

    def _by_kind(self, cases: Mapping[str, str], n: str) -> str:
        branches = " ".join(f"WHEN {KIND_NUMBERS[kind]} THEN ({case})" for kind, case in cases.items())
        return f"CASE {n}.kind {branches} ELSE 0 END"

    def _topic(self, holds: str) -> str:
        return f"(e.topic = 0 OR EXISTS(SELECT 1 FROM node w WHERE w.id = e.topic AND {holds}))"


_COMPILER = SqlCompiler()
node_visible = cache(_COMPILER.node)
edge_visible = cache(_COMPILER.edge)
