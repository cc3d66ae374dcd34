"""Pairs of an account and a person that may be one human being, ranked and explained, for somebody to decide.

Nothing is linked by these. They are made from accounts that everyone may know of, the directory, and documents for
everyone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

from graph.facts import Account, Edge, Judgement, Key, Verdict, person_key
from graph.judgements import standing
from graph.names import Name, compare, full_name, in_one_word, is_group_name, letters
from graph.names.nicknames import may_be_short
from models.name_index import given_forms
from models.services import addresses_of, handle_form, is_service

MOST = 5
"""People with one name of whom each is suggested; more of them say nothing."""
LONG = 5
"""Letters of a family name from which one of them may be wrong, and of a handle that spells a name."""


class Likeness(StrEnum):
    """A reason for or against a pair."""

    SAME_NAME = "same-name"
    SHORTER_NAME = "shorter-name"
    SHORT_FORM = "short-form"
    MISSPELT = "misspelt"
    GIVEN_NAME = "given-name"
    ADDRESS = "address-spells"
    HANDLE = "handle-spells"
    SAME_PLACE = "same-place"
    NEVER_TOGETHER = "never-together"
    TOGETHER = "together"


WEIGHTS = {
    Likeness.SAME_NAME: 0.7,
    Likeness.ADDRESS: 0.6,
    Likeness.HANDLE: 0.5,
    Likeness.SHORT_FORM: 0.5,
    Likeness.MISSPELT: 0.5,
    Likeness.SHORTER_NAME: 0.4,
    Likeness.GIVEN_NAME: 0.2,
    Likeness.SAME_PLACE: 0.3,
    Likeness.NEVER_TOGETHER: 0.1,
}
"""How much each reason says by itself; together they leave the product of what each leaves open."""
AGAINST = 0.3
"""What is left of a pair of whom both are on one document, which one person hardly is twice."""


@dataclass(frozen=True, slots=True)
class IdentitySuggestion:
    """An account that may be this person's, how likely (0 to 1), and the reasons. `acts` would become theirs."""

    account: Key
    person: Key
    score: float
    reasons: tuple[Likeness, ...]
    acts: int = 0
    unsure: bool = False
    """Somebody looked and could not tell."""


@dataclass(slots=True)
class Footprints:
    """On which documents, and in which containers, each person acted, as far as everyone may read."""

    documents: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))
    places: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))

    @staticmethod
    def of(acts: Iterable[Edge], places: Mapping[Key, Key], owners: Mapping[Key, Key]) -> Footprints:
        """Footprints of the owners of accounts, by acts; `places` are the containers of documents."""
        found = Footprints()
        for edge in acts:
            if edge.start in owners:
                found.documents[owners[edge.start]].add(edge.end)
                if edge.end in places:
                    found.places[owners[edge.start]].add(places[edge.end])
        return found


class _KnownPeople:
    """Full names, addresses and handles of people, and the people by what may be like them."""

    def __init__(self, accounts: Sequence[Account], owners: Mapping[Key, Key]) -> None:
        self.accounts: dict[Key, list[Account]] = defaultdict(list)
        self.names: dict[Key, list[Name]] = defaultdict(list)
        self.listed = {owners[account.key] for account in accounts if account.anchor}
        self.by_family: dict[str, set[Key]] = defaultdict(set)
        self.by_given: dict[str, set[Key]] = defaultdict(set)
        self.by_word: dict[str, set[Key]] = defaultdict(set)
        for account in accounts:
            self.accounts[owners[account.key]].append(account)
        for person, own in self.accounts.items():
            for name in filter(None, (full_name(text) for each in own for text in (each.name, *each.aliases))):
                self.names[person].append(name)
                for family in (*name.family_keys, *(each.key for each in name.families)):
                    self.by_family[family].add(person)
                for given in given_forms(name):
                    self.by_given[given].add(person)
                for word in in_one_word(name.written):
                    self.by_word[word].add(person)

    def words(self, person: Key) -> Iterator[tuple[Likeness, str]]:
        """Handles of this person, and what stands before the @ of addresses, as one word."""
        for account in self.accounts[person]:
            for handle in (*account.handles, account.native_id):
                if "@" not in handle and " " not in handle:
                    yield Likeness.HANDLE, letters(handle_form(handle))
            yield from ((Likeness.ADDRESS, letters(address.partition("@")[0])) for address in addresses_of(account))


def suggest_identities(
    accounts: Iterable[Account],
    owners: Mapping[Key, Key],
    judgements: Sequence[Judgement],
    footprints: Footprints,
    doubts: Iterable[tuple[Key, Key]] = (),
) -> list[IdentitySuggestion]:
    """Pairs to decide about, the likeliest first. `doubts` are pairs that the pass could not tell apart."""
    counted = [
        each for each in accounts if each.key in owners and not is_service(each) and not is_group_name(each.name)
    ]
    known = _KnownPeople(counted, owners)
    held = _held(judgements)
    pairs: dict[tuple[Key, Key], set[Likeness]] = defaultdict(set)
    for person in sorted(known.accounts):
        if person not in known.listed:
            for other, reason in _alike(person, known):
                if person != other and not (other not in known.listed and person < other):
                    pairs[person, other].add(reason)
    for account, other in doubts:
        if account in owners and other in known.accounts and owners[account] != other:
            pairs[owners[account], other] |= {
                reason for same, reason in _alike(owners[account], known) if same == other
            }
    found = [
        suggestion
        for (person, other), reasons in pairs.items()
        if (suggestion := _suggestion(known, person, other, reasons, footprints, held)) is not None
    ]
    return sorted(_shared(found), key=lambda each: (each.unsure, -each.score, -each.acts, each.account, each.person))


def _shared(found: Sequence[IdentitySuggestion]) -> Iterator[IdentitySuggestion]:
    """The same; where an account is like several people, each has a share: it can be one of them at most."""
    sums: dict[Key, float] = defaultdict(float)
    for each in found:
        sums[each.account] += each.score
    for each in found:
        yield replace(each, score=round(each.score * each.score / sums[each.account], 3))


def _suggestion(
    known: _KnownPeople,
    person: Key,
    other: Key,
    reasons: Collection[Likeness],
    footprints: Footprints,
    held: Mapping[tuple[Key, Key], Verdict],
) -> IdentitySuggestion | None:
    account = min(each.key for each in known.accounts[person])
    verdicts = {held.get((each.key, other)) for each in known.accounts[person]}
    if not reasons or Verdict.DIFFERENT in verdicts or Verdict.SAME in verdicts:
        return None
    all_reasons = {*reasons, *_by_work(person, other, footprints)}
    open_ = 1.0
    for reason in all_reasons:
        open_ *= 1 - WEIGHTS.get(reason, 0.0)
    score = (1 - open_) * (AGAINST if Likeness.TOGETHER in all_reasons else 1.0)
    ordered = tuple(sorted(all_reasons, key=lambda each: -WEIGHTS.get(each, 0.0)))
    acts = len(footprints.documents.get(person, ()))
    return IdentitySuggestion(account, other, round(score, 3), ordered, acts, Verdict.UNSURE in verdicts)


def _by_work(person: Key, other: Key, footprints: Footprints) -> Iterator[Likeness]:
    """What the work of both says: the same places, and together or never on one document."""
    mine, theirs = footprints.documents.get(person, set()), footprints.documents.get(other, set())
    if mine & theirs:
        yield Likeness.TOGETHER
    elif footprints.places.get(person, set()) & footprints.places.get(other, set()):
        yield Likeness.SAME_PLACE
        yield Likeness.NEVER_TOGETHER


def _alike(person: Key, known: _KnownPeople) -> Iterator[tuple[Key, Likeness]]:
    """People who are like this one, each with a reason."""
    for name in known.names[person]:
        yield from _by_name(name, known)
    for account in known.accounts[person]:
        word = letters(account.name)
        if full_name(account.name) is None and " " not in account.name.strip():
            yield from ((each, Likeness.GIVEN_NAME) for each in _few(known.by_given.get(word, ())))
    for reason, word in known.words(person):
        if len(word) >= LONG:
            yield from ((each, reason) for each in _few(known.by_word.get(word, ())))


def _by_name(name: Name, known: _KnownPeople) -> Iterator[tuple[Key, Likeness]]:
    families = {key for family in name.family_keys for key in known.by_family.get(family, ())}
    for other in sorted(families):
        found = {reason for own in known.names[other] if (reason := _likeness(name, own)) is not None}
        yield from ((other, reason) for reason in found)
    if len(name.family) >= LONG:
        for other in sorted(known.by_given.get(letters(name.given[0]), set()) - families):
            if any(
                DamerauLevenshtein.distance(name.family, own.family, score_cutoff=1) == 1 for own in known.names[other]
            ):
                yield other, Likeness.MISSPELT


def _likeness(one: Name, other: Name) -> Likeness | None:
    verdict = compare(one, other).verdict
    if verdict is Verdict.SAME:
        return Likeness.SAME_NAME
    if verdict is Verdict.UNSURE:
        return Likeness.SHORTER_NAME
    given, others = letters(one.given[0]), letters(other.given[0])
    if one.family == other.family and (may_be_short(given, others) or may_be_short(others, given)):
        return Likeness.SHORT_FORM
    return None


def _few(people: Collection[Key]) -> Collection[Key]:
    return sorted(people) if len(people) <= MOST else ()


def _held(judgements: Sequence[Judgement]) -> dict[tuple[Key, Key], Verdict]:
    """The verdict that holds about each pair of an account and a person."""
    by_account: dict[Key, list[Judgement]] = defaultdict(list)
    for each in judgements:
        by_account[each.subject].append(each)
    return {
        (account, person): each.verdict for account, own in by_account.items() for person, each in standing(own).items()
    }


def owners_of(accounts: Iterable[Account], edges: Iterable[Edge]) -> dict[Key, Key]:
    """The person of each account: by its IS edge, else itself."""
    persons = {edge.start: edge.end for edge in edges}
    return {each.key: persons.get(each.key, person_key(each.key)) for each in accounts}
