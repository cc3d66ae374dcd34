"""Who wrote, edited or reviewed a text, by what is visible above it and by the fields of its front matter."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.author_lines import Author
from ingest.formats.roles import is_full_name, named_in
from ingest.formats.visible import visible

KIND = re.compile(r" (?=(?:wrote|edited|commented|named):)")


@pytest.mark.parametrize(
    ("text", "people", "day"),
    [
        ("# T\n\nAuthor: Ada Vos\n\nText", "wrote:Ada Vos", None),
        ("# T\n\n- Author: Ada Vos\n- Reviewers: Bram Kok, Cato Mul\n",
         "wrote:Ada Vos commented:Bram Kok commented:Cato Mul", None),
        ("# T\n\n**Author:** Ada Vos  \n**Date:** 2024-05-03\n", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\n**Author**: Ada Vos\n", "wrote:Ada Vos", None),
        ("# T\n\n* Auteurs: Ada Vos en Bram de Kok\n* Datum: 3 mei 2024\n",
         "wrote:Ada Vos wrote:Bram de Kok", "2024-05-03"),
        ("# 7. Use hydrogen\n\n* Status: accepted\n* Deciders: Ada Vos, Bram Kok\n* Date: 2024-05-03\n\n"
         "## Context\n\nAuthor: Cato Mul\n", "commented:Ada Vos commented:Bram Kok",
         "2024-05-03"),
        ("# ADR\n\n| Author | Ada Vos |\n|---|---|\n| Owner | Bram Kok |\n", "wrote:Ada Vos named:Bram Kok", None),
        ("# T\n\n- RFC Author: @adavos\n- Reviewers: Bram Kok\n", "wrote:adavos commented:Bram Kok", None),
        ("# T\n\nGastblog van Ada Vos (Acme)\n\nText", "wrote:Ada Vos", None),
        ("# T\n\n## Versiebeheer\n\n| Versie | Auteur | Datum |\n| 1 | Ada Vos | 3 mei |\n", "wrote:Ada Vos", None),
        ("# T\n\nBy Ada Vos, 3 May 2024\n\nText", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\n*By Ada Vos on May 3, 2024*\n", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\nDoor Ada van der Vos op 3 mei 2024\n", "wrote:Ada van der Vos", "2024-05-03"),
        ("T\n=\n\nGeschreven door Ada Vos en Bram Kok.\n", "wrote:Ada Vos wrote:Bram Kok", None),
        ("# T\n\nReviewed by Ada Vos\n", "commented:Ada Vos", None),
        ("# T\n\nLast updated by Ada Vos (2024-05-03)\n", "edited:Ada Vos", "2024-05-03"),
        ("# T\n\nUpdated by Ada Vos (2024-05-03)\n", "edited:Ada Vos", "2024-05-03"),
        ("# T\n\nNotulist: Ada Vos\n", "wrote:Ada Vos", None),
        ("# T\n\n:Author: Ada Vos\n:Editor: Bram Kok <b@x.org>\n", "wrote:Ada Vos edited:Bram Kok", None),
        ("# T\n\nEigenaar: @adavos\nMaintainers: @org/team, @bram-kok\n", "named:adavos named:bram-kok", None),
        ("# T\n\nOwner: Platform Team\nAuthor: Hydrogen Working Group\n", "", None),
        ("# T\n\nBy default, nothing is read.\n", "", None),
        ("# T\n\nBy Design\n", "", None),
        ("# T\n\nDoor Storing Utrecht is de trein te laat\n", "", None),
        ("# T\n\nAuthor: Your Name\nAuteur: Voornaam Achternaam\nReviewers: TBD\nDeciders: {names}\n", "", None),
        ("# T\n\nAuthor: Ada\n", "", None),
        ("# T\n\n```\nAuthor: Ada Vos\n```\n", "", None),
        ("# T\n\nThe byline shows:\n\n## Fields\n\nAuthor: Ada Vos\n", "", None),
        ("# T\n\nContact: Ada Vos (ada@x.org)\n", "named:Ada Vos", None),
        ("# T\n\nContact: see the desk\n", "", None),
        ("# T\n\nDate: the day it was made\n", "", None),
        ("By Ada Vos\n", "wrote:Ada Vos", None),
        ("# T\n\nBy Ada Vos, Head of Storage\n", "wrote:Ada Vos", None),
        ("# T\n\nBy Ada Vos, 3 pumps and a valve\n", "", None),
        ("# T\n\nSee also: Ada Vos\n", "", None),
        ("# T\n\nDecision makers: Ada Vos; Bram Kok\nConsulted: Cato Mul\nInformed: Daan Post\n",
         "commented:Ada Vos commented:Bram Kok commented:Cato Mul", None),
        ("# T\n\n| Auteur(s) | Ada Vos, Bram Kok |\n|---|---|\n| Beoordelaar | Cato Mul |\n",
         "wrote:Ada Vos wrote:Bram Kok commented:Cato Mul", None),
        ("# T\n\nAuteur\n: Ada Vos\n\nDatum\n: 3 mei 2024\n", "wrote:Ada Vos", "2024-05-03"),
        ("T\n=\n\nAuthor\n    Ada Vos\nReviewers\n    Bram Kok, Cato Mul\n\nText",
         "wrote:Ada Vos commented:Bram Kok commented:Cato Mul", None),
        ("# T\n\nAuthors:\n- Ada Vos\n- Bram Kok\n", "wrote:Ada Vos wrote:Bram Kok", None),
        ("# T\n\n**Auteurs**\n\n* Ada Vos\n* Bram Kok\n", "wrote:Ada Vos wrote:Bram Kok", None),
        ("= T\nAda Vos <ada@x.org>; Bram Kok\nv1.2, 2024-05-03: draft\n\nText", "wrote:Ada Vos wrote:Bram Kok",
         "2024-05-03"),
        ("= T\nThe pump is quiet\n", "", None),
        ("% T\n% Ada Vos; Bram Kok\n% 3 May 2024\n", "wrote:Ada Vos wrote:Bram Kok", "2024-05-03"),
        ("#+TITLE: T\n#+AUTHOR: Ada Vos\n#+DATE: 2024-05-03\n", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\n| Versie | Auteur |\n|---|---|\n| 0.1 | Ada Vos |\n| 0.2 | Bram Kok |\n",
         "wrote:Ada Vos wrote:Bram Kok", None),
        ("<h1>T</h1>\n<table>\n<tr><th>Author</th><td>Ada Vos</td></tr>\n<tr><th>Reviewer</th><td>Bram Kok</td></tr>",
         "wrote:Ada Vos commented:Bram Kok", None),
        ("<dl><dt>Author</dt><dd>Ada Vos</dd></dl>", "wrote:Ada Vos", None),
        ("# T\n\nauthor:: Ada Vos\n", "wrote:Ada Vos", None),
        ("# T\n\nAuteur : Ada Vos\n", "wrote:Ada Vos", None),
        ("# T\n\nAutor: Ada Vos\nGeprüft von: Bram Kok\nErstellt am: 3.5.2024\n", "wrote:Ada Vos commented:Bram Kok",
         "2024-05-03"),
        ("# T\n\nSteward: Ada Vos\n", "", None),
        ("# T\n\nAuteur/redacteur: Ada Vos\nDocumenteigenaar: Bram Kok\n", "wrote:Ada Vos named:Bram Kok", None),
        ("# T\n\nBy:\n- the book\n", "", None),
        ("# T\n\nOpgesteld door: ir. Ada Vos MSc\n", "wrote:ir. Ada Vos MSc", None),
        ("# T\n\nAuteur: prof. dr. Ada van der Vos\n", "wrote:prof. dr. Ada van der Vos", None),
        ("# T\n\nAuthor: Ada Vos, PhD\n", "wrote:Ada Vos, PhD", None),
        ("# T\n\nVon Ada Vos, 3. Mai 2024\n", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\nPar Ada Vos, le 3 mai 2024\n", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\nVerfasst von Ada Vos und Bram Kok\n", "wrote:Ada Vos wrote:Bram Kok", None),
        ("# T\n\nVon Januar bis Mai\n", "", None),
        ("# T\n\nPar contre\n", "", None),
        ("# T\n\n_Tekst: Ada Vos, foto's: Bram Kok_\n", "wrote:Ada Vos", None),
        ("# T\n\nLaatst bijgewerkt op 3 mei 2024 door Ada Vos\n", "edited:Ada Vos", "2024-05-03"),
        ("# T\n\n*Last updated on May 3, 2024 by Ada Vos*\n", "edited:Ada Vos", "2024-05-03"),
        ("# T\n\nWritten on 3 May 2024 by Ada Vos\n", "wrote:Ada Vos", "2024-05-03"),
        ("# T\n\nLast updated on the day it was broken by Ada Vos\n", "", None),
        ("# T\n\nDe pomp is gebouwd door Ada Vos\n", "", None),
        ("# T\n\nAutore: Ada Vos\n", "wrote:Ada Vos", None),
    ],
)  # fmt: skip
def test_the_head_of_a_text(text: str, people: str, day: str | None) -> None:
    seen = visible(text)
    assert sorted(f"{kind.value}:{author.name}" for author, kind in seen.people) == sorted(
        each for each in KIND.split(people) if each
    )
    assert day == (None if seen.at is None else datetime.fromtimestamp(seen.at, UTC).date().isoformat())


def test_more_labels_of_authors() -> None:
    seen = visible("# T\n\nZaaksteward: Ada Vos\n", {"zaaksteward"})
    assert [(author.name, kind.value) for author, kind in seen.people] == [("Ada Vos", "wrote")]


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        ({"reviewers": ["Ada Vos", "Bram Kok"]}, ["commented:Ada Vos", "commented:Bram Kok"]),
        ({"reviewed_by": "Ada Vos and Bram Kok"}, ["commented:Ada Vos", "commented:Bram Kok"]),
        ({"decision-makers": "Ada Vos", "informed": "Bram Kok"}, ["commented:Ada Vos"]),
        ({"deciders": {"name": "Ada Vos", "email": "a@x.org"}}, ["commented:Ada Vos"]),
        ({"editor": "Ada Vos", "owner": "@bram"}, ["edited:Ada Vos", "named:bram"]),
        ({"params": {"eigenaar": "Ada Vos"}}, ["named:Ada Vos"]),
        ({"author": "Ada Vos", "status": "accepted", "tags": ["owner"]}, []),
    ],
)
def test_fields_with_a_role(fields: dict[str, object], people: list[str]) -> None:
    assert [f"{kind.value}:{author.name}" for author, kind in named_in(fields)] == people


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Ada Vos", True),
        ("A. de Vos", True),
        ("Jean-Luc O'Neil", True),
        ("Zoë van 't Hek", True),
        ("dr. ir. Ada Vos", True),
        ("Ada Vos, MSc PhD", True),
        ("Ada, Bram", False),
        ("Ada", False),
        ("ada vos", False),
        ("van Vos", False),
        ("API Gateway", False),
        ("Platform Team", False),
        ("Ada Vos 2", False),
        ("", False),
    ],
)
def test_what_is_a_full_name(text: str, is_one: bool) -> None:
    assert is_full_name(text) is is_one


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    visible(text)
    visible("Author: " + text)
    assert all(isinstance(author, Author) for author, _ in visible("By " + text).people)
