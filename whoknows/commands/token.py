"""Tokens of programs: `token`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Seconds
from graph.judgements import OPERATOR
from graph.ledger import Ledger
from graph.tokens import SERVICE, AccessToken, new_token, revoke, tokens
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import out, print_json, tell
from whoknows.errors import SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import now, open_installation

PUSH = "push"
SCOPES = (PUSH,)
SHORT = 12
"""Characters of an id that are shown, and that are enough to name it."""
token = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False, add_completion=False)


@token.callback()
def group() -> None:
    """Make, list and revoke tokens of programs.

    Example: whoknows token create wiki-bridge --days 30
    """


@token.command()
def create(
    name: Annotated[str, typer.Argument(help="The program that gets it: letters, digits and hyphens.")],
    settings: SettingsOption = None,
    scope: Annotated[list[str] | None, typer.Option(help="What it is for: push. Default: push.")] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Only for this source. Default: every source with `push`.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Days for which it is good.")] = 90,
    as_json: JsonOption = False,
) -> None:
    """Make a token for a program that is of no person. It is shown once.

    Example: whoknows token create crm-export --source crm --days 365
    """
    scopes = tuple(scope or SCOPES)
    loaded = load_settings(settings)
    if unknown := [each for each in scopes if each not in SCOPES]:
        raise SettingsError("token-scope-unknown", scope=unknown[0], known=", ".join(SCOPES))
    if source:
        scopes = tuple(f"{each}:{loaded.source(name).name}" for each in scopes for name in source)
    with open_installation(loaded, create=False) as installation:
        secret, made = new_token(installation.store.ledger, SERVICE + name, name, scopes, days, now())
        _note(installation.store.ledger, AuditedAct.TOKEN_MADE, made, now())
    if as_json:
        print_json({"secret": secret, "id": made.id[:SHORT], "until": made.until})
    else:
        out.print(secret)
        tell("token-made", id=made.id[:SHORT], until=_day(made.until))


@token.command("list")
def list_tokens(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """List the tokens of programs and people that were not revoked."""
    with open_installation(load_settings(settings), create=False) as installation:
        found = tokens(installation.store.ledger)
    rows = [
        {"id": each.id[:SHORT], "owner": each.owner, "label": each.label, "scopes": each.scopes, "until": each.until}
        for each in found
    ]
    if as_json:
        print_json(rows)
        return
    for each in found:
        out.print(f"{each.id[:SHORT]}  {_day(each.until)}  {each.owner}  {', '.join(each.scopes)}  {each.label}")


@token.command("revoke")
def revoke_one(
    named: Annotated[str, typer.Argument(help="The id of the token, as `whoknows token list` shows it.")],
    settings: SettingsOption = None,
) -> None:
    """Revoke a token of a program or a person. It is of no use from that moment."""
    with open_installation(load_settings(settings), create=False) as installation:
        ledger = installation.store.ledger
        found = [each for each in tokens(ledger) if each.id.startswith(named)] if len(named) >= SHORT else []
        if len(found) != 1 or not revoke(ledger, found[0], now()):
            raise SettingsError("token-unknown", id=named)
        _note(ledger, AuditedAct.TOKEN_REVOKED, found[0], now())
    tell("token-revoked", id=named)


def _note(ledger: Ledger, act: AuditedAct, made: AccessToken, at: Seconds) -> None:
    details = {"token": made.id[:SHORT], "scopes": ", ".join(made.scopes), "owner": made.owner}
    note(ledger, AuditEntry(at, act, OPERATOR, None, details))


def _day(at: Seconds) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
