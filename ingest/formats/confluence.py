"""Pages of Confluence: its storage format, as its API and exports give it, and the pages of its HTML export.

Source of the format: https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree, html

from graph.facts import ActKind, Seconds
from ingest.formats import ParsedBody, Passage, PassageKind
from ingest.formats.contributors import Contributors
from ingest.times import moment

MARK = re.compile(r"<(?:ac|ri):[a-z]")
ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
NAMESPACES = 'xmlns:ac="ac" xmlns:ri="ri" xmlns:at="at"'
AC, RI = "{ac}", "{ri}"
SILENT = frozenset(
    {
        "toc",
        "toc-zone",
        "children",
        "pagetree",
        "pagetreesearch",
        "recently-updated",
        "attachments",
        "gallery",
        "include",
    }
    | {"excerpt-include", "livesearch", "contentbylabel", "content-report-table", "contributors", "change-history"}
    | {
        "viewpdf",
        "viewdoc",
        "viewxls",
        "viewppt",
        "view-file",
        "widget",
        "iframe",
        "html",
        "style",
        "anchor",
        "labels-list",
    }
    | {
        "drawio",
        "gliffy",
        "profile",
        "tasks-report-macro",
        "blog-posts",
        "listlabels",
        "navmap",
        "create-from-template",
    }
)
"""Macros that show what a program or another page says."""
GENERATED = ("toc-macro", "plugin_pagetree", "recently-updated", "children-show-hide")
"""Classes of what a macro of an export shows of other pages."""
DROPPED = frozenset(
    {
        "parameter",
        "task-id",
        "task-uuid",
        "task-status",
        "placeholder",
        "emoticon",
        "default-parameter",
        "adf-attribute",
    }
    | {"adf-node", "adf-mark"}
)
BLOCKS = {"task-list": "ul", "task": "li", "layout": "div", "layout-section": "div", "layout-cell": "div"}
LINK_TEXT = ("plain-text-link-body", "link-body")
TARGETS = (
    ("page", "content-title"),
    ("blog-post", "content-title"),
    ("attachment", "filename"),
    ("space", "space-key"),
)
METADATA = '//div[@class="page-metadata"]'
BEFORE_DATE = re.compile(r"^\W{0,9}(?:on|op|am|le)?\s{1,9}")
UNKNOWN = re.compile(
    r"(?:unknown user|onbekende gebruiker|unbekannter benutzer|utilisateur inconnu) \(([^()]{1,100})\)\Z", re.IGNORECASE
)
POSTED = re.compile(
    r"(?:Posted by|Geplaatst door|Erstellt von|Publié par) ([^\n]{1,100}?) (?:at|op|am|le|um) (?=\S)([^\n]{6,60})\Z"
)
"""Below a comment of an export, who wrote it and when."""
LONGEST_TITLE = 1_000


def is_storage(text: str) -> bool:
    """True for HTML with elements of Confluence's storage format."""
    return MARK.search(text) is not None


def as_html(text: str) -> str:
    """Storage format as HTML: macros, tasks, links and layouts as what people see of them, code as code."""
    known = ENTITY.sub(lambda each: each[0] if each[1] in KEPT else entities.unescape(each[0]), text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, strip_cdata=True)
    try:
        root = etree.fromstring(f"<body {NAMESPACES}>{known}</body>".encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return text
    if root is None:
        return text
    for element in list(root.iter(etree.Element)):
        if isinstance(element.tag, str) and element.tag.startswith(AC):
            _shown(element, element.tag[len(AC) :])
        elif element.tag == "time" and not element.text:
            element.text = element.get("datetime")
    for element in list(root.iter(etree.Element)):
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            _unwrapped(element) if element.tag.startswith(AC) else _dropped(element)
    etree.cleanup_namespaces(root)
    return f"<html>{etree.tostring(root, encoding='unicode', method='html')}</html>"


def _shown(element: etree._Element, name: str) -> None:
    """Make of one element of Confluence what a reader sees of it."""
    if name in ("structured-macro", "macro"):
        _macro(element)
    elif name == "link":
        _link(element)
    elif name == "image":
        caption = element.find(f"{AC}caption")
        _as_text(element, "p", "" if caption is None else "".join(caption.itertext()))
    elif name in DROPPED:
        _dropped(element)
    elif name in BLOCKS:
        element.tag = BLOCKS[name]


def _macro(element: etree._Element) -> None:
    name = element.get(f"{AC}name") or ""
    told = {each.get(f"{AC}name"): "".join(each.itertext()) for each in element.iterchildren(f"{AC}parameter")}
    title = next((told[each].strip() for each in ("title", "key") if (told.get(each) or "").strip()), "")
    plain = element.find(f"{AC}plain-text-body")
    if name in SILENT:
        _dropped(element)
    elif plain is not None:
        _as_text(element, "pre" if name != "markdown" else "div", "".join(plain.itertext()))
    elif element.find(f"{AC}rich-text-body") is None:
        _as_text(element, "span", title)
    else:
        element.tag = "div"
        if title:
            heading = etree.Element("p")
            heading.text = title
            element.insert(0, heading)


def _link(element: etree._Element) -> None:
    """A link shows its own words, else the title of the page or the name of the file to which it leads."""
    texts = ("".join(each.itertext()) for name in LINK_TEXT for each in element.iterchildren(f"{AC}{name}"))
    targets = ((element.find(f"{RI}{name}"), key) for name, key in TARGETS)
    titles = (target.get(f"{RI}{key}") or "" for target, key in targets if target is not None)
    user = element.find(f"{RI}user")
    mention = f"@{user.get(f'{RI}username')}" if user is not None and user.get(f"{RI}username") else ""
    shown = next((each for each in (*texts, *titles, mention) if each.strip()), "")
    _as_text(element, "span", shown)


def _as_text(element: etree._Element, tag: str, text: str) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = tag, text, tail


def _dropped(element: etree._Element) -> None:
    """Take the element out, but not the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    _joined(element, element.tail)
    parent.remove(element)


def _unwrapped(element: etree._Element) -> None:
    """Put what an element holds in its place: as a block, so that words of two do not run together."""
    inline = element.tag == f"{AC}inline-comment-marker"
    element.tag = "span" if inline else "div"


def _joined(element: etree._Element, text: str | None) -> None:
    """Put text in the place before an element."""
    before, parent = element.getprevious(), element.getparent()
    if not text or parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A page of an HTML export: what it is about, its title without the space, and who made and changed it."""

    content: html.HtmlElement
    title: str | None
    space: str | None
    at: Seconds | None
    people: Contributors
    tags: tuple[str, ...] = ()

    def added_to(self, parsed: ParsedBody) -> ParsedBody:
        """The page with its own title, date and people, and with its comments behind its text."""
        named = replace(parsed, title=self.title or parsed.title, at=self.at, authors=())
        tags = tuple(dict.fromkeys((*parsed.tags, *self.tags)))
        return self.people.added_to(replace(named, tags=tags))


def exported_page(root: html.HtmlElement) -> ExportedPage | None:
    """The page in this document of an HTML export; None for any other web page."""
    metadata, content = root.xpath(METADATA), root.xpath('//*[@id="main-content"]')
    if not metadata or not content:
        return None
    for generated in content[0].xpath(" | ".join(f'.//*[contains(@class, "{each}")]' for each in GENERATED)):
        if generated.getparent() is not None:
            generated.drop_tree()
    space = space_of(root)
    people, at = _people(metadata[0])
    for comment, author, when in _comments(root):
        people.add(author, ActKind.COMMENTED, when)
        people.remark(comment)
    labels = root.xpath('//*[@id="labels-section"]//li//a | //ul[contains(@class, "label-list")]//li//a')
    tags = (_words(each) for each in labels)
    return ExportedPage(content[0], _title(root, space), space, at, people, tuple(tag for tag in tags if tag))


def is_export(root: html.HtmlElement) -> bool:
    """True for any page of an HTML export, its index too."""
    return bool(root.xpath('//*[@id="title-text"]') and root.xpath('//*[@id="main-content" or @id="content"]'))


def listed(parsed: ParsedBody) -> ParsedBody:
    """The index of an export: a list that a program made, of which nothing is anybody's own words."""
    whole = (Passage(0, len(parsed.text), PassageKind.ASIDE),) if parsed.text else ()
    return replace(parsed, passages=whole, authors=())


def space_of(root: html.HtmlElement) -> str | None:
    """The name of the space of an exported page, the first of the pages above it; in the index the row of the name."""
    above = root.xpath('//*[@id="breadcrumbs"]//li//a')
    above = above or root.xpath('//th[normalize-space()="Name"]/following-sibling::td[1]')
    return _words(above[0]) or None if above else None


def _title(root: html.HtmlElement, space: str | None) -> str | None:
    shown = root.xpath('//*[@id="title-text"]')
    title = _words(shown[0]) if shown else " ".join((root.findtext(".//title") or "").split())
    if space and title.startswith(f"{space} : "):
        title = title[len(space) + 3 :]
    return title[:LONGEST_TITLE].strip() or None


def _people(metadata: html.HtmlElement) -> tuple[Contributors, Seconds | None]:
    """Who made a page and who changed it last, by the classes of their names; the date behind them is of the change."""
    people = Contributors()
    author, editor = (_name(metadata, each) for each in ("author", "editor"))
    spans = metadata.xpath('.//span[@class="author" or @class="editor"]')
    behind = (spans[-1].tail or "") if spans else ""
    at = moment(BEFORE_DATE.sub("", behind.strip().split("\n")[0][:100]).strip(" .,"))
    people.add(author, ActKind.WROTE, at if not editor or editor == author else None)
    if editor:
        people.add(editor, ActKind.EDITED, at)
    return people, at


def _name(metadata: html.HtmlElement, kind: str) -> str | None:
    found = metadata.xpath(f'.//span[@class="{kind}"]')
    name = _words(found[0]) if found else ""
    unknown = UNKNOWN.match(name)
    return (unknown[1] if unknown else name) or None


def _comments(root: html.HtmlElement) -> Iterator[tuple[str, str, Seconds | None]]:
    """The comments below a page: what was said, by whom and when."""
    for below in root.xpath('//*[@id="comments"]/following::div[@class="smallfont"]'):
        posted = POSTED.match(_words(below))
        cell = below.getparent()
        if posted and cell is not None:
            said = " ".join(_words(each) for each in cell if each is not below).strip()
            yield said, posted[1], moment(posted[2])


def _words(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
