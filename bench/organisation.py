"""The facts of an organisation of any size, generated with a fixed seed: a directory, documents, topics."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from graph.facts import (
    EVERYONE,
    Account,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Group,
    GroupKind,
    Key,
    Location,
    Rule,
    Term,
    Topic,
    key_of,
)
from graph.store import Store

SOURCE = "bench"
RUN = "bench"
BATCH = 1_000
SYLLABLES = (
    "ba",
    "de",
    "ki",
    "lo",
    "mu",
    "na",
    "po",
    "ri",
    "su",
    "ta",
    "ve",
    "wo",
    "bel",
    "dor",
    "fen",
    "gar",
    "hul",
    "kor",
)
DAY = 86_400
FIRST = 1_600_000_000
DEPARTMENT = 50
"""People in a department, and in a building ten times as many."""
FOLDER = 40
TOPICS = 600
LISTENERS = 20
"""One folder in so many is for its own readers alone."""


@dataclass(frozen=True, slots=True)
class JudgedOrganisation:
    """So many people and documents."""

    people: int
    documents: int
    seed: int = 5

    def facts(self) -> Iterator[Fact]:
        """Everything that its sources say."""
        draw = random.Random(self.seed)
        yield from self._places()
        yield from self._people(draw)
        yield from self._folders()
        yield from self._documents(draw)

    def _places(self) -> Iterator[Fact]:
        for number in range(1 + self.people // (10 * DEPARTMENT)):
            building = named("location", f"building {number}")
            yield Fact(Location(building, SOURCE, f"building {number}", "building", f"Building {number}"))
        for number in range(1 + self.people // DEPARTMENT):
            building = named("location", f"building {number // 10}")
            floor = named("location", f"floor {number}")
            edges = (Edge(EdgeKind.PART_OF, floor, building),)
            yield Fact(Location(floor, SOURCE, f"floor {number}", "floor", f"Floor {number}"), edges)
            name = f"Department {number}"
            yield Fact(Group(named("group", name), SOURCE, name, GroupKind.DEPARTMENT, name, rule=EVERYONE))

    def _people(self, draw: random.Random) -> Iterator[Fact]:
        for number in range(self.people):
            key, at = account(number), number // DEPARTMENT
            name = f"{word(draw)} {word(draw)}".title()
            node = Account(
                key, SOURCE, str(number), name, emails=(f"p{number}@example.org",), phone=f"+31 20 {number:07}",
                room=f"{at}.{number % DEPARTMENT}", function=word(draw), anchor=True, vouched=True,
            )  # fmt: skip
            edges = [
                Edge(EdgeKind.MEMBER_OF, key, named("group", f"Department {at}")),
                Edge(EdgeKind.AT, key, named("location", f"floor {at}")),
            ]
            if number % DEPARTMENT:
                edges.append(Edge(EdgeKind.REPORTS_TO, key, account(at * DEPARTMENT)))
            yield Fact(node, tuple(edges))

    def _folders(self) -> Iterator[Fact]:
        for number in range(1 + self.documents // FOLDER):
            reader = (named("group", f"Department {number % (1 + self.people // DEPARTMENT)}"),)
            if number % LISTENERS == 0:
                yield Fact(Rule(named("rule", str(number)), SOURCE, str(number), reader))
            name = f"Folder {number}"
            yield Fact(Group(named("group", name), SOURCE, name, GroupKind.FOLDER, name, rule=self._rule(number)))

    def _rule(self, folder: int) -> Key:
        return EVERYONE if folder % LISTENERS else named("rule", str(folder))

    def _documents(self, draw: random.Random) -> Iterator[Fact]:
        topics = [f"{word(draw)} {word(draw)}" for _ in range(TOPICS)]
        plain = [word(draw) for _ in range(4_000)]
        for number in range(self.documents):
            key, folder = document(number), number // FOLDER
            about = [topics[int(TOPICS * draw.random() ** 2)] for _ in range(3)]
            text = ". ".join(" ".join((*draw.choices(plain, k=12), each, *draw.choices(plain, k=8))) for each in about)
            at = FIRST + number * DAY // 10
            node = Document(
                key, SOURCE, str(number), DocumentKind.PAGE, f"{about[0]} {draw.choice(plain)}", text=text,
                language="en", at=at, rule=self._rule(folder),
            )  # fmt: skip
            yield Fact(node, (*self._acts(draw, key, at), *self._near(draw, number, folder)))

    def _acts(self, draw: random.Random, key: Key, at: int) -> Iterator[Edge]:
        hands = dict.fromkeys(int(self.people * draw.random() ** 1.5) for _ in range(draw.randint(1, 10)))
        for place, number in enumerate(hands):
            kind = EdgeKind.WROTE if place == 0 else draw.choice((EdgeKind.EDITED, EdgeKind.COMMENTED))
            yield Edge(kind, account(number), key, at=at + place * DAY, count=1 + place % 3, size=10)

    def _near(self, draw: random.Random, number: int, folder: int) -> Iterator[Edge]:
        yield Edge(EdgeKind.IN, document(number), named("group", f"Folder {folder}"))
        for other in {draw.randrange(self.documents) for _ in range(3)} - {number}:
            yield Edge(EdgeKind.LINKS_TO, document(number), document(other))
        if number % FOLDER:
            yield Edge(EdgeKind.REPLY_TO, document(number), document(number - number % FOLDER))

    def put(self, store: Store) -> int:
        """Put all of it into an empty store, with its topics; gives the number of facts."""
        count, facts = 0, self.facts()
        mentioned: list[tuple[Key, str]] = []
        while batch := list(islice(facts, BATCH)):
            count += len(batch)
            with store.writer() as writer:
                writer.expect(fact.node.key for fact in batch)
                for fact in batch:
                    writer.put(fact, RUN)
            documents = (fact.node for fact in batch if isinstance(fact.node, Document))
            mentioned += [(node.key, words) for node in documents for words in _topics_of(node)]
        _derive(store, mentioned)
        return count


def _topics_of(node: Document) -> set[str]:
    """The topics in this text. Each sentence has one, after twelve words."""
    return {" ".join(sentence.split()[12:14]) for sentence in node.text.split(". ")}


def _derive(store: Store, mentioned: list[tuple[Key, str]]) -> None:
    counts = Counter(words for _, words in mentioned)
    terms = {words: key_of("term", "en", words) for words in sorted(counts)}
    topics = {words: key_of("topic", "en", words) for words in terms}
    mentions = [Edge(EdgeKind.MENTIONS, key, terms[words], count=1, weight=0.5) for key, words in mentioned]
    labels = [Edge(EdgeKind.LABELS, terms[words], topics[words], weight=1.0) for words in terms]
    with store.writer() as writer:
        writer.derive("term", None, [Term(terms[words], "en", words, words) for words in terms])
        writer.derive(
            "topic",
            None,
            [Topic(topics[words], {"en": words}, count, count, weight=0.5) for words, count in counts.items()],
        )
        writer.derive("MENTIONS", None, mentions)
        writer.derive("LABELS", None, labels)


def account(number: int) -> Key:
    return named("account", str(number))


def document(number: int) -> Key:
    return named("document", str(number))


def named(kind: str, native_id: str) -> Key:
    """The key of a thing of this organisation."""
    return key_of(kind, SOURCE, native_id)


def word(draw: random.Random) -> str:
    """A word that nobody uses."""
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4)))
