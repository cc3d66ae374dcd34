"""An organisation that writes one language, or names pipelines of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from graph.facts import Document
from whoknows.errors import SettingsError
from whoknows.jobs.extract import extractor_of, follow_texts
from whoknows.jobs.sync import sync_source
from whoknows.language import pipelines, pipelines_of
from whoknows.settings import Settings, load_settings
from whoknows.wiring import SYSTEM, open_installation

TEXTS = {
    "werkdruk.md": "# Werkdruk\n\nDe werkdruk van het team is hoog, en de werkdruk is niet wat wij willen.\n",
    "workload.md": "# Workload\n\nThe workload of the team is high, and this workload is not what they want.\n",
}


def settings_of(folder: Path, organisation: str = "", extraction: str = "") -> Settings:
    (folder / "wiki").mkdir()
    for name, text in TEXTS.items():
        (folder / "wiki" / name).write_text(text)
    source = '[[source]]\nname = "wiki"\nkind = "markup"\naccess = "everyone"\npath = "wiki"\n'
    (folder / "whoknows.toml").write_text(f"[organisation]\n{organisation}\n[extraction]\n{extraction}\n{source}")
    return load_settings(folder)


@pytest.mark.parametrize(
    ("languages", "detected", "terms"),
    [
        ('["en"]', {None, "en"}, {("en", "workload")}),
        ('["nl"]', {None, "nl"}, {("nl", "werkdruk")}),
        ('["nl", "en"]', {"nl", "en"}, {("nl", "werkdruk"), ("en", "workload")}),
    ],
)
def test_terms_are_in_the_languages_of_the_organisation(
    tmp_path: Path, languages: str, detected: set[str | None], terms: set[tuple[str, str]]
) -> None:
    settings = settings_of(tmp_path, f"languages = {languages}")
    with open_installation(settings) as installation:
        sync_source(installation, settings.source("wiki"), tell=lambda _: None, stop=lambda: False)
        follow_texts(installation, tell=lambda _: None, stop=lambda: False)
        with installation.store.view(SYSTEM) as view:
            documents = [node for node in view.nodes("document", None, 10) if isinstance(node, Document)]
            found = [term for each in view.extractions([node.key for node in documents]) for term in each.terms]
    assert {document.language for document in documents} == detected
    assert {(term.language, term.norm) for term in found if term.count > 1} == terms


def test_a_pipeline_of_the_settings_replaces_the_one_that_ships(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "mine")
    settings = settings_of(tmp_path, extraction='pipelines = { en = "mine", nl = "nl_some_package" }')
    assert pipelines_of(settings) == {"nl": "nl_some_package", "en": str(tmp_path / "mine")}


def test_a_pipeline_of_another_language_than_that_of_the_organisation_is_not_used(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, 'languages = ["en"]', 'pipelines = { nl = "nl_some_package" }')
    assert pipelines_of(settings) == {"en": str(pipelines() / "en")}
    extractor_of(settings).close()


def test_a_pipeline_that_cannot_serve_is_a_mistake_in_the_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        extractor_of(settings_of(tmp_path, extraction='pipelines = { en = "mine" }'))
    assert (caught.value.message, caught.value.params) == (
        "settings-pipeline-missing",
        {"key": "en", "given": "mine"},
    )
