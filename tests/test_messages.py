"""Every message id in the code has its sentence, in both languages, with the same places to fill in."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from ingest import options, sources

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "models", "api", "ui", "whoknows")
MESSAGES = ROOT / "ui" / "locale" / "messages"
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
ERRORS = re.compile(r"\w+(Error|Record|Refused|Unreadable)")


def sentences() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for area in sorted(MESSAGES.glob("*.toml")):
        found.update(tomllib.loads(area.read_text(encoding="utf-8")))
    return {**found, **sentences_of_kinds()}


def sentences_of_kinds() -> dict[str, dict[str, str]]:
    """Sentences that kinds of source bring with their modules."""
    brought = (sources.kind(name).messages for name in sources.kinds())
    return {message: asdict(wording) for messages in brought for message, wording in messages.items()}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every place where a Problem or an error with a message id is made."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                    yield str(file.relative_to(ROOT)), node


def literals(node: ast.expr) -> Iterator[str]:
    """The ids that this expression can be: a string, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def used() -> dict[str, str]:
    """The message ids in the code, and where they are."""
    found: dict[str, str] = {}
    for place, call in calls():
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        at = 1 if name in ("Problem", "BadRecord") else 0 if ERRORS.fullmatch(name) else None
        if at is None or len(call.args) <= at:
            continue
        for message in literals(call.args[at]):
            if ID.fullmatch(message):
                found.setdefault(message, f"{place}:{call.lineno}")
    return found


CATALOGUE = sentences()


def test_what_stands_in_braces_is_a_name_that_can_be_filled_in() -> None:
    texts = [
        (message, text) for message, wording in CATALOGUE.items() for text in wording.values() if isinstance(text, str)
    ]
    assert [(message, text) for message, text in texts if re.search(r"\{[^}]*-[^}]*\}", text)] == []


@pytest.mark.parametrize(("message", "place"), sorted(used().items()))
def test_every_id_has_a_sentence(message: str, place: str) -> None:
    assert message in CATALOGUE, f"{place} tells {message}, which has no sentence in ui/locale/messages or its kind"


@pytest.mark.parametrize("message", sorted(CATALOGUE))
def test_sentences_agree(message: str) -> None:
    both = CATALOGUE[message]
    assert {"en", "nl"} <= both.keys()
    assert both["en"].strip()
    assert both["nl"].strip()
    assert set(PLACE.findall(both["en"])) == set(PLACE.findall(both["nl"]))


def test_no_id_stands_twice() -> None:
    count = sum(len(tomllib.loads(area.read_text(encoding="utf-8"))) for area in MESSAGES.glob("*.toml"))
    assert count == len(CATALOGUE.keys() - sentences_of_kinds().keys())


def test_every_mistake_in_an_option_has_a_sentence() -> None:
    told = {*options.WANTED.values(), *(message for message, _ in options.LIMITS.values())}
    assert told | set(options.OTHERS) <= CATALOGUE.keys()


def test_the_search_finds_ids() -> None:
    assert {"id-twice", "no-text", "pdf-truncated", "jsonl-no-json"} <= used().keys()
