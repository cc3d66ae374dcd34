"""People in the pieces of a list: one in a line or several, a column of a table, a sentence, initials."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from graph.names import TITLES, in_order, is_family_name, is_group_name, is_particle
from ingest.formats.author_lines import Author
from ingest.formats.author_words import is_remark
from ingest.formats.byline import flat, people_in
from ingest.formats.roles import is_full_name, is_person
from ingest.minutes.marks import cells_of
from ingest.minutes.presence import ABSENT_SIGN, there

_HANDLE = re.compile(r"`?(?<![\w.])@([A-Za-z0-9][\w-]{0,38})`?")
_EMAIL = re.compile(r"<?(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>?")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_ASIDE = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]")
AND = re.compile(
    r"\s{0,20}[,;•\t]\s*(?:(?:en|and|&|et|und)\s+)?|\s{1,20}(?:en|and|&|et|und|plus)\s+|\n|(?<=[a-zà-ÿ]{3})\.(?:\s+|$)"
    r"|(?<=[A-Z][a-zà-ÿ]{2})\.(?:\s+(?=[A-Z][a-z]*\s[a-z])|$)"
)
_JOINS = re.compile(r"\s(?:en|and|&|et|und|plus)\s|;")
_TAIL = re.compile(r"(?<!\s)\s+[-–—/|:]+\s+.*$|(?<!\s)\s*[/|:].*$|\s[-–—].*$")
_DIVIDED = re.compile(r"(?<!\s)\s*(?::|\s[-–—|])\s+")
_SURNAMES = re.compile(r"achternaam|surname|last name|family name|nachname|nom de famille", re.IGNORECASE)
_GIVEN = re.compile(r"voornaam|roepnaam|first name|given name|vorname|prénom", re.IGNORECASE)
NAMES = re.compile(
    r"\bnaam\b|\bnamen\b|\bnames?\b|\bnom\b|\bwie\b|\bwho\b|deelnemer|persoon|attendee|particip|aanwezig|present|teilnehmer",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z][A-Za-z.]{0,5}[A-Z]\.?\Z")
_EXPLAINED = re.compile(r"([A-ZÀ-Þ][^()\[\]|,;:\n]{2,50}?)\s{0,3}[(\[]([A-Z][A-Za-z]{0,4}[A-Z])[)\]]")
_MEANT = re.compile(r"\b([A-Z][A-Za-z]{0,4}[A-Z])\s{0,3}[(=:]\s{0,3}([A-ZÀ-Þ][^()\[\]|,;:=\n]{2,50})")
_LEFT_OUT = (
    "voorzitter notulist secretaris penningmeester lid gast agenda chair chairman secretary notes minutes iedereen all "
    "everyone name naam none geen nvt onbekend organisatie organisation overige overigen bestuur board notulen present "
    "aanwezig aanwezigen absent afwezig publieke private sector online webex teams zoom niemand nobody tbd"
)
_ROLES = frozenset(_LEFT_OUT.split())


def people_in_fields(fields: Mapping[str, object], names: Collection[str]) -> Iterator[Author]:
    """The people in those of the fields above a text that have one of these names."""
    for name, value in flat(fields).items():
        for author in people_in(value) if name in names else ():
            if is_person(author) or _is_name(author.name):
                yield author


def in_list(lines: Sequence[str]) -> Iterator[Author]:
    """One person a line, or several where a line surely names several."""
    lone = sum("," in _ASIDE.sub("", line) for line in lines) == 1
    for line in lines:
        people = list(_in_line(line, few=len(lines) <= 2, lone=lone))
        whole = _person(_without_asides(line, " "), surname_first=True)
        if "," in _ASIDE.sub("", line) and whole and _surname_first(line):
            yield whole
        else:
            yield from people


def _in_line(line: str, few: bool, lone: bool = False) -> Iterator[Author]:
    """The people of one line: behind the name of their group, several, or the first of a name with more behind it.

    Two names with a comma between them are a person and what they work for, unless the line is one of a `few`, or the
    `lone` one with a comma.
    """
    before, *after = _DIVIDED.split(_without_asides(line, ","), maxsplit=1)
    behind = [part for part in map(_person, AND.split(after[0])) if part and _is_somebody(part.name)] if after else []
    if behind and not is_full_name(before.strip("*_, ")):
        yield from behind
        return
    pieces = AND.split(_without_asides(line, ","))
    parts = [part for part in map(_person, pieces) if part]
    full = [part for part in parts if _is_somebody(part.name)]
    whole = len(full) == len([each for each in pieces if each.strip()])
    if len(parts) > 1 and few and all(" " in part.name for part in parts):
        yield from parts
    elif len(full) > 1 and (_JOINS.search(line) or (whole and (lone or len(full) > 2))):
        yield from full
    elif parts and pieces[0].strip():
        yield parts[0]


def _is_somebody(name: str) -> bool:
    """True for a full name that is no function: what follows a name is often "Hoofd Inkoop"."""
    return is_full_name(name) and not is_remark(name)


def _surname_first(line: str) -> bool:
    """True for ``Surname, Given``: one word (with particles) before the comma, a given name behind it."""
    last, _, first = _ASIDE.sub("", line).partition(",")
    given = [word for word in _TAIL.sub("", first).split() if not is_particle(word, sure=True)]
    shouted = any(word.isupper() and len(word) > 2 for word in given)
    return is_family_name(last.strip("*_`-–•| ")) and 1 <= len(given) <= 2 and not shouted


def in_table(rows: Sequence[str]) -> Iterator[Author]:
    """The people in the column of names, or in those of surname and given name; else in the first column with names."""
    cells = [cells_of(row) for row in rows]
    cells = there([row for row in cells if any(cell.strip("-: ") for cell in row)])
    header = cells[0] if cells else []
    last, given = _column(header, _SURNAMES), _column(header, _GIVEN)
    names = _column(header, NAMES)
    for row in cells[1:] if names is not None or last is not None else cells:
        if last is not None and given is not None:
            text = f"{row[last]}, {row[given]}" if max(last, given) < len(row) else ""
        else:
            text = row[names or 0] if (names or 0) < len(row) else ""
        if "," in text and _surname_first(text):
            person = _person(text, surname_first=True)
            yield from [person] if person else []
        elif last is not None:
            person = _person(text, surname_first="," in text)
            yield from [person] if person else []
        else:
            yield from _in_line(text, few=True)


def _column(header: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, cell in enumerate(header) if pattern.search(cell)), None)


def in_sentence(text: str) -> Iterator[Author]:
    """Names with commas and ``en`` between them; what stands in brackets divides them too."""
    if ";" in text and all(map(_surname_first, pieces := [each for each in text.split(";") if each.strip(" .")])):
        for piece in pieces:
            person = _person(_without_asides(piece, " ").strip(), surname_first=True)
            if person:
                yield person
        return
    for part in AND.split(_without_asides(text, ",")):
        person = _person(part)
        if person:
            yield person


def _without_asides(text: str, between: str) -> str:
    return _ASIDE.sub(between, _LINK.sub(r"\1", text))


def _person(text: str, surname_first: bool = False) -> Author | None:
    """The person that a piece of text names; None when it does not look like a name."""
    if ABSENT_SIGN in text:
        return None
    mentioned = text.strip("*_`- ").removeprefix("@")  # "@Ada Vos", as programs for meetings write it
    text = mentioned if "@" in text and is_full_name(mentioned) else text
    handle, email = _HANDLE.search(text), _EMAIL.search(text)
    name = _HANDLE.sub(" ", _EMAIL.sub(" ", text))
    name = _TAIL.sub("", " ".join(name.split()).strip("*_`'\".,:;!-–•|/\\ "))
    if surname_first:
        last, comma, first = name.partition(",")
        name = in_order(last, first) if comma else name
    name = untitled(" ".join(name.replace("*", " ").replace("`", " ").split()).strip(" .,-"))
    if not _is_name(name) or is_group_name(name):
        if not handle or name:
            return None
        name = handle[1]
    return Author(name, email[1].lower() if email else None, handle[1] if handle else None)


def untitled(name: str) -> str:
    """The name without forms of address and titles in front of it."""
    words = name.split()
    while len(words) > 1 and (_title(words[0]) or (words[0].lower() in ("de", "den") and _title(words[1]))):
        del words[0]
    return " ".join(words)


def _title(word: str) -> bool:
    return word.strip(".").lower() in TITLES


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
    return len(words) > 1 or is_initials(text) or (not (text.isupper() and len(text) > 1) and len(text) > 1)


def is_initials(text: str) -> bool:
    """True for ``JdV`` or ``EB``: a capital, a few letters, a capital."""
    return bool(_INITIALS.match(text))


def known_by(text: str, people: Sequence[Author]) -> list[Author]:
    """The people with their names instead of initials that the text explains once; initials of nobody are left out."""
    meant = initials_of(text, people)
    found: dict[str, Author] = {}
    for person in people:
        named = meant.get(person.name.rstrip(".")) if is_initials(person.name) else person
        if named is not None:
            found.setdefault(named.name.casefold(), named)
    return list(found.values())


def initials_of(text: str, people: Sequence[Author]) -> dict[str, Author]:
    """Whom initials stand for: as the text says (``Jan de Vries (JdV)``), else the only one present who has them."""
    full = {person.name: person for person in people if is_full_name(person.name)}
    found: dict[str, Author] = {}
    several: set[str] = set()
    for person in full.values():
        for short in _shortened(person.name):
            several.update([short] if short in found else [])
            found.setdefault(short, person)
    for short in several:
        del found[short]
    told = [(match[2], match[1]) for match in _EXPLAINED.finditer(text)]
    told += [(match[1], match[2]) for match in _MEANT.finditer(text)]
    for short, written in told:
        name = " ".join(written.strip("*_-•– ").split())
        if is_full_name(name) and _fits(short, name):
            found[short] = full.get(name, Author(name))
    return found


def _shortened(name: str) -> set[str]:
    """The initials of a name with and without its particles."""
    words = name.replace("-", " ").split()
    letters = "".join(word[0] for word in words)
    own = "".join(word[0] for word in words if not is_particle(word, sure=True))
    return {letters, own, letters.upper()}


def _fits(short: str, name: str) -> bool:
    """Whether these may be the initials of this name: its letters come in that order, the first of them first."""
    letters = iter(name.casefold())
    return name[:1].casefold() == short[:1].casefold() and all(each in letters for each in short.casefold())
