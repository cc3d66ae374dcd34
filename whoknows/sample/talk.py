"""Conversations, which chat, mailing lists and the question page each write in their own way."""

from __future__ import annotations

from dataclasses import dataclass

from whoknows.sample.dice import Dice
from whoknows.sample.people import Employee
from whoknows.sample.plan import SampleWorld, Voice
from whoknows.sample.topics import SampleTopic


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `role` is ask, answer, also or thanks; `names` are the colleagues that it points to."""

    person: Employee
    at: int
    text: str
    role: str
    names: tuple[Employee, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation about one topic."""

    topic: SampleTopic
    language: str
    title: str
    messages: tuple[Message, ...]


def converse(world: SampleWorld, topic: SampleTopic, dice: Dice, at: int | None = None) -> Conversation:
    """A conversation about this topic: a question, an answer, mostly an addition, often thanks."""
    start = dice.moment() if at is None else at
    language = world.language(topic, dice)
    voice = world.voice(topic, language, dice)
    title = voice.title("thread")
    question, answer = voice.qa()[0] if dice.chance(0.62) else _told(voice)
    asker = world.outsider(topic, language, start, dice)
    expert = world.author(topic, language, start, dice)
    more = voice.frame("ask-more") if dice.chance(0.55) else ""
    messages = [Message(asker, start, f"{voice.frame('ask')}\n\n{question} {more}".strip(), "ask")]
    at = start + dice.number(600, 30000)
    extra = voice.several("facts", 1) if dice.chance(0.45) else []
    messages.append(Message(expert, at, " ".join([answer, *extra]), "answer"))
    second = world.insider(topic, language, at, dice, (asker.key, expert.key))
    if second and dice.chance(0.6):
        at += dice.number(900, 90000)
        messages.append(Message(second, at, f"{voice.frame('also')} {voice.several('facts', 1)[0]}", "also"))
    messages += _ending(world, voice, messages, at)
    world.register.acted(topic, *(m.person.key for m in messages if m.role in {"answer", "also"}))
    return Conversation(topic, language, title, tuple(messages))


def _told(voice: Voice) -> tuple[str, str]:
    """A question about a problem instead of one from the pack."""
    if not voice.pack.problems:
        return voice.qa()[0]
    what, cause, fix = voice.problems(1)[0]
    asked = "Herkent iemand dit?" if voice.language == "nl" else "Has anyone seen this before?"
    known = "Ja, dat hebben wij ook gehad." if voice.language == "nl" else "Yes, we have had that too."
    return f"{what} {asked}", f"{known} {cause} {fix}"


def _ending(world: SampleWorld, voice: Voice, so_far: list[Message], at: int) -> list[Message]:
    """Somebody points to a colleague, or the one who asked says thanks, or nothing more is said."""
    dice, topic = voice.dice, voice.topic
    asker = so_far[0].person
    taken = tuple(message.person.key for message in so_far)
    later = at + dice.number(1200, 60000)
    if dice.chance(0.2):
        helper = world.outsider(topic, voice.language, later, dice, taken)
        named = [world.staff[key] for key in topic.experts if world.staff[key].there(later) and key not in taken]
        if named:
            text = voice.frame("point-to", who="@" + named[0].name)
            return [Message(helper, later, text, "also", (named[0],))]
    if dice.chance(0.5):
        return [Message(asker, later, voice.frame("thanks"), "thanks")]
    return []
