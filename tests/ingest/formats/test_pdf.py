"""PDFs: passwords, forms, running headers, and time that is over before the last page."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from fpdf import FPDF
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from ingest import formats
from ingest.formats import FormatError, Limits
from ingest.formats.pdf_pages import without_running
from ingest.formats.registry import PDF
from ingest.isolation import Isolated
from tests.ingest.formats.test_office import WORDS, pdf


def pages(*texts: str) -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=12)
    for text in texts:
        document.add_page()
        document.multi_cell(0, text=text)
    return bytes(document.output())


def locked(algorithm: str, user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user, "eigenaar", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


ALGORITHMS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_password_of_its_owner_alone_keeps_nobody_from_reading(algorithm: str) -> None:
    with Isolated(Limits()) as isolated:
        assert WORDS in isolated.parse(locked(algorithm, ""), PDF).text


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_password_to_read_is_told(algorithm: str) -> None:
    with pytest.raises(FormatError, match="pdf-encrypted"):
        formats.parse(locked(algorithm, "geheim"), PDF)


def test_time_that_is_over_leaves_the_pages_before(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = PageObject.extract_text

    def slow(page: PageObject, *args: Any, **options: Any) -> str:
        until = time.process_time() + 0.15
        while time.process_time() < until:
            pass
        return usual(page, *args, **options)

    monkeypatch.setattr(PageObject, "extract_text", slow)
    parsed = formats.parse(pages(*(f"Pomp {number}" for number in range(20))), PDF, Limits(seconds=1))
    assert parsed.text.startswith("Pomp 0")
    (problem,) = parsed.problems
    assert problem.message == "pdf-cut"
    assert 0 < int(problem.params["done"]) < int(problem.params["all"]) == 20


def test_one_page_that_never_ends_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = PageObject.extract_text

    def stuck(page: PageObject, *args: Any, **options: Any) -> str:
        text = usual(page, *args, **options)
        while "Tekening" in text:
            try:
                text = text.strip()
            except Exception:  # noqa: BLE001 (as pypdf does)
                continue
        return text

    monkeypatch.setattr("ingest.formats.pdf_pages.PAGE_SECONDS", 0.2)
    monkeypatch.setattr(PageObject, "extract_text", stuck)
    parsed = formats.parse(pages("Eerst.", "Tekening", "Laatst."), PDF, Limits(seconds=5))
    assert parsed.text == "Eerst.\n\nLaatst."
    assert [each.message for each in parsed.problems] == ["pdf-pages-slow"]


def test_running_headers_and_footers_are_apart() -> None:
    body = "De pomp {0} wordt gekeurd\nen zo opnieuw\naan het net\ngelegd door {0} van ons."
    names = ("Anna", "Bram", "Cato", "Daan")
    told = pages(
        *(f"Acme BV - Vertrouwelijk\n{body.format(name)}\nBlad {at} van 4" for at, name in enumerate(names, 1))
    )
    parsed = formats.parse(told, PDF)
    (aside,) = parsed.passages
    assert parsed.text[aside.start : aside.end].split("\n") == ["Acme BV - Vertrouwelijk", "Blad 1 van 4"]
    assert parsed.text.count("Vertrouwelijk") == 1
    assert parsed.text.count("gekeurd") == 4


@pytest.mark.parametrize(
    "told",
    [
        ["Titel\ntekst een"] * 3,
        [f"Hoofdstuk {at}\nover {at}\ntwee\ndrie\nzoals {at}\nslot {at}" for at in ("kleppen", "pompen", "buizen")],
        ["Kop\na\nb\nc\nd\ne"] * 2,
    ],
)
def test_pages_without_running_lines_stay(told: list[str]) -> None:
    assert without_running(told) == (told, [])


def form() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages("Aanvraag"))))
    fields = ArrayObject()
    for name, label, kind, value in (
        ("t1", "Onderwerp", "/Tx", TextStringObject("Trillingen van de boosterpomp")),
        ("t2", "", "/Tx", TextStringObject("Zie bijlage")),
        ("c1", "Akkoord", "/Btn", NameObject("/Yes")),
        ("k1", "Locatie", "/Ch", TextStringObject("Delft")),
        ("t3", "Leeg", "/Tx", TextStringObject("")),
    ):
        widget = DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject(kind), NameObject("/T"): TextStringObject(name), NameObject("/V"): value,
            NameObject("/Rect"): ArrayObject([FloatObject(at) for at in (10, 10, 90, 30)]),
        })  # fmt: skip
        if label:
            widget[NameObject("/TU")] = TextStringObject(label)
        fields.append(writer._add_object(widget))
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    writer.pages[0][NameObject("/Annots")] = fields
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_was_filled_into_a_form() -> None:
    text = formats.parse(form(), PDF).text
    assert text.split("\n\n") == [
        "Aanvraag",
        "Onderwerp: Trillingen van de boosterpomp",
        "Zie bijlage",
        "Locatie: Delft",
    ]
