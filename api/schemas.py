"""What shape do answers have, beside those of `models.answers`? Pages read these records, JSON is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.facts import Key, Seconds
from models.answers import Answer, DocumentHit, Evidence, Expert, GroupHit, Profile, Share, TopicHit, TopicPage

__all__ = [
    "Answer",
    "DocumentHit",
    "DocumentPage",
    "DocumentPerson",
    "Evidence",
    "Expert",
    "GroupHit",
    "GroupPage",
    "Health",
    "Me",
    "Named",
    "PeoplePage",
    "PersonRow",
    "Problem",
    "Profile",
    "Queued",
    "Share",
    "SourceProblem",
    "SourceRow",
    "SourcesPage",
    "Start",
    "TopicHit",
    "TopicPage",
    "TopicsPage",
]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be opened: its key, its name, and what kind of thing it is."""

    key: Key
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A colleague in a list. `matched` says by what they were found, `role` what they are here."""

    person: Key
    name: str
    function: str | None = None
    department: Named | None = None
    location: str | None = None
    phone: str | None = None
    room: str | None = None
    email: str | None = None
    left: Seconds | None = None
    role: str | None = None
    matched: str | None = None
    typo: bool = False


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Colleagues by name. `next` asks for the following page, None when this is the last one."""

    people: tuple[PersonRow, ...]
    total: int
    q: str = ""
    next: Key | None = None


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """The topics that people write about most."""

    topics: tuple[TopicHit, ...]
    total: int
    q: str = ""
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class DocumentPerson:
    """What did one account do to a document? `person` is None when nobody knows whose account it is."""

    name: str
    person: Key | None
    kind: str
    at: Seconds | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document: who did what to it, how it begins, what it is about, and who may read it.

    `visible_by` is empty when every colleague may; else it names groups and people, as far as the asker may see them.
    """

    key: Key
    title: str
    kind: str
    source: str
    source_label: str
    url: str | None = None
    at: Seconds | None = None
    language: str | None = None
    excerpt: str = ""
    shortened: bool = False
    people: tuple[DocumentPerson, ...] = ()
    topics: tuple[TopicHit, ...] = ()
    groups: tuple[Named, ...] = ()
    replies_to: tuple[DocumentHit, ...] = ()
    replies: tuple[DocumentHit, ...] = ()
    links: tuple[DocumentHit, ...] = ()
    for_everyone: bool = True
    visible_by: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group or container: where it belongs, who is in it, and what is written in it."""

    key: Key
    name: str
    kind: str
    url: str | None = None
    source_label: str = ""
    path: tuple[Named, ...] = ()
    children: tuple[Named, ...] = ()
    members: tuple[PersonRow, ...] = ()
    members_total: int = 0
    documents: tuple[DocumentHit, ...] = ()
    documents_total: int = 0


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A record that was skipped: what went wrong as a sentence, and which record it was. `times` it happened alike."""

    message: str
    sentence: str
    id: str | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: who may read it, when it was last read and how that went, and when it is read next.

    `told` is False when something in the source may not be for everyone: then counts and problems are left out.
    """

    name: str
    label: str
    kind: str
    access: str
    documents: int = 0
    told: bool = True
    state: str = "never"
    started: Seconds | None = None
    ended: Seconds | None = None
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None
    problems: tuple[SourceProblem, ...] = ()
    problems_total: int = 0
    every: int | None = None
    next: Seconds | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """What is read, and how is it going?"""

    sources: tuple[SourceRow, ...]
    documents: int
    people: int


@dataclass(frozen=True, slots=True)
class Start:
    """What can be asked here? Topics that much is written about, and how much is read."""

    topics: tuple[TopicHit, ...]
    documents: int
    people: int
    sources: int


@dataclass(frozen=True, slots=True)
class Me:
    """In whose shoes is the question asked, and in what language?"""

    person: Key | None
    name: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Health:
    """Does the site answer? `generation` is that of the index, None when there is none yet."""

    status: str
    generation: int | None
    seq: int


@dataclass(frozen=True, slots=True)
class Queued:
    """Which job was queued?"""

    job: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A trouble by RFC 9457: `message` with `params` says it to programs, `detail` to the asker in their language."""

    type: str
    title: str
    status: int
    detail: str
    message: str
    params: dict[str, str]
