"""What a source says, one record after the other, as facts in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from graph.facts import (
    AccessRecord,
    Account,
    DocumentKind,
    Gone,
    GroupKind,
    GroupRecord,
    Item,
    Key,
    PersonRecord,
    Problem,
    Same,
    Seconds,
)
from graph.inheritance import MOST_LEVELS
from graph.store import Run, Store
from ingest import formats
from ingest.batches import Batches
from ingest.boundary import attempt, record_broken
from ingest.bounds import MOST_ID, bounded, bounded_body, shown_id
from ingest.disowned import note_person, person_id
from ingest.extract.language import LOOKED_AT, detect_language
from ingest.formats import FormatError, ParsedBody
from ingest.inner import documents_of, ids_of, stored_documents
from ingest.isolation import Isolated
from ingest.leavers import gone_person
from ingest.mapping import Mapped, Mapper, with_visible
from ingest.own import is_letter, words_of_item
from ingest.reading import stored_versions
from ingest.renamed import FormerForms
from ingest.runs import mark_partial, mark_passed_over
from ingest.seen import SeenIds, Sighting
from ingest.texts import clean, redacted

GONE_KINDS = {"person": "account", "container": "group"}
KINDS: Mapping[type[object], str] = {Item: "document", PersonRecord: "account", GroupRecord: "group"}
ContentRecord = Item | Same | PersonRecord | GroupRecord | AccessRecord | Problem | Gone


class RecordWriter:
    """Parses and maps the records of one run and puts them into its batches.

    `log`: the source tells a log, in which an id may come again with other content. A Problem without an id marks the
    run as one that did not list everything.
    """

    def __init__(
        self, store: Store, run: Run, batches: Batches, seen: SeenIds, isolated: Isolated, now: Callable[[], Seconds]
    ) -> None:
        self.batches, self.seen, self.log = batches, seen, False
        self.mapper = Mapper(run.source)
        self._store, self._run, self._isolated, self._now = store, run, isolated, now
        self._former = FormerForms(store, run.source, now())
        self._accounts: set[Key] = set()
        self._depths: dict[str, int] = {}
        self._tags: set[Key] = set()

    def write(self, said: ContentRecord) -> None:
        """Put this record, which is within its bounds, into the batches; when that breaks, it is a Problem of it."""
        attempt(lambda: self._write(said), lambda reason: self._broken(said, reason))

    def refuse(self, said: object) -> None:
        """Keep what is stored of this record, which is not taken in. A group closes: its readers are not known."""
        kind, named = KINDS.get(type(said)), getattr(said, "id", None)
        if isinstance(said, PersonRecord):
            note_person(self.seen, said)
        if kind is not None and isinstance(named, str):
            self.batches.keep([self.mapper.key(kind, named)], counted=False)
        if isinstance(said, GroupRecord) and isinstance(named, str) and len(named) <= MOST_ID:
            self._put(self.mapper.group(GroupRecord(named, GroupKind.SPACE, "-", access="nobody")))

    def _broken(self, said: ContentRecord, reason: str) -> None:
        self.problem(record_broken(shown_id(said), reason))
        self.refuse(said)

    def _write(self, said: ContentRecord) -> None:
        match said:
            case Item():
                self._item(said)
            case Same():
                self._same(said)
            case PersonRecord():
                self._person(said)
            case GroupRecord():
                self._nested(said)
                self._put(self.mapper.group(said))
            case AccessRecord():
                self.batches.put(self.mapper.access_rule(said))
            case Problem():
                self.problem(said)
            case Gone():
                self._gone(said)

    def problem(self, problem: Problem) -> None:
        """Note a Problem of this run."""
        if problem.id is None:
            mark_partial(self._store, self._run)
        named = None if problem.id is None else clean(problem.id)
        self.batches.problem(replace(problem, id=named, params=redacted(problem.params)))

    def _is_first(self, native_id: str, shown: str, body: bytes, content: object) -> bool:
        """Whether this id comes for the first time. In a listing, another content of one id is a Problem."""
        told = Sighting.FIRST if self.log else self.seen.tell(native_id, body, content)
        if told is Sighting.TWICE:
            self.problem(Problem(shown, "id-twice", {"id": shown}))
        return told is Sighting.FIRST

    def _item(self, item: Item) -> None:
        content = (item.title, item.acts, item.at, item.container, item.parent, item.access)
        if not self._is_first(item.id, item.id, item.body, content):
            return
        try:
            parsed = bounded_body(parsed_item(item, self._isolated), item.id)
        except FormatError as error:
            self.problem(Problem(item.id, error.message, error.params))
            self._keep(item.id)
            return
        if not parsed.text.strip() and not parsed.inner:
            self._without_text(item)
            return
        documents = list(documents_of(item, parsed))
        if self.log and is_letter(item.media_type):
            told = {each.id for each, _ in documents}
            self._drop(each for each in self._inner_of(item.id) if each not in told)
        for each, body in documents:
            if body.text.strip():
                self._document(bounded(with_visible(each, body)).said or each, body)

    def _document(self, item: Item, parsed: ParsedBody) -> None:
        mapped = mapped_item(self.mapper, item, parsed, self._now())
        self._put(mapped, counted=True)
        if not mapped.fact.edges or not (item.acts or parsed.authors or parsed.acts):
            self.batches.count("authorless")
        if getattr(mapped.fact.node, "at", None) is None:
            self.batches.count("undated")

    def _keep(self, native_id: str) -> None:
        """Keep what is stored of a document that cannot be read, and of those within it."""
        self.batches.keep([self.mapper.key("document", each) for each in self._inner_of(native_id)], counted=False)

    def _drop(self, native_ids: Iterable[str]) -> None:
        self.batches.drop([self.mapper.key("document", each) for each in native_ids])

    def _inner_of(self, native_id: str) -> list[str]:
        """The ids of a document and of those that are stored as within it."""
        stored = stored_documents(stored_versions(self._store.ledger, self._run.source), [native_id])
        return ids_of(native_id, stored.get(native_id))

    def _without_text(self, item: Item) -> None:
        """Emptied by its author: gone. Not empty, but nothing to read in it (a scan): what was read before stays."""
        key = self.mapper.key("document", item.id)
        self.problem(Problem(item.id, "no-text", {"id": item.id}))
        if item.body.strip():
            self.batches.keep([key], counted=False)
        else:
            self.batches.drop([key])

    def _same(self, said: Same) -> None:
        if said.id is not None:
            self.batches.keep([self.mapper.key("document", said.id)])
        if said.container is not None:
            mark_passed_over(self._store, self._run)
            self.batches.keep([self.mapper.key("group", said.container)])

    def _person(self, record: PersonRecord) -> None:
        if not self._is_first(person_id(record.id), record.id, b"", record):
            return
        note_person(self.seen, record)
        mapped = self.mapper.person(record)
        if self.mapper.anchors and isinstance(mapped.fact.node, Account):
            mapped = replace(mapped, fact=replace(mapped.fact, node=self._former.kept(mapped.fact.node)))
        self._accounts.add(mapped.fact.node.key)
        self._put(mapped, counted=True)

    def _nested(self, record: GroupRecord) -> None:
        """Tell a group that lies too deep in others for their rule to count for it."""
        above = 0 if record.parent is None else self._depths.get(record.parent, 0) + 1
        self._depths[record.id] = above
        if above > MOST_LEVELS and record.access is None:
            params = {"id": record.id, "limit": str(MOST_LEVELS)}
            self.problem(Problem(record.id, "group-too-deep", params))

    def _gone(self, said: Gone) -> None:
        kind = GONE_KINDS.get(said.kind, said.kind)
        key = self.mapper.key(kind, said.id)
        if kind == "account" and not self.mapper.anchors:
            account = self.mapper.account(said.id)
            assert isinstance(account.node, Account)
            self.batches.correct(replace(account, node=replace(account.node, left=self._now())))
        elif kind == "account":
            self.batches.flush()
            fact = gone_person(self._store, key, self._now())
            if fact is not None:
                self.batches.put(fact)
                self.batches.count("gone")
        elif kind == "document":
            self._drop(self._inner_of(said.id))
        else:
            self.batches.drop([key])

    def _put(self, mapped: Mapped, counted: bool = False) -> None:
        for extra in mapped.extras:
            if extra.node.key not in self._accounts:
                self._accounts.add(extra.node.key)
                self.batches.ensure(extra)
        for tag in mapped.tags:
            if tag.node.key not in self._tags:
                self._tags.add(tag.node.key)
                self.batches.put(tag)
        self.batches.put(mapped.fact, counted)
        for problem in mapped.problems:
            self.problem(problem)


def parsed_item(item: Item, isolated: Isolated) -> ParsedBody:
    """The text and properties of an item, in a process of its own where that is safer. Raises FormatError."""
    if formats.is_risky(item.media_type, len(item.body)):
        parsed = isolated.parse(item.body, item.media_type)
    else:
        parsed = formats.parse(item.body, item.media_type, isolated.limits)
    if not parsed.text.strip() and item.kind is DocumentKind.BOOKMARK and item.title:
        return replace(parsed, text=item.title)
    return parsed


def mapped_item(mapper: Mapper, item: Item, parsed: ParsedBody, now: Seconds) -> Mapped:
    """The facts of an item: its own words before the rest, in the language of what its writer says."""
    title, words = item.title or parsed.title or "", words_of_item(item, parsed)
    spoken = words.own if words.own.strip() else words.rest
    language = detect_language(f"{title}\n{spoken[:LOOKED_AT]}", parsed.language, mapper.languages)
    return mapper.document(item, parsed, words, language, now)
