"""A template is found over all documents for everyone; what it says votes for nobody, in the index and in topics."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pytest

from graph.schema import Aspect
from tests.whoknows.office import make_office, write_page
from whoknows.cli import run
from whoknows.jobs.index import templates_of
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.texts import take_in_texts
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

TEMPLATE = "Describe the hazards of the installation by the bowtie method."
CITIES = ("Zwolle", "Assen", "Breda", "Hoorn", "Venlo", "Tiel")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = make_office(tmp_path)
    for city in CITIES:
        write_page(folder, city, "Bram Oostdijk", f"Plan {city}", f"The site in {city} is replaced.\n\n{TEMPLATE}")
    text = "With the bowtie method we draw what may go wrong at a pump, and what prevents it."
    write_page(folder, "bowtie", "Anna Verhage", "Working with bowtie", text)
    assert run(["sync", "-s", str(folder)]) == 0
    return folder


def asked(folder: Path, capsys: pytest.CaptureFixture[str], question: str) -> str:
    capsys.readouterr()
    run(["experts", question, "-s", str(folder)])
    return capsys.readouterr().out


def terms(folder: Path, city: str) -> set[str]:
    with open_installation(load_settings(folder)) as installation, installation.store.view(SYSTEM) as view:
        found = {node.key: node.title for node in view.nodes("document", None, 100)}  # type: ignore[union-attr]
        return {
            term.norm
            for each in view.extractions([key for key, title in found.items() if title == f"Plan {city}"])
            for term in each.terms
        }


def test_who_filled_in_a_template_knows_nothing_by_it(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = asked(office, capsys, "bowtie")
    assert "Anna Verhage" in told
    assert "Bram Oostdijk" not in told
    assert not [term for term in terms(office, "Tiel") if "bowtie" in term]


def test_each_text_is_read_once_however_many_hold_a_template(tmp_path: Path) -> None:
    folder = make_office(tmp_path)
    for city in CITIES:
        write_page(folder, city, "Bram Oostdijk", f"Plan {city}", f"The site in {city} is replaced.\n\n{TEMPLATE}")
    settings = load_settings(folder)
    with open_installation(settings) as installation:
        for entry in settings.sources:
            sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
        take_in_texts(installation, tell=lambda _: None, stop=lambda: False)
        extracted = installation.store.seq((Aspect.EXTRACTION,))
        run_passes(installation, tell=lambda _: None, stop=lambda: False)
        assert templates_of(installation.store)
        assert installation.store.seq((Aspect.EXTRACTION,)) == extracted > 0


def test_a_template_that_is_one_no_longer_counts_again(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for city in CITIES[:3]:
        write_page(office, city, "Bram Oostdijk", f"Plan {city}", f"The site in {city} is replaced by a new one.")
    assert run(["sync", "-s", str(office)]) == 0
    with open_installation(load_settings(office)) as installation:
        assert templates_of(installation.store) == frozenset()
    assert "Bram Oostdijk" in asked(office, capsys, "bowtie")
    assert [term for term in terms(office, "Tiel") if "bowtie" in term]


def write_reports(folder: Path, makers: str, count: int) -> None:
    """As many Word files that began as one of `makers`, saved by Bram Oostdijk."""
    files = folder / "reports"
    files.mkdir(exist_ok=True)
    for city in CITIES[:count]:
        document = docx.Document()
        document.add_paragraph(f"The caisson in {city} settles by a hand.")
        known = document.core_properties
        known.author, known.last_modified_by = makers, "Bram Oostdijk"
        known.created, known.modified = datetime(2012, 1, 3, 10, 11, 12), datetime(2025, 2, 3)  # noqa: DTZ001
        document.save(str(files / f"{city}.docx"))


def test_who_made_the_file_that_many_began_as_did_none_of_their_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_office(tmp_path)
    with (folder / "whoknows.toml").open("a", encoding="utf-8") as settings:
        settings.write('[[source]]\nname = "reports"\nkind = "files"\naccess = "everyone"\npath = "reports"\n')
    write_reports(folder, "Anna Verhage", 4)
    assert run(["sync", "-s", str(folder)]) == 0
    assert "Anna Verhage" in asked(folder, capsys, "caisson")
    write_reports(folder, "Anna Verhage", 6)
    assert run(["sync", "-s", str(folder)]) == 0
    told = asked(folder, capsys, "caisson")
    assert "Bram Oostdijk" in told
    assert "Anna Verhage" not in told
