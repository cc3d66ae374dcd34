"""What can be said in the graph? The records that cross layers: items, nodes, edges, judgements.

Keys are stable strings ``kind:source:hash``: they never hold a name, an address or a title, so that a tombstone
or a log line gives nothing away. Times are whole seconds since 1970 in UTC; ``None`` means that nobody knows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Key: TypeAlias = str
Seconds: TypeAlias = int
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Cursor: TypeAlias = Mapping[str, Json]

EVERYONE: Key = "rule:everyone"
"""The rule that every signed-in colleague may read by."""
NOBODY: Key = "rule:nobody"
"""The rule that no one may read by: what an undefined rule means."""


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_BASE32 = tuple(first + second for first in _LETTERS for second in _LETTERS)
"""Two letters for each ten bits: a key is made for each record, and `base64` takes four times as long."""
_SHIFTS = range(70, -1, -10)


def key_of(kind: str, source: str, native_id: str) -> Key:
    """Which key has the thing that this source calls `native_id`? `kind` is a node kind in lower case."""
    digest = hashlib.blake2b(native_id.encode("utf-8", "surrogatepass"), digest_size=10).digest()
    number = int.from_bytes(digest, "big")
    return f"{kind}:{source}:{''.join([_BASE32[number >> shift & 1023] for shift in _SHIFTS])}"


class ActKind(StrEnum):
    """What can an account have done to an item? The strongest first."""

    WROTE = "wrote"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    EDITED = "edited"
    COMMENTED = "commented"
    ATTENDED = "attended"
    BOOKMARKED = "bookmarked"
    LIKED = "liked"
    NAMED = "named"


class DocumentKind(StrEnum):
    """What sort of writing is a document?"""

    POST = "post"
    PAGE = "page"
    REPLY = "reply"
    FILE = "file"
    MICROPOST = "micropost"
    BOOKMARK = "bookmark"
    EPISODE = "episode"
    MINUTES = "minutes"
    COMMIT = "commit"


class GroupKind(StrEnum):
    """What sort of group is it? The last four are containers of documents."""

    DEPARTMENT = "department"
    TEAM = "team"
    COMMUNITY = "community"
    PROJECT = "project"
    CHANNEL = "channel"
    SPACE = "space"
    FOLDER = "folder"
    THREAD = "thread"


# --- what a source says (ids are the source's own; the pipeline turns them into keys) ---------------------------------


@dataclass(frozen=True, slots=True)
class Act:
    """What did one account do to one item? `size` is the added lines (or characters / 80), 0 if unknown.

    `account` is the source's own id of the account (a login, an address, a name if there is nothing better); `name` and
    `email` are what the source shows beside it and `verified` says that the source itself checked that address.
    """

    account: str
    kind: ActKind
    name: str | None = None
    at: Seconds | None = None
    count: int = 1
    size: int = 0
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What does a source say exists? One item with all its acts, as the source now knows them.

    `parent` is the id of the item that this one replies to, `container` the id of the innermost group, `access` the
    name of a rule (None: the rule of the source's settings). `version` is whatever lets the source see without parsing
    that the item is unchanged (an ETag, a size and time, a revision number); `problems` are what was odd but did not
    cost the item.
    """

    id: str
    body: bytes
    media_type: str = "text/plain"
    kind: DocumentKind = DocumentKind.PAGE
    title: str | None = None
    url: str | None = None
    at: Seconds | None = None
    acts: tuple[Act, ...] = ()
    parent: str | None = None
    container: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    access: str | None = None
    version: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Same:
    """Which item, or which container with all that is in it, is listed and unchanged?"""

    id: str | None = None
    container: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Who does a directory say exists? It vouches for the id and for the addresses."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    phone: str | None = None
    room: str | None = None
    function: str | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    url: str | None = None
    about: str | None = None
    languages: tuple[str, ...] = ()
    joined: Seconds | None = None
    left: Seconds | None = None
    service: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """Which group exists, in which larger one, who is in it? `members` are account ids of this source with their role.

    `named_people` True means that members are ids of the people directory instead of this source's own accounts.
    """

    id: str
    kind: GroupKind
    name: str
    parent: str | None = None
    url: str | None = None
    access: str | None = None
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """Who may read by this rule? Principals: ``everyone``, ``account:ID`` or ``group:ID``, with ids of this source."""

    rule: str
    principals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Which item, person or group does the source say no longer exists?"""

    id: str
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one record, in a message id and its parameters? It is counted, shown and skipped.

    `id` None means that it is not known which item it was: such a run may not sweep.
    """

    id: str | None
    message: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """From where can a killed run go on? `complete`: all that now exists was listed since the run began."""

    cursor: Cursor
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """How does a pull go about it? May be left out; else it is said before all else.

    `anew`: the listing in which the cursor stands cannot go on, so everything is told again from its beginning.
    `log`: things are told as they happen: an id comes again when what it names was changed. In a listing that is a
    Problem.
    """

    anew: bool = False
    log: bool = False


Said: TypeAlias = Opening | Item | Same | PersonRecord | GroupRecord | AccessRecord | Gone | Problem | Checkpoint


# --- nodes: what is stored --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `text` is plain text and is empty when read by `View.get`; ask `View.texts` for it."""

    key: Key
    source: str
    native_id: str
    kind: DocumentKind
    title: str
    url: str | None = None
    text: str = ""
    media_type: str = "text/plain"
    language: str | None = None
    at: Seconds | None = None
    rule: Key = EVERYONE
    version: str | None = None
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as one source knows them. `anchor`: a directory lists this account, so that it makes a Person.

    `vouched`: the source itself keeps this account and checked its id and addresses; what merely stands in a text, a
    commit or a mail is not.
    """

    key: Key
    source: str
    native_id: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    phone: str | None = None
    room: str | None = None
    function: str | None = None
    url: str | None = None
    about: str | None = None
    languages: tuple[str, ...] = ()
    joined: Seconds | None = None
    left: Seconds | None = None
    anchor: bool = False
    service: bool = False
    opted_out: bool = False
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people or a container of documents."""

    key: Key
    source: str
    native_id: str
    kind: GroupKind
    name: str
    url: str | None = None
    rule: Key = EVERYONE


@dataclass(frozen=True, slots=True)
class Location:
    """A building, floor or room (`kind`)."""

    key: Key
    source: str
    native_id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named set of readers; `principals` are ``everyone``, account keys and group keys."""

    key: Key
    source: str
    native_id: str
    principals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A configured source: `kind` as in the settings file, `label` as people know it."""

    key: Key
    source: str
    native_id: str
    kind: str
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A surface form in a language; `norm` is what makes two forms the same term."""

    key: Key
    language: str
    norm: str
    surface: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What terms mean. `labels` holds the best surface form per language, such as {"nl": ..., "en": ...}.

    `people` had a hand in documents that mention it; `weight` (0 to 1) says how much it is a subject rather than words.
    """

    key: Key
    labels: Mapping[str, str]
    documents: int = 0
    people: int = 0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """A human being. The key is that of the anchor account with ``account`` replaced by ``person``."""

    key: Key
    anchor: Key
    name: str


Node: TypeAlias = Document | Account | Group | Location | Rule | Source | Term | Topic | Person


def has_left(left: Seconds | None, now: Seconds | None) -> bool:
    """Is somebody with this leave date gone at `now`? Until then they are a colleague. None: with any date."""
    return left is not None and (now is None or left <= now)


def person_key(account: Key) -> Key:
    """Which person key belongs to this anchor account?"""
    return "person:" + account.split(":", 1)[1]


def anchor_key(person: Key) -> Key:
    """Which account is this person's anchor?"""
    return "account:" + person.split(":", 1)[1]


def kind_of(key: Key) -> str:
    """Of which node kind is this key, in lower case?"""
    return key.split(":", 1)[0]


class EdgeKind(StrEnum):
    """Which relations are there? `schema.py` says from what to what, of which state, and who owns them."""

    WROTE = "WROTE"
    EDITED = "EDITED"
    ANSWERED = "ANSWERED"
    ACCEPTED = "ACCEPTED"
    COMMENTED = "COMMENTED"
    ATTENDED = "ATTENDED"
    LIKED = "LIKED"
    BOOKMARKED = "BOOKMARKED"
    NAMED = "NAMED"
    IN = "IN"
    PART_OF = "PART_OF"
    REPLY_TO = "REPLY_TO"
    LINKS_TO = "LINKS_TO"
    TAGGED = "TAGGED"
    MEMBER_OF = "MEMBER_OF"
    REPORTS_TO = "REPORTS_TO"
    AT = "AT"
    CLAIMS = "CLAIMS"
    HIDES = "HIDES"
    ENDORSES = "ENDORSES"
    FOLLOWS = "FOLLOWS"
    BROADER = "BROADER"
    MENTIONS = "MENTIONS"
    NAMES = "NAMES"
    IS = "IS"
    LABELS = "LABELS"
    KNOWS_ABOUT = "KNOWS_ABOUT"


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation. Which of the properties a kind uses is in `schema.py`; unused ones keep their default."""

    kind: EdgeKind
    start: Key
    end: Key
    at: Seconds | None = None
    count: int = 0
    size: int = 0
    weight: float = 0.0
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What does one source now say about one node? The node with every edge that it owns; `put` replaces the whole."""

    node: Node
    edges: tuple[Edge, ...] = ()


# --- derived per document ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """A term that a document uses: its key parts, how often, and whether it stands in the title."""

    language: str
    norm: str
    surface: str
    count: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A string in a document that may name a person: `kind` is person, handle or email."""

    surface: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class TermPair:
    """Two forms that a text itself puts beside each other: ``norm (other)``. `kind` is abbreviation or gloss.

    A gloss may be in the other language: whether `other` is a term at all is known only over all texts.
    """

    language: str
    norm: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What did extraction find in one text? Keyed by (text hash, extractor version)."""

    document: Key
    text_hash: str
    version: str
    terms: tuple[TermCandidate, ...] = ()
    names: tuple[NameCandidate, ...] = ()
    pairs: tuple[TermPair, ...] = ()


# --- authored ---------------------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What can a judgement say about two things?"""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who decided what about Account = Person or Term = Topic? `id` is unique; `undone` is when it was taken back."""

    id: str
    subject: Key
    object: Key
    verdict: Verdict
    by: str
    at: Seconds
    reason: str = ""
    undone: Seconds | None = None
