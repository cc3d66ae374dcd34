"""Links accounts to people, only where there is no doubt.

Strong: an address or identifier that the directory lists and the account's own source vouches for; only these carry
rights. Rules: an address that nobody checked, the handle, the full name, initials with family name, each only when
exactly one person fits, the exact before the alike. Everything doubtful is a pair for the identity workbench.

Who is who is worked out among the accounts that everyone may know of. Another one is found to be one of these people,
each for itself, and changes nothing about them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.facts import Account, Edge, EdgeKind, Judgement, Key, Person, Verdict, person_key
from models.listed_people import STRONG, ListedPeople, Worked
from models.services import is_service
from models.shared_addresses import listed_addresses, shared_addresses
from models.unlisted_people import MOST_UNSURE, WEIGHTS, Strangers, join

INITIALS = 0.7


@dataclass(frozen=True, slots=True)
class Links:
    """Who is who: `edges` are IS edges (account to person), `unsure` pairs of account and person."""

    edges: tuple[Edge, ...]
    unsure: tuple[tuple[Key, Key], ...] = ()
    service: frozenset[Key] = frozenset()
    people: tuple[Person, ...] = ()


def link_accounts(
    accounts: Iterable[Account],
    judgements: Sequence[Judgement] = (),
    known: Container[Key] | None = None,
    worked: Worked | None = None,
) -> Links:
    """The accounts of each person, by IS edges. The order in which accounts come does not matter.

    `known` are the accounts that everyone may know of (None: all of them); `worked` tells when `contested` ones acted.
    """
    everybody = sorted(accounts, key=lambda account: account.key)
    shown = [account for account in everybody if known is None or account.anchor or account.key in known]
    listed = ListedPeople(account for account in shown if account.anchor)
    matching = _Matching(listed, _Decided.by(judgements), _shared(shown), worked or {})
    links = _link(shown, matching)
    if len(shown) == len(everybody):
        return links
    there = {account.key for account in shown}
    return _attach(links, shown, [each for each in everybody if each.key not in there], matching)


def contested(accounts: Iterable[Account]) -> list[Key]:
    """Accounts with an address that is listed for several people or for somebody of another name: dates may decide."""
    known = list(accounts)
    listed = ListedPeople(account for account in known if account.anchor)
    return sorted(account.key for account in known if not account.anchor and listed.is_contested(account))


def _shared(accounts: Sequence[Account]) -> frozenset[str]:
    return shared_addresses(accounts, frozenset(listed_addresses(accounts)))


@dataclass(frozen=True, slots=True)
class _Matching:
    """What accounts are compared with: the directory, decisions, addresses of several people, dates of acts."""

    listed: ListedPeople
    decided: _Decided
    shared: frozenset[str]
    worked: Worked


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


def _link(shown: Sequence[Account], matching: _Matching) -> Links:
    """The accounts of each person, of accounts in the order of their keys."""
    service = _services(shown, matching.listed)
    edges: list[Edge] = []
    unsure: set[tuple[Key, Key]] = set()
    free: list[Account] = []
    for account in shown:
        if account.anchor:
            edges += _contract(account, matching)
        if account.anchor or account.key in service:
            continue
        edge, people = _in_directory(account, matching)
        if edge is not None:
            edges.append(edge)
            continue
        unsure.update(_doubts(account, people, matching.decided))
        if not people and account.key not in matching.decided.judged:
            free.append(account)
    joined, doubtful_pairs = join(free, matching.decided.refused, matching.shared)
    return Links(
        tuple(sorted([*edges, *joined], key=lambda edge: edge.start)),
        tuple(sorted(unsure | doubtful_pairs)),
        service,
        tuple(_people(shown, [*edges, *joined], service)),
    )


def _attach(links: Links, shown: Sequence[Account], others: Sequence[Account], matching: _Matching) -> Links:
    """The same with other accounts, each by itself: that of one of these people, or of somebody of its own."""
    service = _services(others, matching.listed)
    strangers = Strangers(shown, links.edges, links.service, matching.shared)
    edges: list[Edge] = []
    unsure: set[tuple[Key, Key]] = set()
    for account in others:
        if account.key in service:
            continue
        edge, people = _in_directory(account, matching)
        if edge is None and not people and account.key not in matching.decided.judged:
            edge = strangers.find(account)
        if edge is not None and (account.key, edge.end) not in matching.decided.refused:
            edges.append(edge)
        else:
            unsure.update(_doubts(account, people, matching.decided))
    return Links(
        tuple(sorted([*links.edges, *edges], key=lambda edge: edge.start)),
        tuple(sorted({*links.unsure, *unsure})),
        links.service | service,
        (*links.people, *_people(others, edges, service)),
    )


def _services(accounts: Iterable[Account], listed: ListedPeople) -> frozenset[Key]:
    """Accounts of machines, but for those with an address that the directory lists as somebody's own."""
    return frozenset(account.key for account in accounts if is_service(account) and not listed.lists(account))


def _contract(anchor: Account, matching: _Matching) -> Iterator[Edge]:
    """The edge of an entry of the directory that is another contract of somebody with a newer one."""
    first = matching.listed.anchors[anchor.key]
    if first != anchor.key and (anchor.key, person_key(first)) not in matching.decided.refused:
        yield Edge(EdgeKind.IS, anchor.key, person_key(first), weight=WEIGHTS[STRONG], role=STRONG)


def _in_directory(account: Account, matching: _Matching) -> tuple[Edge | None, list[Key]]:
    """The edge to the one person of the directory whom this fits, or the people who may be meant."""
    role, found = matching.listed.whose(account, matching.worked.get(account.key))
    people = [person_key(key) for key in sorted(found)]
    if len(people) != 1 or (account.key, people[0]) in matching.decided.refused:
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


def _people(accounts: Sequence[Account], edges: Sequence[Edge], service: frozenset[Key]) -> Iterator[Person]:
    """One person for each account that is nobody else's."""
    linked = {edge.start for edge in edges}
    for account in accounts:
        if account.key not in linked and account.key not in service:
            yield Person(person_key(account.key), account.key, account.name)
