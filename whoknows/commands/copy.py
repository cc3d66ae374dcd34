"""Moving: `copy` takes a graph from one store to another, or what is for everyone to a Neo4j for people who explore."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from graph.copying import POSITION, copy
from graph.open_store import open_public_graph, open_store
from graph.store import Store
from whoknows.commands.options import SettingsOption
from whoknows.console import Exit, say, tell, ticker
from whoknows.environment import read_secret, read_target_secret
from whoknows.errors import SettingsError
from whoknows.jobs.publish import Published, publish
from whoknows.settings import load_settings
from whoknows.stopping import Stop
from whoknows.wiring import now


def copy_graph(
    target: Annotated[str, typer.Argument(help="The target: sqlite:PATH, bolt://HOST or neo4j://HOST.")],
    settings: SettingsOption = None,
    origin: Annotated[
        str | None, typer.Option("--from", help="The store to copy from. Default: the store of the settings.")
    ] = None,
    derived: Annotated[bool, typer.Option("--derived", help="Include what can be rebuilt.")] = False,
    into_existing: Annotated[bool, typer.Option("--into-existing", help="The target need not be empty.")] = False,
    public: Annotated[
        bool,
        typer.Option("--public", help="Only what is for everyone, without texts; run it again to update."),
    ] = False,
) -> None:
    """Copy the graph to another store, SQLite or Neo4j. Run it again to go on where it stopped.

    User and password of a target on Neo4j: NEO4J_TARGET_USER and NEO4J_TARGET_PASSWORD (or _FILE), else NEO4J_USER and
    NEO4J_PASSWORD.

    Examples: whoknows copy bolt://localhost:7687 · whoknows copy --public bolt://explore.example.org:7687
    """
    url = origin or load_settings(settings).store
    if public:
        if derived or into_existing:
            raise SettingsError("copy-public-alone")
        _copy_public(url, target)
        return
    with (
        closing(open_store(url, create=False, secret=read_secret)) as source,
        closing(open_store(target, secret=read_target_secret)) as there,
        Stop() as stop,
    ):
        _require_room(source, there, into_existing=into_existing)
        done = _copy(source, there, stop, derived=derived)
        if stop.asked.is_set() and there.ledger.get(POSITION) is not None:
            tell("copy-stopped", records=done)
            raise typer.Exit(Exit.INTERRUPTED)
        tell("copied", records=done, target=there.url)


def _copy_public(url: str, target: str) -> None:
    """Bring the Neo4j for people who explore up to date."""
    with (
        closing(open_store(url, create=False, secret=read_secret)) as source,
        closing(open_public_graph(target, read_target_secret)) as there,
        Stop() as stop,
    ):
        at = Published(0, 0)
        with ticker(say("copying")) as show, closing(publish(source, there, now=now())) as batches:
            for at in batches:
                show.show(at.done, at.total)
                if stop.asked.is_set():
                    break
        if stop.asked.is_set() and there.position() is not None:
            tell("copy-stopped", records=at.done)
            raise typer.Exit(Exit.INTERRUPTED)
        tell("copied-public", removed=at.removed, target=there.url)
        if not at.knowledge:
            tell("copied-public-without-knowledge")


def _copy(source: Store, target: Store, stop: Stop, *, derived: bool) -> int:
    """Copy all records, or stop when asked to; gives their number."""
    done = 0
    with ticker(say("copying")) as show:
        # Reading is far cheaper than writing: counting first is what makes the time left true.
        total = sum(1 for _ in source.dump(derived))
        with closing(copy(source, target, derived=derived)) as batches:
            for done in batches:
                show.show(done, total)
                if stop.asked.is_set():
                    break
    return done


def _require_room(source: Store, target: Store, *, into_existing: bool) -> None:
    """Raises SettingsError when the target is the source, or holds a graph that no copy of ours began."""
    if source.url == target.url:
        raise SettingsError("copy-onto-itself", url=source.url)
    if target.seq() and target.ledger.get(POSITION) is None and not into_existing:
        raise SettingsError("copy-not-empty", url=target.url)
