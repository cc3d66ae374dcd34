"""Verbs that are tagged as nouns: the smallest texts that made a topic of one, and those where a noun is meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.hidden_verbs import hidden_verbs
from ingest.extract.terms import Token, find_terms

TAGS = ["NOUN", "PROPN", "ADJ", "ADP", "DET", "NUM", "PRON", "PUNCT", "VERB", "AUX", "ADV"]


def tokens(text: str) -> list[Token]:
    """``word/POS``; what ends in "s" is a form of a shorter word, but for ``word/POS/lemma``."""
    found = (part.split("/") for part in text.split())
    return [Token(word, *(lemma or [word.lower().removesuffix("s")]), pos) for word, pos, *lemma in found]


@pytest.mark.parametrize(
    ("language", "text", "verbs"),
    [
        ("en", "The/DET chatbot/NOUN handles/NOUN four/NUM questions/NOUN ./PUNCT", ["handles"]),
        ("en", "N2O/NOUN emissions/NOUN peak/NOUN in/ADP spring/NOUN ./PUNCT", ["emissions", "peak"]),
        ("en", "emissions/NOUN rise/VERB when/ADV nitrification/NOUN recovers/NOUN from/ADP cold/NOUN", ["recovers"]),
        (
            "en",
            "oil/NOUN is/AUX used/VERB ,/PUNCT that/PRON is/AUX how/ADV the/DET market/NOUN settles/NOUN",
            ["settles"],
        ),
        ("en", "Our/PRON condition/NOUN model/NOUN ranks/NOUN 410/NUM transformers/NOUN ./PUNCT", ["ranks"]),
        ("en", "oil/NOUN is/AUX used/VERB and/CCONJ nobody/PRON sprays/NOUN weeds/NOUN", ["sprays"]),
        ("en", "Water/NOUN hammer/NOUN occurs/NOUN when/ADV a/DET pump/NOUN stops/VERB ./PUNCT", ["occurs"]),
        (
            "en",
            "The/DET stack/NOUN loses/NOUN efficiency/NOUN that/PRON we/PRON pay/VERB ./PUNCT",
            ["loses", "efficiency"],
        ),
        ("en", "Emissions/NOUN peak/NOUN in/ADP spring/NOUN ./PUNCT", ["peak"]),
        ("en", "The/DET staff/NOUN team/NOUN pulls/NOUN raw/ADJ data/NOUN ./PUNCT", ["pulls"]),
        ("en", "This/DET simplifies/NOUN communication/NOUN ./PUNCT", ["simplifies"]),
        ("en", "Retrain/NOUN on/ADP three/NUM years/NOUN ./PUNCT", ["Retrain"]),
        ("nl", "De/DET aannemer/NOUN groef/NOUN met/ADP een/DET melding/NOUN ./PUNCT", ["groef"]),
        ("nl", "kweken/VERB voordat/SCONJ de/DET uitslag/NOUN vaststaat/NOUN ./PUNCT", ["vaststaat"]),
        ("nl", "Een/DET oude/ADJ boiler/ADJ stond/NOUN al/ADV een/DET jaar/NOUN stil/ADJ ./PUNCT", ["stond"]),
        ("nl", "De/DET partij/NOUN is/AUX morgen/ADV teruggeroepen/NOUN ./PUNCT", ["teruggeroepen"]),
        ("nl", "Bereken/PROPN druk/NOUN en/CCONJ trekkracht/NOUN ./PUNCT", ["Bereken"]),
        ("nl", "Spoel/NOUN elk/DET tappunt/NOUN wekelijks/ADJ ./PUNCT", ["Spoel"]),
        ("de", "Die/DET Pumpe/NOUN läuft/NOUN im/ADP Kreis/NOUN ./PUNCT", []),
        # a noun is meant
        ("en", "Hydrogen/NOUN storage/NOUN vessels/NOUN", []),
        ("en", "The/DET chatbot/NOUN handles/NOUN are/AUX blue/ADJ ./PUNCT", []),
        ("en", "Online/ADJ gas/NOUN/gas monitor/NOUN for/ADP transformers/NOUN ./PUNCT", []),
        ("en", "The/DET chatbot/NOUN handles/NOUN that/PRON we/PRON bought/VERB are/AUX blue/ADJ ./PUNCT", []),
        ("en", "Predictive/ADJ maintenance/NOUN of/ADP pumps/NOUN ./PUNCT", []),
        ("en", "A/DET short/ADJ update/NOUN on/ADP pressure/NOUN vessels/NOUN ./PUNCT", []),
        ("en", "a/DET contract/NOUN with/ADP its/PRON neighbours/NOUN ./PUNCT", []),
        ("nl", "Corrosie/NOUN van/ADP drukvaten/NOUN ./PUNCT", []),
        ("nl", "dat/SCONJ het/DET fieldset/NOUN element/NOUN", []),
        ("nl", "Benoeming/NOUN vrijwilligers/NOUN voor/ADP de/DET commissie/NOUN ./PUNCT", []),
        ("nl", "Notulen/PROPN binnen/ADP een/DET week/NOUN klaar/ADJ ./PUNCT", []),
        ("nl", "Een/DET handvol/NOUN mensen/NOUN op/ADP kantoor/NOUN ./PUNCT", []),
        ("nl", "De/DET motie/NOUN is/AUX door/ADP de/DET gemeente/NOUN ./PUNCT", []),
    ],
)
def test_verbs_of_sentences_without_one(language: str, text: str, verbs: list[str]) -> None:
    given_tokens = tokens(text)
    assert [given_tokens[at].text for at in sorted(hidden_verbs(given_tokens, language))] == verbs


def test_a_hidden_verb_is_in_no_term_and_its_subject_is_one() -> None:
    found = find_terms(tokens("The/DET heat/NOUN pump/NOUN stores/NOUN the/DET water/NOUN ./PUNCT"), "en")
    assert {each.norm for each in found} == {"heat", "pump", "heat pump", "water"}


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.sampled_from(TAGS))), st.sampled_from(["nl", "en"]))
def test_only_nouns_are_hidden_verbs(words: list[tuple[str, str]], language: str) -> None:
    given_tokens = [Token(text, text, pos) for text, pos in words]
    assert all(given_tokens[at].pos in {"NOUN", "PROPN"} for at in hidden_verbs(given_tokens, language))
