"""What `doctor` finds about sign-in: the identity provider, the clock, the secret, roles, https and proxies."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from api.roles import Role
from graph.directory_groups import directory_group
from whoknows.commands.finding import Finding, finding
from whoknows.environment import read_secret
from whoknows.settings import Settings, SignInSettings
from whoknows.signing import GROUP, SECRET, development_of, sign_in_of
from whoknows.wiring import SYSTEM, Installation, now

ABOUT, ROLES, PROXIES = "sign-in", "roles", "proxies"
MOST_ADDRESSES = 1 << 16
"""Addresses of a network of proxies from which it is told that it is wide."""


def sign_in_findings(installation: Installation) -> Iterator[Finding]:
    """What needs attention in how people sign in; nothing where nobody does."""
    settings = installation.settings
    if settings.development:
        yield from _development(installation)
    if settings.sign_in is not None:
        yield from _provider(installation, settings.sign_in) or [finding(ABOUT)]
        yield from list(_roles(installation, settings.sign_in)) or [finding(ROLES)]
        yield from list(_reached(settings)) or [finding(PROXIES)]


def _development(installation: Installation) -> Iterator[Finding]:
    yield finding(ABOUT, "doctor-development", note=True)
    found = development_of(installation)
    missing = len(installation.settings.development) - len(found.people() if found is not None else ())
    if missing:
        yield finding(ABOUT, "doctor-development-unknown", count=missing)


def _provider(installation: Installation, said: SignInSettings) -> list[Finding]:
    """What is wrong between this site and the provider."""
    from api.sign_in.id_tokens import SKEW
    from api.sign_in.provider import Provider, ProviderAway

    found, section = [], said.section
    provider = Provider(sign_in_of(installation), now)
    try:
        claims = provider.metadata().claims
        provider.keys()
    except ProviderAway as away:
        found.append(finding(ABOUT, "doctor-provider-away", issuer=section.issuer, reason=str(away)))
    else:
        apart = provider.clock_apart
        if apart is not None and abs(apart) > SKEW:
            found.append(finding(ABOUT, "doctor-clock", seconds=abs(apart), most=SKEW))
        if claims and section.claim not in claims:
            known = ", ".join(sorted(claims))[:300]
            found.append(finding(ABOUT, "doctor-claim-not-told", note=True, claim=section.claim, known=known))
    if read_secret(SECRET) is None:
        found.append(finding(ABOUT, "doctor-no-client-secret", name=SECRET))
    if section.trust_addresses:
        found.append(finding(ABOUT, "doctor-trusts-addresses", note=True))
    return found


def _roles(installation: Installation, said: SignInSettings) -> Iterator[Finding]:
    """Roles that nobody can have as the settings are."""
    section = said.section
    for role, texts in section.roles.items():
        for name in (each.removeprefix(GROUP).strip() for each in texts if each.startswith(GROUP)):
            with installation.store.view(SYSTEM) as view:
                if directory_group(view, name) is None:
                    yield finding(ROLES, "doctor-role-group-unknown", role=role, group=name)
        if not section.role_claim and any(not each.startswith(GROUP) for each in texts):
            yield finding(ROLES, "doctor-role-claim-missing", role=role)
    given = {role for role, texts in section.roles.items() if texts}
    nobody = [role.value for role in Role if role is not Role.COLLEAGUE and role.value not in given]
    if nobody:
        yield finding(ROLES, "doctor-roles-of-nobody", note=Role.OPERATOR.value not in nobody, roles=", ".join(nobody))


def _reached(settings: Settings) -> Iterator[Finding]:
    """Whether people reach the site, by https, and whose forwarded headers are believed."""
    if not settings.address.startswith("https://"):
        yield finding(PROXIES, "doctor-no-https", address=settings.address)
    if not settings.proxies:
        yield finding(PROXIES, "doctor-no-proxies", address=settings.address)
    for each in settings.proxies:
        if ip_network(each).num_addresses > MOST_ADDRESSES:
            yield finding(PROXIES, "doctor-proxies-wide", network=each)
