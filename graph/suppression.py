"""The forms of people who asked to be forgotten, and texts without them. Nothing is kept of them but keyed hashes.

A form is a sequence of words: a full name in the ways in which people write it, an address, a handle, a family name.
The secret is authored state: without it the hashes say nothing, and with it they only answer whether a given form is
among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.content import Ready, ready
from graph.facts import Account, Document, Edge, Fact, Group, Json, Key, kind_of
from graph.names import full_name, is_particle, words_of, written_forms
from graph.names.occurrences import TextWord, address_before, is_one, runs, stands_alone

SECRET = "secret:suppression"
"""Name under which the ledger keeps the secret (hexadecimal)."""
BLANK = "[…]"
_MARKS = "@~/:#"
"""Signs before a handle: one word by itself is blanked only behind them, since it may be a word of the language."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a person.

    `kind` is account (a key), words (blanked everywhere), handle (blanked behind a mark), or family: a family name,
    blanked behind a form of address or title, and with a capital in a text that names the person in full.
    """

    kind: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, without accents and case."""
        return (self.text,) if self.kind == "account" else tuple(word for word, _, _ in words_of(self.text))


@dataclass(frozen=True, slots=True)
class Entry:
    """One suppressed form as it is kept: its hash, kind, number of words, and the hash of its first word."""

    form: bytes
    kind: str
    words: int
    first: bytes | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed of a person, in counts. `shared` forms were left: someone still listed has them too."""

    person: Key
    accounts: int = 0
    acts: int = 0
    texts: int = 0
    redacted: int = 0
    forms: int = 0
    shared: int = 0
    finished: bool = False


def forms_of(account: Account) -> frozenset[Form]:
    """The forms by which this account is found again, in texts and in other sources."""
    forms = {Form("account", account.key)}
    forms.update(Form("words", email.lower()) for email in account.emails)
    for handle in (*account.handles, account.native_id):
        several = len(list(words_of(handle))) > 1
        forms.add(Form("words" if several else "handle", handle.lower()))
    for name in (account.name, *account.aliases):
        forms.update(_forms_of_name(name))
    return frozenset(form for form in forms if form.words)


def _forms_of_name(name: str) -> Iterator[Form]:
    written = written_forms(name)
    for kind, several in (("words", written.full), ("handle", written.short), ("family", written.family)):
        yield from (Form(kind, " ".join(words)) for words in several)


def shared_forms(mine: frozenset[Form], others: Iterable[Account]) -> frozenset[Form]:
    """Those of these forms that one of the others has too. Who shares no word with a family name is passed by."""
    words = {word for form in mine if form.kind != "account" for word in form.words if not is_particle(word)}
    telling = {word for form in mine if form.kind == "family" for word in form.words if not is_particle(word)}
    shared: set[Form] = set()
    for account in others:
        names = {word for name in (account.name, *account.aliases) for word, _, _ in words_of(name)}
        rest = {
            word for text in (*account.emails, *account.handles, account.native_id) for word, _, _ in words_of(text)
        }
        if names & telling or rest & words:
            shared |= mine & forms_of(account)
    return frozenset(shared)


class Suppression:
    """The forms that are suppressed now. Empty most of the time, and then it costs nothing."""

    def __init__(self, secret: bytes, entries: Iterable[Entry]) -> None:
        self._secret = secret
        self._entries: set[tuple[str, bytes]] = set()
        self._lengths: dict[bytes, tuple[int, ...]] = {}
        for each in entries:
            self._entries.add((each.kind, each.form))
            if each.first:
                known = self._lengths.get(each.first, ())
                self._lengths[each.first] = tuple(sorted({*known, each.words}, reverse=True))
        self._known: dict[str, tuple[int, ...]] = {}
        self._forms: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._entries)

    def _hash(self, words: str) -> bytes:
        return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16, key=self._secret).digest()

    def entry(self, form: Form) -> Entry:
        """The form as it is kept."""
        words = form.words
        first = None if form.kind == "account" else self._hash("first " + words[0])
        return Entry(self._hash(f"{form.kind} {' '.join(words)}"), form.kind, len(words), first)

    def has(self, form: Form) -> bool:
        """True when this form is suppressed."""
        entry = self.entry(form)
        return (entry.kind, entry.form) in self._entries

    def refuses(self, account: Account) -> bool:
        """True for an account of somebody who asked to be forgotten, by its key, an address or a full name of theirs.

        A name tells it of accounts that no directory lists: a new colleague may be called the same.
        """
        if self.refuses_key(account.key) or any(self.has(Form("words", email.lower())) for email in account.emails):
            return True
        return not account.anchor and full_name(account.name) is not None and self.has(Form("words", account.name))

    def refuses_key(self, key: Key) -> bool:
        """True when this account is suppressed."""
        return self.has(Form("account", key))

    def allows(self, edge: Edge) -> bool:
        """True when no suppressed account is at either end of this edge."""
        return not any(kind_of(key) == "account" and self.refuses_key(key) for key in (edge.start, edge.end))

    def without(self, made: Ready) -> Ready:
        """This fact as it may be stored: redacted, and without the edges of suppressed accounts."""
        allowed = tuple(edge for edge in made.edges if self.allows(edge))
        fact = Fact(made.node, allowed)
        redacted = self.redact(fact)
        return made if redacted is fact and len(allowed) == len(made.edges) else ready(redacted)

    # --- texts --------------------------------------------------------------------------------------------------------

    def blank(self, text: str, *beside: str) -> str:
        """The text without the suppressed forms, the longest one at each word.

        A family name by itself is blanked when the text, or one beside it such as its title, names the person in full.
        """
        if not self._lengths or not text:
            return text
        found = list(words_of(text))
        spans = list(self._spans(text, found, False))
        if spans or any(self._names(each) for each in beside if each):
            spans = list(self._spans(text, found, True))
        parts, done = [], 0
        for first, last in spans:
            parts += [text[done : found[first][1]], BLANK]
            done = found[last][2]
        return "".join((*parts, text[done:])) if parts else text

    def _names(self, text: str) -> bool:
        return next(self._spans(text, list(words_of(text)), False), None) is not None

    def _spans(self, text: str, found: Sequence[TextWord], named: bool) -> Iterator[tuple[int, int]]:
        """First and last word of each suppressed form; `named` says that the person is named in full somewhere."""
        known, done = self._known, 0
        for at, (word, _, _) in enumerate(found):
            lengths = known.get(word)
            if lengths is None:
                lengths = self._lengths_from(word)
            if lengths and at >= done:
                span = self._match(text, found, at, lengths, named)
                if span is not None and span[0] >= done:
                    yield span
                    done = span[1] + 1

    def _match(
        self, text: str, found: Sequence[TextWord], at: int, lengths: tuple[int, ...], named: bool
    ) -> tuple[int, int] | None:
        """First and last word of the longest suppressed form that begins here."""
        kinds = ["words"]
        behind = address_before(text, found, at)
        if named or behind is not None:
            kinds.append("family")
        if found[at][1] > 0 and text[found[at][1] - 1] in _MARKS:
            kinds.append("handle")
        spans = []
        for places in runs(text, found, at, lengths[0]):
            words = [found[place][0] for place in places]
            for length in lengths:
                kind = self._kind(kinds, " ".join(words[:length])) if length <= len(words) else None
                if kind and self._fits(kind, text, found, places[:length], behind):
                    begin = behind if kind == "family" and behind is not None else at
                    spans.append((begin, places[length - 1]))
                    break
        return max(spans, key=lambda span: span[1], default=None)

    def _kind(self, kinds: Sequence[str], words: str) -> str | None:
        """The kind of form, of these, that these words are; None for most."""
        for kind in kinds:
            form = f"{kind} {words}"
            known = self._forms.get(form)
            if known is None:
                if len(self._forms) > 100_000:
                    self._forms.clear()
                known = self._forms[form] = (kind, self._hash(form)) in self._entries
            if known:
                return kind
        return None

    @staticmethod
    def _fits(kind: str, text: str, found: Sequence[TextWord], places: Sequence[int], behind: int | None) -> bool:
        if not is_one(text, found, places):
            return False
        return kind != "family" or behind is not None or stands_alone(text, found, places)

    def _lengths_from(self, word: str) -> tuple[int, ...]:
        """Numbers of words of the forms that begin with this word, the longest first."""
        if len(self._known) > 50_000:
            self._known.clear()
        lengths = self._known[word] = self._lengths.get(self._hash("first " + word), ())
        return lengths

    def blank_json(self, value: Json) -> Json:
        """The value with every text in it blanked."""
        if isinstance(value, str):
            return self.blank(value)
        if isinstance(value, list):
            return [self.blank_json(each) for each in value]
        if isinstance(value, dict):
            return {self.blank(name): self.blank_json(each) for name, each in value.items()}
        return value

    def redact(self, fact: Fact) -> Fact:
        """The fact with title, text, URL and container name blanked; the same object when nothing matched."""
        node = fact.node
        if not self._lengths or not isinstance(node, Document | Group):
            return fact
        return self._redact_document(fact, node) if isinstance(node, Document) else self._redact_group(fact, node)

    def _redact_document(self, fact: Fact, node: Document) -> Fact:
        blank = self.blank
        text, url = blank(node.text, node.title), node.url and blank(node.url)
        title = blank(node.title) if text == node.text else blank(node.title, node.text)
        hashed = node.text_hash if text == node.text else ""
        new = replace(node, title=title, text=text, url=url, native_id=blank(node.native_id), text_hash=hashed)
        return fact if new == node else Fact(new, fact.edges)

    def _redact_group(self, fact: Fact, node: Group) -> Fact:
        blank = self.blank
        url = node.url and blank(node.url)
        new = replace(node, name=blank(node.name), url=url, native_id=blank(node.native_id))
        return fact if new == node else Fact(new, fact.edges)
