"""People in LDIF (RFC 2849), as directory servers export them. Values are never fetched from the addresses in it.

The libraries for it (ldif3, ldif) are hardly kept and read the files and addresses that a value names.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from graph.facts import Problem

_START = re.compile(r"\s{0,1000}(?:version:\s{0,10}\d|dn::? ?\S)", re.IGNORECASE)
_MOST_ENTRIES = 1_000_000
_MOST_VALUES = 200
_MOST_NAMES = 2_000
_LONGEST = 10_000
_PICTURES = ("jpegphoto", "thumbnailphoto")
"""Attributes with the picture itself, the larger one first."""
_PICTURE = re.compile(r"(?:jpegphoto|thumbnailphoto)(?:;[\w-]{1,40}){0,4}::", re.IGNORECASE)
_LONGEST_PICTURE = 6_000_000
_ONE_VALUE = frozenset({"dn", "cn", "sn", "displayname", "givenname", "photo"})
_CHANGES = frozenset({"delete", "modify", "modrdn", "moddn"})


def is_ldif(text: str) -> bool:
    """Whether this text begins as LDIF does."""
    lines = (line for line in text[:20_000].removeprefix("\ufeff").splitlines() if line.strip() and line[0] != "#")
    return bool(_START.match(next(lines, "")))


def cells_of_entries(text: str) -> Iterator[list[str] | Problem]:
    """The entries as lines of a table, its header first. Several values of one attribute stand with ``;`` between."""
    entries: list[dict[str, list[str]]] = []
    problems: list[Problem] = []
    names: dict[str, None] = {"dn": None}
    for number, lines in enumerate(_blocks(text.removeprefix("\ufeff"))):
        if number >= _MOST_ENTRIES:
            problems.append(Problem(None, "directory-too-long", {"limit": str(_MOST_ENTRIES)}))
            break
        entry = _entry(lines)
        if "dn" not in entry:
            continue
        changed = entry.get("changetype", [""])[0].casefold()
        if changed in _CHANGES:
            problems.append(Problem(None, "directory-ldif-change", {"dn": entry["dn"][0][:200], "change": changed}))
            continue
        entries.append(entry)
        names.update(dict.fromkeys(entry))
    header = list(names)[:_MOST_NAMES]
    yield header
    yield from problems
    for entry in entries:
        yield [_cell(name, entry.get(name, [])) for name in header]


def _cell(name: str, values: list[str]) -> str:
    """One name of a person who has several, all values of anything else."""
    return (
        "\n".join(values[:1])
        if name.casefold() in ("dn", "cn", "sn", "displayname", "givenname", "photo")
        else ";".join(values)
    )


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each entry: what is folded over several lines is one, comments are none."""
    block: list[list[str]] = []
    comment, room = False, 0
    for written in text.split("\n"):
        line = written.rstrip("\r")
        if line[:1] == " ":
            if block and not comment and room > 0:
                block[-1].append(line[1:])
                room -= len(line)
        elif not line.strip():
            if block:
                yield ["".join(pieces) for pieces in block]
            block, comment = [], False
        else:
            comment = line.startswith("#")
            if not comment:
                block.append([line])
                room = (_LONGEST_PICTURE if _PICTURE.match(line) else _LONGEST) - len(line)
    if block:
        yield ["".join(pieces) for pieces in block]


def _entry(lines: list[str]) -> dict[str, list[str]]:
    """The values of each attribute, without options such as ``;binary`` and values that are no text.

    A picture stands under the name that people files have for it, as they write it within a cell.
    """
    entry: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    pictures: dict[str, str] = {}
    for line in lines:
        if _PICTURE.match(line):
            attribute, _, content = line.partition("::")
            pictures.setdefault(attribute.partition(";")[0].casefold(), f"data:image/jpeg;base64,{content.strip()}")
            continue
        name, colon, value = line.partition(":")
        name = name.partition(";")[0].strip()
        text = _value(value)
        if colon and name and text:
            values = entry.setdefault(spelled.setdefault(name.casefold(), name), [])
            if len(values) < _MOST_VALUES and text not in values:
                values.append(text)
    named = {("dn" if name.casefold() == "dn" else name): values for name, values in entry.items()}
    if pictures and "photo" not in spelled:
        named["photo"] = [next(pictures[each] for each in _PICTURES if each in pictures)]
    others = named.get(spelled.get("cn", ""), [])[1:]
    return {"aliases": others, **named} if others else named


def _value(value: str) -> str:
    if value.startswith("<"):
        return ""
    if not value.startswith(":"):
        return value.strip()[:_LONGEST]
    try:
        return base64.b64decode(value[1:].strip()[: 2 * _LONGEST], validate=True).decode("utf-8").strip()[:_LONGEST]
    except (binascii.Error, ValueError):
        return ""
