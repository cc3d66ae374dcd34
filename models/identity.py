"""Whose is this account, and whom does this text name? Links are made only where there is no doubt.

Strong: an address or identifier that the directory lists and the account's own source vouches for; only these carry
rights. Rules: an address that nobody checked, the handle, the full name, initials with family name, each only when
exactly one person fits, the exact before the alike. Everything doubtful is a pair for the identity workbench.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Account, Edge, EdgeKind, Extraction, Judgement, Key, NameCandidate, Person, Verdict, person_key
from models.names import FullName, fold, full_name, handle_form, letters_of

STRONG = "strong"
WEIGHTS = {
    STRONG: 1.0,
    "rule:email": 0.95,
    "rule:id": 0.95,
    "rule:handle": 0.9,
    "rule:full-name": 0.9,
    "rule:alias": 0.85,
    "rule:handle-name": 0.8,
}
INITIALS = 0.7
MOST_UNSURE = 5
"""A name that fits more people than this says nothing: no pairs are made of it."""
_SERVICE = re.compile(
    r"\[bot\]|\bbot\b|[-_]bot$|^bot[-_]|no-?reply(?!.*users)|do-?not-?reply|"
    r"^(?:ci|root|admin|system|jenkins|builder?|"
    r"www-data|nobody|dependabot|renovate|greenkeeper|github-actions|gitlab-ci|travis(?:-?ci)?|mailer-daemon|postmaster|webmaster|"
    r"info|support|helpdesk|news|nieuws|redactie|secretariaat|buildkite|codecov|actions-user|web-flow)$"
)
_FREE_PART = re.compile(r"^[\w.-]+$")
_FORGE = re.compile(r"^(?:\d+[+-])?([^@+]+)@users\.noreply\.[\w.-]+$")
"""The address that a forge (GitHub, GitLab, Gitea) shows instead of the real one: it holds nothing but the handle."""


@dataclass(frozen=True, slots=True)
class Links:
    """Who is who? `edges` are IS edges (account to person), `unsure` pairs of account and person."""

    edges: tuple[Edge, ...]
    unsure: tuple[tuple[Key, Key], ...] = ()
    service: frozenset[Key] = frozenset()
    people: tuple[Person, ...] = ()


def is_service(account: Account) -> bool:
    """Is this account a machine's or a shared mailbox, by what it is called?"""
    if account.anchor or account.service:
        return account.service
    local = [email.partition("@")[0] for email in account.emails] if not full_name(account.name) else []
    names = {fold(text).strip() for text in (account.name, account.native_id.partition("@")[0], *local)}
    return any(_SERVICE.search(name) for name in names)


def link_accounts(accounts: Iterable[Account], judgements: Sequence[Judgement] = ()) -> Links:
    """Which accounts are the same person? The order in which accounts come does not matter."""
    ordered = sorted(accounts, key=lambda account: account.key)
    service = frozenset(account.key for account in ordered if is_service(account))
    directory = _Directory(account for account in ordered if account.anchor)
    service -= {account.key for account in ordered if account.key in service and directory.has_address_of(account)}
    judged = {each.subject for each in judgements if each.undone is None and each.verdict is Verdict.SAME}
    refused = {(each.subject, each.object) for each in _standing(judgements) if each.verdict is Verdict.DIFFERENT}
    edges: list[Edge] = []
    unsure: set[tuple[Key, Key]] = set()
    free: list[Account] = []
    for account in ordered:
        if account.anchor or account.key in service:
            continue
        role, found = directory.whose(account)
        people = [person_key(key) for key in sorted(found)]
        if len(people) == 1 and (account.key, people[0]) not in refused:
            weight = WEIGHTS.get(role, INITIALS)
            edges.append(Edge(EdgeKind.IS, account.key, people[0], weight=weight, role=role))
        else:
            doubtful = people if 1 < len(people) <= MOST_UNSURE else []
            unsure.update((account.key, person) for person in doubtful if (account.key, person) not in refused)
            if not people and account.key not in judged:
                free.append(account)
    joined, doubtful_pairs = _join(free, refused)
    unsure.update(doubtful_pairs)
    return Links(
        tuple(sorted([*edges, *joined], key=lambda edge: edge.start)),
        tuple(sorted(unsure)),
        service,
        tuple(_people(ordered, [*edges, *joined], service)),
    )


def _standing(judgements: Sequence[Judgement]) -> Iterator[Judgement]:
    """Which judgement about each pair is the newest that was not taken back?"""
    newest: dict[tuple[Key, Key], Judgement] = {}
    for each in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id)):
        if each.undone is None:
            newest[each.subject, each.object] = each
    yield from newest.values()


class _Directory:
    """Whom does the people directory know, by address, identifier, name and handle?"""

    def __init__(self, anchors: Iterable[Account]) -> None:
        self.emails: dict[str, set[Key]] = defaultdict(set)
        self.ids: dict[str, set[Key]] = defaultdict(set)
        self.handles: dict[str, set[Key]] = defaultdict(set)
        self.aliases: dict[str, set[Key]] = defaultdict(set)
        """What people are called without being a full name: a nickname, a login, the only name that is known."""
        self.wholes: dict[str, set[Key]] = defaultdict(set)
        self.shorts: dict[str, set[Key]] = defaultdict(set)
        self.names: dict[Key, set[str]] = {}
        for anchor in anchors:
            self._add(anchor)

    def _add(self, anchor: Account) -> None:
        for email in anchor.emails:
            self.emails[fold(email)].add(anchor.key)
        for handle in anchor.handles:
            self.handles[handle_form(handle)].add(anchor.key)
        self.ids[anchor.native_id].add(anchor.key)
        known = [name for name in map(full_name, (anchor.name, *anchor.aliases)) if name]
        self.names[anchor.key] = {name.whole for name in known}
        for called in (anchor.name, *anchor.aliases):
            if not full_name(called):
                self.aliases[handle_form(called)].add(anchor.key)
        for name in known:
            self.wholes[name.whole].add(anchor.key)
            self.shorts[name.short].add(anchor.key)

    def has_address_of(self, account: Account) -> bool:
        """Does the directory list an address of this account as somebody's own, whatever it looks like?"""
        return any("@" in text and fold(text).strip() in self.emails for text in (*account.emails, account.native_id))

    def whose(self, account: Account) -> tuple[str, set[Key]]:
        """By which rule does this account belong to whom? The first rule that fits anybody decides, doubt included."""
        for role, found in self._rules(account):
            if found:
                return role, found
        return "", set()

    def _rules(self, account: Account) -> Iterator[tuple[str, set[Key]]]:
        names = [name for name in map(full_name, (account.name, *account.aliases)) if name]
        handles = {handle_form(text) for text in (*account.handles, *forge_handles(account)) if text}
        called = {handle_form(text) for text in (account.native_id, account.name, *account.aliases) if text}
        addresses = {fold(text).strip() for text in (*account.emails, account.native_id) if "@" in text}
        yield STRONG if account.vouched else "rule:email", _all(self.emails, addresses)
        yield STRONG if account.vouched else "rule:id", self._same_id(account, names)
        yield "rule:handle", _all(self.handles, handles)
        yield "rule:full-name", _all(self.wholes, (name.whole for name in names))
        yield "rule:handle", _all(self.handles, called)
        yield "rule:alias", _all(self.aliases, handles | called)
        yield "rule:initials", _all(self.shorts, (name.short for name in names if name.initials))
        if not names:
            locals_ = (email.partition("@")[0] for email in addresses_of(account))
            yield "rule:handle-name", _all(self.wholes, map(letters_of, (account.name, *handles, *called, *locals_)))

    def _same_id(self, account: Account, names: Iterable[FullName]) -> set[Key]:
        """Who has this id in the directory, and the name that the account shows?"""
        wholes = {name.whole for name in names}
        return {key for key in self.ids.get(account.native_id, ()) if wholes & self.names[key]}


def _all(index: Mapping[str, set[Key]], forms: Iterable[str]) -> set[Key]:
    return {key for form in forms if form for key in index.get(form, ())}


def addresses_of(account: Account) -> set[str]:
    """Which addresses does this account show, its own id included when it is one? Shared ones are left out."""
    shown = {fold(text).strip() for text in (*account.emails, account.native_id) if "@" in text}
    return {text for text in shown if text.count("@") == 1 and not _SERVICE.search(text.partition("@")[0])}


def forge_handles(account: Account) -> set[str]:
    """Under which handles is this account known at a forge that hides addresses?"""
    found = (_FORGE.match(fold(text).strip()) for text in (*account.emails, account.native_id))
    return {match[1] for match in found if match}


def _join(accounts: Sequence[Account], refused: set[tuple[Key, Key]]) -> tuple[list[Edge], set[tuple[Key, Key]]]:
    """Which accounts that the directory does not know are one person: those with one address, or one full name?"""
    parents: dict[Key, Key] = {account.key: account.key for account in accounts}
    roles: dict[Key, str] = {}
    by_address: dict[str, list[Account]] = defaultdict(list)
    by_name: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for address in addresses_of(account):
            by_address[address].append(account)
        for handle in forge_handles(account):
            by_address[f"@{handle}"].append(account)
        name = full_name(account.name)
        if name and not name.initials and len(name.whole) >= 6:
            by_name[name.whole].append(account)
    for group in by_address.values():
        _unite(parents, roles, group, "rule:email")
    unsure: set[tuple[Key, Key]] = set()
    for group in by_name.values():
        people = {_root(parents, account.key): account for account in group}
        if len({account.source for account in people.values()}) == len(people):
            _unite(parents, roles, group, "rule:full-name")
        elif len(people) <= MOST_UNSURE:
            first, *rest = sorted(people)
            unsure.update((key, person_key(first)) for key in rest if (key, person_key(first)) not in refused)
    edges = []
    for account in accounts:
        person = person_key(_root(parents, account.key))
        if person != person_key(account.key) and (account.key, person) not in refused:
            role = roles.get(account.key, "rule:full-name")
            edges.append(Edge(EdgeKind.IS, account.key, person, weight=WEIGHTS[role], role=role))
    return edges, unsure


def _root(parents: dict[Key, Key], key: Key) -> Key:
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def _unite(parents: dict[Key, Key], roles: dict[Key, str], group: Sequence[Account], role: str) -> None:
    roots = sorted({_root(parents, account.key) for account in group})
    for other in roots[1:]:
        parents[other] = roots[0]
    if len(group) > 1:
        for account in group:
            roles.setdefault(account.key, role)


def _people(accounts: Sequence[Account], edges: Sequence[Edge], service: frozenset[Key]) -> Iterator[Person]:
    """Who is there: one person for each account that is nobody else's?"""
    linked = {edge.start for edge in edges}
    for account in accounts:
        if account.key not in linked and account.key not in service:
            yield Person(person_key(account.key), account.key, account.name)


class NameIndex:
    """Whom may a text mean by a name, a handle or an address: person keys, and the account that stands for each?"""

    def __init__(self, accounts: Iterable[Account], persons: Mapping[Key, Key]) -> None:
        self.index: dict[tuple[str, str], set[Key]] = defaultdict(set)
        self.account: dict[Key, Key] = {}
        for account in sorted(accounts, key=lambda each: (not each.anchor, each.key)):
            if account.key not in persons and is_service(account):
                continue
            person = persons.get(account.key, person_key(account.key))
            self.account.setdefault(person, account.key)
            for form in self._forms(account):
                self.index[form].add(person)

    @staticmethod
    def _forms(account: Account) -> Iterator[tuple[str, str]]:
        for name in map(full_name, (account.name, *account.aliases)):
            if name and not name.initials:
                yield "person", name.whole
                yield "short", name.short
        for handle in (*account.handles, *forge_handles(account), account.native_id, *account.aliases):
            form = handle_form(handle)
            if _FREE_PART.match(form) and len(form) >= 3 and not form.isdigit():
                yield "handle", form
        for address in addresses_of(account):
            yield "email", address

    def whom(self, candidate: NameCandidate) -> Key | None:
        """Which account is meant? None when nobody is, or when it may be one of several people."""
        if candidate.kind == "email":
            forms = [("email", fold(candidate.surface))]
        elif candidate.kind == "handle":
            forms = [("handle", handle_form(candidate.surface))]
        else:
            forms = [*_name_forms(candidate.surface)]
        for form in forms:
            people = self.index.get(form, set())
            if people:
                return self.account[next(iter(people))] if len(people) == 1 else None
        return None


def _name_forms(surface: str) -> Iterator[tuple[str, str]]:
    """Under which forms may this string be known: itself, then its parts of two words and more, the longest first?"""
    whole = full_name(surface)
    if whole is not None:
        yield _name_form(whole)
    words = surface.split()
    if "," in surface or len(words) > 8:
        return
    for length in range(len(words) - 1, 1, -1):
        for start in range(len(words) - length + 1):
            part = full_name(" ".join(words[start : start + length]))
            if part is not None and not part.initials:
                yield _name_form(part)


def _name_form(name: FullName) -> tuple[str, str]:
    return ("short", name.short) if name.initials else ("person", name.whole)


def link_names(
    extractions: Iterable[Extraction],
    accounts: Iterable[Account] | NameIndex,
    persons: Mapping[Key, Key] | None = None,
) -> Iterator[Edge]:
    """Whom do these documents name? NAMES edges from document to account, streamed.

    `persons` tells whose each account is. Who links many batches makes one NameIndex for all of them.
    """
    named = accounts if isinstance(accounts, NameIndex) else NameIndex(accounts, persons or {})
    known: dict[tuple[str, str], Key | None] = {}
    for extraction in extractions:
        found: dict[Key, tuple[int, str]] = {}
        for candidate in extraction.names:
            form = (candidate.kind, candidate.surface)
            if form not in known:
                if len(known) >= 200_000:
                    known.clear()
                known[form] = named.whom(candidate)
            account = known[form]
            if account is not None:
                count, kind = found.get(account, (0, candidate.kind))
                found[account] = (count + candidate.count, min(kind, candidate.kind))
        for account, (count, kind) in sorted(found.items()):
            yield Edge(EdgeKind.NAMES, extraction.document, account, count=count, weight=1.0, role=kind)
