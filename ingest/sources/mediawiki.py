"""A wiki, through its API. All pages with every revision's author at first, then what changed.

The cursor is ``{"full": when the last full listing began, "since": up to when changes were read}``; during a full one
it also holds ``listing`` (began, namespace, continuation). Times are the wiki's own, so that no clock is read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urljoin

from graph.facts import (
    AccessRecord,
    Checkpoint,
    Cursor,
    Gone,
    GroupKind,
    GroupRecord,
    Json,
    Opening,
    Problem,
    Said,
)
from graph.wording import Wording
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import Count, SourceOptions, Texts
from ingest.sources.mediawiki_api import WikiApi
from ingest.sources.mediawiki_pages import RULE, Wiki, WikiPageReader, pages_in
from ingest.sources.parts import version_of
from ingest.sources.wikipages import (
    FORMAT,
    WIKI_MESSAGES,
    Numbers,
    moment,
    wanted,
)

if TYPE_CHECKING:
    from ingest.http import Http


class MediaWikiOptions(SourceOptions):
    """Options of a wiki that is read through its API."""

    url: Annotated[
        str,
        Wording(
            "address of api.php, such as https://wiki.example.org/w/api.php",
            "adres van api.php, zoals https://wiki.example.org/w/api.php",
        ),
    ]
    namespaces: Annotated[
        Numbers,
        Wording(
            "numbers of the namespaces to read; empty: all in which people write",
            "nummers van de naamruimten die worden gelezen; leeg: alle waarin mensen schrijven",
        ),
    ] = ()
    talk: Annotated[bool, Wording("read talk pages too", "lees ook overlegpagina's")] = True
    full_every_days: Annotated[
        Count,
        Wording("days after which all pages are listed again", "dagen waarna alle pagina's opnieuw worden opgesomd"),
    ] = 7
    user: Annotated[
        str | None,
        Wording(
            "name of a bot password, such as Reader@WhoKnows; empty: do not sign in",
            "naam van een botwachtwoord, zoals Lezer@WhoKnows; leeg: niet aanmelden",
        ),
    ] = None
    password: Annotated[
        str | None, Wording("name of the secret with the bot password", "naam van het geheim met het botwachtwoord")
    ] = "WHOKNOWS_MEDIAWIKI_PASSWORD"
    allow_hosts: Annotated[
        Texts,
        Wording(
            "names or addresses of other hosts that may be asked although they are not on the public internet",
            "namen of adressen van andere hosts die mogen worden bevraagd hoewel ze niet op het openbare internet zijn",
        ),
    ] = ()
    batch: Annotated[Count, Wording("pages in one request, at most 50", "pagina's in een verzoek, ten hoogste 50")] = 50


MESSAGES = {
    "mediawiki-no-api": Wording(
        en="{url} is not the API of a MediaWiki. It usually ends in api.php; Special:Version of the wiki shows it.",
        nl="{url} is niet de API van een MediaWiki. Meestal eindigt het adres op api.php; Speciaal:Versie van de "
        "wiki toont het.",
    ),
    "mediawiki-refused": Wording(
        en="The wiki at {url} refused: {reason} ({code}).",
        nl="De wiki op {url} weigerde: {reason} ({code}).",
    ),
    "mediawiki-needs-login": Wording(
        en="The wiki at {url} is only for readers who sign in. Make a bot password (Special:BotPasswords) and "
        "configure user and password.",
        nl="De wiki op {url} is alleen te lezen na aanmelden. Maak een botwachtwoord (Speciaal:BotPasswords) en "
        "stel user en password in.",
    ),
    "mediawiki-login-refused": Wording(
        en="The wiki does not let {user} in: {reason}. Make a new bot password and put it in the environment.",
        nl="De wiki laat {user} niet binnen: {reason}. Maak een nieuw botwachtwoord en zet het in de omgeving.",
    ),
    "mediawiki-secret-missing": Wording(
        en="The password of the wiki is not there. Put it in the environment variable {secret}.",
        nl="Het wachtwoord van de wiki ontbreekt. Zet het in de omgevingsvariabele {secret}.",
    ),
    "mediawiki-never-ends": Wording(
        en="The wiki at {url} never stops answering. Ask its administrator to update it.",
        nl="De wiki op {url} blijft zonder einde antwoorden. Vraag de beheerder de wiki bij te werken.",
    ),
    "mediawiki-rights-unknown": Wording(
        en='Who may read {wiki} is not told by its API, so nobody can see its pages here. State access = "everyone" '
        "or a group for this source.",
        nl="De API van {wiki} zegt niet wie er mag lezen, dus ziet niemand hier de pagina's. Zet access = "
        '"everyone" of een groep bij deze bron.',
    ),
    "wiki-page-vanished": Wording(
        en="WikiPage {page} went away while it was being read. The next sync picks it up.",
        nl="Pagina {page} verdween tijdens het lezen. De volgende synchronisatie herstelt dit.",
    ),
}
WIKI = "wiki"
REWRITES = frozenset({"delete", "suppress", "merge", "import", "renameuser"})
"""Logs of what changes a history although the newest revision stays the newest."""
OVERLAP = 30
"""Seconds that are read twice: an edit may be stamped before the answer that did not show it."""
CHANGES = "edit|new|log"
DAYS = 86400
KEPT_DAYS = 30
"""For fewer days than a wiki keeps its recent changes (90, $wgRCMaxAge); older cursors list everything again."""


class MediaWiki:
    """Source over the API of one MediaWiki."""

    def __init__(self, settings: SourceSettings, options: MediaWikiOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._options = options
        self._url = options.url
        self._chosen = options.namespaces
        self._talk = options.talk
        self._user = options.user or None
        self._batch = min(50, options.batch)
        self._days = options.full_every_days
        self._reader = WikiPageReader(settings)

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The pages of the wiki. Everything when it was never listed or that is long ago, else what changed."""
        from ingest.http import Http, host_of

        with Http([host_of(self._url), *self._options.allow_hosts]) as http:
            wiki = self._open(http)
            before = dict(cursor or {})
            if before.get("scope") != self._scope() and before:
                yield Opening(anew=True)
            yield from self._rights(wiki)
            yield from self._groups(wiki)
            if self._is_full(before, wiki.now):
                yield from self._list(wiki, before)
            else:
                yield from self._follow(wiki, before)

    def _open(self, http: Http) -> Wiki:
        wiki = Wiki(WikiApi(http, self._url))
        if self._user:
            secret = self._options.password or "WHOKNOWS_MEDIAWIKI_PASSWORD"
            password = self._settings.secret(secret)
            if not password:
                raise SourceError("mediawiki-secret-missing", secret=secret)
            wiki.api.sign_in(self._user, password)
        answer = wiki.api.ask(action="query", meta="siteinfo", siprop="general|namespaces")
        general = answer["query"]["general"]
        path = str(general.get("articlepath", "/wiki/$1")).replace("$1", "")
        wiki.name, wiki.now = str(general.get("sitename", "Wiki")), str(answer.get("curtimestamp", ""))
        wiki.base = urljoin(urljoin(self._url, str(general.get("server", ""))), path)
        wiki.namespaces = {int(number): str(space["name"]) for number, space in answer["query"]["namespaces"].items()}
        wiki.bots = frozenset(self._bots(wiki.api))
        return wiki

    def _bots(self, api: WikiApi) -> Iterator[str]:
        """The users that the wiki itself calls bots; none where it does not tell."""
        try:
            for answer in api.steps(list="allusers", augroup="bot", aulimit="max"):
                yield from (str(user.get("name")) for user in answer.get("query", {}).get("allusers", ()))
        except SourceError as error:
            if error.message != "mediawiki-refused":
                raise

    def _rights(self, wiki: Wiki) -> Iterator[Said]:
        """A wiki that anyone may read is for everyone; of one that asks to sign in the readers are not known."""
        if self._settings.access == "from-source":
            yield AccessRecord(RULE, () if self._user else ("everyone",))
            if self._user:
                yield Problem(WIKI, "mediawiki-rights-unknown", {"wiki": wiki.name})

    def _groups(self, wiki: Wiki) -> Iterator[Said]:
        yield GroupRecord(WIKI, GroupKind.SPACE, wiki.name, url=wiki.base)
        for number in self._spaces(wiki):
            yield GroupRecord(f"ns:{number}", GroupKind.SPACE, wiki.namespaces[number] or wiki.name, parent=WIKI)

    def _spaces(self, wiki: Wiki) -> list[int]:
        return [number for number in sorted(wiki.namespaces) if wanted(number, self._chosen, self._talk)]

    def _is_full(self, cursor: Mapping[str, Json], now: str) -> bool:
        if cursor.get("scope") != self._scope() or cursor.get("listing"):
            return True
        full, since, current = (moment(str(at or "")) for at in (cursor.get("full"), cursor.get("since"), now))
        if full is None or since is None or current is None:
            return True
        return current - full >= self._days * DAYS or current - since >= KEPT_DAYS * DAYS

    def _scope(self) -> str:
        """A short text that must be equal for a cursor to be of use."""
        return version_of(FORMAT, self._url, self._chosen, self._talk, self._settings.access)

    # --- everything -------------------------------------------------------------------------------------------------

    def _list(self, wiki: Wiki, cursor: dict[str, Json]) -> Iterator[Said]:
        listing = cursor.get("listing") if cursor.get("scope") == self._scope() else None
        at = dict(listing) if isinstance(listing, dict) else {"began": wiki.now}
        began, reached, going = str(at.get("began")), at.get("namespace"), at.get("continue")
        kept: dict[str, Json] = {name: cursor.get(name) for name in ("full", "since")} | {"scope": self._scope()}
        for number in self._spaces(wiki):
            if isinstance(reached, int) and number < reached:
                continue
            start = going if number == reached and isinstance(going, dict) else {}
            for answer in wiki.api.steps(
                start,
                generator="allpages",
                gapnamespace=number,
                gapfilterredir="nonredirects",
                gaplimit=self._batch,
                prop="info",
                inprop="subjectid",
            ):
                yield from self._reader.pages(wiki, pages_in(answer), fresh=False)
                position: dict[str, Json] = {"began": began, "namespace": number, "continue": answer.get("continue")}
                if not answer.get("continue"):
                    position = {"began": began, "namespace": number + 1}
                yield Checkpoint({**kept, "listing": position})
        yield Checkpoint({"full": began, "since": began, "scope": self._scope()}, complete=True)

    # --- what changed -----------------------------------------------------------------------------------------------

    def _follow(self, wiki: Wiki, cursor: dict[str, Json]) -> Iterator[Said]:
        since = moment(str(cursor.get("since"))) or 0
        changed = self._changed(wiki, since - OVERLAP)
        ids = iter(sorted(changed))
        while batch := list(islice(ids, self._batch)):
            answer = wiki.api.ask(action="query", pageids="|".join(map(str, batch)), prop="info", inprop="subjectid")
            pages = pages_in(answer)
            kept = [page for page in pages if self._is_wanted(page)]
            known = {int(page["pageid"]) for page in kept}
            lost = [str(number) for number in batch if number not in known]
            stored = self._settings.versions(lost)
            yield from (Gone(number) for number in lost if number in stored)
            touched = {number for number in known if changed[number]}
            yield from self._reader.pages(
                wiki, [page for page in kept if int(page["pageid"]) not in touched], fresh=False
            )
            yield from self._reader.pages(wiki, [page for page in kept if int(page["pageid"]) in touched], fresh=True)
        yield Checkpoint({**cursor, "since": wiki.now})

    def _is_wanted(self, page: Mapping[str, Any]) -> bool:
        gone = page.get("missing") or page.get("redirect") or page.get("invalid")
        return not gone and wanted(int(page.get("ns", 0)), self._chosen, self._talk)

    def _changed(self, wiki: Wiki, since: int) -> dict[int, bool]:
        """Which pages changed, by number; True where a log says so, as a hidden revision leaves the newest number."""
        changed: dict[int, bool] = {}
        for answer in wiki.api.steps(
            list="recentchanges", rcstart=since, rcdir="newer", rctype=CHANGES, rcprop="ids|title", rclimit="max"
        ):
            for change in answer["query"]["recentchanges"]:
                if change.get("pageid"):
                    changed.setdefault(int(change["pageid"]), False)
        for answer in wiki.api.steps(list="logevents", lestart=since, ledir="newer", leprop="ids|type", lelimit="max"):
            for event in answer["query"]["logevents"]:
                for number in {event.get("pageid"), event.get("logpage")} - {0, None}:
                    rewrites = event.get("type") in REWRITES
                    changed[int(number)] = changed.get(int(number), False) or rewrites
        return changed


KIND = SourceKind(
    "mediawiki",
    Wording("a MediaWiki with its history, through its API", "een MediaWiki met geschiedenis, via de API"),
    MediaWikiOptions,
    MediaWiki,
    MESSAGES | WIKI_MESSAGES,
)
