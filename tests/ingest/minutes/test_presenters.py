"""Who presented an item of the agenda."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import ActKind
from ingest.minutes import acts_in_minutes
from ingest.minutes.attendance import attendees
from ingest.minutes.presenters import presenters

THERE = "Aanwezig: Ivo de Haan (IdH), Noor Prins, Sem van der Kolk\n\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("## Warmte\n\nPresentatie door Ivo de Haan en Noor Prins over pompen.", "Ivo de Haan|Noor Prins"),
        ("Noor licht het nieuwe plan toe.", "Noor Prins"),
        ("IdH licht toe dat het werkt.", "Ivo de Haan"),
        ("Daarna geeft Sem van der Kolk een toelichting op de cijfers.", "Sem van der Kolk"),
        ("Mevrouw Prins presenteert de cijfers.", "Noor Prins"),
        ("Dit wordt toegelicht door Noor.", "Noor Prins"),
        ("### Riool (Sem van der Kolk presenteert)", "Sem van der Kolk"),
        ("Spreker: Ada Vos", "Ada Vos"),
        ("* **Presentator:** Noor", "Noor Prins"),
        ("Speakers: Ada Vos, Bram Kok", "Ada Vos|Bram Kok"),
        ("3. Demo by Ada Vos: pumps", "Ada Vos"),
        ("Presented by Ada Vos and Bram Kok (Acme).", "Ada Vos|Bram Kok"),
        ("Noor Prins presented the plan, and Ivo de Haan demoed the valve.", "Ivo de Haan|Noor Prins"),
        ("Noor gave an overview of the sewer", "Noor Prins"),
        ("| Onderwerp | Spreker |\n|---|---|\n| Riool | Ada Vos |\n| Gas | Noor |", "Ada Vos|Noor Prins"),
        ("Ivo stellt das Konzept vor.", "Ivo de Haan"),
        ("Vortrag von Ada Vos.", "Ada Vos"),
        ("Présentation par Ada Vos.", "Ada Vos"),
        ("Het bestuur licht toe dat er geld is.", ""),
        ("De presentatie door het bestuur was lang.", ""),
        ("Platform Team presents the roadmap", ""),
        ("Haven Noord presenteert zich.", ""),
        ("Wie presenteert?", ""),
    ],
)
def test_who_presented(text: str, names: str) -> None:
    found = presenters(THERE + text, attendees(THERE + text))
    assert "|".join(sorted(person.name for person in found)) == names


def test_without_a_list_of_those_present_full_names_are_believed() -> None:
    assert [person.name for person in presenters("Ada Vos licht het plan toe. Bram ook.")] == ["Ada Vos"]


def test_whoever_presents_was_there_and_said_something() -> None:
    acts = list(acts_in_minutes(THERE + "Noor licht het plan toe.", True, 7))
    noor = [(act.kind, act.at) for act in acts if act.name == "Noor Prins"]
    assert noor == [(ActKind.ATTENDED, 7), (ActKind.COMMENTED, 7)]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    presenters(text)
    presenters("Presentatie door " + text + " licht toe")
