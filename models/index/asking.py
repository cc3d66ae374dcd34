"""What is a question about, without the words that only say that somebody asks?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

QUESTIONS = Path(__file__).parent.parent / "language" / "questions.toml"


@cache
def _opening() -> re.Pattern[str]:
    """Which words open a question in Dutch or English? The longest first."""
    read = tomllib.loads(QUESTIONS.read_text("utf-8"))
    lines = {line.strip() for table in read.values() for line in table["openings"].splitlines() if line.strip()}
    longest = sorted(lines, key=lambda line: (-len(line), line))
    ways = "|".join(r"\s+".join(map(re.escape, line.split())) for line in longest)
    return re.compile(rf"\s*(?:{ways})(?!\w)\s*", re.IGNORECASE)


def subject_of(question: str) -> str:
    """What is asked about? ``wie weet iets van waterstofopslag?``: ``waterstofopslag``. Whole when nothing is left."""
    found = _opening().match(question)
    rest = question[found.end() :] if found else question
    rest = rest.strip().rstrip("?").rstrip() if found else rest.strip()
    return rest if re.search(r"\w", rest) else question.strip()
