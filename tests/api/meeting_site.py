"""The site of `meeting_facts`, with the graph of the organisation worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.site import Site
from graph.open_store import open_store
from graph.store import Viewer
from models.index.opening import open_index
from models.organisation_graph import read_organisation_graph
from tests.api.keys import account, person
from tests.api.meeting_facts import NOW, fill
from tests.api.small_site import client
from tests.graph.neo4j.stores import emptied
from ui.messages import sentence
from whoknows.jobs.index import reindex
from whoknows.jobs.knowledge import follow_knowledge


@contextmanager
def meeting_site(request: pytest.FixtureRequest, folder: Path) -> Iterator[Site]:
    """The site in the store of the fixture's parameter: `sqlite` or `neo4j`."""
    made = request.param == "neo4j"
    store = emptied(request.getfixturevalue("neo4j_server")) if made else open_store(f"sqlite:{folder / 'site.db'}")
    fill(store)
    reindex(store, folder / "index")
    follow_knowledge(store, folder / "index", now=NOW, stop=lambda: False)
    index = open_index(folder / "index")
    with closing(store):
        with store.view(Viewer()) as everyone:
            graph = read_organisation_graph(index.snapshot(), everyone, NOW)
        yield Site("Works", store, lambda: index, lambda: NOW, Viewer, sentence, organisation_graph=lambda: graph)


def asked(site: Site, address: str, who: str = "ann", language: str = "en", *, insider: bool = False) -> Any:
    """What somebody gets at this address; an insider reads what is for their account alone too."""
    viewer = Viewer(person(who), frozenset({"everyone", *([account(who)] if insider else [])}))
    asking = replace(site, viewer_of=lambda _: viewer, default_person=person(who))
    return client(asking, **{"accept-language": language}).get(address)
