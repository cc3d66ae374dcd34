"""A handful of facts that suites of stores share: short ways to name and put them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.facts import (
    EVERYONE,
    Account,
    Credit,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Group,
    GroupKind,
    Key,
    Rule,
    Term,
    Topic,
    key_of,
    person_key,
)
from graph.rows import by_ends
from graph.store import Outcome, Store, Viewer

SOURCE = "wiki"
SYSTEM = Viewer(system=True)
COLLEAGUE = Viewer()


def key(kind: str, name: str) -> Key:
    return key_of(kind, SOURCE, name)


def person(name: str) -> Key:
    return person_key(key("account", name))


def account(name: str, anchor: bool = False, **props: object) -> Account:
    return Account(key("account", name), SOURCE, name, name.title(), anchor=anchor, **props)  # type: ignore[arg-type]


def group(name: str, rule: Key = EVERYONE) -> Group:
    return Group(key("group", name), SOURCE, name, GroupKind.SPACE, name.title(), rule=rule)


def rule(name: str, *principals: str) -> Rule:
    return Rule(key("rule", name), SOURCE, name, principals)


def document(name: str, rule: Key = EVERYONE, text: str = "some text", **props: object) -> Document:
    at = key("document", name)
    return Document(at, SOURCE, name, DocumentKind.PAGE, name.title(), text=text, rule=rule, **props)  # type: ignore[arg-type]


def wrote(who: str, what: str, at: int | None = 1, kind: EdgeKind = EdgeKind.WROTE) -> Edge:
    return Edge(kind, key("account", who), key("document", what), at=at, count=1, size=3)


def within(what: str, where: str) -> Edge:
    return Edge(EdgeKind.IN, key("document", what), key("group", where))


def member(who: str, where: str, role: str | None = None) -> Edge:
    return Edge(EdgeKind.MEMBER_OF, key("account", who), key("group", where), role=role)


def part(inner: str, outer: str) -> Edge:
    return Edge(EdgeKind.PART_OF, key("group", inner), key("group", outer))


def term(name: str) -> Term:
    return Term(f"term:nl:{name}", "nl", name, name.title())


def topic(name: str, **counts: int) -> Topic:
    return Topic(f"topic:{name}", {"nl": name}, **counts)


def mentions(what: str, name: str, count: int = 1) -> Edge:
    return Edge(EdgeKind.MENTIONS, key("document", what), f"term:nl:{name}", count=count, weight=0.5)


def put(store: Store, *facts: Fact | Account | Document | Group | Rule | Term, run: str = "1") -> list[Outcome]:
    """Put these facts, or nodes without edges, in one transaction."""
    with store.writer() as writer:
        return [writer.put(each if isinstance(each, Fact) else Fact(each), run) for each in facts]


def derive(store: Store, kind: str, keys: Iterable[Key] | None, *facts: object) -> int:
    with store.writer() as writer:
        return writer.derive(kind, None if keys is None else list(keys), facts)  # type: ignore[arg-type]


def shown(store: Store, kind: str, viewer: Viewer = COLLEAGUE) -> list[str]:
    """The native ids (or keys) of the nodes of a kind that this viewer sees."""
    with store.view(viewer) as view:
        nodes = view.nodes(kind)
        assert view.count(kind) == len(nodes)
        assert view.get([node.key for node in nodes]) == {node.key: node for node in nodes}
    return sorted(getattr(node, "native_id", node.key) for node in nodes)


def edges(store: Store, kind: EdgeKind, viewer: Viewer = COLLEAGUE) -> list[Edge]:
    """The edges of a kind that this viewer sees: the same ones from both ends and streamed."""
    with store.view(viewer) as view:
        found = sorted(view.all_edges(kind), key=by_ends)
        assert view.edges((kind,), {edge.start for edge in found}, "out") == found
        assert view.edges((kind,), {edge.end for edge in found}, "in") == found
    return found


def owner(store: Store, name: str) -> Key | None:
    """The person whose account this is, for the system."""
    with store.view(SYSTEM) as view:
        found = view.edges((EdgeKind.IS,), [key("account", name)])
    return found[0].end if found else None


def changed(store: Store, after: int = 0) -> list[str]:
    """The nodes that changed after this seq, in order."""
    return [change.key for change in store.changes(after)]


def named_before_version_4() -> list[Fact]:
    """Accounts that were called what some document showed, as stores did up to version 3."""
    board = rule("board", key("account", "ann"))
    called = {"only": "Only Public", "both": "Told In Secret", "dark": "Told In Secret"}
    accounts = [replace(account(who), name=name, emails=(f"{who}@x.example",)) for who, name in called.items()]
    listed = account("ann", anchor=True, emails=("ann@x.example",))
    return [
        *(Fact(node) for node in (board, listed, *accounts)),
        Fact(document("plan", version="v1"), (wrote("only", "plan"),)),
        Fact(document("page", version="v1"), (wrote("both", "page"),)),
        Fact(document("plot", board.key), (wrote("both", "plot"), wrote("dark", "plot"), wrote("ann", "plot"))),
    ]


def check_forgotten(store: Store, seq: int) -> None:
    """Nobody is called by what others may not read; what is for everyone will be told again."""
    with store.view(SYSTEM) as view:
        found = {
            node.native_id: (node.name, node.emails) for node in view.nodes("account") if isinstance(node, Account)
        }
    assert found == {
        "ann": ("Ann", ("ann@x.example",)),
        "only": ("Only Public", ("only@x.example",)),
        "both": ("both", ()),
        "dark": ("dark", ()),
    }
    assert {change.key for change in store.changes(seq)} == {key("account", "both"), key("account", "dark")}
    assert store.ledger.cursor(SOURCE) is None
    assert store.ledger.versions(SOURCE, ["plan", "page"]) == {"plan": "v1"}
    put(
        store,
        Fact(document("page", version="v1"), (wrote("both", "page"),), (Credit(key("account", "both"), "Bo Th"),)),
    )
    with store.view(COLLEAGUE) as view:
        assert getattr(view.get([key("account", "both")])[key("account", "both")], "name", None) == "Bo Th"
