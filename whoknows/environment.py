"""What the environment says: secrets, and the language of the terminal."""

from __future__ import annotations

import os
from pathlib import Path

from whoknows.errors import SettingsError


def read_secret(name: str) -> str | None:
    """The secret of this name: from the variable NAME, or from the file that NAME_FILE points to."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("settings-secret-unreadable", name=f"{name}_FILE", reason=str(error)) from error
    return os.environ.get(name)


def read_target_secret(name: str) -> str | None:
    """The secret of the store that is copied to: NEO4J_TARGET_... when it is set, else the common NEO4J_..."""
    own = read_secret(name.replace("NEO4J_", "NEO4J_TARGET_", 1))
    return read_secret(name) if own is None else own


def terminal_language() -> str:
    """Language of the terminal's user: Dutch when the locale says so, else English."""
    for name in ("WHOKNOWS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"
