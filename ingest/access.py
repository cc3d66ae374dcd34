"""Readers of what a source says, as its operator stated them."""

from __future__ import annotations

from graph.directory_groups import directory_group
from graph.facts import Fact, Problem, Rule, key_of
from graph.store import Store, Viewer
from ingest.contract import SourceSettings
from ingest.mapping import Access

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
            group = directory_group(view, name)
        readers = (group,) if group else ()
        problem = None if group else Problem(f"access:{name}", "access-group-unknown", {"group": name})
        group = group or unstated
    rules = (
        Fact(Rule(unstated, settings.name, UNSTATED, () if settings.access == "from-source" else readers)),
        Fact(Rule(everyone, settings.name, "everyone", readers)),
    )
    return Access(unstated, everyone, group), rules, problem
