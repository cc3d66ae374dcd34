"""The views of insight as files: tables with every line, and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from api.asker import Asker
from api.pages import insight_cover as cover
from api.pages import insight_gaps as gaps
from api.pages import insight_knowledge as knowledge
from api.pages.insight_cover import CoverPage
from api.pages.insight_gaps import GapsPage
from api.pages.insight_knowledge import KnowledgePage, KnowledgeQuery, TopicSpread
from ui.files import PageFiles
from ui.insight_pictures import gap_picture, heat_picture
from ui.insight_words import COVERED, topics_told
from ui.names import label
from ui.picture_files import picture_style
from ui.reasons import mark
from ui.rendering import environment
from ui.speech import speech
from ui.table_files import Row

ROWS = 100_000
KNOWLEDGE_HEAD = (
    mark("Topic"),
    mark("People"),
    mark("Half of it"),
    mark("Past year"),
    mark("New"),
)
COVER_HEAD = (
    mark("Topic"),
    mark("Cover"),
    mark("People"),
    mark("Needed"),
)
GAPS_HEAD = (
    mark("Unit"),
    mark("Other unit"),
    mark("Shared topics"),
    mark("Pairs who work together"),
    mark("Topics"),
)


def read_knowledge(asker: Asker, query: KnowledgeQuery) -> KnowledgePage:
    """All topics at once."""
    return knowledge.knowledge_of(asker, query, ROWS)


def few(fewest: int) -> str:
    """What stands in a table for at least one and fewer than the floor."""
    return f"1-{fewest - 1}"


def _count(count: int | None, fewest: int) -> object:
    return few(fewest) if count is None else count


def knowledge_rows(language: str, page: KnowledgePage) -> Iterator[Row]:
    """A line for each topic, with a column for each unit that is shown."""
    words = speech(language)
    years = [words.text("Year to %(day)s", day=words.day(end)) for end in page.ends]
    yield [*(words.text(each) for each in KNOWLEDGE_HEAD), *years, *(unit.name for unit in page.units)]
    for row in page.rows:
        cells = [_count(each, page.fewest) for each in row.cells]
        known = [_count(each, page.fewest) for each in (row.people, row.holders, row.active, row.fresh)]
        yield [label(language, dict(row.topic.labels)), *known, *_years(row, page.fewest), *cells]


def _years(row: TopicSpread, fewest: int) -> list[str]:
    """People by year, in steps of the floor."""
    return [few(fewest) if count is None else (f"{count}+" if count else "0") for count in row.years]


def knowledge_picture(language: str, page: KnowledgePage) -> str:
    """The heat map of the first topics."""
    parts = environment(language).get_template("parts/insight_pictures.html").make_module()
    drawn = heat_picture(language, page)
    return str(parts.heat_map_drawn(drawn, page, picture_style())).strip()  # type: ignore[attr-defined]


def cover_rows(language: str, page: CoverPage) -> Iterator[Row]:
    """A line for each topic of the list."""
    words = speech(language)
    yield [words.text(each) for each in COVER_HEAD]
    for each in page.topics:
        yield [each.name, words.named(COVERED, each.covered.value), _count(each.people, page.fewest), each.needed]


def gaps_rows(language: str, page: GapsPage) -> Iterator[Row]:
    """A line for each gap, the widest first."""
    yield [speech(language).text(each) for each in GAPS_HEAD]
    for gap in page.gaps:
        ties = few(page.fewest) if gap.ties is None else gap.ties
        yield [gap.one.name, gap.other.name, gap.shared, ties, topics_told(language, gap.topics)]


def gaps_picture(language: str, page: GapsPage) -> str:
    """The units of the widest gaps on a circle, joined by dotted lines."""
    parts = environment(language).get_template("parts/insight_pictures.html").make_module()
    return str(parts.gaps_drawn(gap_picture(page), picture_style())).strip()  # type: ignore[attr-defined]


KNOWLEDGE = PageFiles(knowledge.PAGE, "knowledge", read_knowledge, knowledge_rows, knowledge_picture)
COVER = PageFiles(cover.PAGE, "cover", cover.insight_cover, cover_rows)
GAPS = PageFiles(gaps.PAGE, "gaps", gaps.insight_gaps, gaps_rows, gaps_picture)
VIEWS = (KNOWLEDGE, COVER, GAPS)
