"""Development sign-in: whoever sits at this machine asks as one of the people that the settings name, in their roles.

It answers this machine alone, asked directly: what another program here passed on may come from anywhere.
"""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from api.origins import host_name, site_of
from api.signing import DevelopmentPerson
from api.site import Site
from graph.facts import Key
from graph.store import StoreError

COOKIE = "development"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
PASSED_ON = ("forwarded", "x-forwarded", "x-real-ip", "x-original", "x-client", "true-client", "cf-", "via")
"""Beginnings of the headers that a program in front of the site adds."""


def from_elsewhere(scope: Scope, headers: Headers) -> bool:
    """Whether another machine may be behind this request.

    Programs that pass requests on say so in headers, keep the name of their own site in Host, Origin or Referer, or
    speak HTTP/1.0, as nginx does by itself and no browser does.
    """
    client, hosts = scope.get("client"), headers.getlist("host")
    if client is None or not _is_loopback(client[0]) or scope.get("http_version") == "1.0":
        return True
    if len(hosts) != 1 or host_name(hosts[0]) not in LOOPBACK:
        return True
    if any(name.startswith(PASSED_ON) for name in headers):
        return True
    same = headers.get("sec-fetch-site") == "same-origin"
    told = [headers.get(name) for name in ("origin", "referer")] if same else []
    return any(site_of(each)[1] != hosts[0].lower() for each in told if each)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def chosen_person(site: Site, chosen: Key) -> DevelopmentPerson | None:
    """The one of the people of the settings who was chosen, else the first; None when none of them is known yet."""
    people = site.development.people() if site.development is not None else ()
    return next((each for each in people if each.person == chosen), people[0] if people else None)


def people_to_choose(request: Request) -> tuple[tuple[DevelopmentPerson, bool], ...]:
    """The people of the development sign-in, each with whether they ask now; none at any other site."""
    site: Site = request.app.state.site
    if site.development is None:
        return ()
    try:
        now = chosen_person(site, request.cookies.get(COOKIE, ""))
        return tuple((each, each == now) for each in site.development.people())
    except StoreError:
        return ()
