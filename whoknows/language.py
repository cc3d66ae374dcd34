"""The trained language pipelines."""

from __future__ import annotations

from pathlib import Path

import models


def pipelines() -> Path:
    """The folder of the pipelines that ship, with one folder per language."""
    return Path(models.__file__).parent / "language"
