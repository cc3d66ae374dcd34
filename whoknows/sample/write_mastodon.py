"""The microposts: Mastodon archives (actor.json, outbox.json, likes.json, bookmarks.json), one folder per account."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from whoknows.sample.dice import Dice, iso
from whoknows.sample.people import DOMAIN, Employee
from whoknows.sample.plan import SampleWorld
from whoknows.sample.topics import SampleTopic

SOURCE = "microposts"
HOST = f"https://social.{DOMAIN}"
WRITERS = (
    "maaike",
    "rory",
    "ruud",
    "priya",
    "rianne",
    "deepak",
    "zeynep",
    "gj",
    "ilse",
    "sander",
    "vera",
    "dewi",
    "fatima",
    "joris",
    "abigail",
    "tessel",
    "nadia",
    "merel",
    "aart",
    "noor",
)


def microposts(world: SampleWorld) -> dict[str, bytes]:
    """Short messages. About twenty people, each on what they know and now and then on something else."""
    files: dict[str, bytes] = {}
    posts = {key: _posts(world, world.staff[key]) for key in WRITERS}
    for key, items in posts.items():
        person = world.staff[key]
        others = [post for other, many in posts.items() if _may_like(person, world.staff[other]) for post in many]
        likes = [post["object"]["id"] for post in world.dice("likes", key).some(others, 6)]
        marks = [post["object"]["id"] for post in world.dice("marks", key).some(others, 2)]
        for name, value in (
            ("actor", _actor(world, person)),
            ("outbox", _collection("outbox.json", items)),
            ("likes", _collection("likes.json", likes)),
            ("bookmarks", _collection("bookmarks.json", marks)),
        ):
            files[f"microposts/{person.handle}/{name}.json"] = (
                json.dumps(value, ensure_ascii=False, indent=1) + "\n"
            ).encode()
        world.register.wrote(SOURCE, len(items))
    return files


def _may_like(one: Employee, other: Employee) -> bool:
    return {one.team.department, other.team.department} != {"afvalwater", "netbeheer"} and one != other


def _posts(world: SampleWorld, person: Employee) -> list[dict[str, Any]]:
    dice = world.dice("microposts", person.key)
    own = [topic for topic in world.open_topics() if person.key in topic.people]
    near = world.open_topics(person.team.department)
    moments = sorted(dice.moment() for _ in range(dice.number(6, 10)))
    return [
        _post(world, person, dice.one(own) if own and dice.chance(0.85) else dice.one(near), at, dice)
        for at in moments
        if person.there(at)
    ]


def _post(world: SampleWorld, person: Employee, topic: SampleTopic, at: int, dice: Dice) -> dict[str, Any]:
    fluent = [name for name in topic.packs if name in person.languages]
    voice = world.voice(topic, dice.one(fluent or list(topic.packs)), dice)
    kind = dice.one(("facts", "news", "decisions", "facts"))
    text = f"{voice.frame('micro')} {voice.several(kind, 1)[0]}".strip()
    tag = topic.labels[voice.language].replace(" ", "").replace("-", "")
    with_tag = dice.chance(0.6)
    world.register.acted(topic, person.key)
    actor, number = f"{HOST}/users/{person.handle}", at
    html = f"<p>{escape(text)}"
    if with_tag:
        html += f' <a href="{HOST}/tags/{tag.lower()}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
    tags = [{"type": "Hashtag", "href": f"{HOST}/tags/{tag.lower()}", "name": f"#{tag.lower()}"}] if with_tag else []
    public = "https://www.w3.org/ns/activitystreams#Public"
    return {
        "id": f"{actor}/statuses/{number}/activity",
        "type": "Create",
        "actor": actor,
        "published": iso(at),
        "to": [public],
        "cc": [f"{actor}/followers"],
        "object": {
            "id": f"{actor}/statuses/{number}",
            "type": "Note",
            "summary": None,
            "inReplyTo": None,
            "published": iso(at),
            "url": f"{HOST}/@{person.handle}/{number}",
            "attributedTo": actor,
            "to": [public],
            "cc": [f"{actor}/followers"],
            "sensitive": False,
            "content": html + "</p>",
            "contentMap": {voice.language: html + "</p>"},
            "attachment": [],
            "tag": tags,
        },
    }


def _actor(world: SampleWorld, person: Employee) -> dict[str, Any]:
    world.register.account(SOURCE, f"{HOST}/users/{person.handle}", person.id)
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{HOST}/users/{person.handle}",
        "type": "Person",
        "preferredUsername": person.handle,
        "name": f"{person.first} {person.last}",
        "summary": f"<p>{escape(person.about)}</p>" if person.about else "",
        "url": f"{HOST}/@{person.handle}",
        "published": "2023-10-02T00:00:00Z",
        "outbox": "outbox.json",
        "likes": "likes.json",
        "bookmarks": "bookmarks.json",
    }


def _collection(name: str, items: list[Any]) -> dict[str, Any]:
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": name,
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": items,
    }
