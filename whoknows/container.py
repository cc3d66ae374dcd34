"""Addresses from which the host speaks to the container that the site runs in."""

from __future__ import annotations

import socket
from pathlib import Path

EVERY_ADDRESS = "0.0.0.0"
"""Listened on only in a container, where the host publishes the port on its own loopback."""
ROUTES = Path("/proc/net/route")


def host_addresses(routes: Path = ROUTES) -> frozenset[str]:
    """Which addresses are the host's? What comes in through a published port comes from the container's gateway.

    None when there is no gateway or no such table: then the site answers only from within its container.
    """
    try:
        table = routes.read_text(encoding="ascii")
    except OSError:
        return frozenset()
    return frozenset(gateways(table))


def gateways(table: str) -> list[str]:
    """The default gateways in a table of /proc/net/route. Addresses are hexadecimal, lowest byte first."""
    rows = [line.split() for line in table.splitlines()[1:]]
    found = [row[2] for row in rows if len(row) > 2 and row[1] == "00000000" and row[2] != "00000000"]
    return [socket.inet_ntoa(bytes.fromhex(gateway)[::-1]) for gateway in found]
