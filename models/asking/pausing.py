"""Who is not to be asked now comes after the others on a page, with the day until which; nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from graph.facts import Seconds
from graph.pauses import pauses
from graph.store import View
from models.answers import Answer


def with_pauses(answer: Answer, view: View, now: Seconds | None) -> Answer:
    """The answer with those who asked not to be asked behind the others, in their order; points stay as they are."""
    if now is None or not answer.people:
        return answer
    until = pauses(view, [expert.person for expert in answer.people], now)
    if not until:
        return answer
    days = {person: int(datetime.combine(day, time(), UTC).timestamp()) for person, day in until.items()}
    told = [replace(expert, not_now=days.get(expert.person)) for expert in answer.people]
    return replace(answer, people=tuple(sorted(told, key=lambda expert: expert.not_now is not None)))
