"""The map as people use it: with a wheel, with keys alone, without scripts, on a phone and a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.api.small_facts import group
from tests.journeys.conftest import DESK, PHONE, Open
from tests.journeys.test_site import widths

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("address", ["sqlite"], indirect=True),  # the store changes no mark-up
]
FIELD = f"/map?unit={group('field')}"
WORDS = {
    "en": ("Map of the organisation", "Field work", "knows about it", "Find", "Show", "A department or colleague"),
    "nl": ("Kaart van de organisatie", "Field work", "weet er iets van", "Zoek", "Toon", "Een afdeling of collega"),
}
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.map svg')].filter(svg => svg.getClientRects().length)
    .flatMap(svg => [...svg.querySelectorAll('a.bubble')]).map(each => each.getBBox());
  const over = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  return boxes.filter((one, place) => boxes.slice(place + 1).some(other => over(one, other))).length;
}"""


def shown(page: Page, name: str) -> str:
    """The selector of the bubble with this name in the picture that is shown."""
    kind = "narrow" if (page.viewport_size or {})["width"] == PHONE else "wide"
    return f"svg.map-{kind} a.bubble[aria-label^='{name}']"


def opens(page: Page) -> bool:
    """Whether another level opens now, or has opened."""
    try:
        return "unit=" in page.url or bool(page.evaluate("sessionStorage.getItem('map-back')"))
    except Error:
        return True  # its page was left meanwhile


@widths
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_go_in_find_somebody_and_lay_a_topic_over(visit: Open, width: int, language: str, scripts: bool) -> None:
    title, department, known, find, show, finds = WORDS[language]
    page = visit("/map", width, language, java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".map-list")).to_contain_text(department)
    expect(page.locator(".map-zoom")).to_be_visible(visible=scripts)
    page.locator(shown(page, department)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(department)
    expect(page.locator(".map-list")).to_contain_text("Anders Veldhuis")
    page.get_by_label("topic" if language == "en" else "Waar weten").fill("hydrogen")
    page.get_by_role("button", name=show, exact=True).click()
    expect(page.locator(".note")).to_contain_text("hydrogen storage" if language == "en" else "waterstofopslag")
    expect(page.locator(".map-list")).not_to_contain_text(known)
    page.get_by_label(finds).fill("maaike")
    page.get_by_role("button", name=find, exact=True).click()
    page.locator(".found").get_by_role("link", name="Maaike de Smit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Energy storage")
    expect(page.locator(".map-list")).to_contain_text(known)
    page.locator(shown(page, "Maaike de Smit")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maaike de Smit")


@widths
def test_names_do_not_overlap_in_a_real_browser(visit: Open, width: int) -> None:
    for path in ("/map", FIELD):
        assert visit(path, width).evaluate(OVERLAPS) == 0


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_turning_the_wheel_goes_into_a_department(visit: Open, motion: str) -> None:
    page = visit("/map", DESK, reduced_motion=motion)
    page.locator(shown(page, "Field work")).hover()
    for _ in range(6):
        if not opens(page):  # a wheel that turns on a page that is being left is never answered
            page.mouse.wheel(0, -100)
    expect(page.get_by_role("heading", level=1)).to_have_text("Field work")
    assert page.evaluate("scrollY") == 0


def test_the_page_scrolls_where_the_whole_picture_is_shown(visit: Open) -> None:
    page = visit(FIELD, DESK)
    page.locator("svg.map-wide").hover()
    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 0")
    expect(page.locator("svg.map-wide")).to_have_attribute("viewBox", "0 0 688 560")


def test_keys_go_in_and_out_and_keep_the_focus(visit: Open) -> None:
    page = visit("/map", DESK)
    page.locator(shown(page, "Energy storage")).focus()
    other = page.locator(shown(page, "Field work"))
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        if other.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press(key)
    expect(other).to_be_focused()
    for _ in range(5):
        if not opens(page):
            page.keyboard.press("+")
    expect(page.get_by_role("heading", level=1)).to_have_text("Field work")
    expect(page.locator("svg.map-wide a.bubble").first).to_be_focused()
    page.keyboard.press("-")
    expect(page.get_by_role("heading", level=1)).to_have_text("Map of the organisation")
    expect(page.locator(shown(page, "Field work"))).to_be_focused()


def test_buttons_zoom_and_a_drag_moves_the_picture(visit: Open) -> None:
    page = visit(FIELD, DESK)
    picture = page.locator("svg.map-wide")
    page.get_by_role("button", name="Zoom in").click()
    expect(picture).to_have_attribute("viewBox", re.compile(r"458\.6"))
    before = picture.get_attribute("viewBox")
    box = picture.bounding_box() or {}
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 250, steps=4)
    page.mouse.up()
    assert picture.get_attribute("viewBox") != before
    expect(page).to_have_url(re.compile("/map"))
    page.get_by_role("button", name="Whole picture").click()
    expect(picture).to_have_attribute("viewBox", "0 0 688 560")
