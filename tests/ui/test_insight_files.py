"""Views of insight as files: the same floor as the pages, each look noted, pictures with the numbers of the table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import etree
from PIL import Image

from api.site import Site
from graph.audit import AuditedAct, read_audit
from models.cover import Need, Needs
from tests.api.keys import person
from tests.api.small_facts import OTHER_TOPIC, TOPIC, group
from tests.api.small_site import make_site, visiting
from tests.models.graphs import organisation_graph
from ui.files import MEDIA_TYPES
from ui.insight_files import VIEWS
from ui.table_files import MADE

FILES = [(each.name, kind) for each in VIEWS for kind in each.kinds]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two departments of eight with the same two topics, of the one known by three."""
    made = make_site(tmp_path_factory.mktemp("insight-files"))
    names = [f"{unit}{at}" for unit in "ab" for at in range(8)]
    where = {name: group("energy" if name[0] == "a" else "field") for name in names}
    work = {name: {TOPIC: 2.0, OTHER_TOPIC: 1.0} for name in ("a0", "a1", "a2", *names[8:14])}
    graph = organisation_graph(names, work=work, department=where)
    with closing(made.store):
        needs = Needs((Need("hydrogen storage", 20), Need("astronomy")))
        yield replace(made, organisation_graph=lambda: graph, needs=lambda: needs)


@pytest.fixture(scope="module")
def visitor(site: Site) -> TestClient:
    return visiting(site, person("maaike"))


def test_the_table_has_every_topic_and_tells_no_small_number(visitor: TestClient) -> None:
    head, *lines = csv.reader(StringIO(visitor.get("/insight/knowledge.csv").content.decode("utf-8-sig")))
    assert head[-2:] == ["Energy storage", "Field work"]
    assert [line[-2:] for line in lines] == [["1-4", "6"]]
    book = openpyxl.load_workbook(BytesIO(visitor.get("/insight/knowledge.xlsx").content))
    assert list(book.active.values)[1][-2:] == ("1-4", 6)


def test_the_picture_has_the_numbers_of_the_table_and_hatches_the_small_one(visitor: TestClient) -> None:
    drawn = etree.fromstring(visitor.get("/insight/knowledge.svg").content)
    assert [each.text for each in drawn.findall(f"{SVG}text") if "number" in each.get("class", "")] == ["1–4", "6"]
    assert len([each for each in drawn.iter(f"{SVG}rect") if each.get("class") == "under-floor"]) == 1


def test_a_gap_is_a_dotted_line_between_two_names(visitor: TestClient) -> None:
    drawn = etree.fromstring(visitor.get("/insight/gaps.svg").content)
    assert len(drawn.findall(f"{SVG}path")) == 1
    assert [each.text for each in drawn.iter(f"{SVG}tspan")] == ["Energy storage", "Field work"]
    assert "insight-picture" in visitor.get("/insight/gaps").text


@pytest.mark.parametrize(("view", "kind"), FILES)
def test_each_file_opens_and_each_look_is_noted(site: Site, visitor: TestClient, view: str, kind: str) -> None:
    before = len(read_audit(site.store.ledger, act=AuditedAct.INSIGHT_OPENED))
    answer = visitor.get(f"/insight/{view}.{kind}?by=department")
    assert answer.headers["content-type"] == MEDIA_TYPES[kind]
    assert answer.headers["content-disposition"] == f'attachment; filename="{view}.{kind}"'
    if kind == "png":
        assert Image.open(BytesIO(answer.content)).convert("RGB").getcolors(1 << 20)
    assert len(read_audit(site.store.ledger, act=AuditedAct.INSIGHT_OPENED)) == before + 1
    assert f"/insight/{view}.{kind}" in visitor.get(f"/insight/{view}").text


def test_before_it_is_worked_out_files_are_empty(site: Site) -> None:
    early = visiting(replace(site, organisation_graph=lambda: None), person("maaike"))
    assert {early.get(f"/insight/{view}.{kind}").status_code for view, kind in FILES} == {200}


def test_a_workbook_says_nothing_of_when_it_was_made(visitor: TestClient) -> None:
    """So that the same rows are the same file, and what is hidden does not show in a second of difference."""
    properties = openpyxl.load_workbook(BytesIO(visitor.get("/insight/knowledge.xlsx").content)).properties
    assert properties.created == properties.modified == MADE.replace(tzinfo=None)
