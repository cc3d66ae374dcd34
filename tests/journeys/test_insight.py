"""The new hire, HR and communication, each from one page to the next: a phone and a desk, two languages, no scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.test_site import RULES, fits, widths
from ui.speech import Speech, speech

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("address", ["sqlite"], indirect=True),  # the store changes no mark-up
]
WALK = "A walk over the map"


def look(page: Page, words: Speech, heading: str) -> None:
    """The page has this heading and fits the screen."""
    expect(page.locator("h1")).to_contain_text(words.text(heading))
    assert fits(page)


def new_hire(page: Page, words: Speech, here: str) -> None:
    page.goto(f"{here}/welcome")
    look(page, words, "Welcome")
    stops = page.get_by_role("region", name=words.text(WALK)).get_by_role("link")
    count = stops.count()
    stops.first.click()
    for _ in range(count - 1):
        page.locator("nav.walk a[rel=next]").click()
    assert "colour=building" in page.url
    page.locator("nav.walk").get_by_role("link", name=words.text("Back to Welcome")).click()
    look(page, words, "Welcome")


def hr(page: Page, words: Speech, here: str) -> None:
    page.goto(f"{here}/insight")
    page.get_by_role("link", name=words.text("Spread of knowledge"), exact=True).first.click()
    look(page, words, "Spread of knowledge")
    page.locator("select[name=order]").select_option("fewest")
    page.get_by_role("button", name=words.text("Sort"), exact=True).click()
    assert "order=fewest" in page.url
    with page.expect_download() as table:
        page.get_by_role("link", name=words.text("Table (XLSX)"), exact=True).click()
    assert table.value.suggested_filename == "knowledge.xlsx"
    page.goto(f"{here}/insight/cover")
    look(page, words, "Topics that are needed")


def communication(page: Page, words: Speech, here: str) -> None:
    page.goto(f"{here}/insight/gaps?by=building")
    look(page, words, "Gaps")
    page.get_by_role("link", name=words.text("Teams"), exact=True).click()
    assert "by=team" in page.url
    expect(page.get_by_role("heading", name=words.text("Questions without an answer"))).to_be_visible()
    page.get_by_role("link", name=words.text("Who looked"), exact=True).click()
    expect(page.locator("main")).to_contain_text(words.text("Gaps between departments"))


@widths
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_each_gets_where_they_want_to_be(visit: Open, address: str, width: int, language: str, scripts: bool) -> None:
    page = visit("/about", width, language, java_script_enabled=scripts)
    for journey in (new_hire, hr, communication):
        journey(page, speech(language), address)


@widths
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_these_pages_keep_the_rules_of_access(visit: Open, address: str, width: int, scheme: str) -> None:
    page = visit("/about", width, "nl", color_scheme=scheme)
    for path in ("/welcome", "/map?walk=1", "/insight/knowledge", "/insight/gaps", "/insight/cover", "/me/leaving"):
        page.goto(address + path)
        found = Axe().run(page, options={"runOnly": RULES})
        assert not found.response["violations"], (path, found.generate_report())
