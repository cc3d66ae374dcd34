"""A small organisation in which one person is named in every form, in all media and places."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from tests.whoknows.office import SETTINGS as OFFICE
from tests.whoknows.office import make_office, write_page

NAME = "Wilhelmina (Mina) van der Sallow"
WORDS = {"sallow", "mvds77"}
"""Folded words of which each form of the person has one: the family name, and a handle that says nothing."""
FORMS = [
    "Sallow", "mevrouw Sallow", "mevrouw Van der Sallow", "W.A. van der Sallow", NAME, "WilhelminaVanDerSallow",
    "Sallow's", "Sallows' plan", "Mina\u00a0van\u00a0der\u00a0Sallow", unicodedata.normalize("NFD", "S\u00e1llow"),
    "Sal\u00adlow", "MINA VAN DER SALLOW", "van der sallow", "w a sallow", "Sal-\nlow", "m.vandersallow@elders.example",
    "https://x.example/~wvandersallow/cv", "/archief/2024_vandersallow.pdf", "@mvds77", "VanDerSallowNota.docx",
]  # fmt: skip
SETTINGS = f"""{OFFICE}
[store]
url = "sqlite:whoknows.db"

[[source]]
name = "forum"
kind = "jsonl"
path = "push"
access = "everyone"

[[source]]
name = "lists"
kind = "mbox"
path = "lists"
access = "everyone"
"""


def make_organisation(folder: Path) -> Path:
    """Write the files of all sources."""
    make_office(folder, SETTINGS)
    people = folder / "people.csv"
    header, *rest = people.read_text(encoding="utf-8").splitlines()
    mina = f"p9,{NAME},mina@kantoor.example;m.sallow@kantoor.example,Techniek,Monteur,,B1.09,mvds77"
    lines = [f"{header},handles", *(f"{line}," for line in rest), mina]
    people.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number, form in enumerate(FORMS):
        write_page(
            folder, f"page{number}", "Anna Verhage", f"Overleg {number}", f"Gisteren sprak ik {form} nog over pompen."
        )
    write_page(folder, "verslag-sallow", "Anna Verhage", "Verslag van Sallow", "Over de pomp en het lager.")
    write_page(folder, "eigen", NAME, "Mijn pompen", "Een pomp slijt en een klep lekt.")
    _write_forum(folder / "push" / "forum.jsonl")
    _write_mail(folder / "lists" / "sallow-team.mbox")
    return folder


PIET = {"account": "piet", "name": "Piet Vos"}
MINA = {"account": "mvds77", "name": "M. van der Sallow", "email": "mina@kantoor.example"}
LINES: list[dict[str, object]] = [
    {"type": "group", "id": "g-sallow", "kind": "channel", "name": "Team Sallow", "members": [{"account": "anna"}]},
    {"type": "person", "id": "piet", "name": "Piet Vos", "about": "Werkt met Mina van der Sallow"},
    {
        "id": "i1", "container": "g-sallow", "title": "Vraag aan Sallow", "author": PIET,
        "text": "Volgens Sallow moet de pomp dicht.", "tags": ["Sallow", "pomp", "sallow-plan"],
        "url": "https://forum.example/van-der-sallow/1", "at": "2026-01-05T10:00:00Z",
    },
    {
        "id": "i2-sallow", "parent": "i1", "kind": "reply", "text": "Eens, zie ook de klep.", "author": MINA,
        "at": "2026-01-06T10:00:00Z",
    },
    {"id": "i3", "kind": "commit", "author": PIET, "text": "Herstel\n\nSigned-off-by: Mina Sallow <m@x.example>"},
    {
        "id": "i4", "kind": "minutes", "title": "Notulen pomp",
        "text": "Aanwezig: Piet Vos, Wilhelmina van der Sallow\n\nBesloten.",
        "acts": [{"account": "piet", "kind": "attended"}, {"account": "mvds77", "kind": "attended"}],
    },
    {"id": "i5-sallow.pdf", "kind": "file", "media_type": "application/pdf", "text": "geen pdf", "author": PIET},
]  # fmt: skip
LETTERS = [
    ("Piet Vos <piet@kantoor.example>", "Voor Sallow: de pomp", "Dag Mina,\n\nDe pomp lekt."),
    ("Mina van der Sallow <mina@kantoor.example>", "Re: de pomp", "Ik kijk.\n\n-- \nMina van der Sallow"),
    ("Piet Vos <piet@kantoor.example>", "Klep", "Sallow kijkt. Later belt mevrouw v.d. Sallow."),
]


def _write_forum(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES), encoding="utf-8")


def _write_mail(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    text = "".join(
        f"From x Mon Nov  3 12:23:12 2025\nFrom: {sender}\nTo: mina@kantoor.example\n"
        f"Date: Mon, 03 Nov 2025 11:23:12 +0000\nSubject: {subject}\n"
        f"Message-ID: <{number}.sallow@kantoor.example>\n\n{body}\n\n"
        for number, (sender, subject, body) in enumerate(LETTERS)
    )
    file.write_text(text, encoding="utf-8")
