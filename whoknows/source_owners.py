"""Who sees to which source, as the settings name them: people and groups of the directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.directory_groups import directory_group
from graph.facts import Key, Seconds
from graph.store import View, Viewer
from whoknows.signing import GROUP, KEPT, directories_of, person_called
from whoknows.wiring import SYSTEM, Installation, now


def source_owners(installation: Installation) -> Callable[[Viewer, str], bool]:
    """Tells whether somebody is an owner of a source."""
    named = {entry.name: entry.owners for entry in installation.settings.sources if entry.owners}
    directories = directories_of(installation)
    kept: dict[str, tuple[Seconds, frozenset[Key]]] = {}

    def owns(viewer: Viewer, source: str) -> bool:
        if source not in named or viewer.person is None:
            return False
        at = now()
        known = kept.get(source)
        if known is None or not 0 <= at - known[0] < KEPT:
            with installation.store.view(SYSTEM) as view:
                known = kept[source] = at, frozenset(_keys(view, directories, named[source], at))
        return viewer.person in known[1] or not known[1].isdisjoint(viewer.principals)

    return owns


def _keys(view: View, directories: tuple[str, ...], owners: tuple[str, ...], at: Seconds) -> Iterator[Key]:
    for each in owners:
        if each.startswith(GROUP):
            found = directory_group(view, each.removeprefix(GROUP).strip())
        else:
            found = person_called(view, directories, each, at)
        if found is not None:
            yield found
