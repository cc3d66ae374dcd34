"""Suggestions while typing: with the keyboard and the mouse, in two languages, and questions that one asked before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Open
from tests.journeys.test_site import RULES, Keep, fits

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("address", ["sqlite"], indirect=True)]


def options(page: Page) -> Any:
    return page.get_by_role("listbox").get_by_role("option")


@pytest.mark.parametrize(("width", "language", "kind"), [(PHONE, "nl", "Mensen"), (DESK, "en", "People")])
def test_a_person_is_found_with_the_keyboard_alone(
    visit: Open, keep: Keep, width: int, language: str, kind: str
) -> None:
    page = visit("/", width, language, bypass_csp=True)
    box = page.get_by_role("combobox").first
    box.press_sequentially("maai")
    expect(page.get_by_role("group", name=kind)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    keep(page, f"suggestions-{width}-{language}")
    assert fits(page)
    found: Any = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"#{active}")).to_contain_text("Maaike de Smit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maaike de Smit")


def test_enter_without_a_choice_asks_and_escape_closes(visit: Open) -> None:
    page = visit("/")
    box = page.get_by_role("combobox").first
    box.press_sequentially("hydro")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("hydro")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape("/search?q=hydro")))


def test_how_many_there_are_is_said_aloud_and_the_arrows_go_round(visit: Open) -> None:
    page = visit("/")
    page.get_by_role("combobox").first.press_sequentially("waterst")
    expect(page.locator("main form [role=status]")).to_have_text("2 suggestions")
    box = page.get_by_role("combobox").first
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None


def test_a_group_is_chosen_with_the_mouse(visit: Open) -> None:
    page = visit("/people")
    page.get_by_role("combobox").press_sequentially("energy")
    options(page).filter(has_text="Energy storage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Energy storage")


def test_questions_of_ones_own_are_kept_in_this_browser_until_they_are_cleared(visit: Open, keep: Keep) -> None:
    page = visit("/")
    page.get_by_role("combobox").first.fill("waterstofopslag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("waterstofopslag")
    page.goto(page.url.split("/search")[0])
    box = page.get_by_role("combobox").first
    box.press("ArrowDown")
    expect(page.get_by_role("group", name="Your recent questions")).to_contain_text("waterstofopslag")
    keep(page, "suggestions-recent")
    options(page).filter(has_text="Clear").click()
    expect(page.locator("main form [role=status]")).to_have_text("Your recent questions were cleared.")
    assert page.evaluate("Object.keys(localStorage)") == []
    box.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_question_is_asked_again_by_choosing_it(visit: Open) -> None:
    page = visit("/")
    page.get_by_role("combobox").first.fill("hydrogen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("hydrogen")
    page.goto(page.url.split("/search")[0] + "/topics")
    page.get_by_role("combobox").click()
    options(page).filter(has_text="hydrogen").click()
    expect(page).to_have_url(re.compile(re.escape("/search?q=hydrogen")))


def test_a_browser_that_keeps_nothing_and_an_answer_that_fails_do_no_harm(visit: Open) -> None:
    page = visit("/")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    page.reload()
    page.context.set_offline(True)
    page.get_by_role("combobox").first.press_sequentially("maai")
    expect(page.locator("main form .suggest")).to_be_hidden()
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("/search?q=maai")))


def test_without_scripts_the_box_is_a_plain_one(visit: Open) -> None:
    page = visit("/", java_script_enabled=False)
    assert page.get_by_role("combobox").count() == 0
    page.get_by_role("searchbox").first.fill("maaike")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("maaike")
