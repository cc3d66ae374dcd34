"""Compares an organisation, for each asker, with the one without what that asker may not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from api.roles import Role
from api.site import Site
from graph.facts import Key, key_of
from graph.store import Store
from tests.jobs.test_publish import Table
from tests.organisations.answers import Answers, differing, everything
from tests.organisations.built import NOW, built, person
from tests.organisations.drawn import RULES, Drawn
from whoknows.jobs.publish import publish

INSIDERS = (person("ann", "people"), person("bob", "people"), person("dee", "people"))
"""People who read by some of the rules of a random organisation."""
MakeStore = Callable[[], Store]


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that hidden records change: who asks, what, the answer as it should be and as it is."""

    asker: Key | None
    asked: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.asker} asks {self.asked}\n  without: {self.expected}\n  with:    {self.found}"


def differences(
    organisation: Drawn, insider: Key, make_store: MakeStore | None = None, role: Role = Role.COLLEAGUE
) -> list[Difference]:
    """All answers that records change for who may not read them: any colleague, and this insider in this role."""
    roles = frozenset({Role.COLLEAGUE, role})
    asked, askers = organisation.asked(), (None, insider)
    with _site(organisation, None, make_store) as site:
        rules = {asker: _readable(site, asker) for asker in askers}
        found = {asker: everything(site, asker, asked, roles) for asker in askers}
        found[None]["copy --public"] = _explorable(site)
    expected: dict[Key | None, Answers] = {}
    for kept in sorted(set(map(tuple, map(sorted, rules.values())))):
        with _site(organisation, kept, make_store) as site:
            expected |= {
                asker: everything(site, asker, asked, roles) for asker in askers if sorted(rules[asker]) == [*kept]
            }
            if sorted(rules[None]) == [*kept]:
                expected[None]["copy --public"] = _explorable(site)
    return [
        Difference(asker, name, *pair)
        for asker in askers
        for name, pair in sorted(differing(found[asker], expected[asker]).items())
    ]


def _explorable(site: Site) -> object:
    """What people may explore in a graph of their own."""
    table = Table()
    for _ in publish(site.store, table, now=NOW):
        pass
    return table.whole()


@contextmanager
def _site(organisation: Drawn, rules: tuple[str, ...] | None, make_store: MakeStore | None) -> Iterator[Site]:
    with built(organisation.sources(rules), make_store() if make_store else None) as site:
        yield site


def _readable(site: Site, asker: Key | None) -> frozenset[str]:
    """The rules, as an organisation names them, by which this person reads."""
    with site.store.view(site.viewer_of(asker)) as view:
        rules = view.rules()
    named = {key_of("rule", "forum", rule): rule for rule in RULES} | {key_of("rule", "vault", "unstated"): "vault"}
    return frozenset(name for key, name in named.items() if key in rules)
