"""Forgetting: `erase` removes a person for good, with a receipt."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from graph.erasure_plan import ErasurePlan, accounts_of, plan_erasure
from graph.erasures import ErasureRecord, erasures, erasures_named, names_of, order_erasure
from graph.facts import Account, EdgeKind, Key
from graph.paging import all_nodes
from graph.store import StoreError, View
from whoknows.asker import find_person
from whoknows.commands.options import AsOption, JsonOption, SettingsOption
from whoknows.console import Exit, moment, out, print_json, say, tell, ticker
from whoknows.erasure_report import ErasureReport, check_store, report_of, sentences_of
from whoknows.errors import SettingsError
from whoknows.jobs.erase import ErasureProgress, erase_person
from whoknows.settings import load_settings
from whoknows.stopping import Stop
from whoknows.wiring import SYSTEM, Installation, now, open_installation


def erase(
    person: Annotated[
        str | None, typer.Argument(help="An id of the directory, a key, an address or a name. Without: list erasures.")
    ] = None,
    settings: SettingsOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would go, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Look in the store whether anything of who was erased is there.")
    ] = False,
    as_person: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase a person: accounts, what they did and wrote, and their name wherever others wrote it.

    Nothing brings them back: later syncs leave them out. A stopped erasure goes on when you run the command again, and
    the worker goes on with it too. The receipt names nobody.

    Examples: whoknows erase vm-1190 --dry-run · whoknows erase j.vries@example.org · whoknows erase --check
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        if check:
            _check(installation, as_json=as_json)
        elif person is None:
            _show_all(installation, as_json=as_json)
        elif dry_run:
            _dry_run(installation, person, as_json=as_json)
        else:
            by = _one(installation, as_person)[0] if as_person else None
            _erase(installation, _ordered(installation, person, by, yes=yes), as_json=as_json)


def _one(installation: Installation, who: str) -> tuple[Key, list[Account]]:
    """The person who is meant and their accounts. Raises SettingsError when nobody or more than one is."""
    with installation.store.view(SYSTEM) as view:
        found = find_person(view, who) or _unlisted(view, who)
        if not found:
            raise SettingsError("person-unknown", person=who)
        if len(found) > 1:
            people = ", ".join(f"{each.name} ({each.native_id})" for each in found.values())
            raise SettingsError("person-ambiguous", person=who, people=people)
        person = next(iter(found))
        return person, accounts_of(view, person)


def _unlisted(view: View, who: str) -> dict[Key, Account]:
    """People whom no directory lists, by key or by what one of their accounts is called."""
    wanted = who.strip().casefold()
    named = {account.key: account for account in all_nodes(view, Account) if wanted in names_of(account)}
    edges = view.edges((EdgeKind.IS,), [*named]) or view.edges((EdgeKind.IS,), [who.strip()], "in")
    accounts = {**named, **view.get([edge.start for edge in edges])}
    return {edge.end: node for edge in edges if isinstance(node := accounts[edge.start], Account)}


def _ordered(installation: Installation, who: str, by: Key | None, *, yes: bool) -> ErasureRecord:
    """The erasure of who is meant: one that was stopped, or a new one once it is confirmed."""
    known = erasures_named(installation.store, who)
    stopped = [each for each in known if not each.finished]
    if len(stopped) == 1:
        tell("erase-goes-on", day=moment(stopped[0].asked, installation.settings.zone))
        return stopped[0]
    try:
        person, accounts = _one(installation, who)
    except SettingsError as error:
        if error.message != "person-unknown" or not known:
            raise
        return known[0]
    _confirm(plan_erasure(installation.store, person, SYSTEM), accounts, yes=yes)
    return order_erasure(installation.store, person, accounts, by, now())


def _confirm(plan: ErasurePlan, accounts: list[Account], *, yes: bool) -> None:
    """Ask before anything goes. Raises SettingsError where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise SettingsError("erase-wants-yes")
    for line in _planned(plan):
        tell_line(line)
    names = ", ".join(sorted({account.name for account in accounts if account.anchor}))
    if not typer.confirm(say("erase-sure", name=names), err=True):
        raise typer.Exit(Exit.NOTHING)


def tell_line(line: str) -> None:
    """Print a line for the reader, on standard error."""
    sys.stderr.write(line + "\n")


def _dry_run(installation: Installation, who: str, *, as_json: bool) -> None:
    person, _ = _one(installation, who)
    plan = plan_erasure(installation.store, person, SYSTEM)
    if as_json:
        print_json(plan)
        return
    for line in _planned(plan):
        out.print(line, markup=False)
    out.print(say("erase-nothing-changed"), markup=False)


def _planned(plan: ErasurePlan) -> list[str]:
    counts = plan.redacted
    others = sum(counts.values()) - counts.get("document", 0)
    lines = [say("erase-would-remove", accounts=plan.accounts, acts=plan.acts, texts=plan.texts)]
    lines.append(say("erase-would-blank", documents=counts.get("document", 0), others=others, terms=plan.terms))
    if plan.shared:
        lines.append(say("erase-shared", forms=plan.shared))
    if plan.ordinary:
        lines.append(say("erase-ordinary", names=plan.ordinary))
    return lines


def _erase(installation: Installation, record: ErasureRecord, *, as_json: bool) -> None:
    done: ErasureRecord | None = record
    if not record.finished:
        with ticker(say("erasing"), quiet=as_json) as show, Stop() as stop:

            def tell_erasing(at: object) -> None:
                if isinstance(at, ErasureProgress):
                    show.show(at.done, note=say("erase-step", number=at.number, steps=at.steps))

            try:
                done = erase_person(installation, record.person, tell=tell_erasing, stop=stop.asked.is_set)
            except StoreError as error:
                tell(error.message, **error.params)
                raise typer.Exit(Exit.FAILED) from error
        if done is None:
            tell("erase-stopped")
            raise typer.Exit(Exit.INTERRUPTED)
    assert done is not None
    _show(installation, report_of(installation, done), as_json=as_json)


def _show(installation: Installation, report: ErasureReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    for line in sentences_of(report, installation.settings.zone):
        out.print(line, markup=False)


def _show_all(installation: Installation, *, as_json: bool) -> None:
    reports = [report_of(installation, each) for each in erasures(installation.store)]
    if as_json:
        print_json(reports)
        return
    if not reports:
        tell("erase-none-yet")
    for report in reports:
        for line in sentences_of(report, installation.settings.zone):
            out.print(line, markup=False)
        out.print("")


def _check(installation: Installation, *, as_json: bool) -> None:
    """Look through all that the store says; exit code 3 when something is there."""
    with ticker(say("erase-checking"), quiet=as_json) as show:
        found = check_store(installation, show.show)
    if as_json:
        print_json(found)
    else:
        out.print(say("erase-checked", records=found.records, hits=found.hits), markup=False)
    if found.hits:
        raise typer.Exit(Exit.FAILED)
