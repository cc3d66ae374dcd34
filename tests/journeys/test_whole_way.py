"""What somebody does with the page about themselves, from signing in at a real Keycloak to being forgotten."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from api.site import Site
from tests.api.keys import person
from tests.api.signed_site import signing
from tests.api.small_facts import TOPIC
from tests.api.small_site import make_site
from tests.graph.neo4j.stores import emptied
from tests.journeys.conftest import DESK, PATIENCE, PHONE, followed, served
from tests.journeys.walker import Walker
from tests.keycloak_server import PASSWORD, LocalKeycloak, required_keycloak
from tests.neo4j_server import free_port
from tests.oidc_provider import LoopbackProvider
from ui.speech import speech

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow, pytest.mark.takes(20)]
MAAIKE, TUNDE = person("maaike"), person("tunde")
TOPICS = {"nl": "waterstofopslag", "en": "hydrogen storage"}
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
SOON = 40
"""Times that a colleague asks until an answer has changed."""


@pytest.fixture(scope="module")
def home() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def keycloak(tmp_path_factory: pytest.TempPathFactory, home: str) -> Iterator[LocalKeycloak]:
    with required_keycloak(tmp_path_factory.mktemp("keycloak"), home, ("maaike", "tunde")) as server:
        yield server


@pytest.fixture(params=["sqlite"])
def site(request: pytest.FixtureRequest, tmp_path: Path, keycloak: LocalKeycloak, home: str) -> Iterator[Site]:
    """A site of its own that listens, as whoever is forgotten is gone from it. Its time is the real one."""
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    made, now = make_site(tmp_path, store), lambda: int(time.time())
    how = signing(made.store, LoopbackProvider(keycloak.issuer), now, claim="preferred_username", role_claim="roles")
    signed = replace(made, now=now, sign_in=how, address=home, default_person=None)
    port = urlsplit(home).port or 0
    with closing(made.store), served(signed, port), followed(made.store, tmp_path / "index"):
        yield signed


Enter = Callable[..., Walker]


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """Opens a browser in which somebody signs in at Keycloak and comes to this page."""
    contexts, wrong = [], list[str]()

    def sign_in(who: str, path: str, language: str, width: int, scripts: bool, keys: bool = False) -> Walker:
        context = browser.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 844},
            locale=LOCALES[language],
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        walker = Walker(context.new_page(), speech(language), keys)
        page = walker.page
        page.on("console", lambda told: wrong.append(told.text) if _is_ours(told.location["url"], told.type) else None)
        page.goto(path)
        walker.press(walker.link("Sign in"))
        walker.fill(page.locator("#username"), who)
        walker.fill(page.locator("#password"), PASSWORD)
        walker.press(page.locator("#kc-login"))
        expect(page).to_have_url(site.address + path)
        return walker

    def _is_ours(url: str, kind: str) -> bool:
        return kind == "error" and url.startswith(site.address)

    yield sign_in
    for context in contexts:
        context.close()
    assert wrong == []


WAYS = [
    (language, width, scripts, False) for language in TOPICS for width in (PHONE, DESK) for scripts in (True, False)
]
KEYS = [("nl", DESK, True, True), ("en", PHONE, False, True)]


@pytest.mark.parametrize(("language", "width", "scripts", "keys"), [*WAYS, *KEYS])
def test_from_signing_in_to_being_forgotten(
    site: Site, enter: Enter, language: str, width: int, scripts: bool, keys: bool
) -> None:
    me = enter("maaike", f"/people/{MAAIKE}", language, width, scripts, keys)
    colleague = enter("tunde", f"/topics/{TOPIC}", language, width, scripts, keys)
    _edits_their_page(me)
    _hides_a_topic(me, colleague.page, TOPICS[language])
    _opts_out(me, colleague.page)
    _follows(me)
    _reads_what_is_held(me)
    _is_forgotten(site, me, colleague.page)


@pytest.mark.neo4j
@pytest.mark.parametrize("site", ["neo4j"], indirect=True)
def test_it_is_so_on_neo4j(site: Site, enter: Enter) -> None:
    test_from_signing_in_to_being_forgotten(site, enter, "nl", PHONE, scripts=True, keys=False)


def _edits_their_page(me: Walker) -> None:
    me.press(me.page.locator("#edit-pronouns > summary"))
    me.fill(me.page.get_by_label(me.text("Such as she/her")), "hen/hun")
    me.choose(me.page.locator("#for-pronouns"), me.text("my team"))
    me.press(me.button("Keep", me.text("Pronouns")))
    expect(me.page.locator(".name-line")).to_contain_text("hen/hun")


def _hides_a_topic(me: Walker, theirs: Page, topic: str) -> None:
    me.press(me.button("hide", topic))
    again = me.button("show again", topic)
    expect(again).to_be_visible()
    _until_found(theirs, False)
    me.press(again)
    _until_found(theirs, True)


def _opts_out(me: Walker, theirs: Page) -> None:
    me.press(me.button("Opt out"))
    expect(me.button("Opt in again")).to_be_visible()
    _until_found(theirs, False)
    me.press(me.button("Opt in again"))
    _until_found(theirs, True)


def _follows(me: Walker) -> None:
    """A colleague, who is found by asking; then back to the page about oneself."""
    me.fill(me.page.get_by_role("banner").locator("input[name=q]"), "tunde")
    me.page.keyboard.press("Enter")
    me.press(me.page.get_by_role("main").get_by_role("link", name="Tunde Okafor", exact=True).first)
    me.press(me.button("Follow", "Tunde Okafor"))
    expect(me.button("Stop following", "Tunde Okafor")).to_be_visible()
    me.page.goto(f"/people/{MAAIKE}")


def _reads_what_is_held(me: Walker) -> None:
    me.press(me.link("Held about you"))
    expect(me.page.get_by_role("region", name=re.compile(me.text("What you say here")))).to_contain_text("Tunde Okafor")
    with me.page.expect_download() as loading:
        me.press(me.link("Download it as JSON"))
    held = json.loads(Path(loading.value.path()).read_text(encoding="utf-8"))
    assert held["fields"]["pronouns"]["value"] == "hen/hun"
    assert [(each["kind"], each["about"]["key"]) for each in held["statements"]] == [("follows", TUNDE)]


def _is_forgotten(site: Site, me: Walker, theirs: Page) -> None:
    me.press(me.link("Have me erased …"))
    me.tick(me.page.locator("input[name=sure]"))
    me.press(me.button("Erase", "Maaike de Smit"))
    expect(me.page.get_by_role("heading", level=1)).to_have_text(me.text("Receipt of an erasure"))
    me.page.goto(f"/people/{MAAIKE}")
    expect(me.page.get_by_role("heading", level=1)).to_have_text(me.text("Sign in"))
    while site.store.erase(MAAIKE):  # what the worker does
        pass
    _until_found(theirs, False)


def _until_found(theirs: Page, wanted: bool) -> None:
    """Ask until the first colleague is found for a question of theirs, or until they no longer are."""
    for _ in range(SOON):
        theirs.goto("/search?q=waterstofopslag")
        found = theirs.locator(".people > .person").filter(has_text="Maaike de Smit").count()
        if bool(found) is wanted:
            return
    raise AssertionError(theirs.content())
