"""Hosts and addresses: how a web address is read, and which network addresses may be asked.

A public address is one that the registries of IANA give no special purpose. A host that the operator allows by name
may also have an address of the organisation's own networks (`is_internal`), or one that the operator allows itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

import httpx

from ingest.contract import SourceError

Address: TypeAlias = IPv4Address | IPv6Address
SPECIAL_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by the customers of a provider
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # the platform of Azure, to its own machines only; in no registry
            "169.254.0.0/16",  # link-local, metadata of clouds
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments, all of them
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
"""IANA IPv4 Special-Purpose Address Registry, with multicast."""
GLOBAL_6 = IPv6Network("2000::/3")
"""The only part of IPv6 that is given out as global unicast. Outside it are, among others, ``::/96``,
``::ffff:0:0/96``, ``64:ff9b::/96``, ``64:ff9b:1::/48``, ``100::/64``, ``5f00::/16``, ``fc00::/7``, ``fe80::/10``,
``fec0::/10`` and ``ff00::/8``."""
SPECIAL_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)
"""IANA IPv6 Special-Purpose Address Registry, as far as it is inside GLOBAL_6."""
INTERNAL = tuple(map(IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
INTERNAL_6 = tuple(map(IPv6Network, ("::1/128", "fc00::/7")))
"""Networks in which an organisation has its own hosts. Link-local is not among them: metadata of clouds is there."""
NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 as networks without it see it."""
ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
"""How the second half of an address of ISATAP begins; the rest of it is IPv4."""
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NO_HOST = frozenset("/?#@\\%[] \t\r\n")
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
LONGEST_NAME = 253
LONGEST_SHOWN = 300
QUERY = re.compile(r"[?#].*", re.DOTALL)
USER = re.compile(r"(?<=//)[^/]*@")
DOUBTFUL_USER = re.compile(r"^.*@", re.DOTALL)
"""What may be a user with a password where an address cannot be read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What credentials are for: one scheme, host and port (RFC 6454)."""

    scheme: str
    host: str
    port: int


class AllowedHosts:
    """The hosts that the operator allows besides those of the open internet, by name or by address."""

    def __init__(self, hosts: Collection[str]) -> None:
        self._names = frozenset(map(allowed_name, hosts))

    def permitted(self, host: str, addresses: list[str]) -> list[str]:
        """The addresses at which the host of this name may be asked, of those to which it resolves.

        A host that nobody allowed is public in all its addresses or refused.
        """
        if host in self._names:
            return [each for each in addresses if is_public(each) or is_internal(each) or each in self._names]
        return addresses if all(map(is_public, addresses)) else []


def allowed_name(text: str) -> str:
    """A host as the operator wrote it, as it is compared. Raises SourceError where it is none."""
    name = host_name(text.strip())
    if name is None:
        raise SourceError("http-host-invalid", host=text[:LONGEST_SHOWN])
    return name


def host_name(text: str) -> str | None:
    """A host in its one spelling: small ASCII letters, no dot at the end; None where it is no host.

    Refused are empty labels, zones, and IPv4 that is not four decimal numbers: systems read those in several ways.
    """
    if ":" in text:
        return _literal(text[1:-1] if text.startswith("[") and text.endswith("]") else text)
    if not NO_HOST.isdisjoint(text):
        return None
    try:
        name = httpx.URL(f"http://{text}").raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        return None
    name = name.lower().removesuffix(".")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        return _literal(name)
    labels = name.split(".")
    good = len(name) <= LONGEST_NAME and all(LABEL.fullmatch(label) and label != "xn--" for label in labels)
    return name if good else None


def _literal(text: str) -> str | None:
    try:
        return None if "%" in text else str(ip_address(text))
    except ValueError:
        return None


def read_url(text: str) -> httpx.URL:
    """A web address with its host in one spelling. Raises SourceError where it is none, or holds a user or password."""
    try:
        url = httpx.URL(text)
        host = host_name(url.raw_host.decode("ascii"))
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError("http-url-invalid", url=shown(text)) from error
    if url.scheme not in {"http", "https"} or host is None or not 0 < (url.port or 1) < 2**16:
        raise SourceError("http-url-invalid", url=shown(text))
    if url.userinfo:
        raise SourceError("http-url-with-user", url=shown(text))
    return url.copy_with(host=host, fragment=None)


def host_of(url: str) -> str:
    """The host that this address names. Raises SourceError when it is not a web address."""
    return read_url(url).raw_host.decode("ascii")


def origin_of(url: httpx.URL) -> Origin:
    """Scheme, host and port of an address."""
    return Origin(url.scheme, url.raw_host.decode("ascii"), url.port or {"http": 80, "https": 443}[url.scheme])


def shown(url: str) -> str:
    """An address as messages show it, without what may be a secret: query, user and password."""
    try:
        httpx.URL(url)
        user = USER
    except (httpx.InvalidURL, ValueError):
        user = DOUBTFUL_USER
    return user.sub("", QUERY.sub("", url))[:LONGEST_SHOWN]


def is_public(address: str) -> bool:
    """Whether this is a unicast address of the open internet, without any special purpose."""
    ip = _read(address)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in SPECIAL_4)
    if ip is None or ip not in GLOBAL_6 or any(ip in network for network in SPECIAL_6):
        return False
    inner = _tunnelled(ip)
    return inner is None or is_public(inner)


def is_internal(address: str) -> bool:
    """Whether an organisation may have a host of its own here. Looks into NAT64, where all of IPv4 is."""
    ip = _read(address)
    if isinstance(ip, IPv4Address):
        return any(ip in network for network in INTERNAL)
    if ip is None or not (ip in NAT64 or any(ip in network for network in INTERNAL_6)):
        return False
    inner = str(IPv4Address(ip.packed[-4:])) if ip in NAT64 else _tunnelled(ip)
    return inner is None or is_public(inner) or is_internal(inner)


def _tunnelled(ip: IPv6Address) -> str | None:
    """The IPv4 address at the end of one of ISATAP (RFC 5214), to which packets for it go; None for any other."""
    return str(IPv4Address(ip.packed[-4:])) if ip.packed[8:12] in ISATAP else None


def _read(address: str) -> Address | None:
    """The address, None for one with a zone or in any other spelling."""
    literal = _literal(address)
    return None if literal is None else ip_address(literal)
