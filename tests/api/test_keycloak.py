"""Sign-in at a real Keycloak: the way in, roles, new keys, and the way out from both sides."""

from __future__ import annotations

import html
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn

from api.site import Site
from tests.api.signed_site import signing
from tests.api.small_site import make_app, make_site
from tests.keycloak_server import PASSWORD, LocalKeycloak, required_keycloak
from tests.neo4j_server import free_port
from tests.oidc_provider import LoopbackProvider
from whoknows.connections import server_config

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.takes(60)]


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def keycloak(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[LocalKeycloak]:
    with required_keycloak(tmp_path_factory.mktemp("keycloak"), address, ("maaike", "tunde", "stranger")) as server:
        yield server


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, keycloak: LocalKeycloak, address: str) -> Iterator[Site]:
    """The small site as a server of its own, which Keycloak reaches, too. Its time is the real one."""
    made = make_site(tmp_path_factory.mktemp("site"))
    now: Callable[[], int] = lambda: int(time.time())  # noqa: E731
    how = signing(made.store, LoopbackProvider(keycloak.issuer), now, claim="preferred_username", role_claim="roles")
    signed = replace(made, now=now, sign_in=how, address=address, default_person=None)
    config = server_config(make_app(signed))
    config.host, config.port = "127.0.0.1", urlsplit(address).port or 0
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield signed
    server.should_exit = True
    thread.join(10)
    made.store.close()


@pytest.fixture
def browser(site: Site, address: str) -> Iterator[httpx.Client]:
    headers = {"accept": "text/html", "origin": address}
    with httpx.Client(base_url=address, headers=headers, follow_redirects=True, trust_env=False, timeout=30) as client:

        def as_browsers_do(_: httpx.Response) -> None:
            """Keycloak's cookies are Secure, also where it listens on loopback by http: browsers send them there."""
            for cookie in client.cookies.jar:
                cookie.secure = False

        client.event_hooks = {"response": [as_browsers_do]}
        yield client


def sign_in(browser: httpx.Client, who: str, page: str = "/topics") -> httpx.Response:
    """Ask for a page, and fill in Keycloak's form."""
    shown = browser.get(page)
    start = re.search(r'href="(/sign-in/start[^"]*)"', shown.text)
    assert start is not None, shown.text
    form = browser.get(html.unescape(start[1]))
    action = re.search(r'<form[^>]*action="([^"]*)"', form.text)
    assert action is not None, form.text
    return browser.post(html.unescape(action[1]), data={"username": who, "password": PASSWORD})


def name_of(browser: httpx.Client) -> str | None:
    answer = browser.get("/api/me")
    return answer.json()["name"] if answer.status_code == 200 else None


def wait_until(happened: Callable[[], bool]) -> None:
    limit = time.monotonic() + 15
    while not happened() and time.monotonic() < limit:
        time.sleep(0.1)
    assert happened()


def test_signing_in_leads_to_the_page_that_was_asked_for_with_the_roles_of_the_claim(browser: httpx.Client) -> None:
    page = sign_in(browser, "maaike", "/topics?q=hydro")
    assert (page.status_code, str(page.url).endswith("/topics?q=hydro")) == (200, True)
    assert name_of(browser) == "Maaike de Smit"
    assert browser.get("/api/curation").status_code == 200
    assert browser.get("/api/erasures").status_code == 403


def test_somebody_without_an_entry_in_the_directory_is_told_whom_to_ask(browser: httpx.Client) -> None:
    page = sign_in(browser, "stranger")
    assert (page.status_code, "the service desk, 4400" in page.text) == (403, True)
    assert name_of(browser) is None


def test_a_new_key_of_keycloak_is_found(browser: httpx.Client, keycloak: LocalKeycloak) -> None:
    sign_in(browser, "maaike")
    keys = f"{keycloak.issuer}/protocol/openid-connect/certs"
    before = {key["kid"] for key in httpx.get(keys, trust_env=False).json()["keys"]}
    keycloak.ask_admin(
        "POST", "/components",
        {"name": "new", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
         "config": {"priority": ["500"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"]}},
    )  # fmt: skip
    assert {key["kid"] for key in httpx.get(keys, trust_env=False).json()["keys"]} - before
    browser.cookies.clear()
    sign_in(browser, "tunde")
    assert name_of(browser) == "Tunde Okafor"


def test_signing_out_here_signs_out_there_as_well(browser: httpx.Client) -> None:
    sign_in(browser, "maaike")
    page = browser.post("/sign-out")
    assert (page.status_code, urlsplit(str(page.url)).path) == (200, "/signed-out")
    assert name_of(browser) is None
    assert "password" in browser.get("/sign-in/start").text


def test_signing_out_there_signs_out_here_as_well(browser: httpx.Client, keycloak: LocalKeycloak) -> None:
    user = keycloak.ask_admin("GET", "/users?username=maaike&exact=true").json()[0]["id"]
    keycloak.ask_admin("POST", f"/users/{user}/logout")  # of several sessions it tells the site of one alone
    sign_in(browser, "maaike")
    assert name_of(browser) == "Maaike de Smit"
    keycloak.ask_admin("POST", f"/users/{user}/logout")
    wait_until(lambda: name_of(browser) is None)
