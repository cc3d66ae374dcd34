"""What people come to the site for: on a phone and a desk, in two languages, with the keyboard, in large letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.api.keys import document, person
from tests.api.small_facts import BUILDING, TOPIC, group
from tests.journeys.conftest import DESK, PHONE, Open

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]
PAGES = {
    "start": "/",
    "search": "/search?q=waterstofopslag",
    "nobody": "/search?q=zzz",
    "named": "/search?q=maaike",
    "people": "/people",
    "person": f"/people/{person('maaike')}",
    "left": "/people?kind=left",
    "documents": f"/documents?q=tank&group={group('hydrogen')}",
    "topics": "/topics",
    "topic": f"/topics/{TOPIC}",
    "document": f"/documents/{document('guide')}",
    "hostile": f"/documents/{document('hostile')}",
    "missing": f"/documents/{document('secret')}",
    "group": f"/groups/{group('energy')}",
    "ties": f"/people/{person('joost')}/ties",
    "alike": f"/people/{person('maaike')}/alike",
    "erasures": "/erasures",
    "erasure": f"/erasures/{person('joost')}",
    "audit": "/audit",
    "insight": "/insight",
    "insight-knowledge": "/insight/knowledge",
    "insight-cover": "/insight/cover",
    "insight-gaps": "/insight/gaps",
    "organisation": "/organisation",
    "places": "/places",
    "map": "/map",
    "map-department": f"/map?unit={group('field')}&colour=building&topic={TOPIC}",
    "place": f"/places/{BUILDING}",
    "sources": "/sources?queued=wiki",
    "choose": "/as",
    "about": "/about",
    "description": "/api/docs",
}
MAIN = ("start", "search", "person", "sources", "people", "topic", "document", "group", "place", "ties", "map")
WORDS = {
    "nl": ("6 documenten", "2 mensen weten iets van", "waarom?", "totaal"),
    "en": ("6 documents", "2 people know about", "show why", "total"),
}
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
widths = pytest.mark.parametrize("width", [PHONE, DESK])
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value; })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@widths
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_ask_and_see_why(visit: Open, keep: Keep, width: int, language: str, scripts: bool) -> None:
    nl = language == "nl"
    topics, headline, why, together = WORDS[language]
    page = visit("/", width, language, java_script_enabled=scripts)
    expect(page.locator("main")).to_contain_text(topics)
    page.locator("#question").fill("waterstofopslag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(headline)
    page.get_by_text(why).first.click()
    expect(page.locator("details.why").first).to_contain_text(together)
    expect(page.locator("details.why tfoot").first).to_contain_text(re.compile(r"\d\d,\d" if nl else r"\d\d\.\d"))
    keep(page, f"search-{width}-{language}")
    page.get_by_role("main").get_by_role("link", name="Maaike de Smit").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maaike de Smit")
    page.get_by_role("main").get_by_role("link", name="waterstofopslag" if nl else "hydrogen storage").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("waterstofopslag" if nl else "hydrogen storage")
    page.get_by_role("link", name="Waterstofopslag, ontwerpgids").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waterstofopslag, ontwerpgids")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)  # the store changes no mark-up
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(visit: Open, keep: Keep, name: str) -> None:
    """Each page light on a phone and dark on a desk, the next one the other way round."""
    schemes = ("light", "dark") if list(PAGES).index(name) % 2 else ("dark", "light")
    for width, language, scheme in zip((PHONE, DESK), ("nl", "en"), schemes, strict=True):
        page = visit(PAGES[name], width, language, color_scheme=scheme, bypass_csp=True)
        assert fits(page)
        keep(page, f"{name}-{width}-{language}-{scheme}")
        for summary in page.locator("summary").all():
            summary.click()
        found: Any = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
        assert found.violations_count == 0, found.generate_report()
        assert fits(page)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", MAIN)
@widths
def test_nothing_moves_while_a_page_loads(visit: Open, name: str, width: int) -> None:
    assert visit(PAGES[name], width).evaluate(SHIFT) == 0


def test_with_keys_alone(visit: Open) -> None:
    page = visit("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("hydrogen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("hydrogen")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    why = page.locator("details.why > summary").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if why.evaluate("each => each === document.activeElement"):
            break
    assert why.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("details.why > ul").first).to_be_visible()


def test_the_language_stays_as_it_was_chosen(visit: Open) -> None:
    page = visit("/search?q=tank&period=2", language="en")
    page.get_by_role("link", name="NL", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("mensen weten iets van")
    expect(page.locator("#filter-period")).to_have_value("2")
    page.get_by_role("link", name="WhoKnows").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie weet iets van …")


def test_filters_narrow_and_can_be_taken_off(visit: Open) -> None:
    page = visit("/search?q=tank")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Department").select_option(label="Energy storage")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".people > .person")).to_have_count(2)
    page.get_by_role("link", name="Without filters").click()
    expect(page.locator(".people > .person")).to_have_count(10)


def test_ask_as_somebody_who_may_read_more(visit: Open) -> None:
    page = visit(PAGES["missing"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    page.goto(page.url.split("/documents")[0] + f"/as?back={PAGES['missing']}")
    page.get_by_role("button", name="Tunde Okafor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reorganisatie 2027")
    expect(page.locator("header")).to_contain_text("Tunde Okafor")
    expect(page.get_by_role("region", name="Who may read this")).to_contain_text("Tunde Okafor")


def test_have_a_source_read_now(visit: Open) -> None:
    page = visit("/sources", java_script_enabled=False)
    page.get_by_role("button", name="Read now Wiki").click()
    expect(page.get_by_role("status")).to_contain_text("Wiki will be read")
    expect(page.get_by_role("button", name="Waiting Wiki")).to_be_disabled()


def test_the_dark_is_dark_and_print_is_plain(visit: Open) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark, light = visit("/", color_scheme="dark"), visit("/", color_scheme="light")
    assert sum(map(int, dark.evaluate(ground)[4:-1].split(","))) < 120
    assert sum(map(int, light.evaluate(ground)[4:-1].split(","))) > 700
    light.emulate_media(media="print")
    expect(light.locator("header")).to_be_hidden()


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_letters_of_twice_the_size_still_fit(visit: Open, keep: Keep, name: str) -> None:
    page = visit(PAGES[name], PHONE, "nl", bypass_csp=True)
    page.add_style_tag(content="html { font-size: 34px }")
    for summary in page.locator("summary").all():
        summary.click()
    keep(page, f"{name}-twice")
    assert fits(page)
    assert page.evaluate("[...document.querySelectorAll('.face')].every(each => each.scrollWidth <= each.clientWidth)")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@widths
def test_the_main_pages_are_in_the_header(visit: Open, width: int, scripts: bool) -> None:
    page = visit("/", width, java_script_enabled=scripts)
    for name in ("Topics", "People", "Map", "Sources"):
        link = page.get_by_role("banner").get_by_role("link", name=name, exact=True)
        expect(link).to_be_visible()
        link.click()
        expect(page.get_by_role("banner").locator("[aria-current=page]")).to_have_text(name)


@widths
def test_a_letter_leads_to_its_names_and_lists_have_an_end(visit: Open, width: int) -> None:
    page = visit("/people", width)
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="Names with O").click()
    expect(page.locator("li:target")).to_contain_text("Tunde Okafor")
    page.get_by_role("link", name="People who left").click()
    expect(page.get_by_role("main")).to_contain_text("Geert Weg")
    page.goto(page.url.split("/people")[0] + "/search?q=tank")
    whole = page.get_by_role("link", name=re.compile(r"All \d+ documents"))
    total = int((whole.text_content() or "").split()[1])
    whole.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Documents {total}")
    found = page.locator("main .document").count()
    while (following := page.get_by_role("link", name="Next")).count():
        following.click()
        found += page.locator("main .document").count()
    assert found == total
