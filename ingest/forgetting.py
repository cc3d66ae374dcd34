"""Lines that programs pushed, without who asked to be forgotten: as a sync of them would leave it in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from graph.facts import Act, ActKind, Credit, Item, Json, PersonRecord, Said
from graph.redaction import BLANK, blank_json
from graph.suppression import Suppression
from ingest.mapping import Mapper, with_account
from ingest.sources.pushed_folder import TakesLines

AUTHORS = frozenset({ActKind.WROTE, ActKind.EDITED, ActKind.ANSWERED})
SHORT = b"*"
"""Stands for a name where the usual sign would make the line longer than it was."""


class LineCleaner:
    """Reads the lines of one source for what of them may be kept. `changed` counts those that were not kept whole."""

    def __init__(self, source: TakesLines, name: str, suppression: Suppression) -> None:
        self.changed = 0
        self._source, self._mapper, self._suppression = source, Mapper(name), suppression

    def cleaned(self, line: bytes) -> bytes:
        """The line (without its end) as it may be kept, never longer; empty when all of it was theirs."""
        kept = self._kept(line)
        self.changed += kept.rstrip() != line.rstrip()
        return kept

    def _kept(self, line: bytes) -> bytes:
        try:
            record: Json = orjson.loads(line)
        except orjson.JSONDecodeError:
            return b"" if self._suppression.names_text(line.decode("utf-8", "replace")) else line
        if any(map(self._is_theirs, self._source.records(line))):
            return b""
        whole = "\n".join(_texts(record))
        blanked = blank_json(record, lambda text: self._suppression.blank(text, whole))
        return line if blanked == record else _short(orjson.dumps(blanked), len(line))

    def _is_theirs(self, said: Said) -> bool:
        """Whether a record is of who is suppressed: they themselves, or what they alone wrote."""
        if isinstance(said, PersonRecord):
            node = self._mapper.person(said).fact.node
            return self._suppression.refuses(node)  # type: ignore[arg-type]
        if not isinstance(said, Item):
            return False
        wrote = [with_account(act) for act in said.acts if act.kind in AUTHORS]
        return bool(wrote) and all(map(self._refuses, wrote))

    def _refuses(self, act: Act) -> bool:
        node = self._mapper.account(act.account).node
        credit = Credit(node.key, act.name, act.email)
        return self._suppression.refuses(node) or self._suppression.refuses_credit(credit)  # type: ignore[arg-type]


def _short(line: bytes, most: int) -> bytes:
    """The line in at most so many bytes; empty when that cannot be."""
    short = line if len(line) <= most else line.replace(BLANK.encode(), SHORT)
    return short if len(short) <= most else b""


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    parts: Iterable[Json] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _texts(part)
