"""The parts of the pages in their states, with invented content, for developers. Only where the site is tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal, TypeAlias

from fastapi import Query

from api.asker import Asker
from api.introductions import AskedIntroduction, NamedReason
from api.map_items import MapFound, MapGap, MapItem
from api.map_walk import WalkPlace, WalkStop
from api.own_changes import OwnChange
from api.own_fields import FieldRow
from api.own_words import OwnPage
from api.page import Page, Where
from api.pages.insight_gaps import CommunitiesFound, GapsPage, ShownGap, UnitCommunities
from api.pages.insight_knowledge import KnowledgePage, TopicSpread
from api.pages.map import MapPage, MapPicture, MapSpot
from api.pages.sources import SourceProblem, SourceRow
from api.policy import Permission
from api.predecessor import Predecessor
from api.schemas import (
    Branch,
    Colleague,
    CountedTopic,
    DocumentHit,
    Evidence,
    Expert,
    Reference,
    Share,
    TopicHit,
    TopicReference,
)
from graph.erasures import ErasureRow
from graph.facts import ActKind, Seconds
from graph.receipt import Receipt
from models.answers import CopyHit, Did, Knower, MonthOfWork, Span
from models.colleagues import Line
from models.organisation import Unit
from models.orgmap import MapTie
from models.people_to_meet import GroupToFollow, NearColleague, NewColleague, PeopleToMeet, TopicToFollow
from models.ties import Acquaintance, Distance, Tie, Ties

AT: Seconds = 1_780_000_000
ADA, BRAM, PUMPS, GUIDE = "person:people:ada", "person:people:bram", "topic:self:pumps", "document:wiki:guide"
LONG = "Werkgroep herinrichting warmtekrachtkoppelingsinstallaties en aanverwante voorzieningen"
State: TypeAlias = Literal["usual", "full", "least"]


@dataclass(frozen=True, slots=True)
class GalleryQuery:
    """The state in which the parts are shown."""

    state: Annotated[State, Query(description="As usual, with all that they can have, or with the least.")] = "usual"


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """What the parts show in this state; lists have the usual, the fullest and the emptiest one, in this order."""

    state: State
    colleagues: tuple[Colleague, ...]
    experts: tuple[Expert, ...]
    knowers: tuple[Knower, ...]
    documents: tuple[DocumentHit, ...]
    topics: tuple[TopicHit, ...]
    sources: tuple[SourceRow, ...]
    erasures: tuple[ErasureRow, ...]
    branches: tuple[Branch, ...]
    ties: Ties
    meet: tuple[PeopleToMeet, ...]
    maps: tuple[MapPage, ...]
    spread: tuple[KnowledgePage, ...]
    gaps: tuple[GapsPage, ...]
    walk: tuple[WalkStop, ...]
    before: tuple[Predecessor, ...]
    years: tuple[tuple[MonthOfWork, ...], ...]
    mine: tuple[OwnPage, ...]
    changes: tuple[OwnChange, ...]
    fields: tuple[FieldRow, ...]
    shown_fields: tuple[FieldRow, ...]
    names: dict[str, str]


def year(most: int, kinds: tuple[str, ...]) -> tuple[MonthOfWork, ...]:
    """A year that becomes busier."""
    at = [AT + number * 2_629_800 for number in range(12)]
    return tuple(MonthOfWork(each, dict.fromkeys(kinds, most * place // 11)) for place, each in enumerate(at))


def gallery(asker: Asker, query: GalleryQuery) -> GalleryPage:
    """Every part of the pages in its states."""
    del asker
    hidden = OwnPage(
        _topics()[:1],
        (Reference(GUIDE, "Guide", "page"),),
        opted_out=True,
        tools=("audit", "erasures"),
        introductions=_introductions(),
    )
    unit = Reference("group:people:energy", LONG, "department")
    return GalleryPage(
        state=query.state,
        colleagues=_colleagues(),
        experts=_experts(),
        knowers=_knowers(),
        documents=_documents(),
        topics=_topics(),
        sources=_sources(),
        erasures=_erasures(),
        branches=_branches(),
        years=(year(9, ("page", "post")), year(400, ("page", "post", "reply", "file")), year(1, ("page",))),
        ties=_ties(),
        meet=_meet(),
        maps=_maps(),
        spread=_spread(),
        gaps=_gaps(),
        walk=(
            WalkStop(WalkPlace.WHOLE),
            WalkStop(WalkPlace.OWN, "group:people:energy", unit),
            WalkStop(WalkPlace.BUILDINGS),
        ),
        before=tuple(Predecessor(BRAM, "Bram Kok", AT, n < 2, n != 1, _topics()[:n]) for n in (1, 2, 0)),
        mine=(OwnPage(), hidden, OwnPage(by_directory=True)),
        changes=(
            OwnChange(PUMPS, {}, {"claim": "knows"}, {"nl": "pompen", "en": "pumps"}),
            OwnChange("about", {"value": "", "audience": "team"}, {"value": "Tanks", "audience": "everyone"}),
            OwnChange("photo", {}, {"removed": "yes"}),
        ),
        fields=(
            FieldRow("about", "Ask me about tanks", "", "everyone", 500),
            FieldRow("languages", "", "nl en", "team", 100),
            FieldRow("working_days", "", "", "nobody", 100),
        ),
        shown_fields=(FieldRow("links", "", "", "everyone", 500), FieldRow("photo", "x", "", "team", 100)),
        names={ADA: "Ada Vos"},
    )


def _colleagues() -> tuple[Colleague, ...]:
    energy = Reference("group:people:energy", "Energy storage", "department")
    long = "Wilhelmina-Frederika van den Oudenhoven-Klaassen"
    ada = Colleague(ADA, "Ada Vos", "Engineer", energy, "De Linde, 2", phone="+31 88 000 3000", email="ada@example.org")
    return (
        ada,
        replace(ada, person="person:people:long", name=long, function=LONG, room="LI 2.04", not_now=AT),
        Colleague(BRAM, "Bram Kok"),
    )


def _experts() -> tuple[Expert, ...]:
    snippet = (Span("The "), Span("pump", hit=True), Span(" is quiet."))
    did = (Did(ActKind.WROTE, AT), Did(ActKind.EDITED, AT, 3))
    one = Evidence("documents", "page", GUIDE, "Guide to pumps", 4.2, "wiki", None, snippet, did, AT, "en", more=2)
    other = Evidence("documents", "thread", "group:chat:pumps", "Pumps", 1.1, "chat")
    share = (Share("documents", 6.0, 1, 2),)
    usual = Expert(ADA, "Ada Vos", 6.0, share, (one, other), 0.7, "Engineer", last=AT, documents=5)
    usual = replace(usual, acts={ActKind.WROTE: 4, ActKind.EDITED: 3})
    return (
        usual,
        replace(usual, topics=_topics(), location="De Linde, 2", documents=90, answered_often=True),
        Expert(BRAM, "Bram Kok", 4.2, (Share("documents", 4.2, 2, 1),), (one,), documents=1, not_now=AT),
    )


def _knowers() -> tuple[Knower, ...]:
    return (
        Knower(ADA, "Ada Vos", 1, 7, AT, {ActKind.WROTE: 4, ActKind.EDITED: 3}),
        Knower(BRAM, "Bram Kok", 2, 1, AT, {ActKind.WROTE: 1}, AT),
        Knower("person:people:cato", "Cato Smit", 3, 1, None, {ActKind.WROTE: 1}, answered_often=True),
    )


def _documents() -> tuple[DocumentHit, ...]:
    snippet = (Span("De "), Span("pomp", hit=True), Span(" is stil."))
    also = (CopyHit("document:files:copy", "Guide", "files", "Archive"),)
    people = tuple((f"person:people:{name.lower()}", name) for name in ("Ada", "Bram", "Cato", "Dirk"))
    usual = DocumentHit(GUIDE, "Guide to pumps", "page", "wiki", None, AT, "en", people=people[:1])
    full = replace(usual, title=f"{LONG}: {LONG}", language="nl", snippet=snippet, people=people, also=also, copies=3)
    return usual, full, DocumentHit("document:wiki:bare", "", "file", "files")


def _topics() -> tuple[TopicHit, ...]:
    return (
        TopicHit(PUMPS, {"nl": "pompen", "en": "pumps"}, 12),
        TopicHit("topic:self:permits", {"nl": "vergunningen"}, 1),
        TopicHit("topic:self:long", {"en": "combined heat and power installations"}),
    )


def _sources() -> tuple[SourceRow, ...]:
    wrong = SourceProblem("x", "The line 3 is not JSON and was skipped.", None, 4, ("forum.jsonl:3",), AT)
    counts = {"new": 4, "changed": 2, "same": 90, "gone": 1, "authorless": 3, "undated": 1}
    usual = SourceRow("wiki", "Wiki", "mediawiki", "everyone", 97, state="ended", ended=AT, every=3600, may_sync=True)
    failed = replace(usual, state="failed", error="The folder is away.", last_good=AT, counts=counts, problems=(wrong,))
    return (
        replace(usual, next=AT),
        replace(failed, problems_total=4, waiting=True),
        SourceRow("broken", "Broken", "files", "", usable=False, told=False),
    )


def _erasures() -> tuple[ErasureRow, ...]:
    receipt = Receipt(ADA, accounts=2, acts=31, texts=4, redacted=9, lines=3, shared=1, ordinary=1)
    return (
        ErasureRow(ADA, AT, BRAM, "done", AT, Receipt(ADA, accounts=1)),
        ErasureRow(ADA, AT, BRAM, "done", AT, receipt, ("export.zip",)),
        ErasureRow(ADA, AT, None, "derived", None, Receipt(ADA)),
    )


def _branches() -> tuple[Branch, ...]:
    inner = (Branch("group:people:storage", "Energy storage", "department", 4, inner_total=3),)
    energy = Branch("group:people:energy", "Energy", "department", 9, inner, 1)
    return energy, Branch("group:people:ict", LONG, "department", 1), Branch("location:people:linde", "De Linde")


def _maps() -> tuple[MapPage, ...]:
    energy = MapItem(
        "group:people:energy", "Energy", "department", 20, 2, Reference("location:people:linde", "De Linde")
    )
    water = MapItem("group:people:water", LONG, "department", 9, own=True)
    few = MapItem("group:people:few", "Few", "department", 3)
    ada = MapItem(ADA, "Ada Vos", "person", function="Engineer")
    drawn = (energy, few, water, ada)
    keys = [each.key for each in drawn]
    spots = [MapSpot(key, 90.0 + 170 * place, 90, 40, 150) for place, key in enumerate(keys)]
    wide = MapPicture(688, 200, tuple(spots))
    usual = MapPage(None, items=drawn, drawn=drawn, wide=wide, narrow=wide, ties=(MapTie(keys[0], keys[3], 4, 1.0),))
    more = replace(wide, spots=(*spots[:3], replace(spots[3], key="more")), more=2)
    known = (replace(energy, known=7), few, replace(water, known=0))
    full = replace(usual, drawn=known, items=known, topic=PUMPS, labels={"en": "pumps"}, wide=more, narrow=more)
    gap = MapGap(keys[0], keys[2], 12, 0, _topics()[:2])
    found = (MapFound(ADA, "Ada Vos", "person", keys[0], (Reference(keys[0], "Energy", "department"),)),)
    alone = MapPicture(688, 200, tuple(spots[:1]))
    return (
        replace(usual, found=found),
        replace(full, gaps=(gap, replace(gap, pairs=1, topics=())), unit=Reference(keys[0], "Energy", "department")),
        MapPage(None, items=(few,), drawn=(energy,), wide=alone, narrow=alone),
    )


def _spread() -> tuple[KnowledgePage, ...]:
    units = (Reference("group:people:energy", "Energy", "department"), Reference("group:people:water", LONG, "team"))
    pumps = CountedTopic(PUMPS, {"nl": "pompen"}, TopicReference("topic:nl:pumps", {"en": "pumps"}))
    rows = tuple(TopicSpread(pumps, 14, 3, 2, 4, 9, 1, cells) for cells in ((0, 14), (None, 12), (6, None)))
    usual = KnowledgePage("department", "most", AT, 5, 3, 0, units, rows=rows)
    return usual, replace(usual, rows=rows * 3), replace(usual, units=(), rows=(replace(rows[0], cells=()),))


def _introductions() -> tuple[AskedIntroduction, ...]:
    energy, grid = Reference("group:people:energy", "Energy"), Reference("group:people:grid", LONG)
    topics = (TopicReference(PUMPS, {"nl": "pompen", "en": "pumps"}),)
    reason = NamedReason(topics, works_with=True, grouped=True, same_building=True)
    asked = AskedIntroduction(energy, grid, topics, reason)
    gone = Reference("group:people:gone", "")
    return (
        asked,
        *(replace(asked, answer=each) for each in ("yes", "no")),
        AskedIntroduction(gone, gone, answer="later"),
    )


def _gaps() -> tuple[GapsPage, ...]:
    names = ("Energy", LONG, "Water", "Finance")
    units = [Reference(f"group:people:{at}", name, "department") for at, name in enumerate(names)]
    pumps = CountedTopic(PUMPS, {"nl": "pompen"}, TopicReference("topic:nl:pumps", {"en": "pumps"}))
    gaps = tuple(ShownGap(units[0], other, (pumps,), at, 0, apart=False) for at, other in enumerate(units[1:], 2))
    together = CommunitiesFound(2, (20, 10), tuple(UnitCommunities(each, (15, None), True) for each in units), 4)
    usual = GapsPage("department", AT, 5, gaps[:2], communities=together)
    return usual, replace(usual, gaps=gaps), GapsPage("department", AT, 5)


def _ties() -> Ties:
    met = tuple(Tie(f"person:people:{name.split()[0].lower()}", name, 4, 2) for name in ("Bram Kok", "Cato Smit"))
    return Ties(ADA, "Ada Vos", met, met[0], (Acquaintance(BRAM, "Bram Kok"),), distance=Distance.BUILDING)


def _meet() -> tuple[PeopleToMeet, ...]:
    bram, cato = Acquaintance(BRAM, "Bram Kok"), Acquaintance("person:people:cato", "Cato Smit")
    team, topics = Unit("group:people:energy", LONG, "team"), _topics()
    usual = PeopleToMeet(
        (NearColleague(BRAM, "Bram Kok", 2, 1), NearColleague(cato.person, cato.name, line=Line.MANAGER)),
        (NewColleague(ADA, "Ada Vos", topics[:1], Distance.BUILDING, know_both=(bram,)),),
        (TopicToFollow(topics[0], (bram, cato)),),
        (GroupToFollow(team, (bram, cato)),),
    )
    full = PeopleToMeet(
        (NearColleague(BRAM, "Bram Kok", 40, 12, (team, team), Line.SAME_MANAGER),),
        (NewColleague(ADA, "Ada Vos", topics, Distance.ELSEWHERE, know_both=(bram, cato)),),
        usual.topics,
        usual.groups,
    )
    least = PeopleToMeet(
        (NearColleague(BRAM, "Bram Kok", line=Line.REPORT),), (NewColleague(ADA, "Ada Vos", topics[-1:]),)
    )
    return usual, full, replace(least, topics=usual.topics, groups=usual.groups)


PAGE: Page[GalleryQuery, GalleryPage] = Page(
    path="/development/gallery",
    json="/api/development/gallery",
    template="gallery.html",
    permission=Permission.LOOK,
    query=GalleryQuery,
    record=GalleryPage,
    answer=gallery,
    example={"state": "usual", "names": {ADA: "Ada Vos"}},
    tag="machinery",
    aside=True,
    where=Where.DEVELOPMENT,
)
