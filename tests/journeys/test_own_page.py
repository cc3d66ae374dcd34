"""A colleague decides about the page about themselves, and another one sees it in their answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from api.pages import pages
from tests.api.keys import person
from tests.api.small_facts import TOPIC
from tests.api.small_site import make_site
from tests.graph.neo4j.stores import emptied
from tests.journeys.conftest import DESK, PHONE, Open, followed, served
from tests.journeys.test_site import PAGES, RULES, fits

pytestmark = pytest.mark.browser
MAAIKE, TUNDE = person("maaike"), person("tunde")
OWN = (
    *(f"/people/{MAAIKE}", f"/people/{MAAIKE}/topics/{TOPIC}", f"/people/{TUNDE}", f"/people/{TUNDE}/topics/{TOPIC}"),
    *(
        "/me/topics?q=water",
        "/me/profile",
        "/me/data",
        "/me/as/hr",
        "/me/colleagues",
        "/me/leaving",
        "/review",
        "/welcome",
    ),
)
"""Pages about oneself, and those with buttons about others."""
WORDS = {
    "nl": ("verbergen", "weer tonen", "Niet meedoen", "Weer meedoen"),
    "en": ("hide", "show again", "Opt out", "Opt in again"),
}


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A site of which the index is followed, as when it serves."""
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    site = make_site(tmp_path, store)
    with closing(site.store), served(site) as found, followed(site.store, tmp_path / "index"):
        yield found


def become(page: Page, address: str, who: str) -> None:
    page.context.add_cookies([{"name": "as", "value": who, "url": address}])


@pytest.mark.parametrize(("width", "language"), [(PHONE, "nl"), (DESK, "en")])
def test_hide_a_topic_and_see_it_gone_from_what_a_colleague_finds(
    visit: Open, address: str, width: int, language: str
) -> None:
    hide, again, out, in_again = WORDS[language]
    mine = visit(f"/people/{MAAIKE}", width, language, java_script_enabled=False)
    theirs = visit("/", width, language)
    become(theirs, address, TUNDE)
    found = theirs.locator(".people > .person").filter(has_text="Maaike de Smit")
    for do, undo in ((hide, again), (out, in_again)):
        mine.get_by_role("button", name=do).first.click()
        expect(mine.get_by_role("button", name=undo)).to_be_visible()
        _until(theirs, address, lambda: found.count() == 0)
        mine.get_by_role("button", name=undo).first.click()
        _until(theirs, address, lambda: found.count() == 1)


def test_fill_in_a_field_and_see_the_page_as_others_do(visit: Open, tmp_path: Path) -> None:
    picture = tmp_path / "me.png"
    Image.new("RGB", (400, 300), (40, 90, 160)).save(picture)
    page = visit("/me/profile", PHONE, java_script_enabled=False)
    page.get_by_label("Such as she/her").fill("she/her")
    page.locator("#for-pronouns").select_option("team")
    page.get_by_role("button", name="Keep Pronouns").click()
    page.locator("#file").set_input_files(picture)
    page.get_by_role("button", name="Send Photo").click()
    expect(page.get_by_role("img", name="Maaike de Smit")).to_be_visible()
    page.get_by_role("link", name="See your page as others see it").click()
    expect(page.locator("h1")).to_have_text("Maaike de Smit")
    assert page.locator("img.face").evaluate("each => each.naturalWidth") == 320
    page.get_by_role("link", name="my team").click()
    expect(page.locator(".name-line")).to_contain_text("she/her")


def _until(page: Page, address: str, holds: Callable[[], bool]) -> None:
    """Ask until this holds."""
    for _ in range(40):
        page.goto(f"{address}/search?q=waterstofopslag")
        if holds():
            return
    raise AssertionError(page.content())


ELSEWHERE = {"/sign-in", "/signed-out", "/me/tokens", "/development/gallery", "/receipts/{code}", "/suggestions"}
"""Pages that other journeys look at: where people sign in, are forgotten, or see the list as a part of a page."""


def test_every_page_of_the_site_is_looked_at() -> None:
    looked_at = {address.partition("?")[0] for address in (*PAGES.values(), *OWN)}
    shapes = {page.path: re.sub(r"\{\w+\}", "[^/]+", page.path) for page in pages() if page.path and page.template}
    missing = {path for path, shape in shapes.items() if not any(re.fullmatch(shape, each) for each in looked_at)}
    assert missing <= ELSEWHERE


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", OWN)
def test_own_pages_are_accessible_and_fit(visit: Open, path: str) -> None:
    schemes = ("light", "dark") if list(OWN).index(path) % 2 else ("dark", "light")
    for width, language, scheme in zip((PHONE, DESK), ("nl", "en"), schemes, strict=True):
        page = visit(path, width, language, color_scheme=scheme, bypass_csp=True)
        assert fits(page)
        found: Any = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
        assert found.violations_count == 0, found.generate_report()
