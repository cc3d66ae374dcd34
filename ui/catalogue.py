"""Catalogues of what the pages say. `python -m ui.catalogue` brings the .po files up to date, as pybabel does.

Texts are English in the templates (`_`, `rich`, `plural`) and in Python (`text`, `rich`, `plural`, `mark`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from ui.messages import LANGUAGES

Text: TypeAlias = "str | tuple[str, ...]"
HERE = Path(__file__).parent
MADE = datetime(2026, 11, 23, tzinfo=UTC)
"""A date in the header of every catalogue that does not change with each run."""
METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("*.py", "python")]
OPTIONS = {"templates/**.html": {"silent": "false"}}
KEYWORDS = {"_": None, "text": None, "rich": None, "mark": None, "plural": (1, 2)}


def texts() -> dict[Text, list[tuple[str, int]]]:
    """Every text, with the files and lines that say it."""
    found: dict[Text, list[tuple[str, int]]] = {}
    for file, line, text, _, _ in extract_from_dir(str(HERE), METHODS, OPTIONS, KEYWORDS):
        if text and text[0]:
            found.setdefault(text, []).append((file, line))
    return found


def po_file(language: str) -> Path:
    """The file of the catalogue of a language."""
    return HERE / "locale" / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The catalogue of a language."""
    return read_po(BytesIO(po_file(language).read_bytes()), locale=language)


def bring_up_to_date(language: str) -> None:
    """Add the texts that are new, without a translation, and leave out those that nothing says any more."""
    catalog = read(language) if po_file(language).exists() else Catalog(locale=language)
    found = Catalog(project="WhoKnows", charset="utf-8", creation_date=MADE, revision_date=MADE)
    for text, places in sorted(texts().items(), key=lambda each: sorted(each[1])):
        found.add(text, locations=[(file, 0) for file in dict(places)])
    catalog.update(found, no_fuzzy_matching=True)
    po_file(language).parent.mkdir(parents=True, exist_ok=True)
    with po_file(language).open("wb") as file:
        write_po(file, catalog, width=118, include_lineno=False, ignore_obsolete=True)


if __name__ == "__main__":
    for each in LANGUAGES:
        bring_up_to_date(each)
