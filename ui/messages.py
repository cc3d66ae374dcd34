"""What does this message id say, in the reader's language? The catalogue of all sentences about errors and problems.

The sentences live in ``ui/locale/messages/<area>.toml``: ``[message-id]`` with ``en`` and ``nl``. ``{name}`` is filled.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("nl", "en")
PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class CatalogueError(Exception):
    """Two areas define one message id, or a sentence is missing in a language."""


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Which sentence belongs to which message id, per language? Read once. Raises CatalogueError for a double id."""
    found: dict[str, Mapping[str, str]] = {}
    folder = files("ui") / "locale" / "messages"
    for area in sorted(folder.iterdir(), key=lambda file: file.name):
        if not area.name.endswith(".toml"):
            continue
        for message, sentences in tomllib.loads(area.read_text(encoding="utf-8")).items():
            if message in found:
                raise CatalogueError(f"{message} stands in {area.name} and in another area")
            found[message] = sentences
    return found


def sentence(message: str, params: Mapping[str, object], language: str) -> str:
    """What does this message say? An id that nobody wrote a sentence for is shown with its parameters, never hidden."""
    sentences = catalogue().get(message)
    if sentences is None:
        told = ", ".join(f"{name}: {value}" for name, value in params.items())
        return f"{message} ({told})" if told else message
    return fill(sentences.get(language) or sentences["en"], params)


def fill(pattern: str, params: Mapping[str, object]) -> str:
    """The pattern with each ``{name}`` replaced by its parameter; a name without one stays as it is."""
    return PLACE.sub(lambda place: str(params.get(place[1], place[0])), pattern)
