"""Text of a page in MediaWiki's markup. Text, links and categories; templates give only what reads as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import mwparserfromhell
from mwparserfromhell import nodes
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

from graph.facts import Problem
from ingest.formats import Limits, ParsedBody, Passage, PassageKind
from ingest.formats.tabled import MOST
from ingest.formats.wiki_signatures import signature_in
from ingest.formats.wiki_words import CATEGORY, FILE, LANGUAGES, is_picture_word, prefix_of

DROPPED = frozenset({"ref", "references", "gallery", "math", "timeline", "score", "style", "script", "templatestyles"})
BLOCKS = frozenset(
    {"table", "tr", "p", "div", "blockquote", "pre", "syntaxhighlight", "source", "br", "hr", "ul", "ol"}
)
SIGNED = "\ue0f3"
"""Marks a signature within this module; pages that hold this sign lose it."""
CODED = "\ue0f4"
"""Marks a line of code, as SIGNED does a signature."""
CODES = frozenset({"syntaxhighlight", "source", "pre"})
MARKS = ((SIGNED, PassageKind.ASIDE), (CODED, PassageKind.CODE))
CELLS = frozenset({"td", "th", "caption"})
ITEMS = frozenset({"li", "dt", "dd"})
MAGIC = re.compile(r"__[A-ZÀ-Þ]{2,40}(?:_[A-ZÀ-Þ]{1,40}){0,4}__")
CATEGORY_LINK = re.compile(rf"\[\[\s*(?:{'|'.join(sorted(CATEGORY))})\s*:\s*([^\]|\n]{{1,200}})", re.IGNORECASE)
LINK = re.compile(r"\[\[([^\[\]\n]{1,500})\]\]")
WORDS_OF_TEXT = 4
"""An argument of a template is text from this many words on; below, it is a date, a number, a name of a picture."""
LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,300}\|)?([^\[\]|\n]{1,300})\]\]")
LARGEST = 1_000_000
"""Characters; beyond, only the markup that regular expressions see is removed, as a full parse costs minutes."""


ROUGHLY = (
    (re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL), ""),
    (re.compile(r"<ref\b[^<>]*(?:(?<=/)>|>(?:(?!<ref\b).)*?</ref>)", re.DOTALL), ""),
    (re.compile(r"\{\{[^{}]*\}\}"), " "),
    (re.compile(r"\[\[[^\[\]|]*\|([^\[\]]*)\]\]"), r"\1"),
    (re.compile(r"\[\[([^\[\]]*)\]\]"), r"\1"),
    (re.compile(r"<[^<>\n]{1,200}>|'{2,5}|^[{|!].*$|^[*#:;]+", re.MULTILINE), " "),
)
"""What is removed of the markup of a page that is too long to be parsed, in this order."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the links of this page. Bytes in UTF-8; broken ones are replaced and told."""
    source = _signatures_apart(without_languages(body.decode("utf-8", "replace")))
    problems: list[Problem] = []
    if "\ufffd" in source and b"\xef\xbf\xbd" not in body:
        problems.append(Problem(None, "wikitext-bytes-replaced"))
    tags = categories(source)
    try:
        code = mwparserfromhell.parse(source, skip_style_tags=True) if len(source) <= LARGEST else None
    except (ParserError, RecursionError):
        code = None
    tables = LINK.sub(r"\1", source[:MOST]) if "{|" in source else ""
    if code is None:
        problems.append(Problem(None, "wikitext-read-roughly", {"size": str(len(source))}))
        return _body(roughly(source), tags=tags, problems=tuple(problems), tabled=tables)
    text = "".join(_text(code, limits.depth))
    return _body(text, links=links(code), tags=tags, problems=tuple(problems), tabled=tables)


def _body(text: str, **more: Any) -> ParsedBody:
    """The parsed page, in which signatures are asides and code is code: the lines that are marked."""
    lines, passages, place = _tidy(text).split("\n"), [], 0
    for number, line in enumerate(lines):
        for sign, kind in MARKS:
            if sign in line:
                lines[number] = line.replace(sign, "").strip()
                passages.append(Passage(place, place + len(lines[number]), kind))
        place += len(lines[number]) + 1
    return ParsedBody(None, "\n".join(lines), passages=tuple(passages), **more)


def _signatures_apart(source: str) -> str:
    """The page with each signature on a line of its own, marked."""
    lines = source.replace(SIGNED, "").replace(CODED, "").split("\n")
    for place, line in enumerate(lines):
        if "[[" in line and (signature := signature_in(line)):
            said = line[: signature.start].rstrip()
            lines[place] = (said + "\n" if said.strip("*:# ") else said) + SIGNED + line[signature.start :].lstrip()
    return "\n".join(lines)


def categories(source: str) -> tuple[str, ...]:
    """The categories in which a page places itself, in English, Dutch, German and French wikis."""
    found = (name.strip().replace("_", " ") for name in CATEGORY_LINK.findall(source))
    return tuple(dict.fromkeys(name for name in found if name))


def without_languages(source: str) -> str:
    """The page without its links to itself in other languages: lines of nothing but links."""
    lines = source.split("\n")
    for place, line in enumerate(lines):
        if line.lstrip().startswith("[[") and ":" in line and not LINK.sub("", line).strip():
            lines[place] = LINK.sub(lambda link: "" if link[1].partition(":")[0] in LANGUAGES else link[0], line)
    return "\n".join(lines)


def links(code: Wikicode) -> tuple[str, ...]:
    """The pages (titles) and web addresses to which a page links."""
    pages = (str(link.title).split("#")[0].strip().lstrip(":") for link in code.ifilter_wikilinks(recursive=True))
    inside = [page for page in pages if page and prefix_of(page) not in CATEGORY | FILE]
    outside = [str(link.url).strip() for link in code.ifilter_external_links(recursive=True)]
    return tuple(dict.fromkeys([*inside, *(url for url in outside if url.startswith(("http://", "https://")))]))


def _text(code: Wikicode | None, depth: int) -> Iterator[str]:
    if code is None or depth <= 0:
        return
    for node in code.nodes:
        yield from _node(node, depth - 1)


def _node(node: nodes.Node, depth: int) -> Iterator[str]:
    """The text of one node; a kind that is not named here (a comment) has none."""
    if isinstance(node, nodes.Text):
        yield str(node.value)
    elif isinstance(node, nodes.HTMLEntity):
        yield node.normalize() or ""
    elif isinstance(node, nodes.Heading):
        yield from ("\n\n", *_text(node.title, depth), "\n\n")
    elif isinstance(node, nodes.Wikilink):
        yield from _wikilink(node, depth)
    elif isinstance(node, nodes.ExternalLink):
        yield from _text(node.title, depth) if node.title else ([] if node.brackets else [str(node.url)])
    elif isinstance(node, nodes.Template):
        yield from _template(node, depth)
    elif isinstance(node, nodes.Argument):
        yield from _text(node.default, depth)
    elif isinstance(node, nodes.Tag):
        yield from _tag(node, depth)


def _wikilink(node: nodes.Wikilink, depth: int) -> Iterator[str]:
    title = str(node.title).strip()
    prefix = prefix_of(title)
    if prefix in CATEGORY:
        return
    if prefix in FILE:
        caption = str(node.text or "").rpartition("|")[2].strip()
        if caption and not is_picture_word(caption):
            yield from ("\n", *_text(mwparserfromhell.parse(caption), depth), "\n")
        return
    yield from _text(node.text, depth) if node.text else [title.lstrip(":").partition("#")[0].replace("_", " ")]


def _template(node: nodes.Template, depth: int) -> Iterator[str]:
    for parameter in node.params:
        text = "".join(_text(parameter.value, depth)).strip()
        if len(re.findall(r"[^\W\d_]{2,}", text)) >= WORDS_OF_TEXT and not text.startswith(("http://", "https://")):
            yield from ("\n", text, "\n")


def _tag(node: nodes.Tag, depth: int) -> Iterator[str]:
    name = str(node.tag).strip().lower()
    if name in DROPPED:
        return
    if name in BLOCKS or (name in ITEMS and not node.wiki_markup):
        yield "\n"
    if name in CODES:
        yield "\n".join(CODED + line for line in "".join(_text(node.contents, depth)).strip("\n").split("\n"))
    else:
        yield from _text(node.contents, depth)
    if name in CELLS:
        yield " "
    elif name in BLOCKS:
        yield "\n"


def roughly(source: str) -> str:
    for pattern, replacement in ROUGHLY:
        source = pattern.sub(replacement, source)
    return source


def _tidy(text: str) -> str:
    lines: Iterable[str] = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in MAGIC.sub("", text).split("\n"))
    cleaned = re.sub(r"'{2,5}", "", "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", cleaned).strip()
