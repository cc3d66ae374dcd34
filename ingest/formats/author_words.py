"""Words around the names of authors, in Dutch, English, German and French: "By", "namens", "Foto:", functions."""

from __future__ import annotations

import re

from graph.names import GIVEN, fold

_BY = (
    r"(?:(?:geschreven|gepost|geplaatst|gepubliceerd|gemaakt|opgesteld|ingezonden|toegevoegd|verfasst|geschrieben|"
    r"ver[öo]ffentlicht|erstellt|written|posted|published|submitted|created|authored|shared|added|prepared|"
    r"(?:guest |blog )?(?:post|article|story|words|report|blog)|(?:een )?(?:gast)?(?:blog|artikel|bijdrage|verslag)|"
    r"[ée]crit|publi[ée]|r[ée]dig[ée]|propos[ée])\s+)?(?:by|door|von|par)"
)
_LABEL = (
    r"(?:(?:guest |gast)?(?:authors?|auteurs?|autor(?:en|in|innen)?)|"
    r"verfasser(?:in)?|writers?|schrijvers?|creators?|tekst(?:en)?|texte?s?|"
    r"words|redactie|redaktion|r[ée]daction|interview|verslag|report|from|van|afzender|de)"
)
LEAD = re.compile(
    rf"\W{{0,3}}(?:{_LABEL}\s{{0,3}}:\s{{0,3}}(?:{_BY}\s{{1,3}})?|{_BY}(?:\s{{0,3}}:\s{{0,3}}|\s{{1,3}}))(?=\S)",
    re.IGNORECASE,
)
"""What announces an author: "By ", "Geschreven door: ", "Auteur: "."""
CREDIT = re.compile(
    r"\b(?:tekst(?:en)?|texte?|words|auteurs?|authors?)\s{0,3}(?::|(?:by|door|von|par)\s)", re.IGNORECASE
)
PICTURE = re.compile(
    r"[\s,|(/&·–-]{0,6}\b(?:(?:and|en|und|et)\s{1,3})?(?:foto[’']?s?|fotograf\w{1,3}|photos?|photograph\w{1,3}|beeld(?:en)?|"
    r"illustrati(?:e|es|on|ons)|bild(?:er)?|images?|video|tekening(?:en)?|vertaling|translation)"
    r"\s{0,3}(?::|(?:by|door|von|par)\s)",
    re.IGNORECASE,
)
ON_BEHALF = re.compile(
    r"(?<=\S)[\s,]{1,3}(?:\(?(?:on behalf of|namens|in opdracht van|im (?:auftrag|namen)(?: von| der| des)?|i\.\s?a\.|"
    r"au nom d[eu']|pour le compte d[eu]|via|through|[üu]ber|et al|e\.\s?a\.?|u\.\s?a\.|and others|en anderen|"
    r"und andere|et autres|(?:in|on|op) (?:teams|trello|github|gitlab|slack|jira|"
    r"confluence|yammer|linkedin|asana|sharepoint|basecamp)|"
    r"en collega[’']?s|and colleagues|and (?:the )?team|en (?:het )?team)(?=[\s.,)]|$)).*$",
    re.IGNORECASE,
)
"""For whom somebody acted, through what it was sent, and who else is not named."""
IN_NAME = re.compile(
    r"[\s,(]{1,4}(?:on behalf of|namens|in opdracht van|im (?:auftrag|namen) von|i\.\s?a\.|au nom d[e'])\s?(.{3,80})$",
    re.IGNORECASE,
)
"""The person in whose name an office acted."""
_MONTH = (
    r"(?:jan|feb|f[ée]v|mar|mrt|maa|m[äa]r|apr|avr|may|mei|mai|jun|jui|jul|aug|ao[ûu]|sep|okt|oct|nov|dec|dez|d[ée]c|mon|tue"
    r"|wed|thu|fri|sat|sun|din|woe|don|vri|zat|zon|die|mit|fre|sam|son|lun|mer|jeu|ven|dim)[^\W\d_]{0,7}\.?,?"
)
DATED = re.compile(
    rf"[\s,|(–—-]{{1,4}}(?:(?:on|op|am|le|at|om|since|sinds|d\.d\.)\s)?(?:{_MONTH}\s){{0,2}}\d{{1,4}}(?:[-./:]\d|\s{{0,2}}"
    rf"{_MONTH}|(?:st|nd|rd|th|er|e)?,?\s\d{{4}}|\.\s).*$",
    re.IGNORECASE,
)
"""When it was written, behind a name."""
_FUNCTIONS = """
adviseur adviseuse advisor adviser berater beraterin conseiller consultant engineer ingenieur ingenieure manager
managerin directeur directrice director direktor leiter leiterin head hoofd lead teamlead teamleider projectleider
leider leader senior junior medior principal chief developer ontwikkelaar entwickler developpeur programmeur
programmer architect architecte analist analyst analyste specialist specialiste expert coordinator koordinator
coordinateur medewerker medewerkster mitarbeiter employee onderzoeker researcher forscher chercheur scientist
wetenschapper docent teacher lecturer hoogleraar professor student studente promovendus jurist juriste lawyer
advocaat planner redacteur redactrice editor journalist journaliste columnist blogger gastblogger gastblog
gastauteur guest fotograaf ceo cto cfo coo cio president voorzitter chairman chairwoman chair secretaris secretary
penningmeester treasurer wethouder burgemeester lid member mitglied eigenaar owner founder oprichter geschaftsfuhrer
geschaftsfuhrerin referent accountmanager productmanager projectmanager stagiair stagiaire trainee intern volontair
werkstudent hydroloog ecoloog bioloog geoloog technicus monteur operator designer ontwerper tester beheerder
administrator controller accountant trainer coach assistant assistent assistente strategist strateeg officer
inspecteur inspector regisseur beleidsmedewerker communicatieadviseur vertaler translator producer
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
_ENDINGS = (
    "adviseur", "manager", "medewerker", "ontwikkelaar", "specialist", "ingenieur", "directeur", "deskundige",
    "kundige", "beheerder", "coordinator", "onderzoeker", "leider", "berater", "leiter", "entwickler",
)  # fmt: skip


def is_remark(text: str) -> bool:
    """True for a function or the like, which no name is: "Senior Engineer"; who has a given name is somebody."""
    words = [fold(word).strip(".,") for word in text.split()]
    if not words or words[0] in GIVEN:
        return False
    return any(word in FUNCTIONS or (len(word) > 9 and word.endswith(_ENDINGS)) for word in words)
