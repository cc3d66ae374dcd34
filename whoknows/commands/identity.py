"""Who is who: suggestions of accounts that may be one person's, and the commands with which people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from graph.facts import Account, EdgeKind, Key, Verdict, anchor_key, kind_of, person_key
from graph.identity_acts import IdentityAct, IdentityCurator, identity_acts
from graph.paging import all_nodes
from graph.store import Store, View, Viewer
from models.identity import contested, link_accounts
from models.identity_suggestions import Footprints, IdentitySuggestion, owners_of, suggest_identities
from whoknows.asker import find_person
from whoknows.commands.deciding import ByOption, deciding
from whoknows.commands.identity_text import IdentityText, accounts_of_person
from whoknows.commands.options import JsonOption, LimitOption, SettingsOption
from whoknows.console import Exit, out, print_json, tell
from whoknows.errors import SettingsError
from whoknows.jobs.passes import MADE, worked_of
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation

AccountArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="A name, id, address or key of an account, as `suggestions` shows it.")
]
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="An id of the directory, an address, a name, or a key.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for whoever reads it later.")]

identity = typer.Typer(
    name="identity",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Decide which accounts are one person's.

    WhoKnows links an account only where there is no doubt; what may be one person's is suggested here. What you decide
    holds for every later sync, is in exports and backups, and can be undone. It gives nobody rights.

    Examples: whoknows identity suggestions · whoknows identity same "M. Jansen" mj-1190 · whoknows identity undo 3-9c1e
    """,
)


@identity.command()
def suggestions(
    settings: SettingsOption = None,
    limit: LimitOption = 20,
    unsure: Annotated[bool, typer.Option("--unsure", help="Also those about which somebody was unsure.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List accounts that may be somebody's, the likeliest first, each with the reasons.

    Example: whoknows identity suggestions --limit 50
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        found = [each for each in suggested(installation.store) if unsure or not each.unsure][:limit]
        with installation.store.view(Viewer()) as view:
            text = IdentityText.of(view, keys_of(found), loaded.zone)
    if as_json:
        print_json(found)
    for each in () if as_json else found:
        for line in text.suggestion(each):
            out.print(line, markup=False)
    if not found:
        tell("identity-no-suggestions")
        raise typer.Exit(Exit.NOTHING)


@identity.command()
def show(who: PersonArgument, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Show the accounts of a person, why each is theirs, and what was decided about them.

    Example: whoknows identity show mj-1190
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation, installation.store.view(SYSTEM) as view:
        person = person_meant(view, who)
        edges = accounts_of_person(view, person)
        acts = identity_acts(view.judgements(), [person, *(edge.start for edge in edges)])
        text = IdentityText.of(view, [person, *(edge.start for edge in edges), *keys_of(acts)], loaded.zone)
    if as_json:
        print_json({"person": person, "accounts": edges, "history": acts})
        return
    for line in (*text.card(person, edges), *(f"  {text.line(act)}" for act in acts)):
        out.print(line, markup=False)


@identity.command()
def same(
    account: AccountArgument,
    person: PersonArgument,
    settings: SettingsOption = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that this account is this person's, with all that go with it while nobody in the directory has them.

    Example: whoknows identity same "M. Jansen" mj-1190
    """
    _decide(Verdict.SAME, account, person, settings, reason, by, as_json=as_json)


@identity.command()
def different(
    account: AccountArgument,
    person: PersonArgument,
    settings: SettingsOption = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that this account is not this person's: it is not suggested again, and no rule links it.

    Example: whoknows identity different "M. Jansen" mj-1190
    """
    _decide(Verdict.DIFFERENT, account, person, settings, reason, by, as_json=as_json)


@identity.command()
def unsure(
    account: AccountArgument,
    person: PersonArgument,
    settings: SettingsOption = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that you looked and cannot tell: it is suggested with --unsure only.

    Example: whoknows identity unsure "M. Jansen" mj-1190
    """
    _decide(Verdict.UNSURE, account, person, settings, reason, by, as_json=as_json)


@identity.command()
def history(
    who: Annotated[str | None, typer.Argument(help="A person or account. Default: all of them.")] = None,
    settings: SettingsOption = None,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """List what was decided, newest first: by whom, when, and whether it was undone.

    Example: whoknows identity history mj-1190
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation, installation.store.view(SYSTEM) as view:
        about = None if who is None else [*accounts_meant(view, who), person_meant(view, who)]
        acts = identity_acts(view.judgements(), about)[:limit]
        text = IdentityText.of(view, keys_of(acts), loaded.zone)
    if as_json:
        print_json(acts)
    for act in () if as_json else acts:
        out.print(text.line(act), markup=False)
    if not acts:
        tell("identity-no-history")
        raise typer.Exit(Exit.NOTHING)


@identity.command()
def undo(
    act: Annotated[str, typer.Argument(help="The id of what was decided, as `history` shows it in brackets.")],
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back what was decided, the newest or an older one: what holds is what would hold without it.

    Example: whoknows identity undo 3-9c1e
    """
    with _deciding(settings, by) as work:
        done = work.curator.undo(act)
        work.tell(done, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _DecidingWork:
    """One decision on its way."""

    installation: Installation
    curator: IdentityCurator

    def tell(self, act: IdentityAct, *, as_json: bool) -> None:
        """Say what was decided, and how to take it back."""
        if as_json:
            print_json(act)
            return
        with self.installation.store.view(SYSTEM) as view:
            text = IdentityText.of(view, keys_of([act]), self.installation.settings.zone)
        for line in text.told(act):
            out.print(line, markup=False)


def _decide(
    verdict: Verdict,
    account: str,
    person: str,
    settings: SettingsOption,
    reason: str,
    by: str | None,
    *,
    as_json: bool,
) -> None:
    with _deciding(settings, by) as work:
        with work.installation.store.view(SYSTEM) as view:
            key = person_meant(view, person)
            accounts = accounts_meant(view, account)
            _check(view, accounts, key, verdict, account)
        work.tell(work.curator.decide(accounts, key, verdict, reason), as_json=as_json)


@contextmanager
def _deciding(settings: SettingsOption, by: str | None) -> Iterator[_DecidingWork]:
    """Decide who is who in the installation of these settings."""
    with deciding(settings, by) as (installation, named):
        yield _DecidingWork(installation, IdentityCurator(installation.store, SYSTEM, named, now()))


def suggested(store: Store) -> list[IdentitySuggestion]:
    """The pairs to decide about, from what everyone may know."""
    with store.view(SYSTEM) as view:
        judgements = view.judgements()
    with store.view(Viewer()) as everyone:
        accounts = list(all_nodes(everyone, Account))
        links = link_accounts(accounts, judgements, worked=worked_of(everyone, contested(accounts)))
        owners = owners_of(accounts, everyone.all_edges(EdgeKind.IS))
        places = {edge.start: edge.end for edge in everyone.all_edges(EdgeKind.IN)}
        acts = (edge for kind in MADE for edge in everyone.all_edges(kind))
        footprints = Footprints.of(acts, places, owners)
    return suggest_identities(accounts, owners, judgements, footprints, links.unsure)


def keys_of(found: Iterable[object]) -> set[Key]:
    """The keys of accounts and people that these are about."""
    named = (getattr(each, name, ()) for each in found for name in ("account", "accounts", "person", "by", "undone_by"))
    return {key for keys in named for key in ((keys,) if isinstance(keys, str) else keys) if ":" in key}


def person_meant(view: View, text: str) -> Key:
    """The person who is meant: of the directory, else whose the account of this name is. SettingsError when unclear."""
    if kind_of(text) == "person":
        return text
    found = find_person(view, text)
    people = set(found) or {_owner(view, account.key) for account in _accounts(view, text)}
    if len(people) != 1:
        _refuse(view, text, people)
    return people.pop()


def accounts_meant(view: View, text: str) -> list[Key]:
    """The accounts that are meant: the one with this key, else all of the one person who has an account called so.

    Of somebody in the directory it is only what is called so: the rest of that person stays as it is.
    """
    if kind_of(text) == "account":
        return [text]
    called = _accounts(view, text)
    people = {_owner(view, account.key) for account in called}
    if len(people) != 1:
        _refuse(view, text, people)
    keys = sorted(edge.start for edge in accounts_of_person(view, people.pop()))
    return sorted(account.key for account in called) if _listed(view, keys) else keys


def _listed(view: View, accounts: Sequence[Key]) -> list[Account]:
    """Those of these accounts that are entries of the directory."""
    return [node for node in view.get(accounts).values() if isinstance(node, Account) and node.anchor]


def _check(view: View, accounts: Sequence[Key], person: Key, verdict: Verdict, text: str) -> None:
    """Refuse what says nothing, and to make one of two people of the directory by a name that one of them has."""
    if person in {person_key(each) for each in accounts}:
        raise SettingsError("identity-itself", account=text)
    if verdict is not Verdict.SAME:
        return
    edges = view.edges([EdgeKind.IS], accounts)
    if {(edge.end, edge.role) for edge in edges} == {(person, "judged")}:
        raise SettingsError("identity-already", account=text)
    entries = [each for each in _listed(view, accounts) if text not in (each.key, f"{each.source}:{each.native_id}")]
    if entries and _listed(view, [anchor_key(person)]):
        first = entries[0]
        raise SettingsError("identity-both-listed", account=text, entry=f"{first.source}:{first.native_id}")


def _refuse(view: View, text: str, people: set[Key]) -> None:
    if not people:
        raise SettingsError("identity-unknown", who=text)
    shown = IdentityText.of(view, people, None)
    raise SettingsError("identity-ambiguous", who=text, people=", ".join(sorted(map(shown.called, people))))


def _accounts(view: View, text: str) -> list[Account]:
    wanted = text.strip().casefold()
    return [
        account
        for account in all_nodes(view, Account)
        if wanted
        in {each.casefold() for each in (account.name, account.native_id, f"{account.source}:{account.native_id}")}
        | {each.casefold() for each in (*account.emails, *account.handles, *account.aliases)}
    ]


def _owner(view: View, account: Key) -> Key:
    edges = view.edges([EdgeKind.IS], [account])
    return edges[0].end if edges else person_key(account)
