"""The wiki: a MediaWiki XML dump with the whole history of every page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from whoknows.sample.dice import FIRST_DAY, Dice, day_of, iso
from whoknows.sample.people import ORGANISATION, Employee
from whoknows.sample.plan import SampleWorld
from whoknows.sample.prose import as_wikitext, wiki_sections
from whoknows.sample.topics import SampleTopic

SOURCE = "wiki"
HEAD = f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="nl">
  <siteinfo>
    <sitename>Wiki {escape(ORGANISATION)}</sitename>
    <dbname>wiki</dbname>
    <base>https://wiki.veldermark.example/wiki/Hoofdpagina</base>
    <generator>MediaWiki 1.39.7</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Overleg</namespace>
      <namespace key="2" case="first-letter">Gebruiker</namespace>
      <namespace key="14" case="first-letter">Categorie</namespace>
    </namespaces>
  </siteinfo>
"""


@dataclass(frozen=True, slots=True)
class WikiRevision:
    """One version of a page."""

    at: int
    account: str
    text: str
    comment: str


def wiki(world: SampleWorld) -> dict[str, bytes]:
    """The pages of the wiki. One or two per topic, with links between pages of one department."""
    parts, revision = [HEAD], 1000
    names = {topic.id: _title(world, topic, topic.main, 0) for topic in world.open_topics()}
    number = 0
    for topic in world.open_topics():
        for page in range(len(topic.packs)):
            language = topic.main if page == 0 else next(name for name in topic.packs if name != topic.main)
            title = names[topic.id] if page == 0 else _title(world, topic, language, 1)
            number += 1
            history = _history(world, topic, language, number, names)
            parts.append(_page(number, title, history, revision))
            revision += len(history)
            world.register.wrote(SOURCE)
    parts.append("</mediawiki>\n")
    return {"wiki/wiki-dump.xml": "".join(parts).encode()}


def _title(world: SampleWorld, topic: SampleTopic, language: str, page: int) -> str:
    if topic.id == "waterstofopslag" and page == 0:
        return "Waterstofopslag, ontwerpgids"
    return world.voice(topic, language, world.dice("wiki-title", topic.id, page)).title("wiki")


def _history(
    world: SampleWorld, topic: SampleTopic, language: str, number: int, names: dict[str, str]
) -> list[WikiRevision]:
    dice = world.dice("wiki", topic.id, language)
    sections = wiki_sections(world.voice(topic, language, dice))
    last = as_wikitext(sections[-1])
    at = dice.moment(FIRST_DAY, date(2024, 11, 30))
    blocked = "afvalwater" if dice.chance(0.5) else "netbeheer"
    people: tuple[str, ...] = ()
    history: list[WikiRevision] = []
    text = ""
    count = len(sections) + dice.number(0, 4)
    for step in range(count):
        section = as_wikitext(sections[step]) if step < len(sections) else ""
        person = _editor(world, topic, language, at, dice, people, blocked)
        people = (*people, person.key)
        if section:
            text = f"{text}\n{section}" if text else section
            comment = (
                "Nieuwe pagina" if not history else dice.one(("aanvulling", "", "sectie toegevoegd", "more detail"))
            )
        else:
            text = _polished(text, step, at)
            comment = dice.one(("typo", "kleine correctie", "nagekeken", ""))
        whole = text + _tail(world, topic, language, names, dice) if step == count - 1 else text
        history.append(WikiRevision(at, _account(world, person), whole, comment))
        world.register.acted(topic, person.key)
        at = min(at + dice.number(1, 60) * 86400 + dice.number(0, 7200), 1790700000)
    assert last.strip() in history[-1].text
    return _with_bot(history, number)


def _polished(text: str, step: int, at: int) -> str:
    """A small edit at the end: somebody looked at it again."""
    first = text.split("\n<!--", maxsplit=1)[0]
    return f"{first}\n<!-- nagekeken {day_of(at).isoformat()} ({step}) -->\n"


def _with_bot(history: list[WikiRevision], number: int) -> list[WikiRevision]:
    """On every fourth page the service account touches the markup last."""
    if number % 4:
        return history
    last = history[-1]
    return [*history, WikiRevision(last.at + 3600, "VeldermarkBot", last.text + "\n", "bot: regeleinden")]


def _editor(
    world: SampleWorld, topic: SampleTopic, language: str, at: int, dice: Dice, people: tuple[str, ...], blocked: str
) -> Employee:
    if people and dice.chance(0.22):
        taken = tuple(p.key for p in world.staff.of(blocked)) if topic.department != blocked else ()
        return world.outsider(topic, language, at, dice, taken)
    return world.author(topic, language, at, dice)


def _account(world: SampleWorld, person: Employee) -> str:
    """Wiki accounts: a full name, a login or a first name with the initial, as each person once chose."""
    style = world.dice("wiki-account", person.key).number(0, 2)
    first, login = person.key.capitalize(), person.handle.capitalize()
    account = (person.name, login, first)[style]
    if account[-1].isdigit():
        account = login
    return world.register.account(SOURCE, account, person.id)


def _tail(world: SampleWorld, topic: SampleTopic, language: str, names: dict[str, str], dice: Dice) -> str:
    """Links to pages of the same department, and the category."""
    near = [names[t.id] for t in world.open_topics(topic.department) if t.id != topic.id]
    see = "Zie ook" if language == "nl" else "See also"
    links = "\n".join(f"* [[{title}]]" for title in dice.some(near, 2))
    return f"\n== {see} ==\n{links}\n\n[[Categorie:{world.staff.departments[topic.department]}]]\n"


def _page(number: int, title: str, history: list[WikiRevision], revision: int) -> str:
    parts = [f"  <page>\n    <title>{escape(title)}</title>\n    <ns>0</ns>\n    <id>{number}</id>\n"]
    for step, one in enumerate(history):
        digest = hashlib.sha1(one.text.encode(), usedforsecurity=False).hexdigest()[:31]
        parent = f"      <parentid>{revision + step - 1}</parentid>\n" if step else ""
        comment = f"      <comment>{escape(one.comment)}</comment>\n" if one.comment else ""
        user = int(hashlib.sha1(one.account.encode(), usedforsecurity=False).hexdigest()[:6], 16)
        parts.append(
            f"    <revision>\n      <id>{revision + step}</id>\n{parent}      <timestamp>{iso(one.at)}</timestamp>\n"
            f"      <contributor>\n        <username>{escape(one.account)}</username>\n        <id>{user}</id>\n"
            f"      </contributor>\n{comment}      <model>wikitext</model>\n      <format>text/x-wiki</format>\n"
            f"      <text bytes={quoteattr(str(len(one.text.encode())))} "
            f'xml:space="preserve">{escape(one.text)}</text>\n'
            f"      <sha1>{digest}</sha1>\n    </revision>\n"
        )
    return "".join(parts) + "  </page>\n"
