"""Accounts of machines, groups and shared mailboxes; addresses and handles by which a person is known."""

from __future__ import annotations

import re

from graph.accounts import addresses_in, named_address
from graph.facts import Account
from graph.names import fold, full_name, is_group_name, is_role_address

_SERVICE = re.compile(
    r"\[bot\]|[-_]bot$|^bot[-_]|no-?reply(?!.{0,100}users)|do-?not-?reply|^(?:www-data|nobody|actions-user|web-flow|git|svn)$"
)
_FORGE = re.compile(r"^(?:\d+[+-])?([^@+]+)@users\.noreply\.[\w.-]+$")
"""The address that a forge (GitHub, GitLab, Gitea) shows instead of the real one: it holds nothing but the handle."""


def is_service(account: Account) -> bool:
    """True for an account of a machine, a group or a shared mailbox, by its name. The directory knows better."""
    if account.anchor or account.service:
        return account.service
    if is_group_name(account.name) or _SERVICE.search(fold(account.name).strip()):
        return True
    if named_address(account.native_id):
        return False
    if any(map(is_role_address, addresses_in(account.native_id))):
        return True
    ident = fold(account.native_id.partition("@")[0]).strip()
    if _SERVICE.search(ident) or ("@" not in account.native_id and is_group_name(account.native_id)):
        return True
    return full_name(account.name) is None and any(map(is_role_address, account.emails))


def shown_addresses(account: Account) -> set[str]:
    """The addresses that this account shows, its own id included when it is one."""
    return {fold(text).strip() for text in (*account.emails, *addresses_in(account.native_id))}


def addresses_of(account: Account) -> set[str]:
    """The same without shared mailboxes."""
    return {text for text in shown_addresses(account) if text.count("@") == 1 and not is_role_address(text)}


def forge_handles(account: Account) -> set[str]:
    """The handles under which this account is known at a forge that hides addresses."""
    found = map(_FORGE.match, shown_addresses(account))
    return {match[1] for match in found if match}


def handle_form(text: str) -> str:
    """A handle without its @, folded."""
    return fold(text).strip().lstrip("@")
