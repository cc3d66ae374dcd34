"""Templates of links to chat programs, as ``[site]`` has them; `api/chats.py` makes links of them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

FIELDS = ("email", "user", "name", "question")
"""What a template may hold in braces; `user` is the address before its @."""
SCHEMES = frozenset({"https", "msteams", "slack", "xmpp", "sip", "matrix", "element", "zulip", "rocketchat"})
FIELD = re.compile(r"\{([^{}]{0,40})\}")


def is_template(text: str) -> bool:
    """Whether this is the address of a chat program that says who is written to, with fields that exist."""
    fields = set(FIELD.findall(text))
    try:
        scheme, place = urlsplit(text).scheme, urlsplit(text).netloc
    except ValueError:
        return False
    if any(each in FIELD.sub("", text) for each in '{} \t\r\n"<>') or FIELD.search(place):
        return False
    if scheme not in SCHEMES or not (place or scheme != "https"):
        return False
    return fields <= {*FIELDS} and bool(fields - {"question"})
