"""Judgements: what people and rules decide about accounts and terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.facts.keys import Key, Seconds


class Verdict(StrEnum):
    """What a judgement says about two things. The last five are about topics only."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    NAMED = "named"
    """The topic is called by this term in its language."""
    CONFIRMED = "confirmed"
    """The term is rightly a label of this topic, and the topic a subject."""
    PINNED = "pinned"
    """The same, and the topic stays one when no text uses it."""
    REJECTED = "rejected"
    """The term makes no topic: neither this one nor another."""
    BROADER = "broader"
    """The second topic is broader than the first one."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about Account = Person, Term = Topic, or a topic and a broader one. `id` is unique.

    `label` is the term as it was written then, `act` the command that this judgement is a part of. It was taken back at
    `undone`, by `undone_by`. `by` is the key of a person, ``operator``, ``vocabulary:NAME``, ``rule:NAME``, or
    ``erased`` for somebody who is forgotten.
    """

    id: str
    subject: Key
    object: Key
    verdict: Verdict
    by: str
    at: Seconds
    reason: str = ""
    undone: Seconds | None = None
    label: str = ""
    act: str = ""
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a vocabulary: its id there, what it is called by language, other labels, and ids of broader ones.

    `others` are pairs of language and label.
    """

    id: str
    names: Mapping[str, str]
    others: tuple[tuple[str, str], ...] = ()
    broader: tuple[str, ...] = ()
