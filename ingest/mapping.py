"""Facts out of what a source said. Ids become keys, acts become edges, and access becomes a rule."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import unquote

from graph.accounts import account_id, named_address
from graph.facts import (
    EVERYONE,
    NOBODY,
    AccessRecord,
    Account,
    Act,
    ActKind,
    Credit,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Group,
    GroupKind,
    GroupRecord,
    Item,
    Key,
    Location,
    PersonRecord,
    Problem,
    Rule,
    Seconds,
    Term,
    key_of,
)
from graph.names import full_name, is_group_name, is_own_name, is_role_address
from graph.own_words import TextParts, joined
from graph.writing.characters import one_form
from ingest.bound_kinds import LEVEL
from ingest.bounds import MOST_LINKS, MOST_NUMBER, MOST_TAGS
from ingest.formats import ParsedBody
from ingest.formats.paths import date_of
from ingest.formats.roles import named_in
from ingest.formats.visible import visible
from ingest.marked_text import marked_text
from ingest.minutes import acts_in_minutes, day_named, says_minutes
from ingest.reading import version_as_read
from ingest.renamed import called_before
from ingest.texts import clean, day_of, first_line

DAY = 86_400
ADDRESS = re.compile(r"[^@\s<>]+@(?=[^@\s<>]+\Z)[^@\s<>]+\.[^@\s<>]+")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|\?")
PLACES = ("building", "floor", "room")
ACT_EDGES = {kind: EdgeKind(kind.value.upper()) for kind in ActKind}
cached_key = lru_cache(maxsize=100_000)(key_of)
cached_id = lru_cache(maxsize=100_000)(account_id)


@dataclass(frozen=True, slots=True)
class Access:
    """Readers of what this source says. `rule` is for what states none, `everyone` for what it says is for everyone.

    `group` (a principal) replaces everyone in the rules that the source itself defines.
    """

    rule: Key = EVERYONE
    everyone: Key = EVERYONE
    group: Key | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """The facts of one record. `extras` are stored only where nothing is stored about their node yet.

    `tags` are the terms that it is tagged with.
    """

    fact: Fact
    extras: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    tags: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapper:
    """Writes the records of one source down as facts. `anchors`: its people are the directory's.

    Whoever is called as the `organisation` is nobody. `languages` are those in which it writes.
    """

    source: str
    access: Access = field(default_factory=Access)
    anchors: bool = False
    organisation: str = ""
    languages: tuple[str, ...] = ("nl", "en")

    def key(self, kind: str, native_id: str) -> Key:
        return key_of(kind, self.source, native_id)

    def rule(self, name: str | None) -> Key:
        """The rule by which this is read. One that no AccessRecord defines lets nobody in."""
        if name is None:
            return self.access.rule
        if name == "nobody":
            return NOBODY
        if name == "everyone":
            return self.access.everyone
        return cached_key("rule", self.source, name)

    def document(self, item: Item, parsed: ParsedBody, words: TextParts, language: str | None, now: Seconds) -> Mapped:
        """The facts of this item. Dates in the future are dropped and told as a Problem."""
        key = self.key("document", item.id)
        at = item.at if item.at is not None else parsed.at
        acts = tuple(map(with_account, item.acts or acts_in(parsed, at)))
        ahead = [each for each in (at, *(act.at for act in acts)) if each is not None and each > now + DAY]
        problems = (*item.problems, *(replace(each, id=item.id) for each in parsed.problems))
        if ahead:
            problems = (*problems, Problem(item.id, "date-in-future", {"date": day_of(max(ahead))}))
            at = None if at is not None and at > now + DAY else at
            acts = tuple(replace(act, at=None) if act.at is not None and act.at > now + DAY else act for act in acts)
        text, own = joined(TextParts(clean(words.own), clean(words.rest)))
        document = Document(
            key,
            self.source,
            item.id,
            item.kind,
            clean(item.title or parsed.title or first_line(text)).strip(),
            item.url,
            text,
            item.media_type,
            language,
            at,
            self.rule(item.access),
            version_as_read(item.version),
            own=own,
            same=_mark_of(item.same, at) if item.same else None,
        )
        tags = tuple(map(tag_term, tags_in(item, parsed)))
        tagged = (Edge(EdgeKind.TAGGED, key, tag.key) for tag in tags)
        edges = (*self._acts(key, acts), *self._places(key, item, parsed), *tagged)
        credits = tuple(credit for act in acts if (credit := self._credit(act)) is not None)
        accounts = tuple(self.account(native_id) for native_id in dict.fromkeys(act.account for act in acts))
        return Mapped(Fact(document, edges, credits), accounts, problems, tuple(map(Fact, tags)))

    def _acts(self, key: Key, acts: Iterable[Act]) -> Iterable[Edge]:
        """One edge for each account and kind: counts and sizes added up, the last time."""
        edges: dict[tuple[Key, EdgeKind], Edge] = {}
        for act in acts:
            start, kind = cached_key("account", self.source, act.account), ACT_EDGES[act.kind]
            edge = Edge(kind, start, key, act.at, act.count, act.size)
            before = edges.get((start, kind))
            if before is not None:
                times = [at for at in (before.at, act.at) if at is not None]
                count, size = min(before.count + act.count, MOST_NUMBER), min(before.size + act.size, MOST_NUMBER)
                edge = replace(edge, at=max(times, default=None), count=count, size=size)
            edges[start, kind] = edge
        return edges.values()

    def _places(self, key: Key, item: Item, parsed: ParsedBody) -> Iterable[Edge]:
        if item.container is not None:
            yield Edge(EdgeKind.IN, key, cached_key("group", self.source, item.container))
        if item.parent is not None:
            yield Edge(EdgeKind.REPLY_TO, key, self.key("document", item.parent))
        for target in sorted(linked(item, parsed))[:MOST_LINKS]:
            yield Edge(EdgeKind.LINKS_TO, key, self.key("document", target))

    def account(self, native_id: str) -> Fact:
        """An account that acted or is a member, as far as its id tells: what a record shows of it is a credit."""
        key = cached_key("account", self.source, native_id)
        named = named_address(native_id)
        emails = (named[1],) if named else (native_id,) if ADDRESS.fullmatch(native_id) else ()
        name = one_form(clean(named[0] if named else native_id)).strip() or native_id
        own = is_own_name(name, self.organisation)
        return Fact(Account(key, self.source, native_id, name, emails=emails, service=own))

    def _credit(self, act: Act) -> Credit | None:
        """What the item shows of the account beside its id. Only a directory's addresses are vouched for."""
        name = clean(act.name).strip() if act.name and act.name != act.account else ""
        email = act.email if act.email != act.account else None
        if not (name or email):
            return None
        return Credit(cached_key("account", self.source, act.account), name or None, email or None)

    def person(self, record: PersonRecord) -> Mapped:
        """Which facts make up this person: an account, the department and the location on their paths."""
        key = self.key("account", record.id)
        edges: list[Edge] = []
        extras: list[Fact] = []
        if record.department:
            departments = self._path(record.department, "group")
            extras += departments
            edges.append(Edge(EdgeKind.MEMBER_OF, key, departments[-1].node.key))
        if record.location:
            places = self._path(record.location, "location")
            extras += places
            edges.append(Edge(EdgeKind.AT, key, places[-1].node.key))
        if record.manager and record.manager != record.id:
            edges.append(Edge(EdgeKind.REPORTS_TO, key, self.key("account", record.manager)))
        return Mapped(Fact(self._account(key, record), tuple(edges)), tuple(extras))

    def _account(self, key: Key, record: PersonRecord) -> Account:
        account = Account(
            key,
            self.source,
            record.id,
            clean(record.name),
            record.aliases,
            record.emails,
            record.handles,
            record.phone,
            record.room,
            record.function,
            record.url,
            record.about,
            record.languages,
            record.joined,
            record.left,
            self.anchors,
            record.service or (not self.anchors and is_own_name(record.name, self.organisation)),
            record.opted_out,
            vouched=True,
        )
        return called_before(account, [(form, None) for form in dict.fromkeys(record.former)])

    def _path(self, path: str, kind: str) -> list[Fact]:
        """The groups or locations along a path such as ``Operations / Finance``, the outermost first."""
        names = [name.strip() for name in LEVEL.split(path) if name.strip()] or [path]
        facts: list[Fact] = []
        for depth, name in enumerate(names):
            native_id = " / ".join(names[: depth + 1])
            key = self.key(kind, native_id)
            edges = (Edge(EdgeKind.PART_OF, key, facts[-1].node.key),) if facts else ()
            if kind == "group":
                group = Group(key, self.source, native_id, GroupKind.DEPARTMENT, name, rule=self.access.rule)
                facts.append(Fact(group, edges))
            else:
                place = PLACES[min(depth, len(PLACES) - 1)]
                facts.append(Fact(Location(key, self.source, native_id, place, name), edges))
        return facts

    def group(self, record: GroupRecord) -> Mapped:
        """The facts of this group. Members that nothing else tells of get an account by their id."""
        key = self.key("group", record.id)
        edges: list[Edge] = []
        if record.parent is not None and record.parent != record.id:
            edges.append(Edge(EdgeKind.PART_OF, key, self.key("group", record.parent)))
        for account, role in record.members:
            member = self.key("account", account)
            edges.append(Edge(EdgeKind.MEMBER_OF, member, key, role=role or None))
        members = tuple(self.account(account) for account, _ in record.members)
        group = Group(
            key, self.source, record.id, record.kind, clean(record.name), record.url, self.rule(record.access)
        )
        return Mapped(Fact(group, tuple(edges)), members)

    def access_rule(self, record: AccessRecord) -> Fact:
        """The rule of this record. In a source for one group, what is for everyone there is for that group."""
        principals = {self._principal(each) for each in record.principals}
        key = cached_key("rule", self.source, record.rule)
        return Fact(Rule(key, self.source, record.rule, tuple(sorted(principals - {""}))))

    def _principal(self, name: str) -> str:
        kind, _, native_id = name.partition(":")
        if name == "everyone":
            return self.access.group or name
        return self.key(kind, native_id) if kind in ("account", "group") and native_id else ""


def with_account(act: Act) -> Act:
    """The act of an account that only an address tells of, by name and address: an address may be several people's.

    An account that the source gives an id of its own stays what it is, also where that id is somebody's address.
    """
    if not act.name or not ADDRESS.fullmatch(act.account):
        return act
    own = act.email.casefold() != act.account.casefold() if act.email else not is_role_address(act.account)
    account = act.account if own else cached_id(act.name, act.account.lower())
    return replace(act, account=account, email=act.email or act.account) if named_address(account) else act


def with_visible(item: Item, parsed: ParsedBody) -> Item:
    """The item with the people and the date in the head of a file, where its source told of nobody.

    Minutes tell who was at a meeting, on a page of a wiki too.
    """
    if item.kind is DocumentKind.PAGE:
        return _with_those_present(item, parsed)
    if item.kind is DocumentKind.POST and not item.nobody:
        return _with_writers(item, parsed)
    if item.kind is not DocumentKind.FILE or item.acts:
        return item
    read = marked_text(item, parsed)
    seen = visible(read.text)
    minutes = says_minutes(item.title or parsed.title or first_line(parsed.text), item.id)
    met = day_named(item.title, parsed.text) if minutes else None
    at = next((each for each in (item.at, parsed.at, seen.at, met, date_of(item.id)) if each is not None), None)
    acts = list(acts_in(parsed, at))
    written = any(act.kind is ActKind.WROTE and _is_somebody(act) for act in acts)
    for author, kind in dict.fromkeys((*named_in(read.fields), *seen.people)):
        if kind is not ActKind.WROTE or not written:
            acts.append(author.act(kind, at))
    there = tuple(acts_in_minutes(read.text, True, at, read.fields)) if minutes else ()
    return replace(item, at=at, acts=(*acts, *there), kind=DocumentKind.MINUTES if there else item.kind)


def _with_writers(item: Item, parsed: ParsedBody) -> Item:
    """An entry of nobody, or of an editorial office alone, with the writers that the head of its text names."""
    if any(map(_is_somebody, item.acts)):
        return item
    people = (author for author, kind in visible(parsed.text).people if kind is ActKind.WROTE)
    return replace(item, acts=(*item.acts, *(author.act(ActKind.WROTE, item.at) for author in people)))


def _is_somebody(act: Act) -> bool:
    """True for an act of no group, by full name or address; a template may have any word for an author."""
    known = bool(act.email) or full_name(act.name or act.account) is not None
    return known and not is_group_name(act.name or "")


def _with_those_present(item: Item, parsed: ParsedBody) -> Item:
    if not says_minutes(item.title or parsed.title or "", item.id):
        return item
    at = item.at if item.at is not None else parsed.at
    read = marked_text(item, parsed)
    return replace(item, acts=(*item.acts, *acts_in_minutes(read.text, True, at, read.fields)))


def acts_in(parsed: ParsedBody, at: Seconds | None) -> tuple[Act, ...]:
    """What a body says that people did to it; `at` is for what has no time of its own."""
    written = any(act.kind is ActKind.WROTE for act in parsed.acts)
    authors = () if written else (Act(name, ActKind.WROTE, name, at) for name in parsed.authors)
    return (*authors, *(replace(act, at=at) if act.at is None else act for act in parsed.acts))


def _mark_of(same: str, at: Seconds | None) -> str:
    """A short name of what has this id everywhere and this date; a Message-ID may hold a name, its hash does not."""
    return hashlib.blake2b(f"{same}\0{at}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def tags_in(item: Item, parsed: ParsedBody) -> list[str]:
    """The tags of an item in lower case: the same tag is one term, whoever uses it with which capitals."""
    said = {" ".join(clean(each).casefold().split()) for each in (*item.tags, *parsed.tags)}
    return sorted(said - {""})[:MOST_TAGS]


def tag_term(tag: str) -> Term:
    """The term of this tag. Tags have no language of their own."""
    return Term(cached_key("term", "und", tag), "und", tag, tag)


def linked(item: Item, parsed: ParsedBody) -> set[str]:
    """The ids of its own source to which this item links. Relative addresses count from its id, as in a folder."""
    folder = posixpath.dirname(item.id)
    targets = {link for link in item.links if link and "://" not in link}
    for link in parsed.links:
        path = link.partition("#")[0].partition("?")[0]
        if path and not SCHEME.match(path):
            targets.add(posixpath.normpath(posixpath.join(folder, unquote(path))).lstrip("/"))
    return targets - {item.id}
