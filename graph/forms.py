"""The forms by which a person is found again: full names in the ways in which people write them, addresses, handles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from graph.facts import Account, Key, Verdict
from graph.names import ORDINARY, compare, full_name, is_particle, is_role_address, words_of, written_forms
from graph.names.forms import SURE

TELLING = 4
"""Letters from which a family name that is no word of the language is blanked wherever it stands."""
GLUED = 6
"""Letters from which such a name is also found inside a longer word of an address: "mvdmeerkamp2@"."""
TextParts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a person.

    `kind` is one of: account (a key); words (blanked everywhere); handle (blanked next to a mark); family (a family
    name: blanked behind a form of address or title, with its particles, and with a capital in a text that names the
    person in full); surname (a family name that is no word and nobody else's: blanked everywhere); part (the same,
    inside a longer word of an address, a URL or the name of a file).
    """

    kind: str
    text: str

    @property
    def words(self) -> TextParts:
        """Its words, without accents and case."""
        return (self.text,) if self.kind == "account" else tuple(word for word, _, _ in words_of(self.text))


def forms_of(account: Account) -> frozenset[Form]:
    """The forms by which this account is found again, in texts and in other sources."""
    forms = {Form("account", account.key)}
    forms.update(Form("words", email.lower()) for email in account.emails if not is_role_address(email))
    for handle in (*account.handles, account.native_id):
        words = [word for word, _, _ in words_of(handle)]
        if any(not word.isdigit() for word in words):  # a number alone is a time, a page or a price
            forms.add(Form("words" if len(words) > 1 else "handle", handle.lower()))
    for name in (account.name, *account.aliases):
        forms.update(_forms_of_name(name))
    return frozenset(form for form in forms if form.words)


def _forms_of_name(name: str) -> Iterator[Form]:
    written = written_forms(name)
    for kind, several in (("words", written.full), ("handle", written.short), ("family", written.family)):
        yield from (Form(kind, " ".join(words)) for words in several)


def shared_forms(mine: frozenset[Form], others: Iterable[Account]) -> frozenset[Form]:
    """Those of these forms that one of the others has too. Who shares no word with a family name is passed by."""
    words = {word for form in mine if form.kind != "account" for word in form.words if not is_particle(word)}
    telling = {word for form in mine if form.kind == "family" for word in form.words if not is_particle(word)}
    shared: set[Form] = set()
    for account in others:
        names = {word for name in (account.name, *account.aliases) for word, _, _ in words_of(name)}
        rest = {
            word for text in (*account.emails, *account.handles, account.native_id) for word, _, _ in words_of(text)
        }
        if names & telling or rest & words:
            shared |= mine & forms_of(account)
    return frozenset(shared)


@dataclass(frozen=True, slots=True)
class Surnames:
    """What becomes of the family names of a person.

    `forms` are blanked everywhere; `ordinary` names are words of the language and stay where nothing tells whose they
    are.
    """

    forms: frozenset[Form] = frozenset()
    ordinary: int = 0


def surnames_of(
    mine: Iterable[Form], shared: Collection[Form], is_word: Callable[[str], bool], names_of_others: Collection[str]
) -> Surnames:
    """The forms of family names that are blanked everywhere, with the short and joined forms that hold such a name.

    A name that somebody else has too is none of them; `is_word` says which are words that the organisation writes;
    `names_of_others` are folded words, of which none may hold a name that is looked for inside words.
    """
    own = [form for form in mine if form not in shared]
    families = {form.words for form in own if form.kind == "family"}
    cores = {words: _core(words) for words in families}
    telling = {words for words, core in cores.items() if _tells(core, is_word)}
    ordinary = {cores[words] for words in families - telling}
    names = {"".join(cores[words]) for words in telling}
    found = {Form("surname", " ".join(words)) for words in telling}
    found |= {Form("words", form.text) for form in own if form.kind == "handle" and _holds(form, names)}
    found |= {Form("part", name) for name in names if len(name) >= GLUED and _is_alone(name, names_of_others)}
    found |= {Form("words", form.text) for form in own if form.kind == "handle" and len(form.words[0]) >= SURE}
    return Surnames(frozenset(found), len(ordinary))


def _core(words: TextParts) -> TextParts:
    """A family name without the particles before it."""
    at = next((place for place, word in enumerate(words) if not is_particle(word)), 0)
    return words[at:]


def _tells(core: TextParts, is_word: Callable[[str], bool]) -> bool:
    joined = "".join(core)
    if len(joined) < TELLING and not joined > "\u2fff":
        return False
    return not all(word in ORDINARY or is_word(word) for word in core)


def _holds(form: Form, names: Iterable[str]) -> bool:
    return any(name in form.words[0] for name in names)


def _is_alone(name: str, words: Iterable[str]) -> bool:
    return not any(name in word and name != word for word in words)


def may_be(account: Account, names: Iterable[str]) -> bool:
    """True when nothing says that this account is somebody else than a person of these names."""
    name = full_name(account.name)
    if name is None:
        return True
    known = [read for each in names if (read := full_name(each)) is not None]
    return not known or any(compare(name, each).verdict is not Verdict.DIFFERENT for each in known)


def keys_of(accounts: Iterable[Account]) -> tuple[Key, ...]:
    """Their keys, in order."""
    return tuple(account.key for account in accounts)
