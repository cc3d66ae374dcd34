"""Answers a question in people's own words: for a colleague, or for who knows about a subject."""

from __future__ import annotations

from graph.facts import Seconds
from graph.store import View
from models.answers import Answer, Question
from models.asking.people_found import find_asked_people
from models.experts import find_experts
from models.index.contract import Index


def ask(question: Question, view: View, index: Index, now: Seconds | None = None, *, plain: bool = False) -> Answer:
    """The answer as far as the asker may see; `plain`: all of the question is a subject, whatever it looks like."""
    if not plain:
        found = find_asked_people(question.text, view, index, now)
        if found is not None:
            return Answer(question, named=found.people, named_total=found.total, subject=found.whom, asks="people")
    return find_experts(question, view, index, now)
