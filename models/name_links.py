"""Links names in texts to people, where one person only can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.facts import Account, Edge, EdgeKind, Extraction, Key, NameCandidate
from models.lone_names import LoneNames, PeopleAround
from models.name_circles import NameCircles, NameContext
from models.name_index import LinkedName, NameIndex

WHOLE = frozenset({"person", "email", "handle"})
MOST_KNOWN = 200_000


@dataclass(slots=True)
class NameLinker:
    """Finds whom the names of a text mean, by the people known and those near the text."""

    index: NameIndex
    circles: NameCircles = field(default_factory=NameCircles)
    _known: dict[tuple[str, str], LinkedName | None] = field(default_factory=dict)

    def whom(self, names: Sequence[NameCandidate], context: NameContext) -> dict[NameCandidate, LinkedName]:
        """Who is meant by each of these candidates; those that mean nobody for certain are not in it."""
        found = {name: self._whole(name) for name in names}
        linked = {name: link for name, link in found.items() if link is not None}
        named = frozenset(link.person for link in linked.values())
        around = PeopleAround(list(self.circles.around(context, named)), named)
        lone = LoneNames(self.index)
        left = [name for name in names if name not in linked]
        for name in left:
            link = lone.misspelt(name, around)
            if link is not None:
                linked[name] = link
            else:
                lone.note_stranger(name, around)
        for name in left:
            link = None if name in linked else lone.whom(name, around)
            if link is not None:
                linked[name] = link
        return linked

    def _whole(self, name: NameCandidate) -> LinkedName | None:
        if name.kind not in WHOLE:
            return None
        form = (name.kind, name.surface)
        if form not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[form] = self.index.whom(name)
        return self._known[form]


def link_names(
    extractions: Iterable[Extraction],
    people: Iterable[Account] | NameLinker,
    persons: Mapping[Key, Key] | None = None,
    contexts: Mapping[Key, NameContext] | None = None,
) -> Iterator[Edge]:
    """NAMES edges from documents to the accounts of the people that they name, streamed.

    `persons` tells whose each account is. To link many batches, make one NameLinker for all of them. `weight` is how
    sure it is, `role` why: the surest reason first.
    """
    linker = people if isinstance(people, NameLinker) else NameLinker(NameIndex(people, persons or {}))
    for extraction in extractions:
        found: dict[Key, tuple[int, list[LinkedName]]] = {}
        context = (contexts or {}).get(extraction.document, NameContext())
        for candidate, link in linker.whom(extraction.names, context).items():
            account = linker.index.account[link.person]
            count, links = found.get(account, (0, []))
            found[account] = (count + candidate.count, [*links, link])
        for account, (count, links) in sorted(found.items()):
            best = sorted({(-link.score, link.reason) for link in links})
            reasons = ",".join(dict.fromkeys(reason for _, reason in best))
            yield Edge(EdgeKind.NAMES, extraction.document, account, count=count, weight=-best[0][0], role=reasons)
