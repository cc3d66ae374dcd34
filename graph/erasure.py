"""What erasing a person means: what is suppressed, what is removed, what is blanked, and what the receipt counts.

Suppression comes first and acts at once, so that no sync brings the person back. Then the acts and the texts that the
person alone wrote go, with the accounts and the person; then the suppressed forms are blanked in what others wrote and
in the ledger. A kill may come between any two batches: the place is kept with each of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from graph.facts import Account, Cursor, Fact, Json, Key, Problem
from graph.store import Outcome
from graph.suppression import SECRET, Entry, Form, Receipt, Suppression, forms_of, shared_forms

_REDACTED = ("document", "group")
"""The kinds of node whose text is blanked, in this order."""


class Phase(StrEnum):
    """The steps after suppression, in order."""

    ACTS = "acts"
    TEXTS = "texts"
    END = "end"


@dataclass(frozen=True, slots=True)
class Place:
    """How far an erasure is: `kind` and `after` say up to which node texts are blanked."""

    phase: Phase
    accounts: tuple[Key, ...]
    after: Key = ""
    kind: int = 0


class Erasing(Protocol):
    """What a writer does for an erasure besides writing."""

    suppression: Suppression

    def suppress(self, entries: Iterable[Entry]) -> None:
        """Keep these suppressed forms."""

    def kept(self, name: str) -> Json:
        """What the ledger keeps under this name; None when it keeps nothing."""

    def set_kept(self, name: str, value: Json) -> None:
        """Keep this value; None forgets it."""

    def put(self, fact: Fact, run: str) -> Outcome:
        """Replace what is stored of a node."""

    def set_cursor(self, source: str, cursor: Json) -> None:
        """Write the cursor of a source."""


class Traces(Protocol):
    """What a store finds and removes of a person, within the transaction of its writer."""

    def suppression(self) -> Suppression:
        """What is suppressed by now."""

    def accounts_of(self, person: Key) -> list[Account]:
        """All accounts of the person, for whatever reason they are theirs, in key order."""

    def accounts(self) -> Iterator[Account]:
        """All accounts that are there."""

    def acted_on(self, accounts: Collection[Key], limit: int) -> list[Key]:
        """Up to `limit` documents on which these accounts acted."""

    def authors(self, documents: Collection[Key]) -> dict[Key, set[Key]]:
        """Of those documents that are there: the accounts that had a hand in the text."""

    def remove_acts(self, documents: Collection[Key], accounts: Collection[Key]) -> int:
        """Remove every act of these accounts on these documents and return how many there were."""

    def bury(self, keys: Collection[Key]) -> None:
        """Leave nothing of these nodes but their keys."""

    def change(self, keys: Collection[Key]) -> None:
        """Record a change of these nodes, and forget what their source last said: the next sync says it again."""

    def remove_accounts(self, keys: Collection[Key]) -> None:
        """Bury these accounts; remove their edges and the judgements about them."""

    def remove_person(self, person: Key) -> None:
        """Remove the edges of the person and the judgements that name them. One change, of the person."""

    def facts(self, kind: str, after: Key, limit: int) -> list[tuple[Fact, str]]:
        """Up to `limit` nodes of this kind after this key, each with the run that saw it last."""

    def problems(self) -> list[tuple[tuple[Any, ...], Problem]]:
        """The Problems of all runs, each with its place in the store."""

    def replace_problems(self, problems: Mapping[tuple[Any, ...], Problem]) -> None:
        """Write these Problems at their places."""

    def cursors(self) -> dict[str, Cursor]:
        """The cursors of all sources."""


def read_receipt(kept: Json, person: Key) -> Receipt | None:
    """The receipt in what is kept under `receipt_name`; None when nothing was removed."""
    return Receipt(**{**kept, "person": person}) if isinstance(kept, dict) else None  # type: ignore[arg-type]


def receipt_name(person: Key) -> str:
    """The name under which the ledger keeps the receipt: authored state, which moves with the graph."""
    return f"authored:receipt:{person}"


class Erasure:
    """The erasure of one person, within one transaction."""

    def __init__(self, writer: Erasing, traces: Traces, person: Key) -> None:
        self._writer = writer
        self._traces = traces
        self._person = person
        self._name = f"erase:{person}"
        self._receipt = read_receipt(writer.kept(receipt_name(person)), person) or Receipt(person)
        self._place = _read_place(writer.kept(self._name))

    def go_on(self, limit: int) -> int:
        """Remove up to `limit` traces; 0 means finished."""
        place = self._place or self._begin()
        if place is None:
            return 0
        removed = 0
        while not removed and place.phase is not Phase.END:
            removed, place = self._step(place, limit)
        if place.phase is Phase.END:
            self._receipt = replace(self._receipt, finished=True)
            self._writer.set_kept(self._name, None)
        else:
            self._writer.set_kept(self._name, {**asdict(place), "accounts": [*place.accounts]})
        self._writer.set_kept(receipt_name(self._person), asdict(self._receipt))
        return removed

    def _step(self, place: Place, limit: int) -> tuple[int, Place]:
        return self._remove_acts(place, limit) if place.phase is Phase.ACTS else self._redact(place, limit)

    def _count(self, name: str, more: int) -> None:
        self._receipt = replace(self._receipt, **{name: getattr(self._receipt, name) + more})

    # --- suppression ------------------------------------------------------------------------------------------------

    def _begin(self) -> Place | None:
        """Suppress the forms of the person, but for those of somebody else who is still listed."""
        accounts = self._traces.accounts_of(self._person)
        if not accounts:
            return None
        keys = tuple(account.key for account in accounts)
        mine = frozenset(form for account in accounts for form in forms_of(account))
        shared = self._shared(mine, keys)
        self._suppress(mine - shared)
        self._receipt = replace(self._receipt, forms=len(mine - shared), shared=len(shared), finished=False)
        return Place(Phase.ACTS, keys)

    def _shared(self, mine: frozenset[Form], keys: Collection[Key]) -> frozenset[Form]:
        others = (account for account in self._traces.accounts() if account.key not in keys)
        return shared_forms(mine, others)

    def _suppress(self, forms: frozenset[Form]) -> None:
        if self._writer.kept(SECRET) is None:
            self._writer.set_kept(SECRET, secrets.token_hex(32))
        suppression = self._traces.suppression()
        self._writer.suppress([suppression.entry(form) for form in forms])
        self._writer.suppression = self._traces.suppression()

    # --- acts and texts -----------------------------------------------------------------------------------------------

    def _remove_acts(self, place: Place, limit: int) -> tuple[int, Place]:
        documents = self._traces.acted_on(place.accounts, limit)
        if documents:
            self._remove_from(documents, place.accounts)
            return len(documents), place
        self._traces.remove_accounts(place.accounts)
        self._count("accounts", len(place.accounts))
        self._traces.remove_person(self._person)
        return len(place.accounts), replace(place, phase=Phase.TEXTS)

    def _remove_from(self, documents: list[Key], mine: Collection[Key]) -> None:
        """Remove the person from some documents, and the documents that they alone wrote."""
        authors = self._traces.authors(documents)
        alone = [key for key, wrote in authors.items() if wrote and wrote <= {*mine}]
        self._count("acts", self._traces.remove_acts(documents, mine))
        self._traces.bury(alone)
        self._count("texts", len(alone))
        self._traces.change([key for key in authors if key not in alone])

    # --- what others wrote --------------------------------------------------------------------------------------------

    def _redact(self, place: Place, limit: int) -> tuple[int, Place]:
        """Blank the suppressed forms in what others wrote and count the records that were looked at."""
        facts = self._traces.facts(_REDACTED[place.kind], place.after, limit)
        for fact, run in facts:
            redacted = self._writer.suppression.redact(fact)
            if redacted is not fact:
                self._writer.put(redacted, run)
                self._count("redacted", 1)
        if len(facts) == limit:
            return limit, replace(place, after=facts[-1][0].node.key)
        if place.kind + 1 < len(_REDACTED):
            return len(facts), replace(place, kind=place.kind + 1, after="")
        self._redact_ledger()
        return len(facts), replace(place, phase=Phase.END)

    def _redact_ledger(self) -> None:
        traces, blank = self._traces, self._writer.suppression
        blanked = [(at, problem, _blanked(problem, blank)) for at, problem in traces.problems()]
        traces.replace_problems({at: new for at, old, new in blanked if new != old})
        for source, cursor in traces.cursors().items():
            clean = blank.blank_json(dict(cursor))
            if clean != cursor:
                self._writer.set_cursor(source, clean)


def _blanked(problem: Problem, blank: Suppression) -> Problem:
    params: Any = blank.blank_json(dict(problem.params))
    return replace(problem, id=blank.blank(problem.id or "") or None, params=params)


def _read_place(kept: Json) -> Place | None:
    if not isinstance(kept, dict):
        return None
    values: dict[str, Any] = {**kept}
    return Place(**{**values, "phase": Phase(values["phase"]), "accounts": tuple(values["accounts"])})
