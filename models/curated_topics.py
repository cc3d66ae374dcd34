"""What people and vocabularies decided, applied to the terms that were chosen and to the groups that they form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Key
from graph.judgements import TopicDecisions
from graph.terms import language_of, norm_of, parted_topic_key, term_key, topic_key
from models.termhood import TermId, Usages


@dataclass(frozen=True, slots=True)
class GatheredTerms:
    """The terms of each topic, by its key; `without` is where those would be that people or a vocabulary put there."""

    topics: Mapping[Key, list[TermId]]
    without: Mapping[TermId, Key]


@dataclass(frozen=True, slots=True)
class CuratedTerms:
    """Decisions about terms, by what texts call them. `homes` is their topic, None for what makes no topic.

    A term that no text uses is known by its label: `labels` has how it was written.
    """

    decided: TopicDecisions
    homes: Mapping[TermId, Key | None]
    labels: Mapping[TermId, str]

    def rejects(self, term: TermId) -> bool:
        """Whether people said that this is no topic."""
        return self.homes.get(term, "") is None

    def first(self, terms: Sequence[TermId], usages: Usages) -> list[TermId]:
        """These terms, after those that texts use and that people or a vocabulary gave a topic."""
        trusted = sorted(term for term, home in self.homes.items() if home and term in usages.terms)
        known = {*trusted}
        return [*trusted, *(term for term in terms if term not in known)]


def read_curated(decided: TopicDecisions, usages: Usages) -> CuratedTerms:
    """The terms that something was decided about. What a label says is looked up among the terms that texts use."""
    homes: dict[TermId, Key | None] = {}
    labels: dict[TermId, str] = {}
    if not decided.homes:
        return CuratedTerms(decided, homes, labels)
    written = {(language_of(key), norm_of(decided.labels[key])): key for key in decided.homes if key in decided.labels}
    used: set[Key] = set()
    for term, usage in usages.terms.items():
        key = term_key(*term)
        if key not in decided.homes:
            forms = ((term[0], norm_of(surface)) for surface in usage.surfaces)
            key = next((written[form] for form in forms if form in written), "")
        if key in decided.homes:
            homes[term] = decided.homes[key]
            used.add(key)
    for term, key in written.items():
        labels[term] = decided.labels[key]
        if key not in used:
            homes[term] = decided.homes[key]
    return CuratedTerms(decided, homes, labels)


def gather(groups: Iterable[Collection[TermId]], curated: CuratedTerms, known: Collection[Key]) -> GatheredTerms:
    """The terms of each topic after all that was decided.

    A term goes where it was put. The others of its group go with most of those that were put somewhere; without any
    they are the topic of a term in `known`, else of the first. A term that does not belong there is a topic of its own.
    """
    gathered: dict[Key, set[TermId]] = {}
    without: dict[TermId, Key] = {}
    for term, home in curated.homes.items():
        if home is not None:
            gathered.setdefault(home, set()).add(term)
    for members in sorted(sorted(group) for group in groups):
        place, found = _place(members, curated, known), _found(members, known)
        for member in members:
            if member in curated.homes:
                without[member] = found
            elif place is not None:
                gathered.setdefault(_apart(member, place, curated.decided), set()).add(member)
    return GatheredTerms({topic: sorted(gathered[topic]) for topic in sorted(gathered)}, without)


def _place(members: Sequence[TermId], curated: CuratedTerms, known: Collection[Key]) -> Key | None:
    """The topic of those members of a group that nobody put somewhere; None when most of the group makes no topic."""
    if 2 * sum(map(curated.rejects, members)) > len(members):
        return None
    own = [topic_key(term_key(*member)) for member in members]
    placed = Counter(home for member in members if (home := curated.homes.get(member)))
    if placed:
        return min(placed, key=lambda home: (-placed[home], home not in own, home))
    return _found(members, known)


def _found(members: Sequence[TermId], known: Collection[Key]) -> Key:
    """The topic of a group about which nothing was decided."""
    own = [topic_key(term_key(*member)) for member in members]
    return next((key for key in own if key in known), own[0])


def _apart(member: TermId, place: Key, decided: TopicDecisions) -> Key:
    """The topic of this term, which is this place unless people said that it is not."""
    key = term_key(*member)
    if (key, place) not in decided.apart:
        return place
    own = topic_key(key)
    return own if own != place and (key, own) not in decided.apart else parted_topic_key(key)
