"""A small organisation in the native files of every kind of source, whole and damaged.

Each source has something good, by which is seen that damage cost nothing else: the word `GOOD` with its own name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench.hostile import office
from bench.hostile.damage import damaged_bytes, damaged_json, hostile_text, written_json

Files = Mapping[str, bytes]
GOOD = "boilerhouse"
TEXT = f"The {GOOD} is in the cellar, behind the green door on the left, says Kees Vos."
AT = 1_700_000_000
LARGEST = 4_000_000
"""Bytes of a file: what is larger is cut, which damages it once more."""


@dataclass(frozen=True, slots=True)
class FuzzedSource:
    """A source: its kind, its path with more settings, its good files, and a function that damages a record of it."""

    name: str
    kind: str
    path: str
    damaged: Callable[[Random, int], Files]
    good: Files
    more: str = ""
    found: int = 1

    def settings(self) -> str:
        """The lines of this source in the settings file."""
        lines = (f'name = "{self.name}"', f'kind = "{self.kind}"', f'path = "{self.path}"', 'access = "everyone"')
        return "\n".join(("[[source]]", *lines, self.more)) + "\n"


def write(folder: Path, files: Files) -> None:
    """Put these files into the folder."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body[:LARGEST])


# --- pushed lines, chat, microposts: JSON -----------------------------------------------------------------------------

LINES: tuple[dict[str, Any], ...] = (
    {
        "id": "i", "title": "Pumps", "text": TEXT, "at": AT, "url": "https://w.example/i", "kind": "post",
        "acts": [{"account": "kv", "name": "Kees Vos", "kind": "wrote", "at": AT, "count": 2, "size": 3}],
        "tags": ["pumps"], "links": ["j"], "container": "c", "parent": "p", "access": "r", "media_type": "text/html",
    },
    {"type": "person", "id": "kv", "name": "Kees Vos", "emails": ["kv@w.example"], "joined": AT, "left": None,
     "department": "Work / Pumps", "location": "Delft / 2", "manager": "mv", "languages": ["nl"]},
    {"type": "group", "id": "c", "kind": "channel", "name": "Pumps", "parent": "d",
     "members": ["kv", {"account": "m"}]},
    {"type": "access", "rule": "r", "principals": ["everyone", "account:kv"]},
    {"type": "gone", "id": "x", "kind": "document"},
)  # fmt: skip


def lines(rng: Random, number: int) -> Files:
    """One pushed line that is odd, in a file of its own; sometimes no JSON at all."""
    line = {**rng.choice(LINES)}
    line["id"] = f"{line.get('id', '')}{number}"
    written = written_json(damaged_json(rng, line)) if rng.random() < 0.8 else damaged_bytes(rng, written_json(line))
    return {f"push/b{number}.jsonl": written + b"\n"}


def post(number: int) -> dict[str, Any]:
    """One note of an outbox."""
    return {
        "type": "Create", "published": "2024-01-01T00:00:00Z", "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "object": {"id": f"https://m.example/{number}", "type": "Note", "published": "2024-01-01T00:00:00Z",
                   "content": f"<p>{TEXT}</p>", "url": f"https://m.example/@kv/{number}", "cc": [],
                   "tag": [{"type": "Mention", "name": "@mv", "href": "https://m.example/@mv"},
                           {"type": "Hashtag", "name": "#pumps"}],
                   "attachment": [{"name": "A pump"}], "inReplyTo": None, "summary": None},
    }  # fmt: skip


ACTOR = {"id": "https://m.example/users/kv", "preferredUsername": "kv", "name": "Kees Vos"}


def archive(name: str, outbox: Any, actor: Any = ACTOR, likes: Any = None) -> Files:
    """One archive of microposts."""
    files = {"outbox.json": outbox, "actor.json": actor, "likes.json": likes or {"orderedItems": []}}
    return {f"micro/{name}/{file}": written_json(value) for file, value in files.items()}


def microposts(rng: Random, number: int) -> Files:
    """An archive of which one file is odd."""
    outbox, likes = {"orderedItems": [post(number)]}, {"orderedItems": [f"https://m.example/{number}"]}
    which = rng.randrange(4)
    return archive(
        f"b{number}",
        damaged_json(rng, outbox) if which < 2 else outbox,
        damaged_json(rng, ACTOR) if which == 2 else ACTOR,
        damaged_json(rng, likes) if which == 3 else likes,
    )


REALM: dict[str, Any] = {
    "zerver_userprofile": [{"id": 11, "full_name": "Kees Vos", "delivery_email": "kv@w.example", "is_bot": False}],
    "zerver_stream": [{"id": 21, "name": "pumps", "invite_only": False}],
    "zerver_recipient": [{"id": 1, "type": 2, "type_id": 21}],
    "zerver_subscription": [{"user_profile": 11, "recipient": 1, "active": True}],
    "zerver_reaction": [{"message": 1, "user_profile": 11, "emoji_name": "heart"}],
}


def message(number: int) -> dict[str, Any]:
    """One message of a chat."""
    return {
        "id": number, "sender": 11, "recipient": 1, "subject": "valves", "content": TEXT, "last_edit_time": None,
        "rendered_content": f'<p>{TEXT} <span class="user-mention" data-user-id="11">@Kees</span></p>',
        "date_sent": AT + number,
    }  # fmt: skip


def chat(rng: Random, number: int) -> Files:
    """A file of messages in which one is odd."""
    said = {"zerver_message": [damaged_json(rng, message(number)), message(1_000_000 + number)]}
    odd = said if rng.random() < 0.8 else damaged_json(rng, said)
    return {f"chat/messages-{number:06}.json": written_json(odd)}


def topic(rng: Random, number: int) -> Files:
    """A topic of a public archive in which one message is odd."""
    one = {"id": number, "sender_full_name": "Kees Vos", "timestamp": AT, "content": f"<p>{TEXT}</p>"}
    return {f"topics/21-pumps/t{number}.json": written_json(damaged_json(rng, [one]))}


# --- feeds, mail, wikis, logs: text -----------------------------------------------------------------------------------


def feed(entry: str, title: str = "Pumps") -> bytes:
    """A feed with one entry."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://w.example/</link><item><guid>tag:w.example,2024:{entry}</guid><title>{title}</title><link>https://w.example/{entry}"
        f"</link><author>kv@w.example (Kees Vos)</author><pubDate>Mon, 01 Jan 2024 10:00:00 +0100</pubDate><category>a"
        f"</category><description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item></channel></rss>"
    ).encode()


def mail(number: str) -> bytes:
    """A mail in an mbox."""
    return (
        "From kv@w.example Mon Jan  1 10:00:00 2024\n"
        f"From: Kees Vos <kv@w.example>\nTo: list@w.example, Mina Vis <mv@w.example>\n"
        f"Message-ID: <{number}@w.example>\n"
        f"References: <r@w.example> <s@w.example>\nSubject: Re: [list] Pumps\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; '
        'charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        f"{TEXT}\n\nOn Monday Mina wrote:\n> Where is it?\n--\nKees\n--b\nContent-Type: text/html\n\n<p>{TEXT}</p>\n"
        "--b--\n\n"
    ).encode()


def parts_of_mail(rng: Random, number: int) -> bytes:
    """A mail of parts inside each other."""
    depth = rng.choice((50, 300, 1_000))
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(depth))
    head = mail(str(number)).split(b"MIME-Version")[0]
    return head + f"MIME-Version: 1.0\n{opened}Content-Type: text/plain\n\n{TEXT}\n".encode()


def mails(rng: Random, number: int) -> Files:
    """A list of one damaged message."""
    nested = rng.random() < 0.15
    body = parts_of_mail(rng, number) if nested else damaged_bytes(rng, mail(str(number)))
    return {f"lists/b{number}.mbox": body}


def dump(page: str) -> bytes:
    """A dump of a wiki with one page."""
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><sitename>Wiki</sitename><base>'
        'https://w.example/wiki/Main</base><namespaces><namespace key="0" /></namespaces></siteinfo><page><title>Pumps '
        f"{page}</title><ns>0</ns><id>{page}</id><revision><id>{page}</id><timestamp>2024-01-01T00:00:00Z</timestamp>"
        "<contributor><username>Kees Vos</username><id>7</id></contributor><model>wikitext</model>"
        f'<text bytes="99">{TEXT} '
        f"[[Valves|the valves]] {{{{Box|a={TEXT}}}}} [[Category:Pumps]]</text></revision></page>"
        "</mediawiki>"
    ).encode()


def log(commit: str) -> bytes:
    """The log of one commit."""
    return (
        f"commit {commit}\nAuthor: Kees Vos <kv@w.example>\nDate:   2024-01-01T10:00:00+01:00\n\n    Mend the pumps\n\n"
        f"    {TEXT}\n\n    Co-authored-by: Mina Vis <mv@w.example>\n    Reviewed-by: Jan Kok\n\n"
        "12\t3\tpumps/valve.py\n1\t0\t{a => b}/c.py\n\n"
    ).encode()


PEOPLE = "id;name;emails;department;location;manager;joined;left;opted_out;languages\n"
ROW = "{0};Kees Vos;kv{0}@w.example;Work > Pumps;Delft / 2;good;2020-01-01;;no;nl, en\n"


def people(rng: Random, number: int) -> Files:
    """A people file of its own that is damaged."""
    row = ROW.format(number)
    return {f"staff{number % 5}.csv": PEOPLE.encode() + damaged_bytes(rng, row.encode())}


MARKDOWN = (
    "---\ntitle: Pumps\nauthor: Kees Vos\ndate: 2024-01-01\ntags: [a, b]\n---\n\n"
    f"# Pumps\n\nAuthor: Kees Vos\n\n{TEXT}\n\n"
    "Present: Kees Vos, Mina Vis\n\n| a | b |\n|---|---|\n| 1 | [x](y.md) |\n\n"
    "```py\ncode()\n```\n- *a* **b** `c` <b>d</b>\n"
)
RST = (
    f"Pumps\n=====\n\n:Author: Kees Vos\n:Date: 2024-01-01\n\n{TEXT}\n\n.. note:: A note\n   goes on\n\n"
    "* `a <b>`_ :doc:`c`\n\n+---+---+\n| a | b |\n+---+---+\n\n::\n\n   code\n"
)
ALIASES = (
    "---\na: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, *a]\n" for n in range(9)) + "---\n"
)


def pages(rng: Random, number: int) -> Files:
    """A damaged page of markup."""
    name, body = rng.choice((("md", MARKDOWN), ("rst", RST), ("md", ALIASES + TEXT), ("md", hostile_text(rng))))
    return {f"docs/b{number}.{name}": damaged_bytes(rng, body.encode("utf-8", "replace"))}


def documents(rng: Random, number: int) -> Files:
    """A damaged document of an office: bytes changed, or a part of its package."""
    suffix, body = rng.choice(office.documents())
    damaged = damaged_package(rng, body) if body.startswith(b"PK") and rng.random() < 0.6 else damaged_bytes(rng, body)
    return {f"files/b{number}.{suffix}": damaged}


def damaged_package(rng: Random, body: bytes) -> bytes:
    """A zip in which one file is damaged, and whole as a zip."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    which = rng.choice([name for name in parts if name.endswith(".xml")])
    parts[which] = damaged_bytes(rng, parts[which])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def of_one(folder: str, suffix: str, make: Callable[[str], bytes]) -> Callable[[Random, int], Files]:
    """Damage of the bytes of a file that holds one record."""
    return lambda rng, number: {f"{folder}/b{number}{suffix}": damaged_bytes(rng, make(str(number)))}


def sources() -> Iterator[FuzzedSource]:
    """Every kind of source that reads files."""
    good_line = written_json({"id": "good", "text": TEXT, "author": "kv"}) + b"\n"
    good_posts = archive("good", {"orderedItems": [post(0)]})
    realm = {"chat/realm.json": written_json(REALM)}
    good_chat = {**realm, "chat/messages-000000.json": written_json({"zerver_message": [message(999_999_999)]})}
    good_topic = written_json([{"id": 999_999_999, "sender_full_name": "Kees Vos", "timestamp": AT, "content": TEXT}])
    yield FuzzedSource("push", "jsonl", "push", lines, {"push/good.jsonl": good_line})
    yield FuzzedSource("micro", "mastodon", "micro", microposts, good_posts)
    yield FuzzedSource("chat", "zulip", "chat", chat, good_chat)
    yield FuzzedSource("topics", "zulip-archive", "topics", topic, {"topics/21-pumps/good.json": good_topic})
    yield FuzzedSource("feeds", "feed", "feeds", of_one("feeds", ".xml", feed), {"feeds/good.xml": feed("good")})
    yield FuzzedSource("lists", "mbox", "lists", mails, {"lists/good.mbox": mail("good")})
    yield FuzzedSource(
        "wiki", "mediawiki-dump", "wiki", of_one("wiki", ".xml", dump), {"wiki/good.xml": dump("999999999")}
    )
    yield FuzzedSource("code", "git", "code", of_one("code", ".txt", _log), {"code/good.txt": log("f" * 40)})
    yield FuzzedSource("docs", "markup", "docs", pages, {"docs/good.md": MARKDOWN.encode()})
    yield FuzzedSource("files", "files", "files", documents, {"files/good.txt": TEXT.encode()})
    for number in range(5):
        rows = PEOPLE + ROW.format("good")
        yield FuzzedSource(
            f"staff{number}", "directory", f"staff{number}.csv", people, {f"staff{number}.csv": rows.encode()}, found=0
        )


def _log(number: str) -> bytes:
    return log(f"{int(number):040x}")


def settings() -> str:
    """The settings file of the organisation."""
    return '[organisation]\nname = "Fuzz"\n\n' + "\n".join(source.settings() for source in sources())
