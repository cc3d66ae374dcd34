"""Damage: values that are too much for somebody, and ways to break a file that was whole.

All of it is drawn from a `random.Random`, so that a number gives the same damage again; hypothesis gives its own.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

HUGE = 60_000
UNITS = (
    "A'", "<a ", "<div>", "[[", "{{a|", "![", "[", "*a ", "> ", "`", "&amp;", "<!--", "(", " ", "\n", "\t", "a,", "= ",
    "'''", "<ref>", "- ", "\\", "a@", "@a ", "http://a", "J. ", "van ", "Jan de Wit, ", "é", "\u202e", "\u200d", "𐍈",
    "<style", "x:y;", "1", ".", "From: a\n", ">", "|", "=?utf-8?q?=", "=3D", ";", "\u00ad", "A (B) ", "\x00", "\x1b[",
)  # fmt: skip
"""What hostile texts repeat: each begins something that a parser looks for the end of."""
NUMBERS = (
    0, -1, 2**31, 2**32, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, -1e300, 1e308, 0.1, 253402300800,
    -62135596801, 99999999999, -30_610_224_001, True, False,
)  # fmt: skip
DATES = (
    "0000-00-00", "99999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "-0001-01-01", "1e999",
    "2024-02-30", "Thu, 99 Foo 99999 99:99:99 +9999", "Mon, 1 Jan 0001 00:00:00 -2400", "1970-01-01T00:00:00-24:00",
    "٢٠٢٤-٠١-٠١", "2024-13-45T25:61:61Z",
)  # fmt: skip
NAMES = ("http://xn--/", "//", "..", "/etc/passwd", "\ud800", "a\0b", "\udfff\ud800", "charset=punycode", "%00", "con")
CHARSETS = (b"punycode", b"idna", b"utf-7", b"utf-16", b"unicode_escape", b"rot13", b"zlib", b"undefined", b"x" * 5000)


def hostile_text(rng: Random, most: int = HUGE) -> str:
    """A text that repeats one or two units, of a size from nothing to very long."""
    size = rng.choice((0, 1, 30, 30, 500, 500, 500, 2_000, 5_000, 30_000, most))
    if rng.random() < 0.2:
        return rng.choice((*NAMES, *DATES))
    unit = "".join(rng.choice(UNITS) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    text = (unit * (size // len(unit) + 1))[:size]
    return text + rng.choice(("", "x", "\n", ")", ">", "]]", '"'))


def nested(rng: Random) -> Any:
    """Lists or objects inside each other, as deep as a reader may follow and further."""
    value: Any = 1
    for _ in range(rng.choice((3, 50, 200, 300))):
        value = [value] if rng.random() < 0.5 else {"a": value}
    return value


def hostile_value(rng: Random) -> Any:
    """Any JSON that nobody expects."""
    kind = rng.randrange(8)
    if kind < 3:
        return hostile_text(rng)
    if kind == 3:
        return rng.choice(NUMBERS)
    if kind == 4:
        return rng.choice(DATES)
    if kind == 5:
        return rng.choice((None, [], {}, [None], {"": None}, [[]], "null"))
    return nested(rng) if kind == 6 else [hostile_text(rng, 50)] * rng.choice((1, 100, 1_000))


def damaged_json(rng: Random, value: Any) -> Any:
    """This JSON with one to three of its parts replaced, left out, wrapped or repeated."""
    changed = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 2, 3))):
        places = list(_places(changed))
        if not places:
            return hostile_value(rng)
        holder, name = rng.choice(places)
        action = rng.randrange(6)
        if action == 0:
            del holder[name]
        elif action == 1:
            holder[name] = [holder[name]] * rng.choice((1, 2, 40))
        elif action == 2 and isinstance(holder, dict):
            holder[hostile_text(rng, 500)] = holder[name]
        else:
            holder[name] = hostile_value(rng)
    return changed


def _places(value: Any) -> Any:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in list(inside):
        yield value, name
        yield from _places(part)


def written_json(value: Any) -> bytes:
    """This value as JSON, half characters included."""
    return json.dumps(value).encode()


def damaged_bytes(rng: Random, body: bytes) -> bytes:
    """This file with bytes changed, cut, repeated, moved or put in."""
    changed = bytearray(body)
    for _ in range(rng.choice((1, 1, 2, 4))):
        rng.choice(_DAMAGES)(rng, changed)
    return bytes(changed)


def _spot(rng: Random, changed: bytearray) -> int:
    return rng.randrange(len(changed) + 1)


def _flip(rng: Random, changed: bytearray) -> None:
    for _ in range(rng.choice((1, 5, 50)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)


def _cut(rng: Random, changed: bytearray) -> None:
    at = _spot(rng, changed)
    del changed[at : at + rng.choice((1, 10, 500, len(changed)))]


def _repeat(rng: Random, changed: bytearray) -> None:
    at = _spot(rng, changed)
    piece = bytes(changed[at : at + rng.choice((1, 8, 60))])
    changed[at:at] = piece * rng.choice((2, 100, 5_000))


def _put_in(rng: Random, changed: bytearray) -> None:
    at = _spot(rng, changed)
    changed[at:at] = hostile_text(rng).encode("utf-8", "replace")


def _exchange(rng: Random, changed: bytearray) -> None:
    """A value between signs of a text format becomes another one."""
    for old, new in ((b'="', rng.choice(CHARSETS)), (b": ", rng.choice(DATES).encode()), (b">", b"&x;")):
        at = bytes(changed).find(old, _spot(rng, changed))
        if at >= 0:
            changed[at + len(old) : at + len(old) + rng.choice((0, 4, 30))] = new
            return


_DAMAGES: Sequence[Callable[[Random, bytearray], None]] = (_flip, _cut, _repeat, _put_in, _exchange)
