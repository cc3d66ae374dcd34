"""What deriving and judging mean: what replaces what, and whose accounts and terms are after all that was decided."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Generic, TypeVar

from graph.facts import Edge, EdgeKind, Judgement, Key, anchor_key, kind_of
from graph.judgements import ERASED, broader_of, check_judgement, person_of, topics_of
from graph.schema import EDGES, NODES, State
from graph.store import Derived
from graph.suppression import Suppression

S = TypeVar("S")
T = TypeVar("T")


class Derivation(ABC, Generic[S]):
    """The part of a transaction that derives and judges. `S` is what the store calls a node while it writes.

    Edges that judgements may overrule are kept twice: as they were derived, and as they stand after the judgements.
    """

    suppression: Suppression
    batch: int
    """The number of facts or nodes that go into one statement."""

    def derive(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace the derived facts of one kind that belong to `keys` by `facts`; the number that differ.

        ``person`` stores nothing: people follow from IS edges, and their names from their accounts.
        """
        self._begin(keys)
        if self.suppression:
            facts = [fact for fact in facts if self.suppression.admits(fact)]
        if kind == "person":
            return 0
        if kind == "extraction":
            return self._derive_extractions(keys, facts)
        if kind in NODES:
            return self._derive_nodes(kind, keys, facts)
        edge_kind = EdgeKind(kind)
        if EDGES[edge_kind].state is not State.DERIVED:
            raise ValueError(f"{kind} is {EDGES[edge_kind].state}: it is not derived")
        changed, subjects = self._derive_edges(edge_kind, keys, facts)
        for some in in_batches(subjects, self.batch):
            if edge_kind is EdgeKind.IS:
                self.settle_accounts(some)
            else:
                self.settle_terms(some)
        return changed

    def judge(self, judgement: Judgement) -> None:
        """Record (or, with `undone`, take back) a judgement and let it act: one change, of its subject."""
        check_judgement(judgement)
        if self.suppression:
            if any(map(self.suppression.names, (judgement.subject, judgement.object))):
                return
            if self.suppression.names_text(judgement.label):
                return
            judgement = self._without_names(judgement)
        subject = self._record(judgement)
        if subject is None:
            return
        settle = {"account": self._settle_quietly, "term": self.settle_terms, "topic": self.settle_topics}
        settle[kind_of(judgement.subject)]([subject])
        self._identify([subject])

    def _without_names(self, judgement: Judgement) -> Judgement:
        """The judgement without those who are forgotten: in its reason, and as who decided it."""
        by, undone_by = (
            ERASED if kind_of(who) == "person" and self.suppression.refuses_key(anchor_key(who)) else who
            for who in (judgement.by, judgement.undone_by)
        )
        return replace(judgement, reason=self.suppression.blank(judgement.reason), by=by, undone_by=undone_by)

    def _settle_quietly(self, subjects: Collection[S]) -> None:
        self.settle_accounts(subjects, quiet=True)

    def settle_accounts(self, subjects: Collection[S], quiet: bool = False) -> None:
        """Decide whose these accounts are now. A change of each that went to someone else, unless `quiet`."""
        kept, decided = self._edges_of(EdgeKind.IS, subjects, suggested=True), self._judgements(subjects)
        there = self._there(subjects, live=True)
        new = {each: [person_of(key, decided.get(each, []), kept.get(each, []))] for each, key in there}
        changed = self._settle(EdgeKind.IS, new)
        if not quiet:
            self._identify(changed)

    def settle_terms(self, subjects: Collection[S]) -> None:
        """Decide what these terms label now."""
        kept, decided = self._edges_of(EdgeKind.LABELS, subjects, suggested=True), self._judgements(subjects)
        there = self._there(subjects)
        new = {each: topics_of(key, decided.get(each, []), kept.get(each, [])) for each, key in there}
        self._settle(EdgeKind.LABELS, new)

    def settle_topics(self, subjects: Collection[S]) -> None:
        """Decide what is broader than these topics now."""
        decided = self._judgements(subjects)
        there = self._there(subjects)
        self._settle(EdgeKind.BROADER, {each: broader_of(key, decided.get(each, [])) for each, key in there})

    def _settle(self, kind: EdgeKind, new: Mapping[S, list[Edge]]) -> list[S]:
        """Put these edges where others are now, and return where that was."""
        old = self._edges_of(kind, list(new))
        changed = {each: edges for each, edges in new.items() if old.get(each, []) != edges}
        self._restate(kind, changed, [each for each in changed if each in old])
        return list(changed)

    # --- what a store does --------------------------------------------------------------------------------------------

    @abstractmethod
    def _begin(self, keys: Collection[Key] | None, /) -> None:
        """Get ready to derive what belongs to these keys (None: to all)."""

    @abstractmethod
    def _derive_extractions(self, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace extractions; those of a text that is no longer there are left out. A change of each document."""

    @abstractmethod
    def _derive_nodes(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace derived nodes. What a source put stays as it is: what is derived never overwrites what was said."""

    @abstractmethod
    def _derive_edges(
        self, kind: EdgeKind, keys: Collection[Key] | None, facts: Iterable[Derived]
    ) -> tuple[int, Iterable[S]]:
        """Replace derived edges; the number that differ, and the nodes for which judgements must decide again."""

    @abstractmethod
    def _record(self, judgement: Judgement) -> S | None:
        """Keep a judgement and return its subject; None when it was kept already."""

    @abstractmethod
    def _identify(self, subjects: Collection[S]) -> None:
        """Record a change of whose these accounts are, what these terms mean, or what is broader than these topics."""

    @abstractmethod
    def _there(self, subjects: Collection[S], live: bool = False) -> list[tuple[S, Key]]:
        """Those of these nodes that are known (`live`: that are there), with their keys."""

    @abstractmethod
    def _edges_of(self, kind: EdgeKind, subjects: Collection[S], suggested: bool = False) -> dict[S, list[Edge]]:
        """The edges that start at these nodes, by their end: as they stand, or as they were derived."""

    @abstractmethod
    def _judgements(self, subjects: Collection[S]) -> dict[S, list[Judgement]]:
        """The judgements about these nodes."""

    @abstractmethod
    def _restate(self, kind: EdgeKind, new: Mapping[S, list[Edge]], replaced: list[S]) -> None:
        """Write these edges as they stand, in place of all of this kind that start at `replaced`."""


def in_batches(some: Iterable[T], size: int) -> Iterator[list[T]]:
    """These, some at a time."""
    waiting = iter(some)
    while batch := list(islice(waiting, size)):
        yield batch
