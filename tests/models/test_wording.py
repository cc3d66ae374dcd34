"""What the words of a term alone tell: it is a formula, an amount, a frame, general, a team, a date or a file."""

import pytest

from models.termhood import Usage, Usages
from models.wording import is_amount, is_date_or_file, is_formula, is_framed, is_general, is_plain, is_unit, is_wording


@pytest.mark.parametrize(
    ("language", "norm", "formula"),
    [
        ("nl", "vriendelijke groet", True),
        ("nl", "veelgestelde vragen", True),
        ("nl", "stand van zaken", True),
        ("nl", "procent", True),
        ("nl", "notulen dijkbestuur", True),
        ("nl", "dijkbestuur", False),
        ("nl", "winter", True),
        ("nl", "wintervoorziening", False),
        ("nl", "slimme meter", False),
        ("nl", "neem contact", True),
        ("nl", "zorg", False),
        ("en", "dear colleague", True),
        ("en", "refactor", True),
        ("en", "kind regards", True),
        ("en", "degrees", True),
        ("en", "smart meter", False),
        ("de", "winter", False),
    ],
)
def test_formulas(language: str, norm: str, formula: bool) -> None:
    assert is_formula((language, norm)) is formula


@pytest.mark.parametrize(
    ("language", "norm", "says"),
    [
        ("nl", "kilogram waterstof", True),
        ("nl", "procent van de koeling", True),
        ("en", "percent of the energy bill", True),
        ("en", "meter data", False),
        ("en", "third party", False),
        ("nl", "waterstof", False),
        ("fr", "kilogram", False),
    ],
)
def test_so_much_of_something_is_no_topic(language: str, norm: str, says: bool) -> None:
    assert is_amount((language, norm)) is says


@pytest.mark.parametrize(
    ("language", "norm", "says"),
    [
        ("nl", "overleg inkoop", True),
        ("nl", "stand van zaken inkoop", True),
        ("nl", "weken van verzuim", False),
        ("en", "weeks of sick leave", True),
        ("en", "fix sick leave", True),
        ("en", "project management", False),
        ("en", "sick leave", False),
        ("nl", "inkoop", False),
    ],
)
def test_another_term_in_a_frame_is_no_topic(language: str, norm: str, says: bool) -> None:
    known = {("nl", "inkoop"): Usage(), ("en", "sick leave"): Usage(), ("en", "management"): Usage()}
    assert is_framed((language, norm), known) is says


@pytest.mark.parametrize(
    ("language", "norm", "says"),
    [
        ("nl", "structuur", True),
        ("nl", "alternatieve", True),
        ("nl", "technische documentatie", True),
        ("nl", "gebruik van sensoren", True),
        ("nl", "riolering", False),
        ("nl", "schijf van waterstof", False),
        ("nl", "stelselcatalogus", False),
        ("nl", "stakeholders", True),
        ("nl", "wijzigingsproces", True),
        ("nl", "inkoopproces", False),
        ("nl", "waterniveau", False),
        ("en", "review process", True),
        ("en", "deployment process", False),
        ("en", "error message", False),
        ("en", "structuur", True),
        ("en", "responsive", True),
        ("en", "new model", True),
        ("en", "data model", False),
        ("en", "regression", False),
        ("fr", "structure", False),
    ],
)
def test_general_words_are_no_topic(language: str, norm: str, says: bool) -> None:
    assert is_general((language, norm)) is says


@pytest.mark.parametrize(
    ("language", "norm", "says"),
    [
        ("nl", "ledenvergadering", True),
        ("nl", "commissie onderwijs", True),
        ("nl", "technisch overleg riolering", True),
        ("nl", "hoofd van de afdeling", False),
        ("nl", "overlegging", False),
        ("nl", "lidmaatschap", False),
        ("nl", "installatiehandleiding", True),
        ("nl", "voorzitterschap", True),
        ("nl", "gastvrije sprekers", True),
        ("nl", "rapport over pompen", True),
        ("en", "pump guide", True),
        ("en", "incident reports", True),
        ("en", "finance team", True),
        ("en", "product manager", True),
        ("en", "password manager", False),
        ("en", "board of directors", False),
        ("en", "team building", False),
        ("fr", "team", False),
        ("en", "sig node", True),
        ("en", "ecologists", True),
        ("en", "logistics", False),
        ("en", "network administrator", True),
        ("nl", "milieukundige", True),
        ("nl", "milieukunde", False),
        ("nl", "wg toegankelijkheid", True),
    ],
)
def test_teams_meetings_and_roles_are_no_topic(language: str, norm: str, says: bool) -> None:
    assert is_unit((language, norm)) is says


@pytest.mark.parametrize(
    ("norm", "says"),
    [
        ("conferentie 2012", True),
        ("fy23", True),
        ("q3", True),
        ("readme.md", True),
        ("voorbeeld.nl", True),
        ("node.js", False),
        (".net", False),
        ("nen 3610", False),
        ("h2", False),
        ("3.x", True),
        ("v2.1", True),
    ],
)
def test_dates_and_files_are_no_topic(norm: str, says: bool) -> None:
    assert is_date_or_file(("nl", norm)) is says


@pytest.mark.parametrize(
    ("norm", "surface", "says"),
    [
        ("clean up", "clean up", True),
        ("laat jaar", "laatste jaren", True),
        ("veldermark overzicht", "Veldermark overzicht", True),
        ("veldermark pompen", "Veldermark pompen", False),
        ("waterstof overzicht", "waterstof overzicht", False),
        ("overzicht", "overzicht", True),
    ],
)
def test_a_term_is_judged_by_all_its_forms_and_without_the_name_of_the_organisation(
    norm: str, surface: str, says: bool
) -> None:
    known = {
        ("nl", norm): Usage(5, 5, 0, {surface: 5}),
        ("nl", "veldermark"): Usage(400, 900, 0, {"Veldermark": 400}),
        ("nl", "waterstof"): Usage(400, 900, 0, {"waterstof": 400}),
    }
    assert is_wording(("nl", norm), Usages(1_000, known)) is says


@pytest.mark.parametrize(
    ("language", "norm", "plain"),
    [
        ("nl", "hard overgang", True),
        ("nl", "droog maand", True),
        ("nl", "zwaarder aansluiting", True),
        ("nl", "vierde trap", False),  # a step of a process, in a title or not
        ("nl", "besloten ruimte", True),  # a title tells that it is a subject
        ("nl", "hard", False),
        ("en", "neural network", False),
    ],
)
def test_an_adjective_before_a_general_noun_is_plain(language: str, norm: str, plain: bool) -> None:
    assert is_plain((language, norm)) is plain
