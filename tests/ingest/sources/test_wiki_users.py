"""Users of a wiki: who of them is a person, and under which name."""

from __future__ import annotations

import pytest

from ingest.sources.wiki_users import person_of


@pytest.mark.parametrize(
    ("user", "person"),
    [
        ("Ada Vos", "Ada Vos"),
        ("Ada_Vos", "Ada Vos"),
        ("imported>Ada Vos", "Ada Vos"),
        ("Imported>Ada Vos", "Ada Vos"),
        ("nl>Ada Vos", "Ada Vos"),
        ("wikipedia>nl>Ada Vos", "Ada Vos"),
        ("Ada Vos~nlwiki", "Ada Vos"),
        ("Ada Vos~wiki", "Ada Vos"),
        ("Ada Vos~dewiktionary", "Ada Vos"),
        ("imported>Ada~commonswiki", "Ada"),
        ("Ada Talbot", "Ada Talbot"),
        ("Abbot", "Abbot"),
        ("Jan Bot", "Jan Bot"),
        ("Script van Dam", "Script van Dam"),
        ("~ada", "~ada"),
        ("2024 Ada", "2024 Ada"),
    ],
)
def test_people(user: str, person: str) -> None:
    assert person_of(user) == person


@pytest.mark.parametrize(
    "user",
    [
        None, "", "  ", ">", "imported>", "~enwiki",
        "192.0.2.7", "2001:db8::7", "192.0.2.xxx", "imported>192.0.2.7",
        "~2024-123", "~2025-12345-67", "~42", "*Unregistered 12", "Vanished user 12", "Renamed user a1b2",
        "Hernoemde gebruiker 12",
        "MediaWiki default", "Maintenance script", "maintenance script", "imported>Maintenance script",
        "Conversion script", "Template namespace initialisation script", "ScriptImporter", "Unknown user",
        "Delete page script", "Move page script", "Command line script", "Flow talk page manager",
        "MediaWiki message delivery", "Global rename script", "MediaWiki rename script",
        "Redirect fixer", "Doorverwijzingen opschonen", "Systeembericht", "Automatische wijziging van MediaWiki",
        "RedirectBot", "System-Messenger", "Correcteur de redirection", "Onbekende gebruiker",
        "PompBot", "ClueBot NG", "Pomp2Bot", "Citation bot", "pomp-bot", "pomp_bot", "bot pomp",
        "Ada (bot)", "FuzzyBot",
    ],
)  # fmt: skip
def test_nobody(user: str | None) -> None:
    assert person_of(user) is None
