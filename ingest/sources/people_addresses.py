"""E-mail addresses wherever they stand in a cell: ``SMTP:``, ``mailto:``, ``Name <a>``, commas, several in one."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^\s,;|<>()\[\]{}\"'`]+")
_SCHEME = re.compile(r"(?:smtp|mailto|e-?mail|mail|email):", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z0-9+.-]{2,12}:", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s]{1,64}@(?=[^@]{3,255}\Z)[^@.]{1,63}(?:\.[^@.]{1,63})+")
_EXTERNAL = "#ext#"
"""What Entra puts into the name under which a guest signs in: no mail arrives there."""
_LONGEST = 20_000
_JOINED = re.compile(r"\+(?=smtp:|x500:|sip:)", re.IGNORECASE)
"""What stands between the addresses of a cell in exports of Microsoft 365."""
NO_VALUE = ("microsoft.activedirectory.", "system.string[", "system.object[")
"""What PowerShell writes for a list of values."""
_NOTHING = frozenset(
    {"", "nvt", "na", "geen", "none", "null", "onbekend", "unknown", "no", "nee", "leeg", "keine", "nb"}
)


def addresses_in(cell: str) -> tuple[str, ...]:
    """The addresses of a cell, the primary one (``SMTP:``) first. Those of other kinds, such as X500, are none."""
    primary: list[str] = []
    others: list[str] = []
    for piece in _PIECE.findall(_JOINED.sub(" ", cell[:_LONGEST])):
        scheme = _SCHEME.match(piece)
        if scheme is None and _OTHER_SCHEME.match(piece):
            continue
        address = (piece[scheme.end() :] if scheme else piece).partition("?")[0].strip(".:/&")
        if _ADDRESS.fullmatch(address) and _EXTERNAL not in address.casefold():
            (primary if scheme and scheme[0] == "SMTP:" else others).append(address)
    found = {address.casefold(): address for address in reversed([*primary, *others])}
    return tuple(reversed(found.values()))


def says_no_address(cell: str) -> bool:
    """Whether there is something in the cell that ought to be an address and is none."""
    if addresses_in(cell) or _EXTERNAL in cell.casefold() or cell.casefold().startswith(NO_VALUE):
        return False
    pieces = [piece for piece in _PIECE.findall(cell[:_LONGEST]) if not _OTHER_SCHEME.match(piece)]
    word = "".join(filter(str.isalnum, "".join(pieces).casefold()))
    return word not in _NOTHING
