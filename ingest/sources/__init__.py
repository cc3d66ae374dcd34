"""Which kinds of source are there? One file per kind, imported when first opened.

Each module has ``OPTIONS: tuple[Option, ...]`` and ``open_source(settings: SourceSettings) -> Source``; a module that
serves two kinds looks at ``settings.kind``. ``OWN_RIGHTS = True`` says that items may have readers of their own.
Opening reads nothing: what is wrong is told by `pull`.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import cast

from ingest.contract import Option, Source, SourceError, SourceSettings

MODULES = {
    "directory": "directory",
    "markup": "markup",
    "git": "git",
    "feed": "feed",
    "mediawiki": "mediawiki",
    "mediawiki-dump": "mediawiki_dump",
    "zulip": "zulip",
    "zulip-archive": "zulip",
    "mbox": "mbox",
    "mastodon": "mastodon",
    "files": "files",
    "jsonl": "jsonl",
}


def kinds() -> tuple[str, ...]:
    """Which kinds can be configured?"""
    return tuple(MODULES)


def options(kind: str) -> tuple[Option, ...]:
    """Which settings does this kind have, beside name, kind, access, label and every?"""
    module = _module(kind)
    by_kind = getattr(module, "OPTIONS_BY_KIND", {})
    return cast(tuple[Option, ...], by_kind.get(kind, module.OPTIONS))


def has_own_rights(kind: str) -> bool:
    """May an item of this kind be for some people alone, also where the settings say that all is for everyone?"""
    return getattr(_module(kind), "OWN_RIGHTS", False)


def open_source(settings: SourceSettings) -> Source:
    """Which source is configured here? Raises SourceError for a kind that does not exist."""
    return cast(Source, _module(settings.kind).open_source(settings))


def _module(kind: str) -> ModuleType:
    if kind not in MODULES:
        raise SourceError("source-kind-unknown", kind=kind, known=", ".join(MODULES))
    return importlib.import_module(f"ingest.sources.{MODULES[kind]}")
