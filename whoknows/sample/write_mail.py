"""The mailing lists: one mbox file per list, with threads, quotes and signatures; addresses change over the years."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message as Mail
from email.utils import format_datetime
from io import BytesIO

from whoknows.sample.dice import Dice
from whoknows.sample.frames import FRAMES
from whoknows.sample.people import DOMAIN, Employee
from whoknows.sample.plan import SampleWorld, date_in_words
from whoknows.sample.talk import Conversation, Message, converse

SOURCE = "lists"
LISTS = {
    "waterketen": ("drinkwater", "afvalwater", "ingenieurs"),
    "energie-en-netten": ("energie", "netbeheer", "ict"),
    "kantoor": ("financien", "organisatie", "klant"),
}


def lists(world: SampleWorld) -> dict[str, bytes]:
    """What was written to the lists."""
    files: dict[str, bytes] = {}
    for name, departments in LISTS.items():
        threads = [converse(world, topic, world.dice("mail", topic.id)) for topic in world.open_topics(*departments)]
        files[f"lists/{name}.mbox"] = _mbox(world, name, threads)
    return files


def _mbox(world: SampleWorld, name: str, threads: list[Conversation]) -> bytes:
    mails: list[tuple[int, bytes]] = []
    for number, thread in enumerate(threads):
        dice = world.dice("mbox", name, number)
        sent: list[Message] = []
        for message in thread.messages:
            mails.append((message.at, _mail(world, name, thread, sent, message, dice)))
            sent.append(message)
            world.register.wrote(SOURCE)
    return b"".join(body for _, body in sorted(mails))


def _mail(
    world: SampleWorld, name: str, thread: Conversation, sent: list[Message], message: Message, dice: Dice
) -> bytes:
    """One message with its From line; a reply quotes what it answers."""
    address = _address(world, message.person, message.at)
    charset = Charset("utf-8")
    charset.body_encoding = QP
    mail = Mail()
    mail["Message-ID"] = _id(name, message)
    mail["From"] = f"{Header(_shown(world, message.person, message.at), 'utf-8').encode()} <{address}>"
    mail["To"] = f"{name}@lijsten.{DOMAIN}"
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.at, UTC))
    mail["Subject"] = Header(("Re: " if sent else "") + thread.title, "utf-8").encode()
    mail["List-Id"] = f"<{name}.lijsten.{DOMAIN}>"
    if sent:
        mail["In-Reply-To"] = _id(name, sent[-1] if message.role == "also" else sent[0])
        mail["References"] = " ".join(_id(name, before) for before in sent)
    mail.set_payload(_body(thread, sent, message, dice), charset)
    out = BytesIO()
    BytesGenerator(out, mangle_from_=True, maxheaderlen=0).flatten(mail)
    stamp = datetime.fromtimestamp(message.at, UTC).strftime("%a %b %d %H:%M:%S %Y")
    return f"From {address} {stamp}\n".encode() + out.getvalue().rstrip(b"\n") + b"\n\n"


def _body(thread: Conversation, sent: list[Message], message: Message, dice: Dice) -> str:
    parts = []
    if sent:
        before = sent[-1] if message.role == "also" else sent[0]
        day, who = date_in_words(before.at, thread.language), before.person.name
        wrote = f"Op {day} schreef {who}:" if thread.language == "nl" else f"On {day}, {who} wrote:"
        quoted = "\n".join(f"> {line}" if line else ">" for line in before.text.split("\n"))
        parts.append(f"{wrote}\n{quoted}")
    parts.append(message.text)
    parts.append(f"{dice.one(FRAMES[thread.language]['bye'])}\n{message.person.first}")
    if dice.chance(0.4):
        person = message.person
        parts.append(f"-- \n{person.name_at(message.at)}\n{person.function} | {person.team.name}\n{person.phone}")
    return "\n\n".join(parts) + "\n"


def _id(name: str, message: Message) -> str:
    digest = hashlib.sha1(f"{name}{message.at}{message.person.key}".encode(), usedforsecurity=False).hexdigest()[:16]
    return f"<{digest}@lijsten.{DOMAIN}>"


def _address(world: SampleWorld, person: Employee, at: int) -> str:
    return world.register.account(SOURCE, person.email_at(at), person.id)


def _shown(world: SampleWorld, person: Employee, at: int) -> str:
    """The name next to the address. Full, with initials, or turned around as mail programs do."""
    style = world.dice("mail-name", person.key).number(0, 3)
    name = person.name_at(at)
    return (name, name, person.initials, f"{person.first} {person.last}")[style]
