"""Text of a web page. Its main text, title, authors and date, without menus, scripts and cookie notices."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from lxml import etree, html

from graph.facts import Problem
from ingest.formats import FormatError, Limits, ParsedBody, Passage, PassageKind
from ingest.formats.author_lines import names_in
from ingest.formats.dates import seconds_of
from ingest.formats.encodings import decode, decoded

DROPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "form", "button"}
    | {"select", "nav", "footer", "aside", "dialog", "menu"}
)
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"})
BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "br", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "figure", "figcaption", "details", "summary", "address"}
)
AUTHOR_NAMES = frozenset(
    {"author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"}
)
DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "citation_publication_date",
    "date",
    "pubdate",
    "parsely-pub-date",
    "article:modified_time",
    "last-modified",
    "dcterms.modified",
)
LINES = frozenset({"li", "dt", "dd", "tr", "br", "div", "figcaption", "summary"})
QUOTE_CLASSES = frozenset(
    {"gmail_quote", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature", "moz-txt-sig", "yahoo_quoted"}
    | {"protonmail_quote", "zmail_extra", "OutlookMessageHeader", "tutanota_quote", "front-blockquote"}
)
"""Classes by which mail programs mark what was quoted, and signatures."""
QUOTE_IDS = frozenset(
    {"divRplyFwdMsg", "appendonsend", "Signature", "ms-outlook-mobile-signature", "reply-intro", "isForwardContent"}
)
CODE_CLASSES = frozenset({"codehilite", "highlight", "sourceCode", "highlighttable"})
SPACES = re.compile(r"\s+")
MOST_LINKS = 500
ENOUGH = 200
"""Characters in <main> or <article> below which the page is not believed to mean it."""
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that may stand in a page and in no XML: the parser takes them in, and breaks when they are moved."""
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and properties of this page. FormatError when it is nested too deeply, or is not a page at all."""
    text, odd = _decoded(body)
    if not text.strip():
        return ParsedBody(None, "")
    root = _tree(text, limits)
    data = list(_linked_data(root))
    metas = _metas(root)
    links = tuple(dict.fromkeys(str(each) for each in root.xpath("//a/@href")))[:MOST_LINKS]
    title = _title(root, metas)
    authors, at = _authors(metas, data, root), _date(metas, data, root)
    text, passages = passages_of(_main(root))
    return ParsedBody(
        title,
        text,
        at,
        authors,
        links,
        tuple(dict.fromkeys(_tags(metas))),
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        (Problem(None, odd),) if odd else (),
        passages,
    )


def _decoded(body: bytes) -> tuple[str, str | None]:
    """The characters, by what the page says its encoding is, else as for plain text."""
    match = CHARSET.search(body[:2048])
    if match and not body.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return decoded(body, match[1].decode("ascii")).replace("\0", ""), None
        except (LookupError, ValueError):
            return decode(body)
    return decode(body)


def _tree(text: str, limits: Limits) -> html.HtmlElement:
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True)
    # A declared encoding no longer holds for characters, and lxml refuses it.
    text = UNFIT.sub(" ", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormatError("html-broken", reason=str(error)[:100]) from error
    if _depth(text) > limits.depth * 5 or _deeper(root, limits.depth):
        raise FormatError("html-too-deep", limit=str(limits.depth))
    return root


def _depth(text: str) -> int:
    """How deep tags without an end could be nested. Only asked of pages that hold tags in unusual numbers."""
    opened, closed = len(re.findall(r"<[a-zA-Z]", text)), text.count("</")
    return opened - closed if opened > 20 * max(1, closed) and opened > 5_000 else 0


def _deeper(root: html.HtmlElement, limit: int) -> bool:
    """Whether something is nested deeper than this. Walks without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _metas(root: html.HtmlElement) -> list[tuple[str, str]]:
    found = []
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.append((name.strip().lower(), " ".join(meta.get("content").split())))
    return found


def _linked_data(root: html.HtmlElement) -> Iterator[dict[str, object]]:
    """JSON-LD objects of the page; one that is not JSON says nothing."""
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            each = waiting.pop()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                yield each
                graph = each.get("@graph")
                waiting += graph if isinstance(graph, list) else []


def _title(root: html.HtmlElement, metas: Iterable[tuple[str, str]]) -> str | None:
    """The page's own heading, when it has one and it is in the title; else what it is called in links."""
    title = " ".join((root.findtext(".//title") or "").split())
    headings = [" ".join(each.text_content().split()) for each in root.iter("h1")]
    if len(headings) == 1 and headings[0] and (not title or headings[0] in title):
        return headings[0]
    shared = next((content for name, content in metas if name == "og:title"), "")
    return shared or title or next((each for each in headings if each), None)


def _authors(
    metas: Iterable[tuple[str, str]], data: Iterable[dict[str, object]], root: html.HtmlElement
) -> tuple[str, ...]:
    told = [content for name, content in metas if name in AUTHOR_NAMES and "://" not in content]
    if not told:
        told = [name for each in data for name in _people(each.get("author"))]
    if not told:
        told = [" ".join(each.text_content().split()) for each in root.xpath('//a[contains(@rel,"author")]')]
    return tuple(dict.fromkeys(author.name for text in told for author in names_in(text)))


def _people(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and value.get("@type", "Person") == "Person":
        yield from _people(value.get("name"))
    elif isinstance(value, list):
        for each in value:
            yield from _people(each)


def _date(metas: Iterable[tuple[str, str]], data: Iterable[dict[str, object]], root: html.HtmlElement) -> int | None:
    told: dict[str, object] = {}
    for name, content in metas:
        told.setdefault(name, content)
    for each in data:
        if said := each.get("datePublished") or each.get("dateCreated"):
            told.setdefault("datepublished", said)
    found = (seconds_of(told.get(name)) for name in DATE_NAMES)
    at = next((each for each in found if each is not None), None)
    if at is not None:
        return at
    times = root.xpath("//article//time/@datetime | //header//time/@datetime | //time[@pubdate]/@datetime")
    return seconds_of(str(times[0])) if times else None


def _tags(metas: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, content in metas:
        if name in ("article:tag", "keywords", "dc.subject"):
            yield from (tag.strip() for tag in content.split(",") if 0 < len(tag.strip()) <= 80)


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """The part of the page that it is about: <main> or the only <article>, else all of it."""
    _drop(root)
    for path in ("//main", '//*[@role="main"]', "//article", '//*[@itemprop="articleBody"]'):
        found = root.xpath(path)
        if len(found) == 1 and len(found[0].text_content().strip()) >= ENOUGH:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _drop(root: html.HtmlElement) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        # A header of the page holds its menu; one inside an article holds its heading.
        outer = element.tag == "header" and element.getparent() is not None and element.getparent().tag == "body"
        menu = outer and element.find(".//h1") is None
        if element.tag in DROPPED or element.get("role") in ROLES or hidden or menu:
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag == "head":
            element.drop_tree()


def plain_text(root: html.HtmlElement) -> str:
    """The words of an element: paragraphs apart, items and rows on lines of their own, preformatted text as it is."""
    return passages_of(root)[0]


def passages_of(root: html.HtmlElement) -> tuple[str, tuple[Passage, ...]]:
    """The words of an element, and which of them are a quote or code."""
    out: list[str] = []
    marks: list[tuple[int, PassageKind | None]] = []
    inside, kept = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        ends = event == "end"
        if element.tag in BLOCKS:
            _break(out, 1 if element.tag in LINES else 2)
        elif ends and element.tag in ("td", "th"):
            out.append(" ")
        if element.tag == "pre":
            kept += -1 if ends else 1
        voice = _voice(element)
        if voice is not None:
            inside += -1 if ends else 1
            if inside == (0 if ends else 1):
                marks.append((len(out), None if ends else voice))
        if not ends or element is not root:
            _add(out, element.tail if ends else element.text, kept)
    return _with_passages(out, marks)


def _voice(element: html.HtmlElement) -> PassageKind | None:
    """What an element says of its words: a quote by its tag, or by the class that a mail program gives it; or code."""
    if element.tag == "blockquote":
        return PassageKind.QUOTE
    if element.tag == "pre":
        return PassageKind.CODE
    if element.tag in ("div", "span", "table", "hr", "p"):
        classes = (element.get("class") or "").split()
        if any(each in QUOTE_CLASSES for each in classes) or element.get("id") in QUOTE_IDS:
            return PassageKind.QUOTE
        if any(each in CODE_CLASSES for each in classes):
            return PassageKind.CODE
    return None


def _with_passages(out: list[str], marks: list[tuple[int, PassageKind | None]]) -> tuple[str, tuple[Passage, ...]]:
    """The pieces as one text, and its passages from the numbers of the pieces where they begin (a voice) and end."""
    text = "".join(out)
    if not marks:
        return text.strip(), ()
    before = len(text) - len(text.lstrip())
    places = [0, *accumulate(map(len, out))]
    passages: list[Passage] = []
    start, voice = 0, None
    for piece, began in [*marks, (len(out), None)]:
        place = max(0, places[piece] - before)
        if began is not None:
            start, voice = place, began
        elif voice is not None:
            passages.append(Passage(start, place, voice))
            voice = None
    text = text.strip()
    return text, tuple(Passage(a, min(b, len(text)), c) for a, b, c in passages if text[a:b].strip())


def _break(out: list[str], lines: int) -> None:
    """End the line that is being written, with an empty one behind it if `lines` is 2."""
    if not out:
        return
    out[-1] = out[-1].rstrip(" \t")
    text = out[-2] + out[-1] if len(out) > 1 else out[-1]
    there = len(text) - len(text.rstrip("\n"))
    if there < lines:
        out.append("\n" * (lines - there))


def _add(out: list[str], text: str | None, kept: int) -> None:
    if not text:
        return
    if not kept:
        text = SPACES.sub(" ", text)
        if not out or out[-1].endswith(("\n", " ")):
            text = text.lstrip(" ")
    if text:
        out.append(text)
