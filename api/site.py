"""The site: one store, one index, one clock, and who may ask; made by the caller."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from api.proxies import IpNetwork
from api.signing import DevelopmentSignIn, SignIn
from graph.curation import Curator
from graph.erasure_plan import ErasurePlan
from graph.erasures import ErasureRecord
from graph.facts import Key, Seconds
from graph.store import Store, Viewer
from models.asking.private_matters import PrivateMatters
from models.cover import Needs
from models.floor import FEWEST
from models.index.contract import Index, IndexProblem
from models.insight_figures import InsightFigures
from models.offering import FREE, LoadLimit
from models.organisation_graph import OrganisationGraph

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
T = TypeVar("T")
Language: TypeAlias = str
LANGUAGES: tuple[Language, ...] = ("nl", "en")
"""The languages that the site speaks."""


class Translate(Protocol):
    """Gives the sentence of a message id in a language. The catalogue belongs to the pages, so it is handed in."""

    def __call__(self, message: str, params: Mapping[str, object], language: Language, /) -> str: ...


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What may be shown of a configured source. `every` is its schedule in seconds, None means manual.

    With `own_rights` its items may be for some people only, whatever its `access` says. One that is not `usable` has a
    mistake in its settings and cannot be read. Which one is for the operator (`whoknows doctor`): it may hold a secret.
    Programs push lines to one that is `pushed`.
    """

    name: str
    kind: str
    label: str
    access: str
    every: int | None = None
    own_rights: bool = False
    usable: bool = True
    pushed: bool = False


class Cache:
    """Answers that are the same for every asker, kept for KEEP seconds. Only for statistics: they may lag behind."""

    KEEP: Seconds = 30

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Seconds, Any]] = {}

    def recall(self, name: str, now: Seconds, read: Callable[[], T]) -> T:
        """The answer of this name, read again when it is older than KEEP."""
        kept = self._kept.get(name)
        if kept is None or not 0 <= now - kept[0] < self.KEEP:
            kept = self._kept[name] = (now, read())
        found: T = kept[1]
        return found


class StampedCache:
    """Answers by name, each good as long as its stamp is the same and for KEEP seconds more; the newest MOST are kept.

    Where something changes all the time, as while a source is read, an answer is made every KEEP seconds only.
    """

    MOST = 16
    KEEP: Seconds = 5

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[int, Seconds, Any]] = {}

    def recall(self, name: Hashable, stamp: int, now: Seconds, read: Callable[[], T]) -> T:
        """The answer of this name, read again when its stamp is another one and it is older than KEEP."""
        kept = self._kept.get(name)
        if kept is None or (kept[0] != stamp and not 0 <= now - kept[1] < self.KEEP):
            kept = self._kept[name] = (stamp, now, read())
            while len(self._kept) > self.MOST:
                self._kept.pop(next(iter(self._kept)), None)
        found: T = kept[2]
        return found


@dataclass(frozen=True, slots=True)
class Eraser:
    """Plans and orders erasures with the system's own View, which only the installation has."""

    plan: Callable[[Key], ErasurePlan]
    order: Callable[[Key, Key | None], ErasureRecord]


@dataclass(frozen=True, slots=True)
class Pusher:
    """Checks and keeps pushed lines of a source, as the installation does it.

    `mistakes` gives the number of a line, a message id with its parameters, and whether its record is kept; `keep`
    raises OSError.
    """

    mistakes: Callable[[str, bytes], list[tuple[int, str, Mapping[str, str], bool]]]
    keep: Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Site:
    """One installation as the site sees it. `index` gives the newest generation that is open for reading, or None.

    It raises IndexProblem when that is damaged and none before it can serve.

    `viewer_of` tells by which principals a person reads (None: nobody in particular), `default_person` who asks as long
    as nobody chose, `hosts` the names that this site answers to, `near` the addresses beside loopback that are this
    machine too (seen from a container).
    """

    organisation: str
    store: Store
    index: Callable[[], Index | None]
    now: Callable[[], Seconds]
    viewer_of: Callable[[Key | None], Viewer]
    sentence: Translate
    sources: tuple[SourceInfo, ...] = ()
    default_person: Key | None = None
    language: Language = "en"
    zone: ZoneInfo = AMSTERDAM
    """The time zone in which pages tell times."""
    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "[::1]"})
    near: frozenset[str] = frozenset()
    address: str = ""
    """The origin at which people reach the site (`https://who.example.org`); empty on loopback, without sign-in."""
    proxies: tuple[IpNetwork, ...] = ()
    """The addresses in front of the site of which forwarded headers are believed."""
    chats: Mapping[str, str] = field(default_factory=dict)
    """Templates of links to chat programs, by the name of the program (`api/chats.py`)."""
    sign_in: SignIn | None = None
    """How people sign in; None: whoever sits at this machine asks as a chosen colleague."""
    development: DevelopmentSignIn | None = None
    """As whom the site can be tried, on this machine alone; never together with `sign_in`."""
    ticks: Callable[[], float] = time.monotonic
    """Seconds that pass, by which the limits count."""
    eraser: Eraser | None = None
    owns_source: Callable[[Viewer, str], bool] = lambda _, __: False
    """Whether the settings name this viewer as an owner of the source of this name."""
    pusher: Pusher | None = None
    """Checks and keeps lines that programs push; None where none can."""
    curator: Callable[[Key | None], Curator] | None = None
    """Decides about topics in the name of a person (None: the operator), with the system's own View."""
    private: PrivateMatters | None = None
    """Questions that name nobody; None: those of the list that ships."""
    load: LoadLimit = FREE
    fewest: int = FEWEST
    teams_only: bool = False
    """The map and insight tell of teams and departments alone, never of a single colleague."""
    needs: Callable[[], Needs | None] = lambda: None
    """The list of topics that the organisation needs, as it is now; None: there is none."""
    organisation_graph: Callable[[], OrganisationGraph | None] = lambda: None
    """Gives the record of the whole organisation; None as long as it was not worked out."""
    insight_figures: Callable[[], InsightFigures | None] = lambda: None
    """Gives what the views of insight tell, as the worker worked it out."""
    agreed: Callable[[Collection[Key], Key, Key], frozenset[Key]] = lambda _people, _own, _other: frozenset()
    """Those of these people who agreed to be named as who could introduce their own unit to another one, with the
    system's own View."""
    count_acts: Callable[[Key], Counter[str]] = lambda _: Counter()
    """Counts the acts of a person by kind with the system's own View, for that person alone."""
    cache: Cache = field(default_factory=Cache)
    rosters: StampedCache = field(default_factory=StampedCache)
    organisations: StampedCache = field(default_factory=StampedCache)
    books: StampedCache = field(default_factory=StampedCache)

    @property
    def https(self) -> bool:
        """Whether people reach the site by https, so that cookies and addresses hold for that alone."""
        return self.address.startswith("https://")

    @property
    def has_tokens(self) -> bool:
        """Whether programs ask with tokens: where each asker has roles of their own."""
        return self.sign_in is not None or self.development is not None

    def index_if_any(self) -> Index | None:
        """The open index, for pages that do without one; None as long as there is none, or it is damaged."""
        try:
            return self.index()
        except IndexProblem:
            return None

    def index_trouble(self) -> str | None:
        """The message id of what is wrong with the index; None as long as all is well, or nothing was indexed."""
        try:
            index = self.index()
        except IndexProblem:
            return "index-being-repaired"
        return "index-spare-serves" if index is not None and index.damage is not None else None
