"""People by all that a text may call them: names in every form, addresses, handles, a part of a name by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.accounts import base_address
from graph.facts import Account, Key, NameCandidate, Verdict, person_key
from graph.names import GIVEN, Name, compare, family_words, fold, full_name, in_one_word, letters, read, words_of
from graph.names.nicknames import FORMAL, may_be_short
from models.services import addresses_of, forge_handles, handle_form, is_service

_FREE_PART = re.compile(r"^[\w.-]+$")
ADDRESS, FULL, HANDLE, INITIALS, SHORTENED = "address", "full-name", "handle", "initials", "shortened"
SCORES = {ADDRESS: 0.99, FULL: 0.98, HANDLE: 0.95, INITIALS: 0.9, SHORTENED: 0.9}
_REASONS = {"email": ADDRESS, "handle": HANDLE, "person": FULL, "short": INITIALS, "first": SHORTENED}
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class LinkedName:
    """Who is meant by a string in a text, how surely (0 to 1), and why."""

    person: Key
    score: float
    reason: str


class NameIndex:
    """Person keys by the names, handles and addresses that a text may use, and one account of each person."""

    def __init__(self, accounts: Iterable[Account], persons: Mapping[Key, Key]) -> None:
        self.index: dict[tuple[str, str], set[Key]] = defaultdict(set)
        self.account: dict[Key, Key] = {}
        self.families: set[str] = set()
        """Words of all family names: a text without one of them names nobody, and need not be read."""
        self.names: dict[Key, list[Name]] = defaultdict(list)
        """The full names of each person."""
        self.listed: set[Key] = set()
        """People of the directory."""
        self.listed_addresses: set[str] = set()
        for account in sorted(accounts, key=lambda each: (not each.anchor, each.key)):
            if account.key not in persons and is_service(account):
                continue
            person = persons.get(account.key, person_key(account.key))
            self.account.setdefault(person, account.key)
            if account.anchor:
                self.listed.add(person)
            for form in self._forms(account, person):
                self.index[form].add(person)

    def _forms(self, account: Account, person: Key) -> Iterator[tuple[str, str]]:
        for text in (account.name, *account.aliases):
            name = read(text)
            if name and name.families and _name_form(name, text)[0] == "person":
                self.families |= family_words(name)
                yield from (("person", whole) for whole in (name.wholes if name.full else {name.whole}))
                yield from (("short", short) for short in name.shorts)
                if name.full:
                    self.names[person].append(name)
                    yield from (
                        ("first", f"{first}.{family}") for first in _firsts(name) for family in name.family_keys
                    )
                    yield from (("given", given) for given in given_forms(name))
                    yield from (("letters", text) for text in initials_of(name))
                yield from (("family", family) for family in family_forms(name))
            elif account.anchor and name is not None and text != account.name:
                yield "given", letters(text)
        for handle in (*account.handles, *forge_handles(account), account.native_id, *account.aliases):
            form = handle_form(handle)
            if _FREE_PART.match(form) and len(form) >= 3 and not form.isdigit():
                yield "handle", form
        for address in addresses_of(account):
            if account.anchor:
                self.listed_addresses.add(address)
            yield "email", address

    def _has_family_name(self, surface: str) -> bool:
        """True when a word, or up to four words run together ("O'Brien", "van de Meer"), are a known family name."""
        words = [word for word, _, _ in words_of(surface)]
        places = range(len(words))
        return any("".join(words[at : at + size]) in self.families for size in (1, 2, 3, 4) for at in places)

    def whom(self, candidate: NameCandidate) -> LinkedName | None:
        """Who is meant by a whole name, an address or a handle; None for nobody, or one of several people."""
        if candidate.kind == "email":
            return self._at(fold(candidate.surface))
        if candidate.kind == "handle":
            return self._one("handle", handle_form(candidate.surface))
        if not self._has_family_name(candidate.surface):
            return None
        cells = candidate.surface.split(" | ")
        if len(cells) == 2:
            return self._in_cells(*cells)
        for kind, form in _name_forms(candidate.surface):
            if (kind, form) in self.index:
                return self._one(kind, form)
        return self._shortened(candidate.surface)

    def _at(self, address: str) -> LinkedName | None:
        """Who has this address, or the one in the directory of which it is a sub-address."""
        base = base_address(address)
        listed = base is not None and ("email", address) not in self.index and base in self.listed_addresses
        return self._one("email", base if listed and base else address)

    def _in_cells(self, left: str, right: str) -> LinkedName | None:
        """Who is meant by two cells of a row, in whichever order; who is listed goes before who is not."""
        names = filter(None, map(full_name, (f"{left} {right}", f"{right}, {left}", f"{left}, {right}")))
        found = [link for name in names if (link := self._one("person", name.whole)) is not None]
        return next((link for link in found if link.person in self.listed), next(iter(found), None))

    def _one(self, kind: str, form: str) -> LinkedName | None:
        people = self.index.get((kind, form), ())
        reason = _REASONS[kind]
        return LinkedName(next(iter(people)), SCORES[reason], reason) if len(people) == 1 else None

    def _shortened(self, surface: str) -> LinkedName | None:
        """The one person of this family name whose given names are left out in part, or shortened."""
        name = full_name(surface)
        if name is None or name.initials:
            return None
        people = {key for first in _firsts(name) for key in self.index.get(("first", f"{first}.{name.family}"), ())}
        if not people:
            first = letters(name.given[0])
            namesakes = self.index.get(("family", name.family), ())
            people = {key for key in namesakes if any(_is_short(first, each) for each in self.names[key])}
        elif any(self._differs(key, name) for key in people):
            return None
        return LinkedName(people.pop(), SCORES[SHORTENED], SHORTENED) if len(people) == 1 else None

    def _differs(self, person: Key, name: Name) -> bool:
        return all(compare(name, own).verdict is Verdict.DIFFERENT for own in self.names[person])

    def spelled_by(self, handle: str, people: Collection[Key]) -> set[Key]:
        """Those of these people whose name in one word is this handle: ``pjansen``."""
        form = letters(handle)
        return {key for key in people if any(form in in_one_word(each.written) for each in self.names[key])}

    def called(self, word: str) -> frozenset[Key]:
        """Everybody whose given name, or what they are called by, is this folded word."""
        return frozenset(self.index.get(("given", word), ()))

    def called_short(self, word: str, people: Collection[Key]) -> set[Key]:
        """Those of these people of whose given name this folded word may be a short form."""
        return {key for key in people if any(self._is_called(word, name) for name in self.names[key])}

    @staticmethod
    def _is_called(word: str, name: Name) -> bool:
        """True for a usual short form, and for a beginning that is no other given name: "Jan" is not Janneke."""
        given = letters(name.given[0])
        return given in FORMAL.get(word, ()) or (word not in GIVEN and may_be_short(word, given))

    def of_family(self, word: str) -> frozenset[Key]:
        """Everybody with this family name, folded in one word with its particles."""
        return frozenset(self.index.get(("family", word), ()))

    def with_initials(self, written: str) -> frozenset[Key]:
        """Everybody with these initials of given names and family name, as written: ``HdV``, ``PPK``."""
        return frozenset(self.index.get(("letters", written), ()))


def _firsts(name: Name) -> set[str]:
    """Folded given names by which somebody with several may be called."""
    firsts = {letters(name.given[0])} | ({letters(name.called)} if name.called else set())
    return {first for first in firsts if len(first) > 1}


def given_forms(name: Name) -> set[str]:
    """Folded words by which somebody of this name is called: the first given name, or all of them in one word."""
    return {*_firsts(name), *({letters("".join(name.given))} if not name.initials else ())}


def family_forms(name: Name) -> set[str]:
    """Folded family names in one word, with particles and without a part of a double name."""
    return {*name.family_keys, *(key for each in name.families for key in (each.key, *each.short_keys))}


def initials_of(name: Name) -> set[str]:
    """Letters of given names and family name: ``WdV`` and ``WV`` for Wiebe de Vries, ``JWK`` for Jan-Willem Kok."""
    given = "".join(part[0].upper() for word in name.given for part in re.split(r"[-\s]", word) if part)
    family = "".join(each.core[0].upper() for each in name.families if each.core)
    infix = "".join(word[0].lower() for each in name.families[:1] for word in each.infix if word[0].isalpha())
    found = {given + family, given[:1] + family, given + infix + family, (given + infix + family).upper()}
    return {each for each in found if len(each) > 1}


def _is_short(word: str, name: Name) -> bool:
    return may_be_short(word, letters(name.given[0])) or may_be_short(letters(name.given[0]), word)


def _name_forms(surface: str) -> Iterator[tuple[str, str]]:
    """Forms under which this string may be known: itself, then its parts of two words and more, the longest first."""
    whole = read(surface)
    if whole is not None and whole.families:
        yield _name_form(whole, surface)
    words = surface.split()
    if "," in surface or len(words) > _MOST_WORDS:
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
