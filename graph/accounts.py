"""Accounts that nobody but a name and an address tells of: ``Anna Vos <jira@example.org>``.

One address may be several people's (a program that sends for everybody, a shared mailbox), so the name belongs to the
id. Which accounts of one address are one person is decided over all that is stored (`models/identity.py`).
"""

from __future__ import annotations

from graph.names import full_name, is_group_name, letters

LONGEST_NAME = 100


def account_id(name: str, address: str) -> str:
    """The id of who goes by this name and address: the address alone where it spells the name, or no name is told."""
    known = full_name(name)
    if is_group_name(name):
        written = " ".join(name.split())
    elif known is None or known.whole == letters(address.partition("@")[0]):
        return address
    else:
        written = known.written
    if len(written) > LONGEST_NAME or "<" in written or ">" in written:
        return address
    return f"{written} <{address}>"


def named_address(native_id: str) -> tuple[str, str] | None:
    """The name and the address of such an id; None for any other."""
    name, apart, address = native_id.removesuffix(">").rpartition(" <")
    if not (apart and name and native_id.endswith(">")) or address.count("@") != 1 or " " in address or "<" in name:
        return None
    return name, address


def addresses_in(native_id: str) -> tuple[str, ...]:
    """The address that an id is or holds."""
    named = named_address(native_id)
    if named:
        return (named[1],)
    return (native_id,) if "@" in native_id else ()


def base_address(address: str) -> str | None:
    """The address that a sub-address (RFC 5233) delivers to: of "anna+jira@x" it is "anna@x". None for any other.

    Whether that address is somebody's is for a directory to say: elsewhere a sign in an address means nothing.
    """
    local, apart, host = address.rpartition("@")
    base, sign, detail = local.partition("+")
    if not (apart and sign and base and detail and host) or base.isdecimal():
        return None
    return f"{base}@{host}"
