"""The sections of the settings file as models: names, types, limits and defaults."""

from __future__ import annotations

import os
import zoneinfo
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ingest.options import Count, SourceOptions, Texts, one_or_more

TIMEZONE = "Europe/Amsterdam"
KEEP_DAYS = 90
MOST_PROCESSES = 4
"""Web processes by default, where there are more processors."""


def _processes() -> int:
    return min(MOST_PROCESSES, os.cpu_count() or 1)


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _known_zone(name: str) -> str:
    """The IANA name as written. A zone that does not exist is a mistake that names the nearest one."""
    if name in _zones():
        return name
    by_city = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(_zones(), reverse=True)}
    city = name.rpartition("/")[2].strip().replace(" ", "_").casefold()
    near = get_close_matches(city, by_city, 1)
    raise PydanticCustomError(
        "settings-unknown-timezone", "unknown time zone", {"near": by_city[near[0]] if near else TIMEZONE}
    )


Languages = Annotated[tuple[Literal["nl", "en"], ...], BeforeValidator(one_or_more), Field(min_length=1)]


class OrganisationSection(SourceOptions):
    """``[organisation]``; `languages` are those in which it writes, that of the site first."""

    name: str = "WhoKnows"
    languages: Languages = ("nl", "en")


class StoreSection(SourceOptions):
    """``[store]``"""

    url: str = "sqlite:whoknows.db"


class DataSection(SourceOptions):
    """``[data]``; `keep_days` is how long runs, jobs and problems are kept."""

    folder: str = ".whoknows"
    keep_days: Count = KEEP_DAYS


class SiteSection(SourceOptions):
    """``[site]``"""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    ask_as: Annotated[str, Field(alias="as")] = ""
    container: bool = False
    processes: Count = Field(default_factory=_processes)
    timezone: Annotated[str, AfterValidator(_known_zone)] = TIMEZONE


class ExtractionSection(SourceOptions):
    """``[extraction]``; `pipelines` are spaCy pipelines by language, each a folder or an installed package."""

    processes: Count = 1
    pipelines: dict[Literal["nl", "en"], str] = Field(default_factory=dict)


class TopicsSection(SourceOptions):
    """``[topics]``; words of special categories of personal data: those to add and to leave out."""

    special: Texts = ()
    not_special: Texts = ()


class QuestionsSection(SourceOptions):
    """``[questions]``; private matters of people to add and to leave out, and to whom to turn with them."""

    private: Texts = ()
    not_private: Texts = ()
    turn_to: str = ""


class AnswersSection(SourceOptions):
    """``[answers]``; who answered more than `most_asked` questions of others in 30 days is offered second."""

    most_asked: Count | None = None


class LogSection(SourceOptions):
    """``[log]``"""

    level: Literal["debug", "info", "warning", "error"] = "info"


class SourceSection(SourceOptions):
    """What every ``[[source]]`` has, whatever its kind."""

    name: str
    kind: str = ""
    access: str = ""
    label: str = ""
    every: str = ""
