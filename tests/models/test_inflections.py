"""Terms that are forms of one word, and terms that only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.inflections import inflected
from models.termhood import TermId, Usage, Usages
from models.topics import choose_topics
from tests.models.test_topics import by_label, organisation, text

Surfaces = dict[str, int]


def usages(language: str, **terms: Surfaces) -> Usages:
    """Usages in which each of these norms (an underscore is a space) is written in each way by so many documents."""
    found = {
        (language, norm.replace("_", " ")): Usage(sum(surfaces.values()), sum(surfaces.values()), 1, surfaces)
        for norm, surfaces in terms.items()
    }
    return Usages(1000, found)


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("nl", {"begrip": {"begrip": 90, "begrippen": 5}, "begrippen": {"begrippen": 80, "Begrippen": 20}}),
        ("nl", {"bericht": {"bericht": 50, "berichten": 60}, "berichten": {"Berichten": 40}}),
        ("nl", {"standaardtyp": {"standaardtypen": 50}, "standaardtypen": {"Standaardtypen": 7}}),
        ("nl", {"dijkvak": {"dijkvakken": 5}, "dijkvakk": {"dijkvakken": 4}}),
        ("nl", {"metagegeven": {"metagegeven": 8, "Metagegeven": 6}, "metagegevens": {"metagegevens": 40}}),
        ("nl", {"club_leden": {"club leden": 13}, "clubs_leden": {"club-leden": 40, "clubs leden": 6}}),
        ("en", {"pr": {"PR": 40}, "prs": {"PRs": 20}}),
        ("nl", {"cms": {"CMS": 20}, "cms'en": {"CMS'en": 9}}),
        ("nl", {"api": {"API": 20}, "api's": {"API's": 9}}),
        ("nl", {"wetsartikel": {"wetsartikel": 20}, "wetsartikels": {"wetsartikels": 9}}),
        ("nl", {"dataverwerking": {"Dataverwerking": 45}, "dataverwerkingen": {"Dataverwerkingen": 42}}),
        ("nl", {"ledenraad": {"ledenraad": 20}, "ledenraden": {"ledenraden": 9}}),
        ("nl", {"wetgever": {"wetgever": 20}, "wetgevers": {"wetgevers": 9}}),
        ("nl", {"nieuwsbrief": {"nieuwsbrief": 20}, "nieuwsbrieven": {"nieuwsbrieven": 9}}),
        ("nl", {"gezondheid": {"gezondheid": 20}, "gezondheden": {"gezondheden": 9}}),
        ("nl", {"animatie": {"animatie": 20}, "animaties": {"animaties": 9}}),
        ("en", {"privacy_policy": {"privacy policy": 20}, "privacy_policies": {"privacy policies": 9}}),
        ("en", {"root_analysis": {"root analysis": 20}, "root_analyses": {"root analyses": 9}}),
        ("en", {"test": {"test": 20}, "tests": {"tests": 9}}),
        ("en", {"typeclass": {"typeclass": 20}, "typeclasse": {"typeclasses": 9}}),
        ("en", {"hypothesis": {"hypothesis": 20}, "hypothese": {"hypotheses": 9}}),
        ("en", {"okr": {"OKR": 20}, "okrs": {"OKRs": 40}}),
        ("en", {"redirect_uri": {"redirect URI": 4}, "redirect_uris": {"redirect URIs": 6}}),
        ("en", {"download_service": {"download service": 5}, "download_services": {"Download services": 4}}),
    ],
)
def test_forms_of_one_word(language: str, terms: dict[str, Surfaces]) -> None:
    use = usages(language, **terms)
    assert [{*pair} for pair in inflected(use.terms, use)] == [set(use.terms)]


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("en", {"jam": {"Jam": 11, "jam": 3}, "james": {"James": 5}}),
        ("en", {"king": {"King": 4}, "kings": {"Kings": 9}}),
        ("en", {"rail": {"rail": 70, "rails": 20}, "rails": {"Rails": 50}}),
        ("en", {"str": {"str": 149, "string": 3}, "string": {"string": 500, "strings": 260}}),
        ("en", {"new": {"new": 30}, "news": {"news": 40}}),
        ("nl", {"bank": {"bank": 30, "banken": 1}, "banken": {"Banken": 40}}),
        ("nl", {"water": {"water": 30}, "waterstof": {"waterstof": 40}}),
        ("nl", {"politie": {"politie": 30}, "polities": {"polities": 40}}),
        ("nl", {"middel": {"middel": 30}, "middelen": {"middelen": 40}}),
        ("en", {"standard": {"standard": 30}, "standards_body": {"standards body": 40}}),
        ("en", {"window": {"window": 30}, "windows": {"Windows": 40}}),
        ("en", {"custom": {"custom": 30}, "customs": {"customs": 40}}),
        ("en", {"id": {"ID": 30}, "ide": {"IDE": 40}}),
        ("en", {"do": {"DO": 30}, "dos": {"DOS": 40}}),
        ("en", {"wcag": {"WCAG": 30}, "wcag_2.0": {"WCAG 2.0": 40}}),
        ("en", {"pod": {"pod": 30}, "podcast": {"podcast": 40}}),
    ],
)
def test_words_that_only_look_alike(language: str, terms: dict[str, Surfaces]) -> None:
    use = usages(language, **terms)
    assert list(inflected(use.terms, use)) == []


def test_a_form_of_another_language_is_another_word() -> None:
    both = Usages(
        1000, {**usages("en", component={"component": 9}).terms, **usages("nl", components={"components": 9}).terms}
    )
    assert list(inflected(both.terms, both)) == []


words = st.sampled_from(["kade", "kades", "Kades", "kaden", "KADE", "KADEs"])
uses = st.dictionaries(words, st.integers(1, 50), min_size=1, max_size=4)
some_terms = st.dictionaries(st.tuples(st.just("nl"), words.map(str.lower)), uses, min_size=2, max_size=5)


@given(found=some_terms, order=st.randoms())
def test_no_order_counts_and_no_term_is_a_form_of_itself(found: dict[TermId, Surfaces], order: st.DataObject) -> None:
    terms = {term: Usage(sum(surfaces.values()), 9, 1, surfaces) for term, surfaces in found.items()}
    mixed = list(terms)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    pairs = list(inflected(mixed, Usages(1000, terms)))
    assert pairs == list(inflected(sorted(terms), Usages(1000, terms)))
    assert all(first < second and {first, second} <= set(terms) for first, second in pairs)


def test_a_plural_is_no_topic_of_its_own() -> None:
    texts = [*organisation(), *(text(110 + at, "aanbesteding", title="aanbesteding") for at in range(4))]
    texts += [text(120 + at, "aanbestedingen", title="aanbestedingen") for at in range(4)]
    assert by_label(choose_topics(lambda: texts), "aanbesteding") == {"aanbesteding", "aanbestedingen"}
