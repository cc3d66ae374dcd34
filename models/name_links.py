"""Links names in texts to people, where one person only can be meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph.facts import Account, Edge, EdgeKind, Extraction, Key, NameCandidate, person_key
from graph.names import Name, family_words, fold, full_name, read, words_of
from models.services import addresses_of, forge_handles, handle_form, is_service

_FREE_PART = re.compile(r"^[\w.-]+$")


class NameIndex:
    """Person keys by the names, handles and addresses that a text may use, and one account of each person."""

    def __init__(self, accounts: Iterable[Account], persons: Mapping[Key, Key]) -> None:
        self.index: dict[tuple[str, str], set[Key]] = defaultdict(set)
        self.account: dict[Key, Key] = {}
        self.families: set[str] = set()
        """Words of all family names: a text without one of them names nobody, and need not be read."""
        for account in sorted(accounts, key=lambda each: (not each.anchor, each.key)):
            if account.key not in persons and is_service(account):
                continue
            person = persons.get(account.key, person_key(account.key))
            self.account.setdefault(person, account.key)
            for form in self._forms(account):
                self.index[form].add(person)

    def _forms(self, account: Account) -> Iterator[tuple[str, str]]:
        for text in (account.name, *account.aliases):
            name = read(text)
            if name and name.families and _name_form(name, text)[0] == "person":
                self.families |= family_words(name)
                yield from (("person", whole) for whole in (name.wholes if name.full else {name.whole}))
                yield from (("short", short) for short in name.shorts)
        for handle in (*account.handles, *forge_handles(account), account.native_id, *account.aliases):
            form = handle_form(handle)
            if _FREE_PART.match(form) and len(form) >= 3 and not form.isdigit():
                yield "handle", form
        for address in addresses_of(account):
            yield "email", address

    def _has_family_name(self, surface: str) -> bool:
        """True when a word, or up to four words run together ("O'Brien", "van de Meer"), are a known family name."""
        words = [word for word, _, _ in words_of(surface)]
        places = range(len(words))
        return any("".join(words[at : at + size]) in self.families for size in (1, 2, 3, 4) for at in places)

    def whom(self, candidate: NameCandidate) -> Key | None:
        """The account that is meant; None when nobody is, or when it may be one of several people."""
        if candidate.kind == "email":
            forms = [("email", fold(candidate.surface))]
        elif candidate.kind == "handle":
            forms = [("handle", handle_form(candidate.surface))]
        elif self._has_family_name(candidate.surface):
            forms = [*_name_forms(candidate.surface)]
        else:
            return None
        for form in forms:
            people = self.index.get(form, set())
            if people:
                return self.account[next(iter(people))] if len(people) == 1 else None
        return None


def _name_forms(surface: str) -> Iterator[tuple[str, str]]:
    """Forms under which this string may be known: itself, then its parts of two words and more, the longest first."""
    whole = read(surface)
    if whole is not None and whole.families:
        yield _name_form(whole, surface)
    words = surface.split()
    if "," in surface or len(words) > 8:
        return
    for length in range(len(words) - 1, 1, -1):
        for start in range(len(words) - length + 1):
            part = full_name(" ".join(words[start : start + length]))
            if part is not None and not part.initials:
                yield "person", part.whole


def _name_form(name: Name, surface: str) -> tuple[str, str]:
    """Initials stand for a given name when they are written as such: "J." and not "KP"."""
    initials = name.initials and ("." in surface or len(surface.split(maxsplit=1)[0]) == 1)
    return ("short", name.short) if initials else ("person", name.whole)


def link_names(
    extractions: Iterable[Extraction],
    accounts: Iterable[Account] | NameIndex,
    persons: Mapping[Key, Key] | None = None,
) -> Iterator[Edge]:
    """NAMES edges from documents to the accounts of the people that they name, streamed.

    `persons` tells whose each account is. To link many batches, make one NameIndex for all of them.
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
