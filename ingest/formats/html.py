"""Text of a web page. Its main text, title, authors and date, without menus, scripts and cookie notices."""

from __future__ import annotations

import re
from itertools import accumulate

from lxml import etree, html

from graph.facts import Problem
from ingest.formats import FormatError, Limits, ParsedBody, Passage, PassageKind, confluence, html_head, html_tables
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
NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[a-z]|[*†‡§]{1,3}|[ivxl]{1,6})[\])]?", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^<>]+charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]+)", re.IGNORECASE)


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and properties of this page. FormatError when it is nested too deeply, or is not a page at all."""
    text, odd = _decoded(body)
    if not text.strip():
        return ParsedBody(None, "")
    if confluence.is_storage(text):
        text = confluence.as_html(text)
    root = _tree(text, limits)
    data = list(html_head.linked_data(root))
    metas = html_head.metas(root)
    links = tuple(dict.fromkeys(str(each) for each in root.xpath("//a/@href")))[:MOST_LINKS]
    title = html_head.title_of(root, metas)
    authors, at = html_head.authors_of(metas, data, root), html_head.date_of(metas, data, root)
    page = confluence.exported_page(root)
    index = page is None and confluence.is_export(root)
    main = _main(root)
    content = main if page is None else page.content
    text, passages = passages_of(content)
    parsed = ParsedBody(
        title,
        text,
        at,
        authors,
        links,
        tuple(dict.fromkeys(html_head.tags_of(metas))),
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        (Problem(None, odd),) if odd else (),
        passages,
        tabled=html_tables.with_tables(content, lambda each: passages_of(each)[0]),
    )
    if page is not None:
        return page.added_to(parsed)
    return confluence.listed(parsed) if index else parsed


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


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """The part of the page that it is about: <main> or the only <article>, else all of it."""
    _drop(root)
    for path in ("//main", '//*[@role="main"]', "//article", '//*[@itemprop="articleBody"]'):
        found = root.xpath(path)
        if len(found) == 1 and len(found[0].text_content().strip()) >= ENOUGH:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _is_note_mark(element: html.HtmlElement) -> bool:
    """Whether this is the number of a note behind a word: a small link to it, which is no part of the word."""
    if element.tag != "a" or "#" not in str(element.get("href", "")) or len(element) > 1:
        return False
    parent = element.getparent()
    raised = (parent is not None and parent.tag == "sup") or element.find("sup") is not None
    if not raised and element.get("role") != "doc-noteref":
        return False
    return NOTE_MARK.fullmatch(element.text_content().strip()) is not None


def _is_preheader(element: html.HtmlElement) -> bool:
    """Whether this is the hidden text of a mail that lists of messages show; tabs of a page are hidden otherwise."""
    style = "".join(element.get("style", "")[:1_000].lower().split())
    return "display:none" in style and any(each in style for each in ("max-height:0", "mso-hide:all", "font-size:1px"))


def _drop(root: html.HtmlElement) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true" or _is_preheader(element)
        # A header of the page holds its menu; one inside an article holds its heading.
        outer = element.tag == "header" and element.getparent() is not None and element.getparent().tag == "body"
        menu = outer and element.find(".//h1") is None
        if element.tag in DROPPED or element.get("role") in ROLES or hidden or menu or _is_note_mark(element):
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag == "head":
            element.drop_tree()


def passages_of(root: html.HtmlElement) -> tuple[str, tuple[Passage, ...]]:
    """The words of an element, and which of them are a quote or code.

    Paragraphs are apart, items and rows on lines of their own, preformatted text is as it is.
    """
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
    if element.tag == "div" and _is_margin(element):
        return PassageKind.ASIDE
    if element.tag in ("div", "span", "table", "hr", "p"):
        classes = (element.get("class") or "").split()
        if any(each in QUOTE_CLASSES for each in classes) or element.get("id") in QUOTE_IDS:
            return PassageKind.QUOTE
        if any(each in CODE_CLASSES for each in classes):
            return PassageKind.CODE
    return None


def _is_margin(element: html.HtmlElement) -> bool:
    """Whether this is a remark of somebody in the margin, as Google Docs writes them below a page."""
    first = element[0] if len(element) else None
    link = first[0] if first is not None and first.tag == "p" and len(first) else None
    return link is not None and link.tag == "a" and str(link.get("href", "")).startswith("#cmnt_ref")


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
