"""How people sign in at this site, as its installation says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from api.roles import Role, RoleRules
from graph.facts import Key, Seconds


@dataclass(frozen=True, slots=True)
class SignIn:
    """The identity provider, the strong key by which it names people, and how long a session lasts.

    `person_of` gives the person with this id or address (`matches`) in the directory, `name_of` the name of a person as
    long as they work here, and `rules` what gives a role now. With `trust_addresses` an address is believed without the
    claim `email_verified`. `ask` says whom to ask for somebody without an entry in the directory.
    """

    issuer: str
    client_id: str
    secret: str | None
    claim: str
    matches: Literal["id", "address"]
    person_of: Callable[[str], Key | None]
    name_of: Callable[[Key], str | None]
    rules: Callable[[], RoleRules]
    trust_addresses: bool = False
    scope: str = "openid profile email"
    role_claim: str = ""
    idle: Seconds = 4 * 3600
    longest: Seconds = 12 * 3600
    ask: str = ""
    authority: str | None = field(default=None)
    """Path of the certificates that the provider's own must follow from; None: those of the system."""


@dataclass(frozen=True, slots=True)
class DevelopmentPerson:
    """One of the people as whom the site can be tried. `labels` are what the settings call them, by language."""

    person: Key
    name: str
    roles: frozenset[Role]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DevelopmentSignIn:
    """The people as whom the site can be tried, as far as they work here now, in the order of the settings."""

    people: Callable[[], tuple[DevelopmentPerson, ...]]
