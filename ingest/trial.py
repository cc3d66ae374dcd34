"""A source on trial: the first items that it tells, parsed and mapped as a sync would, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from graph.facts import (
    AccessRecord,
    Document,
    Fact,
    GroupRecord,
    Item,
    Key,
    PersonRecord,
    Problem,
    Said,
    Seconds,
)
from ingest.boundary import attempt, record_broken, told_of_source
from ingest.bounds import bounded, bounded_body, shown_id
from ingest.contract import Source, SourceError
from ingest.formats import LIMITS, FormatError, ParsedBody
from ingest.inner import documents_of
from ingest.isolation import Isolated
from ingest.mapping import Mapper, with_visible
from ingest.own import LeftOutReason, left_out
from ingest.writing import mapped_item, parsed_item

MOST_RECORDS = 200_000
"""Records that are pulled in search of items."""
MOST_PROBLEMS = 100
MOST_GROUPS = 10_000


@dataclass(frozen=True, slots=True)
class TriedItem:
    """An item as it would be stored: its fact, the ids of its accounts, and the lines that are left out."""

    item: Item
    fact: Fact
    accounts: Mapping[Key, str]
    left_out: tuple[tuple[LeftOutReason, str], ...] = ()

    @property
    def document(self) -> Document:
        return cast(Document, self.fact.node)


@dataclass(slots=True)
class Trial:
    """What a source told until there was enough. `failure`: it could not be read any further."""

    items: list[TriedItem] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)
    groups: dict[str, GroupRecord] = field(default_factory=dict)
    readers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    records: int = 0
    is_all: bool = False
    failure: SourceError | None = None

    def path(self, group: str | None) -> list[GroupRecord]:
        """The group of this id and those that it is in, the innermost first."""
        found: list[GroupRecord] = []
        while group in self.groups and self.groups[group] not in found:
            found.append(self.groups[group])
            group = found[-1].parent
        return found

    def readers_of(self, item: Item) -> tuple[str, ...] | None:
        """Whom the source itself lets read this item; None where it leaves that to the settings."""
        stated = (item.access, *(group.access for group in self.path(item.container)))
        rule = next((each for each in stated if each is not None), None)
        if rule is None:
            return None
        return ("everyone",) if rule == "everyone" else self.readers.get(rule, ())


def try_source(source: Source, number: int, *, now: Seconds, stop: Callable[[], bool]) -> Trial:
    """The first items of this source, or people of a directory, and what was wrong up to there. `stop` ends it."""
    trial = Trial()
    with Isolated(LIMITS) as isolated, closing(_pulled(source, trial)) as records:
        reader = _ItemReader(Mapper(source.name), isolated, now, trial)
        for said in records:
            reader.take(said)
            if max(len(trial.items), len(trial.people)) >= number or trial.records >= MOST_RECORDS or stop():
                return trial
    trial.is_all = trial.failure is None
    return trial


def _pulled(source: Source, trial: Trial) -> Generator[Said]:
    """The records of a pull from the beginning; what ends it is kept as its failure."""
    pull = source.pull(None)
    try:
        yield from told_of_source(pull, source.name)
    except SourceError as error:
        trial.failure = error
    finally:
        if isinstance(pull, Generator):
            pull.close()


class _ItemReader:
    """Takes in records within their bounds; parses and maps the items among them."""

    def __init__(self, mapper: Mapper, isolated: Isolated, now: Seconds, trial: Trial) -> None:
        self._mapper, self._isolated, self._now, self._trial = mapper, isolated, now, trial

    def take(self, said: Said) -> None:
        """Note one record."""
        trial = self._trial
        trial.records += 1
        held = bounded(said)
        self._problems(held.problems)
        match held.said:
            case Item() as item:
                attempt(
                    lambda: self._item(item), lambda reason: self._problems([record_broken(shown_id(item), reason)])
                )
            case PersonRecord() as person:
                trial.people.append(person)
            case GroupRecord() as group if len(trial.groups) < MOST_GROUPS:
                trial.groups[group.id] = group
            case AccessRecord() as access if len(trial.readers) < MOST_GROUPS:
                trial.readers[access.rule] = access.principals
            case Problem() as problem:
                self._problems([problem])
            case _:
                pass

    def _problems(self, problems: Iterable[Problem]) -> None:
        room = MOST_PROBLEMS - len(self._trial.problems)
        self._trial.problems.extend(islice(problems, max(0, room)))

    def _item(self, item: Item) -> None:
        try:
            parsed = bounded_body(parsed_item(item, self._isolated), item.id)
        except FormatError as error:
            self._problems([Problem(item.id, error.message, error.params)])
            return
        if not parsed.text.strip() and not parsed.inner:
            self._problems([Problem(item.id, "no-text", {"id": item.id})])
            return
        for each, body in documents_of(item, parsed):
            if body.text.strip():
                self._document(bounded(with_visible(each, body)).said or each, body)

    def _document(self, item: Item, parsed: ParsedBody) -> None:
        mapped = mapped_item(self._mapper, item, parsed, self._now)
        self._problems(mapped.problems)
        accounts = {each.node.key: getattr(each.node, "native_id", "") for each in mapped.extras}
        self._trial.items.append(TriedItem(item, mapped.fact, accounts, tuple(left_out(item, parsed))))
