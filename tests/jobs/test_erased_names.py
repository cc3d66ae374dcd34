"""Who was erased stays away when all sources are synced again, with files that changed and files that did not."""

from __future__ import annotations

import json
from pathlib import Path

from graph.facts import key_of, person_key
from graph.names import words_of
from tests.graph.names.table import GONE
from tests.whoknows.office import make_office, write_page
from whoknows.jobs.extract import follow_texts
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import Installation, open_installation

NAME = "Jan op den Berg"
FORMS = [form.strip() for form in GONE[NAME].split(";")]


def _sync(installation: Installation) -> None:
    for entry in installation.settings.sources:
        sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
    follow_texts(installation, tell=lambda _: None, stop=lambda: False)
    run_passes(installation, tell=lambda _: None, stop=lambda: False)


def _traces(installation: Installation) -> list[str]:
    text = json.dumps(list(installation.store.dump(derived=True)), ensure_ascii=False)
    return [word for word, _, _ in words_of(text) if "berg" in word]


def test_no_sync_brings_an_erased_name_back(tmp_path: Path) -> None:
    folder = make_office(tmp_path)
    people = folder / "people.csv"
    people.write_text(people.read_text() + f"p9,{NAME},jan@kantoor.example,Techniek,Monteur,,B1.09\n", encoding="utf-8")
    write_page(folder, "own", NAME, "Pompen", "Een pomp slijt.")
    write_page(folder, "turned", "Berg, J. op den", "Kleppen", "Een klep lekt.")
    for number, form in enumerate(FORMS):
        write_page(folder, f"page{number}", "Anna Verhage", f"Overleg {number}", f"Gisteren sprak ik {form} nog.")
    with open_installation(load_settings(folder)) as installation:
        _sync(installation)
        assert _traces(installation)
        person = person_key(key_of("account", "people", "p9"))
        while installation.store.erase(person):
            pass
        assert _traces(installation) == []
        _sync(installation)
        assert _traces(installation) == []
        for number, form in enumerate(FORMS):
            write_page(
                folder, f"page{number}", "Anna Verhage", f"Nader overleg over {form}", f"Morgen weer met {form}."
            )
        write_page(folder, "later", "J. op den Berg", "Later", "Door een ander opgeschreven.")
        _sync(installation)
        assert _traces(installation) == []
