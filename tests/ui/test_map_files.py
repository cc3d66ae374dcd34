"""The map as files: a picture that stands alone, and a table."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from tests.api.small_facts import FIELD_WORKERS, TOPIC, group
from ui.map_files import FORMULA, _cell

SVG = "{http://www.w3.org/2000/svg}"


def rows(visitor: TestClient, address: str, language: str) -> list[list[str]]:
    answer = visitor.get(address, headers={"accept-language": language})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "asked", ["", f"?unit={group('energy')}&topic={TOPIC}", f"?unit={group('field')}&colour=building"]
)
def test_the_picture_is_svg_with_its_own_colours_and_no_script(visitor: TestClient, asked: str) -> None:
    answer = visitor.get(f"/map.svg{asked}")
    assert answer.headers["content-disposition"] == 'attachment; filename="map.svg"'
    picture = etree.fromstring(answer.content)
    assert picture.tag == f"{SVG}svg"
    assert "--hue-1" in (picture.findtext(f"{SVG}style") or "")
    assert picture.findall(f".//{SVG}circle")
    assert not picture.findall(f".//{SVG}script")


def test_the_table_has_a_line_for_each_department_in_the_readers_language(visitor: TestClient) -> None:
    head, *lines = rows(visitor, "/map.csv", "nl")
    assert head[:3] == ["Naam", "Soort", "Collega’s"]
    assert [line[:3] for line in lines] == [["Energy storage", "afdeling", "3"], ["Field work", "afdeling", "20"]]


def test_the_table_has_the_whole_level(visitor: TestClient) -> None:
    assert len(rows(visitor, f"/map.csv?unit={group('field')}", "en")) == 1 + len(FIELD_WORKERS)


def test_a_department_that_is_not_there_has_no_files(visitor: TestClient) -> None:
    assert {visitor.get(f"/map.{kind}?unit=group:x:y").status_code for kind in ("svg", "csv")} == {404}


@pytest.mark.parametrize("begins", FORMULA)
def test_no_cell_is_taken_for_a_formula(begins: str) -> None:
    assert str(_cell(f"{begins}1+1")).startswith("'")
    assert _cell("Energy") == "Energy"
