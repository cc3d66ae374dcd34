"""Minutes in files and on pages of a wiki: whatever the format, their lists name those present."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.facts import Act, ActKind, DocumentKind, Item
from ingest import formats
from ingest.mapping import with_visible

WRITER = Act("ada", ActKind.WROTE, "Ada Vos", 5)


def seen(body: str, media_type: str, kind: DocumentKind, *acts: Act, title: str | None = "Notulen bouwoverleg") -> Item:
    item = Item("overleg", body.encode(), media_type, kind, title, acts=acts)
    return with_visible(item, formats.parse(item.body, media_type))


def who(item: Item) -> list[str]:
    return [f"{act.kind.value} {act.name}" for act in item.acts]


THERE = ["attended Ivo de Haan", "attended Noor Prins"]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("Aanwezig: Ivo de Haan, Noor Prins\nAfwezig: Cato Mul", "text/plain"),
        ("AANWEZIG\n- Ivo de Haan\n- Noor Prins\n\nAFWEZIG\n- Cato Mul", "text/plain"),
        ("<h2>Aanwezigen</h2><ul><li>Ivo de Haan</li><li>Noor Prins</li></ul><h2>Opening</h2>", "text/html"),
        ("<table><tr><th>Aanwezig</th><td>Ivo de Haan, Noor Prins</td></tr>"
         "<tr><th>Afwezig</th><td>Cato Mul</td></tr></table>", "text/html"),
        ("## Aanwezigen\n\n- Ivo de Haan\n- Noor Prins\n\n## Opening\n\nCato Mul opent.", "text/markdown"),
    ],
)  # fmt: skip
def test_a_file_that_is_called_minutes(body: str, media_type: str) -> None:
    item = seen(body, media_type, DocumentKind.FILE)
    assert who(item) == THERE
    assert item.kind is DocumentKind.MINUTES


def test_a_page_of_a_wiki_that_is_called_minutes() -> None:
    body = "== Aanwezig ==\n* [[Gebruiker:Ivo|Ivo de Haan]]\n* Noor Prins\n\n== Opening ==\nCato Mul opent.\n"
    assert who(seen(body, "text/x-wiki", DocumentKind.PAGE, WRITER)) == ["wrote Ada Vos", *THERE]
    assert who(seen(body, "text/x-wiki", DocumentKind.PAGE, WRITER, title="Werkwijze")) == ["wrote Ada Vos"]


def test_a_table_of_a_wiki_that_ticks_who_was_there() -> None:
    table = "{| class=wikitable\n! Naam !! Aanwezig\n|-\n| [[Gebruiker:Ivo|Ivo de Haan]] || x\n|-\n| Cato Mul ||\n|}\n"
    assert who(seen(table, "text/x-wiki", DocumentKind.PAGE, WRITER)) == ["wrote Ada Vos", "attended Ivo de Haan"]


def test_a_group_in_the_properties_of_a_file_is_no_writer_of_its_words() -> None:
    page = "<meta name=author content='Team Communicatie'><h1>Klep</h1><p>Tekst: Ada Vos</p><p>De klep lekt.</p>"
    told = who(seen(page, "text/html", DocumentKind.FILE, title="Klep"))
    assert told == ["wrote Team Communicatie", "wrote Ada Vos"]


def test_the_day_of_the_meeting_is_the_date_of_a_file_without_one() -> None:
    item = seen("Vergadering van 5 juni 2025\nAanwezig: Ivo de Haan", "text/plain", DocumentKind.FILE)
    assert item.at == int(datetime(2025, 6, 5, tzinfo=UTC).timestamp())
