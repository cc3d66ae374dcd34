"""The history of topics: commands of curators, read back from the judgements that each consists of."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.facts import Judgement, Key, Seconds, Verdict, kind_of

WIDTH = 12
ABOUT_ONE = frozenset({"accept", "refuse"})
"""Commands about one label: what else they judge is what the topic is called already."""
_PART = re.compile(r"0*([1-9]\d*-[0-9a-f]{4})\.\d{4}")


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


def next_id(judgements: Iterable[Judgement]) -> str:
    """The id of the next command: a number, and letters for when two are made at once."""
    newest = max((int(act_id(each).partition("-")[0]) for each in judgements if act_id(each)), default=0)
    return f"{newest + 1}-{secrets.token_hex(2)}"


def part_id(ident: str, place: int) -> str:
    """The id of a judgement of this command. Ids sort in the order in which they were made."""
    return f"{ident.zfill(WIDTH)}.{place:04}"


def act_id(judgement: Judgement) -> str:
    """The id of the command that this judgement is a part of; empty for one that was made by itself."""
    found = _PART.fullmatch(judgement.id)
    return found[1] if found else ""


def acts_of(judgements: Iterable[Judgement], topic: Key | None = None) -> list[CuratedAct]:
    """The commands about this topic (None: about any), newest first."""
    parts = sorted((each for each in judgements if act_id(each)), key=lambda each: each.id)
    acts = [_act(ident, list(some)) for ident, some in groupby(parts, key=act_id)]
    return [act for act in reversed(acts) if topic is None or topic in act.topics]


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
