"""What an account is called and where it is reached: by its own record, else as documents for everyone show it.

A document shows names and addresses of who acted on it, for whoever may read that document. What is for everyone counts
for all; what is not counts for nobody, so that nobody is named, or found to be somebody, by what others may not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.facts import Account

MOST_ADDRESSES = 8


@dataclass(frozen=True, slots=True)
class CreditCount:
    """How many documents, by one rule for everyone, show an account under this name and address ("" is none)."""

    name: str
    email: str
    documents: int


def magnitude(documents: int) -> int:
    """The number of documents as it counts: only a doubling tells, so that hardly any new document changes an order."""
    return max(0, documents).bit_length()


def bare(account: Account) -> Account:
    """The account as far as its id tells."""
    return replace(account, name=account.native_id, emails=(account.native_id,) if "@" in account.native_id else ())


def credited(own: Account, counts: Iterable[CreditCount]) -> Account:
    """The account as everyone may know it: what its own source vouches for, else what documents for everyone show.

    The name is the one that most show, of equals the longest; all addresses count. Neither depends on any order.
    """
    if own.anchor or own.vouched:
        return own
    names: dict[str, int] = {}
    emails: dict[str, int] = {}
    for each in counts:
        for found, text in ((names, each.name), (emails, each.email)):
            if text:
                found[text] = max(found.get(text, 0), magnitude(each.documents))
    name = min(names, key=lambda text: (-names[text], -len(text), text), default=own.name)
    told = sorted(emails.keys() - set(own.emails), key=lambda text: (-emails[text], text))
    return replace(own, name=name, emails=(*own.emails, *told)[:MOST_ADDRESSES])
