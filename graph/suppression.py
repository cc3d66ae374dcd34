"""Which names and addresses must not come in again, and texts without them. Nothing is kept of them but keyed hashes.

The secret is authored state: without it the hashes say nothing, and with it they only answer whether a given form is
among them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.accounts import base_address
from graph.content import Ready, ready, unpack_credits
from graph.facts import Account, Credit, Edge, Extraction, Fact, Json, Key, Node, Problem, Term, Topic, kind_of
from graph.forms import Form
from graph.names import former, full_name, has_former, words_of
from graph.names.occurrences import (
    TextWord,
    address_before,
    goes_on,
    has_particle,
    in_address,
    initials_before,
    is_one,
    is_shouted,
    runs,
    stands_alone,
)
from graph.names.variants import readings
from graph.redaction import BLANK, blank_json, blank_problem, names_somebody, redact

SECRET = "secret:suppression"
"""Name under which the ledger keeps the secret (hexadecimal)."""
_SUB_ADDRESS = re.compile(r"(?<![\w.+-])[\w.'-]{1,64}\+[\w.+=-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{1,24}")
_MARKS = "@~/:#=\\"
"""Signs before a handle: one word by itself is blanked only next to them, since it may be a word of the language."""
_LONGEST = 64
"""Letters of a word in which a name is looked for."""
_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One suppressed form as it is kept: hash, kind, number of words (of a part: letters), hash of the first word."""

    form: bytes
    kind: str
    words: int
    first: bytes | None


def hash_of(secret: bytes, text: str) -> bytes:
    """The hash of a text, which says nothing without the secret."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16, key=secret).digest()


class Suppression:
    """The forms that are suppressed now. Empty most of the time, and then it costs nothing."""

    def __init__(self, secret: bytes, entries: Iterable[Entry]) -> None:
        self._secret = secret
        self._given = entries = list(entries)
        self._entries: set[tuple[str, bytes]] = set()
        self._lengths: dict[bytes, tuple[int, ...]] = {}
        parts: set[int] = set()
        for each in entries:
            self._entries.add((each.kind, each.form))
            if each.kind == "part":
                parts.add(each.words)
            elif each.first:
                known = self._lengths.get(each.first, ())
                self._lengths[each.first] = tuple(sorted({*known, each.words}, reverse=True))
        self._parts = sorted(parts)
        self._known: dict[str, tuple[int, ...]] = {}
        self._forms: dict[str, bool] = {}
        self._holding: dict[str, bool] = {}
        self._named: dict[Key, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._entries)

    def with_forms(self, forms: Iterable[Form]) -> Suppression:
        """The same with these forms as well."""
        return Suppression(self._secret, [*self._given, *map(self.entry, forms)])

    def _hash(self, words: str) -> bytes:
        return hash_of(self._secret, words)

    def entry(self, form: Form) -> Entry:
        """The form as it is kept."""
        return self._entry(form, form.words)

    def _entry(self, form: Form, words: Sequence[str]) -> Entry:
        hashed = self._hash(f"{form.kind} {' '.join(words)}")
        if form.kind == "part":
            return Entry(hashed, form.kind, len(words[0]), None)
        return Entry(hashed, form.kind, len(words), None if form.kind == "account" else self._hash("first " + words[0]))

    def has(self, form: Form) -> bool:
        """True when this form is suppressed, in the normal form of today or of before."""
        if (form.kind, self.entry(form).form) in self._entries:
            return True
        if form.kind == "account" or not has_former(form.text):
            return False
        before = [former(form.text[start:end]) for _, start, end in words_of(form.text)]
        return (form.kind, self._entry(form, before).form) in self._entries

    def refuses(self, account: Account) -> bool:
        """True for an account of somebody who asked to be forgotten, by its key, an address or a full name of theirs.

        A name tells it of accounts that no directory lists: a new colleague may be called the same. So does a name of
        which nothing is left, or a handle where there is no full name.
        """
        if self.refuses_key(account.key) or any(map(self._is_address, account.emails)):
            return True
        if account.anchor:
            return False
        if self._is_name(account.name):
            return True
        return full_name(account.name) is None and any(self._is_name(f"@{handle}") for handle in account.handles)

    def _is_address(self, email: str) -> bool:
        """True for an address that is suppressed, and for a sub-address of one."""
        base = base_address(email)
        return self.has(Form("words", email.lower())) or (base is not None and self.has(Form("words", base.lower())))

    def _is_name(self, text: str) -> bool:
        """True when a text is a name that is suppressed, and nothing else."""
        if full_name(text) is not None and self.has(Form("words", text)):
            return True
        left = self.blank(text)
        return left != text and not any(char.isalnum() for char in left)

    def refuses_key(self, key: Key) -> bool:
        """True when this account is suppressed."""
        return self.has(Form("account", key))

    def allows(self, edge: Edge) -> bool:
        """True when no suppressed account is at either end of this edge."""
        return not any(kind_of(key) == "account" and self.refuses_key(key) for key in (edge.start, edge.end))

    # --- facts --------------------------------------------------------------------------------------------------------

    def without(self, made: Ready) -> Ready:
        """This fact as it may be stored: redacted, and without the edges of suppressed accounts."""
        known = unpack_credits(made.credits)
        refused = {each.account for each in known if self.refuses_credit(each)}
        credits = tuple(each for each in known if each.account not in refused)
        allowed = tuple(edge for edge in made.edges if self.allows(edge) and edge.start not in refused)
        fact = Fact(made.node, allowed, credits)
        redacted = self.redact(fact)
        same = redacted is fact and len(allowed) == len(made.edges) and credits == known
        return made if same else ready(redacted)

    def refuses_credit(self, credit: Credit) -> bool:
        """True where a document shows that an account is somebody's who asked to be forgotten: it did not act there.

        What else that account did is not known to be theirs.
        """
        named = credit.name or ""
        return self.refuses(Account(credit.account, "", "", named, emails=(credit.email,) if credit.email else ()))

    def redact(self, fact: Fact) -> Fact:
        """The fact without the suppressed forms; the same object when nothing matched."""
        return redact(fact, self.blank) if self._lengths else fact

    def admits(self, fact: Edge | Extraction | Node) -> bool:
        """False for a term, a topic or what was derived of a text, when a suppressed form is in it."""
        if not self._lengths:
            return True
        if isinstance(fact, Edge):
            return not (self.names(fact.start) or self.names(fact.end))
        if isinstance(fact, Term):
            return not (self.names(fact.key) or self.names_text(fact.norm) or self.names_text(fact.surface))
        if isinstance(fact, Topic):
            return not (self.names(fact.key) or any(map(self.names_text, fact.labels.values())))
        if isinstance(fact, Extraction):
            return not any(map(self.names_text, _surfaces(fact)))
        return True

    def names_tag(self, tag: Term) -> bool:
        """True for a tag with a suppressed form in it, inside a word too: "team-ada", "teamada"."""
        return self.names(tag.key, tag=True) or any(self.names_text(f"{mark}{tag.norm}") for mark in ("", "#"))

    def names(self, key: Key, tag: bool = False) -> bool:
        """True for the key of a term or topic with a suppressed form in it; in a `tag`, inside a word too."""
        if tag:
            return names_somebody(key, self.blank, tag)
        if kind_of(key) not in ("term", "topic"):
            return False
        known = self._named.get(key)
        if known is None:
            if len(self._named) > _KEPT:
                self._named.clear()
            known = self._named[key] = names_somebody(key, self.blank)
        return known

    def names_text(self, text: str) -> bool:
        """True when a suppressed form is in this text."""
        return self.blank(text) != text

    def blank_json(self, value: Json) -> Json:
        """The value with every text in it blanked."""
        return blank_json(value, self.blank) if self._lengths else value

    def blank_problem(self, problem: Problem) -> Problem:
        """The problem with every text in it blanked; the same object when nothing matched."""
        return blank_problem(problem, self.blank) if self._lengths else problem

    def blank_error(self, error: str | None) -> str | None:
        """What is noted of a failure, a text or JSON, without the suppressed forms."""
        if not error or not self._lengths:
            return error
        try:
            said = json.loads(error)
        except ValueError:
            return self.blank(error)
        return json.dumps(self.blank_json(said), ensure_ascii=False)

    # --- texts --------------------------------------------------------------------------------------------------------

    def blank(self, text: str, *beside: str) -> str:
        """The text without the suppressed forms, the longest one at each word.

        A family name that is a word of the language is blanked when the text, or one beside it such as its title, names
        the person in full.
        """
        if not self._lengths or not text:
            return text
        plain = list(words_of(text))
        spans = self._spans(text, plain, False)
        if spans or any(self._spans(each, list(words_of(each)), False) for each in beside if each):
            spans = self._spans(text, plain, True)
        return _cut(text, spans) if spans else text

    def _spans(self, text: str, plain: list[TextWord], named: bool) -> list[tuple[int, int]]:
        """Places of the suppressed forms; `named` says that the person is named in full somewhere."""
        spans = [span for found in readings(text, plain) for span in self._spans_of(text, found, named)]
        if "+" in text and "@" in text:
            spans += [each.span() for each in _SUB_ADDRESS.finditer(text) if self._is_address(each[0])]
        if self._parts:
            spans += [(start, end) for word, start, end in plain if self._holds(word, text, start, end)]
        return spans

    def _spans_of(self, text: str, found: Sequence[TextWord], named: bool) -> Iterator[tuple[int, int]]:
        known, done = self._known, 0
        for at, (word, _, _) in enumerate(found):
            lengths = known.get(word)
            if lengths is None:
                lengths = self._lengths_from(word)
            if lengths and at >= done:
                span = self._match(text, found, at, lengths, named)
                if span is not None and span[0] >= done:
                    yield found[span[0]][1], found[span[1]][2]
                    done = span[1] + 1

    def _match(
        self, text: str, found: Sequence[TextWord], at: int, lengths: tuple[int, ...], named: bool
    ) -> tuple[int, int] | None:
        """First and last word of the longest suppressed form that begins here."""
        kinds = ["words", "surname", "family"]
        behind = address_before(text, found, at)
        if _is_marked(text, found[at]):
            kinds.append("handle")
        spans = []
        for places in runs(text, found, at, lengths[0]):
            words = [found[place][0] for place in places]
            for length in lengths:
                kind = self._kind(kinds, " ".join(words[:length])) if length <= len(words) else None
                if kind and self._fits(kind, text, found, places[:length], behind is not None, named):
                    spans.append((self._begin(kind, text, found, at, behind), places[length - 1]))
                    break
        return max(spans, key=lambda span: span[1], default=None)

    @staticmethod
    def _begin(kind: str, text: str, found: Sequence[TextWord], at: int, behind: int | None) -> int:
        if kind not in ("family", "surname"):
            return at
        if behind is not None:
            return behind
        return initials_before(text, found, at) if kind == "surname" else at

    def _kind(self, kinds: Sequence[str], words: str) -> str | None:
        """The kind of form, of these, that these words are; None for most."""
        for kind in kinds:
            form = f"{kind} {words}"
            known = self._forms.get(form)
            if known is None:
                if len(self._forms) > _KEPT:
                    self._forms.clear()
                known = self._forms[form] = (kind, self._hash(form)) in self._entries
            if known:
                return kind
        return None

    @staticmethod
    def _fits(
        kind: str, text: str, found: Sequence[TextWord], places: Sequence[int], addressed: bool, named: bool
    ) -> bool:
        if not is_one(text, found, places):
            return False
        if kind != "family" or addressed:
            return True
        if not named and (not has_particle(found, places) or is_shouted(text, found, places)):
            return False
        return stands_alone(text, found, places)

    def _lengths_from(self, word: str) -> tuple[int, ...]:
        """Numbers of words of the forms that begin with this word, the longest first."""
        if len(self._known) > _KEPT:
            self._known.clear()
        lengths = self._known[word] = self._lengths.get(self._hash("first " + word), ())
        return lengths

    def _holds(self, word: str, text: str, start: int, end: int) -> bool:
        """True for a word with a name in it, in an address; elsewhere for one that begins with it, with a capital."""
        if not self._has_part(word):
            return False
        if in_address(text, start, end):
            return True
        begins = any(self._is_part(word[:length]) for length in self._parts)
        return begins and text[start].isupper() and goes_on(text, start)

    def _has_part(self, word: str) -> bool:
        """True when a name that is looked for inside words is in this one."""
        if not self._parts[0] < len(word) <= _LONGEST:
            return False
        known = self._holding.get(word)
        if known is None:
            if len(self._holding) > _KEPT:
                self._holding.clear()
            known = self._holding[word] = any(map(self._is_part, _stretches(word, self._parts)))
        return known

    def _is_part(self, letters: str) -> bool:
        return ("part", self._hash(f"part {letters}")) in self._entries


def _stretches(word: str, lengths: Iterable[int]) -> Iterator[str]:
    """The stretches of these lengths of a word."""
    for length in lengths:
        for at in range(len(word) - length + 1):
            yield word[at : at + length]


def _is_marked(text: str, word: TextWord) -> bool:
    """True next to a mark: behind one, or before the ``@`` of an address."""
    _, start, end = word
    return (start > 0 and text[start - 1] in _MARKS) or text[end : end + 1] == "@"


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with a sign in the place of these stretches, of which some overlap."""
    spans.sort()
    joined = [spans[0]]
    for start, end in spans[1:]:
        if start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    edges = [0, *(place for span in joined for place in span), len(text)]
    return BLANK.join(text[one:two] for one, two in list(pairwise(edges))[::2])


def _surfaces(found: Extraction) -> Iterator[str]:
    for term in found.terms:
        yield from (term.norm, term.surface)
    yield from (name.surface for name in found.names)
    for pair in found.pairs:
        yield from (pair.norm, pair.other)
