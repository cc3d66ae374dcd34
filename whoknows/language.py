"""The language pipelines of an installation."""

from __future__ import annotations

from pathlib import Path

import models
from whoknows.settings import Settings


def pipelines() -> Path:
    """The folder of the pipelines that ship, with one folder per language."""
    return Path(models.__file__).parent / "language"


def pipelines_of(settings: Settings) -> dict[str, str]:
    """Language to folder or package of the spaCy pipeline, for each language of the organisation that has one.

    A folder in the settings counts from the settings file.
    """
    shipped = {file.parent.name: str(file.parent) for file in sorted(pipelines().glob("*/meta.json"))}
    chosen = shipped | {language: _place(settings.base, given) for language, given in settings.pipelines.items()}
    return {language: chosen[language] for language in settings.languages if language in chosen}


def _place(base: Path, given: str) -> str:
    return str(base / given) if (base / given).is_dir() else given
