"""Figures about groups of people on the command line: `insight`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.asker import Asker
from api.pages.insight_gaps import GapsPage, GapsQuery, insight_gaps
from api.pages.insight_knowledge import KnowledgePage, KnowledgeQuery, insight_knowledge
from api.schemas import TopicReference
from api.site import Site
from graph.store import Viewer
from models.divisions import Level
from models.index.opening import index_at
from models.organisation_graph_file import served_organisation_graph
from ui.names import label
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import Exit, out, plain, print_json, tell
from whoknows.jobs.insight import follow_insight
from whoknows.sentences import sentence
from whoknows.settings import load_settings
from whoknows.wiring import now, open_installation

insight = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False, add_completion=False)
ByOption = Annotated[Level, typer.Option("--by", help="Divided by departments, teams or buildings.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Write the whole table as CSV.")]


@insight.callback()
def group() -> None:
    """Work out and read figures about groups of people, never about a person. Each look is noted.

    Example: whoknows insight gaps --by team
    """


@insight.command()
def refresh(settings: SettingsOption = None) -> None:
    """Work out now what the worker works out by itself, when the index shows something new.

    Example: whoknows insight refresh
    """
    with open_installation(load_settings(settings), create=False) as installation:
        done = follow_insight(installation.store, installation.settings.index, now=now())
    tell("insight-refreshed" if done else "insight-is-fresh")


@insight.command()
def knowledge(
    settings: SettingsOption = None,
    by: ByOption = Level.DEPARTMENT,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """Tell how knowledge is spread: topics, on how few people each rests, and who works on it by department.

    Examples: whoknows insight knowledge --by building · whoknows insight knowledge --csv > spread.csv
    """
    with _asker(settings) as asker:
        page = insight_knowledge(asker, KnowledgeQuery(by))
        _check(page.at)
        if as_json:
            print_json(plain(page))
        elif as_csv:
            rest = (insight_knowledge(asker, KnowledgeQuery(by, page=number)) for number in range(2, page.pages + 1))
            _write(page, [page, *rest], asker.language)
        else:
            tell("insight-spread", topics=page.topics, single=page.on_one)
            for row in page.rows:
                out.print(f"  {row.people:>4}  {row.holders:>4}  {_name(row.topic, asker)}", markup=False)


@insight.command()
def gaps(settings: SettingsOption = None, by: ByOption = Level.DEPARTMENT, as_json: JsonOption = False) -> None:
    """List departments, teams or buildings that work on the same and hardly with each other, the widest gap first.

    Example: whoknows insight gaps --by team --json
    """
    with _asker(settings) as asker:
        page: GapsPage = insight_gaps(asker, GapsQuery(by))
        _check(page.at)
        if as_json:
            print_json(plain(page))
            return
        for gap in page.gaps:
            topics = ", ".join(_name(each, asker) for each in gap.topics)
            out.print(f"{gap.one.name} - {gap.other.name}: {topics}", markup=False)


@contextmanager
def _asker(settings: SettingsOption) -> Iterator[Asker]:
    """The operator, who reads what is for everyone."""
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        index = index_at(loaded.index)
        site = Site(
            organisation=loaded.organisation,
            store=installation.store,
            index=lambda: index,
            now=now,
            viewer_of=lambda _: Viewer(),
            sentence=sentence,
            organisation_graph=served_organisation_graph(loaded.index),
            fewest=loaded.fewest,
        )
        yield Asker(site, Viewer(), loaded.languages[0] if loaded.languages else "en")


def _check(at: int | None) -> None:
    """Ends with `nothing found` when nothing was worked out yet."""
    if at is None:
        tell("insight-not-yet")
        raise typer.Exit(Exit.NOTHING)


def _name(topic: TopicReference, asker: Asker) -> str:
    return label(asker.language, topic.labels)


def _write(first: KnowledgePage, pages: list[KnowledgePage], language: str) -> None:
    """The table with a line for each topic. A cell of at least one person and fewer than the floor says so."""
    few = f"1-{first.fewest - 1}"
    table = csv.writer(sys.stdout)
    table.writerow(["topic", "people", "half of the work", "past year", "new", *(unit.name for unit in first.units)])
    for page in pages:
        for row in page.rows:
            cells = [few if count is None else count for count in row.cells]
            table.writerow(
                [_safe(label(language, row.topic.labels)), row.people, row.holders, row.active, row.fresh, *cells]
            )


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
