"""Those present, under labels and headings of any make, one in a line or several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.minutes.attendance import attendees
from ingest.minutes.marks import marked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            '{{< section title="Aanwezigen" >}}\nIvo de Haan, Noor Prins en Sem van der Kolk, juristen\n'
            '{{< /section >}}\n\n{{< section title="Agenda" >}}\nUtrecht, Amsterdam\n{{< /section >}}',
            "Ivo de Haan|Noor Prins|Sem van der Kolk",
        ),
        (
            '{{% section title="Aanwezigen" %}}\n\n- Ivo de Haan, Noor Prins en Sem van der Kolk, juristen\n'
            "- Kees Mol, directeur\n- Anna Vos\n\n{{% /section %}}\nTekst over Amsterdam, Utrecht",
            "Ivo de Haan|Noor Prins|Sem van der Kolk|Kees Mol|Anna Vos",
        ),
        ('{{< details "Aanwezig" >}}\n* Ivo de Haan\n* Noor Prins\n{{< /details >}}', "Ivo de Haan|Noor Prins"),
        ('<Section title="Attendees">\n\n- Ada Vos\n- Bram Kok\n\n</Section>\n\nUtrecht, Breda', "Ada Vos|Bram Kok"),
        (":::info Aanwezigen\nAda Vos, Bram Kok\n:::\n\nGouda, Delft", "Ada Vos|Bram Kok"),
        ("> [!info] Aanwezigen\n> - Ada Vos\n> - Bram Kok\n\nTekst", "Ada Vos|Bram Kok"),
        ('!!! note "Attendees"\n    - Ada Vos\n    - Bram Kok\n\nText Utrecht', "Ada Vos|Bram Kok"),
        (".. topic:: Attendees\n\n   Ada Vos, Bram Kok\n", "Ada Vos|Bram Kok"),
        ("== Aanwezigen ==\n* Ada Vos\n* Bram Kok\n\n== Agenda ==\n* Cato Mul", "Ada Vos|Bram Kok"),
        ("== Aanwezigen\n\n* Ada Vos\n* Bram Kok\n\n== Agenda\n\n* Cato Mul", "Ada Vos|Bram Kok"),
        ("h2. Aanwezigen\n\n* Ada Vos\n* Bram Kok\n\nh2. Agenda\n\n* Cato Mul", "Ada Vos|Bram Kok"),
        (
            "<h2>Aanwezigen</h2>\n<ul><li>Ada Vos</li><li>Bram Kok</li></ul>\n<h2>Agenda</h2>\n<p>Cato Mul</p>",
            "Ada Vos|Bram Kok",
        ),
        (
            "<details><summary>Aanwezigen</summary>\n\n- Ada Vos\n- Bram Kok\n\n</details>\n\nCato Mul",
            "Ada Vos|Bram Kok",
        ),
        ("<p><b>Aanwezig:</b> Ada Vos, Bram Kok<br>Afwezig: Cato Mul</p>", "Ada Vos|Bram Kok"),
        ("<dl><dt>Aanwezig</dt><dd>Ada Vos</dd><dd>Bram Kok</dd></dl>", "Ada Vos|Bram Kok"),
        ("Aanwezig\n: Ada Vos\n: Bram Kok\n\nAfwezig\n: Cato Mul", "Ada Vos|Bram Kok"),
        ("Aanwezig\n: Ada Vos, Bram Kok en Daan Post\n\nAfwezig\n: Cato Mul", "Ada Vos|Bram Kok|Daan Post"),
        ("Aanwezig\n    Ada Vos, Bram Kok\n\nAfwezig\n    Cato Mul", "Ada Vos|Bram Kok"),
        (":Aanwezig: Ada Vos, Bram Kok\n:Afwezig: Cato Mul\n", "Ada Vos|Bram Kok"),
        (
            "| Datum | 3 mei 2024 |\n|---|---|\n| Aanwezig | Ada Vos, Bram Kok |\n| Afwezig | Cato Mul |",
            "Ada Vos|Bram Kok",
        ),
        (
            "| | |\n|---|---|\n| **Aanwezig:** | Ada Vos<br>Bram Kok |\n| **Afwezig:** | Cato Mul |",
            "Ada Vos|Bram Kok",
        ),
        ("| Aanwezig | Afwezig |\n|---|---|\n| Ada Vos | Cato Mul |\n| Bram Kok | |", "Ada Vos|Bram Kok"),
        (
            "| Attendees | Organisation |\n|---|---|\n| Ada Vos | Big Water |\n| Bram Kok | Small Fry |",
            "Ada Vos|Bram Kok",
        ),
        ("**Aanwezigen**\nAda Vos\nBram Kok\nDaan Post\n\n**Opening**\nCato Mul opent", "Ada Vos|Bram Kok|Daan Post"),
        ("__Present__\n\n- Ada Vos\n- Bram Kok\n\n__Minutes__\n\n- Cato Mul", "Ada Vos|Bram Kok"),
        ("1. Aanwezig\n   - Ada Vos\n   - Bram Kok\n2. Agenda\n   - Cato Mul", "Ada Vos|Bram Kok"),
        (
            "## 1. Aanwezigen\n\nAda Vos (voorzitter), Bram Kok, Daan Post\n\n## 2. Opening\n\nCato Mul",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        ("## 👥 Attendees\n\n- Ada Vos\n- Bram Kok\n\n## Notes\n- Cato Mul", "Ada Vos|Bram Kok"),
        ("* Attendees\n  * Ada Vos\n  * Bram Kok\n* Topics\n  * Cato Mul", "Ada Vos|Bram Kok"),
        ("AANWEZIG\nAda Vos\nBram Kok\n\nAGENDA\nCato Mul", "Ada Vos|Bram Kok"),
        ("Steering Committee Attendees:\n- Ada Vos\n- Bram Kok\n", "Ada Vos|Bram Kok"),
        ("Namens het bestuur aanwezig: Ada Vos, Bram Kok\n", "Ada Vos|Bram Kok"),
        ("Nieuwe deelnemers: Cato Mul, Noor Post\n", ""),
        ("Genodigden: Cato Mul, Noor Post\nAanwezig: Ada Vos\n", "Ada Vos"),
        ("Lijst van aanwezigen:\n\n- Ada Vos\n- Bram Kok", "Ada Vos|Bram Kok"),
        (
            "## Aanwezigen\n\n### Gemeente Delft\n\n- Ada Vos\n- Bram Kok\n\n### Gemeente Gouda\n\n"
            "- Daan Post\n\n## Agenda\n- Cato Mul",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        (
            "## Aanwezigen\n\n**Bestuur**\n\n- Ada Vos\n- Bram Kok\n\n**Leden**\n\n- Daan Post\n\n## Agenda\n"
            "- Cato Mul",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        (
            "## Aanwezigen\n- Geonovum: Ada Vos, Bram Kok en Daan Post\n- Kadaster: Noor Mol\n- Logius - Fien Bos",
            "Ada Vos|Bram Kok|Daan Post|Noor Mol|Fien Bos",
        ),
        ("Aanwezig: Ivo (voorzitter), Noor en Sem (notulist)\n", "Ivo|Noor|Sem"),
        (
            "Aanwezig: Ivo de Haan (IdH), Noor Prins (NP, notulist)\n\n## Vervolg\n\nAanwezig: IdH, NP",
            "Ivo de Haan|Noor Prins",
        ),
        ("Aanwezig: IdH, NP, SvdK\n\nLegenda: IdH = Ivo de Haan, NP = Noor Prins\n", "Ivo de Haan|Noor Prins"),
        ("Aanwezig: IdH (Ivo de Haan), NP (Noor Prins)\n", "Ivo de Haan|Noor Prins"),
        (
            "Attendees: Ada Vos (she/her), Bram Kok [Acme], and Daan Post\nApologies: Cato Mul",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        ("Apologies: Cato Mul\nIn attendance: Ada Vos", "Ada Vos"),
        ("Anwesend: Ada Vos, Bram Kok und Daan Post\nEntschuldigt: Cato Mul\n", "Ada Vos|Bram Kok|Daan Post"),
        ("## Teilnehmende\n\n- Ada Vos\n- Bram Kok\n\n## Tagesordnung\n\n- Cato", "Ada Vos|Bram Kok"),
        ("Présents : Ada Vos, Bram Kok et Daan Post\nExcusés : Cato Mul\n", "Ada Vos|Bram Kok|Daan Post"),
        (
            "Aanwezig: Vos, Ada; Kok, Bram; Kolk, Sem van der\nAfwezig: Mul, Cato",
            "Ada Vos|Bram Kok|Sem van der Kolk",
        ),
        ("Bijgewoond door: Ada Vos en Bram Kok\n", "Ada Vos|Bram Kok"),
        ("- **Aanwezig:** Ada Vos, Bram Kok\n- **Afgemeld:** Cato Mul\n- **Locatie:** Utrecht\n", "Ada Vos|Bram Kok"),
        (
            "## Deelnemers\n\n- Ada Vos, Hoofd Inkoop en Beheer\n- Bram Kok, Noble Waters\n- Daan Post, adviseur",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        ("## Present\n\nAda Vos, Bram Kok\n\n### Apologies\n\nCato Mul\n", "Ada Vos|Bram Kok"),
        (
            "**Present**: Ada Vos, Bram Kok  \n**Absent**: Cato Mul  \n**Chair**: Daan Post",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        ("Vergadering van 3 mei. Ook aanwezig: Ada Vos. Verder niets.", "Ada Vos"),
        ("## Aanwezigheid\n\n- Aanwezig: Ada Vos, Bram Kok\n- Afwezig: Cato Mul\n", "Ada Vos|Bram Kok"),
        ("## Aan- en afwezigen\n\n- Aanwezig: Ada Vos, Bram Kok\n- Afwezig: Cato Mul\n", "Ada Vos|Bram Kok"),
        (
            "**Aanwezig:**\n\nBestuur: Ada Vos, Bram Kok\nLeden: Daan Post\n\n**Afwezig:** Cato Mul",
            "Ada Vos|Bram Kok|Daan Post",
        ),
        ("Aanwezigen: mevrouw A. de Vries, de heer B. Bakker, dr. C. Mul-Kok", "A. de Vries|B. Bakker|C. Mul-Kok"),
        ('{| class="wikitable"\n! Aanwezig\n| Ada Vos, Bram Kok\n|-\n! Afwezig\n| Cato Mul\n|}', "Ada Vos|Bram Kok"),
        ("; Aanwezig : Ada Vos, Bram Kok\n; Afwezig : Cato Mul", "Ada Vos|Bram Kok"),
        (";Aanwezig\n:Ada Vos\n:Bram Kok\n;Afwezig\n:Cato Mul", "Ada Vos|Bram Kok"),
        ("Aanwezig:: Ada Vos, Bram Kok\nAfwezig:: Cato Mul", "Ada Vos|Bram Kok"),
        (".Aanwezigen\n* Ada Vos\n* Bram Kok\n\n.Afwezigen\n* Cato Mul", "Ada Vos|Bram Kok"),
        ("Deelnemers aan het overleg:\n1) Ada Vos\n2) Bram Kok\n\nAfmeldingen:\n1) Cato Mul", "Ada Vos|Bram Kok"),
    ],
)
def test_who_was_there_whatever_the_make_of_the_heading(text: str, names: str) -> None:
    assert "|".join(person.name for person in attendees(text)) == names


@pytest.mark.parametrize("field", ["attendees", "aanwezig", "participants"])
def test_fields_above_the_text_name_them_too(field: str) -> None:
    found = attendees("# Overleg", fields={field: ["Ada Vos", {"name": "Bram Kok", "email": "b@x.example"}]})
    assert [(person.name, person.email) for person in found] == [("Ada Vos", None), ("Bram Kok", "b@x.example")]


def test_who_takes_part_in_something_was_at_no_meeting() -> None:
    text = "## Deelnemers\n\n- Ada Vos\n- Bram Kok\n\n## Aanwezigen\n\n- Cato Mul\n"
    assert [person.name for person in attendees(text, minutes=False, meeting=False)] == ["Cato Mul"]


def test_a_label_without_marks_is_believed_above_full_names_in_minutes() -> None:
    text = "Notulen\nAanwezig\nAda Vos\nBram Kok\nCato Mul\n\nOpening\nDaan Post opent."
    assert [person.name for person in attendees(text, minutes=True)] == ["Ada Vos", "Bram Kok", "Cato Mul"]
    assert attendees(text, minutes=False) == ()


def test_cells_of_a_table_may_stand_in_lines_of_their_own() -> None:
    rows = "Naam\nOrganisatie\nIvo de Haan\nGrote Wateren\nNoor Prins\nKleine Wateren\nOpening\nAda Vos opent."
    found = attendees(f"Notulen\nAanwezigen\n{rows}", minutes=True)
    assert [person.name for person in found] == ["Ivo de Haan", "Noor Prins"]
    assert [person.name for person in attendees("Aanwezig | Ivo de Haan, Noor Prins")] == ["Ivo de Haan", "Noor Prins"]


@given(st.text(alphabet='=#*:|<>{}[]!.;- abAB\n"%`', max_size=200))
def test_marks_of_any_text_can_be_read(text: str) -> None:
    assert isinstance(marked(text), list)
