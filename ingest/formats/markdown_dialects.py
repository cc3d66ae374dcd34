"""Markdown of note programs and site generators as plain CommonMark: Obsidian, Hugo, Jekyll, Docusaurus, MDX, MkDocs.

What a program puts in (shortcodes, templates, components, queries) goes; what a person wrote stays, and so does code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.formats import markdown_marks, mdx

OPEN, CLOSE = "\ue001", "\ue002"
"""Around the number of a piece of code that was put aside. No text has these characters of its own."""
PUT_ASIDE = re.compile(f"{OPEN}(\\d+){CLOSE}")
FENCE = re.compile(r"^([> \t]{0,40})(`{3,}|~{3,})[ \t]*([^`\n]*)$")
SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,500}\1(?!`)")
QUERIES = frozenset({"dataview", "dataviewjs", "tasks", "query", "tracker", "button", "meta-bind", "base", "toc"})
"""Fences of Obsidian that hold a query for a program."""
CALLOUT = re.compile(r"^\s{0,3}>\s?\[!([\w-]+)(?:\|[^\]\n]{0,80})?\][+-]?[ \t]*(.*)$")
QUOTES = frozenset({"quote", "cite", "blockquote"})
"""Callouts that are quotes after all."""
QUOTED = re.compile(r"^\s{0,3}>\s?")
BLOCK = re.compile(r"^( {0,40})(?:!!!|\?\?\?\+?|===[!+]?)[ \t]{1,9}([^\"\n]{0,60})(?:\"([^\"\n]{0,200})\")?[ \t]{0,9}$")
"""An admonition or tab of MkDocs: what it holds is indented below it."""
INDENT = 4


@dataclass(frozen=True, slots=True)
class PlainMarkdown:
    """A text that CommonMark reads, and the subjects that are written in it as tags. MDX has no indented code."""

    text: str
    tags: tuple[str, ...] = ()
    is_mdx: bool = False


def plain_markdown(text: str) -> PlainMarkdown:
    """This text without what only note programs and site generators read."""
    code: list[str] = []
    rest = markdown_marks.fenced(PUT_ASIDE.sub("", text))
    lines = list(_blocks(rest.split("\n")))
    rest = "\n".join(_without_fences(lines, code))
    rest = SPAN.sub(lambda span: _aside(code, span[0]), rest)
    rest, is_mdx = mdx.without_components(rest)
    rest, tags = markdown_marks.plain(rest)
    return PlainMarkdown(PUT_ASIDE.sub(lambda piece: _restored(code, int(piece[1])), rest), tags, is_mdx)


def wikilinks_in(text: str) -> tuple[str, ...]:
    """The pages to which the wikilinks of this text lead, as written, without those in code."""
    code: list[str] = []
    rest = "\n".join(_without_fences(text.split("\n"), code))
    return markdown_marks.wikilinks(SPAN.sub(" ", rest))


def _aside(code: list[str], piece: str) -> str:
    code.append(piece)
    return f"{OPEN}{len(code) - 1}{CLOSE}"


def _restored(code: list[str], number: int) -> str:
    return code[number] if number < len(code) else ""


def _without_fences(lines: list[str], code: list[str]) -> Iterator[str]:
    """The lines with each block of code as one line that stands for it; a query of Obsidian goes.

    What begins in a comment that has lines of its own is no block of code.
    """
    held: list[str] = []
    mark = info = ""
    commented = False
    for line in lines:
        fence = None if commented else FENCE.match(line)
        if not held and (commented or line.lstrip().startswith("<!--")):
            commented = "-->" not in line
        if not held and fence:
            held, mark, info = [line], fence[2], fence[3].strip().lower()
        elif held:
            held.append(line)
            if fence and fence[2].startswith(mark) and not fence[3].strip():
                yield from _fenced(held, info, code)
                held = []
        else:
            yield line
    if held:
        yield from _fenced(held, info, code)


def _fenced(lines: list[str], info: str, code: list[str]) -> Iterator[str]:
    if (info.split() or [""])[0] not in QUERIES:
        yield _aside(code, "\n".join(lines))


def _blocks(lines: list[str]) -> Iterator[str]:
    """The lines with callouts and admonitions as paragraphs: a title, and what is said below it."""
    waiting = list(reversed(lines))
    mark = ""
    while waiting:
        line = waiting.pop()
        fence = FENCE.match(line)
        if fence and (not mark or (fence[2].startswith(mark) and not fence[3].strip())):
            mark = "" if mark else fence[2]
        callout = None if mark else CALLOUT.match(line)
        block = None if mark or callout else BLOCK.match(line)
        if callout:
            inside = [QUOTED.sub("", each) for each in _taken(waiting, QUOTED)]
            if callout[1].lower() in QUOTES:
                yield from (f"> {each}" for each in inside)
            else:
                waiting += reversed([*([callout[2], ""] if callout[2] else []), *inside, ""])
        elif block and _is_indented(waiting, len(block[1]) + INDENT):
            inside = _indented(waiting, len(block[1]) + INDENT)
            waiting += reversed([*([block[1] + block[3]] if block[3] else []), "", *inside, ""])
        else:
            yield line


def _taken(waiting: list[str], pattern: re.Pattern[str]) -> list[str]:
    taken = []
    while waiting and pattern.match(waiting[-1]):
        taken.append(waiting.pop())
    return taken


def _is_indented(waiting: list[str], width: int) -> bool:
    """Whether the next line that is not empty has this many spaces before it."""
    following = next((line for line in reversed(waiting[-3:]) if line.strip()), "")
    return following.startswith(" " * width)


def _indented(waiting: list[str], width: int) -> list[str]:
    """The lines below with this many spaces before them, four fewer, and the empty ones between them."""
    taken = []
    while waiting and (not waiting[-1].strip() or waiting[-1].startswith(" " * width)):
        taken.append(waiting.pop()[INDENT:])
    return taken
