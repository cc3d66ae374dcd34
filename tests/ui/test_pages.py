"""Pages are valid HTML, in one language, usable without sight or mouse, and safe with hostile text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

import html5lib
import pytest
from fastapi.testclient import TestClient
from lxml import etree
from lxml.etree import _Element

from api.site import Site
from tests.api.keys import document, person
from tests.api.small_facts import BUILDING, FIELD_WORKERS, HOSTILE, NAMES, TOPIC, group
from tests.api.small_site import client

PAGES = {
    "start": "/",
    "search": "/search?q=waterstofopslag",
    "many": "/search?q=tank",
    "beyond": "/search?q=tank&page=9",
    "unknown-department": "/search?q=tank&department=group:wiki:nothing&location=location:people:nowhere",
    "filtered": f"/search?q=tank&department={group('energy')}&period=2",
    "nobody": "/search?q=zzz",
    "part-unwritten": "/search?q=Quux, blorp and hydrogen storage",
    "nobody-filtered": "/search?q=inspectoin&language=nl",
    "named": "/search?q=maaike",
    "asked-person": "/search?q=wie is Maaike de Smit?",
    "asked-manager": "/search?q=manager van Joost",
    "asked-room-of-nobody": "/search?q=kamer Z9.99",
    "private": "/search?q=wie is ziek",
    "narrowed": "/search?q=someone in Delft who knows about inspection",
    "signs": "/search?q=%22hydrogen storage%22 tank -valves",
    "text": "/search?q=" + "The inspection of the tank showed that pressure was good. " * 6,
    "about-document": f"/search?document={document('guide')}",
    "alike": f"/people/{person('maaike')}/alike",
    "ties": f"/people/{person('maaike')}/ties",
    "ties-own": f"/people/{person('joost')}/ties",
    "alike-nobody": f"/people/{person('joost')}/alike",
    "hostile-search": f"/search?q=hostile{quote(HOSTILE)}",
    "people": "/people",
    "people-found": "/people?q=maaike",
    "people-none": "/people?q=zzz",
    "person": f"/people/{person('maaike')}",
    "known-for": f"/people/{person('maaike')}/topics/{TOPIC}",
    "known-for-nothing": f"/people/{person('joost')}/topics/{TOPIC}",
    "own-data": "/me/data",
    "audit": "/audit?act=token-made&since=2026-01-01",
    "insight": "/insight",
    "insight-knowledge": "/insight/knowledge",
    "insight-knowledge-of-unit": f"/insight/knowledge?unit={group('field')}&order=work",
    "insight-cover": "/insight/cover",
    "insight-gaps": "/insight/gaps?by=building",
    "own-profile": "/me/profile",
    "seen-as-colleague": "/me/as/colleague",
    "seen-as-hr": "/me/as/hr",
    "colleagues": "/me/colleagues",
    "leaving": "/me/leaving",
    "review": "/review",
    "welcome": "/welcome",
    "own-topics": "/me/topics",
    "own-topics-found": "/me/topics?q=water",
    "own-topics-none": "/me/topics?q=zzz",
    "left": f"/people/{person('gone')}",
    "people-left": "/people?kind=left",
    "people-group": f"/people?group={group('energy')}",
    "documents": f"/documents?topic={TOPIC}",
    "documents-found": f"/documents?q=tank&group={group('hydrogen')}&period=2",
    "documents-none": "/documents?q=zzz",
    "topics": "/topics",
    "topics-none": "/topics?q=zzz",
    "topic": f"/topics/{TOPIC}",
    "document": f"/documents/{document('guide')}",
    "long": f"/documents/{document('valves')}",
    "hostile": f"/documents/{document('hostile')}",
    "missing": f"/documents/{document('secret')}",
    "group": f"/groups/{group('hydrogen')}",
    "department": f"/groups/{group('energy')}",
    "organisation": "/organisation",
    "organisation-found": "/organisation?q=enrgy",
    "organisation-none": "/organisation?q=zzz",
    "places": "/places",
    "places-found": "/places?q=delft",
    "places-none": "/places?q=zzz",
    "place": f"/places/{BUILDING}",
    "map": "/map",
    "map-department": f"/map?unit={group('energy')}&colour=building",
    "map-topic": f"/map?topic={TOPIC}",
    "map-about": "/map?about=hydrogen",
    "map-about-nothing": "/map?about=zzz",
    "map-found": "/map?q=maaike",
    "map-none": "/map?q=zzz",
    "sources": "/sources?queued=wiki",
    "erasures": "/erasures",
    "erasures-found": "/erasures?q=maaike",
    "erasures-none": "/erasures?q=zzz",
    "erasure": f"/erasures/{person('maaike')}",
    "choose": "/as?back=/topics",
    "about": "/about",
    "description": "/api/docs",
    "nowhere": "/nowhere",
}
KNOWN: dict[tuple[str, str], _Element] = {}
NAMELESS = {"missing", "nowhere"}
every_page = pytest.mark.parametrize("name", PAGES)
both = pytest.mark.parametrize("language", ["nl", "en"])


def read(visitor: TestClient, name: str, language: str = "en") -> _Element:
    """The page as a tree; broken HTML fails here. Each page is fetched once."""
    if (name, language) in KNOWN:
        return KNOWN[name, language]
    answer = visitor.get(PAGES[name], headers={"accept-language": language})
    assert answer.status_code == (404 if name in NAMELESS else 200)
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    tree = parser.parse(answer.text)
    wrong = [(place, code) for place, code, _ in parser.errors]
    assert not wrong, wrong
    KNOWN[name, language] = tree.getroot()
    return KNOWN[name, language]


def find(page: _Element, path: str) -> list[_Element]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return found


def said(node: _Element) -> str:
    return " ".join("".join(node.itertext()).split())


@every_page
@both
def test_a_page_is_valid_and_says_its_language_and_title(visitor: TestClient, name: str, language: str) -> None:
    page = read(visitor, name, language)
    assert page.get("lang") == language
    (title,) = find(page, "//title")
    assert said(title).endswith("· WhoKnows")
    assert len(said(title)) > len("· WhoKnows") + 1
    assert len(find(page, "//h1")) == 1


@every_page
def test_a_page_has_its_landmarks_and_a_way_past_the_head(visitor: TestClient, name: str) -> None:
    page = read(visitor, name)
    for mark in ("header", "main", "footer"):
        assert len(find(page, f"//body/{mark}")) == 1, mark
    (skip,) = find(page, "//a[@class='skip']")
    assert find(page, f"//*[@id='{skip.get('href', '')[1:]}']")
    navigations = [each.get("aria-label") for each in find(page, "//nav")]
    assert all(navigations)
    assert len(navigations) == len(set(navigations))


@every_page
def test_headings_come_in_order(visitor: TestClient, name: str) -> None:
    levels = [int(each.tag[1]) for each in find(read(visitor, name), "//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1


@every_page
def test_names_and_labels_are_there(visitor: TestClient, name: str) -> None:
    page = read(visitor, name)
    ids = [each.get("id") for each in find(page, "//*[@id]")]
    assert len(ids) == len(set(ids))
    for field in find(page, "//input[@type='search'] | //select"):
        assert find(page, f"//label[@for='{field.get('id')}']"), etree.tostring(field)
    for node in find(page, "//a | //button | //summary"):
        assert said(node) or node.get("aria-label"), etree.tostring(node)
    for node in find(page, "//*[@aria-labelledby]"):
        assert node.get("aria-labelledby") in ids
    for node in find(page, "//*[local-name()='svg'][@role='img']"):
        assert node.get("aria-label")


@every_page
@both
def test_nothing_comes_from_outside_and_only_our_own_files_run(visitor: TestClient, name: str, language: str) -> None:
    page = read(visitor, name, language)
    scripts = find(page, "//script")
    assert scripts
    for script in scripts:
        assert re.fullmatch(r"/static/(suggest|editing|map)\.js\?v=[0-9a-f]{12}", script.get("src", ""))
        assert not script.text
    assert not find(page, "//style | //iframe | //object | //embed | //base | //img")
    assert not find(page, "//@style")
    assert not [each for each in find(page, "//*/@*") if each.attrname.startswith("on")]
    for address in find(page, "//link/@href"):
        assert str(address).startswith("/")
    for address in find(page, "//a/@href | //form/@action"):
        assert re.match(r"(/(?!/)|#|https?://|mailto:|tel:)", str(address)), address
    for link in find(page, "//a[starts-with(@href, 'http')]"):
        assert "noreferrer" in link.get("rel", "")


@pytest.mark.parametrize("name", ["hostile", "hostile-search", "person", "group"])
def test_hostile_text_is_shown_as_text(visitor: TestClient, name: str) -> None:
    shown = said(read(visitor, name).find("body"))
    assert "<script>alert(" in shown
    assert "onerror=alert(2)>" in shown


@every_page
def test_a_page_has_a_twin_that_is_json(visitor: TestClient, name: str) -> None:
    twins = find(read(visitor, name), "//link[@rel='alternate'][@type='application/json']/@href")
    if name in NAMELESS:
        assert not twins
        return
    (twin,) = twins
    answer = visitor.get(str(twin))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"


@every_page
@both
def test_the_other_language_is_one_link_away(visitor: TestClient, name: str, language: str) -> None:
    other = "en" if language == "nl" else "nl"
    (link,) = find(read(visitor, name, language), f"//header//a[@hreflang='{other}']/@href")
    answer = visitor.get(str(link))
    assert answer.headers.get("content-language", other) == other
    assert f'<html lang="{other}">' in answer.text
    visitor.cookies.clear()


@pytest.mark.parametrize("name", ["search", "document", "topic", "person"])
def test_foreign_titles_say_their_language(visitor: TestClient, name: str) -> None:
    page = read(visitor, name, "en")
    titles = [node for node in find(page, "//main//*[@lang='nl']") if "Waterstofopslag" in said(node)]
    assert titles
    assert not find(read(visitor, name, "nl"), "//main//*[@lang='nl']")


def test_search_says_why_in_words_and_in_points_that_add_up(visitor: TestClient) -> None:
    page = read(visitor, "search", "nl")
    first = find(page, "//li[contains(@class, 'person')]")[0]
    assert (
        said(first.xpath(".//p[@class='reason']")[0])
        == "Bewerkte Tank 7 in the harbour (Wiki, mei 2025) en schreef 1 document."
    )
    (table,) = first.findall(".//table")
    parts = [_points(row) for row in table.xpath(".//tr[@class='part']")]
    for body in table.findall("tbody"):
        rows = [_points(row) for row in body.findall("tr")]
        assert rows[0] == sum(rows[1:])
    assert sum(parts) == _points(table.find("tfoot/tr")) > 0


def _points(row: _Element) -> int:
    return int(said(row[-1]).replace(",", "").replace(".", ""))


def test_search_shows_everything_that_was_found(visitor: TestClient) -> None:
    body = said(read(visitor, "search", "en").find("body"))
    for text in (
        "2 people know about waterstofopslag",
        "also hydrogen storage",
        "Documents 3",
        "Used to work on it",
        "Geert Weg",
        "Call +31 15 200 3000",
    ):
        assert text in body, text
    assert "Page 1 of 3" in said(read(visitor, "many", "en").find("body"))


def test_the_question_stays_in_its_box(visitor: TestClient) -> None:
    assert find(read(visitor, "search"), "//header//input[@name='q']/@value") == ["waterstofopslag"]
    assert find(read(visitor, "topics"), "//header//input[@name='q']/@value") == [""]


def test_beyond_the_end_of_a_list_is_a_way_back(visitor: TestClient) -> None:
    page = read(visitor, "beyond", "en")
    body = said(page.find("body"))
    assert "21 people know about tank" in body
    assert "This list has 3 pages, so there is nobody on this one." in body
    assert "Nobody found" not in body
    assert find(page, "//main//p[@class='empty']/a/@href") == ["/search?q=tank&page=3"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The department of this link is not here, or is not for you to see. Ask about every department"),
        ("nl", "De afdeling uit deze link is er niet, of is niet voor u te zien. Vraag het over alle afdelingen"),
    ],
)
def test_a_department_that_is_not_here_is_told(visitor: TestClient, language: str, told: str) -> None:
    page = read(visitor, "unknown-department", language)
    assert told in said(page.find("body"))
    links = find(page, "//p[@class='note']/a/@href")
    assert links == [
        "/search?q=tank&location=location%3Apeople%3Anowhere",
        "/search?q=tank&department=group%3Awiki%3Anothing",
    ]
    assert not find(read(visitor, "filtered", language), "//p[@class='note']")


def test_the_evidence_bar_tells_by_length(visitor: TestClient) -> None:
    bars = find(read(visitor, "search"), "//*[local-name()='svg'][@class='bar']")
    assert [len(bar.xpath("./*[@class='on']")) for bar in bars] == [2, 1]
    assert [bar.get("aria-label") for bar in bars] == ["Evidence: 2 documents", "Evidence: 1 document"]


def test_oneself_is_marked_and_not_written_to_or_called(visitor: TestClient) -> None:
    """The one who asks is Maaike."""
    for name in ("search", "topic", "named"):
        page = read(visitor, name, "en")
        (me,) = (row for row in find(page, "//li[contains(@class, 'person')]") if "Maaike de Smit" in said(row))
        assert "Maaike de Smit this is you" in said(me)
        assert not me.xpath(".//*[@class='contact']")
        others = [row for row in find(page, "//li[contains(@class, 'person')]") if row is not me]
        assert not any("this is you" in said(row) for row in others)


def test_points_are_one_level_deeper_than_the_reasons(visitor: TestClient) -> None:
    first = find(read(visitor, "search", "en"), "//details[@class='why']")[0]
    assert first.xpath("./ul/li")
    assert not first.xpath("./table")
    assert first.xpath("./details[@class='points']/table")
    titles = [said(each) for each in first.xpath("./ul/li/a")]
    assert len(titles) == len(set(titles))


def test_nobody_found_says_what_to_do(visitor: TestClient) -> None:
    page = read(visitor, "nobody-filtered", "en")
    body = said(page.find("body"))
    assert "Nobody found for inspectoin" in body
    assert "Ask the same without filters." in body
    (mean,) = find(page, "//p[@class='mean']/a/@href")
    assert mean == "/search?q=inspection&language=nl"


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("part-unwritten", "en", "Nobody wrote the words “Quux”, “blorp” in anything that you may read."),
        ("part-unwritten", "en", "The nearest: hydrogen storage These people wrote about this part of your question."),
        (
            "part-unwritten",
            "nl",
            "Het dichtst erbij: hydrogen storage Deze mensen schreven over dit deel van uw vraag.",
        ),
        ("part-unwritten", "nl", "Niemand schreef de woorden “Quux”, “blorp” in iets dat u mag lezen."),
        ("nobody", "en", "Nobody wrote the word “zzz” in anything that you may read."),
        ("nobody", "nl", "Niemand schreef het woord “zzz” in iets dat u mag lezen."),
    ],
)
def test_a_word_that_nobody_wrote_is_named(visitor: TestClient, name: str, language: str, told: str) -> None:
    assert told in said(read(visitor, name, language).find("body"))
    assert "Nobody wrote" not in said(read(visitor, "search", language).find("body"))


def test_a_name_finds_the_person_first(visitor: TestClient) -> None:
    page = read(visitor, "named", "nl")
    body = said(page.find("body"))
    assert "1 collega gevonden" in body
    assert "Maaike de Smit dit bent u gevonden op naam" in body
    assert find(page, f"//main//a[@href='/people/{person('maaike')}']")


def test_filters_stay_as_they_were_chosen(visitor: TestClient) -> None:
    page = read(visitor, "filtered")
    assert find(page, "//details[@class='filters'][@open]")
    chosen = {each.getparent().get("name"): each.get("value") for each in find(page, "//option[@selected]")}
    assert chosen == {"department": group("energy"), "location": "", "language": "", "period": "2"}
    assert "open" not in find(read(visitor, "search"), "//details[@class='filters']")[0].attrib


def test_somebody_who_left_is_not_written_to(visitor: TestClient) -> None:
    page = read(visitor, "left")
    assert "Left on" in said(page.find("body"))
    assert not find(page, "//a[starts-with(@href, 'mailto:')]")


def test_nobody_writes_to_or_calls_themselves(visitor: TestClient) -> None:
    own = visitor.get(f"/people/{person('maaike')}").text
    assert ("maaike@example.org" in own, "mailto:maaike" in own, "tel:" in own) == (True, False, False)


def test_a_document_says_who_may_read_it_and_where_it_is(visitor: TestClient) -> None:
    body = said(read(visitor, "document", "nl").find("body"))
    assert "Wiki › Energy storage › Waterstof" in body
    assert "Wie dit mag lezen Elke collega." in body
    assert find(read(visitor, "document"), "//a[@href='https://wiki.example.org/guide']")
    assert not find(read(visitor, "hostile"), "//a[starts-with(@href, 'javascript')]")


def test_sources_tell_how_it_went_and_what_to_do(visitor: TestClient) -> None:
    page = read(visitor, "sources", "nl")
    body = said(page.find("body"))
    for text in ("2 stukken zijn overgeslagen", "4 nieuw", "1 zonder auteur", "elk uur", "de groep board"):
        assert text in body, text
    assert [each.get("action") for each in find(page, "//form[@method='post']")] == [
        "/sources/wiki/sync",
        "/sources/board/sync",
    ]


@pytest.mark.parametrize(("language", "told"), [("nl", "Kan niet worden gelezen"), ("en", "Cannot be read")])
def test_a_source_with_a_mistake_in_its_settings_says_so(site: Site, language: str, told: str) -> None:
    (wiki, *_) = site.sources
    visitor = client(replace(site, sources=(replace(wiki, usable=False),)))
    body = visitor.get(f"/sources?lang={language}").text
    assert told in body
    assert "whoknows doctor" in body
    assert re.search(r'<form action="/sources/wiki/sync" method="post">\s*<button[^>]* disabled>', body)
    assert visitor.get("/api/sources").json()["sources"][0]["usable"] is False


def test_choosing_a_person_offers_everybody_who_is_here(visitor: TestClient) -> None:
    page = read(visitor, "choose")
    offered = {said(each) for each in find(page, "//button[@name='person']")}
    assert offered == {name for native, (name, _) in (NAMES | FIELD_WORKERS).items() if native != "gone"}
    assert find(page, "//button[@aria-current='true']")[0].get("value") == person("maaike")


@pytest.mark.parametrize("asked", ["", " ", '""', '" "', "-", "?", "...", "\u201c\u201d", "*"])
def test_a_question_without_a_word_leads_to_the_start(visitor: TestClient, asked: str) -> None:
    address = visitor.get("/search", params={"q": asked}).headers["location"]
    assert address == "/?empty=1"
    told = {"en": "There was no question yet.", "nl": "Er stond nog geen vraag."}
    for language, text in told.items():
        assert text in visitor.get(f"{address}&lang={language}").text
        assert text not in visitor.get(f"/?lang={language}").text


def test_the_question_box_is_focused_only_on_the_start(visitor: TestClient) -> None:
    assert find(read(visitor, "start"), "//input[@autofocus]")
    assert not find(read(visitor, "search"), "//input[@autofocus]")
