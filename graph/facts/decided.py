"""Judgements: what people and rules decide about accounts and terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.facts.keys import Key, Seconds


class Verdict(StrEnum):
    """What a judgement says about two things."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about Account = Person or Term = Topic. `id` is unique; `undone` is when it was taken back."""

    id: str
    subject: Key
    object: Key
    verdict: Verdict
    by: str
    at: Seconds
    reason: str = ""
    undone: Seconds | None = None
