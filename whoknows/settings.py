"""What did the operator decide? Reads ``whoknows.toml`` and, for secrets alone, the environment."""

from __future__ import annotations

import os
import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ingest import sources
from ingest.contract import Option, SourceSettings

FILE_NAME = "whoknows.toml"
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
DURATION = re.compile(r"(\d+)\s*(s|m|h|d)")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
MOST_PROCESSES = 4
"""Processes of the site where nothing is said and there are more processors."""
TIMEZONE = "Europe/Amsterdam"
KEEP_DAYS = 90
COMMON = {"name", "kind", "access", "label", "every"}


class SettingsError(Exception):
    """The settings file cannot be used; a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One ``[[source]]`` table; `every` is the schedule in seconds, None means only when told."""

    name: str
    kind: str
    access: str
    label: str
    every: int | None
    options: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one installation. Paths are absolute.

    `container`: the site runs in a container whose port is published on the host's loopback only. `timezone` is an
    IANA name. Runs, jobs and problems older than `keep_days` days are removed.
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
    site_processes: int = 1
    container: bool = False
    timezone: str = TIMEZONE
    keep_days: int = KEEP_DAYS

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
        """Which source has this name? Raises SettingsError when none has."""
        for entry in self.sources:
            if entry.name == name:
                return entry
        known = ", ".join(entry.name for entry in self.sources) or "-"
        raise SettingsError("settings-unknown-source", name=name, known=known)


def read_secret(name: str) -> str | None:
    """What is this secret? From the variable NAME, or from the file that NAME_FILE points to."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("settings-secret-unreadable", name=f"{name}_FILE", reason=str(error)) from error
    return os.environ.get(name)


def read_target_secret(name: str) -> str | None:
    """What is this secret of the store that is copied to? NEO4J_TARGET_... when it is set, else the common NEO4J_..."""
    own = read_secret(name.replace("NEO4J_", "NEO4J_TARGET_", 1))
    return read_secret(name) if own is None else own


def find_settings(told: Path | None) -> Path:
    """Where is the settings file? What was told, else WHOKNOWS_SETTINGS, else the nearest one upwards from here."""
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
    """What are the settings? Every mistake in the file is a SettingsError that names the place."""
    file = find_settings(told)
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("settings-not-toml", path=str(file), reason=str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("settings-unreadable", path=str(file), reason=str(error)) from error
    return _settings(file, raw)


def _settings(file: Path, raw: Mapping[str, object]) -> Settings:
    tables = {"organisation", "store", "data", "site", "source", "extraction"}
    for table in raw.keys() - tables:
        raise SettingsError("settings-unknown-key", key=str(table), known=", ".join(sorted(tables)))
    organisation = _table(raw, "organisation", {"name", "languages"})
    store = _table(raw, "store", {"url"})
    data = _table(raw, "data", {"folder", "keep_days"})
    site = _table(raw, "site", {"host", "port", "as", "container", "processes", "timezone"})
    extraction = _table(raw, "extraction", {"processes"})
    languages = organisation.get("languages", ["nl", "en"])
    if not isinstance(languages, list):
        raise SettingsError("settings-wrong-type", key="organisation.languages", wanted="list")
    return Settings(
        file=file,
        organisation=_text(organisation, "name", "WhoKnows"),
        languages=tuple(str(code) for code in languages),
        store=_store_url(_text(store, "url", "sqlite:whoknows.db"), file.parent),
        data=(file.parent / _text(data, "folder", ".whoknows")).resolve(),
        host=_text(site, "host", "127.0.0.1"),
        port=_whole(site, "port", 8000),
        ask_as=_text(site, "as", "") or None,
        sources=_sources(raw.get("source", [])),
        extraction_processes=_whole(extraction, "processes", 1),
        site_processes=_some(site, "processes", min(MOST_PROCESSES, os.cpu_count() or 1)),
        container=_flag(site, "container"),
        timezone=_timezone(_text(site, "timezone", TIMEZONE)),
        keep_days=_some(data, "keep_days", KEEP_DAYS),
    )


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _timezone(name: str) -> str:
    """The IANA name as written. Raises SettingsError for a zone that does not exist, with the nearest one that does."""
    if name in _zones():
        return name
    by_city = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(_zones(), reverse=True)}
    city = name.rpartition("/")[2].strip().replace(" ", "_").casefold()
    near = get_close_matches(city, by_city, 1)
    raise SettingsError("settings-unknown-timezone", name=name, near=by_city[near[0]] if near else TIMEZONE)


def _table(raw: Mapping[str, object], name: str, known: set[str]) -> Mapping[str, object]:
    table = raw.get(name, {})
    if not isinstance(table, dict):
        raise SettingsError("settings-wrong-type", key=name, wanted="table")
    for key in table.keys() - known:
        raise SettingsError("settings-unknown-key", key=f"{name}.{key}", known=", ".join(sorted(known)))
    return table


def _text(table: Mapping[str, object], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise SettingsError("settings-wrong-type", key=key, wanted="text")
    return value


def _whole(table: Mapping[str, object], key: str, default: int) -> int:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise SettingsError("settings-wrong-type", key=key, wanted="whole number")
    return value


def _some(table: Mapping[str, object], key: str, default: int) -> int:
    value = _whole(table, key, default)
    if value < 1:
        raise SettingsError("settings-wrong-type", key=key, wanted="whole number from 1 on")
    return value


def _flag(table: Mapping[str, object], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise SettingsError("settings-wrong-type", key=key, wanted="true or false")
    return value


def _store_url(url: str, base: Path) -> str:
    """Which store is it? A relative SQLite path counts from the settings file."""
    if not url.startswith("sqlite:"):
        return url
    return f"sqlite:{(base / url.removeprefix('sqlite:')).resolve()}"


def _sources(raw: object) -> tuple[SourceEntry, ...]:
    if not isinstance(raw, list):
        raise SettingsError("settings-wrong-type", key="source", wanted="[[source]]")
    entries = tuple(_source(place, table) for place, table in enumerate(raw, start=1))
    seen: set[str] = set()
    for entry in entries:
        if entry.name in seen:
            raise SettingsError("settings-name-twice", name=entry.name)
        seen.add(entry.name)
    return entries


def _source(place: int, table: object) -> SourceEntry:
    if not isinstance(table, dict):
        raise SettingsError("settings-wrong-type", key=f"source {place}", wanted="table")
    name = _text(table, "name", "")
    if not SOURCE_NAME.fullmatch(name):
        raise SettingsError("settings-bad-name", name=name or f"source {place}")
    kind = _text(table, "kind", "")
    if kind not in sources.kinds():
        raise SettingsError("settings-unknown-kind", name=name, kind=kind, known=", ".join(sources.kinds()))
    access = _text(table, "access", "")
    if access not in ("everyone", "from-source") and not access.startswith("group:"):
        raise SettingsError("access-not-stated", source=name)
    return SourceEntry(
        name=name,
        kind=kind,
        access=access,
        label=_text(table, "label", name),
        every=seconds_of(_text(table, "every", "")),
        options=_options(name, sources.options(kind), table),
    )


def _options(name: str, known: tuple[Option, ...], table: Mapping[str, object]) -> dict[str, object]:
    by_name = {option.name: option for option in known}
    for key in table.keys() - COMMON - by_name.keys():
        raise SettingsError("settings-unknown-key", key=f"{name}.{key}", known=", ".join(sorted(by_name)))
    for option in known:
        if option.required and option.name not in table:
            raise SettingsError("settings-option-missing", source=name, option=option.name, help=option.help)
    values = {option.name: table.get(option.name, option.default) for option in known}
    for option in known:
        value = values[option.name]
        if value is not None and option.name in table and not _fits(value, option.type):
            raise SettingsError("settings-wrong-type", key=f"{name}.{option.name}", wanted=option.type.__name__)
    return values


def _fits(value: object, wanted: type) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted in (list, tuple):
        return isinstance(value, list | str)
    return isinstance(value, wanted)


def seconds_of(duration: str) -> int | None:
    """How many seconds is ``15m``, ``1h`` or ``1d``? None when nothing is said."""
    if not duration:
        return None
    match = DURATION.fullmatch(duration.strip())
    if not match:
        raise SettingsError("settings-bad-duration", value=duration)
    return int(match[1]) * SECONDS[match[2]]


def source_settings(settings: Settings, entry: SourceEntry) -> SourceSettings:
    """With what is this source opened?"""
    return SourceSettings(
        name=entry.name,
        kind=entry.kind,
        access=entry.access,
        label=entry.label,
        options=entry.options,
        base=settings.base,
        secret=read_secret,
    )


def terminal_language() -> str:
    """In which language does the terminal's user read? Dutch when the locale says so, else English."""
    for name in ("WHOKNOWS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"
