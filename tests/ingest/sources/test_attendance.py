"""Who was there, by the minutes?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.attendance import attendees


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Aanwezig: Ada Vos, Bram Kok en Cato van der Mul (via Skype).", ["Ada Vos", "Bram Kok", "Cato van der Mul"]),
        ("**Aanwezig:** Ada Vos (A&B, team) Bram Kok (VNG)\n\n**Afwezig:** Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("Overleg in Utrecht. Aanwezig: Ada Vos, Bram Kok. Afwezig met bericht: Cato Mul.", ["Ada Vos", "Bram Kok"]),
        ("## Deelnemers\n\n- Ada Vos (Bouw) - voorzitter\n- Bram Kok\n\n## Agenda\n\n- Cato", ["Ada Vos", "Bram Kok"]),
        ("## Aanwezigen\n\n| Achternaam | Voornaam | Org |\n|---|---|---|\n| De Vos | Ada | X |\n| Kok | Bram | Y |",
         ["Ada de Vos", "Bram Kok"]),
        ("## Aanwezigen\n\n| Naam | Org |\n|---|---|\n| Vos, Ada | X |\n| Mul, Cato van der | Y |",
         ["Ada Vos", "Cato van der Mul"]),
        ("## Roll call\n\n(Name / `@handle`)\n- Ada Vos / `@adavos`\n- Bram Kok", ["Ada Vos", "Bram Kok"]),
        ("Attendees\n---------\n\n* Ada Vos\n* Bram Kok\n\nReports\n-------\n\n* Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("Aanwezig: Ada Vos\nOnline: Bram Kok\nAfgemeld: Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("Van de 90 leden zijn er 3 aanwezig. Voorin zitten Ada Vos, Bram Kok en Cato Mul (notulist).",
         ["Ada Vos", "Bram Kok", "Cato Mul"]),
        ("Aanwezig:\n\n* Ada (voorzitter)\n* Bram\n\nAda opent.", ["Ada", "Bram"]),
        ("De aanwezigen danken Ada Vos.", []),
        ("The present situation is good. Bram Kok agrees.", []),
    ],
)  # fmt: skip
def test_who_was_there(text: str, names: list[str]) -> None:
    assert [person.name for person in attendees(text)] == names


def test_handles_are_kept() -> None:
    (person,) = attendees("Present:\n\n- Ada Vos / @adavos\n")
    assert (person.name, person.handle) == ("Ada Vos", "adavos")


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    attendees("Aanwezig: " + text)
    attendees(text)
