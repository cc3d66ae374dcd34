"""What other systems push: questions with accepted answers, bookmarks, and a closed project group, as JSON Lines."""

from __future__ import annotations

import json
from typing import Any

from whoknows.sample.dice import iso
from whoknows.sample.people import DOMAIN, Employee
from whoknows.sample.plan import SampleWorld
from whoknows.sample.talk import Conversation, Message, converse
from whoknows.sample.topics import SampleTopic
from whoknows.sample.write_handbook import slug

SOURCE = "questions"
GROUP = "projectgroep-reorganisatie"
PRIVATE_TOPIC = "reorganisatie"


def questions(world: SampleWorld) -> dict[str, bytes]:
    """The pushed records: rules and groups first, then questions, bookmarks and what is for the project group."""
    lines: list[dict[str, Any]] = [{"type": "access", "rule": "all", "principals": ["everyone"]}]
    for department, name in world.staff.departments.items():
        lines.append({"type": "group", "id": department, "kind": "space", "name": f"Vraagbaak {name}", "access": "all"})
    for number, topic in enumerate(world.open_topics()):
        if number % 2 == 0:
            lines += _question(world, topic)
        else:
            lines.append(_bookmark(world, topic))
    for topic in (one for one in world.topics if one.id == PRIVATE_TOPIC):
        lines += _closed(world, topic)
    world.register.wrote(SOURCE, sum("text" in line for line in lines))
    body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return {"push/questions.jsonl": body.encode()}


def _question(world: SampleWorld, topic: SampleTopic) -> list[dict[str, Any]]:
    """A question and its answers, each an item; the first answer was accepted by whoever asked."""
    thread = converse(world, topic, world.dice("question", topic.id))
    first = f"q-{slug(topic.id)}"
    lines = [
        {
            "type": "group",
            "id": f"t-{first}",
            "kind": "thread",
            "name": thread.title,
            "parent": topic.department,
            "access": "all",
        }
    ]
    for number, message in enumerate(thread.messages):
        line = _item(f"{first}-{number}" if number else first, message.text, message.at, [_act(world, message)])
        line |= {"container": f"t-{first}", "title": thread.title, "kind": "reply" if number else "post"}
        if number:
            line["parent"] = first
        if message.role == "answer":
            line |= _praise(world, thread, message)
        lines.append(line)
    return lines


def _praise(world: SampleWorld, thread: Conversation, answer: Message) -> dict[str, Any]:
    """The one who asked accepts the answer; now and then a colleague likes it."""
    praise: dict[str, Any] = {"accepted": _person(world, thread.messages[0].person, answer.at + 3600)}
    dice = world.dice("praise", answer.at)
    if dice.chance(0.4):
        fan = world.outsider(
            thread.topic, thread.language, answer.at, dice, tuple(m.person.key for m in thread.messages)
        )
        praise["reactions"] = [_person(world, fan, answer.at + 7200)]
    return praise


def _bookmark(world: SampleWorld, topic: SampleTopic) -> dict[str, Any]:
    dice = world.dice("bookmark", topic.id)
    at = dice.moment()
    language = world.language(topic, dice)
    person = world.author(topic, language, at, dice)
    voice = world.voice(topic, language, dice)
    text = f"{voice.frame('bookmark')} {voice.several('facts', 1)[0]}"
    line = _item(f"b-{slug(topic.id)}", text, at, [_did(world, person, "bookmarked", at)])
    world.register.acted(topic, person.key)
    title = topic.labels[language]
    return line | {
        "kind": "bookmark",
        "title": title[0].upper() + title[1:],
        "url": f"https://vakblad.example/{slug(topic.labels[language])}",
        "container": topic.department,
        "tags": [title],
    }


def _closed(world: SampleWorld, topic: SampleTopic) -> list[dict[str, Any]]:
    """Notes that only the project group may read."""
    people = [world.staff[key] for key in topic.people]
    lines: list[dict[str, Any]] = [
        {"type": "access", "rule": GROUP, "principals": [f"account:{person.email}" for person in people]},
        {
            "type": "group",
            "id": GROUP,
            "kind": "project",
            "name": "Projectgroep reorganisatie",
            "access": GROUP,
            "members": [{"account": person.email, "role": "member"} for person in people],
        },
    ]
    for number in range(6):
        dice = world.dice("closed", number)
        at = dice.moment()
        author = dice.one([person for person in people if person.there(at)])
        voice = world.voice(topic, "nl", dice)
        text = " ".join([*voice.several("news", 1), *voice.several("facts", 2), *voice.several("decisions", 1)])
        line = _item(f"r-{number}", text, at, [_did(world, author, "wrote", at)])
        lines.append(
            line | {"container": GROUP, "access": GROUP, "title": f"Notitie {number + 1}: {topic.labels['nl']}"}
        )
        readers = ";".join(person.id for person in people)
        world.register.private.append({"source": SOURCE, "id": f"r-{number}", "readers": readers, "topic": topic.id})
    return lines


def _item(name: str, text: str, at: int, acts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "post",
        "text": text,
        "at": iso(at),
        "url": f"https://vraagbaak.{DOMAIN}/{name}",
        "acts": acts,
        "access": "all",
    }


def _act(world: SampleWorld, message: Message) -> dict[str, Any]:
    kind = "answered" if message.role in {"answer", "also"} else "wrote"
    return _did(world, message.person, kind, message.at)


def _did(world: SampleWorld, person: Employee, kind: str, at: int) -> dict[str, Any]:
    return _person(world, person, at) | {"kind": kind}


def _person(world: SampleWorld, person: Employee, at: int) -> dict[str, Any]:
    account = world.register.account(SOURCE, person.email, person.id)
    return {"account": account, "name": person.name, "email": person.email, "at": iso(at)}
