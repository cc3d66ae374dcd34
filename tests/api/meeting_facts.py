"""An organisation of which some people know each other and some should: where they sit, and what they wrote.

Ann and Bob write about tanks together in one room in Delft. Dia does so alone in Groningen, and knows Bob; both Ann and
Dia write about rust. Cem, of another department on the floor of Ann, writes about permits as Ann does. Eva sits next to
Ann and writes about tanks.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    Location,
    Person,
    Rule,
    Term,
    Topic,
    key_of,
)
from graph.store import Store
from tests.api.keys import account, department, document, part_of, person, place, topic
from whoknows.jobs.index import PASSED, passed

NOW = 1_780_000_000
PLACES = {
    "delft": ("building", None),
    "second": ("floor", "delft"),
    "2.01": ("room", "second"),
    "groningen": ("building", None),
}
STAFF = {
    "ann": ("Ann Visser", "energy", "2.01"),
    "bob": ("Bob Aalders", "energy", "2.01"),
    "cem": ("Cem de Wit", "law", "second"),
    "dia": ("Dia Bos", "energy", "groningen"),
    "eva": ("Eva Pol", "energy", "second"),
    "new": ("Noa Nieuw", "law", "groningen"),
    "fresh": ("Finn Vers", "energy", "second"),
    "gone": ("Gert Weg", "energy", "second"),
}
"""By handle: name, department and place. Finn began yesterday and reports to Eva, as Dia does; Gert left."""
MANAGERS = {"fresh": "eva", "dia": "eva"}
CROWD = tuple(f"x{number:02}" for number in range(24))
"""So many more in the department of Ann that it makes nobody near."""
PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **{f"tanks-{who}-{number}": (("tanks",), (who,)) for who in ("ann", "bob", "dia", "eva") for number in range(3)},
    **{f"permits-{who}-{number}": (("permits",), (who,)) for who in ("ann", "cem") for number in range(3)},
    **{f"rust-{who}-{number}": (("rust",), (who,)) for who in ("ann", "dia") for number in range(3)},
    **{f"rust-gone-{number}": (("rust",), ("gone",)) for number in range(3)},
    **{f"lunch-{number}": ((), (CROWD[number % len(CROWD)],)) for number in range(60)},
    "both": ((), ("ann", "bob")),
    "report": ((), ("bob", "dia")),
    "secret": ((), ("ann", "cem")),
}
"""By document: the topics and who wrote it."""
TOPICS = ("tanks", "permits", "rust")
SECRET = key_of("rule", "wiki", "secret")


def fill(store: Store) -> None:
    """Put the organisation into an empty store, with who is who and what is about what."""
    people = {**{each: told[0] for each, told in STAFF.items()}, **{each: f"{each.title()} Veld" for each in CROWD}}
    with store.writer() as writer:
        for fact in facts():
            writer.put(fact, "run")
        writer.derive("person", None, [Person(person(each), account(each), name) for each, name in people.items()])
        writer.derive(
            EdgeKind.IS,
            None,
            [Edge(EdgeKind.IS, account(each), person(each), weight=1.0, role="own") for each in people],
        )
        terms = {name: Term(key_of("term", "en", name), "en", name, name) for name in TOPICS}
        writer.derive("term", None, list(terms.values()))
        writer.derive("topic", None, [Topic(topic(name), {"en": name, "nl": f"{name} (nl)"}, 3, 2) for name in TOPICS])
        mentions = [
            Edge(EdgeKind.MENTIONS, document(page), terms[name].key, count=1, weight=1.0)
            for page, (names, _) in PAGES.items()
            for name in names
        ]
        writer.derive(EdgeKind.MENTIONS, None, mentions)
        labels = [Edge(EdgeKind.LABELS, terms[name].key, topic(name), weight=1.0) for name in TOPICS]
        writer.derive(EdgeKind.LABELS, None, labels)
    store.ledger.set(PASSED, passed(store) + 1)


def facts() -> list[Fact]:
    """Everything that the sources say."""
    told = [
        Fact(Location(place(name), "people", name, kind, name.title()), part_of(place(name), larger and place(larger)))
        for name, (kind, larger) in PLACES.items()
    ]
    told += [
        Fact(Group(department(each), "people", each, GroupKind.DEPARTMENT, each.title())) for each in ("energy", "law")
    ]
    told.append(Fact(Rule(SECRET, "wiki", "secret", (account("ann"), account("cem")))))
    told += [_colleague(each, *known) for each, known in STAFF.items()]
    told += [_colleague(each, f"{each.title()} Veld", "energy", "second") for each in CROWD]
    return [*told, *(page(name, hands) for name, (_, hands) in PAGES.items())]


def page(name: str, hands: Sequence[str]) -> Fact:
    """A page by these people."""
    rule = SECRET if name == "secret" else EVERYONE
    text = f"All of {name}."
    node = Document(
        document(name), "wiki", name, DocumentKind.PAGE, name.title(), text=text, language="en", at=NOW - 99, rule=rule,
        text_hash=text,
    )  # fmt: skip
    return Fact(node, tuple(Edge(EdgeKind.WROTE, account(each), node.key, at=NOW - 99, count=1) for each in hands))


def _colleague(handle: str, name: str, works: str, sits: str) -> Fact:
    function = "Lawyer" if works == "law" else "Engineer"
    node = Account(
        account(handle), "people", handle, name, emails=(f"{handle}@example.org",), phone="+31 15 200 3000",
        function=function, anchor=True, vouched=True, joined=NOW - 86_400 if handle == "fresh" else None,
        left=NOW - 86_400 * 30 if handle == "gone" else None,
    )  # fmt: skip
    member = Edge(EdgeKind.MEMBER_OF, node.key, department(works), role="member")
    above = [Edge(EdgeKind.REPORTS_TO, node.key, account(MANAGERS[handle]))] if handle in MANAGERS else []
    return Fact(node, (*above, member, Edge(EdgeKind.AT, node.key, place(sits))))
