"""The text of a web page with its tables, headings and points as Markdown writes them."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html

from ingest.formats import tabled

MOST_TABLES = 200
MOST_COLUMNS = 40
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD = frozenset({"b", "strong"})
POINTS = frozenset({"li", "dd"})
PARAGRAPHS = frozenset({"p", "div"})


def with_tables(root: html.HtmlElement, text_of: Callable[[html.HtmlElement], str]) -> str:
    """The beginning of an element's text; nothing when it holds no table or definitions. It changes the element."""
    found = [each for each in root.iter("table") if _is_of_cells(each)][:MOST_TABLES]
    if not found and root.find(".//dl") is None:
        return ""
    for each in found:
        _as_lines(each, text_of)
    for element in list(root.iter(*HEADINGS, *POINTS, *PARAGRAPHS, "dt")):
        if element.tag in HEADINGS:
            _begin(element, tabled.heading(HEADINGS[element.tag], ""))
        elif element.tag in POINTS:
            _begin(element, "- ")
        elif element.tag == "dt":
            _end(element, ":")
        elif _is_bold(element):
            _begin(element, "**")
            element[0].tail = "**"
    return text_of(root)[: tabled.MOST]


def _is_of_cells(element: html.HtmlElement) -> bool:
    """Whether a table has rows of cells, and is not there to lay out a page."""
    laid_out = next(element.iterdescendants("table", *HEADINGS), None) is not None
    return not laid_out and any(len(row.findall("td")) + len(row.findall("th")) > 1 for row in element.iter("tr"))


def _as_lines(element: html.HtmlElement, text_of: Callable[[html.HtmlElement], str]) -> None:
    rows: list[list[str]] = []
    headed = False
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")][:MOST_COLUMNS]
        headed = headed or (not rows and len(cells) > 1 and all(cell.tag == "th" for cell in cells))
        if cells:
            rows.append([text for cell in cells for text in _spanned(cell, text_of(cell))])
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "pre", "\n".join(tabled.table(rows, headed=headed)), tail


def _spanned(cell: html.HtmlElement, text: str) -> list[str]:
    """The text of a cell, and empty ones for the other columns over which it goes."""
    columns = str(cell.get("colspan", "1"))
    return [text, *([""] * (min(int(columns), MOST_COLUMNS) - 1 if columns.isdecimal() and len(columns) < 4 else 0))]


def _begin(element: html.HtmlElement, mark: str) -> None:
    """Put a mark before the first words of an element, within the paragraph that they are in."""
    while not (element.text or "").strip() and len(element) and element[0].tag in PARAGRAPHS:
        element = element[0]
    element.text = f"{mark}{(element.text or '').lstrip()}"


def _end(element: html.HtmlElement, mark: str) -> None:
    """Put a mark behind the last words of an element, unless they have it."""
    if len(element):
        element[-1].tail = f"{(element[-1].tail or '').rstrip().removesuffix(mark)}{mark}"
    else:
        element.text = f"{(element.text or '').rstrip().removesuffix(mark)}{mark}"


def _is_bold(element: html.HtmlElement) -> bool:
    """Whether all words of a paragraph are bold, as those of a heading that is not marked as one."""
    around = (element.text or "").strip(), (element[0].tail or "").strip() if len(element) else ""
    return len(element) == 1 and element[0].tag in BOLD and not any(around)
