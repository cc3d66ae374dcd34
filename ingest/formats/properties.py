"""Author and title of a document, by its properties, without what programs and copiers fill in by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.formats.author_lines import Author, names_in
from ingest.formats.dates import seconds_of

_PROGRAMS = (
    r"ms[ -]?office.*|microsoft([ -].*)?|office ?365|windows[ -].*|libreoffice.*|openoffice.*|apache .*|"
    r"google docs|python-(docx|pptx)|openpyxl|xlsxwriter|phpoffice.*|phpword|phpexcel|docx4j|aspose.*|"
    r"adobe .*|acrobat.*|pandoc|sharepoint.*|syste+m( ?account)?|un-?named|"
    r"crystal reports|jasperreports.*|service[ -]?account"
)
_PLACES = (
    r"(microsoft|windows|office)?[ -]?(user|gebruiker|benutzer|anwender|utilisateur|usuario|utente)( name)?\d*|"
    r".*\buser\d*|(utilisateur|usuario|utente)( de)?( microsoft| windows)( office)?|"
    r"admin\w*|administrator.*|beheerder|root|owner|eigenaar|besitzer|propri[e\u00e9]taire|propietario|"
    r"user ?name|(your|uw|jouw) (name|naam)|ihr name|votre nom|guest|gast|invit[e\u00e9]|customer|klant|"
    r"(preferred|valued) .*customer|medewerker|employee|student|test\d*|demo|home|thuis|"
    r"((unknown|unbekannter) (author|autor)|onbekende auteur|auteur inconnu)|"
    r"authors?|auteurs?|autor|unknown|onbekend|unbekannt|inconnu|anonymous|anoniem|anonym|anonyme|none|geen|null|nvt|n/a"
)
_MACHINES = (
    r"scan(ner)?\d*|printer|(canon|xerox|ricoh|hp|konica|kyocera)( .*)?|"
    r"(dell|lenovo|acer|asus|toshiba|compaq|brother|epson)( (inc|computer)\.?)?|"
    r"(desktop|laptop|pc|win)-[a-z]*\d\w*|(my |mijn )?(pc|computer|laptop)\d*|"
    r"(pc|computer|laptop|macbook( pro| air)?|imac) (van|of|von|de) .*|"
    r".*[\u2019']s? (pc|computer|laptop|macbook|imac).*|"
    r"default|template|sjabloon|vorlage"
)
NOBODY = re.compile(rf"(?:{_PROGRAMS}|{_PLACES}|{_MACHINES})", re.IGNORECASE)
"""What a program, a computer or somebody who was asked for no name wrote, in Dutch, English, German and French."""
UNTITLED = re.compile(
    r"(untitled.*|naamloos.*|unknown title|onbekende titel|unbekannter titel|titre inconnu"
    r"|(document|presentatie|presentation|dia|slide|bijlage)\s*\d*|powerpoint.*|microsoft.*"
    r"|.*\.\w{2,4})",
    re.IGNORECASE,
)
GENERATED = frozenset(map(seconds_of, ("2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z")))
"""Moments at which the empty documents of generators (python-docx, python-pptx) were made, by their makers."""
MAKERS = frozenset(("Steve Canny", "python-docx", "python-pptx"))
"""Who is said to have saved them then."""
LONGEST = 500
"""Characters of an author property that are read."""


def people_of(text: str | None) -> Iterator[Author]:
    """The people that an author property names. What a program or a copier wrote there is nobody."""
    text = " ".join((text or "")[:LONGEST].split())
    if not NOBODY.fullmatch(text):
        yield from (author for author in names_in(text) if not NOBODY.fullmatch(author.name))


def names_of(text: str | None) -> tuple[str, ...]:
    """The names of those that an author property names."""
    return tuple(dict.fromkeys(author.name for author in people_of(text)))


def title_of(text: str | None) -> str | None:
    """The title of a document, by its properties. None when that is a left-over or a file name."""
    title = " ".join((text or "").split())
    return title if len(title) > 2 and not UNTITLED.fullmatch(title) else None
