"""Words of Dutch and English that the trained pipelines have seen: they tell a word from a piece of one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LANGUAGES = ("nl", "en")


@cache
def known_words(folder: Path, language: str) -> frozenset[str]:
    """Words in lower case of this language, hyphens among them; none where there is no pipeline. Read once."""
    file = folder / language / "vocab" / "strings.json"
    if not file.is_file():
        return frozenset()
    seen = json.loads(file.read_bytes())
    return frozenset(word for word in seen if len(word) > 1 and word.islower() and word.replace("-", "").isalpha())
