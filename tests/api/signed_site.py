"""The small site where people sign in at a provider on loopback, and a browser behind its proxy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.roles import Role, RoleRules
from api.signing import SignIn
from api.site import Site
from graph.access import person_by_address, person_by_id, works_here
from graph.facts import Key
from graph.store import Store
from tests.api.small_facts import NOW, group
from tests.api.small_site import SYSTEM, make_app
from tests.oidc_provider import CLIENT, SECRET, LoopbackProvider

HOME = "https://who.example.org"
PROXY = "10.1.2.3"
RULES = RoleRules(
    {role: frozenset({f"wk-{role}"}) for role in Role if role is not Role.COLLEAGUE},
    {Role.CURATOR: frozenset({group("field")})},
)


@dataclass
class SiteClock:
    """The time of the site, which a test moves on."""

    at: int = NOW

    def __call__(self) -> int:
        return self.at


def signing(store: Store, provider: LoopbackProvider, now: Callable[[], int], **changed: Any) -> SignIn:
    """How people sign in: by the id of the directory in the subject."""
    by_address = changed.get("matches") == "address"

    def person_of(value: str) -> Key | None:
        with store.view(SYSTEM) as view:
            return (person_by_address if by_address else person_by_id)(view, ("people",), value, now())

    def name_of(person: Key) -> str | None:
        with store.view(SYSTEM) as view:
            account = works_here(view, person, now())
        return account.name if account else None

    fields: dict[str, Any] = {
        "issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET, "claim": "sub", "matches": "id",
        "person_of": person_of, "name_of": name_of, "rules": lambda: RULES, "role_claim": "realm.roles",
        "ask": "the service desk, 4400",
    }  # fmt: skip
    return SignIn(**(fields | changed))


@dataclass
class SignedSite:
    """A site, its provider and its clock; `app` is one process of it."""

    site: Site
    provider: LoopbackProvider
    clock: SiteClock
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.app = make_app(self.site)

    def browser(self, **headers: str) -> Browser:
        """A browser that knows nobody yet."""
        return Browser(self, headers)


def signed_site(site: Site, provider: LoopbackProvider, **changed: Any) -> SignedSite:
    """This site with sign-in, with `changed` settings of it."""
    clock = SiteClock()
    how = signing(site.store, provider, clock, **changed)
    proxies = (ip_network("10.1.0.0/16"),)
    return SignedSite(
        replace(site, now=clock, ticks=clock, sign_in=how, address=HOME, proxies=proxies, default_person=None),
        provider,
        clock,
    )


class Browser:
    """Somebody behind the proxy, who follows no redirect by themselves."""

    def __init__(self, at: SignedSite, headers: dict[str, str], app: FastAPI | None = None) -> None:
        self.at = at
        sent = {"accept": "text/html", "x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https", **headers}
        self.http = TestClient(
            app or at.app,
            base_url=HOME,
            client=(PROXY, 40_000),
            headers=sent,
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.http.get(path, headers=headers)

    def post(self, path: str, **headers: str) -> httpx.Response:
        return self.http.post(path, headers={"origin": HOME, **headers})

    def start(self, back: str = "/") -> dict[str, str]:
        """Leave for the provider; gives what the provider is asked."""
        answer = self.http.get("/sign-in/start", params={"back": back})
        assert answer.status_code == 303, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    def come_back(self, asked: dict[str, str], id_token: str, **changed: str) -> httpx.Response:
        """Come back from the provider, which gave this ID token for the code."""
        code = self.at.provider.grant(asked, id_token)
        told = {"code": code, "state": asked["state"], "iss": self.at.provider.issuer} | changed
        return self.http.get("/sign-in/callback", params={name: value for name, value in told.items() if value})

    def sign_in(self, back: str = "/", **claims: Any) -> httpx.Response:
        """Sign in as `maaike`, unless the claims say otherwise."""
        asked = self.start(back)
        told = self.at.provider.claims(asked["nonce"], self.at.clock(), **claims)
        return self.come_back(asked, self.at.provider.sign(told))

    @property
    def name(self) -> str | None:
        """The name of who is signed in; None for nobody."""
        answer = self.http.get("/api/me")
        return answer.json()["name"] if answer.status_code == 200 else None
