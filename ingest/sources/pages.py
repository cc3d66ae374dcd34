"""What one text file says about itself: title, authors, date, editors, those present."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from graph.facts import Act, ActKind, DocumentKind, Item, Problem
from graph.names import is_group_name
from ingest.formats.author_lines import Author
from ingest.formats.byline import Byline, flat, people_in, read
from ingest.formats.dates import date_in
from ingest.formats.encodings import decode, is_utf8
from ingest.formats.frontmatter import Matter, oddities, split
from ingest.formats.paths import as_date, date_of
from ingest.formats.roles import is_person, label_of, named_in
from ingest.formats.visible import visible
from ingest.minutes import acts_in_minutes, day_named, lies_with_minutes, names_a_day, says_minutes
from ingest.sources.authorbooks import AuthorBooks
from ingest.sources.beside import FieldsBeside
from ingest.sources.folder import ListedFile
from ingest.sources.git_log import account_of
from ingest.sources.history import FileHistory
from ingest.sources.page_names import is_day

KINDS = {"wiki": DocumentKind.PAGE, "blog": DocumentKind.POST, "documents": DocumentKind.FILE}
_MEDIA = {".rst": "text/x-rst", ".rest": "text/x-rst", ".txt": "text/plain"}
_ROOM = 200
"""Characters of the longest title."""


class PageReader:
    """Reads the files of one folder. `url` is a pattern with {path}, {page} and {name}.

    `fields` are names of more fields and labels that name the authors of a text.
    """

    def __init__(
        self, root: Path, kind: DocumentKind, attendance: bool, url: str | None, fields: Sequence[str] = ()
    ) -> None:
        self._root = root
        self._kind = kind
        self._attendance = attendance
        self._url = url
        self._fields = frozenset(map(label_of, fields))

    def item(
        self,
        file: ListedFile,
        container: str,
        version: str,
        history: FileHistory | None,
        books: AuthorBooks,
        beside: FieldsBeside,
    ) -> Item:
        """The file as an Item. Raises OSError when it cannot be read."""
        text, odd = decode((self._root / file.id).read_bytes())
        matter = split(text)
        byline, above = self._byline(matter.fields), self._byline(beside.told)
        post = self._kind is DocumentKind.POST
        called = says_minutes(byline.title or matter.body.lstrip()[:_ROOM].partition("\n")[0], file.id)
        there = list(self._there(file.id, matter, byline, called))
        minutes = not post and (called or bool(there))
        seen = visible(matter.body, self._fields)
        known = byline.at if byline.at is not None else above.at
        at = known if known is not None else self._dated(file, minutes, byline.title, matter.body, history)
        at = next((each for each in (at, seen.at, date_of(file.id)) if each is not None), None)
        roles = [*_sure((*named_in(matter.fields), *named_in(beside.told), *seen.people), file.id, books)]
        people = [books.author(author, file.id) for author in byline.authors]
        if all(is_group_name(author.name) for author in people):
            people += [author for author, kind in roles if kind is ActKind.WROTE]
        people = people or [books.author(author, file.id) for author in above.authors]
        if not people and history is None:
            people = [books.author(author, file.id) for author in self._byline(beside.inherited).authors]
        acts = [*_authors(people, at, history)]
        others = [(author, kind) for author, kind in roles if kind is not ActKind.WROTE]
        acts += [Act(_account(each, history), kind, each.name, at, email=each.email) for each, kind in others]
        acts += [replace(act, at=at) for act in there]
        return Item(
            id=file.id,
            body=_introduced(matter.body, byline.summary).encode("utf-8", "replace"),
            media_type=_MEDIA.get(posixpath.splitext(file.id)[1].lower(), "text/markdown"),
            kind=DocumentKind.MINUTES if minutes else self._kind,
            title=(byline.title or "")[:_ROOM] or None,
            url=self.address(file.id),
            at=at,
            acts=tuple(acts),
            container=container,
            tags=byline.tags,
            version=version,
            problems=(*oddities(file.id, odd, matter), *_odd_name(file.id), *beside.problems),
        )

    def _byline(self, fields: Mapping[str, object]) -> Byline:
        """What fields say, those that the operator named included."""
        byline = read(fields)
        more = (value for name, value in flat(fields).items() if name in self._fields)
        authors = dict.fromkeys((*byline.authors, *(author for value in more for author in people_in(value))))
        return replace(byline, authors=tuple(authors))

    def _there(self, path: str, matter: Matter, byline: Byline, called: bool) -> Iterator[Act]:
        """What people did at the meeting that this tells of: a post is believed when it is called minutes."""
        if not self._attendance or (self._kind is DocumentKind.POST and not called):
            return
        meeting = called or lies_with_minutes(path) or names_a_day(path, byline.title, matter.body)
        if meeting or byline.at is not None:
            yield from acts_in_minutes(matter.body, called, None, matter.fields, meeting)

    def _dated(
        self, file: ListedFile, minutes: bool, title: str | None, body: str, history: FileHistory | None
    ) -> int | None:
        """The date in the path (minutes: the title, and what stands at the top), else that of the newest commit.

        In a wiki only a name that is a date and nothing else is one: a daily note.
        """
        if minutes or self._kind is DocumentKind.POST or is_day(file.id):
            at = date_in(title or "") if minutes else None
            at = date_in(as_date(file.id)) if at is None else at
            at = day_named(None, body) if at is None and minutes else at
            if at is not None:
                return at
        return history.at if history else None

    def address(self, path: str) -> str | None:
        """The address at which people can read this file."""
        if not self._url:
            return None
        page = posixpath.splitext(path)[0]
        page = posixpath.dirname(page) if posixpath.basename(page).lower() in ("index", "readme", "_index") else page
        values = {"path": path, "page": page, "name": posixpath.basename(page)}
        return re.sub(r"\{(path|page|name)\}", lambda match: quote(values[match[1]]), self._url)


def _introduced(body: str, summary: str | None) -> str:
    """The text behind the description in its front matter, unless it says the same."""
    return body if not summary or summary in " ".join(body.split()) else f"{summary}\n\n{body}".rstrip()


def _odd_name(path: str) -> Iterator[Problem]:
    if not is_utf8(path):
        yield Problem(path, "files-name-not-utf8", {"path": path})


def _sure(told: Iterable[tuple[Author, ActKind]], path: str, books: AuthorBooks) -> Iterator[tuple[Author, ActKind]]:
    """Those who are surely people: by how they are written, or because an author file knows them."""
    for author, kind in dict.fromkeys(told):
        known = books.author(author, path)
        if known != author or is_person(author):
            yield known, kind


def _authors(people: list[Author], at: int | None, history: FileHistory | None) -> Iterator[Act]:
    """Whom the text names wrote it, others edited it; without names the history tells who wrote it."""
    for author in people:
        yield Act(_account(author, history), ActKind.WROTE, author.name, at, email=author.email)
    if history:
        yield from history.acts(author=not people)


def _account(author: Author, history: FileHistory | None) -> str:
    """The account by which this person is known. That of the history, when exactly one there has the name."""
    if author.email:
        return account_of(author.name, author.email)
    return _accounts(history).get(author.name.casefold()) or author.handle or author.name


def _accounts(history: FileHistory | None) -> dict[str, str]:
    """Names in the history that are one account each."""
    found: dict[str, set[str]] = {}
    for account, work in history.work.items() if history else ():
        found.setdefault(work.name.casefold(), set()).add(account)
    return {name: next(iter(accounts)) for name, accounts in found.items() if len(accounts) == 1}
