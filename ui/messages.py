"""The sentence of a message id in the reader's language: the catalogue of all errors and problems.

The sentences live in ``ui/locale/messages/<area>.toml``: ``[message-id]`` with ``en`` and ``nl``. ``{name}`` is filled.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ui.system_errors import message_of, without_number

LANGUAGES = ("nl", "en")
PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


REASONS = ("reason", "why")
"""Parameters that may hold what the operating system said."""


class CatalogueError(Exception):
    """Two areas define one message id, or a sentence is missing in a language."""


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """The sentences of each message id, by language. Read once. Raises CatalogueError for a double id."""
    found: dict[str, Mapping[str, str]] = {}
    folder = files("ui") / "locale" / "messages"
    for area in sorted(folder.iterdir(), key=lambda file: file.name):
        if not area.name.endswith(".toml"):
            continue
        for message, sentences in tomllib.loads(area.read_text(encoding="utf-8")).items():
            if message in found:
                raise CatalogueError(f"{message} is in {area.name} and in another area")
            found[message] = sentences
    return found


def sentence(message: str, params: Mapping[str, object], language: str) -> str:
    """This message in this language. An id without a sentence is shown with its parameters, never hidden."""
    sentences = catalogue().get(message)
    if sentences is None:
        told = ", ".join(f"{name}: {value}" for name, value in params.items())
        return f"{message} ({told})" if told else message
    return fill(sentences.get(language) or sentences["en"], params, language)


def fill(pattern: str, params: Mapping[str, object], language: str) -> str:
    """The pattern with each ``{name}`` replaced by its parameter; a name without one stays as it is.

    Reasons that the operating system gave are told in this language.
    """
    told = {name: _reason(str(value), language) if name in REASONS else value for name, value in params.items()}
    return PLACE.sub(lambda place: str(told.get(place[1], place[0])), pattern)


def _reason(reason: str, language: str) -> str:
    message = message_of(reason)
    return without_number(reason) if message is None else sentence(message, {}, language)
