"""Answers a question in people's own words: for a colleague, for who knows about a subject, a text or a document."""

from __future__ import annotations

from dataclasses import replace

from graph.facts import Key, Seconds
from graph.store import View
from models.answers import Answer, Question
from models.asking.long_text import about_document, about_text, is_long
from models.asking.narrowed import Narrowed, narrowed
from models.asking.people_found import find_asked_people, names_somebody, people_inside
from models.asking.private_matters import PrivateMatters, read_private_matters
from models.asking.signs import with_signs
from models.experts import find_experts
from models.index.contract import Index
from models.offering import FREE, LoadLimit, offered, with_pauses


def ask(
    question: Question,
    view: View,
    index: Index,
    now: Seconds | None = None,
    *,
    plain: bool = False,
    private: PrivateMatters | None = None,
    load: LoadLimit = FREE,
) -> Answer:
    """The answer as far as the asker may see; `plain`: all of the question is a subject, whatever it looks like.

    What is asked about private matters of people names nobody, whether `plain` or not. `load` says how often somebody
    may be asked (`models.offering`).
    """
    return _offering(_answer(question, view, index, now, plain, private), view, index, now, load)


def ask_about_document(
    question: Question,
    document: Key,
    view: View,
    index: Index,
    now: Seconds | None = None,
    *,
    load: LoadLimit = FREE,
) -> Answer | None:
    """Who knows about what a document says, besides its authors; None when the asker may not know of it."""
    answer = about_document(question, document, view, index, now)
    return None if answer is None else _offering(answer, view, index, now, load)


def _offering(answer: Answer, view: View, index: Index, now: Seconds | None, load: LoadLimit) -> Answer:
    """The answer with its people in the order in which they are offered."""
    named, people, nearest = with_pauses(answer.named, view, now), answer.people, answer.nearest
    if people:
        people = offered(people, view, index.snapshot(), now, load, first=answer.question.offset == 0)
    if nearest:
        nearest = replace(nearest, people=offered(nearest.people, view, index.snapshot(), now, load, first=True))
    return replace(answer, people=people, named=named, nearest=nearest)


def _answer(
    question: Question, view: View, index: Index, now: Seconds | None, plain: bool, private: PrivateMatters | None
) -> Answer:
    """The answer to a question of any kind, with its people best first."""
    private = read_private_matters() if private is None else private
    if private.asked_in(question.text, lambda said: names_somebody(said, index, now)):
        return Answer(question, asks="private", turn_to=private.turn_to)
    if not plain:
        inside = narrowed(question, view, index)
        if inside is not None:
            return _inside(inside, question.text, view, index, now)
        found = find_asked_people(question.text, view, index, now)
        if found is not None:
            return Answer(question, named=found.people, named_total=found.total, subject=found.whom, asks="people")
    return _about_subject(question, view, index, now)


def _about_subject(question: Question, view: View, index: Index, now: Seconds | None) -> Answer:
    """Who knows about a subject, with the signs of the question read; of a long text, what it is about."""
    if is_long(question.text):
        return about_text(question, question.text, "", view, index, now)
    asked = with_signs(question)
    answer = find_experts(asked, view, index, now)
    return answer if asked is question else replace(answer, asked=question.text)


def _inside(inside: Narrowed, asked: str, view: View, index: Index, now: Seconds | None) -> Answer:
    """The answer among the people of one place or group: who knows about the subject, or without one who they are."""
    if inside.question.text:
        answer = _about_subject(inside.question, view, index, now)
        return replace(answer, narrowed=inside.name, asked=asked)
    found = people_inside(inside.question, inside.name, view, index, now)
    question = replace(inside.question, text=asked)
    return Answer(question, named=found.people, named_total=found.total, subject=found.whom, asks="people")
