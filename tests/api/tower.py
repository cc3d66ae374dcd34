"""A small organisation with departments in departments, and people in rooms on floors of buildings."""

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
    KnowsAbout,
    Location,
    Person,
    Rule,
    Term,
    Topic,
    key_of,
)
from graph.store import Store
from tests.api.keys import account, department, document, part_of, person, place, topic

NOW = 1_780_000_000
PLACES = {
    "tower": ("building", None),
    "second": ("floor", "tower"),
    "2.01": ("room", "second"),
    "quay": ("building", None),
}
DEPARTMENTS = {"energy": None, "storage": "energy", "tanks": "storage", "people": None}
STAFF = {
    "ada": ("Ada Vos", "tanks", "2.01", "cem"),
    "bob": ("Bob Aalders", "tanks", "2.01", "cem"),
    "cem": ("Cem de Wit", "tanks", "second", "eva"),
    "dia": ("Dia Bos", "storage", "quay", "eva"),
    "eva": ("Eva Pol", "energy", "quay", None),
    "fay": ("Fay Zand", None, None, None),
    "gone": ("Gert Weg", "tanks", "2.01", "cem"),
    "soon": ("Sara Nieuw", "tanks", "2.01", "cem"),
}
"""By handle: name, department, place, and to whom they report."""
KNOW = {"hydrogen": ("ada", "bob", "dia"), "permits": ("ada", "cem"), "welding": ("bob",)}


TOGETHER = {"roof": ("cem", "eva"), "secret": ("bob", "eva"), "crowd": ("ada", "bob", "cem", "dia", "eva", "fay")}
"""Pages that several wrote and that are about no topic; the secret one is for Bob and Eva alone."""
SECRET = key_of("rule", "wiki", "secret")


def fill(store: Store) -> None:
    """Put the organisation into an empty store, with what people know."""
    with store.writer() as writer:
        for fact in facts():
            writer.put(fact, "run")
        writer.derive("person", None, [Person(person(each), account(each), told[0]) for each, told in STAFF.items()])
        owners = [Edge(EdgeKind.IS, account(each), person(each), weight=1.0, role="own") for each in STAFF]
        writer.derive(EdgeKind.IS, None, owners)
        terms = {name: Term(key_of("term", "en", name), "en", name, name) for name in KNOW}
        writer.derive("term", None, list(terms.values()))
        writer.derive("topic", None, [Topic(topic(name), {"en": name}, 3, 2) for name in KNOW])
        mentions = [Edge(EdgeKind.MENTIONS, document(name), term.key, count=1) for name, term in terms.items()]
        writer.derive(EdgeKind.MENTIONS, None, mentions)
        writer.derive(EdgeKind.LABELS, None, [Edge(EdgeKind.LABELS, terms[name].key, topic(name)) for name in KNOW])
        known = [KnowsAbout(EdgeKind.KNOWS_ABOUT, person(each), topic(name)) for name in KNOW for each in KNOW[name]]
        writer.derive(EdgeKind.KNOWS_ABOUT, None, known)


def facts() -> list[Fact]:
    """Everything that the directory says."""
    told = [
        Fact(Location(place(name), "people", name, kind, name.title()), part_of(place(name), larger and place(larger)))
        for name, (kind, larger) in PLACES.items()
    ]
    for name, larger in DEPARTMENTS.items():
        node = Group(department(name), "people", name, GroupKind.DEPARTMENT, name.title())
        told.append(Fact(node, part_of(node.key, larger and department(larger))))
    told.append(Fact(Group(department("forum"), "people", "forum", GroupKind.CHANNEL, "Forum")))
    council = department("council")
    told.append(Fact(Group(council, "people", "council", GroupKind.TEAM, "Works council", rule=SECRET)))
    told.append(Fact(Rule(SECRET, "wiki", "secret", (account("bob"), account("eva"), council))))
    pages = [_written(name, hands) for name, hands in (KNOW | TOGETHER).items()]
    said = [_said("leak", "fay", EdgeKind.WROTE), _said("answer", "ada", EdgeKind.ANSWERED)]
    return [*told, *map(_colleague, STAFF), *pages, *said]


def _written(name: str, hands: tuple[str, ...]) -> Fact:
    """A page by these people."""
    rule = SECRET if name == "secret" else EVERYONE
    text = f"All of {name}."
    node = Document(document(name), "wiki", name, DocumentKind.PAGE, name.title(), text=text, at=NOW - 99, rule=rule)
    return Fact(node, tuple(Edge(EdgeKind.WROTE, account(each), node.key, at=NOW - 99) for each in hands))


def _said(name: str, writer: str, kind: EdgeKind) -> Fact:
    """A message in the one discussion of the forum."""
    told = DocumentKind.POST if kind is EdgeKind.WROTE else DocumentKind.REPLY
    node = Document(document(name), "wiki", name, told, "Leak in hall 3", text=f"About the {name}.", at=NOW - 50)
    wrote = Edge(kind, account(writer), node.key, at=NOW - 50)
    return Fact(node, (wrote, Edge(EdgeKind.IN, node.key, department("forum"))))


def _colleague(handle: str) -> Fact:
    name, works, sits, manager = STAFF[handle]
    node = Account(
        account(handle), "people", handle, name, emails=(f"{handle}@example.org",), phone="+31 15 200 3000",
        room="2.01", function="Engineer", anchor=True, vouched=True,
        left=NOW - 9 if handle == "gone" else None, joined=NOW + 900 if handle == "soon" else None,
    )  # fmt: skip
    ends = (
        (EdgeKind.MEMBER_OF, works and department(works)),
        (EdgeKind.AT, sits and place(sits)),
        (EdgeKind.REPORTS_TO, manager and account(manager)),
    )
    return Fact(node, tuple(Edge(kind, node.key, end) for kind, end in ends if end))
