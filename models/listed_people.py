"""People of the directory, by address, identifier, name and handle."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from scipy.cluster.hierarchy import DisjointSet

from graph.accounts import base_address, named_address
from graph.facts import Account, Key, Seconds, Verdict
from graph.names import Name, compare, fold, full_name, is_group_name, is_role_address, letters
from models.services import addresses_of, forge_handles, handle_form, shown_addresses
from models.shared_addresses import names_of

STRONG = "strong"
DAY = 86_400
LOGIN = 3
"""Letters from which an id of the directory is a login, by which somebody may be called elsewhere."""
_BAR = re.compile(r" (?:[-–|/]|::) ")
"""What parts a name from a department or a company: "Ada Vos | Energie", "Ada Vos - Acme"."""
Worked: TypeAlias = Mapping[Key, tuple[Seconds, Seconds]]
"""When each account acted first and last, as far as that is known to everyone."""


class ListedPeople:
    """Everybody in the directory. Who is in it more than once, for each contract, is one of `anchors`."""

    def __init__(self, anchors: Iterable[Account]) -> None:
        self.emails: dict[str, set[Key]] = defaultdict(set)
        self.past: dict[str, dict[Key, Seconds | None]] = defaultdict(dict)
        """Addresses that somebody no longer has, each with until when."""
        self.ids: dict[str, set[Key]] = defaultdict(set)
        self.handles: dict[str, set[Key]] = defaultdict(set)
        self.aliases: dict[str, set[Key]] = defaultdict(set)
        """What people are called without being a full name: a nickname, a login, the only name that is known."""
        self.wholes: dict[str, set[Key]] = defaultdict(set)
        self.formerly: dict[str, set[Key]] = defaultdict(set)
        self.alike: dict[str, set[Key]] = defaultdict(set)
        self.shorts: dict[str, set[Key]] = defaultdict(set)
        self.names: dict[Key, list[Name]] = defaultdict(list)
        self.service: dict[Key, list[tuple[Seconds | None, Seconds | None]]] = defaultdict(list)
        known = list(anchors)
        self.anchors = contracts(known)
        """The anchor of each person, by each account of theirs that the directory lists."""
        for anchor in known:
            self._add(anchor, self.anchors[anchor.key])

    def _add(self, anchor: Account, key: Key) -> None:
        past = {fold(form): until for form, until in anchor.former}
        for email in map(fold, anchor.emails):
            self.emails[email].add(key)
            if email in past:
                self.past[email][key] = past[email]
        for handle in anchor.handles:
            self.handles[handle_form(handle)].add(key)
        self.ids[anchor.native_id].add(key)
        if sum(map(str.isalpha, anchor.native_id)) >= LOGIN:
            self.aliases[handle_form(anchor.native_id)].add(key)
        self.service[key].append((anchor.joined, anchor.left))
        for called in (anchor.name, *anchor.aliases):
            self._call(called, key, former=called != anchor.name and fold(called) in past)

    def _call(self, called: str, key: Key, *, former: bool) -> None:
        """Note what somebody is called, with and without the department behind it."""
        if not full_name(called):
            self.aliases[handle_form(called)].add(key)
        for name in filter(None, map(full_name, dict.fromkeys((called, _BAR.split(called)[0])))):
            self.names[key].append(name)
            (self.formerly if former else self.wholes)[name.whole].add(key)
            for whole in name.wholes if not former else ():
                self.alike[whole].add(key)
            for short in name.shorts:
                self.shorts[short].add(key)

    def lists(self, account: Account) -> bool:
        """True when an address or the name of this account is listed as somebody's own, whatever it looks like."""
        shown = shown_addresses(account)
        return any(each in self.emails for each in (*shown, *self._bases(account, shown))) or bool(self._names(account))

    def _bases(self, account: Account, addresses: Iterable[str]) -> set[str]:
        """The listed addresses of which these are sub-addresses, unless they are listed too or a program's name is
        told with them.
        """
        if is_group_name(account.name):
            return set()
        bases = (base_address(each) for each in addresses if each not in self.emails)
        return {base for base in bases if base is not None and base in self.emails}

    def _names(self, account: Account) -> list[Name]:
        """The full names of this account that are in the directory, also where they look like a group's."""
        names = map(full_name, (account.name, *account.aliases))
        return [name for name in names if name is not None and name.whole in self.wholes]

    def is_contested(self, account: Account) -> bool:
        """True when an address of this account is listed for several people, or for somebody of another name."""
        found = found_by(self.emails, shown_addresses(account))
        return len(found) > 1 or bool(found and not self._bearing(found, names_of(account)))

    def whose(self, account: Account, worked: tuple[Seconds, Seconds] | None = None) -> tuple[str, set[Key]]:
        """The rule and the people by it; the first rule that fits anybody decides, doubt included."""
        for role, found in self._rules(account, worked):
            if found:
                return role, found
        return "", set()

    def _rules(self, account: Account, worked: tuple[Seconds, Seconds] | None) -> Iterator[tuple[str, set[Key]]]:
        names = names_of(account) or self._names(account)
        handles = {handle_form(text) for text in (*account.handles, *forge_handles(account)) if text}
        ident = "" if named_address(account.native_id) else account.native_id
        called = {handle_form(text) for text in (ident, account.name, *account.aliases) if text}
        addresses = shown_addresses(account)
        owners = found_by(self.emails, addresses)
        current = {key for key in owners if not self._is_past(key, addresses)}
        if account.vouched and len(current) == 1:
            yield STRONG, current
        role = all(map(is_role_address, addresses))
        if not role or self._bearing(owners, names):
            yield "rule:email", self._using(owners, current, names, lambda key: self._had(key, addresses, worked))
        bases = self._bases(account, addresses)
        owners = self._bearing(found_by(self.emails, bases), names)
        current = {key for key in owners if not self._is_past(key, bases)}
        yield "rule:email", self._using(owners, current, names, lambda key: self._had(key, bases, worked))
        yield STRONG if account.vouched else "rule:id", self._same_id(account, names)
        yield "rule:handle", found_by(self.handles, handles)
        for index in (self.wholes, self.alike, self.formerly):
            yield "rule:full-name", found_by(index, (name.whole for name in names))
        yield "rule:handle", found_by(self.handles, called)
        yield "rule:alias", found_by(self.aliases, handles | called)
        yield "rule:initials", {key for name in names if name.initials for key in self._abbreviated(name)}
        if not names:
            locals_ = (email.partition("@")[0] for email in addresses_of(account))
            yield "rule:handle-name", found_by(self.wholes, map(letters, (account.name, *handles, *called, *locals_)))

    def _using(
        self, owners: set[Key], current: set[Key], names: Sequence[Name], had: Callable[[Key], bool | None]
    ) -> set[Key]:
        """Who of those for whom an address is listed used it: by name, by when they had it, else who has it now.

        Nobody, when the name is a colleague's who is listed with another address, or the owner was not here then.
        """
        bearing = self._bearing(owners, names)
        if not bearing and len(found_by(self.wholes, (name.whole for name in names))) == 1:
            return set()
        candidates = bearing or owners
        if len(bearing) == 1:
            return bearing
        told = {key: had(key) for key in candidates}
        if None in told.values():
            return candidates & current if len(candidates & current) == 1 else candidates
        here = {key for key, did in told.items() if did}
        return here if len(here) == 1 or not bearing else candidates

    def _is_past(self, key: Key, addresses: Iterable[str]) -> bool:
        """True when somebody had each of these addresses that is listed for them, and has none of them now."""
        return all(key in self.past[each] for each in addresses if key in self.emails.get(each, ()))

    def _had(self, key: Key, addresses: Iterable[str], worked: tuple[Seconds, Seconds] | None) -> bool | None:
        """Whether somebody had these addresses, and was here, all that time; None where it is not told."""
        if worked is None:
            return None
        first, last = worked
        past = self._is_past(key, addresses)
        others = [until for each in addresses for other, until in self.past[each].items() if until and other != key]
        own = [until for each in addresses if (until := self.past[each].get(key)) is not None]
        if (past and own and last > max(own) + DAY) or (not past and others and first < max(others) - DAY):
            return False
        return any(
            (joined is None or joined - DAY <= first) and (left is None or last <= left + DAY)
            for joined, left in self.service[key]
        )

    def _bearing(self, keys: Iterable[Key], names: Sequence[Name]) -> set[Key]:
        """Those of these people who may have one of these names; all of them where no name is told."""
        return {key for key in keys if not (names and self.names[key]) or self._may_be(key, names)}

    def _may_be(self, key: Key, names: Iterable[Name]) -> bool:
        return any(compare(name, own).verdict is not Verdict.DIFFERENT for name in names for own in self.names[key])

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


def contracts(anchors: Sequence[Account]) -> dict[Key, Key]:
    """The anchor of each account of a directory: those of one source with one name and one address are one person's."""
    people: DisjointSet = DisjointSet(anchor.key for anchor in anchors)
    alike: dict[tuple[str, str, str], Key] = {}
    for anchor in anchors:
        name = full_name(anchor.name)
        for address in addresses_of(anchor) if name else ():
            first = alike.setdefault((anchor.source, name.whole if name else "", address), anchor.key)
            people.merge(first, anchor.key)
    nodes = {anchor.key: anchor for anchor in anchors}
    found: dict[Key, Key] = {}
    for several in people.subsets():
        first = min(several, key=lambda key: _order(nodes[key]))
        found.update(dict.fromkeys(several, first))
    return found


def _order(anchor: Account) -> tuple[bool, bool, Seconds, Seconds, Key]:
    """Whose entry stands for a person: that of who opted out, else who is still here, else the last one."""
    left, joined = anchor.left, anchor.joined
    return not anchor.opted_out, left is not None, -(left or 0), -(joined or 0), anchor.key


def found_by(index: Mapping[str, set[Key]], forms: Iterable[str]) -> set[Key]:
    """Everybody whom this index has under one of these forms."""
    return {key for form in forms if form for key in index.get(form, ())}
