"""The map as files: a picture that stands alone, and a table."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import etree
from PIL import Image

from api.pages.map import WIDE
from tests.api.small_facts import FIELD_WORKERS, TOPIC, group
from ui.files import MEDIA_TYPES
from ui.table_files import FORMULA, cell_of, xlsx_of

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
    style = picture.findtext(f"{SVG}style") or ""
    assert "#dbe6ee" in style  # the first hue: programs that draw pictures know no variables
    assert "var(" not in style
    assert picture.findall(f".//{SVG}circle")
    assert not picture.findall(f".//{SVG}script")


def test_the_table_has_a_line_for_each_department_in_the_readers_language(visitor: TestClient) -> None:
    head, *lines = rows(visitor, "/map.csv", "nl")
    assert head[:3] == ["Naam", "Soort", "Collega’s"]
    assert [line[:3] for line in lines] == [["Energy storage", "afdeling", "3"], ["Field work", "afdeling", "20"]]


def test_the_workbook_has_the_same_table_and_no_formula(visitor: TestClient) -> None:
    answer = visitor.get(f"/map.xlsx?unit={group('field')}")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    found = [["" if cell is None else str(cell) for cell in row] for row in book.active.values]
    assert found == rows(visitor, f"/map.csv?unit={group('field')}", "en")
    made = openpyxl.load_workbook(BytesIO(xlsx_of("a/b", [["Name"], ["=1+1"], ["http://x.example"], [3], [""]]))).active
    assert [(cell.value, cell.data_type) for (cell,) in made.iter_rows(min_row=2, max_row=4)] == [
        ("=1+1", "s"), ("http://x.example", "s"), (3, "n"),
    ]  # fmt: skip


def test_the_png_shows_the_picture_with_its_letters(visitor: TestClient) -> None:
    picture = Image.open(BytesIO(visitor.get("/map.png").content)).convert("RGB")
    assert picture.size == (2 * WIDE.width, 2 * WIDE.height)
    colours = {colour for _, colour in picture.getcolors(1 << 20)}
    assert {(255, 255, 255), (0x1D, 0x1C, 0x19)} < colours  # the paper, and the ink of letters alone
    assert len(colours) > 20


def test_the_table_has_the_whole_level(visitor: TestClient) -> None:
    assert len(rows(visitor, f"/map.csv?unit={group('field')}", "en")) == 1 + len(FIELD_WORKERS)


def test_a_department_that_is_not_there_has_no_files(visitor: TestClient) -> None:
    assert {visitor.get(f"/map.{kind}?unit=group:x:y").status_code for kind in MEDIA_TYPES} == {404}


@pytest.mark.parametrize("begins", FORMULA)
def test_no_cell_is_taken_for_a_formula(begins: str) -> None:
    assert str(cell_of(f"{begins}1+1")).startswith("'")
    assert cell_of("Energy") == "Energy"
