"""Text of a reStructuredText file. Plain text without markup, read line by line.

No docutils: it is slow on long pages, drops what it does not know, and can include files and raw markup. Nothing
here opens anything; unknown directives and roles keep their content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.formats import Limits, ParsedBody, Passage, PassageKind
from ingest.formats.author_lines import names_in
from ingest.formats.byline import read
from ingest.formats.encodings import decode
from ingest.formats.frontmatter import oddities, split

_RULE = re.compile(r"([=\-`:.'\"~^_*+#<>!$%&(),/;?@\[\]\\{|}])\1{2,}[ \t]*$")
_TABLE_RULE = re.compile(r"[ \t]*(?:\+[-=+]{3,}\+|={2,}(?:[ \t]+={2,})+|-{2,}(?:[ \t]+-{2,})+)[ \t]*$")
_DIRECTIVE = re.compile(r"([ \t]*)\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([A-Za-z][\w+.:-]*?)::(?:[ \t]+(.*))?$")
_AUTHOR = re.compile(r"[ \t]{0,12}\.\.[ \t]{1,4}(?:section|code)author::[ \t]{1,4}(\S.{0,300})$", re.MULTILINE)
"""How Sphinx names who wrote a page or a part of it."""
_TARGET = re.compile(r"[ \t]*(?:\.\.[ \t]+_[^\n]*?|__):[ \t]*(\S*)[ \t]*$")
_NOTE = re.compile(r"([ \t]*)\.\.[ \t]+\[([^\]]+)\][ \t]*(.*)$")
_COMMENT = re.compile(r"([ \t]*)\.\.(?:[ \t]+.*)?$")
_OPTION = re.compile(r"[ \t]*:[A-Za-z][\w -]*:(?:[ \t]|$)")
_FIELD = re.compile(r"^([ \t]*):([A-Za-z][\w -]*):(?=[ \t]|$)")
_LINK = re.compile(r"`([^`<]*?)(?<!\s)\s*<([^`>]+)>`_{1,2}", re.DOTALL)
_ROLE = re.compile(r":[A-Za-z][\w:+.-]{0,60}:`(~|!)?([^`]+)`")
_ROLE_TARGET = re.compile(r"\A(.*?)(?<!\s)\s*<[^<>]*>\Z", re.DOTALL)
_DOC = re.compile(r":(?:doc|any):`(?:[^`<]*<)?([^`>]+)>?`")
_CODE = re.compile(r"``(.+?)``", re.DOTALL)
_QUOTED = re.compile(r"`([^`]+)`(?:__?|:[a-z-]+:)?")
_STRONG = re.compile(r"(?<![\w*])(\*{1,2})(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])")
_REFERENCE = re.compile(r"(?<![\w.-])([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)__?(?=[\s.,;:)\]]|$)")
_FOOTNOTE = re.compile(r"\[[#*]?\w*\]_")
_URL = re.compile(r"https?://[^\s<>`)\]]+")
MOST_AUTHORS = 50
MARK = "\ue000"
MARKS = re.compile("\ue000")
"""Stands for the border of a block of code while the text is made."""
_CODE_NAMES = frozenset(
    ["code", "code-block", "sourcecode", "parsed-literal", "doctest", "testcode", "prompt", "graphviz"]
)
_SKIPPED = frozenset(
    [
        "include",
        "raw",
        "literalinclude",
        "toctree",
        "image",
        "contents",
        "highlight",
        "default-role",
        "role",
        "index",
        "meta",
        "sectnum",
        "tabularcolumns",
        "module",
        "currentmodule",
        "automodule",
        "autoclass",
        "autofunction",
        "sectionauthor",
        "codeauthor",
    ]
)


def parse(body: bytes, limits: Limits = Limits()) -> ParsedBody:  # noqa: B008 (frozen)
    """The text of this reStructuredText. Title: from the header fields, else the first heading."""
    text, odd = decode(body)
    matter = split(text[: limits.characters * 4])
    byline = read(matter.fields)
    lines = MARKS.sub("", matter.body).split("\n")
    plain, passages = _unmarked(re.sub(r"\n{3,}", "\n\n", _inline("\n".join(_with_code(lines)))).strip())
    problems = oddities(None, odd, matter)
    return ParsedBody(
        title=byline.title or title_of(lines),
        text=plain,
        at=byline.at,
        authors=tuple(dict.fromkeys((*(each.name for each in byline.authors), *_authors(matter.body)))),
        links=_links(matter.body),
        tags=byline.tags,
        language=byline.language,
        problems=problems,
        passages=passages,
    )


def _authors(text: str) -> Iterator[str]:
    """The people whom directives name as authors."""
    for line in _AUTHOR.findall(text)[:MOST_AUTHORS]:
        yield from (author.name for author in names_in(line))


def _unmarked(text: str) -> tuple[str, tuple[Passage, ...]]:
    """The text without the marks around code, and where that code is."""
    pieces = MARKS.split(text)
    passages, place = [], 0
    for number, piece in enumerate(pieces):
        if number % 2 and piece.strip():
            passages.append(Passage(place, place + len(piece), PassageKind.CODE))
        place += len(piece)
    return "".join(pieces), tuple(passages)


def _with_code(lines: list[str]) -> Iterator[str]:
    """The lines that show, with a mark before and behind each block of code."""
    code: int | None = None
    for line, opens in _blocks(lines):
        indent = len(line) - len(line.lstrip())
        if code is not None and line.strip() and indent <= code:
            yield MARK
            code = None
        yield line
        if opens is not None and code is None:
            yield MARK
            code = opens
    if code is not None:
        yield MARK


def title_of(lines: list[str]) -> str | None:
    """The text above the first underline."""
    for above, below in pairwise(lines):
        words = above.strip()
        under = _RULE.match(below) and not _TABLE_RULE.match(below) and len(below.rstrip()) >= min(len(words), 4)
        if words and under and not _RULE.match(above):
            return _inline(words)
    return None


def _blocks(lines: list[str]) -> Iterator[tuple[str, int | None]]:
    """The lines without underlines, comments, targets, options of directives, and directives that show no text.

    With each the indent of it when what is deeper below it is code.
    """
    skip_deeper: int | None = None
    options = False
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if skip_deeper is not None:
            if not line.strip() or indent > skip_deeper:
                continue
            skip_deeper = None
        if options and _OPTION.match(line):
            continue
        options = False
        directive = _DIRECTIVE.match(line)
        if directive:
            if directive[2].lower() in _SKIPPED:
                skip_deeper = indent
            else:
                options = True
                yield _argument(directive), indent if directive[2].lower() in _CODE_NAMES else None
        elif _TARGET.match(line):
            continue
        elif note := _NOTE.match(line):
            yield f"{note[1]}{note[2]} {note[3]}", None
        elif _COMMENT.match(line):
            skip_deeper = indent
        elif not _RULE.match(line.strip()) and not _TABLE_RULE.match(line):
            yield _line(line), indent if line.rstrip().endswith("::") else None


def _argument(directive: re.Match[str]) -> str:
    """What a directive shows of its first line: not the language of code, nor the file of a figure."""
    name, rest = directive[2].lower(), (directive[3] or "").strip()
    silent = name in ("code", "code-block", "sourcecode", "figure", "only", "highlight", "math") and " " not in rest
    return "" if silent and name != "math" else f"{directive[1]}{rest}"


def _line(line: str) -> str:
    if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
        return " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    line = re.sub(r"^(\s*)\|\s", r"\1", line)
    line = _FIELD.sub(r"\1\2:", line)
    return re.sub(r"::[ \t]*$", ":", line)


def _inline(text: str) -> str:
    """Text without inline markup; what code says stays, letter by letter."""
    pieces = _CODE.split(text)
    pieces[::2] = [_prose(piece) for piece in pieces[::2]]
    return "".join(pieces).strip("\n")


def _prose(text: str) -> str:
    text = _LINK.sub(lambda m: m[1] or m[2], text)
    text = _ROLE.sub(_role, text)
    text = _QUOTED.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    return _REFERENCE.sub(r"\1", _FOOTNOTE.sub("", text))


def _role(match: re.Match[str]) -> str:
    target = _ROLE_TARGET.match(match[2])
    words = target[1] if target and target[1] else match[2]
    return words.rpartition(".")[2] if match[1] == "~" else words


def _links(text: str) -> tuple[str, ...]:
    found = [match[2] for match in _LINK.finditer(text)] + _DOC.findall(text)
    found += [match.group(0).rstrip(".,;:'\"") for match in _URL.finditer(text)]
    return tuple(dict.fromkeys(" ".join(link.split()) for link in found if len(link) < 500))
