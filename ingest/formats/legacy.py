"""Word and PowerPoint files of before 2007: not read here. Says whether a password is what is in the way."""

from __future__ import annotations

from typing import Never

from ingest.formats import FormatError, Limits
from ingest.formats.locks import is_locked


def parse(body: bytes, limits: Limits) -> Never:  # noqa: ARG001 (all parsers are called alike)
    """Raises FormatError: behind a password, or in the old format."""
    raise FormatError("office-encrypted" if is_locked(body) else "office-legacy")
