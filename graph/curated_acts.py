"""The history of topics: commands of curators, read back from the judgements that each consists of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.decisions import DecisionIds
from graph.facts import Judgement, Key, Seconds, Verdict, kind_of
from graph.terms import norm_of

ABOUT_ONE = frozenset({"accept", "refuse"})
"""Commands about one label: what else they judge is what the topic is called already."""
IDS = DecisionIds()


@dataclass(frozen=True, slots=True)
class CuratedAct:
    """One command about a topic: by whom and when, with the labels that it is about, and the other topic if any.

    `id` names it for undo. It was taken back at `undone` by `undone_by`.
    """

    id: str
    act: str
    topic: Key
    other: Key | None
    labels: tuple[str, ...]
    by: str
    at: Seconds
    undone: Seconds | None = None
    undone_by: str = ""

    @property
    def topics(self) -> tuple[Key, ...]:
        """The topics that it is about."""
        return (self.topic,) if self.other is None else (self.topic, self.other)


def acts_of(judgements: Iterable[Judgement], topic: Key | None = None) -> list[CuratedAct]:
    """The commands about this topic (None: about any), newest first."""
    return [act for act in IDS.acts(judgements, _act) if topic is None or topic in act.topics]


def rejection_of(label: str, judgements: Iterable[Judgement]) -> CuratedAct | None:
    """The newest command that rejected a topic with this label and was not taken back."""
    wanted = norm_of(label)
    rejected = (act for act in acts_of(judgements) if act.act == "reject" and act.undone is None)
    return next((act for act in rejected if wanted in map(norm_of, act.labels)), None)


def _act(ident: str, parts: Sequence[Judgement]) -> CuratedAct:
    """The command of these judgements, in the order in which they were told: the first says what it is about."""
    first = parts[0]
    topic = first.subject if first.verdict is Verdict.BROADER else first.object
    named = {key: None for each in parts for key in (each.subject, each.object) if kind_of(key) == "topic"}
    others = [key for key in named if key != topic]
    alike = [first] if first.act in ABOUT_ONE else [each for each in parts if each.verdict is first.verdict]
    labels = tuple(dict.fromkeys(each.label for each in alike if each.label))
    other = others[0] if others else None
    return CuratedAct(ident, first.act, topic, other, labels, first.by, first.at, first.undone, first.undone_by)
