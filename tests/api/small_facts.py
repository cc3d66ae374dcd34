"""The facts of a small organisation: a handful of people in storage of energy, and what they wrote."""

from __future__ import annotations

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
    Node,
    Person,
    Problem,
    Rule,
    SourceNode,
    Term,
    Topic,
    key_of,
)
from graph.store import RunState, Store
from tests.api.keys import account, document, person

NOW = 1_780_000_000
MAY = 1_747_000_000
LONG_AGO = NOW - 9_000_000
HOSTILE = '<script>alert("1")</script> "\'><img src=x onerror=alert(2)>'
TOPIC = "topic:hydrogen-storage"
OTHER_TOPIC = "topic:permits"


def group(native: str) -> Key:
    return key_of("group", "wiki", native)


CLOSED = key_of("rule", "wiki", "closed")
BUILDING = key_of("location", "people", "delft")
NAMES = {
    "maaike": ("Maaike de Smit", "Asset manager"),
    "tunde": ("Tunde Okafor", "Researcher"),
    "joost": ("Joost van der Bakker", "Permits officer"),
    "gone": ("Geert Weg", "Engineer"),
}
FIELDS = (
    "Anders Bente Casper Dorien Emre Fenna Gijs Hanna Ilse Jamal Karin Lotte Mila Noor Omar Pien Rik Saskia Teun Yara"
)
FIELD_WORKERS = {name.casefold(): (f"{name} Veldhuis", "Inspector") for name in FIELDS.split()}
"""Colleagues who each inspected one tank: enough for three pages of an answer."""
TEXTS = {
    "guide": (
        "Waterstofopslag, ontwerpgids",
        "nl",
        EVERYONE,
        "Hoe wij tanks ontwerpen voor waterstof.\n\nDruk, temperatuur en staal van een tank.",
    ),
    "valves": (
        "Valve maintenance",
        "en",
        EVERYONE,
        "Grease the valves of a hydrogen tank.\n\n" + "Again and again. " * 300,
    ),
    "secret": ("Reorganisatie 2027", "nl", CLOSED, "Alleen voor de kring."),
    "hostile": (HOSTILE, "en", EVERYONE, f"A hostile title. {HOSTILE}"),
    "diary": ("Tank 7 in the harbour", "en", EVERYONE, "I looked at tank 7 and its hydrogen storage before I left."),
}
WRITERS = {"secret": "tunde", "diary": "gone"}
EDITORS = {"diary": "maaike"}


def facts() -> list[Fact]:
    """Everything that the sources say."""
    nodes = [*_surroundings(), *(_colleague(native, *told) for native, told in (NAMES | FIELD_WORKERS).items())]
    nodes += [_written(native) for native in TEXTS]
    nodes += [_inspected(number, native) for number, native in enumerate(FIELD_WORKERS, start=1)]
    return [*nodes, *(_lunch(day) for day in range(1, 13))]


def _surroundings() -> list[Fact]:
    department = group("energy")
    return [
        Fact(SourceNode(key_of("source", "wiki", "wiki"), "wiki", "wiki", "mediawiki", "Wiki")),
        Fact(Group(department, "wiki", "energy", GroupKind.DEPARTMENT, "Energy storage")),
        Fact(Group(group("field"), "wiki", "field", GroupKind.DEPARTMENT, "Field work")),
        Fact(
            Group(group("hydrogen"), "wiki", "hydrogen", GroupKind.SPACE, "Waterstof"),
            (Edge(EdgeKind.PART_OF, group("hydrogen"), department),),
        ),
        Fact(Group(group("canteen"), "wiki", "canteen", GroupKind.SPACE, "Canteen")),
        Fact(Location(BUILDING, "people", "delft", "building", "Delft, 2nd floor")),
        Fact(Rule(CLOSED, "wiki", "closed", (account("tunde"),))),
    ]


def _colleague(native: str, name: str, function: str) -> Fact:
    node = Account(
        key=account(native),
        source="people",
        native_id=native,
        name=name,
        emails=(f"{native}@example.org",),
        phone="+31 15 200 3000",
        room="A2.14",
        function=function,
        languages=("nl", "en"),
        left=LONG_AGO if native == "gone" else None,
        about=f"Ask me about tanks. {HOSTILE}" if native == "maaike" else None,
        anchor=True,
    )
    department = group("field" if native in FIELD_WORKERS else "energy")
    edges = [Edge(EdgeKind.MEMBER_OF, node.key, department, role="member"), Edge(EdgeKind.AT, node.key, BUILDING)]
    managers = {"maaike": "tunde", "joost": "maaike"}
    if native in managers:
        edges.append(Edge(EdgeKind.REPORTS_TO, node.key, account(managers[native])))
    return Fact(node, tuple(edges))


def _written(native: str) -> Fact:
    title, language, rule, text = TEXTS[native]
    url = "javascript:alert(1)" if native == "hostile" else f"https://wiki.example.org/{native}"
    node = _page(native, title, text, language, url, rule)
    return Fact(
        node,
        (
            Edge(EdgeKind.WROTE, account(WRITERS.get(native, "maaike")), node.key, at=MAY, count=1, size=120),
            Edge(EdgeKind.EDITED, account(EDITORS.get(native, "joost")), node.key, at=MAY + 90_000, count=3, size=4),
            Edge(EdgeKind.IN, node.key, group("hydrogen")),
        ),
    )


def _inspected(number: int, native: str) -> Fact:
    text = f"The tank was looked at on day {number}: pressure is good."
    node = _page(f"inspection-{number}", f"Inspection of tank {number}", text, "en", None, EVERYONE)
    wrote = Edge(EdgeKind.WROTE, account(native), node.key, at=MAY - number * 86_400, count=1, size=20)
    return Fact(node, (wrote, Edge(EdgeKind.IN, node.key, group("hydrogen"))))


def _lunch(day: int) -> Fact:
    node = _page(f"lunch-{day}", f"Lunch of day {day}", f"Soup, bread and cheese in the canteen, day {day}.", "en")
    wrote = Edge(EdgeKind.WROTE, account("tunde"), node.key, at=MAY - day * 86_400, count=1, size=9)
    return Fact(node, (wrote, Edge(EdgeKind.IN, node.key, group("canteen"))))


def _page(native: str, title: str, text: str, language: str, url: str | None = None, rule: Key = EVERYONE) -> Document:
    return Document(
        key=document(native),
        source="wiki",
        native_id=native,
        kind=DocumentKind.PAGE,
        title=title,
        url=url,
        text=text,
        language=language,
        at=MAY,
        rule=rule,
        text_hash=f"{title}|{text}",
    )


def fill(store: Store) -> None:
    """Put all facts into a store, with people, topics, and one run that had problems."""
    store.ledger.start_run("wiki", "run-1", NOW - 600)
    with store.writer() as writer:
        for fact in facts():
            writer.put(fact, "run-1")
        for native in ("a.pdf", "b.pdf"):
            writer.problem("wiki", "run-1", Problem(native, "page-not-found"))
        writer.mark("wiki", None, "run-1", RunState.RUNNING, {"new": 4, "problems": 2, "authorless": 1})
    store.ledger.end_run("run-1", RunState.ENDED, NOW - 500)
    _derive(store)


def _derive(store: Store) -> None:
    staff = NAMES | FIELD_WORKERS
    people: list[Node] = [Person(person(native), account(native), name) for native, (name, _) in staff.items()]
    storage = Term(key_of("term", "nl", "waterstofopslag"), "nl", "waterstofopslag", "waterstofopslag")
    permits = Term(key_of("term", "en", "permit"), "en", "permit", "permit")
    about = [(document(native), storage.key) for native in ("guide", "valves", "diary")]
    about += [(document(f"inspection-{number}"), storage.key) for number in range(1, 4)]
    with store.writer() as writer:
        writer.derive("person", None, people)
        writer.derive("term", None, [storage, permits])
        topics = [
            Topic(TOPIC, {"nl": "waterstofopslag", "en": "hydrogen storage"}, len(about), 2),
            Topic(OTHER_TOPIC, {"en": "permits"}, 1, 1),
        ]
        writer.derive("topic", None, topics)
        owners = [Edge(EdgeKind.IS, account(native), person(native), weight=1.0, role="own") for native in staff]
        writer.derive(EdgeKind.IS, None, owners)
        mentions = [Edge(EdgeKind.MENTIONS, key, term, count=3, weight=1.0) for key, term in about]
        writer.derive(EdgeKind.MENTIONS, None, mentions)
        labels = [
            Edge(EdgeKind.LABELS, storage.key, TOPIC, weight=1.0),
            Edge(EdgeKind.LABELS, permits.key, OTHER_TOPIC, weight=1.0),
        ]
        writer.derive(EdgeKind.LABELS, None, labels)
