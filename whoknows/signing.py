"""How people sign in at this installation: the settings, with the directory by which people are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from api.roles import Role, RoleRules
from api.signing import DevelopmentPerson, DevelopmentSignIn, SignIn
from graph.access import person_by_address, person_by_id, works_here
from graph.directory_groups import directory_group
from graph.facts import Key, Seconds
from graph.store import View
from whoknows.environment import read_secret
from whoknows.errors import SettingsError
from whoknows.wiring import SYSTEM, Installation, now

SECRET = "OIDC_CLIENT_SECRET"
GROUP = "group:"
KEPT: Seconds = 60
"""Seconds for which the groups that give a role are known by key; who is in them is looked up each time."""


def sign_in_of(installation: Installation) -> SignIn:
    """How people sign in here. Raises SettingsError when nothing is said of it."""
    said = installation.settings.sign_in
    if said is None:
        raise SettingsError("settings-address-missing")
    store, section = installation.store, said.section
    directories = directories_of(installation)
    find = person_by_address if section.matches == "address" else person_by_id

    def person_of(value: str) -> Key | None:
        with store.view(SYSTEM) as view:
            return find(view, directories, value, now())

    def name_of(person: Key) -> str | None:
        with store.view(SYSTEM) as view:
            account = works_here(view, person, now())
        return account.name if account is not None else None

    return SignIn(
        issuer=section.issuer,
        client_id=section.client_id,
        secret=read_secret(SECRET),
        claim=section.claim,
        matches=section.matches,
        person_of=person_of,
        name_of=name_of,
        rules=_rules(installation),
        trust_addresses=section.trust_addresses,
        scope=section.scope,
        role_claim=section.role_claim,
        idle=said.idle,
        longest=said.longest,
        ask=section.ask,
    )


def directories_of(installation: Installation) -> tuple[str, ...]:
    """The sources that tell who works here."""
    return tuple(entry.name for entry in installation.settings.sources if entry.is_directory)


def person_called(view: View, directories: tuple[str, ...], named: str, at: Seconds) -> Key | None:
    """The person whom the settings name by an id or an address of the directory."""
    return (person_by_address if "@" in named else person_by_id)(view, directories, named, at)


def development_of(installation: Installation) -> DevelopmentSignIn | None:
    """As whom the site can be tried; None when the settings name nobody for it."""
    entries = installation.settings.development
    if not entries:
        return None
    directories = directories_of(installation)
    kept: tuple[Seconds, tuple[DevelopmentPerson, ...]] | None = None

    def known() -> Iterator[DevelopmentPerson]:
        with installation.store.view(SYSTEM) as view:
            for entry in entries:
                person = person_called(view, directories, entry.person, now())
                account = works_here(view, person, now()) if person is not None else None
                if person is not None and account is not None:
                    roles = frozenset((Role.COLLEAGUE, *map(Role, entry.roles)))
                    yield DevelopmentPerson(person, account.name, roles, dict(entry.label.items()))

    def people() -> tuple[DevelopmentPerson, ...]:
        nonlocal kept
        at = now()
        if kept is None or not 0 <= at - kept[0] < KEPT or len(kept[1]) < len(entries):
            kept = at, tuple(known())
        return kept[1]

    return DevelopmentSignIn(people)


def _rules(installation: Installation) -> Callable[[], RoleRules]:
    """Gives what gives a role, as the directory's groups are now."""
    said = installation.settings.sign_in
    given = {Role(role): texts for role, texts in (said.section.roles if said else {}).items()}
    values = {role: frozenset(each for each in texts if not each.startswith(GROUP)) for role, texts in given.items()}
    kept: tuple[Seconds, RoleRules] | None = None

    def rules() -> RoleRules:
        nonlocal kept
        at = now()
        if kept is None or not 0 <= at - kept[0] < KEPT:
            groups = {role: _groups(installation, texts) for role, texts in given.items()}
            kept = at, RoleRules(values, groups)
        return kept[1]

    return rules


def _groups(installation: Installation, texts: tuple[str, ...]) -> frozenset[Key]:
    """The keys of the groups of the directory among these."""
    names = [each.removeprefix(GROUP).strip() for each in texts if each.startswith(GROUP)]
    if not names:
        return frozenset()
    with installation.store.view(SYSTEM) as view:
        return frozenset(key for name in names if (key := directory_group(view, name)) is not None)
