"""The operator's decisions, read from ``whoknows.toml``.

A mistake in one source is kept with that source: the others, the site and every other command go on.
"""

from __future__ import annotations

import os
import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from ingest import sources
from ingest.contract import SourceError, SourceSettings
from ingest.options import first_mistake, nearest, unknown_name
from whoknows.environment import read_secret
from whoknows.errors import SettingsError
from whoknows.sections import (
    KEEP_DAYS,
    TIMEZONE,
    AnswersSection,
    DataSection,
    DevelopmentPersonSection,
    DevelopmentSection,
    ExtractionSection,
    InsightSection,
    LogSection,
    OrganisationSection,
    QuestionsSection,
    SignInSection,
    SiteSection,
    SourceSection,
    StoreSection,
    TopicsSection,
)

FILE_NAME = "whoknows.toml"
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NAMED_GROUP = re.compile(r"group:\s*\S")
DURATION = re.compile(r"(\d+)\s*(s|m|h|d)")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RESERVED = "self"
"""Source of what people write in the product itself."""
SECTIONS = (
    "answers", "data", "extraction", "insight", "log", "organisation", "questions", "sign-in", "site", "source",
    "store", "topics",
)  # fmt: skip
Section = TypeVar("Section", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One ``[[source]]`` block; `every` is the schedule in seconds, None means only when asked.

    `owners` may have it read. `broken` is the first mistake in it: such a source cannot be opened. `own_rights` and
    `is_directory` are what its kind says of it.
    """

    name: str
    kind: str
    access: str
    label: str
    every: int | None
    options: Mapping[str, object]
    own_rights: bool = True
    is_directory: bool = False
    owners: tuple[str, ...] = ()
    broken: SourceError | None = None


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """How people sign in; `idle` and `longest` are seconds of a session, the rest as in ``[sign-in]``."""

    section: SignInSection
    idle: int
    longest: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one installation. Paths are absolute.

    `languages` are those in which the organisation writes; `pipelines` replace those that ship.
    `container`: the site runs in a container whose port is published on the host's loopback only. `timezone` is an
    IANA name. Runs, jobs and problems older than `keep_days` days are removed.
    `log_level` is debug, info, warning or error. `special` and `not_special` are words of special categories of
    personal data that the organisation adds and removes (`models/special_categories.py`), `private` and `not_private`
    what questions about people's private matters say; `turn_to` is where somebody with one may go. `most_asked` is how
    many questions of others somebody answers in 30 days before another is offered first; None: any number.
    Figures about groups are of `fewest` people at least; `needed` is the list of topics that the organisation needs.
    With `teams_only` the map and insight tell of no single colleague.
    `chats` are templates of links to chat programs, by the name of the program (`api/chats.py`).
    `address` is the origin at which people reach the site, `proxies` are the believed addresses in front of it.
    `development` are the people as whom the site can be tried on this machine, instead of `sign_in`.
    """

    file: Path
    organisation: str
    languages: tuple[str, ...]
    store: str
    data: Path
    host: str
    port: int
    ask_as: str | None
    sources: tuple[SourceEntry, ...] = ()
    extraction_processes: int = 1
    pipelines: Mapping[Literal["nl", "en"], str] = field(default_factory=dict)
    site_processes: int = 1
    container: bool = False
    timezone: str = TIMEZONE
    keep_days: int = KEEP_DAYS
    log_level: str = "info"
    special: tuple[str, ...] = ()
    not_special: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    not_private: tuple[str, ...] = ()
    turn_to: str = ""
    most_asked: int | None = None
    fewest: int = 5
    needed: Path | None = None
    teams_only: bool = False
    address: str = ""
    proxies: tuple[str, ...] = ()
    chats: Mapping[str, str] = field(default_factory=dict)
    sign_in: SignInSettings | None = None
    development: tuple[DevelopmentPersonSection, ...] = ()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """Time zone in which times are shown."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def base(self) -> Path:
        return self.file.parent

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def blobs(self) -> Path:
        return self.data / "blobs"

    def source(self, name: str) -> SourceEntry:
        """The source of this name. Raises SettingsError when there is none."""
        for entry in self.sources:
            if entry.name == name:
                return entry
        known = ", ".join(entry.name for entry in self.sources) or "-"
        raise SettingsError("settings-unknown-source", name=name, known=known)


def find_settings(told: Path | None) -> Path:
    """Path of the settings file: `told`, else WHOKNOWS_SETTINGS, else the nearest one upwards from here."""
    named = told or (Path(os.environ["WHOKNOWS_SETTINGS"]) if "WHOKNOWS_SETTINGS" in os.environ else None)
    if named is not None:
        file = named / FILE_NAME if named.is_dir() else named
        if not file.is_file():
            raise SettingsError("settings-not-found", path=str(file))
        return file.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise SettingsError("settings-not-found", path=str(here / FILE_NAME))


def load_settings(told: Path | None = None) -> Settings:
    """The settings. Raises SettingsError that names the place of a mistake, unless it is inside one source."""
    file = find_settings(told)
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("settings-not-toml", path=str(file), reason=str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("settings-unreadable", path=str(file), reason=str(error)) from error
    return _settings(file, raw)


def _settings(file: Path, raw: Mapping[str, object]) -> Settings:
    for key in sorted(raw.keys() - set(SECTIONS)):
        near, params = nearest(key, SECTIONS), {"key": key, "known": ", ".join(SECTIONS)}
        raise SettingsError(f"settings-unknown-section{'-near' if near else ''}", near=near or "", **params)
    organisation = _section(raw, "organisation", OrganisationSection)
    site = _section(raw, "site", SiteSection)
    data = _section(raw, "data", DataSection)
    topics = _section(raw, "topics", TopicsSection)
    extraction = _section(raw, "extraction", ExtractionSection)
    questions = _section(raw, "questions", QuestionsSection)
    development = _development(raw, site)
    insight = _section(raw, "insight", InsightSection)
    return Settings(
        file=file,
        organisation=organisation.name,
        languages=organisation.languages,
        store=_store_url(_section(raw, "store", StoreSection).url, file.parent),
        data=(file.parent / data.folder).resolve(),
        host=site.host,
        port=site.port,
        ask_as=site.ask_as or None,
        sources=_sources(raw.get("source", [])),
        extraction_processes=extraction.processes,
        pipelines=extraction.pipelines,
        site_processes=site.processes,
        container=site.container,
        timezone=site.timezone,
        keep_days=data.keep_days,
        log_level=_section(raw, "log", LogSection).level,
        special=topics.special,
        not_special=topics.not_special,
        private=questions.private,
        not_private=questions.not_private,
        turn_to=questions.turn_to,
        most_asked=_section(raw, "answers", AnswersSection).most_asked,
        fewest=insight.fewest,
        teams_only=insight.teams_only,
        needed=file.parent / insight.needed if insight.needed else None,
        address=site.address,
        proxies=site.proxies,
        chats=site.chat,
        sign_in=_sign_in(raw, site, development=bool(development)),
        development=development,
    )


def _sign_in(raw: Mapping[str, object], site: SiteSection, *, development: bool) -> SignInSettings | None:
    """How people sign in; None when nothing is said of it."""
    if "sign-in" not in raw or development:
        return None
    said = _section(raw, "sign-in", SignInSection)
    if not site.address:
        raise SettingsError("settings-address-missing")
    try:
        idle, longest = (seconds_of(each, "[sign-in]") for each in (said.idle, said.longest))
    except SourceError as error:
        raise SettingsError("settings-bad-session", given=error.params["given"]) from error
    if not idle or not longest:
        raise SettingsError("settings-bad-session", given='""')
    return SignInSettings(said, idle, longest)


def _development(raw: Mapping[str, object], site: SiteSection) -> tuple[DevelopmentPersonSection, ...]:
    """The people as whom the site can be tried. Raises SettingsError where others could reach it, or sign in."""
    said = raw.get("sign-in")
    if not isinstance(said, dict) or "development" not in said:
        return ()
    if others := said.keys() - {"development"}:
        raise SettingsError("settings-development-with-provider", key=min(others))
    reachable = {
        "host": site.host if not is_loopback(site.host) else "",
        "address": site.address,
        "proxies": ", ".join(site.proxies),
        "container": "true" if site.container else "",
    }
    for key, given in reachable.items():
        if given:
            raise SettingsError("settings-development-reachable", key=key, given=given)
    return _section(raw, "sign-in", DevelopmentSection).development


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach this address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _section(raw: Mapping[str, object], name: str, model: type[Section]) -> Section:
    """This section as its model. Raises SettingsError that names section, key, value and what is wanted."""
    table = raw.get(name, {})
    if not isinstance(table, dict):
        raise SettingsError("settings-wants-section", key=name, given=str(table)[:80])
    try:
        return model.model_validate(table)
    except ValidationError as error:
        mistake = first_mistake(error, model, f"[{name}]")
        raise SettingsError(mistake.message, **mistake.params) from error


def _store_url(url: str, base: Path) -> str:
    """The address of the store; a relative SQLite path counts from the settings file."""
    if not url.startswith("sqlite:"):
        return url
    return f"sqlite:{(base / url.removeprefix('sqlite:')).resolve()}"


def _sources(raw: object) -> tuple[SourceEntry, ...]:
    if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
        raise SettingsError("settings-wants-sources")
    entries = tuple(_source(place, table) for place, table in enumerate(raw, start=1))
    seen: set[str] = set()
    for entry in entries:
        if entry.name in seen:
            raise SettingsError("settings-name-twice", name=entry.name)
        seen.add(entry.name)
    return entries


def _source(place: int, table: Mapping[str, object]) -> SourceEntry:
    """One source, with its first mistake if it has any. Raises SettingsError only where it has no usable name."""
    name = table.get("name")
    if name is None:
        _refuse_misspelt("name", table, f"[[source]] {place}", SettingsError)
    if not isinstance(name, str) or not SOURCE_NAME.fullmatch(name):
        raise SettingsError("settings-bad-name", name=str(name) if name else f"[[source]] {place}")
    if name == RESERVED:
        raise SettingsError("settings-name-reserved", name=name)
    try:
        return _checked(name, table)
    except SourceError as error:
        kind, access, label = (str(table.get(key) or "") for key in ("kind", "access", "label"))
        return SourceEntry(name, kind, access, label or name, None, {}, broken=error)


def _checked(name: str, table: Mapping[str, object]) -> SourceEntry:
    """A source without mistakes. Raises SourceError for the first one."""
    section = f"[[source]] {name}"
    common = SourceSection.model_fields.keys()
    try:
        said = SourceSection.model_validate({key: value for key, value in table.items() if key in common})
    except ValidationError as error:
        mistake = first_mistake(error, SourceSection, section)
        raise SourceError(mistake.message, **mistake.params) from error
    if "kind" not in table:
        _refuse_misspelt("kind", table, section, SourceError)
    if said.kind not in sources.kinds():
        raise SourceError("settings-unknown-kind", name=name, kind=said.kind, known=", ".join(sources.kinds()))
    options = {key: value for key, value in table.items() if key not in common}
    sources.check(SourceSettings(name, said.kind, options=options), common)
    if said.access not in ("everyone", "from-source") and not NAMED_GROUP.match(said.access):
        raise SourceError("access-not-stated", source=name)
    return SourceEntry(
        name=name,
        kind=said.kind,
        access=said.access,
        label=said.label or name,
        every=seconds_of(said.every, section),
        options=options,
        own_rights=sources.kind(said.kind).own_rights,
        is_directory=sources.is_directory(said.kind, options),
        owners=said.owners,
    )


def _refuse_misspelt(
    wanted: str, table: Mapping[str, object], section: str, refused: type[SettingsError | SourceError]
) -> None:
    """Raise this error when a setting that does not exist looks like the one that is wanted and is not there."""
    common = SourceSection.model_fields.keys()
    key = nearest(wanted, table.keys() - common)
    if key is not None:
        mistake = unknown_name({"section": section, "key": key, "given": str(table[key])[:80]}, common)
        raise refused(mistake.message, **mistake.params)


def seconds_of(duration: str, section: str = "") -> int | None:
    """Seconds of ``15m``, ``1h`` or ``1d``; None for an empty text. Raises SourceError for anything else."""
    if not duration:
        return None
    match = DURATION.fullmatch(duration.strip())
    if not match:
        raise SourceError("settings-bad-duration", section=section, given=f'"{duration}"')
    return int(match[1]) * SECONDS[match[2]]


def source_settings(settings: Settings, entry: SourceEntry) -> SourceSettings:
    """What this source is opened with. Raises SourceError when there is a mistake in its block."""
    if entry.broken is not None:
        raise entry.broken
    return SourceSettings(
        name=entry.name,
        kind=entry.kind,
        access=entry.access,
        label=entry.label,
        options=entry.options,
        base=settings.base,
        secret=read_secret,
        organisation=settings.organisation,
        languages=settings.languages,
    )
