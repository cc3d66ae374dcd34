"""Which texts do the pages say, and which lack a translation? `python -m ui.catalogue` brings the .po files up to date.

Texts are English in the templates (`_`, `rich`, `plural`) and in Python (`text`, `rich`, `plural`, `mark`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from ui.messages import LANGUAGES

Text: TypeAlias = "str | tuple[str, str]"
HERE = Path(__file__).parent
MADE = datetime(2026, 11, 23, tzinfo=UTC)
"""A date in the header of every catalogue that does not change with each run."""
IN_PYTHON = {"text": None, "rich": None, "mark": None, "plural": (1, 2)}
IN_TEMPLATES = ("_", "rich", "plural")


def texts() -> dict[Text, list[tuple[str, int]]]:
    """Which texts are there, and in which files and lines?"""
    found: dict[Text, list[tuple[str, int]]] = {}
    parser = Environment(autoescape=True)
    for file in sorted((HERE / "templates").rglob("*.html")):
        for line, function, named in extract_from_ast(parser.parse(file.read_text()), IN_TEMPLATES):
            found.setdefault(_text(function, named), []).append((str(file.relative_to(HERE)), line))
    for file in sorted(HERE.glob("*.py")):
        for line, function, message in _in_python(file):
            found.setdefault(_text(function, message), []).append((file.name, line))
    return found


def _in_python(file: Path) -> Iterator[tuple[int, str, object]]:
    for line, function, message, _ in extract_python(BytesIO(file.read_bytes()), IN_PYTHON, [], {}):
        first = message[0] if isinstance(message, tuple) else message
        if isinstance(first, str) and first:
            yield line, function, message


def _text(function: str, message: object) -> Text:
    if isinstance(message, str):
        return message
    assert isinstance(message, tuple)
    return (message[0], message[1]) if function == "plural" else message[0]


def po_file(language: str) -> Path:
    """Where is the catalogue of this language?"""
    return HERE / "locale" / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """What is in the catalogue of this language?"""
    return read_po(BytesIO(po_file(language).read_bytes()), locale=language)


def bring_up_to_date(language: str) -> None:
    """Add the texts that are new, without a translation, and leave out those that nothing says any more."""
    old = read(language) if po_file(language).exists() else Catalog(locale=language)
    new = Catalog(locale=language, project="WhoKnows", charset="utf-8", creation_date=MADE, revision_date=MADE)
    for text, places in sorted(texts().items(), key=lambda each: each[1]):
        known = old.get(text if isinstance(text, str) else text[0])
        new.add(text, known.string if known else None, locations=[(file, 0) for file in dict(places)])
    po_file(language).parent.mkdir(parents=True, exist_ok=True)
    with po_file(language).open("wb") as file:
        write_po(file, new, width=118, omit_header=False, include_lineno=False, sort_output=False)


if __name__ == "__main__":
    for each in LANGUAGES:
        bring_up_to_date(each)
