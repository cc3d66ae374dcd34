"""What a put means before anything is stored: a fact is made ready, and nobody who asked to be forgotten comes in."""

from __future__ import annotations

from abc import ABC, abstractmethod

from graph.authored import check_run, check_written
from graph.content import Ready, cleaned, ready
from graph.facts import Account, Fact
from graph.schema import SELF
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

    def _admit(self, made: Ready, run: str) -> Outcome:
        if not self.suppression:
            return self._put(made, run)
        if isinstance(made.node, Account) and self.suppression.refuses(made.node):
            self._refuse(made.node)
            return Outcome.SAME
        return self._put(self.suppression.without(made), run)

    @abstractmethod
    def _put(self, made: Ready, run: str) -> Outcome:
        """Store a fact that may come in."""

    @abstractmethod
    def _refuse(self, account: Account) -> None:
        """Suppress the key of an account of somebody who asked to be forgotten, and remove what is stored of it."""
