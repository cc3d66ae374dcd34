"""Whose an account is and what a term means, after all that people and rules decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.facts import Edge, EdgeKind, Judgement, Key, Verdict, person_key

OWN = "own"
STRONG = "strong"
JUDGED = "judged"


def standing(judgements: Iterable[Judgement]) -> dict[Key, Judgement]:
    """The judgement that holds about each object: the newest by a person that was not taken back."""
    held: dict[Key, Judgement] = {}
    for each in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id)):
        if each.undone is None and not _by_rule(each):
            held[each.object] = each
    return held


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


def topics_of(term: Key, judgements: Sequence[Judgement], derived: Iterable[Edge]) -> list[Edge]:
    """The topics that this term labels: the one that a person chose, else the derived ones that nobody refused."""
    held = standing(judgements)
    same = [each for each in held.values() if each.verdict is Verdict.SAME]
    if same:
        chosen = max(same, key=lambda each: (each.at, each.id)).object
        return [Edge(EdgeKind.LABELS, term, chosen, weight=1.0, role=JUDGED)]
    refused = {key for key, each in held.items() if each.verdict is Verdict.DIFFERENT}
    return [edge for edge in derived if edge.end not in refused]


def _by_rule(judgement: Judgement) -> bool:
    return judgement.by.startswith("rule:")


def _with_rules(account: Key, judgements: Iterable[Judgement], derived: Iterable[Edge]) -> Iterable[Edge]:
    yield from derived
    for each in judgements:
        if each.undone is None and each.verdict is Verdict.SAME and _by_rule(each):
            yield Edge(EdgeKind.IS, account, each.object, weight=1.0, role=each.by)


def _order(edge: Edge) -> tuple[bool, float, str]:
    return edge.role != STRONG, -edge.weight, edge.end
