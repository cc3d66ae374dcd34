"""What a trial of a source shows: items as they would be stored, who may read them, and what of them is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph.facts import Edge, Fact, Key, Problem, Seconds
from graph.own_words import TextParts, words_of
from graph.schema import ACTS
from graph.suppression import Suppression
from ingest.own import LeftOutReason
from ingest.trial import Trial, TriedItem
from models.templates import TemplateSearch, without_templates
from whoknows.settings import Settings, SourceEntry
from whoknows.wiring import open_installation

LONGEST = 60
"""Characters of the beginning of what is left out."""
MOST_READERS = 5
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class ShownAct:
    """What one account did to an item."""

    name: str
    account: str
    act: str
    at: Seconds | None
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class ShownLeftOut:
    """Words of one item that are not its writer's, for one reason; `begins` with the first of them."""

    why: LeftOutReason
    words: int
    begins: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item of a trial. `readers` are everyone, or names; nobody when empty."""

    id: str
    title: str
    kind: str
    at: Seconds | None
    language: str | None
    url: str | None
    container: tuple[str, ...]
    readers: tuple[str, ...]
    people: tuple[ShownAct, ...]
    own_words: int
    left_out_words: int
    left_out: tuple[ShownLeftOut, ...]


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a trial found, without anybody who was erased."""

    trial: Trial
    entry: SourceEntry
    suppression: Suppression

    def items(self) -> Iterator[ShownItem]:
        """The items in the order in which the source tells them."""
        search = TemplateSearch()
        texts = [words_of(tried.document, tried.document.text).own for tried in self.trial.items]
        for own in texts:
            search.add(own)
        templates, before = search.found(), set[str]()
        for tried, own in zip(self.trial.items, texts, strict=True):
            parts = without_templates(TextParts(own), templates)
            is_copy = bool(own.strip()) and own in before
            before.add(own)
            yield self._item(tried, parts, is_copy)

    def problems(self) -> list[Problem]:
        """What was wrong with records up to there."""
        blank = self.suppression.blank
        return [
            replace(
                each, id=each.id and blank(each.id), params={name: blank(text) for name, text in each.params.items()}
            )
            for each in self.trial.problems
        ]

    def people(self) -> list[tuple[str, str, str | None]]:
        """The people of a directory: name, id and function."""
        blank = self.suppression.blank
        return [(blank(each.name), blank(each.id), each.function) for each in self.trial.people]

    def _item(self, tried: TriedItem, parts: TextParts, is_copy: bool) -> ShownItem:
        document, blank = tried.document, self.suppression.blank
        lines = [*tried.left_out, *((LeftOutReason.TEMPLATE, line) for line in parts.rest.split("\n") if line.strip())]
        if is_copy:
            lines += [(LeftOutReason.COPY, line) for line in parts.own.split("\n") if line.strip()]
        shown = tuple(self._left_out(lines))
        return ShownItem(
            blank(document.native_id),
            blank(document.title),
            document.kind.value,
            document.at,
            document.language,
            document.url and blank(document.url),
            tuple(blank(group.name) for group in reversed(self.trial.path(tried.item.container))),
            self._readers(tried),
            tuple(self._acts(tried))[:MOST_PEOPLE],
            0 if is_copy else len(parts.own.split()),
            sum(each.words for each in shown),
            shown,
        )

    def _left_out(self, lines: Iterable[tuple[LeftOutReason, str]]) -> Iterator[ShownLeftOut]:
        counts: Counter[LeftOutReason] = Counter()
        begins: dict[LeftOutReason, str] = {}
        for why, line in lines:
            counts[why] += len(line.split())
            begins.setdefault(why, " ".join(self.suppression.blank(line).split()))
        for why, words in counts.items():
            text = begins[why]
            yield ShownLeftOut(why, words, text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " …")

    def _acts(self, tried: TriedItem) -> Iterator[ShownAct]:
        """Who did what, the strongest act first, without those who were erased."""
        fact = self._without_erased(tried.fact)
        names = {credit.account: credit.name for credit in fact.credits if credit.name}
        acts = [edge for edge in fact.edges if edge.kind in ACTS]
        for edge in sorted(acts, key=lambda edge: (ACTS.index(edge.kind), -edge.size)):
            yield self._act(edge, names, tried.accounts)

    def _act(self, edge: Edge, names: Mapping[Key, str], accounts: Mapping[Key, str]) -> ShownAct:
        account = accounts.get(edge.start, "")
        name = names.get(edge.start, account)
        return ShownAct(name, account, edge.kind.value.lower(), edge.at, edge.count, edge.size)

    def _without_erased(self, fact: Fact) -> Fact:
        refused = {credit.account for credit in fact.credits if self.suppression.refuses_credit(credit)}
        edges = tuple(edge for edge in fact.edges if self.suppression.allows(edge) and edge.start not in refused)
        credits = tuple(credit for credit in fact.credits if credit.account not in refused)
        return self.suppression.redact(replace(fact, edges=edges, credits=credits))

    def _readers(self, tried: TriedItem) -> tuple[str, ...]:
        """Everyone, a group of the directory, or the names of whom the source lets read."""
        access = self.entry.access
        stated = self.trial.readers_of(tried.item)
        if stated is None:
            return () if access == "from-source" else (access.removeprefix("group:").strip(),)
        if "everyone" in stated and access.startswith("group:"):
            return (access.removeprefix("group:").strip(),)
        return tuple(self._principal(each) for each in stated)

    def _principal(self, principal: str) -> str:
        kind, _, native_id = principal.partition(":")
        group = self.trial.groups.get(native_id) if kind == "group" else None
        return self.suppression.blank(group.name if group else native_id or principal)


def erased_people(settings: Settings) -> Suppression:
    """Who was erased here and shows nowhere; nobody where no store was made yet. Raises StoreError."""
    scheme, _, path = settings.store.partition(":")
    if scheme == "sqlite" and not Path(path.removeprefix("//")).exists():
        return Suppression(b"", ())
    with open_installation(settings, create=False) as installation:
        return installation.store.suppression()
