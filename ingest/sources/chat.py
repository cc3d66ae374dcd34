"""People and links in a chat message. What Zulip's export and its archive share."""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

from graph.facts import Json, Seconds
from graph.wording import Wording

MENTION = re.compile(r'<span class="user-mention[^"<>]*"[^<>]*?data-user-id="(\d+)"[^<>]*>([^<]*)</span>')
LINK = re.compile(r'<a\b[^<>]*?href="(https?://[^"<>]+)"')
SYSTEM_NAMES = frozenset({"notification bot", "welcome bot", "reminder bot"})
"""Senders of Zulip itself: what they say ("moved here") was written by nobody."""
MAX_JSON = 1 << 30

CHAT_MESSAGES = {
    "zulip-none-found": Wording(
        en="There is no Zulip export in {path}. Give the folder or tar.gz with realm.json, or for zulip-archive "
        "the folder with a folder per channel.",
        nl="Er staat geen Zulip-export in {path}. Geef de map of tar.gz met realm.json, of bij zulip-archive de "
        "map met een map per kanaal.",
    ),
    "zulip-file-broken": Wording(
        en="{file} cannot be read: {reason}. The other messages were read; make the export again for these.",
        nl="{file} is niet te lezen: {reason}. De andere berichten zijn gelezen; maak de export opnieuw voor deze.",
    ),
    "zulip-record-broken": Wording(
        en="A message in {file} has no number or no text. It was left out.",
        nl="Een bericht in {file} heeft geen nummer of geen tekst. Het is overgeslagen.",
    ),
}


class ChatFileError(Exception):
    """One file of an export cannot be read; the reason in words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Who is mentioned: the number of the user and the name as shown."""

    user: str
    name: str


def mentions(content: str) -> tuple[Mention, ...]:
    """The people whom the HTML of a message mentions, each once."""
    found = {user: html.unescape(name).lstrip("@").strip() for user, name in MENTION.findall(content)}
    return tuple(Mention(user, name) for user, name in found.items() if name)


def links(content: str) -> tuple[str, ...]:
    """The web addresses to which the HTML of a message links."""
    return tuple(dict.fromkeys(html.unescape(link) for link in LINK.findall(content)))


def read_json(file: Path) -> Json:
    """The JSON of this file. Raises ChatFileError when it is too big or no JSON."""
    try:
        if file.stat().st_size > MAX_JSON:
            raise ChatFileError(f"larger than {MAX_JSON} bytes")
        value: Json = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ChatFileError(str(error)) from error
    return value


def records(value: Json) -> list[dict[str, Json]]:
    """The objects in this list; empty for anything else."""
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def seconds(value: Json) -> Seconds | None:
    """The moment that this number names."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return int(value) if number and 0 < float(value) < 4102444800 else None  # type: ignore[arg-type]
