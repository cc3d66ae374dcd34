"""Author texts as feeds, files, mail and forums write them. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.author_lines import names_in

ADA, ADA_BRAM = ["Ada Vos"], ["Ada Vos", "Bram Kok"]
FORMS = {
    "Ada Vos": ADA,
    "Ada  Vos,": ADA,
    "ADA VOS": ["ADA VOS"],
    "Door Ada Vos": ADA,
    "door: Ada Vos": ADA,
    "By Ada Vos": ADA,
    "by ada": ["ada"],
    "Written by Ada Vos": ADA,
    "Geschreven door Ada Vos": ADA,
    "Gastblog door Ada Vos": ADA,
    "Von Ada Vos": ADA,
    "Par Ada Vos": ADA,
    "Author: Ada Vos": ADA,
    "Auteurs: Ada Vos en Bram Kok": ADA_BRAM,
    "Auteur: door Ada Vos": ADA,
    "Posted by Ada Vos on 3 May 2024": ADA,
    "Posted by Ada Vos on May 3rd, 2024 at 10:00": ADA,
    "Geplaatst door Ada Vos op 3 mei 2024": ADA,
    "Ada Vos, 3 mei 2024": ADA,
    "Ada Vos | 2024-05-03": ADA,
    "Ada Vos (3-5-2024)": ADA,
    "Ada Vos | Energie": ADA,
    "Ada Vos | Acme Energie": ADA,
    "Energie | Ada Vos": ADA,
    "Redactie | Ada Vos": ADA,
    "Ada Vos, Bram Kok | Energie": ADA_BRAM,
    "Ada Vos - adviseur": ADA,
    "Ada Vos – Senior Engineer": ADA,
    "Ada Vos, adviseur Energie": ADA,
    "Ada Vos, Senior Engineer": ADA,
    "Ada Vos, Utrecht": ADA,
    "Ada Vos, Team Energie": ADA,
    "Ada Vos, projectleider, en Bram Kok, jurist": ADA_BRAM,
    "Ada Vos (Energie)": ADA,
    "Ada Vos (gastblog)": ADA,
    "Ada Vos [Acme]": ADA,
    "Ada Vos (Acme) and Bram Kok (TU Delft)": ADA_BRAM,
    "Ada Vos at Acme": ADA,
    "Ada Vos on behalf of Team Energie": ADA,
    "Ada Vos namens de werkgroep": ADA,
    "Ada Vos, namens het bestuur": ADA,
    "Ada Vos im Auftrag von Bram Kok": ADA,
    "Secretariaat namens Ada Vos": ADA,
    "Redactie (namens Ada Vos)": ADA,
    "Berg van den, Jan": ["Jan van den Berg"],
    "Ada Vos via Energielijst": ADA,
    "Ada Vos et al.": ADA,
    "Ada Vos e.a.": ADA,
    "Ada Vos en anderen": ADA,
    "Ada Vos en Bram Kok": ADA_BRAM,
    "Ada Vos & Bram Kok": ADA_BRAM,
    "Ada Vos und Bram Kok": ADA_BRAM,
    "Ada Vos et Bram Kok": ADA_BRAM,
    "Ada Vos / Bram Kok": ADA_BRAM,
    "Ada Vos met Bram Kok": ADA_BRAM,
    "Ada Vos; Bram Kok": ADA_BRAM,
    "Ada Vos, Bram Kok, and Cato Mul": [*ADA_BRAM, "Cato Mul"],
    "Ada Vos\nBram Kok": ADA_BRAM,
    "Vos, Ada": ADA,
    "Vos, Ada; Kok, Bram": ADA_BRAM,
    "Vos, Ada & Kok, Bram": ADA_BRAM,
    "Vos, Ada (Energie)": ["Ada Vos"],
    "Vos, A. (Ada) - Energie": ["Ada Vos"],
    "A.B. (Ada) van der Vos": ["Ada van der Vos"],
    "A. Vos (Acme)": ["A. Vos"],
    "Berg, J.P. van den": ["J.P. van den Berg"],
    "Door Jansen": ["Door Jansen"],
    "Von Neumann, John": ["John von Neumann"],
    "prof. dr. ir. Ada Vos": ["prof. dr. ir. Ada Vos"],
    "Ada Vos, PhD": ["Ada Vos, PhD"],
    "Tekst: Ada Vos, foto's: Bram Kok": ADA,
    "Foto: Bram Kok, tekst: Ada Vos": ADA,
    "Text by Ada Vos. Photos by Bram Kok": ADA,
    "Ada Vos (foto: Bram Kok)": ADA,
    "<a href='https://x.example/ada'>Ada Vos</a>": ADA,
    "Ada Vos &amp; Bram Kok": ADA_BRAM,
    "[Ada Vos](https://x.example/ada)": ADA,
    "https://x.example/ada": [],
    "onbekend": [],
    "Anoniem": [],
    "Team Communicatie": ["Team Communicatie"],
    "Communicatie & Marketing": ["Communicatie & Marketing"],
    "Afdeling Inkoop, Beheer en Financiën": ["Afdeling Inkoop, Beheer en Financiën"],
    "Ada, Bram en Cato": ["Ada", "Bram", "Cato"],
    "Lopez Garcia, Maria": ["Maria Lopez Garcia"],
    "Pompen, Inc": ["Pompen, Inc"],
    "Ada Vos in Teams": ADA,
    "Gastauteur: Ada Vos": ADA,
    "Guest author: Ada Vos": ADA,
    "[[Ada Vos]]": ADA,
    "[[Mensen/Ada Vos]]": ADA,
    "[[Mensen/Ada Vos|Ada]]": ADA,
    "[[ada-vos|Ada Vos]]": ADA,
    "[[Ada Vos#Contact]] en [[Bram Kok]]": ADA_BRAM,
}


@pytest.mark.parametrize("text", FORMS)
def test_names_of_an_author_text(text: str) -> None:
    assert [author.name for author in names_in(text)] == FORMS[text]


@pytest.mark.parametrize(
    ("text", "name", "email", "handle"),
    [
        ("ada@example.org (Ada Vos)", "Ada Vos", "ada@example.org", None),
        ("Ada Vos <ada@example.org>", "Ada Vos", "ada@example.org", None),
        ("Ada Vos (ada@example.org)", "Ada Vos", "ada@example.org", None),
        ("Vos, Ada <Ada@Example.org>", "Ada Vos", "ada@example.org", None),
        ("ada at example.org (Ada Vos)", "Ada Vos", "ada@example.org", None),
        ("Ada Vos ada[at]example[dot]org", "Ada Vos", "ada@example.org", None),
        ("mailto:ada@example.org", "ada", "ada@example.org", None),
        ("noreply@blog.example (Ada Vos)", "Ada Vos", "noreply@blog.example", None),
        ("@avos Ada Vos", "Ada Vos", None, "avos"),
        ("Ada Vos (@avos)", "Ada Vos", None, "avos"),
        ("Ada Vos @avos", "Ada Vos", None, "avos"),
        ("avos (Ada Vos)", "Ada Vos", None, "avos"),
        ("@avos", "avos", None, "avos"),
        ("/u/avos", "avos", None, "avos"),
        ("Ada Vos (@avos@social.example)", "Ada Vos", None, "avos@social.example"),
        ("@avos@social.example", "avos@social.example", None, "avos@social.example"),
        ("Jira (Ada Vos)", "Ada Vos", None, None),
        ("ACME\\avos", "avos", None, "avos"),
        ("i:0#.w|acme\\avos", "avos", None, "avos"),
        ("i:0#.f|membership|ada@example.org", "ada", "ada@example.org", None),
    ],
)
def test_addresses_and_handles(text: str, name: str, email: str | None, handle: str | None) -> None:
    (author,) = names_in(text)
    assert (author.name, author.email, author.handle) == (name, email, handle)


@given(st.text("AVadvos ,;|()[]<>@.:&-/\n1", max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    assert all(author.name for author in names_in(text))
