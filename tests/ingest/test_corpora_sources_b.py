"""What mail and chat sources lose of real organisations. Counted against the shortcut."""

from __future__ import annotations

import csv
import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph.facts import ActKind, Checkpoint, Cursor, Item, Problem, Same
from ingest import sources
from ingest.contract import SourceSettings

pytestmark = [pytest.mark.corpora, pytest.mark.slow]
CONFIGURED = Path(__file__).parent.parent / "data" / "corpora"
CASES = (("r-lists", "mbox", ""), ("lean-zulip", "zulip-archive", "zulip/"))


def plain_name(name: str) -> str:
    """A name as a set of words, without accents and academic titles: how two forms of one name are matched here."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = set(re.findall(r"[a-z]+", ascii_only)) - {"dr", "prof", "professor"}
    return " ".join(sorted(words)) or name.casefold()


def people_of(corpus: Path) -> dict[str, str]:
    """The person behind each name, alias or address."""
    found: dict[str, str] = {}
    with (corpus / "directory.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for form in (row["name"], *row["aliases"].split(";")):
                if form.strip():
                    found.setdefault(plain_name(form), row["id"])
            for address in row["emails"].split(";"):
                if address.strip():
                    found.setdefault(address.strip().casefold(), row["id"])
    return found


def authors_of(item: Item, people: Mapping[str, str]) -> set[str]:
    forms = [
        form
        for act in item.acts
        if act.kind is ActKind.WROTE
        for form in (act.email, act.name and plain_name(act.name))
    ]
    return {people[form] for form in forms if form in people}


def settings_of(corpus: Path, name: str, kind: str) -> SourceSettings:
    tables = tomllib.loads((CONFIGURED / f"{name}.toml").read_text(encoding="utf-8"))["source"]
    table = next(table for table in tables if table["kind"] == kind)
    options = {key: value for key, value in table.items() if key not in {"name", "kind", "access", "label"}}
    return SourceSettings(table["name"], kind, table["access"], table.get("label"), options, corpus)


@pytest.mark.parametrize(("name", "kind", "prefix"), CASES)
def test_documents_and_authors_are_found(
    corpora: Callable[[str], Path], name: str, kind: str, prefix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = corpora(name)
    people = people_of(corpus)
    found: dict[str, set[str]] = {}
    problems: Counter[str] = Counter()
    twice = 0
    cursor: Cursor = {}
    for said in sources.open_source(settings_of(corpus, name, kind)).pull(None):
        if isinstance(said, Item):
            twice += said.id in found
            found.setdefault(said.id, authors_of(said, people))
        elif isinstance(said, Problem):
            problems[said.message] += 1
        elif isinstance(said, Checkpoint):
            cursor = said.cursor
    documents, lost, links, unlinked = 0, Counter[str](), 0, 0
    with (corpus / "jsonl" / "docs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document["kind"] != "forum":
                continue
            documents += 1
            identity = document["id"].removeprefix(prefix)
            if identity not in found:
                lost["a second one with the same id" if "#" in identity else "not found"] += 1
            links += len(document["authors"])
            unlinked += len(set(document["authors"]) - found.get(identity, set()))
    with capsys.disabled():
        gone = sum(lost.values())
        print(
            f"\n{name}: {documents - gone} of {documents} documents, lost {dict(lost)}; {links - unlinked} of {links}"
        )
        print(f"  author links; {len(found)} items in all, {twice} told twice, problems {dict(problems)}")
    assert sum(lost.values()) <= 0.01 * documents
    assert unlinked <= 0.02 * links
    assert not lost["not found"]
    again = list(sources.open_source(settings_of(corpus, name, kind)).pull(cursor))
    assert {type(said) for said in again} == {Same, Checkpoint}
