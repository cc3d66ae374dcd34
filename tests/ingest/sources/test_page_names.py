"""Pages by their names: where wikilinks lead, and what a page without a heading is called."""

from __future__ import annotations

import pytest

from graph.facts import Item
from ingest.sources.page_names import PageNames, is_day, name_of, titled

PATHS = ("Home.md", "Water/Pomp hal.md", "Water/oud/Klep.md", "Klep.md", "docs/stille-pomp/index.mdx", "a/b/Lager.md")


@pytest.mark.parametrize(
    ("link", "path", "page"),
    [
        ("Pomp hal", "Home.md", "Water/Pomp hal.md"),
        ("pomp-hal", "Home.md", "Water/Pomp hal.md"),
        ("Pomp%20hal.md", "Home.md", "Water/Pomp hal.md"),
        ("Klep", "Water/oud/x.md", "Water/oud/Klep.md"),
        ("Klep", "Water/x.md", "Klep.md"),
        ("oud/Klep", "Home.md", "Water/oud/Klep.md"),
        ("../Klep", "Water/x.md", "Klep.md"),
        ("/Klep", "Water/oud/x.md", "Klep.md"),
        ("Stille pomp", "Home.md", "docs/stille-pomp/index.mdx"),
        ("Lager", "a/c/x.md", "a/b/Lager.md"),
        ("nergens/Lager", "Home.md", None),
        ("Onbekend", "Home.md", None),
        ("../../../etc/passwd", "Home.md", None),
    ],
)
def test_the_page_that_is_meant(link: str, path: str, page: str | None) -> None:
    assert PageNames(PATHS).named(link, path) == page


def test_a_page_is_linked_to_pages_that_there_are() -> None:
    item = Item("Home.md", b"Zie [[Klep#x|de klep]], [[Onbekend]] en ![[Pomp hal]].", links=("x",))
    assert PageNames(PATHS).linked(item).links == ("x", "Klep.md", "Water/Pomp hal.md")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Pomp hal 0123456789abcdef0123456789abcdef.md", "Pomp hal"),
        ("Water/Stille pomp.md", "Stille pomp"),
        ("stille_pomp-hal.md", "stille pomp hal"),
        ("Zonne-energie en wind.md", "Zonne-energie en wind"),
        ("_posts/2024-05-03-stille-pomp.md", "stille pomp"),
        ("Dag/2024-05-03.md", "2024-05-03"),
        ("docs/stille-pomp/index.md", "stille pomp"),
        ("README.md", None),
    ],
)
def test_the_name_of_a_page(path: str, name: str | None) -> None:
    assert name_of(path) == name


@pytest.mark.parametrize(
    ("path", "body", "title"),
    [
        ("Stille pomp.md", "Zie [[Klep]] voor meer.", "Stille pomp"),
        ("pomp.md", "Inleiding.\n\n# De pomp", None),
        ("pomp.md", "De pomp\n=======\n\nTekst", None),
        ("pomp.md", "## De pomp\n\nTekst", None),
        ("pomp.md", "Tekst\n\n## Onderdelen", "pomp"),
        ("pomp.md", "Tekst\n\n```\n# commentaar\n```", "pomp"),
        ("pomp.md", '<h1 align="center">De pomp</h1>', None),
        ("2024-05-03.md", "## Notities\n\nTekst", "2024-05-03"),
    ],
)
def test_the_title_of_a_page(path: str, body: str, title: str | None) -> None:
    assert titled(Item(path, body.encode(), "text/markdown")).title == title


def test_the_title_of_a_page_in_restructured_text() -> None:
    assert titled(Item("pomp.rst", b"De pomp\n-------\n\nTekst", "text/x-rst")).title is None
    assert titled(Item("pomp.rst", b"Alleen tekst.", "text/x-rst")).title == "pomp"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        *(("2024-05-03.md", True), ("20240503.md", True), ("dag/2024_05_03.md", True), ("03-05-2024.md", True)),
        *(("2024-05-03-pomp.md", False), ("2024.md", False), ("2024-13-41.md", False), ("pomp.md", False)),
    ],
)
def test_daily_notes(path: str, day: bool) -> None:
    assert is_day(path) is day
