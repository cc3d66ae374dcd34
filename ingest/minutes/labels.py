"""Labels in minutes: above those present, others, and who presents. In Dutch, English, German and French."""

from __future__ import annotations

import re

_PRESENT = (
    r"(?:aanwezig(?:en?|heid)?|aanwezigheidslijst|deelnemers?(?:lijst)?|deelneemsters|deelgenomen|presentielijst|"
    r"present(?:en?)?|presents?|attendees?|attendance(?:[ -]list)?|attending|attended(?:[ ]by)?|participants?|"
    r"in[ ]attendance|those[ ]present|people[ ]present|who[ ](?:was|were)[ ](?:there|present)|"
    r"roll[ -]call|"
    r"bijgewoond[ ]door|erbij[ ]waren|in[ ]aanwezigheid[ ]van|"
    r"anwesend(?:e[nr]?|heit)?|anwesenheit(?:sliste)?|"
    r"teilnehm(?:er|erinnen|ende[nr]?|erliste)|pr[ée]sente?s?|pr[ée]sences?|"
    r"liste[ ]de[ ]pr[ée]sence|[ée]taient[ ]pr[ée]sents)"
)
_BEFORE = (
    r"(?:(?!(?:new|nieuwe?|neue?r?|possible|mogelijke|potenti\w+|expected|verwachte|invited|genodigden?|registered|"
    r"uitgenodigde?n?|number|aantal|anzahl|nombre|max\w*|min\w*|geen|niet|nicht|non|not|no|welcome|"
    r"absent\w*|afwezig\w*|"
    r"beoogde|target|aan)\b)[\w'’&/-]++[ ]++){0,4}?"
)
"""Words before the label: of which group they are. New, possible or invited ones were not there yet."""
_AFTER = (
    r"(?:[ ]+(?:online|leden|members|zijn|waren|were|are|by|list|lijst|"
    r"(?:via|namens|bij|op|aan|van|at|from|tijdens|during|beim?|à|de|du)[ ][\w .]{1,40}))?"
    r"(?:\s*\([^()]*\)|\s*\[[^\[\]]*\])?"
)
_MARK = r"[\s>#*_+\-•|]*+"
_BOTH = (
    r"(?:\s*(?:/|&|\ben\b|\band\b|\bor\b|\bof\b|\bund\b|\bet\b)\s*"
    r"(?:afwezig\w*|absent\w*|absence|afmelding\w*|apologies|abwesend\w*|excus\w*))?"
)
OPENS = re.compile(
    rf"^{_MARK}(?:\d+(?:\.\d+)*[.)]?\s+|[^\w\s]{{1,3}}\s+)?"
    rf"(?P<whose>{_BEFORE}){_PRESENT}(?P<both>{_BOTH}){_AFTER}\s*[*_]*\s*"
    r"(?P<colon>[:：]?)\s*[*_|]*\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
TAKES_PART = re.compile(r"\b(?:deelne(?:em|m)\w*|particip\w*|teilnehm\w*)", re.IGNORECASE)
INSIDE = re.compile(rf"(?<=[.;!?])\s+\**(?:(?:ook|tevens|verder|also)\s+)?{_PRESENT}\s*\**:\**\s*(.+)$", re.IGNORECASE)
_ABSENT = (
    r"(?:afwezig\w*|afgemeld\w*|afmelding\w*|verhinderd|niet[ ]aanwezig|met[ ]kennisgeving|absen[tc]\w*|afzegging\w*|"
    r"bericht[ ]van[ ]verhindering|regrets|apolog\w+|excused|not[ ]present|abwesend\w*|entschuldigt\w*|verhindert|"
    r"excus[ée]\w*|notulen?|verslag|minutes|agenda|datum|date|"
    r"tagesordnung|ordre[ ]du[ ]jour|genodigd\w*|invited|"
    r"locatie|location|plaats|tijd|time|ort|zeit|lieu|heure|voorzitter[ ]opent|copy|cc|kopie|onderwerp|"
    r"subject|doel|goal)"
)
CLOSES = re.compile(rf"^{_MARK}{_ABSENT}\b(?:[^.]|(?<=\b\w)\.){{0,40}}?(?::|$|\*)", re.IGNORECASE)
CUT = re.compile(rf"[.;,]?(?<!\s)\s+\**{_ABSENT}(?:\s[\w ]{{0,30}})?\**:", re.IGNORECASE)
ALSO = re.compile(
    rf"^{_MARK}(?:webex|teams|ms[- ]teams|zoom|skype|online|remote|hybride|fysiek|digitaal|op locatie|via \w+(?<!_)|"
    r"gast(?:en)?|guests?|gäste|invités|voorzitter|notulist|secretaris|chair|secretary|minute[- ]taker|scribe|leden|"
    r"members|vorsitz|protokoll|namens \w[\w ]*(?<![ _])|toehoorders?|observers?|bestuur|board)"
    r"[*_]*\s*:[*_]*\s*(.*)$",
    re.IGNORECASE,
)
"""A label within a list, such as ``Online:``."""
CHAIRS = re.compile(
    r"^[\s>#*_+\-•|]*(?:(?:technisch |dag)?voorzitter(?:schap)?|chair(?:man|woman|person)?s?|facilitators?|"
    r"moderators?|host|gespreksleider|vorsitz(?:ende[rn]?)?|moderation|présidente?(?: de séance)?)[*_ ]*:[*_]*\s*(.+)$",
    re.IGNORECASE,
)
"""A line of its own that says who led the meeting."""
SAYS = re.compile(r"\b(?:\d+|\w+ leden|\w+ members)\b.{0,60}\b(?:aanwezig|present)\b", re.IGNORECASE)
SITS = re.compile(r"^.{0,80}?\b(?:zitten|zaten|waren|zijn|sat|were|are)\b:?", re.IGNORECASE)
COLUMN = re.compile(
    r"^(?:voor|achter)?na(?:am|men?)s?$|^(?:first |last )?names?$|^noms?$|^organi[sz]ati(?:e|on)$|^functi(?:e|on)$|"
    r"^fonction$|^funktion$|^(?:bedrijf|company|firma|société|rol|role|rolle|e-?mail(?:adres)?|afdeling|department|abteilung|team|"
    r"aanwezig|present|paraaf|handtekening|signature|initialen|initials|telefoon|phone|namens|partij|gemeente)$",
    re.IGNORECASE,
)
"""The head of a column in a list of people; documents of office programs give each cell a line."""
PRESENTER = re.compile(
    r"^[\s>#*_+\-•|]*(?:spre(?:ker|kers|ekster)|presentator(?:en)?|presenters?|speakers?|inleiders?|inbrenger|"
    r"gepresenteerd door|presented by|referent(?:in|en)?|vortragende[rn]?|intervenante?s?|orateurs?|orat(?:rice|eur))"
    r"[*_]*\s*(?P<colon>:?)[*_]*\s*(?P<rest>.*)$",
    re.IGNORECASE,
)


def opens(text: str) -> bool:
    """Whether this is nothing but a label above those present."""
    match = OPENS.match(text)
    return bool(match and not match["both"] and not match["rest"].strip("*_ :|"))


def closes(text: str) -> bool:
    """Whether this is a label above those who were absent, or above something else."""
    return bool(CLOSES.match(text))
