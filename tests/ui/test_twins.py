"""A page and its JSON cannot differ: a template reads only the record, and every page can be rendered from its JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import meta, nodes
from pydantic import TypeAdapter
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.routing import compile_path

from api.page import Page
from api.pages import pages
from tests.ui.test_pages import NAMELESS, PAGES, both
from ui.frame import address_of, frame_of, twin_of
from ui.rendering import environment, render

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "ui" / "templates"
READABLE = {"page", "frame", "address"}
SHOWN = [page for page in pages() if page.path is not None]


def tree(template: Path) -> nodes.Template:
    return environment("en").parse(template.read_text(encoding="utf-8"))


def own_names(template: Path) -> Iterator[str]:
    """Names that a template makes: macros of other files, and what it sets in a branch."""
    for found in tree(template).find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in found.names)
    yield from (found.name for found in tree(template).find_all(nodes.Name) if found.ctx == "store")


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.name)
def test_a_template_reads_the_record_and_the_helpers_only(template: Path) -> None:
    free = meta.find_undeclared_variables(tree(template)) - set(environment("en").globals) - set(own_names(template))
    assert free <= (set() if template.parent.name == "parts" else READABLE)


def test_no_helper_hides_the_record_or_knows_who_asks() -> None:
    assert READABLE.isdisjoint(environment("en").globals)
    assert not {"asker", "request", "site", "store", "view"} & set(environment("en").globals)


def read_fields(template: Path) -> Iterator[str]:
    """The fields of the record that a template names."""
    for found in tree(template).find_all(nodes.Getattr):
        if isinstance(found.node, nodes.Name) and found.node.name == "page":
            yield found.attr


@pytest.mark.parametrize("page", [page for page in SHOWN if page.record is not dict], ids=lambda page: page.template)
def test_every_field_that_a_template_names_is_in_the_json(page: Page[Any, Any]) -> None:
    fields = set(TypeAdapter(page.record).json_schema(mode="serialization")["properties"])
    assert set(read_fields(TEMPLATES / str(page.template))) <= fields


def page_at(path: str) -> tuple[Page[Any, Any], dict[str, Any]]:
    """The declaration of an address, with its path parameters."""
    for page in SHOWN:
        if found := compile_path(str(page.path))[0].match(path):
            return page, found.groupdict()
    raise AssertionError(path)


def request_of(app: FastAPI, address: str, params: dict[str, Any], headers: dict[str, str]) -> Request:
    url = URL(f"http://127.0.0.1:8000{address}")
    raw = [(name.encode(), value.encode()) for name, value in {"host": "127.0.0.1:8000", **headers}.items()]
    scope = {"type": "http", "method": "GET", "scheme": "http", "server": ("127.0.0.1", 8000), "headers": raw}
    return Request({**scope, "path": url.path, "query_string": url.query.encode(), "path_params": params, "app": app})


@pytest.mark.parametrize("name", [name for name in PAGES if name not in NAMELESS])
@both
def test_a_page_is_made_of_its_json_byte_for_byte(app: FastAPI, visitor: TestClient, name: str, language: str) -> None:
    headers = {"accept-language": language}
    shown = visitor.get(PAGES[name], headers=headers)
    address = str(shown.request.url).removeprefix("http://127.0.0.1:8000")
    page, params = page_at(shown.request.url.path)
    request = request_of(app, address, params, headers)
    twin = visitor.get(twin_of(page, request), headers=headers)
    record = TypeAdapter(page.record).validate_json(twin.content)
    frame = frame_of(request, language, twin_of(page, request))
    assert shown.text == render(str(page.template), language, record, frame, address_of(request))
