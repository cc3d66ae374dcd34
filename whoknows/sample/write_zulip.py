"""The chat: a Zulip export with public and private streams, a bot and a few direct messages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from whoknows.sample.dice import LAST_DAY, seconds_of
from whoknows.sample.people import BOT, DOMAIN, ORGANISATION, Employee
from whoknows.sample.plan import CIRCLES, SampleWorld
from whoknows.sample.talk import Conversation, Message, converse

SOURCE = "chat"
STREAMS = {
    "energietransitie": ("energie",),
    "netbedrijf": ("netbeheer",),
    "drinkwater": ("drinkwater",),
    "afvalwater": ("afvalwater",),
    "ontwerp en techniek": ("ingenieurs",),
    "data en ict": ("ict",),
    "organisatie": ("organisatie", "financien"),
}
PRIVATE = {"ot-incidenten": "ot-incidenten", "personele zaken": "personele-zaken"}
"""Private streams and the private topic that each of them is about."""


class Chat:
    """The export under construction."""

    def __init__(self, world: SampleWorld) -> None:
        self.world = world
        self.users: dict[str, int] = {person.key: 10 + number for number, person in enumerate(world.staff)}
        self.users[BOT] = 9
        self.streams: list[dict[str, Any]] = []
        self.members: dict[str, list[str]] = {}
        self.messages: list[dict[str, Any]] = []
        self.reactions: list[dict[str, Any]] = []

    def add_stream(self, name: str, private: bool, members: list[str]) -> None:
        """A stream with those who read along."""
        number = len(self.streams) + 1
        self.streams.append(
            {
                "id": number,
                "realm": 1,
                "name": name,
                "description": "",
                "invite_only": private,
                "is_web_public": False,
                "history_public_to_subscribers": True,
                "date_created": 1696200000.0,
                "recipient": 100 + number,
            }
        )
        self.members[name] = members

    def add(self, stream: str, subject: str, message: Message) -> None:
        """One message in a stream; a few get a thumb up."""
        recipient = next(one["recipient"] for one in self.streams if one["name"] == stream)
        text = message.text
        for person in message.names:
            text = text.replace("@" + person.name, f"@**{person.name}**")
        self.post(self.users[message.person.key], recipient, subject, text, message.at)
        dice = self.world.dice("thumb", len(self.messages))
        if message.role == "answer" and dice.chance(0.3):
            fans = [key for key in self.members[stream] if self.world.staff[key].there(message.at)]
            for key in dice.some(fans, 2):
                self.reactions.append(
                    {
                        "id": len(self.reactions) + 1,
                        "user_profile": self.users[key],
                        "message": len(self.messages),
                        "emoji_name": "thumbs_up",
                        "emoji_code": "1f44d",
                        "reaction_type": "unicode_emoji",
                    }
                )

    def post(self, sender: int, recipient: int, subject: str, text: str, at: int) -> None:
        """One message to any recipient."""
        self.messages.append(
            {
                "id": len(self.messages) + 1,
                "sender": sender,
                "recipient": recipient,
                "realm": 1,
                "subject": subject,
                "content": text,
                "rendered_content": None,
                "date_sent": float(at),
                "last_edit_time": None,
                "edit_history": None,
                "has_link": False,
                "sending_client": 1,
            }
        )

    def realm(self) -> dict[str, Any]:
        """The contents of realm.json."""
        recipients = [{"id": one["recipient"], "type": 2, "type_id": one["id"]} for one in self.streams]
        recipients += [{"id": 1000 + number, "type": 1, "type_id": number} for number in self.users.values()]
        subscriptions = [
            {"user_profile": self.users[key], "recipient": one["recipient"], "active": True, "is_user_active": True}
            for one in self.streams
            for key in self.members[one["name"]]
        ]
        return {
            "zerver_realm": [{"id": 1, "name": ORGANISATION, "string_id": "", "date_created": 1696200000.0}],
            "zerver_userprofile": [_profile(self.world, self.users[p.key], p) for p in self.world.staff] + [_bot()],
            "zerver_userprofile_mirrordummy": [],
            "zerver_userprofile_crossrealm": [],
            "zerver_stream": self.streams,
            "zerver_recipient": recipients,
            "zerver_subscription": [{"id": n, **one} for n, one in enumerate(subscriptions, 1)],
            "zerver_reaction": self.reactions,
            "zerver_client": [{"id": 1, "name": "website"}],
        }


def chat(world: SampleWorld) -> dict[str, bytes]:
    """What was said in the chat. Threads in each department's stream, and in two private ones."""
    export = Chat(world)
    spoken: list[tuple[str, Conversation]] = []
    for stream, departments in STREAMS.items():
        for topic in world.open_topics(*departments):
            for number in range(world.dice("chat-count", topic.id).number(1, 2)):
                spoken.append((stream, converse(world, topic, world.dice("chat", topic.id, number))))
    for stream, topic_id in PRIVATE.items():
        spoken += [(stream, _private(world, topic_id, number)) for number in range(6)]
    _open_streams(world, export, spoken)
    lines = [
        (message.at, n, stream, message) for n, (stream, thread) in enumerate(spoken) for message in thread.messages
    ]
    subjects = _subjects(spoken)
    for _, number, stream, message in sorted(lines, key=lambda line: line[:2]):
        export.add(stream, subjects[number], message)
    _direct_messages(export)
    _bot_messages(export)
    world.register.wrote(SOURCE, len(lines) + 3)
    return _files(export)


def _subjects(spoken: Sequence[tuple[str, Conversation]]) -> list[str]:
    """What each thread is called: its title, with a number where its stream has that title already."""
    used: Counter[tuple[str, str]] = Counter()
    subjects = []
    for stream, thread in spoken:
        used[stream, thread.title] += 1
        again = used[stream, thread.title]
        subjects.append(thread.title if again == 1 else f"{thread.title} ({again})")
    return subjects


def _private(world: SampleWorld, topic_id: str, number: int) -> Conversation:
    topic = next(one for one in world.topics if one.id == topic_id)
    dice = world.dice("private", topic_id, number)
    thread = converse(world, topic, dice)
    members = [world.staff[key] for key in topic.people]
    asker = dice.one([p for p in members if p.key != thread.messages[1].person.key and p.there(thread.messages[0].at)])
    inside = tuple(
        Message(asker if m.person.key not in topic.people else m.person, m.at, m.text, m.role) for m in thread.messages
    )
    return Conversation(topic, thread.language, thread.title, inside)


def _open_streams(world: SampleWorld, export: Chat, spoken: list[tuple[str, Conversation]]) -> None:
    for stream, departments in STREAMS.items():
        circle = {p.key for d in departments for p in world.staff.of(*CIRCLES[d]) if p.left is None}
        speakers = {m.person.key for name, thread in spoken if name == stream for m in thread.messages}
        dice = world.dice("subscribers", stream)
        home = {p.key for p in world.staff.of(*departments)}
        export.add_stream(stream, False, sorted(speakers | home | set(dice.some(sorted(circle), 12))))
    for stream, topic_id in PRIVATE.items():
        for topic in (one for one in world.topics if one.id == topic_id):
            export.add_stream(stream, True, sorted(topic.people))
            readers = ";".join(world.staff[key].id for key in sorted(topic.people))
            world.register.private.append(
                {"source": SOURCE, "container": stream, "readers": readers, "topic": topic.id}
            )


def _direct_messages(export: Chat) -> None:
    """Two people to each other: not for a search engine."""
    rows = [
        ("maaike", "tunde", "Do you have ten minutes after lunch?"),
        ("tunde", "maaike", "Yes, quarter past one is fine."),
    ]
    for number, (sender, reader, text) in enumerate(rows):
        recipient = 1000 + export.users[reader]
        export.post(export.users[sender], recipient, "", text, seconds_of(LAST_DAY) + 36000 + 60 * number)


def _bot_messages(export: Chat) -> None:
    recipient = next(one["recipient"] for one in export.streams if one["name"] == "data en ict")
    for week in range(3):
        text = "Nachtelijke controle afgerond: alle koppelingen draaien."
        export.post(9, recipient, "meldingen", text, 1780000000 + week * 604800)


def _files(export: Chat) -> dict[str, bytes]:
    export.messages.sort(key=lambda message: (message["date_sent"], message["id"]))
    order = {message["id"]: number for number, message in enumerate(export.messages, 1)}
    for message in export.messages:
        message["id"] = order[message["id"]]
    for reaction in export.reactions:
        reaction["message"] = order[reaction["message"]]
    half = (len(export.messages) + 1) // 2
    files = {"chat/realm.json": _json(export.realm())}
    for number, part in enumerate((export.messages[:half], export.messages[half:]), 1):
        files[f"chat/messages-{number:06d}.json"] = _json({"zerver_message": part, "zerver_usermessage": []})
    return files


def _profile(world: SampleWorld, number: int, person: Employee) -> dict[str, Any]:
    """One user; the name in the chat may be the nickname's."""
    nick = f"{person.nick} {person.last}" if person.nick and len(person.nick) > 2 else person.name
    name = nick if world.dice("chat-name", person.key).chance(0.6) else person.name
    world.register.account(SOURCE, str(number), person.id)
    return {
        "id": number,
        "full_name": name,
        "email": f"user{number}@chat.{DOMAIN}",
        "delivery_email": person.email,
        "is_active": person.left is None,
        "is_bot": False,
        "bot_type": None,
        "role": 400,
        "realm": 1,
        "date_joined": float(seconds_of(max(person.joined, LAST_DAY.replace(year=2023, day=1)))),
    }


def _bot() -> dict[str, Any]:
    return {
        "id": 9,
        "full_name": "Veldermark Bot",
        "email": f"{BOT}@chat.{DOMAIN}",
        "delivery_email": f"noreply@{DOMAIN}",
        "is_active": True,
        "is_bot": True,
        "bot_type": 1,
        "role": 400,
        "realm": 1,
        "date_joined": 1696200000.0,
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
