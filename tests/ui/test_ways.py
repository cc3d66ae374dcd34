"""No dead ends: from each page there is a way to one's own page and back, and one's own page speaks to its owner."""

from __future__ import annotations

import re

import pytest
from lxml import html
from lxml.html import HtmlElement

from api.roles import Role
from api.signing import DevelopmentPerson
from api.site import Site
from tests.api.development_site import tried, trying
from tests.api.keys import person
from ui.rendering import environment

MAAIKE = person("maaike")


@pytest.fixture
def there(site: Site) -> Site:
    """The small site, tried by a colleague without a role."""
    return tried(site, (DevelopmentPerson(MAAIKE, "Maaike de Smit", frozenset({Role.COLLEAGUE})),))


@pytest.mark.parametrize("path", ["/", "/search?q=tank", "/people", "/sources", "/me/data"])
def test_every_header_leads_to_the_page_about_oneself(there: Site, path: str) -> None:
    (mine,) = html.fromstring(trying(there).get(path).text).xpath("//header//a[@class='me']")
    assert mine.get("href") == f"/people/{MAAIKE}"
    assert "Your page" in mine.text_content()


def test_ones_own_page_begins_with_what_one_can_decide(there: Site) -> None:
    page = html.fromstring(trying(there).get(f"/people/{MAAIKE}").text)
    ways = page.xpath("//article/*[1][contains(@class, 'own-choices')]/a/@href")
    assert {"/me/as/colleague", "/me/profile", "/me/data", "#opting"} <= set(ways)
    told = page.text_content()
    assert "What you shared" in told
    assert "Who reports to you" in told
    assert "What they shared" not in told


def test_somebody_who_may_forget_only_themselves_is_led_back_to_their_own_data(there: Site) -> None:
    visitor = trying(there)
    page = html.fromstring(visitor.get(f"/erasures/{MAAIKE}").text)
    assert page.findtext(".//h1") == "Forget me"
    ways = set(page.xpath("//main//a/@href"))
    assert ways == {"/me/data"}
    assert "right person" not in page.text_content()


def test_managers_and_reports_among_ones_own_data_are_links(there: Site) -> None:
    page = html.fromstring(trying(there).get("/me/data").text)
    ways = set(page.xpath("//main//a/@href"))
    assert {f"/people/{person('tunde')}", f"/people/{person('joost')}"} <= ways


def test_a_place_reads_well_when_a_phone_leaves_out_its_floor() -> None:
    place_of = environment("en").get_template("parts/person.html").module.place_of  # type: ignore[attr-defined]
    shown = html.fragment_fromstring(str(place_of("Delft, 2nd floor", "A2.14", "location:people:a2")), "p")
    assert _read(shown) == "Delft, 2nd floor, A2.14"
    for floor in shown.xpath(".//*[contains(@class, 'floor')]"):
        floor.drop_tree()
    assert _read(shown) == "Delft, A2.14"


def _read(shown: HtmlElement) -> str:
    """Its text as a reader sees it; line breaks in the template between an element and a comma are not shown."""
    return re.sub(r"\s+(,?)", lambda found: found[1] or " ", shown.text_content().strip())
