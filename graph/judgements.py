"""Whose an account is and what a term means, after all that people, vocabularies and rules decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Edge, EdgeKind, Judgement, Key, Verdict, kind_of, person_key
from graph.terms import language_of

OWN = "own"
STRONG = "strong"
JUDGED = "judged"
VOCABULARY = "vocabulary"
ERASED = "erased"
"""Stands for whoever decided it and is forgotten since."""
OPERATOR = "operator"
"""Stands for who runs the installation and did not say who it is."""
_BOTH = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)
POSITIVE = frozenset({Verdict.SAME, Verdict.NAMED, Verdict.CONFIRMED, Verdict.PINNED})
"""The verdicts by which a term is a label of the topic."""
VERDICTS: Mapping[str, tuple[str, tuple[Verdict, ...]]] = {
    "account": ("person", _BOTH),
    "term": ("topic", (*_BOTH, Verdict.NAMED, Verdict.CONFIRMED, Verdict.PINNED, Verdict.REJECTED)),
    "topic": ("topic", (Verdict.BROADER, Verdict.DIFFERENT)),
}
"""What is judged: for each kind of subject the kind of object, and what can be said of the two."""


def check_judgement(judgement: Judgement) -> None:
    """ValueError for what cannot be judged: a bug of the caller."""
    target, verdicts = VERDICTS.get(kind_of(judgement.subject), ("", ()))
    if kind_of(judgement.object) != target or judgement.verdict not in verdicts:
        raise ValueError(f"{judgement.subject} and {judgement.object} cannot be {judgement.verdict}")


def in_order(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that were not taken back, oldest first."""
    return sorted((each for each in judgements if each.undone is None), key=lambda each: (each.at, each.id))


def standing(judgements: Iterable[Judgement]) -> dict[Key, Judgement]:
    """The judgement that holds about each object: the newest by a person that was not taken back."""
    return {each.object: each for each in in_order(judgements) if not _by_rule(each)}


def person_of(account: Key, judgements: Sequence[Judgement], derived: Iterable[Edge]) -> Edge:
    """The person of an account, by the newest human judgement, then a strong key, a rule, the account itself.

    The role of the edge says why: ``judged``, ``strong``, ``rule:...`` or ``own``. A judgement that agrees with a
    strong key stays ``strong``, because rights come from that alone. ``different`` refuses what keys and rules say.
    """
    held = standing(judgements)
    refused = {key for key, each in held.items() if each.verdict is Verdict.DIFFERENT}
    left = sorted(_with_rules(account, judgements, derived), key=_order)
    left = [edge for edge in left if edge.end not in refused]
    same = [each for each in held.values() if each.verdict is Verdict.SAME]
    if same:
        chosen = max(same, key=lambda each: (each.at, each.id)).object
        strong = any(edge.end == chosen and edge.role == STRONG for edge in left)
        return Edge(EdgeKind.IS, account, chosen, weight=1.0, role=STRONG if strong else JUDGED)
    if left:
        return left[0]
    return Edge(EdgeKind.IS, account, person_key(account), weight=1.0, role=OWN)


@dataclass(frozen=True, slots=True)
class TopicDecisions:
    """What people and vocabularies decided about terms and topics; people win over vocabularies.

    `homes` is the topic of each term that was given one, None for a term that makes no topic; `apart` are pairs of term
    and topic that do not belong together; `names` the term after which a topic is called, by language; `pinned` and
    `confirmed` are topics; `labels` says how a term was written when it was judged.
    """

    homes: Mapping[Key, Key | None]
    apart: frozenset[tuple[Key, Key]]
    names: Mapping[Key, Mapping[str, Key]]
    pinned: frozenset[Key]
    confirmed: frozenset[Key]
    labels: Mapping[Key, str]

    @property
    def topics(self) -> frozenset[Key]:
        """The topics that something was decided about: they keep their keys."""
        return frozenset(home for home in self.homes.values() if home) | {topic for _, topic in self.apart}


def decide_topics(judgements: Iterable[Judgement]) -> TopicDecisions:
    """What holds of all these judgements about terms, in whatever order they come."""
    held = [each for each in in_order(judgements) if kind_of(each.subject) == "term" and not _by_rule(each)]
    held.sort(key=lambda each: not _by_vocabulary(each))  # stable: people after vocabularies, each oldest first
    by_term: dict[Key, list[Judgement]] = {}
    for each in held:
        by_term.setdefault(each.subject, []).append(each)
    places = {term: _place(some) for term, some in by_term.items()}
    homes = {term: place.object for term, place in places.items() if place and place.verdict in POSITIVE}
    refused = {term for term, place in places.items() if place and place.verdict is Verdict.REJECTED}
    names: dict[Key, dict[str, Key]] = {}
    for each in held:
        if each.verdict is Verdict.NAMED and homes.get(each.subject) == each.object:
            names.setdefault(each.object, {})[language_of(each.subject)] = each.subject
    return TopicDecisions(
        homes={**homes, **dict.fromkeys(refused)},
        apart=frozenset(pair for some in by_term.values() for pair in _apart(some)),
        names=names,
        pinned=_topics_with(Verdict.PINNED, held, homes),
        confirmed=_topics_with(Verdict.CONFIRMED, held, homes),
        labels={each.subject: each.label for each in held if each.label},
    )


def topics_of(term: Key, judgements: Sequence[Judgement], derived: Iterable[Edge]) -> list[Edge]:
    """The topics that this term labels: the one that was decided, else the derived ones that nobody refused."""
    held = [each for each in in_order(judgements) if not _by_rule(each)]
    held.sort(key=lambda each: not _by_vocabulary(each))
    place = _place(held)
    if place is None:
        refused = {topic for _, topic in _apart(held)}
        return [edge for edge in derived if edge.end not in refused]
    if place.verdict is Verdict.REJECTED:
        return []
    role = VOCABULARY if _by_vocabulary(place) else JUDGED
    return [Edge(EdgeKind.LABELS, term, place.object, weight=1.0, role=role)]


def broader_of(topic: Key, judgements: Iterable[Judgement]) -> list[Edge]:
    """What is broader than this topic: what people said of each other one, else what a vocabulary says."""
    held = sorted(in_order(judgements), key=lambda each: not _by_vocabulary(each))
    newest = {each.object: each for each in held}
    return [
        Edge(EdgeKind.BROADER, topic, other, at=newest[other].at)
        for other in sorted(newest)
        if newest[other].verdict is Verdict.BROADER and other != topic
    ]


def _place(held: Sequence[Judgement]) -> Judgement | None:
    """The judgement that says where a term belongs or that it makes no topic. `held` has those that win last."""
    newest: dict[Key, Judgement] = {}
    for each in held:
        newest.pop(each.object, None)
        newest[each.object] = each
    places = [each for each in newest.values() if each.verdict in POSITIVE or each.verdict is Verdict.REJECTED]
    return places[-1] if places else None


def _apart(held: Sequence[Judgement]) -> list[tuple[Key, Key]]:
    newest = {each.object: each for each in held}
    return [(each.subject, topic) for topic, each in newest.items() if each.verdict is Verdict.DIFFERENT]


def _topics_with(verdict: Verdict, held: Iterable[Judgement], homes: Mapping[Key, Key]) -> frozenset[Key]:
    return frozenset(each.object for each in held if each.verdict is verdict and homes.get(each.subject) == each.object)


def _by_rule(judgement: Judgement) -> bool:
    return judgement.by.startswith("rule:")


def _by_vocabulary(judgement: Judgement) -> bool:
    return judgement.by.startswith(f"{VOCABULARY}:")


def _with_rules(account: Key, judgements: Iterable[Judgement], derived: Iterable[Edge]) -> Iterable[Edge]:
    yield from derived
    for each in judgements:
        if each.undone is None and each.verdict is Verdict.SAME and _by_rule(each):
            yield Edge(EdgeKind.IS, account, each.object, weight=1.0, role=each.by)


def _order(edge: Edge) -> tuple[bool, float, str]:
    return edge.role != STRONG, -edge.weight, edge.end
