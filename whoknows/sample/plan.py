"""Who writes about what, with whom: the cast of every text, and the register that remembers it for the truth.

Two departments (afvalwater, netbeheer) work on one subject and never meet: no cast holds people of both, and no
channel, list, folder or meeting admits both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from whoknows.sample.dice import Dice, day_of
from whoknows.sample.frames import FRAMES, TITLES
from whoknows.sample.people import Employee, Staff
from whoknows.sample.topics import Pack, SampleTopic

STRANGERS = ("afvalwater", "netbeheer")
CIRCLES = {
    "drinkwater": ("drinkwater", "ingenieurs", "ict", "afvalwater"),
    "afvalwater": ("afvalwater", "ingenieurs", "drinkwater", "financien"),
    "netbeheer": ("netbeheer", "energie", "ict", "klant"),
    "energie": ("energie", "netbeheer", "ingenieurs", "financien"),
    "ingenieurs": ("ingenieurs", "drinkwater", "afvalwater", "energie"),
    "ict": ("ict", "netbeheer", "klant", "financien", "ingenieurs"),
    "klant": ("klant", "financien", "ict", "netbeheer"),
    "financien": ("financien", "organisatie", "klant", "drinkwater"),
    "organisatie": ("organisatie", "klant", "ict", "ingenieurs"),
}
"""Who takes part in the channels, lists, meetings and folders of each department."""


@dataclass
class Register:
    """What was written, by whom, under which account. Filled while writing; the truth files are made from it."""

    items: dict[str, int] = field(default_factory=dict)
    accounts: set[tuple[str, str, str]] = field(default_factory=set)
    private: list[dict[str, str]] = field(default_factory=list)
    traces: dict[str, set[str]] = field(default_factory=dict)

    def wrote(self, source: str, count: int = 1) -> None:
        """Count items of a source."""
        self.items[source] = self.items.get(source, 0) + count

    def account(self, source: str, account: str, person: str) -> str:
        """Note whose account this is, and give it back."""
        self.accounts.add((source, account, person))
        return account

    def acted(self, topic: SampleTopic, *people: str) -> None:
        """Note that these people left a trace on this topic."""
        self.traces.setdefault(topic.id, set()).update(people)


@dataclass
class SampleWorld:
    """Everything a writer needs: the people, the topics, the dice, the register, and what was already said."""

    seed: int
    staff: Staff
    topics: list[SampleTopic]
    register: Register = field(default_factory=Register)
    decks: dict[str, list[int]] = field(default_factory=dict)

    def dice(self, *names: object) -> Dice:
        """The die that decides about this."""
        return Dice(self.seed, *names)

    def open_topics(self, *departments: str) -> list[SampleTopic]:
        """Topics that may be written about where everyone reads."""
        return [t for t in self.topics if not t.private and (not departments or t.department in departments)]

    def language(self, topic: SampleTopic, dice: Dice) -> str:
        """The language of the next text about this topic. Mostly the one with the larger pack."""
        others = [name for name in topic.packs if name != topic.main]
        return dice.one(others) if others and dice.chance(0.24) else topic.main

    def author(self, topic: SampleTopic, language: str, at: int, dice: Dice) -> Employee:
        """The author of a text: an expert mostly, someone who knows of it sometimes; it must be their language."""
        weights = [(key, 3.0) for key in topic.experts] + [(key, 1.0) for key in topic.knows]
        able = [(key, weight) for key, weight in weights if self.staff[key].there(at)]
        fluent = [(key, weight) for key, weight in able if language in self.staff[key].languages]
        return self.staff[dice.weighted(fluent or able)]

    def outsider(self, topic: SampleTopic, language: str, at: int, dice: Dice, taken: tuple[str, ...] = ()) -> Employee:
        """The person who asks: somebody of the topic's circle who does not know it."""
        asked = [
            person
            for person in self.staff.of(*CIRCLES[topic.department])
            if person.there(at)
            and person.key not in (*topic.people, *taken)
            and (language in person.languages or dice.chance(0.05))
        ]
        return dice.one(asked)

    def insider(
        self, topic: SampleTopic, language: str, at: int, dice: Dice, taken: tuple[str, ...]
    ) -> Employee | None:
        """The person who answers next: another of those who know it, if there is one."""
        able = [
            k
            for k in topic.people
            if k not in taken and self.staff[k].there(at) and language in self.staff[k].languages
        ]
        weights = [(key, 3.0 if key in topic.experts else 1.2) for key in able]
        return self.staff[dice.weighted(weights)] if weights else None

    def voice(self, topic: SampleTopic, language: str, dice: Dice) -> Voice:
        """The sentences about this topic."""
        return Voice(self, topic, language, dice)


class Voice:
    """The sentences about one topic in one text. Each one of the pack comes once before any comes again."""

    def __init__(self, world: SampleWorld, topic: SampleTopic, language: str, dice: Dice) -> None:
        self.world, self.topic, self.language, self.dice = world, topic, language, dice
        self.pack: Pack = topic.packs[language]
        self.site = dice.one(topic.sites)
        self.who = self._who()

    def _who(self) -> str:
        able = [key for key in self.topic.experts if self.world.staff[key].left is None]
        return self.world.staff[self.dice.one(able or self.topic.people)].name

    def deal(self, what: str, count: int) -> list[int]:
        """The numbers of the next sentences of this kind, for this topic and language."""
        size = len(getattr(self.pack, what))
        name = f"{self.topic.id}/{self.language}/{what}"
        deck = self.world.decks.setdefault(name, [])
        hand: list[int] = []
        for _ in range(min(count, size)):
            fresh = [number for number in deck if number not in hand]
            if not fresh:
                fresh = self.dice.mixed([n for n in range(size) if n not in hand])
                deck.extend(fresh)
            hand.append(fresh[0])
            deck.remove(fresh[0])
        return hand

    def say(self, text: str, **names: str) -> str:
        """A sentence as it is said here. Fills {site}, {topic}, {Topic}, {who} and ranges such as {3-8}."""
        label = self.topic.labels[self.language]
        values = {"site": self.place(), "topic": label, "Topic": label[0].upper() + label[1:], "who": self.who, **names}

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            if (numbers := re.fullmatch(r"(\d+)-(\d+)", name)) is not None:
                return str(self.dice.number(int(numbers[1]), int(numbers[2])))
            return values[name]

        text = re.sub(r"\{([\w-]+)\}", fill, text)
        return text[:1].upper() + text[1:]

    def place(self) -> str:
        """A place. Places are written in the language of the text."""
        return _in_language(self.site, self.language)

    def several(self, what: str, count: int) -> list[str]:
        """`count` sentences of this kind (facts, decisions, news), or facts where the pack has none of it."""
        kind = what if getattr(self.pack, what) else "facts"
        return [self.say(getattr(self.pack, kind)[number]) for number in self.deal(kind, count)]

    def steps(self) -> list[str]:
        """The steps."""
        return [self.say(step) for step in self.pack.steps]

    def problems(self, count: int) -> list[tuple[str, str, str]]:
        """Problems: what happened, cause, remedy."""
        chosen = [self.pack.problems[number] for number in self.deal("problems", count)]
        return [(self.say(what), self.say(cause), self.say(fix)) for what, cause, fix in chosen]

    def qa(self, count: int = 1) -> list[tuple[str, str]]:
        """Questions with their answers."""
        return [(self.say(q), self.say(a)) for q, a in (self.pack.qa[number] for number in self.deal("qa", count))]

    def frame(self, name: str, **names: str) -> str:
        """The beginning or end of a text of this genre."""
        return self.say(self.dice.one(FRAMES[self.language][name]), **names)

    def title(self, genre: str, **names: str) -> str:
        """The title of a text of this genre."""
        return self.say(self.dice.one(TITLES[self.language][genre]), **names)


def _in_language(site: str, language: str) -> str:
    """A place in the language of the text: a site may be given as "Dutch name=English name"."""
    dutch, _, english = site.partition("=")
    return (english or dutch) if language == "en" else dutch


def date_in_words(at: int, language: str) -> str:
    """A day in words: "3 mei 2025" or "3 May 2025"."""
    months = {
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "en": "January February March April May June July August September October November December",
    }
    day = day_of(at)
    return f"{day.day} {months[language].split()[day.month - 1]} {day.year}"
