"""The gallery shows every part of the pages, and is there only where the site is tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jinja2 import nodes
from pydantic import TypeAdapter

from api.pages.gallery import GalleryPage
from api.site import Site
from tests.api.development_site import tried, trying
from ui.rendering import environment

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "ui" / "templates"
STATES = ("usual", "full", "least")


def tree(template: Path) -> nodes.Template:
    return environment("en").parse(template.read_text(encoding="utf-8"))


def test_every_macro_of_every_part_is_in_it() -> None:
    gallery = tree(TEMPLATES / "gallery.html")
    called = {each.node.name for each in gallery.find_all(nodes.Call) if isinstance(each.node, nodes.Name)}
    for part in sorted((TEMPLATES / "parts").glob("*.html")):
        missing = {each.name for each in tree(part).find_all(nodes.Macro)} - called
        assert not missing, f"{part.name}: {missing}"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_a_page_in_each_state_and_language(site: Site, state: str, language: str) -> None:
    visitor = trying(tried(site), **{"accept-language": language})
    page = visitor.get(f"/development/gallery?state={state}")
    assert page.status_code == 200
    assert page.text.count("<h2") > 12
    told = visitor.get(f"/api/development/gallery?state={state}")
    assert TypeAdapter(GalleryPage).validate_json(told.content).state == state


def test_it_is_nowhere_else(visitor: TestClient) -> None:
    assert visitor.get("/development/gallery").status_code == 404
    assert visitor.get("/api/development/gallery").status_code == 404
