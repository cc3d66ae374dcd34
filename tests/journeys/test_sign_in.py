"""In a real browser: sign in at the provider, read, and sign out again, by the site's own headers and cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.api.signed_site import signing
from tests.api.small_facts import NOW
from tests.api.small_site import make_site
from tests.journeys.conftest import served
from tests.journeys.test_site import RULES
from tests.neo4j_server import free_port
from tests.oidc_provider import serving_provider

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with sign-in that listens, and its provider, which asks for no password."""
    folder: Path = tmp_path_factory.mktemp("signed")
    site, port = make_site(folder), free_port()
    with serving_provider() as provider:
        provider.now = lambda: NOW
        how = signing(site.store, provider, lambda: NOW)
        signed = replace(site, sign_in=how, address=f"http://127.0.0.1:{port}", default_person=None)
        with served(signed, port) as found:
            yield found
    site.store.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A browser that nobody signed in with; what the console says of it fails the test."""
    wrong: list[str] = []
    context = browser.new_context(base_url=address, locale="en-GB", java_script_enabled=request.param)
    opened = context.new_page()
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert wrong == []


def test_somebody_signs_in_reads_and_signs_out(page: Page, address: str) -> None:
    page.goto("/topics?q=hydro")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("link", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/topics\?q=hydro$"))
    expect(page.get_by_role("banner")).to_contain_text("Maaike de Smit")
    kept = next(each for each in page.context.cookies() if each["name"] == "session")
    assert (kept["httpOnly"], kept["sameSite"]) == (True, "Lax")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{address}/signed-out")
    page.goto("/people")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_signing_in_fit_every_screen_and_are_reached_by_keyboard(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/sign-in", "/signed-out"):
        page.goto(path)
        box = page.locator("html").bounding_box()
        assert box is not None
        assert box["width"] <= width
    page.goto("/sign-in?back=/people")
    link = page.get_by_role("link", name="Sign in", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/people$"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_signing_in_are_accessible(browser: Browser, address: str, language: str, scheme: Any) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)
    page = context.new_page()
    for path in ("/sign-in", "/signed-out", "/sign-in/callback"):
        page.goto(f"{path}?lang={language}")
        found: Any = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
        assert found.response["violations"] == [], found.generate_report()
    page.goto("/sign-in")
    page.get_by_role("link", name=re.compile("^(Sign in|Aanmelden)$")).click()
    for path in ("/", "/me/tokens"):
        page.goto(path)
        found = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
        assert found.response["violations"] == [], found.generate_report()
    context.close()
