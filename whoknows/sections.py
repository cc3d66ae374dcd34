"""The sections of the settings file as models: names, types, limits and defaults."""

from __future__ import annotations

import os
import zoneinfo
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_network
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ingest.options import Count, SourceOptions, Texts, one_or_more
from whoknows.chat_templates import is_template

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


LANGUAGES = ("nl", "en")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _origin(address: str) -> str:
    """Scheme and host of this address, with its port where that is not the usual one: https, or http on loopback."""
    told = _split(address)
    if told is None or told.path not in ("", "/") or told.query or told.fragment:
        raise PydanticCustomError("settings-bad-address", "not an address of a site")
    return f"{told.scheme}://{told.netloc.lower()}" if address else ""


def _issuer(address: str) -> str:
    """The issuer as written: it must equal what its tokens say."""
    if not address or _split(address) is None:
        raise PydanticCustomError("settings-bad-issuer", "not an address of an identity provider")
    return address


def _split(address: str) -> SplitResult | None:
    """The parts of an https address, or of an http address on loopback; None for any other."""
    try:
        told = urlsplit(address)
        port = told.port
    except ValueError:
        return None
    near = told.scheme == "http" and told.hostname in LOOPBACK
    usual = port is not None and port == {"https": 443, "http": 80}.get(told.scheme)
    if address and (not told.hostname or "@" in told.netloc or usual or not (near or told.scheme == "https")):
        return None
    return told


def _networks(given: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses and networks, as written."""
    for each in given:
        try:
            ip_network(each)
        except ValueError as error:
            raise PydanticCustomError("settings-bad-network", "not an address", {"network": each[:80]}) from error
    return given


def _chats(given: dict[str, str]) -> dict[str, str]:
    """Names of chat programs with the templates of their links."""
    for program, template in given.items():
        if not is_template(template) or not 0 < len(program) <= 40:
            raise PydanticCustomError("settings-bad-chat", "not a link", {"program": program[:40]})
    return given


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
    """``[site]``; `address` is where people reach it, `proxies` are addresses and networks of those in front of it.

    `chat` has links to chat programs by their name, with `{email}`, `{user}`, `{name}` and `{question}` in them.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    address: Annotated[str, AfterValidator(_origin)] = ""
    proxies: Annotated[Texts, AfterValidator(_networks)] = ()
    ask_as: Annotated[str, Field(alias="as")] = ""
    container: bool = False
    processes: Count = Field(default_factory=_processes)
    timezone: Annotated[str, AfterValidator(_known_zone)] = TIMEZONE
    chat: Annotated[dict[str, str], AfterValidator(_chats)] = Field(default_factory=dict)


RoleName = Literal["curator", "source-owner", "insight", "privacy-officer", "operator"]


class SignInSection(SourceOptions):
    """``[sign-in]``; the secret of the client comes from OIDC_CLIENT_SECRET, or the file of OIDC_CLIENT_SECRET_FILE.

    The value of `claim` is the id or the address (`matches`) of a person in the directory. The values of `role_claim`
    give the roles of ``[sign-in.roles]``; ``group:NAME`` there is a group of the directory.
    """

    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: Annotated[str, Field(min_length=1, max_length=500)]
    claim: Annotated[str, Field(min_length=1, max_length=200)] = "sub"
    matches: Literal["id", "address"] = "id"
    trust_addresses: bool = False
    scope: str = "openid profile email"
    role_claim: str = ""
    roles: dict[RoleName, Texts] = Field(default_factory=dict)
    idle: str = "4h"
    longest: str = "12h"
    ask: str = ""


def _in_each_language(label: object) -> object:
    """One text for all languages, or a text by language."""
    return dict.fromkeys(LANGUAGES, label) if isinstance(label, str) else label


class DevelopmentPersonSection(SourceOptions):
    """One of ``[[sign-in.development]]``: the id or address of a person of the directory, and what they may."""

    person: Annotated[str, Field(min_length=1, max_length=500)]
    label: Annotated[dict[Literal["nl", "en"], str], BeforeValidator(_in_each_language)] = Field(default_factory=dict)
    roles: Annotated[tuple[RoleName, ...], BeforeValidator(one_or_more)] = ()


class DevelopmentSection(SourceOptions):
    """``[sign-in]`` of a site that is tried on one machine: people whom it names, and no identity provider."""

    development: Annotated[
        tuple[DevelopmentPersonSection, ...], BeforeValidator(one_or_more), Field(min_length=1, max_length=50)
    ]


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


class InsightSection(SourceOptions):
    """``[insight]``; figures about groups are of `fewest` people at least; `needed` is a list of topics (CSV).

    With `teams_only` the map and insight tell of no single colleague."""

    fewest: Annotated[int, Field(ge=5, le=1000)] = 5
    needed: str = ""
    teams_only: bool = False


class LogSection(SourceOptions):
    """``[log]``"""

    level: Literal["debug", "info", "warning", "error"] = "info"


class SourceSection(SourceOptions):
    """What every ``[[source]]`` has. `owners` are ids or addresses of people, or ``group:NAME``, of the directory."""

    name: str
    kind: str = ""
    access: str = ""
    label: str = ""
    every: str = ""
    owners: Texts = ()
