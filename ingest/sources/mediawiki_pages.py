"""The pages of a wiki that its API lists: newest text, who edited when, and what of it is stored already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.facts import (
    Item,
    Problem,
    Said,
    Same,
)
from ingest.boundary import told
from ingest.contract import SourceSettings
from ingest.sources.mediawiki_api import WikiApi
from ingest.sources.parts import version_of
from ingest.sources.wiki_users import person_of
from ingest.sources.wikipages import (
    FORMAT,
    Revision,
    WikiPage,
    acts_of,
    first_and_last,
    is_mass_edit,
    kind_of_page,
    moment,
    shortened,
    web_address,
)

HISTORY = "ids|timestamp|user|size|sha1|flags|comment"
RULE = "wiki"
"""Name of the rule of a wiki whose rights come from itself."""


@dataclass(slots=True)
class Wiki:
    """The wiki during one pull."""

    api: WikiApi
    name: str = "Wiki"
    base: str | None = None
    now: str = ""
    namespaces: dict[int, str] = field(default_factory=dict)
    bots: frozenset[str] = frozenset()


class WikiPageReader:
    """Reads listed pages with their revisions; a page whose newest revision is stored is Same."""

    def __init__(self, settings: SourceSettings) -> None:
        self._settings = settings

    def pages(self, wiki: Wiki, listed: Sequence[Mapping[str, Any]], fresh: bool) -> Iterator[Said]:
        """The pages of one batch. `fresh` reads their history even where the newest revision is known."""
        stored = {} if fresh else self._settings.versions([str(page["pageid"]) for page in listed])
        todo = []
        for page in listed:
            if stored.get(str(page["pageid"]), "").split("/")[0] == self._version(page):
                yield Same(str(page["pageid"]))
            else:
                todo.append(page)
        if not todo:
            return
        texts = self._texts(wiki, todo)
        known = self._settings.versions([str(page["pageid"]) for page in todo]) if fresh else {}
        for page in todo:
            for said in told(partial(self._page, wiki, page, texts), str(page["pageid"])):
                same = isinstance(said, Item) and known.get(said.id) == said.version
                yield Same(str(page["pageid"])) if same else said

    def _version(self, page: Mapping[str, Any]) -> str:
        return version_of(FORMAT, page.get("lastrevid"), page.get("title"), self._settings.access)

    def _texts(self, wiki: Wiki, pages: Iterable[Mapping[str, Any]]) -> dict[int, str | None]:
        """The newest text of each page; None where it is hidden, absent where the page has gone meanwhile."""
        texts: dict[int, str | None] = {}
        ids = "|".join(str(page["pageid"]) for page in pages)
        for answer in wiki.api.steps(pageids=ids, prop="revisions", rvprop="content|ids", rvslots="main"):
            for page in pages_in(answer):
                for revision in page.get("revisions", ()):
                    content = revision.get("slots", {}).get("main", {})
                    texts[int(page["pageid"])] = content.get("content")
        return texts

    def _page(self, wiki: Wiki, page: Mapping[str, Any], texts: Mapping[int, str | None]) -> Iterator[Said]:
        from ingest.formats.wikitext import categories

        number = int(page["pageid"])
        if number not in texts:
            yield Problem(str(number), "wiki-page-vanished", {"page": str(number)})
            return
        text = texts[number]
        if text is None:
            yield Problem(str(number), "wiki-text-hidden", {"page": str(number)})
            return
        read = WikiPage(number, int(page["ns"]), str(page["title"]), tuple(self._revisions(wiki, number)))
        subject = page.get("subjectid")
        acts = acts_of(read, text)
        yield Item(
            id=str(number),
            body=text.encode("utf-8", "replace"),
            media_type="text/x-wiki" if page.get("contentmodel", "wikitext") == "wikitext" else "text/plain",
            kind=kind_of_page(read),
            title=read.title,
            url=web_address(wiki.base, read.title),
            at=first_and_last(read.revisions)[1],
            acts=acts,
            parent=str(subject) if subject else None,
            container=f"ns:{read.namespace}",
            tags=categories(text),
            access=RULE if self._settings.access == "from-source" else None,
            version=f"{self._version(page)}/{version_of(acts)}",
        )

    def _revisions(self, wiki: Wiki, number: int) -> Iterator[Revision]:
        for answer in wiki.api.steps(pageids=number, prop="revisions", rvprop=HISTORY, rvlimit="max", rvdir="newer"):
            for page in pages_in(answer):
                yield from (_revision(wiki, said) for said in page.get("revisions", ()))


def _revision(wiki: Wiki, said: Mapping[str, Any]) -> Revision:
    """One revision as the API tells it."""
    signed = "" if said.get("userhidden") else str(said.get("user") or "")
    nobody = said.get("anon") or said.get("temp") or signed in wiki.bots
    return Revision(
        int(said["revid"]),
        None if nobody else person_of(signed),
        moment(said.get("timestamp")),
        int(said.get("size") or 0),
        str(said["sha1"]) if said.get("sha1") else None,
        bool(said.get("minor")) or is_mass_edit(said.get("comment")),
        signed,
        shortened(said.get("comment")),
    )


def pages_in(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    pages = answer.get("query", {}).get("pages", [])
    return [page for page in pages if isinstance(page, dict) and page.get("pageid")]
