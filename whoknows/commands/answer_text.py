"""Answers as lines of text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo

from graph.facts import Account, Key, anchor_key
from graph.store import View
from models.answers import Answer, Evidence, Expert, PersonHit, TopicHit
from models.rankers.registry import label_of, reason_of
from whoknows.console import day, number, say
from whoknows.environment import terminal_language

LISTED = 3
TOPICS = 5


def ids_of(view: View, people: Collection[Key]) -> dict[Key, str]:
    """The directory's id of each of these people, as far as they are listed."""
    nodes = view.get([anchor_key(person) for person in people])
    accounts = {key: node for key, node in nodes.items() if isinstance(node, Account)}
    return {person: accounts[key].native_id for person in people if (key := anchor_key(person)) in accounts}


def topic_names(topic: TopicHit) -> list[str]:
    """The names of a topic, each once, whatever its capitals."""
    once: dict[str, str] = {}
    for name in topic.labels.values():
        once.setdefault(name.casefold(), name)
    return [*once.values()]


def person_line(hit: PersonHit, ids: Mapping[Key, str]) -> str:
    """A person of the directory in one line, with the id that `--as` takes."""
    named = f" ({ids[hit.person]})" if hit.person in ids else ""
    away = say("not-now", day=day(hit.not_now, UTC)) if hit.not_now is not None else ""
    about = " · ".join(part for part in (away, hit.function, hit.department, hit.location, hit.room, hit.phone) if part)
    return f"{hit.name}{named}  {about}"


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer for a terminal, with at most `most` reasons a person; days are those of `zone`.

    `took` is how long it took, in milliseconds.
    """

    answer: Answer
    ids: Mapping[Key, str]
    most: int
    zone: tzinfo
    took: float

    def found(self) -> Iterator[str]:
        """Who was found by name, and how many know about the subject."""
        answer = self.answer
        for hit in answer.named:
            line = person_line(hit, self.ids)
            if hit.of:
                yield say(f"found-{hit.matched}", person=line, names=", ".join(hit.of))
            else:
                yield say("found-by-name", person=line, matched=say(f"matched-{hit.matched}"))
        if answer.people:
            know = answer.total - answer.in_passing
            message = "one-person-knows" if know == 1 else "people-know"
            subject = answer.subject or answer.question.text
            yield say(message, total=know, question=subject, took=number(self.took, 1))
            if answer.in_passing:
                yield say("in-passing", total=answer.in_passing)

    def hints(self) -> Iterator[str]:
        """Words that nobody wrote, other names of the subject, and another spelling."""
        answer = self.answer
        if answer.narrowed:
            yield say("narrowed", place=answer.narrowed, question=answer.question.text)
        for message, said in (("only-with", answer.question.phrases), ("none-with", answer.question.excluded)):
            if said:
                yield say(message, words=", ".join(f"“{each}”" for each in said))
        if answer.unwritten and (answer.people or not answer.named):
            rest = answer.people and not answer.by_meaning
            message = "words-unwritten" if rest else "words-unwritten-nobody"
            yield say(message, words=", ".join(f"“{word}”" for word in answer.unwritten))
        elif answer.apart and not answer.named:
            yield say("words-apart")
        if answer.by_meaning:
            yield say("found-by-meaning")
        if answer.nothing_read:
            yield say("nothing-read-yet")
        if answer.synonyms:
            yield say("also-called", names=", ".join(answer.synonyms))
        if answer.did_you_mean:
            yield say("did-you-mean", question=answer.did_you_mean)

    def nearest(self) -> str:
        """What to ask instead where a part of the question is answered; empty otherwise."""
        near = self.answer.nearest
        if near is None:
            return ""
        return say("nearest-part-one" if near.total == 1 else "nearest-part", subject=near.subject, total=near.total)

    def people(self, near: bool = False) -> Iterator[tuple[str, list[str], str]]:
        """Each person: a heading, a line for each reason, and how the points add up.

        Those who know about a part of the question, when `near`.
        """
        experts, first = self.answer.people, self.answer.question.offset + 1
        if near:
            experts, first = self.answer.nearest.people if self.answer.nearest else (), 1
        times = Counter(expert.name for expert in experts)
        for place, expert in enumerate(experts, start=first):
            named = f" ({self.ids[expert.person]})" if times[expert.name] > 1 and expert.person in self.ids else ""
            away = later(expert)
            passing = say("mentioned-in-passing") if expert.in_passing else ""
            told = (away, passing, expert.function, expert.department, expert.location)
            about = " · ".join(part for part in told if part)
            reasons = [self.reason(each) for each in expert.evidence[: self.most]]
            yield f"{place}. {expert.name}{named}  {about}", reasons, points_line(expert)

    def rest(self) -> Iterator[str]:
        """Who has left, and documents, topics and groups that fit the question."""
        answer = self.answer
        if answer.used_to:
            yield say("used-to-work-on", people=", ".join(expert.name for expert in answer.used_to))
        for message, names in (
            ("documents-found", [document.title for document in answer.documents[:LISTED]]),
            ("topics-found", ["/".join(topic_names(topic)) for topic in answer.topics[:TOPICS]]),
            ("groups-found", [group.name for group in answer.groups[:LISTED]]),
        ):
            if names:
                yield f"{say(message)}: {' · '.join(names)}"

    def reason(self, reason: Evidence) -> str:
        """What this person did, to what, when, and for how many points."""
        did = ", ".join(dict.fromkeys(say(f"act-{act.kind}") for act in reason.did))
        when = day(reason.at, self.zone) if reason.at is not None else say("undated") if did else ""
        where = " · ".join(part for part in (reason.source, when) if part)
        fact = None if did else reason_of(reason.ranker, terminal_language())
        title = f"«{reason.title}»"
        told = fact % {"title": title} if fact else f"{did} {title}"
        return f"{told}{f' ({where})' if where else ''}  {number(reason.points, 2)}"


def later(expert: Expert) -> str:
    """Why another is offered before this person; empty for whom that is not so."""
    if expert.not_now is not None:
        return say("not-now", day=day(expert.not_now, UTC))
    return say("answered-often") if expert.answered_often else ""


def points_line(expert: Expert) -> str:
    """The points of each kind of evidence, and their sum."""
    shares = " + ".join(
        f"{label_of(share.ranker, terminal_language())} {number(share.points, 2)}" for share in expert.shares
    )
    return f"{shares} = {number(expert.points, 2)}"
