"""Names of groups, offices and programs, and addresses that are nobody's own. All are invented."""

import pytest

from graph.accounts import account_id, named_address
from graph.facts import Account
from graph.forms import forms_of
from graph.names import is_group_name, is_own_name, is_role_address
from graph.names.given import GIVEN
from graph.names.groups import VOCABULARY

GROUPS = """
Team Communicatie / The Pump Core Team / Release automation / Redactie / De Redactie / pumpbot[bot] / Jenkins CI
Afdeling ICT / Servicedesk / Secretariaat / webmaster / Admin / Pompen B.V. / Communicatie en Marketing
Human Resources / Communicatieteam / Build Bot / Core Team / Gemeente Pompdorp / Research & Development
GitHub Actions / Web Editor / Anne Vos Stichting / Communications Department / Afdeling Communicatie & Voorlichting
Equipe communication / Service communication / Abteilung IT / HR Services / Nieuwsredactie / Het Bestuur
Stuurgroep Wonen / Pump Inc. / IT Servicedesk / mailman-bot / Klantenservice Pompen / Secretariaat Beheer
Facilitair Bedrijf / Deleted User / Former user (Deleted) / Unlicensed user / Verwijderde gebruiker
Voormalige gebruiker / Ehemaliger Benutzer / Utilisateur supprimé / Power Automate / Google Drive / Automation for Jira
Human Resources Department / Pressestelle Redaktion / Ondernemingsraad / support / Newsletter
"""
PEOPLE = """
Piet Admiraal / Jan de Groep / Harmen van de Groep / Groep, Jan de / Jan Bot / Wiebren Bot / Peter Board
Ralf Abbot / Cindy Root / van de Groep / Ada Vos / J. Bank / Nick Post / mw. Anna Dienst / Rutger Raad / Stan Staff
Katherine Jenkins / Jan van den Bot / Els Bestuur / Wim Bond / prof. dr. ir. A. Page / Bank / Kim News / Mark Press
Tjitske Kamer / Zeger Union / O. Redactie
"""


@pytest.mark.parametrize("text", [each.strip() for line in GROUPS.split("\n") for each in line.split(" / ") if each])
def test_groups(text: str) -> None:
    assert is_group_name(text)
    assert is_group_name(text.upper())


@pytest.mark.parametrize(
    "text", ["王小明", "", "x@y.example", *(p for row in PEOPLE.split("\n") for p in row.split(" / ") if p)]
)
def test_people_of_whatever_family_are_no_group(text: str) -> None:
    assert not is_group_name(text)


def test_no_given_name_is_a_word_of_groups() -> None:
    assert not GIVEN & VOCABULARY - {"job"}


@pytest.mark.parametrize(
    ("address", "is_role"),
    [
        ("notifications@forge.example", True),
        ("jira@werk.example", True),
        ("no-reply@werk.example", True),
        ("noreply+17@werk.example", True),
        ("donotreply@werk.example", True),
        ("reply+AB12@forge.example", True),
        ("info@werk.example", True),
        ("Web.Redactie@werk.example", True),
        ("pump-owner@lists.example", True),
        ("ict-beheer@werk.example", True),
        ("ada.vos@werk.example", False),
        ("p.jenkins@werk.example", False),
        ("jan.bot@werk.example", False),
        ("1234+ada@users.noreply.forge.example", False),
    ],
)
def test_addresses_of_offices_and_programs(address: str, is_role: bool) -> None:
    assert is_role_address(address) is is_role


@pytest.mark.parametrize(
    ("name", "organisation", "own"),
    [
        ("Acme", "Acme", True),
        ("ACME Energie", "Acme", True),
        ("Acme B.V.", "Acme BV", True),
        ("Pomp Energie", "Pomp Energie", True),
        ("Pomp Energie Nieuws", "Pomp Energie N.V.", True),
        ("Ada Pomp", "Pomp Energie", False),
        ("Vos Ada", "Vos", False),
        ("Vos, Tjitske", "Vos", False),
        ("Ada Vos", "Ada Vos Advies", False),
        ("Acmeline Vos", "Acme", False),
        ("Ada Vos", "", False),
    ],
)
def test_the_name_of_the_organisation_itself(name: str, organisation: str, own: bool) -> None:
    assert is_own_name(name, organisation) is own


@pytest.mark.parametrize(
    ("name", "address", "ident"),
    [
        ("Ada Vos", "jira@werk.example", "Ada Vos <jira@werk.example>"),
        ("VOS, Ada", "jira@werk.example", "Ada VOS <jira@werk.example>"),
        ("Ada Vos", "ada.vos@werk.example", "ada.vos@werk.example"),
        ("Ada", "ada@werk.example", "ada@werk.example"),
        ("Redactie", "jan@werk.example", "Redactie <jan@werk.example>"),
    ],
)
def test_an_account_is_name_and_address(name: str, address: str, ident: str) -> None:
    assert account_id(name, address) == ident
    assert (named_address(ident) is not None) is ("<" in ident)


def test_the_address_of_an_office_is_no_form_of_somebody() -> None:
    account = Account("account:mail:x", "mail", "Ada Vos <jira@werk.example>", "Ada Vos", emails=("jira@werk.example",))
    private = Account("account:mail:y", "mail", "Ada Vos <zon@thuis.example>", "Ada Vos", emails=("zon@thuis.example",))
    assert "jira@werk.example" not in {form.text for form in forms_of(account)}
    assert "zon@thuis.example" in {form.text for form in forms_of(private)}
