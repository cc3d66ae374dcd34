"""The block above the text of a file. YAML or TOML front matter, Nikola comments, field lists, mail-like headers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import yaml

from graph.facts import Problem
from ingest.formats.data_files import LOADER, reason_of

_YAML = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"\A<!--+[^\S\n]*\n(.*?)-->[ \t]*\n?", re.DOTALL)
_NIKOLA = re.compile(r"\.\. ([A-Za-z][\w-]*):(?!:)[ \t]*(.*)$")
_FIELD = re.compile(r":([A-Za-z][\w \t-]{0,30}):(?:[ \t]+(.*))?$")
_HEADER = re.compile(r"([A-Za-z][\w-]{0,30}):(?:[ \t]+(.*))?$")
_WORDS = frozenset(
    [
        "title",
        "titel",
        "author",
        "authors",
        "auteur",
        "auteurs",
        "date",
        "datum",
        "created",
        "status",
        "type",
        "tags",
        "summary",
        "pep",
        "slug",
        "category",
    ]
)
_MOST = 64_000
_MOST_PIECES = 200
_TOP = re.compile(r"[\"']?[A-Za-z][\w .-]{0,40}[\"']?\s{0,3}:(?:\s|$)")
"""The beginning of a field of YAML that lies in no other one."""
BROKEN_YAML = (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError, KeyError)
"""What reading a broken block raises."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The fields above a text (names in lower case), the text below them, and a message id if something was wrong."""

    fields: Mapping[str, object] = field(default_factory=dict)
    body: str = ""
    problem: str | None = None
    detail: str = ""


def split(text: str) -> Matter:
    """The fields above this text. Text without any comes back whole; a broken block is cut off and named."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    head = text.lstrip("\n")
    if head.startswith("---"):
        return _yaml(head, text)
    if head.startswith("+++"):
        return _toml(head, text)
    if head.startswith("<!--"):
        return _comment(head, text)
    return _lines(head, text)


def oddities(native_id: str | None, encoding: str | None, matter: Matter) -> tuple[Problem, ...]:
    """The Problems of this item. `encoding` is the message of `decode`, if any."""
    found = [Problem(native_id, encoding)] if encoding else []
    if matter.problem:
        found.append(Problem(native_id, matter.problem, {"reason": matter.detail}))
    return tuple(found)


def _yaml(head: str, text: str) -> Matter:
    match = _YAML.match(head)
    if not match or len(match[0]) > _MOST:
        return Matter({}, text)
    block, body = match[1] or "", head[match.end() :]
    try:
        found = yaml.load(block, Loader=LOADER) if block.strip() else {}
    except BROKEN_YAML as error:
        return Matter(_rescued(block), body, "front-matter-broken", reason_of(error))
    if isinstance(found, dict):
        return Matter(_lower(found), body)
    if found is None:
        return Matter({}, body)
    # Text between two rules is a text, not front matter, unless it looks as if it wanted to be.
    return Matter({}, text)


def _toml(head: str, text: str) -> Matter:
    match = _TOML.match(head)
    if not match or len(match[0]) > _MOST:
        return Matter({}, text)
    block, body = match[1] or "", head[match.end() :]
    try:
        return Matter(_lower(tomllib.loads(block)), body)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Matter(_rescued(block.replace(" = ", ": ")), body, "front-matter-broken", reason_of(error))


def _comment(head: str, text: str) -> Matter:
    """Nikola: a comment of ``.. key: value`` lines."""
    match = _COMMENT.match(head)
    fields = _nikola(match[1].splitlines()) if match and len(match[0]) <= _MOST else {}
    return Matter(fields, head[match.end() :]) if match and fields else Matter({}, text)


def _lines(head: str, text: str) -> Matter:
    """Headers without a fence: Nikola's comments, an RST field list (perhaps under a title), mail-like lines."""
    lines = head[:_MOST].split("\n")
    if lines and _NIKOLA.match(lines[0]):
        end = next((i for i, line in enumerate(lines) if line.strip() and not _NIKOLA.match(line)), len(lines))
        return Matter(_nikola(lines[:end]), "\n".join(lines[end:]) + head[_MOST:])
    for pattern, start in ((_HEADER, 0), (_FIELD, 0), (_FIELD, _after_title(lines))):
        fields, end = _block(lines, start, pattern)
        if fields.keys() & _WORDS:
            return Matter(fields, "\n".join([*lines[:start], *lines[end:]]) + head[_MOST:])
    return Matter({}, text)


def _nikola(lines: Iterable[str]) -> dict[str, object]:
    matches = (_NIKOLA.match(line.strip()) for line in lines)
    return {match[1].lower(): match[2].strip() for match in matches if match}


def _after_title(lines: list[str]) -> int:
    """The place where the text goes on below an RST title. 0 when there is none at the top."""
    index = 1 if lines and _is_rule(lines[0]) else 0
    if len(lines) <= index + 1 or not lines[index].strip() or not _is_rule(lines[index + 1]):
        return 0
    index += 2
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _is_rule(line: str) -> bool:
    line = line.rstrip()
    return len(line) >= 3 and len(set(line)) == 1 and not line[0].isalnum() and not line[0].isspace()


def _block(lines: list[str], start: int, pattern: re.Pattern[str]) -> tuple[dict[str, object], int]:
    """The fields from line `start` on, with their continuation lines, and where they end (first line after)."""
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    end = start
    for line in lines[start:]:
        match = pattern.match(line)
        if match:
            current = fields.setdefault(match[1].strip().lower(), [])
            current.append((match[2] or "").strip())
        elif line.strip() and line[0] in " \t" and fields:
            current.append(line.strip())
        else:
            break
        end += 1
    if end < len(lines) and lines[end].strip():
        return {}, start
    return {name: "\n".join(values).strip() for name, values in fields.items()}, end


def _rescued(block: str) -> dict[str, object]:
    """What can still be read of a broken block: each field by itself, a broken one as its plain text."""
    found: dict[str, object] = {}
    for lines in islice(_pieces(block), _MOST_PIECES):
        name, value = _piece("\n".join(lines).expandtabs(2), lines[0])
        if value not in (None, "", [], {}):
            found[name.strip().strip("\"'").lower()] = value
    return found


def _pieces(block: str) -> Iterator[list[str]]:
    """The lines of each field: from one that begins with a name up to the next."""
    piece: list[str] = []
    for line in block.splitlines():
        if _TOP.match(line):
            if piece:
                yield piece
            piece = [line]
        elif piece:
            piece.append(line)
    if piece:
        yield piece


def _piece(text: str, first: str) -> tuple[str, object]:
    """The name and the value of one field."""
    name, _, plain = first.partition(":")
    try:
        found = yaml.load(text, Loader=LOADER)
    except BROKEN_YAML:
        found = None
    if isinstance(found, dict) and len(found) == 1:
        return str(next(iter(found))), next(iter(found.values()))
    plain = plain.strip()
    quoted = len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'"
    return name, plain[1:-1] if quoted else plain.strip("\"'")


def _lower(found: Mapping[str, object] | Mapping[object, object]) -> dict[str, object]:
    return {str(name).strip().lower(): value for name, value in found.items()}
