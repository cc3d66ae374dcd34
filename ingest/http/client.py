"""The client: requests with their tries, redirects, credentials and bounds."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import cast

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
from ingest.http.addresses import AllowedHosts, Origin, origin_of, read_url, shown
from ingest.http.bodies import BodyTooLarge, UnknownEncoding, read_body
from ingest.http.connections import AddressRefused, Deadline, GuardedBackend, Resolve, TookTooLong, resolve

HEADERS = {
    "user-agent": "WhoKnows/0.1 (expertise finder; reads what its operator configured)",
    "accept": "*/*",
    "accept-encoding": "gzip",
}
MAX_BYTES = 64 * 2**20
MAX_REDIRECTS = 5
RETRIED = frozenset({429, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
KEEP_METHOD = frozenset({307, 308})
BY_REQUEST = frozenset({"host", "content-length", "transfer-encoding"})
"""Headers that belong to one request and are made anew for the next."""
FOR_ANYBODY = frozenset({"accept", "if-none-match", "if-modified-since"})
"""Headers of a request that go along to another scheme, host or port."""
PASSING = (httpx.TransportError, httpx.DecodingError)
"""What may be gone at the next try."""


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


class Http:
    """One polite client for one source. Use as a context manager.

    `timeout` is for one read, `total` for a whole request with its redirects and tries (seconds). `wait` sleeps and
    `resolve` gives the addresses of a host; tests give others.
    """

    def __init__(
        self,
        allow_hosts: Collection[str] = (),
        *,
        timeout: float = 30.0,
        total: float = 300.0,
        max_bytes: int = MAX_BYTES,
        tries: int = 4,
        max_wait: float = 60.0,
        wait: Callable[[float], None] = time.sleep,
        resolve: Resolve = resolve,
    ) -> None:
        self._max_bytes = max_bytes
        self._wait = wait
        self._retrying = Retrying(
            stop=stop_after_attempt(tries),
            wait=lambda state: min(_seconds_to_wait(state), max_wait),
            sleep=self._pause,
            retry=retry_if_exception_type(PASSING) | retry_if_result(lambda response: response.status in RETRIED),
            retry_error_callback=lambda state: cast(Future, state.outcome).result(),
        )
        self._deadline = Deadline(total)
        self._backend = GuardedBackend(AllowedHosts(allow_hosts), self._deadline, resolve)
        self._transport = httpx.HTTPTransport(trust_env=False)
        self._transport._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), max_connections=4, network_backend=self._backend
        )
        self._timeout = httpx.Timeout(timeout).as_dict()
        self._cookies: dict[Origin, httpx.Cookies] = {}

    def __enter__(self) -> Http:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

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
        return self._ask(httpx.Request("GET", read_url(url), params=dict(params) if params else None, headers=sent))

    def post(self, url: str, form: Mapping[str, str]) -> Response:
        """The answer of this address to a form. Cookies are kept for their scheme, host and port."""
        return self._ask(httpx.Request("POST", read_url(url), data=dict(form)))

    def _ask(self, request: httpx.Request) -> Response:
        """Send, retry what may pass, follow redirects; each hop is checked again."""
        self._backend.begin()
        for _ in range(MAX_REDIRECTS + 1):
            response = self._with_retries(request)
            location = response.headers.get("location")
            if response.status not in REDIRECTS or not location:
                return _accepted(response)
            request = _next_hop(request, response.status, location)
        raise SourceError("http-too-many-redirects", url=shown(str(request.url)))

    def _with_retries(self, request: httpx.Request) -> Response:
        url = shown(str(request.url))
        try:
            return self._retrying(self._send, request)
        except AddressRefused as error:
            raise SourceError("http-address-not-allowed", url=url, host=_host(request)) from error
        except TookTooLong as error:
            raise SourceError("http-too-slow", url=url, seconds=f"{self._deadline.seconds:g}") from error
        except BodyTooLarge as error:
            raise SourceError("http-too-large", url=url, limit=str(self._max_bytes)) from error
        except UnknownEncoding as error:
            raise SourceError("http-encoding-unknown", url=url, encoding=str(error)[:40]) from error
        except PASSING as error:
            raise SourceError("http-unreachable", url=url, reason=str(error) or type(error).__name__) from error

    def _send(self, request: httpx.Request) -> Response:
        """Send once, with the cookies of this scheme, host and port.

        By the transport itself: httpx.Client looks into every Location header, and raises for one with a broken name.
        """
        sent = httpx.Request(
            request.method,
            request.url,
            headers={**HEADERS, **request.headers},
            content=request.content,
            extensions={"timeout": self._timeout},
        )
        cookies = self._cookies.setdefault(origin_of(request.url), httpx.Cookies())
        cookies.set_cookie_header(sent)
        answer = self._transport.handle_request(sent)
        answer.request = sent
        cookies.extract_cookies(answer)
        try:
            body = read_body(answer, self._max_bytes)
        finally:
            answer.close()
        return Response(str(request.url), answer.status_code, body, dict(answer.headers))

    def _pause(self, seconds: float) -> None:
        """Wait until the next try, which the server may ask for: that time is not counted."""
        self._wait(seconds)
        self._deadline.extend(seconds)


def _next_hop(request: httpx.Request, status: int, location: str) -> httpx.Request:
    """The request to which an answer leads. Whatever a source sends with its own requests stays with their origin."""
    try:
        target = read_url(str(request.url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError("http-url-invalid", url=shown(location)) from error
    same = origin_of(target) == origin_of(request.url)
    repeated = request.method == "POST" and status in KEEP_METHOD
    if repeated and not same:
        raise SourceError("http-form-sent-on", url=shown(str(request.url)), target=shown(str(target)))
    dropped = BY_REQUEST if repeated else BY_REQUEST | {"content-type"}
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in dropped and (same or name.lower() in FOR_ANYBODY)
    }
    return httpx.Request(
        "POST" if repeated else "GET", target, content=request.content if repeated else b"", headers=headers
    )


def _host(request: httpx.Request) -> str:
    return request.url.raw_host.decode("ascii")


def _accepted(response: Response) -> Response:
    if response.status == 304 or 200 <= response.status < 300:
        return response
    raise SourceError("http-status", url=shown(response.url), status=str(response.status))


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
