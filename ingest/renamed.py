"""Colleagues who changed name or address: what a directory called them before stays theirs, with until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph.facts import Account, Key, Seconds, current_emails
from graph.names import Name, letters, read
from graph.store import Store, Viewer

PAGE = 5_000
MOST_FORMER = 40
"""Former names and addresses that are kept of one person, the newest first."""


class FormerForms:
    """What is stored of the people of one directory when its run begins, looked at when the first person comes."""

    def __init__(self, store: Store, source: str, now: Seconds) -> None:
        self._store, self._source, self._now = store, source, now
        self._stored: Mapping[Key, Account] | None = None

    def kept(self, account: Account) -> Account:
        """The account with the name and the addresses that the store knows it by and that it has no more.

        Somebody who has neither a name nor an address nor a number in common with the one before is another person,
        who got the id after her.
        """
        if self._stored is None:
            self._stored = dict(self._load())
        before = self._stored.get(account.key)
        return (
            account if before is None or not same_person(before, account) else with_former(account, before, self._now)
        )

    def _load(self) -> Iterator[tuple[Key, Account]]:
        prefix = f"account:{self._source}:"
        after: Key = prefix
        with self._store.view(Viewer()) as view:
            while nodes := view.nodes("account", after, PAGE):
                mine = [node for node in nodes if isinstance(node, Account) and node.key.startswith(prefix)]
                yield from ((node.key, node) for node in mine)
                if len(mine) < len(nodes):
                    return
                after = nodes[-1].key


def with_former(account: Account, before: Account, now: Seconds) -> Account:
    """The account with what it was called before, until `now` where that is new."""
    stated = {_form(form) for form, _ in account.former}
    current = {_form(form) for form in (account.name, *account.aliases, *account.emails)} - stated
    past: dict[str, tuple[str, Seconds | None]] = {}
    gone = ((form, now) for form in (before.name, *current_emails(before)))
    for form, until in (*before.former, *gone, *account.former):
        if _form(form) not in current:
            past.setdefault(_form(form), (form, until))
    return called_before(account, sorted(past.values(), key=lambda pair: -(pair[1] or 0))[:MOST_FORMER])


def called_before(account: Account, former: Sequence[tuple[str, Seconds | None]]) -> Account:
    """The account with these former names and addresses, each with until when, among its aliases and addresses."""
    names = (form for form, _ in former if "@" not in form)
    addresses = (form for form, _ in former if "@" in form)
    return replace(
        account,
        aliases=tuple(dict.fromkeys((*account.aliases, *names))),
        emails=tuple(dict.fromkeys((*account.emails, *addresses))),
        former=tuple(former),
    )


def same_person(before: Account, account: Account) -> bool:
    """Whether an id still is the same person's: an address, a number or a given name in common.

    With a family name alone it is when neither the first day nor the last one says otherwise.
    """
    if {email.casefold() for email in before.emails} & {email.casefold() for email in account.emails}:
        return True
    if before.phone and before.phone == account.phone:
        return True
    one, others = read(before.name), [read(name) for name in (account.name, *account.aliases)]
    if one is None or before.name == account.name:
        return before.name == account.name
    if _given(one) & frozenset().union(*(_given(other) for other in others if other)):
        return True
    families = {family.key for other in others if other for family in other.families}
    stays = before.left is None and before.joined == account.joined
    return stays and not families.isdisjoint(family.key for family in one.families)


def _given(name: Name) -> frozenset[str]:
    return frozenset(word for part in (*name.given[:1], name.called) if len(word := letters(part)) > 1)


def _form(form: str) -> str:
    return form.casefold() if "@" in form else letters(form)
