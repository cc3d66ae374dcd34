"""The catalogues hold everything that the pages say in both languages, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from models.unlisted_people import WEIGHTS
from ui import catalogue
from ui.messages import LANGUAGES, PLACE, sentence
from ui.messages import catalogue as sentences

ROOT = Path(__file__).resolve().parent.parent.parent
HOLE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_text_and_no_other(language: str) -> None:
    said = set(catalogue.texts())
    kept = {tuple(each.id) if isinstance(each.id, tuple) else each.id for each in catalogue.read(language) if each.id}
    assert said - kept == set(), "run python -m ui.catalogue, then translate"
    assert kept - said == set(), "run python -m ui.catalogue"


def test_every_text_is_translated_with_the_same_holes() -> None:
    for each in catalogue.read("nl"):
        if not each.id:
            continue
        english = each.id if isinstance(each.id, tuple) else (each.id,)
        dutch = each.string if isinstance(each.string, tuple) else (each.string,)
        assert all(dutch), each.id
        assert not each.fuzzy, each.id
        for one, other in zip(english, dutch, strict=True):
            assert set(HOLE.findall(one)) == set(HOLE.findall(other)), each.id


@pytest.mark.parametrize(
    "area", sorted((ROOT / "ui" / "locale" / "messages").glob("*.toml")), ids=lambda file: file.stem
)
def test_every_sentence_about_an_error_is_there_in_both_languages(area: Path) -> None:
    for message, told in tomllib.loads(area.read_text(encoding="utf-8")).items():
        assert set(told) == set(LANGUAGES), message
        assert set(PLACE.findall(told["en"])) == set(PLACE.findall(told["nl"])), message
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", message), message


def test_no_sentence_stands_in_two_areas() -> None:
    assert "document-not-found" in sentences()


def test_a_sentence_without_a_place_is_shown_with_what_is_known() -> None:
    assert sentence("nobody-wrote-this", {"path": "x"}, "nl") == "nobody-wrote-this (path: x)"
    assert sentence("source-not-found", {}, "en").startswith("No source is called {source}.")


def test_every_message_that_the_site_refuses_with_has_a_sentence() -> None:
    named = re.compile(r'(?:Refused|Trouble)\(\s*[\w.]+,\s*"([a-z-]+)"|"(wanted-[a-z-]+)"')
    used = {
        first or second
        for folder in ("api", "ui")
        for file in (ROOT / folder).rglob("*.py")
        for first, second in named.findall(file.read_text())
    }
    assert len(used) > 10
    assert used - set(sentences()) == set()


@pytest.mark.parametrize("how", [*WEIGHTS, "own", "judged", "rule:initials"])
def test_every_way_in_which_an_account_is_linked_is_told_in_words(how: str) -> None:
    assert f"identity-role-{how.rpartition(':')[2]}" in sentences()


BETWEEN_COLLEAGUES = ("Beste collega's", "Waar werk je aan")
"""Beginnings of what somebody copies to write to a colleague."""


def test_pages_say_u_to_who_reads_them() -> None:
    said = [each.string for each in catalogue.read("nl") if each.id]
    texts = [text for each in said for text in (each if isinstance(each, tuple) else (each,))]
    familiar = {text for text in texts if re.search(r"\b(je|jij|jou|jouw)\b", text, re.IGNORECASE)}
    assert {text for text in familiar if not text.startswith(BETWEEN_COLLEAGUES)} == set()
