"""What a put means before anything is stored: a fact is made ready, and nobody who asked to be forgotten comes in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection

from graph.authored import check_run, check_written
from graph.content import Ready, cleaned, ready
from graph.facts import Account, Cursor, Document, Fact, Key, Term
from graph.ledger import RunState
from graph.schema import AUTHORSHIP, SELF
from graph.store import Outcome
from graph.suppression import Suppression


class FactWriter(ABC):
    """The part of a transaction that takes in what sources say."""

    suppression: Suppression

    def put(self, fact: Fact | Ready, run: str) -> Outcome:
        """Replace all that this source said about this node; mark it seen in `run`."""
        made = ready(fact)
        check_run(made.node, run)
        try:
            return self._admit(made, run)
        except (TypeError, UnicodeEncodeError):
            return self._admit(cleaned(made), run)

    def write(self, fact: Fact | Ready) -> Outcome:
        """Put a document or group that a person wrote in the product."""
        check_written(fact.node)
        return self.put(fact, SELF)

    def may_keep(self, cursor: Cursor | None, state: RunState) -> Cursor | None:
        """The cursor without names. None, which leaves the one before, for a name from which the run would go on:
        without it, it is another place.
        """
        if cursor is None or not self.suppression:
            return cursor
        clean = self.suppression.blank_json(dict(cursor))
        if clean == cursor:
            return cursor
        return clean if isinstance(clean, dict) and state is not RunState.RUNNING else None

    def _admit(self, made: Ready, run: str) -> Outcome:
        if not self.suppression:
            return self._put(made, run)
        if isinstance(made.node, Term) and self.suppression.names_tag(made.node):
            return Outcome.SAME
        if isinstance(made.node, Account) and self.suppression.refuses(made.node):
            self._refuse(made.node)
            return Outcome.SAME
        without = self.suppression.without(made)
        if _has_authors(made) and not _has_authors(without):
            self.drop([made.node.key])
            return Outcome.SAME
        return self._put(without, run)

    @abstractmethod
    def drop(self, keys: Collection[Key]) -> int:
        """Remove these nodes, their edges and what was derived from them."""

    @abstractmethod
    def _put(self, made: Ready, run: str) -> Outcome:
        """Store a fact that may come in."""

    @abstractmethod
    def _refuse(self, account: Account) -> None:
        """Suppress the key of an account of somebody who asked to be forgotten, and remove what is stored of it."""


def _has_authors(made: Ready) -> bool:
    """Whether somebody had a hand in the text of this document; what one person alone wrote goes with them."""
    return isinstance(made.node, Document) and any(edge.kind in AUTHORSHIP for edge in made.edges)
