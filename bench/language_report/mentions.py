"""Mentions of people in texts, linked to the directory, on passages that were labelled by eye.

The rules of labelling are in `docs/mentions.md`. `mentions_judged.jsonl` holds hashes and offsets: no names and no
text. Mending is chosen on one half of the passages and read on the other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.language_report.contract import Inputs, MissingInput, ReportFigure, Said
from bench.language_report.mentions_sample import SAMPLE, own_text
from graph.facts import Document, Key, NameCandidate, person_key
from graph.own_words import words_of
from graph.store import Store, View, Viewer
from ingest.extract.names import LONE
from ingest.extract.nlp import Extractor, Text
from models.identity import link_accounts
from models.name_index import LinkedName, NameIndex
from models.name_links import NameLinker
from whoknows.jobs.passes import accounts_of, name_circles, name_contexts
from whoknows.language import pipelines_of
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

JUDGED = Path(__file__).parent / "mentions_judged.jsonl"
DUTCH = ("fronteers", "nl-standaarden")
NOT_LISTED = ("nobody", "unclear")
PRECISION, RECALL = 97.0, 90.0


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage with its mentions: offsets and the accounts of the directory that are right, or why there is none."""

    corpus: str
    document: Key
    text: str
    half: str
    language: str
    start: int
    end: int
    mentions: list[tuple[int, int, list[str]]]


@dataclass(frozen=True, slots=True)
class LinkedSpan:
    """Where the product found a name, and whom it means."""

    start: int
    end: int
    link: LinkedName

    def meets(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


@dataclass(slots=True)
class MentionCounts:
    """Mentions of listed people, those found, links made, and those that are right."""

    mentions: int = 0
    found: int = 0
    linked: int = 0
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return 100 * self.right / (self.linked or 1)

    @property
    def recall(self) -> float:
        return 100 * self.found / (self.mentions or 1)

    def __str__(self) -> str:
        counts = f"{self.mentions:9}{self.linked:8}{self.precision:11.1f}{self.recall:8.1f}"
        return f"{counts}   {', '.join(f'{reason} {count}' for reason, count in sorted(self.wrong.items()))}"


def report(inputs: Inputs) -> Iterator[Said]:
    """Precision and recall on the half that is read, by language, and of each corpus and half."""
    found, missing = inputs.sites(tuple(SAMPLE))
    yield from missing
    counts: dict[tuple[str, str], MentionCounts] = defaultdict(MentionCounts)
    for folder in found:
        yield from _count(folder, counts)
    yield f"  {'':30}{'mentions':>9}{'linked':>8}{'precision':>11}{'recall':>8}   wrong, by reason"
    for (name, half), each in sorted(counts.items()):
        yield f"  {name + ', half to ' + half:30}{each}"
    for name, asked in (("all", True), ("nl", False), ("en", False)) if found else ():
        each = counts[name, "read"]
        yield ReportFigure(f"precision of mentions, {name}", each.precision, PRECISION if asked else None)
        yield ReportFigure(f"recall of mentions, {name}", each.recall, RECALL if asked else None)


def judged(corpus: str) -> list[JudgedPassage]:
    """What was labelled by eye in this corpus."""
    lines = (json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines())
    return [JudgedPassage(**line) for line in lines if line["corpus"] == corpus]


def _count(folder: Path, counts: dict[tuple[str, str], MentionCounts]) -> Iterator[Said]:
    passages = judged(folder.name)
    settings = load_settings(folder)
    with open_installation(settings, create=False) as installation:
        site = _SiteNames.of(installation.store, pipelines_of(settings))
        with installation.store.view(SYSTEM) as view:
            spans = site.spans(view, sorted({each.document for each in passages}))
    for each in passages:
        digest, linked = spans.get(each.document, ("", []))
        if digest != each.text:
            yield MissingInput(f"the text of a passage of {folder.name} as it was labelled")
            continue
        language = "nl" if folder.name in DUTCH else "en"
        for key in ((folder.name, each.half), (language, each.half), ("all", each.half)):
            site.compare(each, linked, counts[key])


@dataclass(frozen=True, slots=True)
class _SiteNames:
    """How names are linked in one site."""

    owners: Mapping[Key, Key]
    listed: frozenset[Key]
    linker: NameLinker
    pipelines: Mapping[str, str]

    @staticmethod
    def of(store: Store, pipelines: Mapping[str, str]) -> _SiteNames:
        with store.view(Viewer()) as everyone:
            accounts = list(accounts_of(everyone))
            persons = {edge.start: edge.end for edge in link_accounts(accounts, everyone.judgements()).edges}
            owners = {account.key: persons.get(account.key, person_key(account.key)) for account in accounts}
            linker = NameLinker(NameIndex(accounts, persons), name_circles(everyone, owners))
        return _SiteNames(owners, frozenset(owners[each.key] for each in accounts if each.anchor), linker, pipelines)

    def spans(self, view: View, keys: Sequence[Key]) -> dict[Key, tuple[str, list[LinkedSpan]]]:
        """Of these documents a hash of the text, and the names that are linked to somebody of the directory."""
        documents = {key: node for key, node in view.get(keys).items() if isinstance(node, Document)}
        texts = view.texts(keys)
        contexts = name_contexts(view, keys, self.owners)
        found: dict[Key, tuple[str, list[LinkedSpan]]] = {}
        for key, names in self._names(documents, texts).items():
            text = own_text(documents[key], texts.get(key, ""))
            links = self.linker.whom(names, contexts[key])
            listed = [each for each in placed(text, names, links) if each.link.person in self.listed]
            found[key] = (short_hash(text), listed)
        return found

    def _names(
        self, documents: Mapping[Key, Document], texts: Mapping[Key, str]
    ) -> dict[Key, tuple[NameCandidate, ...]]:
        asked: list[Text] = [
            (key, node.title, words_of(node, texts.get(key, "")).own, node.language, node.text_hash)
            for key, node in documents.items()
        ]
        extractor = Extractor(self.pipelines)
        try:
            return {found.document: found.names for found in extractor.extract(asked)}
        finally:
            extractor.close()

    def compare(self, passage: JudgedPassage, linked: Sequence[LinkedSpan], counts: MentionCounts) -> None:
        """Add the mentions of this passage, and the links in it."""
        inside = [each for each in linked if each.start >= passage.start and each.end <= passage.end]
        labels = [
            (start, end, {self.owners.get(account, "") for account in accounts})
            for start, end, accounts in passage.mentions
        ]
        for (start, end, people), (_, _, accounts) in zip(labels, passage.mentions, strict=True):
            if accounts[0] not in NOT_LISTED:
                counts.mentions += 1
                counts.found += any(each.link.person in people for each in inside if each.meets(start, end))
        for each in inside:
            right = any(each.link.person in people for start, end, people in labels if each.meets(start, end))
            counts.linked += 1
            counts.right += right
            if not right:
                counts.wrong[each.link.reason] += 1


def placed(
    text: str, names: Sequence[NameCandidate], links: Mapping[NameCandidate, LinkedName]
) -> Iterator[LinkedSpan]:
    """Where the linked names stand in a text. A longer name, linked or not, hides the shorter ones in it."""
    taken: list[tuple[int, int]] = []
    for name in sorted(names, key=lambda each: (each.kind in LONE, -len(each.surface), each.surface)):
        link = links.get(name)
        if link is None and any(sign in name.surface for sign in ",|"):
            continue
        for found in _pattern(name).finditer(text):
            if not any(found.start() < end and start < found.end() for start, end in taken):
                taken.append(found.span())
                if link is not None:
                    yield LinkedSpan(*found.span(), link)


def _pattern(name: NameCandidate) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.surface.split()))
    before = r"(?<![\w@/.])@?" if name.kind == "handle" else r"(?<!\w)"
    return re.compile(rf"{before}{words}(?!\w)", re.IGNORECASE if name.kind == "email" else 0)


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
