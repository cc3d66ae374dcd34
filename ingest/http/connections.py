"""Connections of the client: to permitted addresses only, and for no longer than a request may take."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import httpcore

from ingest.http.addresses import AllowedHosts

T = TypeVar("T")
Clock = Callable[[], float]
Resolve = Callable[[str, int], list[str]]
MOST_ADDRESSES = 4
"""Addresses of one host that are tried, one after the other."""


class AddressRefused(Exception):
    """The host has an address that the operator did not allow."""


class TookTooLong(Exception):
    """The time for a request is over."""


class Deadline:
    """The time for one request, with its hops and its tries. Waiting until a busy server wants it is added."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._until = clock() + seconds

    def begin(self) -> None:
        """A request begins."""
        self._until = self._clock() + self.seconds

    def extend(self, seconds: float) -> None:
        """Add this time."""
        self._until += seconds

    def limited(self, act: Callable[[float], T], timeout: float | None) -> T:
        """What `act` gives within the smaller of `timeout` and the time that is left. Raises TookTooLong."""
        left = self._until - self._clock()
        if left <= 0:
            raise TookTooLong
        try:
            return act(left if timeout is None else min(timeout, left))
        except httpcore.TimeoutException as error:
            if self._clock() >= self._until:
                raise TookTooLong from error
            raise


class TimedStream(httpcore.NetworkStream):
    """A connection whose reads and writes end with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._deadline.limited(lambda left: self._inner.read(max_bytes, left), timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._deadline.limited(lambda left: self._inner.write(buffer, left), timeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._deadline.limited(lambda left: self._inner.start_tls(ssl_context, server_hostname, left), timeout)
        return TimedStream(inner, self._deadline)

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to permitted addresses. A host is resolved once in a request: what was checked is asked."""

    def __init__(self, allowed: AllowedHosts, deadline: Deadline, resolve: Resolve) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._resolve = resolve
        self._found: dict[str, list[str]] = {}
        self._inner = httpcore.SyncBackend()

    def begin(self) -> None:
        """A request begins: names are resolved anew."""
        self._found.clear()
        self._deadline.begin()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 (the interface of httpcore)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError(host)
        for address in self._addresses(host, port):
            try:
                stream = self._deadline.limited(partial(self._connect, address, port), timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return TimedStream(stream, self._deadline)
        raise trouble

    def _connect(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        return self._inner.connect_tcp(address, port, timeout)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 (the interface of httpcore)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        raise AddressRefused(path)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of this host, IPv4 first. Raises AddressRefused if one of them is not permitted."""
        if host not in self._found:
            self._found[host] = self._checked(host, port)
        return self._found[host]

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        permitted = self._allowed.permitted(host, found)
        if not permitted:
            raise AddressRefused(host)
        return sorted(dict.fromkeys(permitted), key=lambda address: ":" in address)[:MOST_ADDRESSES]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host by the system. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]
