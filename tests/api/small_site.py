"""A small site: a real store with a handful of people, and models that answer from a table."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.site import Models, Site, SourceInfo
from graph.access import viewer_of
from graph.facts import (
    EVERYONE,
    Account,
    ActKind,
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
    person_key,
)
from graph.open_store import open_store
from graph.store import RunState, Store, View, Viewer
from models.answers import (
    Answer,
    Deed,
    Did,
    DocumentHit,
    DocumentList,
    DocumentsQuestion,
    Evidence,
    Expert,
    FoundPerson,
    GroupHit,
    PersonHit,
    Profile,
    Question,
    Share,
    Span,
    TopicHit,
    TopicList,
    TopicPage,
    TopicRank,
)
from ui.messages import sentence
from ui.pages import add_pages

NOW = 1_780_000_000
MAY = 1_747_000_000
HOSTILE = '<script>alert("1")</script> "\'><img src=x onerror=alert(2)>'
SYSTEM = Viewer(system=True)


def account(native: str) -> Key:
    return key_of("account", "people", native)


def person(native: str) -> Key:
    return person_key(account(native))


def document(native: str) -> Key:
    return key_of("document", "wiki", native)


def group(native: str) -> Key:
    return key_of("group", "wiki", native)


TOPIC = "topic:hydrogen-storage"
CLOSED = key_of("rule", "wiki", "closed")
NAMES = {
    "maaike": ("Maaike de Smit", "Asset manager"),
    "tunde": ("Tunde Okafor", "Researcher"),
    "joost": ("Joost van der Bakker", "Permits officer"),
    "gone": ("Geert Weg", "Engineer"),
}
TEXTS = {
    "guide": (
        "Waterstofopslag, ontwerpgids",
        "nl",
        EVERYONE,
        "Hoe wij tanks ontwerpen.\n\nDruk, temperatuur en staal.",
    ),
    "valves": ("Valve maintenance", "en", EVERYONE, "Grease them.\n\n" + "Again and again. " * 300),
    "secret": ("Reorganisatie 2027", "nl", CLOSED, "Alleen voor de kring."),
    "hostile": (HOSTILE, "en", EVERYONE, HOSTILE),
}


def facts() -> list[Fact]:
    """What the sources of this site say."""
    department, delft = group("energy"), key_of("location", "people", "delft")
    nodes: list[Fact] = [
        Fact(SourceNode(key_of("source", "wiki", "wiki"), "wiki", "wiki", "mediawiki", "Wiki")),
        Fact(Group(department, "wiki", "energy", GroupKind.DEPARTMENT, "Energy storage")),
        Fact(Group(group("hydrogen"), "wiki", "hydrogen", GroupKind.SPACE, "Waterstof"), _part_of(department)),
        Fact(Location(delft, "people", "delft", "building", "Delft, 2nd floor")),
        Fact(Rule(CLOSED, "wiki", "closed", (account("tunde"),))),
    ]
    for native, (name, function) in NAMES.items():
        left = NOW - 9_000_000 if native == "gone" else None
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
            left=left,
            anchor=True,
        )
        edges = (
            Edge(EdgeKind.MEMBER_OF, node.key, department, role="member"),
            Edge(EdgeKind.AT, node.key, delft),
        )
        nodes.append(Fact(node, edges))
    nodes += [_written(native) for native in TEXTS]
    return nodes


def _part_of(larger: Key) -> tuple[Edge, ...]:
    return (Edge(EdgeKind.PART_OF, group("hydrogen"), larger),)


def _written(native: str) -> Fact:
    title, language, rule, text = TEXTS[native]
    key = document(native)
    node = Document(
        key=key,
        source="wiki",
        native_id=native,
        kind=DocumentKind.PAGE,
        title=title,
        url="javascript:alert(1)" if native == "hostile" else f"https://wiki.example.org/{native}",
        text=text,
        language=language,
        at=MAY,
        rule=rule,
    )
    writer = "tunde" if native == "secret" else "maaike"
    return Fact(
        node,
        (
            Edge(EdgeKind.WROTE, account(writer), key, at=MAY, count=1, size=120),
            Edge(EdgeKind.EDITED, account("joost"), key, at=MAY + 90_000, count=3, size=4),
            Edge(EdgeKind.IN, key, group("hydrogen")),
        ),
    )


def fill(store: Store) -> None:
    """Put this site's facts into a store, with people, a topic, and one run that had problems."""
    store.ledger.start_run("wiki", "run-1", NOW - 600)
    people: list[Node] = [Person(person(native), account(native), name) for native, (name, _) in NAMES.items()]
    term = Term("term:nl:waterstofopslag", "nl", "waterstofopslag", "waterstofopslag")
    topic = Topic(TOPIC, {"nl": "waterstofopslag", "en": "hydrogen storage"}, 2, 2)
    with store.writer() as writer:
        for fact in facts():
            writer.put(fact, "run-1")
        writer.derive("person", None, people)
        writer.derive("term", None, [term])
        writer.derive("topic", None, [topic])
        owners = [Edge(EdgeKind.IS, account(native), person(native), weight=1.0, role="own") for native in NAMES]
        writer.derive(EdgeKind.IS, None, owners)
        writer.derive(
            EdgeKind.MENTIONS, None, [Edge(EdgeKind.MENTIONS, document("guide"), term.key, count=3, weight=1.0)]
        )
        writer.derive(EdgeKind.LABELS, None, [Edge(EdgeKind.LABELS, term.key, TOPIC, weight=1.0)])
        for native in ("a.pdf", "b.pdf"):
            writer.problem("wiki", "run-1", Problem(native, "page-not-found"))
        counts = {"new": 4, "problems": 2, "authorless": 1}
        writer.mark("wiki", None, "run-1", RunState.RUNNING, counts)
    store.ledger.end_run("run-1", RunState.ENDED, NOW - 500)


# --- models that answer from a table ----------------------------------------------------------------------------------


def expert(native: str, points: tuple[float, float], title: str | None = None) -> Expert:
    """Somebody with two pieces of evidence from one ranker and one from another."""
    name, function = NAMES[native]
    votes, folders = points
    own = Evidence(
        ranker="votes",
        kind="page",
        key=document("guide"),
        title=title or TEXTS["guide"][0],
        points=votes / 2,
        source="wiki",
        did=(Did(ActKind.WROTE, MAY),),
        at=MAY,
        language="nl",
        snippet=(Span("Hoe wij "), Span("tanks", True), Span(" ontwerpen.")),
    )
    other = Evidence(
        "votes",
        "page",
        document("valves"),
        TEXTS["valves"][0],
        votes / 3,
        "wiki",
        did=(Did(ActKind.EDITED, MAY, 3),),
        at=MAY,
        language="en",
    )
    fact = Evidence("container", "group", group("hydrogen"), "Waterstof", folders)
    return Expert(
        person=person(native),
        name=name,
        points=votes + folders,
        shares=(Share("votes", votes, 1, 3), Share("container", folders, 1, 1)),
        evidence=(own, other, fact),
        others=votes / 6,
        function=function,
        department="Energy storage",
        department_key=group("energy"),
        location="Delft, 2nd floor",
        last=MAY,
        documents=12,
        topics=(hit(),),
    )


def hit() -> TopicHit:
    return TopicHit(TOPIC, {"nl": "waterstofopslag", "en": "hydrogen storage"}, 2)


def document_hit(native: str = "guide") -> DocumentHit:
    title, language, _, _ = TEXTS[native]
    return DocumentHit(
        document(native),
        title,
        "page",
        "wiki",
        None,
        MAY,
        language,
        (Span("een "), Span("tank", True)),
        ((person("maaike"), NAMES["maaike"][0]),),
    )


def find_experts(question: Question, view: View, index: Any, now: int) -> Answer:
    """Three tables: somebody's name, words that mean nothing, hostile titles; everything else is about hydrogen."""
    assert view.viewer.person is not None
    text = question.text.casefold()
    if "zzz" in text:
        return Answer(question, did_you_mean="waterstof", unwritten=("zzz",))
    missing = tuple(word for word in ("Quux", "blorp") if word.casefold() in text)
    if "maaike" in text:
        found = PersonHit(person("maaike"), NAMES["maaike"][0], "name", NAMES["maaike"][1])
        return Answer(question, named=(found,))
    title = HOSTILE if "hostile" in text else None
    people = (expert("maaike", (0.61, 0.22), title), expert("joost", (0.2, 0.1), title))
    return Answer(
        question,
        people=people if not question.department else people[:1],
        total=23,
        documents=(document_hit(), document_hit("hostile")),
        documents_total=23,
        topics=(hit(),),
        groups=(GroupHit(group("hydrogen"), "Waterstof", "space", 3),),
        used_to=(expert("gone", (0.1, 0.0)),),
        synonyms=("hydrogen storage",),
        unwritten=missing,
        departments=(GroupHit(group("energy"), "Energy storage", "department", 2),),
        locations=(GroupHit(key_of("location", "people", "delft"), "Delft, 2nd floor", "building", 2),),
    )


def describe_person(key: Key, view: View, index: Any, now: int, *, limit: int = 20, offset: int = 0) -> Profile | None:
    native = next((native for native in NAMES if person(native) == key), None)
    if native is None:
        return None
    name, function = NAMES[native]
    deed = Deed(document("guide"), TEXTS["guide"][0], "page", "wiki", (Did(ActKind.WROTE, MAY),), MAY, None, "nl")
    return Profile(
        person=key,
        name=name,
        function=function,
        department="Energy storage",
        department_key=group("energy"),
        location="Delft, 2nd floor",
        phone="+31 15 200 3000",
        room="A2.14",
        about=f"Ask me about tanks. {HOSTILE}",
        emails=(f"{native}@example.org",),
        languages=("nl", "en"),
        left=NOW - 9_000_000 if native == "gone" else None,
        manager=(person("tunde"), NAMES["tunde"][0]),
        reports=((person("joost"), NAMES["joost"][0]),),
        acts={ActKind.WROTE: 4, ActKind.EDITED: 1},
        timeline=(deed,),
        total=5,
        topics=(TopicRank(hit(), 1, 12, MAY),),
        groups=(GroupHit(group("hydrogen"), "Waterstof", "space", 3),),
        memberships=((GroupHit(group("energy"), "Energy storage", "department"), "member"),),
    )


def describe_topic(
    key: Key, view: View, index: Any, now: int, *, language: str = "en", limit: int = 10, offset: int = 0
) -> TopicPage | None:
    if key != TOPIC:
        return None
    people = (expert("maaike", (0.61, 0.22)),)
    names = (("nl", "waterstofopslag"), ("en", "hydrogen storage"), ("en", "H2 storage"))
    return TopicPage(
        hit(), names, people, 4, (document_hit(),), 1, (hit(),), (GroupHit(group("hydrogen"), "W", "space"),)
    )


def list_documents(wanted: DocumentsQuestion, view: View, index: Any, now: int) -> DocumentList:
    """Every document that may be read, whatever is asked; none for words that mean nothing."""
    readable = view.get([document(native) for native in TEXTS])
    shown = [native for native in TEXTS if document(native) in readable and "zzz" not in wanted.question.text]
    found = tuple(document_hit(native) for native in shown)
    first = wanted.question.offset
    return DocumentList(found[first : first + wanted.question.limit], len(found), bool(wanted.question.text))


def list_topics(text: str, view: View, index: Any, *, limit: int, offset: int) -> TopicList:
    found = tuple(each for each in (hit(),) if any(text in label for label in each.labels.values()))
    return TopicList(found[offset : offset + limit], len(found))


def topic_hits(keys: Collection[Key], view: View, index: Any) -> dict[Key, TopicHit]:
    return {key: hit() for key in keys if key == TOPIC}


def find_people(text: str, index: Any, now: int) -> tuple[FoundPerson, ...]:
    return (FoundPerson(person("maaike"), "name"),) if "maaike" in text.casefold() else ()


MODELS = Models(find_experts, describe_person, describe_topic, list_documents, list_topics, topic_hits, find_people)


class FakeIndex:
    """An index that is there; the models of this site do not look into it."""

    generation = 3


def make_site(folder: Path, store: Store | None = None, **changed: Any) -> Site:
    """The site, with `changed` fields, in this empty store or in a file of its own."""
    store = store or open_store(f"sqlite:{folder / 'site.db'}")
    fill(store)

    def viewer(key: Key | None) -> Viewer:
        if key is None:
            return Viewer()
        with store.view(SYSTEM) as view:
            return viewer_of(view, key)

    fields: dict[str, Any] = {
        "organisation": "Veldermark",
        "store": store,
        "index": FakeIndex,
        "now": lambda: NOW,
        "viewer_of": viewer,
        "sentence": sentence,
        "sources": (
            SourceInfo("wiki", "mediawiki", "Wiki", "everyone", 3600),
            SourceInfo("board", "files", "Bestuur", "group:board", None),
        ),
        "default_person": person("maaike"),
        "language": "en",
        "models": MODELS,
    }
    return Site(**{**fields, **changed})


def make_app(site: Site) -> FastAPI:
    """The application of a site, pages included."""
    app = create_app(site)
    add_pages(app)
    return app


def client(site: Site, **headers: str) -> TestClient:
    """Somebody who sits at this machine, at a site of their own."""
    return caller(make_app(site), **headers)


def caller(app: FastAPI, **headers: str) -> TestClient:
    """Somebody who sits at this machine."""
    return TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        client=("127.0.0.1", 50_000),
        headers={"accept": "text/html", **headers},
        raise_server_exceptions=False,
        follow_redirects=False,
    )
