"""Behind a proxy: whose request it is, and which requests are for this site."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from api.limits import Limiter, Rate
from api.proxies import Caller, caller_of
from tests.api.signed_site import HOME, SignedSite, signed_site
from tests.api.small_site import make_site
from tests.oidc_provider import serving_provider

PROXIES = (ip_network("10.1.0.0/16"), ip_network("2001:db8::/32"))


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedSite]:
    folder: Path = tmp_path_factory.mktemp("proxied")
    site = make_site(folder)
    with serving_provider() as provider:
        yield signed_site(site, provider)
    site.store.close()


@pytest.mark.parametrize(
    ("client", "chain", "address"),
    [
        ("10.1.2.3", "192.0.2.7", "192.0.2.7"),
        ("10.1.2.3", "127.0.0.1, 192.0.2.7", "192.0.2.7"),
        ("10.1.2.3", "made up, 192.0.2.7, 10.1.9.9", "192.0.2.7"),
        ("10.1.2.3", "192.0.2.7, made up", None),
        ("10.1.2.3", "10.1.2.4", None),
        ("10.1.2.3", "", None),
        ("2001:db8::1", "192.0.2.7", "192.0.2.7"),
        ("::ffff:10.1.2.3", "192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "127.0.0.1", None),
        ("127.0.0.1", "192.0.2.7", None),
    ],
)
def test_the_nearest_address_that_is_no_proxy_is_who_asks(client: str, chain: str, address: str | None) -> None:
    headers = Headers({"x-forwarded-for": chain, "x-forwarded-proto": "https"})
    found = caller_of((client, 1), headers, frozenset(), PROXIES)
    assert found == (Caller(address, proxied=True, secure=True) if address else None)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"x-forwarded-proto": "http"}, 403),
        ({"x-forwarded-proto": "https, http"}, 403),
        ({"host": "other.example.org"}, 421),
        ({"host": "who.example.org:444"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"x-forwarded-host": "evil.example"}, 200),
    ],
)
def test_a_proxied_request_is_for_the_configured_address_by_https(
    at: SignedSite, headers: dict[str, str], status: int
) -> None:
    assert at.browser().get("/sign-in", **headers).status_code == status


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("192.0.2.7", {}, 403),
        ("192.0.2.7", {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https"}, 403),
        ("127.0.0.1", {"host": "127.0.0.1:8000"}, 200),
        ("127.0.0.1", {"host": "who.example.org"}, 421),
        ("127.0.0.1", {"host": "127.0.0.1:8000", "x-forwarded-for": "192.0.2.7"}, 403),
    ],
)
def test_nobody_gets_past_the_proxy_but_this_machine(
    at: SignedSite, client: str, headers: dict[str, str], status: int
) -> None:
    caller = TestClient(at.app, base_url=HOME, client=(client, 1), headers=headers)
    assert caller.get("/readyz").status_code == status


def test_somebody_who_asks_too_often_is_told_when_to_ask_again(at: SignedSite) -> None:
    browser = at.browser(**{"x-forwarded-for": "203.0.113.5"})
    found = [browser.get("/sign-in/start") for _ in range(70)]
    refused = [each for each in found if each.status_code == 429]
    assert (len(refused), refused[0].headers["retry-after"]) == (10, "1")
    assert at.browser(**{"x-forwarded-for": "203.0.113.6"}).get("/sign-in/start").status_code == 303


def test_a_limit_fills_again_and_forgets_who_asked_long_ago() -> None:
    now = [0.0]
    limiter = Limiter(Rate(burst=2, a_minute=60), lambda: now[0])
    assert [limiter.wait("a") for _ in range(3)] == [0, 0, 1]
    assert limiter.wait("b") == 0
    now[0] += 1
    assert [limiter.wait("a") for _ in range(2)] == [0, 1]
    for number in range(Limiter.MOST + 5):
        limiter.wait(str(number))
    assert limiter.wait("a") == 0


def test_a_person_has_a_limit_of_their_own_wherever_they_are(at: SignedSite) -> None:
    browser = at.browser(accept="application/json")
    browser.sign_in()
    found = []
    for number in range(130):
        found.append(browser.get("/api/me", **{"x-forwarded-for": f"203.0.113.{100 + number}"}).status_code)
    assert (found.count(200), found[-10:]) == (120, [429] * 10)
