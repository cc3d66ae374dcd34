"""Everybody the asker may know of, in the order of their names; read again only when something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.asker import Asker
from graph.facts import EdgeKind, Key, Seconds
from graph.store import View
from models.people import PersonEntry, PersonKind, list_people

MOMENT: Seconds = 10
"""Seconds for which somebody may still be in the list of before their first day began, or their last one ended."""


def roster(asker: Asker) -> tuple[PersonEntry, ...]:
    """Everybody the asker may know of, in order."""
    site = asker.site
    seq = site.store.seq()
    with site.store.view(asker.viewer) as view:
        return site.rosters.recall(view.rules(), seq, site.now(), lambda: list_people(view))


@dataclass(frozen=True, slots=True)
class PeopleLists:
    """Everybody by the list that they are in at a moment, each in order, and where in it each letter begins."""

    entries: Mapping[PersonKind, tuple[PersonEntry, ...]]
    letters: Mapping[PersonKind, Mapping[str, int]]
    of: tuple[PersonEntry, ...]
    """Whose lists these are."""


def lists_of(everybody: tuple[PersonEntry, ...], now: Seconds) -> PeopleLists:
    """The lists of these people at this moment."""
    found: dict[PersonKind, list[PersonEntry]] = {kind: [] for kind in PersonKind}
    letters: dict[PersonKind, dict[str, int]] = {kind: {} for kind in PersonKind}
    for entry in everybody:
        if (kind := entry.kind(now)) is not None:
            letters[kind].setdefault(entry.letter, len(found[kind]))
            found[kind].append(entry)
    return PeopleLists({kind: tuple(each) for kind, each in found.items()}, letters, everybody)


def people_lists(asker: Asker) -> PeopleLists:
    """The lists of everybody the asker may know of; made again when somebody changed, and every MOMENT."""
    site, everybody = asker.site, roster(asker)
    now = site.now()
    name = ("people-lists", id(everybody))  # the lists hold on to them, so that nobody else has this id
    found: PeopleLists = site.books.recall(name, now // MOMENT, now, lambda: lists_of(everybody, now))
    return found


def first_kind(entries: Mapping[PersonKind, Sequence[PersonEntry]]) -> PersonKind:
    """The list that is shown first: colleagues, or whoever there is where no directory lists any."""
    return next((kind for kind in PersonKind if entries[kind]), PersonKind.COLLEAGUE)


def count_people(asker: Asker) -> int:
    """The length of the list of people that is shown first."""
    entries = people_lists(asker).entries
    return len(entries[first_kind(entries)])


def members_of(view: View, group: Key) -> dict[Key, str]:
    """The people in this group, each with their role."""
    roles = {edge.start: edge.role or "" for edge in view.edges((EdgeKind.MEMBER_OF,), [group], "in")}
    return {edge.end: roles[edge.start] for edge in view.edges((EdgeKind.IS,), list(roles))}
