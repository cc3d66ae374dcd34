"""Everybody the asker may know of, in the order of their names; read again only when something changed."""

from __future__ import annotations

from collections import Counter

from api.asker import Asker
from graph.facts import EdgeKind, Key
from graph.store import View
from models.people import PersonEntry, PersonKind, list_people


def roster(asker: Asker) -> tuple[PersonEntry, ...]:
    """Everybody the asker may know of, in order."""
    site = asker.site
    seq = site.store.seq()
    with site.store.view(asker.viewer) as view:
        return site.rosters.recall(view.rules(), seq, site.now(), lambda: list_people(view))


def count_kinds(asker: Asker, entries: tuple[PersonEntry, ...]) -> Counter[PersonKind]:
    """The length of each list of people."""
    now = asker.site.now()
    return Counter(kind for entry in entries if (kind := entry.kind(now)) is not None)


def first_kind(counts: Counter[PersonKind]) -> PersonKind:
    """The list that is shown first: colleagues, or whoever there is where no directory lists any."""
    return next((kind for kind in PersonKind if counts[kind]), PersonKind.COLLEAGUE)


def count_people(asker: Asker) -> int:
    """The length of the list of people that is shown first."""
    counts = count_kinds(asker, roster(asker))
    return counts[first_kind(counts)]


def members_of(view: View, group: Key) -> dict[Key, str]:
    """The people in this group, each with their role."""
    roles = {edge.start: edge.role or "" for edge in view.edges((EdgeKind.MEMBER_OF,), [group], "in")}
    return {edge.end: roles[edge.start] for edge in view.edges((EdgeKind.IS,), list(roles))}
