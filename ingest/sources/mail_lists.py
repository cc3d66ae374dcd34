"""The mailing lists that sent a message on. Their addresses are nobody's, and who is addressed by them is no person."""

from __future__ import annotations

import re
from email.message import Message

from graph.names import is_group_name, is_role_address
from ingest.sources.mail_headers import header

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
FIELDS = ("List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List", "X-List")
"""Headers with the address of a list."""
DELIVERED = "mailing list "
"""Before the address in "Delivered-To" of ezmlm."""
LIST_ID = re.compile(r"<\s{0,9}([^<>\s]{1,250})\s{0,9}>\s{0,9}$|^\s{0,9}([^<>\s]{3,250})\s{0,9}$")
HOSTS = re.compile(
    r"(?:lists?\d?|listen?|liste[ns]|lijst(?:en)?|mail(?:ing)?-?lists?|mailman\d?|listserv|sympa|groups|groepen|ml)\.",
    re.I,
)
"""Beginnings of hosts where all addresses are lists'."""
PUBLIC = frozenset({"googlegroups.com", "groups.io", "freelists.org", "yahoogroups.com", "groups.yahoo.com"})
"""Hosts of other people's lists."""


def list_addresses(message: Message) -> frozenset[str]:
    """The addresses of the lists of this message, in lower case."""
    told = [header(message, name) for name in FIELDS]
    delivered = header(message, "Delivered-To")
    told += [delivered] if delivered.lower().startswith(DELIVERED) else []
    found = {address.lower() for each in told for address in ADDRESS.findall(each)[:20]}
    name, _, host = list_id(message).partition(".")
    return frozenset({*found, f"{name}@{host}"} if name and "." in host else found)


def list_id(message: Message) -> str:
    """The id of the list (RFC 2919), in lower case: "research.lists.example.org"."""
    found = LIST_ID.search(header(message, "List-Id")[:1_000])
    return (found[1] or found[2]).lower() if found else ""


def is_list(address: str, known: frozenset[str]) -> bool:
    """True for the address of one of these lists, or of any other by its host."""
    address = address.lower()
    host = address.rpartition("@")[2]
    return address in known or host in PUBLIC or bool(HOSTS.match(host))


def is_nobody(name: str, address: str, known: frozenset[str]) -> bool:
    """True for somebody addressed who is a list, a group or an office."""
    return is_list(address, known) or is_group_name(name) or is_role_address(address)


def is_list_name(name: str, message: Message) -> bool:
    """True for a name that is the list's own, or that of a group."""
    shown = header(message, "List-Id").partition("<")[0].strip().strip("\"'")
    own = (shown, list_id(message).partition(".")[0])
    return name.casefold() in {each.casefold() for each in own if each} or is_group_name(name)
