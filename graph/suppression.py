"""Who asked to be forgotten, and where do they still stand in a text? Nothing is kept of them but keyed hashes.

A form is a sequence of words: a full name in the orders in which people write it, an address, a handle. The secret is
authored state: without it the hashes say nothing, and with it they only answer whether a given form is among them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.content import Ready, ready
from graph.facts import Account, Document, Edge, Fact, Group, Json, Key, kind_of

SECRET = "secret:suppression"
"""Under which name does the ledger keep the secret (hexadecimal)?"""
BLANK = "[…]"
_WORD = re.compile(r"[^\W_]+")
_MARKS = "@~/:"
"""What stands before a handle: one word alone is blanked only there, since it may be a word of the language."""
_PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "ten", "ter", "te", "t", "het", "la", "le", "du", "da", "di", "dos", "el", "al")
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: `kind` is account (a key), words (blanked everywhere) or handle (blanked after a mark)."""

    kind: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """Which words is it made of, without accents and case?"""
        return (self.text,) if self.kind == "account" else tuple(word for word, _, _ in words_of(self.text))


@dataclass(frozen=True, slots=True)
class Entry:
    """One suppressed form as it is kept: its hash, its kind, how many words it has, and the hash of the first."""

    form: bytes
    kind: str
    words: int
    first: bytes | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed of a person? Counts only; `shared` forms were left: someone still listed has them too."""

    person: Key
    accounts: int = 0
    acts: int = 0
    texts: int = 0
    redacted: int = 0
    forms: int = 0
    shared: int = 0
    finished: bool = False


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Which words has this text, and where? Without accents and case; letters and digits alone are words."""
    for found in _WORD.finditer(text):
        yield _plain(found.group()), found.start(), found.end()


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def forms_of(account: Account) -> frozenset[Form]:
    """By which forms is this account found again, in texts and in other sources?"""
    forms = {Form("account", account.key)}
    forms.update(Form("words", email.lower()) for email in account.emails)
    for handle in (*account.handles, account.native_id):
        several = len(list(words_of(handle))) > 1
        forms.add(Form("words" if several else "handle", handle.lower()))
    for name in (account.name, *account.aliases):
        forms.update(Form("words", form) for form in _orders(name))
    return frozenset(form for form in forms if form.words)


def _orders(name: str) -> Iterator[str]:
    """How do people write this name? First name first, surname first with or without its particles, initials."""
    if "," in name:
        surname, _, given = name.partition(",")
        name = f"{given} {surname}"
    words: list[str] = [word for word, _, _ in words_of(name)]
    if len(words) < 2:
        return
    at = next((place for place, word in enumerate(words) if place and word in _PARTICLES), len(words) - 1)
    first, last = words[:at], words[at:]
    core = next((place for place, word in enumerate(last) if word not in _PARTICLES), 0)
    initials = [word[0] for word in first]
    orders = (
        first + last, last + first, last[core:] + first + last[:core], initials + last, last + initials,
        initials[:1] + last, first[:1] + last, first + last[core:],
    )  # fmt: skip
    yield from {" ".join(order) for order in orders}


class Suppression:
    """The forms that are suppressed now. Empty most of the time, and then it costs nothing."""

    def __init__(self, secret: bytes, entries: Iterable[Entry]) -> None:
        self._secret = secret
        self._entries = {(each.kind, each.form) for each in entries}
        self._firsts = {each.first for each in entries if each.first}
        self._longest = max((each.words for each in entries), default=0)
        self._known: dict[str, bytes] = {}

    def __bool__(self) -> bool:
        return bool(self._entries)

    def _hash(self, words: str) -> bytes:
        return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16, key=self._secret).digest()

    def entry(self, form: Form) -> Entry:
        """How is this form kept?"""
        words = form.words
        first = None if form.kind == "account" else self._hash("first " + words[0])
        return Entry(self._hash(f"{form.kind} {' '.join(words)}"), form.kind, len(words), first)

    def has(self, form: Form) -> bool:
        """Is this form suppressed?"""
        entry = self.entry(form)
        return (entry.kind, entry.form) in self._entries

    def refuses(self, account: Account) -> bool:
        """Does this account belong to somebody who asked to be forgotten, by its key or by an address of theirs?"""
        return self.refuses_key(account.key) or any(self.has(Form("words", email.lower())) for email in account.emails)

    def refuses_key(self, key: Key) -> bool:
        """Is this account suppressed?"""
        return self.has(Form("account", key))

    def allows(self, edge: Edge) -> bool:
        """Does no suppressed account stand at either end of this edge?"""
        return not any(kind_of(key) == "account" and self.refuses_key(key) for key in (edge.start, edge.end))

    def without(self, made: Ready) -> Ready:
        """What is left of this fact when no edge of a suppressed account is taken in?"""
        allowed = tuple(edge for edge in made.edges if self.allows(edge))
        return made if len(allowed) == len(made.edges) else ready(Fact(made.node, allowed))

    # --- texts --------------------------------------------------------------------------------------------------------

    def blank(self, text: str) -> str:
        """What is this text without the suppressed forms? The longest match at each word; one pass."""
        if not self._longest or not text:
            return text
        found = list(words_of(text))
        parts, done, at = [], 0, 0
        while at < len(found):
            length = self._match(text, found, at)
            if length:
                parts += [text[done : found[at][1]], BLANK]
                done = found[at + length - 1][2]
            at += length or 1
        return "".join((*parts, text[done:])) if parts else text

    def _match(self, text: str, found: list[tuple[str, int, int]], at: int) -> int:
        """How many words from here are a suppressed form? 0 if none."""
        word, start, _ = found[at]
        if not self._begins(word):
            return 0
        words = [each[0] for each in found[at : at + self._longest]]
        marked = start > 0 and text[start - 1] in _MARKS
        for length in range(len(words), 0, -1):
            joined = " ".join(words[:length])
            if ("words", self._hash("words " + joined)) in self._entries:
                return length
            if marked and ("handle", self._hash("handle " + joined)) in self._entries:
                return length
        return 0

    def _begins(self, word: str) -> bool:
        hashed = self._known.get(word)
        if hashed is None:
            if len(self._known) > 50_000:
                self._known.clear()
            hashed = self._known[word] = self._hash("first " + word)
        return hashed in self._firsts

    def blank_json(self, value: Json) -> Json:
        """What is this value with every text in it blanked?"""
        if isinstance(value, str):
            return self.blank(value)
        if isinstance(value, list):
            return [self.blank_json(each) for each in value]
        if isinstance(value, dict):
            return {self.blank(name): self.blank_json(each) for name, each in value.items()}
        return value

    def redact(self, fact: Fact) -> Fact:
        """What is this fact with title, text, URL and container name blanked? The same object when nothing matched."""
        node = fact.node
        if not self._longest or not isinstance(node, Document | Group):
            return fact
        return self._redact_document(fact, node) if isinstance(node, Document) else self._redact_group(fact, node)

    def _redact_document(self, fact: Fact, node: Document) -> Fact:
        blank = self.blank
        text, url = blank(node.text), node.url and blank(node.url)
        hashed = node.text_hash if text == node.text else ""
        new = replace(
            node, title=blank(node.title), text=text, url=url, native_id=blank(node.native_id), text_hash=hashed
        )
        return fact if new == node else Fact(new, fact.edges)

    def _redact_group(self, fact: Fact, node: Group) -> Fact:
        blank = self.blank
        url = node.url and blank(node.url)
        new = replace(node, name=blank(node.name), url=url, native_id=blank(node.native_id))
        return fact if new == node else Fact(new, fact.edges)
