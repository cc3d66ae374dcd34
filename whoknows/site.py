"""The site: store, index, clock and catalogue, put together for `api` and `ui`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from ipaddress import ip_network

from fastapi import FastAPI

from api.app import create_app
from api.asker import Asker
from api.asker import first_person as listed_person
from api.colleagues import known_colleagues
from api.insight import floor_over
from api.organisation import known_by_person, organisation_of
from api.pages.map import MapQuery, organisation_map
from api.problems import Refused
from api.roster import people_lists
from api.site import Eraser, Site, SourceInfo
from graph.curation import Curator
from graph.erasure_plan import accounts_of, plan_erasure
from graph.erasures import ErasureRecord, order_erasure
from graph.facts import Key
from graph.held import count_acts
from graph.introducing import agreed
from graph.judgements import OPERATOR
from graph.store import Store, StoreError
from models.asking.private_matters import read_private_matters
from models.index.contract import Index, IndexProblem
from models.index.opening import index_at
from models.insight_figures_file import served_insight_figures
from models.offering import LoadLimit
from models.organisation_graph_file import served_organisation_graph
from ui.pages import add_pages
from whoknows.asker import find_person, first_person
from whoknows.container import host_addresses
from whoknows.errors import SettingsError
from whoknows.needed import needs_of
from whoknows.pushing import is_pushed, pusher_of
from whoknows.request_log import RequestLog
from whoknows.sentences import sentence
from whoknows.signing import development_of, sign_in_of
from whoknows.source_owners import source_owners
from whoknows.wiring import SYSTEM, Installation, now, viewer_of


def make_site(installation: Installation) -> FastAPI:
    """Put the site of this installation together."""
    settings = installation.settings
    site = Site(
        organisation=settings.organisation,
        store=installation.store,
        index=_served(index_at(settings.index)),
        now=now,
        viewer_of=lambda person: viewer_of(installation.store, person),
        sentence=sentence,
        sources=tuple(
            SourceInfo(
                name=entry.name,
                kind=entry.kind,
                label=entry.label,
                access=entry.access,
                every=entry.every,
                own_rights=entry.own_rights,
                usable=entry.broken is None,
                pushed=is_pushed(entry),
            )
            for entry in settings.sources
        ),
        default_person=None if settings.sign_in or settings.development else _default_person(installation),
        language=settings.languages[0] if settings.languages else "en",
        zone=settings.zone,
        private=read_private_matters(settings.private, settings.not_private, settings.turn_to),
        load=LoadLimit(settings.most_asked),
        fewest=settings.fewest,
        teams_only=settings.teams_only,
        needs=needs_of(settings.needed),
        organisation_graph=served_organisation_graph(settings.index),
        insight_figures=served_insight_figures(settings.index),
        agreed=agreement(installation.store),
        near=host_addresses() if settings.container else frozenset(),
        address=settings.address if settings.sign_in else "",
        proxies=tuple(map(ip_network, settings.proxies)),
        chats=settings.chats,
        sign_in=sign_in_of(installation) if settings.sign_in else None,
        development=development_of(installation),
        eraser=eraser_of(installation.store),
        owns_source=source_owners(installation),
        pusher=pusher_of(installation),
        count_acts=act_counter(installation.store),
        curator=lambda person: Curator(installation.store, SYSTEM, person or OPERATOR, now()),
    )
    app = create_app(site)
    add_pages(app)
    app.add_middleware(RequestLog)
    return app


def eraser_of(store: Store) -> Eraser:
    """Plans and orders erasures in this store."""

    def order(person: Key, by: Key | None) -> ErasureRecord:
        with store.view(SYSTEM) as view:
            accounts = accounts_of(view, person)
        return order_erasure(store, person, accounts, by, now())

    return Eraser(lambda person: plan_erasure(store, person, SYSTEM, texts=False), order)


def act_counter(store: Store) -> Callable[[Key], Counter[str]]:
    """Counts the acts of a person by kind."""

    def count(person: Key) -> Counter[str]:
        with store.view(SYSTEM) as view:
            return count_acts(view, person)

    return count


def agreement(store: Store) -> Callable[[Collection[Key], Key, Key], frozenset[Key]]:
    """Tells who agreed to be named as somebody who could introduce two units."""

    def who(people: Collection[Key], own: Key, other: Key) -> frozenset[Key]:
        with store.view(SYSTEM) as view:
            return agreed(view, people, own, other)

    return who


def first_glance(app: FastAPI) -> None:
    """Read what is the same for many before the first visitor asks: people, departments, who knows about what, and
    the map. With 13,000 people that takes seconds."""
    site: Site = app.state.site
    with suppress(IndexProblem, OSError, StoreError, Refused):
        somebody = site.default_person
        if somebody is None and (first := listed_person(site)) is not None:
            somebody = first.key
        asker = Asker(site, site.viewer_of(somebody), site.language)
        people_lists(asker)
        organisation_of(asker)
        known_by_person(asker)
        known_colleagues(asker)
        organisation_map(asker, MapQuery())


def open_newest(app: FastAPI) -> None:
    """Open the newest generation of the index and leave the one before; one that cannot be read stays as it is.

    What the newest record of the whole organisation gives everybody is worked out too, once for each record. When the
    store has changed and is at rest again, or the record is another one, what is the same for many is read again.
    """
    site: Site = app.state.site
    with suppress(IndexProblem, OSError):
        site.index()
    graph = site.organisation_graph()
    if graph is not None:
        floor_over(Asker(site, site.viewer_of(None), site.language), graph)
    with suppress(StoreError):
        now = site.store.seq(), None if graph is None else (graph.stamp, graph.at)
        seen, read = getattr(app.state, "glanced", (None, None))
        if now == seen != read:
            first_glance(app)
            read = now
        app.state.glanced = now, read


def _default_person(installation: Installation) -> Key | None:
    """The person as whom the site asks until somebody chooses. Raises SettingsError when [site] as names nobody."""
    who = installation.settings.ask_as
    with installation.store.view(SYSTEM) as view:
        if who is None:
            return first_person(view, now())
        found = find_person(view, who)
    if len(found) != 1:
        raise SettingsError("person-unknown", person=who)
    return next(iter(found))


def _served(index: Index) -> Callable[[], Index | None]:
    """Gives the open index, or None as long as nothing was indexed."""

    def newest() -> Index | None:
        try:
            index.snapshot()
        except IndexProblem as problem:
            if problem.message != "index-missing":
                raise
            return None
        return index

    return newest
