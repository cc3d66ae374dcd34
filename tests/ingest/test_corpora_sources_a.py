"""What sources lose of real organisations. Counted against the shortcut, which nobody else may read."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.facts import Act, ActKind, Item
from ingest import sources
from ingest.contract import SourceSettings

CONFIGURED = Path(__file__).parent.parent / "data" / "corpora"
OURS = ("directory", "markup", "git")
NAMES = ("pycore", "nl-standaarden", "sourcegraph-handbook", "fronteers", "lean-zulip", "kubernetes")


def plain_id(native_id: str) -> str:
    """The shortcut's id of an item, as far as both are paths: without its folders at the top, suffix and zeros."""
    if commit := re.fullmatch(r"(?:commit/(?:[\w-]+/)?)?([0-9a-f]{12})[0-9a-f]*", native_id):
        return commit[1]
    native_id = re.sub(r"^(?:posts/(?=.*/index)|pep-0*)", lambda m: "pep-" if "pep" in m[0] else "", native_id)
    native_id = re.sub(r"^keps?/", "kep/", native_id)
    return re.sub(r"(?:/index\.md|\.rst|\.mdx?)$", "", native_id)


def people_of(corpus: Path) -> dict[str, str]:
    """The person behind each name, alias, address or handle."""
    found: dict[str, str] = {}
    with (corpus / "directory.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            forms = [row["id"], row["name"]]
            for column in ("aliases", "emails", "handles"):
                forms += row[column].split(";")
            for form in forms:
                if form.strip():
                    found.setdefault(" ".join(form.casefold().split()), row["id"])
    return found


def person_of(act: Act, people: dict[str, str]) -> str | None:
    noreply = re.fullmatch(r"(?:\d+\+)?([\w-]+)@users\.noreply\.github\.com", act.email or "")
    forms = (act.email, act.account, noreply[1] if noreply else None, act.name)
    keys = (" ".join(form.casefold().split()).removeprefix("@") for form in forms if form)
    return next((people[key] for key in keys if key in people), None)


def items_of(corpus: Path, name: str) -> Iterator[tuple[str, Item]]:
    for table in tomllib.loads((CONFIGURED / f"{name}.toml").read_text(encoding="utf-8"))["source"]:
        if table["kind"] in OURS:
            options = {key: value for key, value in table.items() if key not in ("name", "kind", "access", "label")}
            settings = SourceSettings(table["name"], table["kind"], table["access"], options=options, base=corpus)
            for said in sources.open_source(settings).pull(None):
                if isinstance(said, Item):
                    yield table["name"], said


@dataclass
class Lost:
    """Number of expected records, and those that are missing."""

    there: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)

    def share(self) -> float:
        return 1 - len(self.missing) / self.there if self.there else 1.0


def compare(corpus: Path, name: str) -> dict[str, Lost]:
    people = people_of(corpus)
    items: dict[str, Item] = {}
    for source, item in items_of(corpus, name):
        for key in (plain_id(item.id), f"{source}/{plain_id(item.id)}", plain_id(f"don-site/{item.id}")):
            items.setdefault(key, item)
    lost = {what: Lost() for what in ("documents", "authors", "participants")}
    with (corpus / "jsonl" / "docs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document["kind"] != "forum":
                _note(document, _find(document["id"], items), people, lost)
    return lost


def _find(native_id: str, items: dict[str, Item]) -> Item | None:
    key = plain_id(native_id)
    tails = [key, key.partition("/")[2], key.removeprefix("don-site/blog/"), key.removeprefix("src/")]
    return next((items[each] for each in tails if each in items), None)


def _note(document: dict[str, object], item: Item | None, people: dict[str, str], lost: dict[str, Lost]) -> None:
    native_id = str(document["id"])
    lost["documents"].there += 1
    if item is None:
        lost["documents"].missing.append((native_id, ""))
    acts = item.acts if item else ()
    writers = {person_of(act, people) for act in acts if act.kind is not ActKind.ATTENDED}
    present = {person_of(act, people) for act in acts if act.kind is ActKind.ATTENDED}
    for column, found in (("authors", writers), ("participants", present)):
        for person in document.get(column) or ():  # type: ignore[attr-defined]
            lost[column].there += 1
            if person not in found:
                lost[column].missing.append((native_id, person))


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_little_of_a_corpus_is_lost(name: str, corpora: Callable[[str], Path]) -> None:
    lost = compare(corpora(name), name)
    for what, count in lost.items():
        print(f"{name} {what}: {count.there - len(count.missing)} of {count.there} ({count.share():.2%})")
        for native_id, person in count.missing[:20]:
            print(f"    lost: {native_id} {person}")
        print("   ", Counter(native_id for native_id, _ in count.missing).most_common(5))
    assert lost["documents"].share() >= 0.99
    assert lost["authors"].share() >= 0.98
    assert lost["participants"].share() >= 0.90
