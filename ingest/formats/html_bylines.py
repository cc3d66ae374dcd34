"""Who wrote a web page, by the marks that its text has: microdata, ``rel``, classes and ``<address>``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree, html

from graph.names import full_name, is_group_name
from ingest.formats.author_lines import names_in

NAMED = frozenset(
    ("author", "authors", "auteur", "auteurs", "autor", "autorin", "autoren", "byline", "schrijver", "verfasser")
)
"""What an element with an author is called, in a class."""
AROUND = frozenset(
    (
        "by", "p", "c", "o", "m", "l", "post", "entry", "article", "artikel", "page", "pagina", "blog",
        "blogpost", "news", "nieuws", "story", "bericht", "meta", "name", "naam", "names", "link", "wp",
        "block", "single", "text", "item", "door", "written", "fn", "value",
    )
)  # fmt: skip
"""What else may stand in the name of such an element; a box, a picture or a note about the author is none."""
ASIDE = frozenset(
    {"comment", "comments", "related", "sidebar", "aside", "footer", "nav", "widget", "blockquote", "teaser"}
)
IN_DATA = frozenset({"author", "schema:author", "dc:creator", "dcterms:creator", "creator"})
LINES = frozenset({"br", "div", "p", "li", "dd", "dt", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "address"})
LONGEST_BYLINE = 120
WORDS = re.compile(r"[\s_-]+")
SIGNS = re.compile(r"\d")
MOST = 50


def authors_in(root: html.HtmlElement) -> Iterator[tuple[str, ...]]:
    """The names that each kind of mark gives, the surest kind first."""
    yield _names(map(_of_data, _shown(root, _is_author_data)))
    yield _names(_text(each) for each in _shown(root, lambda each: "author" in _tokens(each, "rel")))
    yield _names(_text(each) for each in _innermost(_shown(root, _is_byline)))
    yield tuple(name for name in _names(map(_of_address, _shown(root, _is_address))) if is_person(name))


def is_person(name: str) -> bool:
    """Whether a name is a person's own and no organisation's."""
    return full_name(name) is not None and not is_group_name(name)


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    found = (author.name for text in texts if 0 < len(text) <= LONGEST_BYLINE for author in names_in(text))
    return tuple(dict.fromkeys(found))[:MOST]


def _shown(root: html.HtmlElement, chosen: Callable[[html.HtmlElement], bool]) -> list[html.HtmlElement]:
    """These elements, but for those of comments, of lists of other articles and of the foot of the page."""
    found = (each for each in root.iter() if isinstance(each.tag, str) and chosen(each))
    return [each for each in found if not any(_is_aside(above) for above in (each, *each.iterancestors()))]


def _is_aside(element: html.HtmlElement) -> bool:
    """Whether this is about something else: a comment, or one of several articles next to each other."""
    if element.tag == "article":
        parent = element.getparent()
        return parent is not None and len(parent.findall("article")) > 1
    return bool(ASIDE & called(element))


def _innermost(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    outer = {above for each in elements for above in each.iterancestors()}
    return [each for each in elements if each not in outer]


def _is_author_data(element: html.HtmlElement) -> bool:
    told = {*_tokens(element, "itemprop"), *_tokens(element, "property")}
    return bool(IN_DATA & told) and element.tag != "meta"


def _is_byline(element: html.HtmlElement) -> bool:
    return any(
        NAMED & set(words) and all(word in NAMED or word in AROUND for word in words)
        for words in (list(filter(None, WORDS.split(each))) for each in _tokens(element, "class"))
    )


def _is_address(element: html.HtmlElement) -> bool:
    return str(element.tag) == "address"


def _of_data(element: html.HtmlElement) -> str:
    """The name in an element of microdata: its own text, or that of the name within it. Organisations are nobody."""
    if "organization" in (element.get("itemtype") or "").lower():
        return ""
    for each in element.iterdescendants():
        if isinstance(each.tag, str) and "name" in {*_tokens(each, "itemprop"), *_tokens(each, "property")}:
            return " ".join((each.get("content") or _text(each)).split())
    return element.get("content") or _text(element)


def _of_address(element: html.HtmlElement) -> str:
    """The first line of an address when it may be a name: a place or a telephone number has figures."""
    line = next((line for line in _text(element).split("\n") if line.strip()), "")
    return "" if SIGNS.search(line) or "," in line else line


def _text(element: html.HtmlElement) -> str:
    """The words of an element on their lines, without dates."""
    found: list[str] = []
    skipped = 0
    for event, each in etree.iterwalk(element, events=("start", "end")):
        ends = event == "end"
        if each.tag in ("time", "script", "style", "svg"):
            skipped += -1 if ends else 1
        if each.tag in LINES:
            found.append("\n")
        text = (each.tail if each is not element else None) if ends else each.text
        if text and not skipped:
            found.append(text)
    lines = (" ".join(line.split()) for line in "".join(found).replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, lines))


def _tokens(element: html.HtmlElement, name: str) -> list[str]:
    return (element.get(name) or "")[:1_000].lower().split()


def called(element: html.HtmlElement) -> set[str]:
    """The words of the classes and the id of an element, and its name."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return set(WORDS.split(f"{element.get('class') or ''} {element.get('id') or ''} {tag}".lower()))
