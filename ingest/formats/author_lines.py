"""The people of one author text, in the forms of feeds, files, mail and forums: ``Door Anna Vos | Energie``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.facts import Act, ActKind, Seconds
from graph.names import GIVEN, divide, fold, full_name, is_group_name, is_particle
from graph.names.vocabulary import DEGREES
from ingest.formats.author_words import CREDIT, DATED, IN_NAME, LEAD, ON_BEHALF, PICTURE, is_remark

LONGEST_NAME = 80
LONGEST = 4_000
MOST = 200
_MAIL = re.compile(r"<?(?<!\s)\s*(?<![\w.+%'-])([\w.+%'-]+(?:@| at )[\w-]+(?:\.[\w-]+)+)\s*>?")
_HIDDEN_AT = re.compile(r"\s?(?:\[(?i:at)\]|\((?i:at|a)\)|\{(?i:at)\}|\sAT\s)\s?")
_HIDDEN_DOT = re.compile(r"\s?(?:\[(?i:dot|punt)\]|\((?i:dot)\)|\{(?i:dot)\}|\sDOT\s)\s?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_WIKILINK = re.compile(r"\[\[([^\[\]|#]{1,300})(?:#[^\[\]|]{0,300})?(?:\|([^\[\]]{0,300}))?\]\]")
_SIGNED_IN = re.compile(r"^(?:\w:0[\w#.]{1,4}\|(?:membership\|)?)?(?:[\w-]{1,40}\\)?([\w.-]{1,80}(?:@[\w.-]{1,80})?)$")
"""How Windows and SharePoint write an account: ``ACME\\avos``, ``i:0#.w|acme\\avos``."""
_TAG = re.compile(r"</?(?:a|b|i|em|strong|span|p|div|br|abbr|cite|address|strike|u)\b[^<>]{0,500}>", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()|,;]+")
_BARE_TAG = re.compile(r"<[^<>@]*>")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}")
_BAR = re.compile(r" (?:\||-{1,3}|–|—|·|•|::|»|>) | ?\| ?")
_SLASH = re.compile(r" (?:/{1,2}|\+|×|x) | (?:avec|with|met|mit) (?=[A-Z])")
_FEDIVERSE = re.compile(r"(?<![\w@.])@([\w.-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8})")
_HANDLE = re.compile(r"(?<![\w@.])@(\w[\w.-]{0,80})|(?:^|(?<=\s))/?u/(\w[\w-]{0,40})(?=$|\s)")
_AT_WORK = re.compile(r" (?:at|@) (?=[A-Z]).*$")
_JUNK = frozenset(
    (
        "", "unknown", "onbekend", "unbekannt", "inconnu", "various", "various authors", "diverse auteurs", "diversen",
        "anonymous", "anoniem", "anonym", "anonyme", "admin", "n/a", "nvt", "n.v.t", "none", "null", "nil", "undefined",
        "tbd", "todo", "author", "auteur", "name", "naam",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Author:
    """One author as written: a name, with an address or handle when they are given."""

    name: str
    email: str | None = None
    handle: str | None = None

    @property
    def account(self) -> str:
        """The best id of this author within a source: the address, else the handle, else the name."""
        return self.email or self.handle or self.name

    @property
    def shown(self) -> str | None:
        """The name, where it says more than the address does."""
        return None if self.email and self.name == self.email.partition("@")[0] else self.name

    def act(self, kind: ActKind, at: Seconds | None) -> Act:
        """What this author did, at this moment."""
        return Act(self.account, kind, self.shown, at, email=self.email)


def names_in(text: str) -> Iterator[Author]:
    """The people of one text, such as ``A. Jansen <a@x.nl>, B. de Vries and @carla`` or ``Jansen, Piet``.

    What stands around the names (By, a date, a function, on whose behalf, who took the picture) is left out.
    """
    account = _SIGNED_IN.match(text.strip()[:LONGEST]) if "\\" in text or "|" in text else None
    text = f"@{account[1]}" if account and "@" not in account[1] else account[1] if account else text
    text = _credited(_plain(text[:LONGEST]))
    found: list[Author] = []
    for line in re.split(r"[;\n]", text)[:MOST]:
        found += _of_line(_without_surroundings(line))
    people = [author for author in found if _is_somebody(author)]
    yield from (people or found)[:MOST]


def _plain(text: str) -> str:
    """The text without marks of HTML and Markdown, on lines; hidden addresses as addresses."""
    text = html.unescape(text) if "&" in text else text
    text = _TAG.sub(" ", _LINK.sub(r"\1", _WIKILINK.sub(_linked, text)))
    text = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", text)) if _HIDDEN_AT.search(text) else text
    return text.strip().removeprefix("[").strip()


def _linked(link: re.Match[str]) -> str:
    """Who a link of a wiki names: by what it shows when that is a full name, else by the page that it leads to."""
    shown = (link[2] or "").strip()
    return shown if full_name(shown) else link[1].strip().rpartition("/")[2]


def _credited(text: str) -> str:
    """The part that names who wrote it, where a text tells pictures and words apart."""
    if PICTURE.search(text):
        written = CREDIT.search(text)
        text = text[written.end() :] if written else text
        picture = PICTURE.search(text)
        text = text[: picture.start()] if picture else text
    return text


def _without_surroundings(line: str) -> str:
    line = " ".join(line.split())
    lead = LEAD.match(line)
    if lead and _is_lead(lead[0], line[lead.end() :]):
        line = line[lead.end() :]
    line = _acting(line)
    line = DATED.sub("", line).strip(" ,|·–—")
    last = line.rpartition(" ")[2].removesuffix(".")
    ended = line.endswith(".") and len(last) > 2 and last.isalpha() and fold(last) not in DEGREES
    return line[:-1] if ended else line


def _acting(line: str) -> str:
    """Who acted, without for whom and through what; for "Secretariaat namens Anna Vos" the person behind the office."""
    behalf = ON_BEHALF.search(line)
    if behalf is None:
        return line
    office, person = line[: behalf.start()], IN_NAME.match(behalf[0])
    if person and is_group_name(office) and _is_name(_clean(person[1])):
        return person[1]
    return office


def _is_lead(lead: str, rest: str) -> bool:
    """True for "By" and "Door" before a name; "Door Jansen" and "Von Neumann, John" are names."""
    last = lead.rstrip(" :").rpartition(" ")[2]
    if last.lower() not in ("door", "von", "par") or ":" in lead or " " in lead.strip():
        return True
    words = rest.split()
    if last.lower() == "door":
        return len(words) > 1 or not words[0][:1].isupper() or last.islower()
    return len(words) > 1 and not words[0].endswith(",") and words[0][:1].isupper() and not is_particle(words[0])


def _of_line(line: str) -> list[Author]:
    """The authors of one line; a name of several words that no person has stays whole."""
    parts = _turned(list(divide(_SLASH.sub("; ", _first(line)))))
    authors = [author for part in parts if (author := _author(part))]
    people = [author for author in authors if _is_somebody(author)]
    if people:
        return people
    whole = _clean(line)
    if authors and is_group_name(whole) and len(whole) <= LONGEST_NAME:
        return [Author(whole)]
    return authors


def _turned(parts: list[str]) -> list[str]:
    """A family name of several words with the given names behind its comma: "Garcia Lopez, Maria"."""
    if len(parts) != 2 or not _is_name(_clean(parts[0])):
        return parts
    family, given = parts[0].split(), _clean(parts[1]).split()
    turned = given and all(word.lower() in GIVEN for word in given) and family[0].lower() not in GIVEN
    return [f"{parts[1]} {parts[0]}"] if turned else parts


def _first(line: str) -> str:
    """The part between bars that names people: the first, but for "Energie | Anna Vos"."""
    parts = [part for part in _BAR.split(line) if part.strip()]
    if len(parts) < 2:
        return line
    named = [part for part in parts if _has_name(part)]
    sure = [part for part in named if _clean(part).split()[0].lower() in GIVEN]
    return (named if named and named[0] is parts[0] and not sure else sure or named or parts)[0]


def _has_name(part: str) -> bool:
    authors = [_author(each) for each in divide(part)]
    return any(author is not None and _is_somebody(author) for author in authors)


def _author(part: str) -> Author | None:
    """The author of one part: a name with what stands in brackets around and behind it."""
    address = _FEDIVERSE.search(part)
    handle = address[1] if address else None
    part = _FEDIVERSE.sub(" ", part) if address else part
    mail = _MAIL.search(part)
    email = mail[1].replace(" at ", "@").lower() if mail else None
    part = _MAIL.sub(" ", part).replace("mailto:", " ") if mail else part
    called = _HANDLE.search(part)
    if called and not handle:
        handle = (called[1] or called[2]).rstrip(".-")
    part = _HANDLE.sub(" ", part) if called else part
    name, aside = _named(_AT_WORK.sub("", part) if full_name(_AT_WORK.sub("", part)) else part)
    if aside and not handle and not email:
        handle = aside
    if not name:
        name = handle or (email or "").partition("@")[0]
    if name.lower().rstrip(".") in _JUNK or not any(map(str.isalpha, name)) or len(name) > LONGEST_NAME:
        return None
    return Author(name, email, handle)


def _named(part: str) -> tuple[str, str | None]:
    """The name of a part, and the handle before it: "avos (Anna Vos)" is called by what stands in brackets."""
    whole = full_name(part) if "(" in part else None
    if whole and whole.initials and whole.called.lower() in GIVEN:  # "A. (Anna) Vos" is Anna Vos every day
        return " ".join((whole.called, *(each.written for each in whole.families))), None
    inside = [each for found in _BRACKETS.findall(part) if (each := _clean("".join(found)))]
    outside = _clean(_BRACKETS.sub(" ", part))
    people = [each for each in inside if _is_name(each)]
    if people and not _is_name(outside):
        single = outside and " " not in outside and not is_group_name(outside)
        return people[0], outside if single else None
    return outside or next(iter(inside), ""), None


def _clean(text: str) -> str:
    """The name without brackets, quotes and links around it."""
    text = _BARE_TAG.sub(" ", _URL.sub(" ", text))
    return " ".join(text.split()).lstrip("-•*+ ").strip(" \"'`*_,:()<>[]{}“”„‘’")


def _is_somebody(author: Author) -> bool:
    """True for an author with an address or a handle, or the name of a person."""
    return bool(author.email or author.handle) or _is_name(author.name)


def _is_name(text: str) -> bool:
    """True for the full name of a person; not for that of a group, and not for a function."""
    name = full_name(text)
    if name is None or is_group_name(text):
        return False
    first = text.split(maxsplit=1)[0]
    return first.lower() in GIVEN or ((not first[0].islower() or is_particle(first)) and not is_remark(text))


def without_repeats(authors: Sequence[Author]) -> Iterator[Author]:
    """Each author once, by address, handle or name; a bare name is whoever has that name and an address."""
    known = {author.name.casefold() for author in authors if author.email or author.handle}
    seen: set[str] = set()
    for author in authors:
        key = author.account.casefold()
        bare = not (author.email or author.handle)
        if key not in seen and not (bare and key in known):
            seen.add(key)
            yield author


def authors_of(text: str, email: str | None = None) -> tuple[Author, ...]:
    """The people of a text with the address in a field next to it; of several people it is nobody's."""
    authors = tuple(without_repeats(list(names_in(text))))
    email = (email or "").strip().lower() or None
    if email is None or len(authors) > 1:
        return authors
    if not authors:
        return (Author(email.partition("@")[0], email),)
    return authors if authors[0].email else (replace(authors[0], email=email),)
