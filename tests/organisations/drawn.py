"""Random organisations with records that not everybody may read, which share everything with those that everybody may.

Ids, names, addresses and handles come from small pools, so that hidden records meet public ones: the same accounts
under other names, bridges between accounts, names that stand in public texts, replies to public items, edits, likes and
members, containers inside hidden containers. What is drawn depends on the seed alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from graph.facts import Key, key_of
from tests.organisations.answers import Asked
from tests.organisations.built import NOW, VOCABULARY, Line, Pushed, document, person

PEOPLE = {
    "ann": ("Ann Visser", "ann@w.example", "annv"),
    "bob": ("Bob Yilmaz", "bob@w.example", "byilmaz"),
    "cem": ("Cem de Wit", "cem@w.example", "cemdw"),
    "kees": ("Kees Vos", "kees.vos@w.example", "kvos"),
    "otto": ("Otto Quartz", "otto@w.example", "oq"),
}
WHERE = {"ann": "Delft", "bob": "Delft", "cem": "Delft", "kees": "Utrecht", "otto": "Utrecht"}
IDS = (
    *("bob", "ann", "b1", "kv", "kv2", "mvd", "nightowl", "deepthroat", "deploy-bot", "oq", "cemdw", "kees@x.example"),
    *("dt@y.example", "bob@w.example", "Kees Vos", "Otto Quartz", "12+byilmaz@users.noreply.x.example"),
)
NAMES = (
    *("Ann Visser", "A. Visser", "Bob Yilmaz", "B. Yilmaz", "Bobby Tables", "Kees Vos", "Kees Bos", "Maria van Dijk"),
    *("Otto Quartz", "deploy-bot", "info", "Vos, Kees", "Cem de Wit", "X"),
)
ADDRESSES = (
    *("bob@w.example", "kees@x.example", "dt@y.example", "mvd@x.example", "noreply@x.example", "kees.vos@w.example"),
)
ACTS = (
    *("wrote", "wrote", "wrote", "edited", "answered", "accepted", "commented", "attended", "bookmarked", "liked"),
    "named",
)
PLACES = ("gas", "roofs")
HIDDEN_PLACES = ("cabinet", "bunker")
UNREADABLE = ("nobody", "undefined")
RULES = ("board", "staff")
"""Rules that the forum defines: some of its own accounts read by them."""
SEEN_AGAIN = "It leaked twice last winter, and the seal was replaced in spring."
TAGS = ("green", "Green", "h2", "Otto Quartz")
QUESTIONS = ("hydrogen tank", "zeppelin valve", "wie weet iets van waterstofopslag?", "hydrogne")
LOOKED_FOR = ("Visser", "Yilmaz", "Kees Vos", "Otto Quartz", "Tables", "Dijk", "nightowl", "deploy-bot", "A2.14")


@dataclass(frozen=True, slots=True)
class Told:
    """A record of a source, and the rule by which it is read. None: everyone reads it, or it is about rights only."""

    source: str
    line: Line
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """An organisation: everything that its sources say, in order."""

    told: tuple[Told, ...]

    def sources(self, rules: Collection[str] | None = None) -> list[Pushed]:
        """The sources with what is for everyone and what is read by these rules (None: with everything)."""
        lines = {
            name: [each.line for each in self.told if each.source == name and _is_kept(each, rules)] for name in SOURCES
        }
        return [Pushed(name, lines[name], access, name == "people") for name, access in SOURCES.items()]

    def asked(self) -> Asked:
        """All that can be asked about it: what is hidden too."""
        return Asked(QUESTIONS, LOOKED_FOR, tuple(dict.fromkeys([*_people(self.told), *_things(self.told)])))


SOURCES = {"people": "everyone", "forum": "everyone", "blog": "everyone", "vault": "group:Board"}


def _is_kept(each: Told, rules: Collection[str] | None) -> bool:
    return each.rule is None or rules is None or each.rule in rules


def _people(told: Sequence[Told]) -> list[Key]:
    """Everybody in the directory, and whoever acts or is a member somewhere."""
    found = [person(name, "people") for name in PEOPLE]
    for each in told:
        acts = [act["account"] for act in each.line.get("acts", ())]
        members = [member["account"] if isinstance(member, dict) else member for member in each.line.get("members", ())]
        found += [person(name, each.source) for name in (*acts, *members)]
    return found


def _things(told: Sequence[Told]) -> list[Key]:
    items = [document(each.line["id"], each.source) for each in told if each.line["type"] == "item"]
    groups = [key_of("group", each.source, each.line["id"]) for each in told if each.line["type"] == "group"]
    topics = [key_of("topic", "en", word) for word in VOCABULARY]
    places = [key_of("location", "people", where) for where in sorted({*WHERE.values()})]
    return [*items, *groups, *topics, *places, *(key_of("group", "people", each) for each in ("Energy", "Board"))]


def drawn(seed: int) -> Drawn:
    """The organisation of this seed."""
    chance = Random(seed)
    fixed = [*_directory(chance), *_surroundings(chance)]
    items = [_public_item(chance, number) for number in range(chance.randint(4, 9))]
    groups = _hidden_groups(chance)
    rules = {str(each.line["id"]): str(each.rule) for each in groups}
    hidden = [_hidden_item(chance, number, len(items), rules) for number in range(chance.randint(1, 6))]
    hidden += groups
    hidden += [_vault_record(chance, number) for number in range(chance.randint(0, 3))]
    hidden += [_in_hidden_group(chance, number, each) for number, each in enumerate(hidden) if _is_group(each)]
    rest = _with_copies(Random(f"copies of {seed}"), [*_filler(), *items, *hidden])
    chance.shuffle(rest)
    return Drawn((*fixed, *rest))


def _directory(chance: Random) -> list[Told]:
    told = []
    for native_id, (name, email, handle) in PEOPLE.items():
        record = {"type": "person", "id": native_id, "name": name, "emails": [email], "handles": [handle]}
        record |= {"department": chance.choice(("Energy", "Energy / Storage", "Board")), "room": "A2.14"}
        record |= {"location": WHERE[native_id], "manager": None if native_id == "ann" else "ann"}
        if native_id != "ann":
            record |= chance.choice(({}, {}, {}, {"opted_out": True}, {"left": NOW - 1}, {"service": True}))
        told.append(Told("people", record))
    board = {"type": "person", "id": "dee", "name": "Dee Board", "emails": ["dee@w.example"], "department": "Board"}
    return [Told("people", board), *told[: chance.randint(3, len(told))]]


def _surroundings(chance: Random) -> list[Told]:
    """Rules, people whom the forum vouches for, and places for everyone."""
    readers = {
        rule: chance.sample(["account:bob", "account:ann", "account:kv"], chance.randint(0, 2)) for rule in RULES
    }
    told = [Told("forum", {"type": "access", "rule": rule, "principals": who}) for rule, who in readers.items()]
    for native_id in ("bob", "ann"):
        name, email, _ = PEOPLE[native_id]
        told.append(Told("forum", {"type": "person", "id": native_id, "name": name, "emails": [email]}))
    for place in PLACES:
        members = chance.sample(IDS, chance.randint(0, 2))
        told.append(
            Told("forum", {"type": "group", "id": place, "kind": "channel", "name": place.title(), "members": members})
        )
    return told


def _filler() -> list[Told]:
    """Items that make some words rare and others not."""
    lines = [{"id": f"f{number}", "text": f"Lunch {number} in the canteen.", "author": "ann"} for number in range(12)]
    return [Told("forum", {"type": "item", **line}) for line in lines]


def _author(chance: Random) -> dict[str, Any]:
    act: dict[str, Any] = {"account": chance.choice(IDS), "kind": chance.choice(ACTS)}
    if chance.random() < 0.5:
        act["name"] = chance.choice(NAMES)
    if chance.random() < 0.35:
        act["email"] = chance.choice(ADDRESSES)
    return act


def _text(chance: Random) -> str:
    words = chance.sample(VOCABULARY, chance.randint(1, 3))
    named = chance.choice(("", "", "Ask {}.", "With {} and Cem de Wit.")).format(chance.choice(NAMES))
    reached = chance.choice(("", "", " Mail {}.")).format(chance.choice(ADDRESSES))
    shouted = chance.choice(("", "", f" Thanks @{chance.choice(('oq', 'byilmaz', 'nightowl', 'kvos'))}."))
    return f"We looked at the {' and the '.join(words)}. {named}{reached}{shouted}"


def new_item(chance: Random, number: int, **more: Any) -> Told:
    acts = [_author(chance) for _ in range(chance.randint(0, 3))]
    parent = chance.choice((None, None, f"m{chance.randint(0, 5)}", f"h{chance.randint(0, 3)}"))
    line = {
        "type": "item", "id": f"m{number}", "title": chance.choice(VOCABULARY).title(), "text": _text(chance),
        "acts": acts, "at": NOW - 86_400 * chance.randint(1, 900), "parent": parent,
        "container": chance.choice((None, *PLACES)), "tags": chance.sample(TAGS, chance.randint(0, 1)), **more,
    }  # fmt: skip
    return Told(chance.choice(("forum", "forum", "blog")), line)


def _public_item(chance: Random, number: int) -> Told:
    """An item for everyone; some lie in a place that is not, and say so."""
    if chance.random() < 0.15:
        made = new_item(chance, number, container=chance.choice(HIDDEN_PLACES), access="everyone")
        return Told("forum", made.line)
    return new_item(chance, number)


def _hidden_item(chance: Random, number: int, public: int, places: Mapping[str, str]) -> Told:
    """An item that states a rule, or leaves it to the place that it is in."""
    rule = chance.choice((*UNREADABLE, *RULES))
    made = new_item(chance, number)
    place = chance.choice((None, *PLACES, *HIDDEN_PLACES, *places))
    answers = chance.choice((None, f"m{chance.randrange(public)}", f"h{chance.randint(0, 3)}"))
    line = {**made.line, "id": f"{chance.choice('hah')}{number}", "access": rule, "container": place, "parent": answers}
    if place in places and chance.random() < 0.5:
        return Told("forum", {**line, "access": None}, places[place])
    return Told(made.source if rule in UNREADABLE else "forum", line, rule)


def _hidden_groups(chance: Random) -> list[Told]:
    """Places that not everybody may know of; one in another one may leave its rule to that."""
    told: list[Told] = []
    for number, place in enumerate(HIDDEN_PLACES[: chance.randint(0, 2)]):
        rule: str | None = chance.choice((*UNREADABLE, *RULES))
        members = [{"account": each, "role": "chair"} for each in chance.sample(IDS, chance.randint(0, 3))]
        parent = chance.choice((None, "gas", HIDDEN_PLACES[1 - number]))
        line = {"type": "group", "id": place, "kind": "space", "name": place.title(), "parent": parent}
        counts = rule
        if number and parent == HIDDEN_PLACES[0] and chance.random() < 0.5:
            rule, counts = None, told[0].rule
        told.append(Told("forum", {**line, "access": rule, "members": members}, counts))
    return told


def _is_group(told: Told) -> bool:
    return told.line["type"] == "group"


def _in_hidden_group(chance: Random, number: int, group: Told) -> Told:
    """An item that states no access: it is for whom its container is for."""
    made = new_item(chance, number)
    return Told(group.source, {**made.line, "id": f"p{number}", "container": group.line["id"]}, group.rule)


def _with_copies(chance: Random, told: list[Told]) -> list[Told]:
    """These records, and items with the text of some of the items: for everyone, by another rule, or in the vault."""
    for number in range(chance.randint(0, 6)):
        items = [at for at, each in enumerate(told) if each.line["type"] == "item"]
        at = chance.choice(items)
        told[at] = with_long_text(told[at])
        made: Told
        match chance.choice(("public", "public", "hidden", "vault")):
            case "public":
                made = new_item(chance, number)
            case "hidden":
                made = _hidden_item(chance, number, 4, {})
            case _:
                made = Told("vault", {**new_item(chance, number).line, "container": None}, "vault")
        told.append(replace(made, line=copied(chance, told[at].line, made.line, f"c{number}")))
    return told


def with_long_text(told: Told) -> Told:
    """The item with a text that is long enough to be known again, and an id that it has everywhere."""
    text = str(told.line["text"])
    text = text if SEEN_AGAIN in text else f"{text} {SEEN_AGAIN}"
    return replace(told, line={"same": f"everywhere {told.line['id']}", **told.line, "text": text})


def copied(chance: Random, original: Line, made: Line, native_id: str) -> Line:
    """The item that was made, with the text of another one, and sometimes its title, its date or its people.

    Or it has the id and date that the other one has everywhere, with a text of its own.
    """
    if chance.random() < 0.3:
        return {**made, "id": native_id, "same": original["same"], "at": original.get("at")}
    same = {name: original.get(name) for name in ("title", "at", "acts") if chance.random() < 0.4 and name in original}
    return {**made, **same, "text": original["text"], "id": native_id}


def _vault_record(chance: Random, number: int) -> Told:
    """A record of a source that one group reads: an item, or a person whom it vouches for."""
    if chance.random() < 0.4:
        name, email = chance.choice(NAMES), chance.choice(ADDRESSES)
        line: Line = {"type": "person", "id": chance.choice(IDS), "name": name, "emails": [email]}
        return Told("vault", line, "vault")
    made = new_item(chance, number)
    return Told("vault", {**made.line, "id": f"v{number}", "container": None}, "vault")
