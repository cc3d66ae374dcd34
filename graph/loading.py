"""Loading a dump into a store, the same for every store, through its writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, Protocol

from graph.content import edge_of_line, node_of, pack, unpack_extraction
from graph.facts import Credit, Fact, Json, Judgement, Node, Verdict, kind_of
from graph.schema import SELF
from graph.store import StoreError, Writer
from graph.suppression import SECRET, Entry

Line = dict[str, Json]
KEPT_PREFIXES = ("secret:", "authored:")
"""Settings of the ledger that are moved with the graph; the others belong to one installation."""
PROMISES = (SECRET, "authored:erasure", "authored:audit:", "authored:token:")
"""What of them a load may add to and never replace: who is forgotten stays so, and so is what was revoked."""


class Loading(Writer, Protocol):
    """What a writer does in addition to take in a dump."""

    def suppress(self, entries: Iterable[Entry]) -> None: ...
    def set_cursor(self, source: str, cursor: Json) -> None: ...
    def kept(self, name: str) -> Json: ...
    def set_kept(self, name: str, value: Json) -> None: ...


def load(writer: Loading, lines: Iterable[Line], run: str) -> int:
    """Take in what `dump` gave, in one transaction; returns the number of lines."""
    count = 0
    for record, group in groupby(lines, key=_alike):
        batch = list(group)
        count += len(batch)
        _TAKE[str(record[0])](writer, batch, run)
    return count


def batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """The lines cut into transactions."""
    waiting = iter(lines)
    while batch := list(islice(waiting, size)):
        yield batch


def _alike(line: Line) -> tuple[Any, ...]:
    """Lines that are taken in together: those of one record, derived facts of one kind."""
    record = line["record"]
    if record == "edge":
        return record, line["kind"]
    return (record, kind_of(str(line["key"]))) if record == "derived" else (record,)


def _without(line: Line, *names: str) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in names}


def node_of_line(line: Line) -> Node:
    """The node of this line."""
    apart = _without(line, "record", "key", "props", "edges", "credits")
    if apart.get("text_hash") == "":
        del apart["text_hash"]
    return node_of(str(line["key"]), line.get("props") or {}, **apart)  # type: ignore[arg-type]


def _take_nodes(writer: Loading, lines: list[Line], run: str) -> None:
    for line in lines:
        edges = tuple(edge_of_line(each) for each in line.get("edges") or ())  # type: ignore[union-attr,arg-type]
        credits = tuple(Credit(**each) for each in line.get("credits") or ())  # type: ignore[union-attr,arg-type]
        fact = Fact(node_of_line(line), edges, credits)
        if line.get("source") == SELF:
            writer.write(fact)
        else:
            writer.put(fact, run)


def _take_authored(writer: Loading, lines: list[Line], _: str) -> None:
    for line in lines:
        writer.say(edge_of_line(_without(line, "record")))


def _take_judgements(writer: Loading, lines: list[Line], _: str) -> None:
    for line in lines:
        values = _without(line, "record")
        writer.judge(Judgement(**{**values, "verdict": Verdict(values["verdict"])}))


def _take_suppressed(writer: Loading, lines: list[Line], _: str) -> None:
    writer.suppress(
        Entry(
            bytes.fromhex(str(line["form"])),
            str(line["kind"]),
            int(str(line["words"])),
            bytes.fromhex(str(line["first"] or "")) or None,
        )
        for line in lines
    )


def _take_cursors(writer: Loading, lines: list[Line], _: str) -> None:
    for line in lines:
        writer.set_cursor(str(line["source"]), line["cursor"])


def _take_kept(writer: Loading, lines: list[Line], _: str) -> None:
    for line in lines:
        name = str(line["name"])
        writer.set_kept(name, _with_what_stands(name, writer.kept(name), line["value"]))


def _with_what_stands(name: str, stands: Json, told: Json) -> Json:
    """What is kept under this name after a load: nothing that the store promised before is forgotten.

    A list of erasures becomes longer; an erasure, a receipt and the secret stay as they are. Raises StoreError for
    another secret: the hashes of both stores cannot be kept together.
    """
    if stands is None or not name.startswith(PROMISES):
        return told
    if name == SECRET and stands != told:
        raise StoreError("import-other-secret")
    if isinstance(stands, list) and isinstance(told, list):
        return [*stands, *(each for each in told if each not in stands)]
    return stands


def _take_derived(writer: Loading, lines: list[Line], _: str) -> None:
    nodes = [node_of_line(line) for line in lines]
    writer.derive(kind_of(nodes[0].key), [node.key for node in nodes], nodes)


def _take_edges(writer: Loading, lines: list[Line], _: str) -> None:
    """Only adds: a batch may begin in the middle of the edges of one node."""
    edges = [edge_of_line(_without(line, "record")) for line in lines]
    writer.derive(str(edges[0].kind), [], edges)


def _take_extractions(writer: Loading, lines: list[Line], _: str) -> None:
    found = [
        unpack_extraction(str(line["document"]), str(line["text_hash"]), str(line["version"]), pack(line["found"]))
        for line in lines
    ]
    writer.derive("extraction", [], found)


_TAKE = {
    "node": _take_nodes,
    "authored": _take_authored,
    "judgement": _take_judgements,
    "suppressed": _take_suppressed,
    "cursor": _take_cursors,
    "kept": _take_kept,
    "derived": _take_derived,
    "edge": _take_edges,
    "extraction": _take_extractions,
}
RECORDS = frozenset(_TAKE)
"""Which kinds of lines there are: the `record` of each."""
