"""Accounts of machines and shared mailboxes, and the addresses and handles by which a person's account is known."""

from __future__ import annotations

import re

from graph.facts import Account
from graph.names import fold, full_name

_SERVICE = re.compile(
    r"\[bot\]|\bbot\b|[-_]bot$|^bot[-_]|no-?reply(?!.{0,100}users)|do-?not-?reply|"
    r"^(?:ci|root|admin|system|jenkins|builder?|"
    r"www-data|nobody|dependabot|renovate|greenkeeper|github-actions|gitlab-ci|travis(?:-?ci)?|mailer-daemon|postmaster|webmaster|"
    r"info|support|helpdesk|news|nieuws|redactie|secretariaat|buildkite|codecov|actions-user|web-flow)$"
)
_FORGE = re.compile(r"^(?:\d+[+-])?([^@+]+)@users\.noreply\.[\w.-]+$")
"""The address that a forge (GitHub, GitLab, Gitea) shows instead of the real one: it holds nothing but the handle."""


def is_service(account: Account) -> bool:
    """True for an account of a machine or a shared mailbox, by what it is called."""
    if account.anchor or account.service:
        return account.service
    local = [email.partition("@")[0] for email in account.emails] if not full_name(account.name) else []
    names = {fold(text).strip() for text in (account.name, account.native_id.partition("@")[0], *local)}
    return any(_SERVICE.search(name) for name in names)


def addresses_of(account: Account) -> set[str]:
    """The addresses that this account shows, its own id included when it is one; shared mailboxes are left out."""
    shown = {fold(text).strip() for text in (*account.emails, account.native_id) if "@" in text}
    return {text for text in shown if text.count("@") == 1 and not _SERVICE.search(text.partition("@")[0])}


def forge_handles(account: Account) -> set[str]:
    """The handles under which this account is known at a forge that hides addresses."""
    found = (_FORGE.match(fold(text).strip()) for text in (*account.emails, account.native_id))
    return {match[1] for match in found if match}


def handle_form(text: str) -> str:
    """A handle without its @, folded."""
    return fold(text).strip().lstrip("@")
