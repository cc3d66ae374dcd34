"""Groups of the directory by the name that settings give them, as readers of a source or as the reason of a role."""

from __future__ import annotations

from collections.abc import Iterator

from graph.facts import Account, Group, GroupKind, Key, SourceNode
from graph.store import View

PEOPLE_GROUPS = frozenset({GroupKind.DEPARTMENT, GroupKind.TEAM, GroupKind.COMMUNITY, GroupKind.PROJECT})
PAGE = 1000


def directory_group(view: View, name: str) -> Key | None:
    """The group of a directory with this name or whole path, the outermost one first."""
    wanted, found = name.casefold(), []
    for source in _directories(view):
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


def _directories(view: View) -> Iterator[str]:
    """Names of the sources whose people are the directory's. Keys are hashes: a page of accounts is a fair sample."""
    for node in view.nodes("source", limit=PAGE):
        if not isinstance(node, SourceNode):
            continue
        accounts = view.nodes("account", limit=PAGE, source=node.native_id)
        if any(isinstance(account, Account) and account.anchor for account in accounts):
            yield node.native_id
