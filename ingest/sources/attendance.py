"""People who were present, by the minutes: lists after ``Aanwezig:``, ``Present:`` and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from graph.names import in_order, is_family_name, is_particle
from ingest.sources.presence import ABSENT_SIGN, has_boxes, signed, there, unmarked

HEAD = 12_000
"""Characters from the top that are searched: minutes begin with the list of those present."""
_LABEL = (
    r"(?:(?:online|virtueel|fysiek|digitaal|remote|also|tevens|ook|leden|members)\s+)?"
    r"(?:aanwezig(?:en?|heid)?|deelnemers(?:lijst)?|deelgenomen|presentielijst|present(?:en?)?|attendees|attendance|"
    r"participants|in attendance|those present|people present|roll[ -]call|presents?)"
)
_AFTER = r"(?:\s+(?:online|leden|members|zijn|waren|were|via\s[\w ]+|namens\s[\w ]+))?(?:\s*\([^()]*\))?"
_MARK = r"[\s>#*_+\-•|]*"
_BOTH = r"(?:\s*(?:/|&|\ben\b|\band\b|\bor\b|\bof\b)\s*(?:afwezig\w*|absent\w*|absence|afmelding\w*|apologies))?"
_OPENS = re.compile(
    rf"^{_MARK}(?:\d+\.\s*)?{_LABEL}(?P<both>{_BOTH}){_AFTER}\s*[*_]*\s*(:?)\s*[*_|]*\s*(.*)$", re.IGNORECASE
)
_INSIDE = re.compile(rf"(?<=[.;!?])\s+\**{_LABEL}\s*\**:\**\s*(.+)$", re.IGNORECASE)
_ABSENT = (
    r"(?:afwezig\w*|afgemeld\w*|afmelding\w*|verhinderd|niet aanwezig|met kennisgeving|absent\w*|"
    r"bericht van verhindering|regrets|apolog\w+|excused|not present|notulen?|verslag|minutes|agenda|datum|date|"
    r"locatie|location|plaats|tijd|time|voorzitter opent|copy|cc|kopie)"
)
_CLOSES = re.compile(rf"^{_MARK}{_ABSENT}\b[^.]{{0,40}}?(?::|$|\*)", re.IGNORECASE)
_CUT = re.compile(rf"[.;,]?(?<!\s)\s+\**{_ABSENT}(?:\s[\w ]{{0,30}})?\**:", re.IGNORECASE)
_ALSO = re.compile(
    rf"^{_MARK}(?:webex|teams|ms[- ]teams|zoom|skype|online|remote|hybride|op locatie|via \w+(?<!_)|"
    r"gast(?:en)?|guests?|voorzitter|notulist|chair|secretary|minute[- ]taker|scribe|leden|members|"
    r"namens \w[\w ]*(?<![ _])|toehoorders?|observers?)"
    r"[*_]*\s*:[*_]*\s*(.*)$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:\d+|\w+ leden|\w+ members)\b.{0,60}\b(?:aanwezig|present)\b", re.IGNORECASE)
_SITS = re.compile(r"^.{0,80}?\b(?:zitten|zaten|waren|zijn|sat|were|are)\b:?", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}(#{1,6}\s|={3,}\s*$|-{3,}\s*$|~{3,}\s*$)")
_UNDERLINE = re.compile(r"^\s{0,3}(={3,}|-{3,}|~{3,})\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+(.*)$")
_HANDLE = re.compile(r"`?(?<![\w.])@([A-Za-z0-9][\w-]{0,38})`?")
_EMAIL = re.compile(r"<?(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>?")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_ASIDE = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]")
_AND = re.compile(r"\s{0,20}[,;•\t]\s*|\s{1,20}(?:en|and|&|et)\s+|\n|(?<=[a-zà-ÿ]{3})\.(?:\s+|$)")
_TAIL = re.compile(r"(?<!\s)\s+[-–—/|:]+\s+.*$|(?<!\s)\s*[/|:].*$|\s[-–—].*$")
_SURNAMES = re.compile(r"achternaam|surname|last name|family name", re.IGNORECASE)
_GIVEN = re.compile(r"voornaam|roepnaam|first name|given name", re.IGNORECASE)
_NAMES = re.compile(
    r"\bnaam\b|\bname\b|\bwie\b|\bwho\b|deelnemer|persoon|attendee|particip|aanwezig|present", re.IGNORECASE
)
_ROLES = frozenset(
    [
        "voorzitter",
        "notulist",
        "secretaris",
        "penningmeester",
        "lid",
        "gast",
        "agenda",
        "chair",
        "chairman",
        "secretary",
        "notes",
        "minutes",
        "iedereen",
        "all",
        "everyone",
        "name",
        "naam",
        "none",
        "geen",
        "nvt",
        "onbekend",
        "organisatie",
        "organisation",
        "overige",
        "overigen",
        "bestuur",
        "board",
        "notulen",
        "present",
        "aanwezig",
        "aanwezigen",
        "absent",
        "afwezig",
        "publieke",
        "private",
        "sector",
        "online",
        "webex",
        "teams",
        "zoom",
    ]
)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was present, as written."""

    name: str
    handle: str | None = None
    email: str | None = None


def attendees(text: str, minutes: bool = True) -> tuple[Attendee, ...]:
    """People who were present, by a Markdown or RST text; nobody when it has no such list.

    Sentences that tell it without a label are believed only in a text that is known to be `minutes`.
    """
    lines = text[:HEAD].replace("\r\n", "\n").split("\n")
    found: dict[str, Attendee] = {}
    for start, line in enumerate(lines):
        for person in _from_line(lines, start, line, minutes):
            found.setdefault(person.name.casefold(), person)
    people = list(found.values())
    full = sum(" " in person.name for person in people)
    if full > 2 * (len(people) - full):  # among full names, a single word is a function or a heading
        people = [person for person in people if " " in person.name or person.handle or person.email]
    return tuple(people[:_MOST])


def _told(lines: Sequence[str], start: int) -> Iterator[Attendee]:
    """People of ``18 members were present. There sat A, B and C.``, or of the lists below that a ``...:`` opens."""
    _, _, rest = _SAYS.split(lines[start], maxsplit=1)[-1].partition(".")
    for sentence in re.split(r"(?<=[a-zà-ÿ)]{3})\.\s+", rest):
        names = list(_sentence(_SITS.sub("", sentence)))
        if len(names) >= 3 and len(names) * 2 > len(_AND.split(sentence)):
            yield from names
    at = start if rest.rstrip().endswith(":") else start + 1
    while (opening := _next(lines, at)) is not None and lines[opening].rstrip().endswith(":"):
        section = _section(lines, opening, "")
        yield from _people(section)
        at = opening + 1 + next((i for i, line in enumerate(lines[opening + 1 :]) if _prose(line)), len(lines))
        if at >= len(lines) or not section:
            return


def _prose(line: str) -> bool:
    return bool(line.strip()) and not _BULLET.match(line)


def _next(lines: Sequence[str], at: int) -> int | None:
    return next((index for index in range(at, len(lines)) if lines[index].strip()), None)


def _from_line(lines: Sequence[str], start: int, line: str, minutes: bool) -> Iterator[Attendee]:
    opens = _OPENS.match(line)
    if opens and (opens[2] or _stands_out(lines, start)) and (opens[2] or not opens[3].strip("*_ :|")):
        section = _section(lines, start, opens[3])
        if not opens["both"] or has_boxes("\n".join(section)):
            yield from _people(section)
    elif not opens:
        inside = _INSIDE.search(line)
        if inside:
            yield from _sentence(signed(_CUT.split(inside[1])[0]))
        elif minutes and _SAYS.search(line):
            yield from _told(lines, start)


def _stands_out(lines: Sequence[str], at: int) -> bool:
    """True when this line is a heading or bold, not a sentence."""
    line = lines[at].strip()
    under = lines[at + 1] if at + 1 < len(lines) else ""
    return line.startswith(("#", "**", "__")) or bool(under.strip() and _HEADING.match(under))


def _section(lines: Sequence[str], start: int, rest: str) -> list[str]:
    """The lines that belong to a label: to the next heading, the next other label, or the end of a paragraph."""
    heading = bool(_HEADING.match(lines[start])) or (start + 1 < len(lines) and bool(_HEADING.match(lines[start + 1])))
    section = [_CUT.split(rest)[0]] if rest.strip(" *_:|") else []
    blank = False
    for line, below in zip_longest(lines[start + 1 :], lines[start + 2 :], fillvalue=""):
        if section and line.strip() and _UNDERLINE.match(below):
            break
        if _CLOSES.match(line) or (_OPENS.match(line) and section):
            break
        if _HEADING.match(line):
            if not section and not line.strip().startswith("#"):
                continue
            break
        if not line.strip():
            blank = True
        elif (also := _ALSO.match(line)) is not None:
            section.append(also[1])
        elif heading or not section or not blank or _listed(line, section):
            section.append(line)
        else:
            break
    return section


def _listed(line: str, section: Sequence[str]) -> bool:
    """True when a list or table goes on after a blank line."""
    return bool(_BULLET.match(line) and _BULLET.match(section[-1])) or (line.lstrip().startswith("|"))


def _people(section: Sequence[str]) -> Iterator[Attendee]:
    """The people in bullets, table rows and sentences, without those that are marked as absent."""
    section = [signed(told) for line in section if (told := unmarked(line)) is not None]
    bullets = [match[1] for line in section if (match := _BULLET.match(line))]
    rows = [line for line in section if line.lstrip().startswith("|") or line.count("|") >= 2]
    if rows:
        yield from _table(rows)
    yield from _bullets(bullets)
    prose = [line for line in section if not _BULLET.match(line) and line not in rows]
    single = [line for line in prose if line.strip()]
    if len(single) > 2 and sum("," not in line for line in single) > len(single) / 2:
        yield from _bullets([line.strip() for line in single])
    else:
        yield from _sentence("\n".join(_BRACKETS_OVER_LINES.sub(" ", "\n".join(prose)).split("\n")))


_BRACKETS_OVER_LINES = re.compile(r"\n(?=[^()\n]*\))")


def _bullets(lines: Sequence[str]) -> Iterator[Attendee]:
    """One person a line, or several in one line if each part is a full name."""
    for line in lines:
        parts = [part for part in (_person(part) for part in _AND.split(_without_asides(line, ","))) if part]
        whole = _person(_without_asides(line, " "), surname_first=True)
        if "," in _ASIDE.sub("", line) and whole and _surname_first(line):
            yield whole
        elif len(parts) > 1 and len(lines) <= 2 and all(" " in part.name for part in parts):
            yield from parts
        elif parts and _AND.split(_without_asides(line, ","))[0].strip():
            yield parts[0]


def _surname_first(line: str) -> bool:
    """True for ``Surname, Given``: one word (with particles) before the comma, a given name behind it."""
    last, _, first = _ASIDE.sub("", line).partition(",")
    given = [word for word in _TAIL.sub("", first).split() if not is_particle(word, sure=True)]
    shouted = any(word.isupper() and len(word) > 2 for word in given)
    return is_family_name(last.strip("*_`-–•| ")) and 1 <= len(given) <= 2 and not shouted


def _table(rows: Sequence[str]) -> Iterator[Attendee]:
    """The people in the column of names, or in those of surname and given name; else in the first column with names."""
    cells = [[cell.strip(" *_") for cell in row.strip().strip("|").split("|")] for row in rows]
    cells = there([row for row in cells if any(cell.strip("-: ") for cell in row)])
    header = cells[0] if cells else []
    last, given = _column(header, _SURNAMES), _column(header, _GIVEN)
    names = _column(header, _NAMES)
    for row in cells[1:] if names is not None or last is not None else cells:
        if last is not None and given is not None:
            text = f"{row[last]}, {row[given]}" if max(last, given) < len(row) else ""
        else:
            text = row[names or 0] if (names or 0) < len(row) else ""
        person = _person(text, surname_first="," in text)
        if person:
            yield person


def _column(header: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, cell in enumerate(header) if pattern.search(cell)), None)


def _sentence(text: str) -> Iterator[Attendee]:
    """Names with commas and ``en`` between them; what stands in brackets divides them too."""
    for part in _AND.split(_without_asides(text, ",")):
        person = _person(part)
        if person:
            yield person


def _without_asides(text: str, between: str) -> str:
    return _ASIDE.sub(between, _LINK.sub(r"\1", text))


def _person(text: str, surname_first: bool = False) -> Attendee | None:
    """The person that a piece of text names; None when it does not look like a name."""
    if ABSENT_SIGN in text:
        return None
    handle, email = _HANDLE.search(text), _EMAIL.search(text)
    name = _HANDLE.sub(" ", _EMAIL.sub(" ", text))
    name = _TAIL.sub("", " ".join(name.split()).strip("*_`'\".,:;!-–•|/\\ "))
    if surname_first:
        last, comma, first = name.partition(",")
        name = in_order(last, first) if comma else name
    name = " ".join(name.replace("*", " ").replace("`", " ").split()).strip(" .,-")
    if not _is_name(name):
        if not handle or name:
            return None
        name = handle[1]
    return Attendee(name, handle[1] if handle else None, email[1].lower() if email else None)


def _is_name(text: str) -> bool:
    """True for words with a capital and particles, without digits, that are no abbreviation and no role."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 50 or any(c.isdigit() or c in "@:=<>{}#%\\?!" for c in text):
        return False
    if text.lower() in _ROLES or words[0].lower() in _ROLES:
        return False
    rest = [word for word in words if not is_particle(word, sure=True)]
    small = [word for word in rest if not word[0].isupper() and word[0].isascii()]
    if not rest or small:
        return len(rest) >= 3 and len(small) == 1 and len(small[0]) <= 3 and words[0][0].isupper()
    return len(words) > 1 or (not (text.isupper() and len(text) > 1) and len(text) > 1)
