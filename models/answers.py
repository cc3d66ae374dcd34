"""The answer to "who knows about X": records between index, rankers, explanation and the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph.facts import ActKind, Key, Seconds

DeedKind: TypeAlias = ActKind | Literal["asked"]
"""What a person did to a document: an act, or to write what asks, or what others answered, which is no knowledge."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Filters are keys of a department and a location, a language code, and a period in seconds."""

    text: str
    department: Key | None = None
    location: Key | None = None
    language: str | None = None
    since: Seconds | None = None
    until: Seconds | None = None
    limit: int = 10
    offset: int = 0
    evidence: int = 5
    documents: int = 10
    teams: tuple[Key, ...] = ()
    """Departments within the one that is chosen, whose people count too; found when the question is answered."""
    phrases: tuple[str, ...] = ()
    """What a document must hold word for word to count."""
    excluded: tuple[str, ...] = ()
    """Words and phrases that a document must not hold to count."""
    besides: tuple[Key, ...] = ()
    """People who are not named, such as the authors of a document for which others are looked for."""
    loose: bool = False
    """Whether the words were chosen from a longer text, so that they need not stand together anywhere."""
    everybody: bool = False
    """Also those whose own work matches much less than the best, as evaluation needs it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a snippet; `hit` when it holds a word of the question."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Did:
    """What a person did to a document. `at` is the last time."""

    kind: DeedKind
    at: Seconds | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: a readable document or a visible fact, once. `points` is the sum of what `rankers` give for it.

    `ranker` is the one that gives most; `rankers` holds each with its points. `more` counts other documents of the same
    thread, whose points are included: messages under one title are one reason. `did` has the strongest act first.
    """

    ranker: str
    kind: str
    key: Key
    title: str
    points: float
    source: str = ""
    url: str | None = None
    snippet: tuple[Span, ...] = ()
    did: tuple[Did, ...] = ()
    at: Seconds | None = None
    language: str | None = None
    rankers: tuple[tuple[str, float], ...] = ()
    more: int = 0

    def given_by(self, ranker: str) -> float:
        """The part of the points that this ranker gives."""
        return sum(points for name, points in self.rankers or ((self.ranker, self.points),) if name == ranker)


@dataclass(frozen=True, slots=True)
class Share:
    """The points that one ranker gives, over how many pieces of evidence. `rank` is the person's place there."""

    ranker: str
    points: float
    rank: int
    evidence: int


@dataclass(frozen=True, slots=True)
class TopicHit:
    """A topic in a list: `labels` per language, and the number of `documents` about it that the asker may read."""

    key: Key
    labels: dict[str, str]
    documents: int = 0


@dataclass(frozen=True, slots=True)
class GroupHit:
    """A group that is shown with an answer, and the number of relevant documents in it."""

    key: Key
    name: str
    kind: str
    documents: int = 0


@dataclass(frozen=True, slots=True)
class CopyHit:
    """A document with the same text as one that is shown, and the folder, list or channel in which it lies."""

    key: Key
    title: str
    source: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document that is shown with an answer. `also` are some of its `copies` elsewhere."""

    key: Key
    title: str
    kind: str
    source: str
    url: str | None = None
    at: Seconds | None = None
    language: str | None = None
    snippet: tuple[Span, ...] = ()
    people: tuple[tuple[Key, str], ...] = ()
    also: tuple[CopyHit, ...] = ()
    copies: int = 0


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found by name, phone, room or function; `matched` says by which, `typo` whether it was corrected.

    Found as "manager" or "reports", it is the manager `of` these people, or reports to them.
    """

    person: Key
    name: str
    matched: str
    function: str | None = None
    department: str | None = None
    location: str | None = None
    phone: str | None = None
    room: str | None = None
    typo: bool = False
    of: tuple[str, ...] = ()
    not_now: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Expert:
    """A person to walk up to, with the reason why. `points` = sum of `shares` = sum of all evidence, `others` included.

    `others` are the points of the evidence that is not in the list because it is longer than was asked for. `acts` maps
    what the person did to how many documents about this, the strongest first, each document once; `documents` counts
    those that they worked on or that name them, and `last` is the last time.
    """

    person: Key
    name: str
    points: float
    shares: tuple[Share, ...]
    evidence: tuple[Evidence, ...]
    others: float = 0.0
    function: str | None = None
    department: str | None = None
    department_key: Key | None = None
    location: str | None = None
    phone: str | None = None
    room: str | None = None
    last: Seconds | None = None
    documents: int = 0
    acts: dict[DeedKind, int] = field(default_factory=dict)
    topics: tuple[TopicHit, ...] = ()
    not_now: Seconds | None = None
    """Last day (when it begins, UTC) up to which this person asked not to be asked."""
    answered_often: bool = False
    """Whether another is offered first because this person answered many questions of others lately."""
    says_so: bool = False
    """Whether they say themselves that they know about what is asked."""
    colleagues: int = 0
    """Number of colleagues who said that this was the right person for it."""
    in_passing: bool = False
    """Whether this person touched the subject and no more: `Answer.in_passing` counts them."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A part of the question that somebody wrote about, where nobody wrote about all of it.

    `people` are the first of `total` who know about the `subject`.
    """

    subject: str
    people: tuple[Expert, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who says that they know about a topic of the question, without work of their own that says so.

    `not_now` is the last day (when it begins, UTC) up to which they asked not to be asked.
    """

    person: Key
    name: str
    topic: Key
    labels: dict[str, str]
    not_now: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found. `people` is empty when nobody is: nonsense returns nobody. `total` is before limit and offset."""

    question: Question
    people: tuple[Expert, ...] = ()
    total: int = 0
    in_passing: int = 0
    """The last so many of the total, who touched the subject and no more."""
    named: tuple[PersonHit, ...] = ()
    named_total: int = 0
    """Number of all people who are named so; `named` holds the best matches."""
    documents: tuple[DocumentHit, ...] = ()
    documents_total: int = 0
    topics: tuple[TopicHit, ...] = ()
    groups: tuple[GroupHit, ...] = ()
    used_to: tuple[Expert, ...] = ()
    claimants: tuple[Claimant, ...] = ()
    """Who says so themselves and is not among the people of any page of the list; `total` does not count them."""
    claimed_once: tuple[Claimant, ...] = ()
    """The same of those who say that they used to know about it."""
    did_you_mean: str | None = None
    synonyms: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    """Words of the question that nobody wrote in anything that the asker may read: the answer is about the others."""
    by_meaning: bool = False
    """Whether people were found by what documents mean: the words of the question said too little."""
    apart: bool = False
    """Whether nobody is found because too few words of the question stand together in what the asker may read."""
    nearest: Nearest | None = None
    """Who knows about a part of the question, where nobody is found for all of it."""
    nothing_read: bool = False
    """Whether nobody is found because there is no document yet that the asker may read."""
    departments: tuple[GroupHit, ...] = field(default=())
    locations: tuple[GroupHit, ...] = field(default=())
    subject: str = ""
    """What is asked about, without the words that only ask; empty where nobody asked in words."""
    asks: str = "subject"
    """What the question asks for: who knows about a `subject`, `people` by name, function, room or phone, or about the
    `private` matters of people, which names nobody."""
    gist: tuple[str, ...] = ()
    """Words that were asked for in place of a long text or a document."""
    narrowed: str = ""
    """Name of the place or group that the words of the question name, and by which it is filtered."""
    asked: str = ""
    """All of the question as it was typed, where `question` has only a part of it as its text."""
    turn_to: str = ""
    """To whom the organisation says that somebody with a private question may turn; empty where it says nothing."""

    @property
    def experts(self) -> tuple[Expert, ...]:
        """Those who are found, and those who know about a part of the question."""
        return (*self.people, *(self.nearest.people if self.nearest else ()))


@dataclass(frozen=True, slots=True)
class TopicRank:
    """A topic for which a person ranks high by own work. `rank` is the place among the `people` who worked on it.

    `documents` are those of the person, `acts` maps what they did to how many, and `last` is the last time.
    """

    topic: TopicHit
    rank: int
    documents: int = 0
    last: Seconds | None = None
    people: int = 0
    acts: dict[ActKind, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    """Number of these documents by the year of the last act on each, the first year first; undated ones are in none."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of a timeline: what was done to which document, and when."""

    key: Key
    title: str
    kind: str
    source: str
    did: tuple[Did, ...]
    at: Seconds | None = None
    url: str | None = None
    language: str | None = None
    snippet: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownFor:
    """Why a person is named with a topic, or not: their own work about it, in documents that the asker may read.

    `known` tells whether it is among what they know about. `rank` is the place among the `people` who worked on it,
    None without any work. `times` is how many times as much of their work is about it as of the average document.
    `work` is a page of `documents`, those that say most first; `acts` maps what they did to how many of them.
    """

    person: Key
    name: str
    topic: TopicHit
    known: bool = False
    rank: int | None = None
    people: int = 0
    times: float | None = None
    documents: int = 0
    acts: dict[ActKind, int] = field(default_factory=dict)
    last: Seconds | None = None
    work: tuple[Deed, ...] = ()
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """Documents that somebody wrote, answered or edited in a month, by kind; `at` is when the month begins (UTC)."""

    at: Seconds
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a person is, what they did, and what they know about. Only what the asker may read is counted.

    `acts` maps an act kind to how many documents; `timeline` is newest first, undated last, and `total` counts its
    lines; `topics` holds only those for which the person ranks high; `groups` counts documents in each.
    """

    person: Key
    name: str
    function: str | None = None
    department: str | None = None
    department_key: Key | None = None
    location: str | None = None
    place: Key | None = None
    """The innermost place of `location`."""
    phone: str | None = None
    room: str | None = None
    about: str | None = None
    url: str | None = None
    emails: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    left: Seconds | None = None
    manager: tuple[Key, str] | None = None
    reports: tuple[tuple[Key, str], ...] = ()
    acts: dict[ActKind, int] = field(default_factory=dict)
    timeline: tuple[Deed, ...] = ()
    total: int = 0
    topics: tuple[TopicRank, ...] = ()
    groups: tuple[GroupHit, ...] = ()
    memberships: tuple[tuple[GroupHit, str], ...] = ()
    year: tuple[MonthOfWork, ...] = ()
    """The twelve months up to their last own work; none for who opted out."""
    page: int = 1
    pages: int = 1
    """Which page of the timeline this is, and how many there are."""


@dataclass(frozen=True, slots=True)
class Knower:
    """A person who knows about a topic by own work. `rank` is the place among all who worked on it; equals share one.

    `documents` are those that they worked on, `acts` maps what they did to how many, and `last` is the last time.
    """

    person: Key
    name: str
    rank: int
    documents: int
    last: Seconds | None = None
    acts: dict[ActKind, int] = field(default_factory=dict)
    not_now: Seconds | None = None
    answered_often: bool = False
    """Why another is offered first, as of an Expert."""


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """A topic that somebody else is known for too, with their own work on it: what they did to how many documents."""

    topic: TopicHit
    documents: int
    acts: dict[ActKind, int] = field(default_factory=dict)
    last: Seconds | None = None


@dataclass(frozen=True, slots=True)
class AlikePerson:
    """Somebody who knows what the person knows: `shared` are the topics of both, those that few people know first."""

    person: Key
    name: str
    shared: tuple[SharedTopic, ...]
    not_now: Seconds | None = None
    answered_often: bool = False
    """Why another is offered first, as of an Expert."""


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic: a page of the people who know about it, and the newest documents about it. Totals count whole lists."""

    topic: TopicHit
    synonyms: tuple[tuple[str, str], ...] = ()
    """(language, surface form) of every label."""
    people: tuple[Knower, ...] = ()
    total: int = 0
    documents: tuple[DocumentHit, ...] = ()
    documents_total: int = 0
    related: tuple[TopicHit, ...] = ()
    groups: tuple[GroupHit, ...] = ()
    page: int = 1
    pages: int = 1
    """Which page of the people this is, and how many there are."""


@dataclass(frozen=True, slots=True)
class DocumentsQuestion:
    """Which documents are listed: those that match the text and filters of `question` and belong to all keys given.

    Without any of them nothing is listed. With a person and a topic it is the person's own work about the topic.
    `question.limit` and `question.offset` cut the list.
    """

    question: Question
    topic: Key | None = None
    person: Key | None = None
    group: Key | None = None


@dataclass(frozen=True, slots=True)
class DocumentList:
    """A page of documents. `total` counts the whole list; `best_first` is False when the newest come first.

    `most` is given when a search matches more than are listed: the number of best matches that are looked at.
    """

    documents: tuple[DocumentHit, ...]
    total: int
    best_first: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class TopicList:
    """A page of topics, and how many there are in the whole list."""

    topics: tuple[TopicHit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who was found: by what (name, phone, room, function), and whether a typo was forgiven."""

    person: Key
    matched: str
    typo: bool = False
