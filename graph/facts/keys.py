"""Keys of nodes: stable strings ``kind:source:hash`` that never hold a name, an address or a title."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeAlias

Key: TypeAlias = str
Seconds: TypeAlias = int
"""Whole seconds since 1970 in UTC; ``None`` where a time may be unknown."""
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Cursor: TypeAlias = Mapping[str, Json]

EVERYONE: Key = "rule:everyone"
"""The rule by which every signed-in colleague may read."""
NOBODY: Key = "rule:nobody"
"""The rule by which nobody may read: the meaning of an undefined rule."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_BASE32 = tuple(first + second for first in _LETTERS for second in _LETTERS)
"""Two letters for each ten bits: a key is made for each record, and `base64` takes four times as long."""
_SHIFTS = range(70, -1, -10)


def key_of(kind: str, source: str, native_id: str) -> Key:
    """The key of what this source calls `native_id`; `kind` is a node kind in lower case."""
    digest = hashlib.blake2b(native_id.encode("utf-8", "surrogatepass"), digest_size=10).digest()
    number = int.from_bytes(digest, "big")
    return f"{kind}:{source}:{''.join([_BASE32[number >> shift & 1023] for shift in _SHIFTS])}"


def person_key(account: Key) -> Key:
    """The key of the person whose anchor is this account."""
    return "person:" + account.split(":", 1)[1]


def anchor_key(person: Key) -> Key:
    """The key of the anchor account of this person."""
    return "account:" + person.split(":", 1)[1]


def kind_of(key: Key) -> str:
    """The node kind of this key, in lower case."""
    return key.split(":", 1)[0]
