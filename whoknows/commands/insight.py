"""Figures about groups of people on the command line: `insight`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from api.asker import Asker
from api.page import Nothing
from api.pages.insight_cover import insight_cover
from api.pages.insight_gaps import GapsPage, GapsQuery, insight_gaps
from api.pages.insight_knowledge import KnowledgeQuery, insight_knowledge
from api.schemas import TopicReference
from api.site import Site
from graph.store import Viewer
from models.cover import Covered
from models.divisions import Level
from models.index.opening import index_at
from models.insight_figures_file import served_insight_figures
from models.organisation_graph_file import served_organisation_graph
from ui.files import PageFiles
from ui.insight_files import COVER, GAPS, KNOWLEDGE, few, read_knowledge
from ui.names import label
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import Exit, out, plain, print_json, tell
from whoknows.jobs.insight import follow_insight
from whoknows.needed import needs_of
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
        settled = installation.settings
        done = follow_insight(installation.store, settled.index, now=now(), fewest=settled.fewest)
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
        page = read_knowledge(asker, KnowledgeQuery(by)) if as_csv else insight_knowledge(asker, KnowledgeQuery(by))
        _check(page.at)
        if as_json:
            print_json(plain(page))
        elif as_csv:
            _write(KNOWLEDGE, page, asker.language)
        else:
            if page.on_one is not None:
                tell("insight-spread", topics=page.topics, single=page.on_one)
            for row in page.rows:
                people, holders = (_count(each, page.fewest) for each in (row.people, row.holders))
                out.print(f"  {people}  {holders}  {_name(row.topic, asker)}", markup=False)


@insight.command()
def cover(
    settings: SettingsOption = None,
    needed: Annotated[
        Path | None,
        typer.Option("--list", help="CSV with a topic on each line, and how many people are to know of it."),
    ] = None,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """Tell how the topics that the organisation needs are covered: by the list of the settings, or by another one.

    Examples: whoknows insight cover · whoknows insight cover --list needed.csv --json
    """
    with _asker(settings, needed) as asker:
        page = insight_cover(asker, Nothing())
        _check(page.at)
        if not page.given:
            tell("insight-no-list")
            raise typer.Exit(Exit.NOTHING)
        if as_json:
            print_json(plain(page))
        elif as_csv:
            _write(COVER, page, asker.language)
        else:
            few, nobody = page.totals[Covered.TOO_FEW], page.totals[Covered.NOBODY]
            tell("insight-cover", topics=len(page.topics), nobody=nobody, few=few)
            for each in page.topics:
                out.print(f"  {_count(each.people, page.fewest)} / {each.needed:<4} {each.name}", markup=False)
        for line in page.mistakes:
            tell("insight-list-mistake", line=line)


@insight.command()
def gaps(
    settings: SettingsOption = None,
    by: ByOption = Level.DEPARTMENT,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """List departments, teams or buildings that work on the same and hardly with each other, the widest gap first.

    Example: whoknows insight gaps --by team --json
    """
    with _asker(settings) as asker:
        page: GapsPage = insight_gaps(asker, GapsQuery(by))
        _check(page.at)
        if as_json or as_csv:
            print_json(plain(page)) if as_json else _write(GAPS, page, asker.language)
            return
        for gap in page.gaps:
            topics = ", ".join(_name(each, asker) for each in gap.topics)
            out.print(f"{gap.one.name} - {gap.other.name}: {topics}", markup=False)


@contextmanager
def _asker(settings: SettingsOption, needed: Path | None = None) -> Iterator[Asker]:
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
            insight_figures=served_insight_figures(loaded.index),
            fewest=loaded.fewest,
            teams_only=loaded.teams_only,
            needs=needs_of(needed or loaded.needed),
        )
        yield Asker(site, Viewer(), loaded.languages[0] if loaded.languages else "en")


def _check(at: int | None) -> None:
    """Ends with `nothing found` when nothing was worked out yet."""
    if at is None:
        tell("insight-not-yet")
        raise typer.Exit(Exit.NOTHING)


def _count(count: int | None, fewest: int) -> str:
    return f"{few(fewest) if count is None else count:>4}"


def _name(topic: TopicReference, asker: Asker) -> str:
    return label(asker.language, topic.labels)


def _write(files: PageFiles[Any, Any], page: object, language: str) -> None:
    """The table of a page as CSV, the same as on the site."""
    sys.stdout.write(files.made("csv", language, page).decode("utf-8-sig"))
