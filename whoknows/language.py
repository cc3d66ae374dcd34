"""Where are the trained pipelines?"""

from __future__ import annotations

from pathlib import Path

import models


def pipelines() -> Path:
    """In which folder are the pipelines that ship, one folder per language?"""
    return Path(models.__file__).parent / "language"
