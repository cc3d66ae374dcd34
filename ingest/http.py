"""HTTP for sources. A polite HTTP client that goes only where the operator allows, for every source.

Private, loopback and link-local addresses are refused when the connection is made (so also after a redirect or a change
of DNS), unless the host is named in the source's own address or in its `allow_hosts`.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import cast
from urllib.parse import urlsplit

import httpcore
import httpx
from tenacity import (
    Future,
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
)

from ingest.contract import SourceError

USER_AGENT = "WhoKnows/0.1 (expertise finder; reads what its operator configured)"
MAX_BYTES = 64 * 2**20
MAX_REDIRECTS = 5
RETRIED = frozenset({429, 502, 503, 504})
PASSING = (httpx.TransportError, httpx.DecodingError)
"""What may be gone at the next try."""


class AddressRefused(Exception):
    """The host lies at an address that the operator did not allow."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. `body` is unpacked, and empty with 304. `etag` and `modified` go into the next request."""

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def modified(self) -> str | None:
        return self.headers.get("last-modified")

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def host_of(url: str) -> str:
    """The host that this address names, in lower case. Raises SourceError when it is not a web address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise SourceError("http-url-invalid", url=url) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise SourceError("http-url-invalid", url=url)
    return host.lower()


class Http:
    """One polite client for one source. Use as a context manager. `wait` sleeps; tests give another."""

    def __init__(
        self,
        allow_hosts: Collection[str] = (),
        *,
        timeout: float = 30.0,
        max_bytes: int = MAX_BYTES,
        tries: int = 4,
        max_wait: float = 60.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._max_bytes = max_bytes
        self._retrying = Retrying(
            stop=stop_after_attempt(tries),
            wait=lambda state: min(_seconds_to_wait(state), max_wait),
            sleep=wait,
            retry=retry_if_exception_type(PASSING) | retry_if_result(lambda response: response.status in RETRIED),
            retry_error_callback=lambda state: cast(Future, state.outcome).result(),
        )
        transport = httpx.HTTPTransport(trust_env=False)
        transport._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=4,
            network_backend=GuardedBackend(frozenset(host.lower() for host in allow_hosts)),
        )
        self._client = httpx.Client(
            transport=transport,
            timeout=timeout,
            headers={"User-Agent": USER_AGENT},
            trust_env=False,
            follow_redirects=False,
        )

    def __enter__(self) -> Http:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        etag: str | None = None,
        modified: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """What is at this address. With `etag` or `modified` the answer may be 304; else SourceError if it fails."""
        sent = dict(headers or {})
        if etag:
            sent["If-None-Match"] = etag
        if modified:
            sent["If-Modified-Since"] = modified
        return self._ask(httpx.Request("GET", _checked(url), params=dict(params) if params else None, headers=sent))

    def post(self, url: str, form: Mapping[str, str]) -> Response:
        """The answer of this address to a form. Cookies are kept for this client."""
        return self._ask(httpx.Request("POST", _checked(url), data=dict(form)))

    def _ask(self, request: httpx.Request) -> Response:
        """Send, retry what may pass, follow redirects; each hop is checked again."""
        for _ in range(MAX_REDIRECTS + 1):
            response = self._with_retries(request)
            location = response.headers.get("location")
            if response.status not in {301, 302, 303, 307, 308} or not location:
                return _accepted(response)
            target = _checked(str(httpx.URL(response.url).join(location)))
            method = request.method if response.status in {307, 308} else "GET"
            content = request.content if method == "POST" else b""
            request = httpx.Request(method, target, content=content, headers=_for_hop(request, target))
        raise SourceError("http-too-many-redirects", url=str(request.url))

    def _with_retries(self, request: httpx.Request) -> Response:
        url = str(request.url)
        try:
            return self._retrying(self._send, request)
        except AddressRefused as error:
            raise SourceError("http-address-not-allowed", url=url, host=request.url.host) from error
        except PASSING as error:
            raise SourceError("http-unreachable", url=url, reason=str(error) or type(error).__name__) from error

    def _send(self, request: httpx.Request) -> Response:
        prepared = self._client.build_request(
            request.method, request.url, headers=request.headers, content=request.content
        )
        answer = self._client.send(prepared, stream=True)
        try:
            body = bytearray()
            for block in answer.iter_bytes():
                body += block
                if len(body) > self._max_bytes:
                    raise SourceError("http-too-large", url=str(request.url), limit=str(self._max_bytes))
        finally:
            answer.close()
        return Response(str(request.url), answer.status_code, bytes(body), dict(answer.headers))


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to allowed addresses only. Resolves the name itself and connects to what it checked."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,  # noqa: ARG002 (the interface of httpcore)
    ) -> httpcore.NetworkStream:
        address = _address(host, port, self._allowed)
        return self._inner.connect_tcp(address, port, timeout, local_address)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: object = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        raise AddressRefused(path)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


def _address(host: str, port: int, allowed: frozenset[str]) -> str:
    """A checked address of this host. Raises AddressRefused if any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower().strip("[]") not in allowed and not all(is_public(address) for address in addresses):
        raise AddressRefused(host)
    return sorted(addresses, key=lambda address: ":" in address)[0]


def is_public(address: str) -> bool:
    """Whether this is an address of the open internet. IPv4 inside IPv6 is looked into."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner.is_global
    return ip.is_global and not ip.is_multicast


def _checked(url: str) -> str:
    host_of(url)
    return url


def _for_hop(request: httpx.Request, target: str) -> dict[str, str]:
    """The headers that go along to the next hop. Credentials never leave their host."""
    kept = {"content-type", "accept", "if-none-match", "if-modified-since"}
    if request.url.host == host_of(target):
        kept.add("authorization")
    return {name: value for name, value in request.headers.items() if name.lower() in kept}


def _accepted(response: Response) -> Response:
    if response.status == 304 or 200 <= response.status < 300:
        return response
    raise SourceError("http-status", url=response.url, status=str(response.status))


def _seconds_to_wait(state: RetryCallState) -> float:
    """Seconds until the next try: what the server asks for, else 1, 2, 4, ..."""
    outcome = state.outcome
    asked = None if outcome is None or outcome.failed else _retry_after(outcome.result())
    return 2.0 ** (state.attempt_number - 1) if asked is None else asked


def _retry_after(response: Response) -> float | None:
    """Seconds that the server wants us to wait (RFC 9110 10.2.3, both forms), None when it does not say.

    A date is measured against the server's own Date header, so that no clock is read.
    """
    value = response.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    until, now = _http_date(value), _http_date(response.headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _http_date(value: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
