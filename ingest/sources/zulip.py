"""What is said in Zulip? Opens a server's own export (kind ``zulip``) or a zulip-archive (kind ``zulip-archive``)."""

from __future__ import annotations

from ingest.contract import Option, Source, SourceSettings
from ingest.sources.zulip_archive import ARCHIVE_OPTIONS, ZulipArchive
from ingest.sources.zulip_export import EXPORT_OPTIONS, ZulipExport

OPTIONS: tuple[Option, ...] = EXPORT_OPTIONS
OPTIONS_BY_KIND = {"zulip": EXPORT_OPTIONS, "zulip-archive": ARCHIVE_OPTIONS}


def open_source(settings: SourceSettings) -> Source:
    """Which Zulip is configured?"""
    return ZulipArchive(settings) if settings.kind == "zulip-archive" else ZulipExport(settings)
