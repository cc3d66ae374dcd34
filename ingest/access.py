"""Readers of what a source says, as its operator stated them."""

from __future__ import annotations

from collections.abc import Iterator

from graph.facts import Account, Fact, Group, GroupKind, Key, Problem, Rule, SourceNode, key_of
from graph.store import Store, View, Viewer
from ingest.contract import SourceSettings
from ingest.mapping import Access

PEOPLE_GROUPS = frozenset({GroupKind.DEPARTMENT, GroupKind.TEAM, GroupKind.COMMUNITY, GroupKind.PROJECT})
PAGE = 1000


UNSTATED = "unstated"
"""What the rule is called of what states no rule itself."""


def access_of(settings: SourceSettings, store: Store) -> tuple[Access, tuple[Fact, ...], Problem | None]:
    """The rules that hold, those that have to be stored, and what is wrong with them.

    A source has two rules of its own: one for what states none, one for what it says is for everyone. Their readers are
    stated at every sync, so that another `access` in the settings acts at once on all that is stored, without reading
    any of it again. ``from-source``: what states no rule is for nobody. ``group:NAME``: a group of a directory, by its
    name or path, replaces everyone; until that group is there nobody may read, and the next sync opens it.
    """
    unstated = key_of("rule", settings.name, UNSTATED)
    everyone = key_of("rule", settings.name, "everyone")
    if settings.access in ("everyone", "from-source"):
        readers: tuple[str, ...] = ("everyone",)
        problem, group = None, None
    else:
        name = settings.access.removeprefix("group:").strip()
        with store.view(Viewer()) as view:
            group = _group(view, name)
        readers = (group,) if group else ()
        problem = None if group else Problem(f"access:{name}", "access-group-unknown", {"group": name})
        group = group or unstated
    rules = (
        Fact(Rule(unstated, settings.name, UNSTATED, () if settings.access == "from-source" else readers)),
        Fact(Rule(everyone, settings.name, "everyone", readers)),
    )
    return Access(unstated, everyone, group), rules, problem


def _group(view: View, name: str) -> Key | None:
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
