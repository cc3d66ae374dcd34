"""Whose request this is: that of the connection itself, or what a proxy that is believed says in front of the site."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

from starlette.datastructures import Headers

PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
IpAddress: TypeAlias = IPv4Address | IPv6Address
IpNetwork: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: their address, and whether a proxy that is believed passed their request on."""

    address: str
    proxied: bool = False
    secure: bool = False


def caller_of(
    client: tuple[str, int] | None, headers: Headers, near: frozenset[str], proxies: tuple[IpNetwork, ...]
) -> Caller | None:
    """Who asks; None for who is neither on this machine (or `near`) nor comes through one of these proxies.

    What a proxy says is believed of the nearest address that is no proxy itself: those before it say what they like.
    """
    found = _address(client[0]) if client else None
    if found is None or client is None:
        return None
    passed_on = any(name in headers for name in PASSED_ON)
    if not passed_on:
        return Caller(client[0]) if client[0] in near or found.is_loopback else None
    if not _is_proxy(found, proxies):
        return None
    chain = [each.strip() for line in headers.getlist("x-forwarded-for") for each in line.split(",")]
    protocols = [each.strip().lower() for line in headers.getlist("x-forwarded-proto") for each in line.split(",")]
    for each in reversed(chain):
        told = _address(each)
        if told is None:
            return None
        if not _is_proxy(told, proxies):
            return Caller(str(told), proxied=True, secure=protocols[-1:] == ["https"])
    return None


def _is_proxy(address: IpAddress, proxies: tuple[IpNetwork, ...]) -> bool:
    return any(address.version == each.version and address in each for each in proxies)


def _address(text: str) -> IpAddress | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
