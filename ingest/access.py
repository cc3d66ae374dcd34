"""Who may read what a source says, as its operator stated it?"""

from __future__ import annotations

from graph.facts import EVERYONE, NOBODY, Fact, Group, GroupKind, Key, Problem, Rule, Source, key_of
from graph.store import Store, View, Viewer
from ingest.contract import SourceSettings
from ingest.mapping import Access

PEOPLE_GROUPS = frozenset({GroupKind.DEPARTMENT, GroupKind.TEAM, GroupKind.COMMUNITY, GroupKind.PROJECT})
PAGE = 1000


def access_of(settings: SourceSettings, store: Store) -> tuple[Access, Fact | None, Problem | None]:
    """Which rule holds, which rule has to be stored for it, and what is wrong with it?

    ``from-source``: what states no rule is for nobody. ``group:NAME``: a group of a directory, by its name or path;
    until that group is there nobody may read, and the next sync opens it.
    """
    if settings.access == "everyone":
        return Access(EVERYONE), None, None
    if settings.access == "from-source":
        return Access(NOBODY), None, None
    name = settings.access.removeprefix("group:").strip()
    key = key_of("rule", settings.name, settings.access)
    with store.view(Viewer()) as view:
        group = _group(view, name)
    problem = None if group else Problem(f"access:{name}", "access-group-unknown", {"group": name})
    rule = Rule(key, settings.name, settings.access, (group,) if group else ())
    return Access(key, group or key), Fact(rule), problem


def _group(view: View, name: str) -> Key | None:
    """Which group of a directory is called this? The name or the whole path, the outermost one first."""
    directories = [
        node.native_id for node in view.nodes("source") if isinstance(node, Source) and node.kind == "directory"
    ]
    wanted, found = name.casefold(), []
    for source in directories:
        after: Key | None = None
        while page := view.nodes("group", after=after, limit=PAGE, source=source):
            after = page[-1].key
            for node in page:
                if (
                    isinstance(node, Group)
                    and node.kind in PEOPLE_GROUPS
                    and wanted in (node.name.casefold(), node.native_id.casefold())
                ):
                    found.append((len(node.native_id), node.key))
    return min(found)[1] if found else None
