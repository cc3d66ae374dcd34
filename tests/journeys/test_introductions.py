"""May you be named: asked on one's own page, answered by a click, and read at the gap. With scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.api.keys import person
from tests.api.small_facts import FIELD_WORKERS, OTHER_TOPIC, TOPIC, group
from tests.api.small_site import make_site
from tests.journeys.conftest import served
from tests.journeys.test_site import RULES, fits, widths
from tests.models.graphs import organisation_graph
from ui.speech import speech

pytestmark = pytest.mark.browser
PEOPLE = sorted(["maaike", "tunde", "joost", *FIELD_WORKERS])
IN_ENERGY = {"maaike", "tunde", "joost", "anders", "bente"}
GAP = f"/insight/gaps?one={group('energy')}&other={group('field')}"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site on which Maaike, who asks, could introduce two departments."""
    site = make_site(tmp_path_factory.mktemp("introductions"))
    graph = organisation_graph(
        PEOPLE,
        work={"maaike": {TOPIC: 2.0, OTHER_TOPIC: 1.0}, "casper": {TOPIC: 1.0, OTHER_TOPIC: 2.0}},
        department={name: group("energy" if name in IN_ENERGY else "field") for name in PEOPLE},
        groups={"group:wiki:choir": ["maaike", "casper"]},
    )
    with served(replace(site, organisation_graph=lambda: graph)) as address:
        yield address
    site.store.close()


def keeps_the_rules(page: Page, scripts: bool) -> None:
    assert fits(page)
    if not scripts:  # axe is one
        return
    found: Any = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()


@widths
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_asked_answered_named_and_taken_back(
    browser: Browser, here: str, width: int, language: str, scripts: bool
) -> None:
    words = speech(language)
    context = browser.new_context(
        locale=language, viewport={"width": width, "height": 900}, java_script_enabled=scripts, bypass_csp=True
    )
    try:
        page = context.new_page()
        page.goto(here + f"/people/{person('maaike')}")
        question = page.get_by_role("region", name=words.text("May you be named?"))
        expect(question).to_be_visible()
        keeps_the_rules(page, scripts)
        question.get_by_role("button", name=words.text("No"), exact=False).first.click()
        expect(page.locator(".done")).to_be_visible()
        page.goto(here + GAP)
        expect(page.get_by_text(words.text("Nobody yet."))).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("Maaike")
        page.goto(here + f"/people/{person('maaike')}")
        said = page.get_by_role("region", name=words.text("Being named to introduce"))
        said.get_by_role("button", name=words.text("take back")).click()
        page.get_by_role("region", name=words.text("May you be named?")).get_by_role(
            "button", name=words.text("Yes")
        ).click()
        keeps_the_rules(page, scripts)
        page.goto(here + GAP)
        expect(page.get_by_role("link", name="Maaike de Smit", exact=True)).to_be_visible()
        copy = page.locator("button[data-copy]").first
        if scripts:
            copy.click()
            expect(page.get_by_text(words.text("Copied."))).to_be_visible()
        else:
            expect(copy).to_be_hidden()
        keeps_the_rules(page, scripts)
        page.goto(here + f"/people/{person('maaike')}")
        page.get_by_role("region", name=words.text("Being named to introduce")).get_by_role(
            "button", name=words.text("take back")
        ).click()
        page.locator(".done").get_by_role("button", name=words.text("Undo")).click()
        expect(page.get_by_role("region", name=words.text("Being named to introduce"))).to_be_visible()
        page.get_by_role("region", name=words.text("Being named to introduce")).get_by_role(
            "button", name=words.text("take back")
        ).click()
    finally:
        context.close()
