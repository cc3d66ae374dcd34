"""Links accounts to people, only where there is no doubt.

Strong: an address or identifier that the directory lists and the account's own source vouches for; only these carry
rights. Rules: an address that nobody checked, the handle, the full name, initials with family name, each only when
exactly one person fits, the exact before the alike. Everything doubtful is a pair for the identity workbench.

Who is who is worked out among the accounts that everyone may know of. Another one is found to be one of these people,
each for itself, and changes nothing about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scipy.cluster.hierarchy import DisjointSet

from graph.facts import Account, Edge, EdgeKind, Judgement, Key, Person, Verdict, person_key
from graph.names import Name, compare, fold, full_name, letters
from models.services import addresses_of, forge_handles, handle_form, is_service

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


@dataclass(frozen=True, slots=True)
class Links:
    """Who is who: `edges` are IS edges (account to person), `unsure` pairs of account and person."""

    edges: tuple[Edge, ...]
    unsure: tuple[tuple[Key, Key], ...] = ()
    service: frozenset[Key] = frozenset()
    people: tuple[Person, ...] = ()


def link_accounts(
    accounts: Iterable[Account], judgements: Sequence[Judgement] = (), known: Container[Key] | None = None
) -> Links:
    """The accounts of each person, by IS edges. The order in which accounts come does not matter.

    `known` are the accounts that everyone may know of (None: all of them).
    """
    everybody = sorted(accounts, key=lambda account: account.key)
    shown = [account for account in everybody if known is None or account.anchor or account.key in known]
    directory = _Directory(account for account in shown if account.anchor)
    decided = _Decided.by(judgements)
    links = _link(shown, directory, decided)
    if len(shown) == len(everybody):
        return links
    there = {account.key for account in shown}
    return _attach(links, shown, [each for each in everybody if each.key not in there], directory, decided)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What people decided: accounts that are somebody's, and pairs that are not the same."""

    judged: frozenset[Key]
    refused: frozenset[tuple[Key, Key]]

    @staticmethod
    def by(judgements: Sequence[Judgement]) -> _Decided:
        standing = list(_standing(judgements))
        return _Decided(
            frozenset(each.subject for each in judgements if each.undone is None and each.verdict is Verdict.SAME),
            frozenset((each.subject, each.object) for each in standing if each.verdict is Verdict.DIFFERENT),
        )


def _link(shown: Sequence[Account], directory: _Directory, decided: _Decided) -> Links:
    """The accounts of each person, of accounts in the order of their keys."""
    service = _services(shown, directory)
    edges: list[Edge] = []
    unsure: set[tuple[Key, Key]] = set()
    free: list[Account] = []
    for account in shown:
        if account.anchor or account.key in service:
            continue
        edge, people = _in_directory(account, directory, decided)
        if edge is not None:
            edges.append(edge)
            continue
        unsure.update(_doubts(account, people, decided))
        if not people and account.key not in decided.judged:
            free.append(account)
    joined, doubtful_pairs = _join(free, decided.refused)
    return Links(
        tuple(sorted([*edges, *joined], key=lambda edge: edge.start)),
        tuple(sorted(unsure | doubtful_pairs)),
        service,
        tuple(_people(shown, [*edges, *joined], service)),
    )


def _attach(
    links: Links, shown: Sequence[Account], others: Sequence[Account], directory: _Directory, decided: _Decided
) -> Links:
    """The same with other accounts, each by itself: that of one of these people, or of somebody of its own."""
    service = _services(others, directory)
    strangers = _Strangers(shown, links)
    edges: list[Edge] = []
    unsure: set[tuple[Key, Key]] = set()
    for account in others:
        if account.key in service:
            continue
        edge, people = _in_directory(account, directory, decided)
        if edge is None and not people and account.key not in decided.judged:
            edge = strangers.find(account)
        if edge is not None and (account.key, edge.end) not in decided.refused:
            edges.append(edge)
        else:
            unsure.update(_doubts(account, people, decided))
    return Links(
        tuple(sorted([*links.edges, *edges], key=lambda edge: edge.start)),
        tuple(sorted({*links.unsure, *unsure})),
        links.service | service,
        (*links.people, *_people(others, edges, service)),
    )


def _services(accounts: Iterable[Account], directory: _Directory) -> frozenset[Key]:
    """Accounts of machines, but for those with an address that the directory lists as somebody's own."""
    return frozenset(
        account.key for account in accounts if is_service(account) and not directory.has_address_of(account)
    )


def _in_directory(account: Account, directory: _Directory, decided: _Decided) -> tuple[Edge | None, list[Key]]:
    """The edge to the one person of the directory whom this fits, or the people who may be meant."""
    role, found = directory.whose(account)
    people = [person_key(key) for key in sorted(found)]
    if len(people) != 1 or (account.key, people[0]) in decided.refused:
        return None, people
    return Edge(EdgeKind.IS, account.key, people[0], weight=WEIGHTS.get(role, INITIALS), role=role), people


def _doubts(account: Account, people: Sequence[Key], decided: _Decided) -> Iterator[tuple[Key, Key]]:
    if 1 < len(people) <= MOST_UNSURE:
        yield from ((account.key, person) for person in people if (account.key, person) not in decided.refused)


def _standing(judgements: Sequence[Judgement]) -> Iterator[Judgement]:
    """The newest judgement about each pair that was not taken back."""
    newest: dict[tuple[Key, Key], Judgement] = {}
    for each in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id)):
        if each.undone is None:
            newest[each.subject, each.object] = each
    yield from newest.values()


class _Directory:
    """People of the directory by address, identifier, name and handle."""

    def __init__(self, anchors: Iterable[Account]) -> None:
        self.emails: dict[str, set[Key]] = defaultdict(set)
        self.ids: dict[str, set[Key]] = defaultdict(set)
        self.handles: dict[str, set[Key]] = defaultdict(set)
        self.aliases: dict[str, set[Key]] = defaultdict(set)
        """What people are called without being a full name: a nickname, a login, the only name that is known."""
        self.wholes: dict[str, set[Key]] = defaultdict(set)
        self.alike: dict[str, set[Key]] = defaultdict(set)
        self.shorts: dict[str, set[Key]] = defaultdict(set)
        self.names: dict[Key, list[Name]] = {}
        for anchor in anchors:
            self._add(anchor)

    def _add(self, anchor: Account) -> None:
        for email in anchor.emails:
            self.emails[fold(email)].add(anchor.key)
        for handle in anchor.handles:
            self.handles[handle_form(handle)].add(anchor.key)
        self.ids[anchor.native_id].add(anchor.key)
        known = [name for name in map(full_name, (anchor.name, *anchor.aliases)) if name]
        self.names[anchor.key] = known
        for called in (anchor.name, *anchor.aliases):
            if not full_name(called):
                self.aliases[handle_form(called)].add(anchor.key)
        for name in known:
            self.wholes[name.whole].add(anchor.key)
            for whole in name.wholes:
                self.alike[whole].add(anchor.key)
            for short in name.shorts:
                self.shorts[short].add(anchor.key)

    def has_address_of(self, account: Account) -> bool:
        """True when the directory lists an address of this account as somebody's own, whatever it looks like."""
        return any("@" in text and fold(text).strip() in self.emails for text in (*account.emails, account.native_id))

    def whose(self, account: Account) -> tuple[str, set[Key]]:
        """The rule and the people by it; the first rule that fits anybody decides, doubt included."""
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
        for index in (self.wholes, self.alike):
            yield "rule:full-name", _all(index, (name.whole for name in names))
        yield "rule:handle", _all(self.handles, called)
        yield "rule:alias", _all(self.aliases, handles | called)
        yield "rule:initials", {key for name in names if name.initials for key in self._abbreviated(name)}
        if not names:
            locals_ = (email.partition("@")[0] for email in addresses_of(account))
            yield "rule:handle-name", _all(self.wholes, map(letters, (account.name, *handles, *called, *locals_)))

    def _abbreviated(self, initials: Name) -> Iterator[Key]:
        """Who has a name that these initials and family name may stand for."""
        for key in self.shorts.get(initials.short, ()):
            if any(compare(initials, name).verdict is not Verdict.DIFFERENT for name in self.names[key]):
                yield key

    def _same_id(self, account: Account, names: Iterable[Name]) -> set[Key]:
        """Who has this id in the directory, and the name that the account shows."""
        wholes = {name.whole for name in names}
        found = self.ids.get(account.native_id, ())
        return {key for key in found if any(wholes & name.wholes for name in self.names[key])}


def _all(index: Mapping[str, set[Key]], forms: Iterable[str]) -> set[Key]:
    return {key for form in forms if form for key in index.get(form, ())}


def _join(accounts: Sequence[Account], refused: frozenset[tuple[Key, Key]]) -> tuple[list[Edge], set[tuple[Key, Key]]]:
    """IS edges between accounts that the directory does not know and share an address or a full name, and doubts."""
    people: DisjointSet = DisjointSet(account.key for account in accounts)
    roles: dict[Key, str] = {}
    by_address, by_name = _groups(accounts)
    for group in by_address.values():
        _merge(people, roles, group, "rule:email")
    unsure: set[tuple[Key, Key]] = set()
    for group in by_name.values():
        apart = {people[account.key]: account for account in group}
        if len({account.source for account in apart.values()}) == len(apart):
            _merge(people, roles, group, "rule:full-name")
        elif len(apart) <= MOST_UNSURE:
            first, *rest = sorted(min(people.subset(key)) for key in apart)
            unsure.update((key, person_key(first)) for key in rest if (key, person_key(first)) not in refused)
    edges = []
    smallest = {key: min(subset) for subset in people.subsets() for key in subset}
    for account in accounts:
        person = person_key(smallest[account.key])
        if person != person_key(account.key) and (account.key, person) not in refused:
            role = roles.get(account.key, "rule:full-name")
            edges.append(Edge(EdgeKind.IS, account.key, person, weight=WEIGHTS[role], role=role))
    return edges, unsure


def _groups(accounts: Sequence[Account]) -> tuple[Mapping[str, list[Account]], Mapping[str, list[Account]]]:
    """The accounts that share an address (or the handle of a forge), and those that share a full name."""
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
    return by_address, by_name


class _Strangers:
    """People whom the directory does not list, by the addresses and the full names of their accounts."""

    def __init__(self, shown: Sequence[Account], links: Links) -> None:
        persons = {edge.start: edge.end for edge in links.edges}
        free = [account for account in shown if not account.anchor and account.key not in links.service]
        self._by_address, self._by_name = (
            {form: {persons.get(each.key, person_key(each.key)) for each in group} for form, group in groups.items()}
            for groups in _groups(free)
        )

    def find(self, account: Account) -> Edge | None:
        """The edge to the one person who shares an address or a full name with this account."""
        addresses, names = _groups([account])
        ways = (("rule:email", self._by_address, addresses), ("rule:full-name", self._by_name, names))
        for role, index, forms in ways:
            found = _all(index, forms)
            if found:
                person = min(found)
                edge = Edge(EdgeKind.IS, account.key, person, weight=WEIGHTS[role], role=role)
                return edge if len(found) == 1 else None
        return None


def _merge(people: DisjointSet, roles: dict[Key, str], group: Sequence[Account], role: str) -> None:
    for account in group[1:]:
        people.merge(group[0].key, account.key)
    if len(group) > 1:
        for account in group:
            roles.setdefault(account.key, role)


def _people(accounts: Sequence[Account], edges: Sequence[Edge], service: frozenset[Key]) -> Iterator[Person]:
    """One person for each account that is nobody else's."""
    linked = {edge.start for edge in edges}
    for account in accounts:
        if account.key not in linked and account.key not in service:
            yield Person(person_key(account.key), account.key, account.name)
