"""What erasing a person means: what is suppressed, what is removed, what is blanked, and what the receipt counts.

Suppression comes first and acts at once, so that no sync brings the person back. Then the acts and the texts that the
person alone wrote go, with the accounts and the person; then the suppressed forms are blanked in what others wrote,
terms and topics that are such a form are removed, and what the machinery noted is blanked. A kill may come between any
two batches: the place is kept with each of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from graph.directory_photos import FILE
from graph.facts import Account, Cursor, Extraction, Fact, Json, Key, Problem
from graph.forms import Form, forms_of, may_be, shared_forms, surnames_of
from graph.names import words_of
from graph.own_fields import PHOTO, names_of_own
from graph.receipt import Receipt, read_receipt, receipt_name
from graph.store import Outcome
from graph.suppression import SECRET, Entry, Suppression

REDACTED = ("document", "group", "account", "location", "rule", "source")
"""The kinds of node whose texts are blanked, in this order."""
_WORDS = ("term", "topic")
PROGRESS = "erase:"
"""Beginning of the name under which the ledger keeps how far an erasure is, as long as it is not finished."""
_PAGE = 2_000
Place: TypeAlias = tuple[Any, ...]
"""Where a text of the ledger is, as the store knows it."""


class Phase(StrEnum):
    """The steps after suppression, in order."""

    ACTS = "acts"
    TEXTS = "texts"
    TERMS = "terms"
    LEDGER = "ledger"
    END = "end"


@dataclass(frozen=True, slots=True)
class Position:
    """How far an erasure is: `kind` and `after` say up to which node texts are blanked or terms are looked at."""

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

    def extractions(self, keys: Collection[Key]) -> list[Extraction]:
        """What was extracted from these documents."""

    def forget_extractions(self, keys: Collection[Key]) -> None:
        """Remove what was extracted from these documents."""

    def terms(self, kind: str, after: Key, limit: int) -> list[tuple[Key, bool, tuple[str, ...]]]:
        """Up to `limit` nodes of this kind (``term`` or ``topic``) after this key, those that are gone too.

        Each with whether it was derived, and its texts.
        """

    def purge(self, keys: Collection[Key]) -> None:
        """Remove these terms or topics, with all that points to or from them and their keys."""

    def written(self) -> Iterator[tuple[Place, Json]]:
        """What runs, jobs, judgements, authored edges and the ledger's other notes say, each with its place."""

    def rewrite(self, texts: Mapping[Place, Json]) -> None:
        """Write these at their places."""

    def change(self, keys: Collection[Key]) -> None:
        """Record a change of these nodes, and forget what their source last said: the next sync says it again."""

    def remove_accounts(self, keys: Collection[Key]) -> None:
        """Bury these accounts; remove their edges and the judgements about them."""

    def remove_person(self, person: Key) -> None:
        """Remove the edges of the person and the judgements that name them. One change, of the person."""

    def facts(self, kind: str, after: Key, limit: int) -> list[tuple[Fact, str]]:
        """Up to `limit` nodes of this kind after this key, each with the run that saw it last."""

    def problems(self) -> list[tuple[Place, Problem]]:
        """The Problems of all runs, each with its place in the store."""

    def replace_problems(self, problems: Mapping[Place, Problem]) -> None:
        """Write these Problems at their places."""

    def cursors(self) -> dict[str, tuple[Cursor, bool]]:
        """The cursors of all sources, each with whether a run is under way that goes on from it."""

    def forget_cursor(self, source: str) -> None:
        """Let the run that is under way begin again, and with it the source."""


class Erasure:
    """The erasure of one person, within one transaction."""

    def __init__(self, writer: Erasing, traces: Traces, person: Key) -> None:
        self._writer = writer
        self._traces = traces
        self._person = person
        self._name = PROGRESS + person
        self._receipt = read_receipt(writer.kept(receipt_name(person)), person) or Receipt(person)
        self._place = read_position(writer.kept(self._name))

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

    def _step(self, place: Position, limit: int) -> tuple[int, Position]:
        steps = {
            Phase.ACTS: self._remove_acts,
            Phase.TEXTS: self._redact,
            Phase.TERMS: self._purge,
            Phase.LEDGER: self._redact_ledger,
        }
        return steps[place.phase](place, limit)

    def _count(self, name: str, more: int) -> None:
        self._receipt = replace(self._receipt, **{name: getattr(self._receipt, name) + more})

    # --- suppression ------------------------------------------------------------------------------------------------

    def _begin(self) -> Position | None:
        """Suppress the forms of the person, but for those of somebody else, and claim accounts that have no other."""
        accounts = self._traces.accounts_of(self._person)
        if not accounts:
            return None
        keys = {account.key for account in accounts}
        claims = Claims(accounts, [each for each in self._traces.accounts() if each.key not in keys], self._is_word())
        self._suppress(claims.forms)
        claimed = claims.claimed(self._writer.suppression)
        if claimed:
            claims = Claims([*accounts, *claimed], claims.others, claims.words)
            self._suppress(claims.forms)
        self._receipt = replace(
            self._receipt,
            forms=len(claims.forms),
            shared=len(claims.shared),
            ordinary=claims.surnames.ordinary,
            finished=False,
        )
        return Position(Phase.ACTS, tuple(sorted(keys.union(each.key for each in claimed))))

    def _is_word(self) -> frozenset[str]:
        """Folded words that derived terms write in small letters, as most texts do: their surface, which comes last."""
        words: set[str] = set()
        after = ""
        while rows := self._traces.terms("term", after, _PAGE):
            words.update(small_words(texts[-1] for _, derived, texts in rows if derived and texts))
            after = rows[-1][0]
        return frozenset(words)

    def _suppress(self, forms: frozenset[Form]) -> None:
        if self._writer.kept(SECRET) is None:
            self._writer.set_kept(SECRET, secrets.token_hex(32))
        suppression = self._traces.suppression()
        self._writer.suppress([suppression.entry(form) for form in forms])
        self._writer.suppression = self._traces.suppression()

    # --- acts and texts -----------------------------------------------------------------------------------------------

    def _remove_acts(self, place: Position, limit: int) -> tuple[int, Position]:
        documents = self._traces.acted_on(place.accounts, limit)
        if documents:
            self._remove_from(documents, place.accounts)
            return len(documents), place
        self._traces.remove_accounts(place.accounts)
        self._count("accounts", len(place.accounts))
        self._traces.remove_person(self._person)
        for name in names_of_own(self._person):
            self._writer.set_kept(name, None)
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

    def _redact(self, place: Position, limit: int) -> tuple[int, Position]:
        """Blank the suppressed forms in what others wrote and count the records that were looked at."""
        facts = self._traces.facts(REDACTED[place.kind], place.after, limit)
        changed: list[Key] = []
        for fact, run in facts:
            redacted = self._writer.suppression.redact(fact)
            if redacted is not fact:
                self._writer.put(redacted, run)
                changed.append(fact.node.key)
        self._count("redacted", len(changed))
        keys = [fact.node.key for fact, _ in facts]
        if REDACTED[place.kind] == "document":
            found = self._traces.extractions(keys)
            naming = [each.document for each in found if not self._writer.suppression.admits(each)]
            self._traces.forget_extractions(sorted({*changed, *naming}))
        return self._next(place, keys, limit, REDACTED, Phase.TERMS)

    def _purge(self, place: Position, limit: int) -> tuple[int, Position]:
        """Remove terms and topics that are, or hold, a suppressed form."""
        rows = self._traces.terms(_WORDS[place.kind], place.after, limit)
        suppression = self._writer.suppression
        gone = [
            key
            for key, derived, texts in rows
            if suppression.names(key, tag=not derived) or any(map(suppression.names_text, texts))
        ]
        if gone:
            self._traces.change([self._person])  # the newest number must not go with a row that is removed
            self._traces.purge(gone)
            self._count("terms", len(gone))
        return self._next(place, [key for key, _, _ in rows], limit, _WORDS, Phase.LEDGER)

    @staticmethod
    def _next(
        place: Position, keys: list[Key], limit: int, kinds: Collection[str], then: Phase
    ) -> tuple[int, Position]:
        """How many were looked at, and where to go on: in this kind, the next one, or the next phase."""
        if len(keys) == limit:
            return limit, replace(place, after=keys[-1])
        if place.kind + 1 < len(kinds):
            return len(keys), replace(place, kind=place.kind + 1, after="")
        return len(keys), replace(place, phase=then, kind=0, after="")

    def _redact_ledger(self, place: Position, limit: int) -> tuple[int, Position]:
        """Blank what the machinery noted: problems, cursors, errors, reasons."""
        del limit
        traces, blank = self._traces, self._writer.suppression
        problems = {at: clean for at, told in traces.problems() if (clean := blank.blank_problem(told)) is not told}
        traces.replace_problems(problems)
        written = {at: new for at, old in traces.written() if (new := blank.blank_json(old)) != old}
        traces.rewrite(written)
        self._count("notes", len(problems) + len(written) + self._redact_cursors())
        return 0, replace(place, phase=Phase.END)

    def _redact_cursors(self) -> int:
        """Blank the cursors; one from which a run goes on is forgotten, since a name less is another place."""
        changed = 0
        for source, (cursor, running) in self._traces.cursors().items():
            clean = self._writer.suppression.blank_json(dict(cursor))
            if clean != cursor:
                changed += 1
                if running:
                    self._traces.forget_cursor(source)
                else:
                    self._writer.set_cursor(source, clean)
        return changed


class Claims:
    """Which forms are a person's: not those of others, of whom `others` are all accounts that are not theirs."""

    def __init__(self, accounts: Collection[Account], others: Collection[Account], words: frozenset[str]) -> None:
        keys = {account.key for account in accounts}
        names = [name for account in accounts for name in (account.name, *account.aliases)]
        self.others = [each for each in others if each.key not in keys]
        rivals = [each for each in self.others if each.anchor or not may_be(each, names)]
        mine = frozenset(form for account in accounts for form in forms_of(account))
        self.shared = shared_forms(mine, rivals)
        self.words = words = words | frozenset(_domain_words(rivals))
        named = {word for each in rivals for name in (each.name, *each.aliases) for word, _, _ in words_of(name)}
        self.surnames = surnames_of(mine, self.shared, words.__contains__, named)
        self.forms = (mine - self.shared) | self.surnames.forms

    def claimed(self, suppression: Suppression) -> list[Account]:
        """The accounts that nothing tells from the person: no directory lists them, and they have such a form."""
        return [each for each in self.others if not each.anchor and suppression.refuses(each)]


def _domain_words(accounts: Iterable[Account]) -> Iterator[str]:
    """The words of the domains of their addresses: the organisation may be called as a person is."""
    for domain in {email.rpartition("@")[2] for account in accounts for email in account.emails}:
        yield from (word for word, _, _ in words_of(domain))


def texts_of(props: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts among the properties of a term or topic."""
    labels = props.get("labels") or {}
    return tuple(str(text) for text in (props.get("norm"), props.get("surface"), *labels.values()) if text)


def is_note(name: str) -> bool:
    """Whether what the ledger keeps under this name may be blanked: no secret or picture, nor what an erasure keeps."""
    return not name.startswith((SECRET, PROGRESS, PHOTO, FILE, receipt_name("")))


def small_words(texts: Iterable[str]) -> Iterator[str]:
    """The folded words that are written in small letters in these texts."""
    for text in texts:
        yield from (word for word, start, _ in words_of(text) if text[start].islower())


def read_position(kept: Json) -> Position | None:
    if not isinstance(kept, dict):
        return None
    values: dict[str, Any] = {**kept}
    return Position(**{**values, "phase": Phase(values["phase"]), "accounts": tuple(values["accounts"])})
