"""Behind a real proxy with TLS, by the files and lines that we give: signing in, who asks, and how much may be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest

from api.problems import UPLOADS
from tests.api.signed_site import signing
from tests.api.small_facts import NOW
from tests.api.small_site import make_site
from tests.conftest import missing
from tests.journeys.conftest import served
from tests.neo4j_server import free_port
from tests.oidc_provider import serving_provider
from tests.web_proxies import PROXIES, path_of

pytestmark = [pytest.mark.server, pytest.mark.slow]
COLLEAGUE = "127.0.0.2"
"""The address of who asks; the proxy is at 127.0.0.1."""


@pytest.fixture(scope="module", params=PROXIES)
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    if path_of(request.param) is None:
        missing(f"{request.param} (make ci-parts)")
    folder: Path = tmp_path_factory.mktemp(request.param)
    site, port, own = make_site(folder), free_port(), free_port()
    address = f"https://localhost:{port}"
    with serving_provider() as provider:
        provider.now = lambda: NOW
        how = signing(site.store, provider, lambda: NOW)
        behind = replace(site, sign_in=how, address=address, default_person=None, proxies=(ip_network("127.0.0.1/32"),))
        with served(behind, own), PROXIES[request.param](folder, port, f"127.0.0.1:{own}") as trust:
            transport = httpx.HTTPTransport(verify=trust, local_address=COLLEAGUE)
            with httpx.Client(
                base_url=address,
                follow_redirects=True,
                timeout=120,
                headers={"accept": "text/html"},
                mounts={"https://": transport},
            ) as opened:
                yield opened
    site.store.close()


def test_somebody_signs_in_through_the_proxy(browser: httpx.Client) -> None:
    answer = browser.get("/sign-in/start", params={"back": "/topics"})
    assert (answer.status_code, answer.url.path) == (200, "/topics")
    assert "Maaike de Smit" in answer.text
    assert "strict-transport-security" in answer.headers
    kept = [each for each in browser.cookies.jar if each.name.endswith("session")]
    assert [(each.name, each.secure) for each in kept] == [("__Host-session", True)]


@pytest.mark.parametrize("told", ["127.0.0.1", "192.0.2.7", "made up"])
def test_who_asks_cannot_say_that_they_are_somebody_else(browser: httpx.Client, told: str) -> None:
    answer = browser.get("/sign-in", headers={"x-forwarded-for": told, "x-forwarded-proto": "http"})
    assert answer.status_code == 200


def test_another_name_is_not_this_site(browser: httpx.Client) -> None:
    answer = browser.get("/sign-in", headers={"host": "other.example.org"})
    assert "Sign in" not in answer.text


def test_as_much_may_be_sent_as_the_site_takes(browser: httpx.Client) -> None:
    browser.get("/sign-in/start")
    most = UPLOADS["/me/photo"]
    for size, refused in ((most - 10_000, False), (most * 4, True)):
        photo = {"photo": ("me.png", b"\0" * size, "image/png")}
        answer = browser.post("/me/photo", files=photo, headers={"origin": str(browser.base_url)})
        assert (answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE) is refused, answer.text[:300]
