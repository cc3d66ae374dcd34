"""Who is asking? Until people can sign in: whoever sits at this machine, in the shoes of a chosen colleague.

The gate is plain ASGI: it lets in this machine alone (no other address, nothing that a proxy passed on, no foreign Host
header, which would be DNS rebinding), no command from another site's page. It puts the security headers on all answers.
"""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import Asker, House
from api.headers import SECURITY
from api.language import language_of
from api.problems import Trouble, answer_trouble
from graph.facts import Person, kind_of

COOKIE = "as"
COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Gate:
    """Refuses what does not come from this machine or this site, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it with the trouble."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-store")
            await send(message)

        trouble = self.trouble(scope)
        if trouble is None:
            await self.app(scope, receive, send_safely)
            return
        await answer_trouble(Request(scope), trouble)(scope, receive, send_safely)

    def trouble(self, scope: Scope) -> Trouble | None:
        """Why may this request not come in? None when it may."""
        headers = Headers(scope=scope)
        if not from_this_machine(scope.get("client"), headers, self.house.near):
            return Trouble(HTTPStatus.FORBIDDEN, "not-on-this-machine")
        host = headers.get("host", "")
        if host_name(host) not in self.house.hosts:
            return Trouble(HTTPStatus.MISDIRECTED_REQUEST, "host-not-known", {"host": host[:80]})
        if scope["method"] in COMMANDS and not from_this_site(headers, scope["scheme"]):
            return Trouble(HTTPStatus.FORBIDDEN, "request-from-elsewhere")
        return None


def from_this_machine(client: tuple[str, int] | None, headers: Headers, near: frozenset[str] = frozenset()) -> bool:
    """Does a request come from a loopback address, or one of `near`, and was it not passed on by a proxy?"""
    if client is None or any(name in headers for name in PASSED_ON):
        return False
    try:
        return client[0] in near or ip_address(client[0]).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """Which name is in a Host header, without its port?"""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def from_this_site(headers: Headers, scheme: str) -> bool:
    """Was a command given on a page of this site? Browsers send Origin with a POST."""
    fetch = headers.get("sec-fetch-site")
    if fetch is not None and fetch not in ("same-origin", "none"):
        return False
    origin = headers.get("origin") or headers.get("referer")
    if origin is None:
        return fetch is not None
    told = urlsplit(origin)
    return (told.scheme, told.netloc.lower()) == (scheme, headers.get("host", "").lower())


class Askers:
    """Who asks? Remembers the answer within one second of the clock, so that a rights change acts within a second."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._second = -1
        self._known: dict[str, Asker] = {}

    def of(self, request: Request) -> Asker:
        """Who asks this, in which language?"""
        language = language_of(request, self._house.language)
        chosen = request.cookies.get(COOKIE, "")
        second = self._house.now()
        if second != self._second:
            self._known = {}
            self._second = second
        known = self._known
        found = known.get(f"{language} {chosen}")
        if found is None:
            found = known[f"{language} {chosen}"] = self._find(chosen, language)
        return found

    def _find(self, chosen: str, language: str) -> Asker:
        house = self._house
        person = find_person(house, chosen) or find_person(house, house.default_person or "") or first_person(house)
        key = person.key if person else None
        return Asker(house, house.viewer_of(key), language, person.name if person else None)


def find_person(house: House, key: str) -> Person | None:
    """Which listed colleague has this key?"""
    if len(key) > 200 or kind_of(key) != "person":
        return None
    with house.store.view(house.viewer_of(None)) as view:
        node = view.get([key]).get(key)
    return node if isinstance(node, Person) else None


def first_person(house: House) -> Person | None:
    """Who is asked as when nobody chose?"""
    with house.store.view(house.viewer_of(None)) as view:
        people = view.nodes("person", limit=1)
    return people[0] if people and isinstance(people[0], Person) else None


def asker_of(request: Request) -> Asker:
    """Who asks this?"""
    askers: Askers = request.app.state.askers
    return askers.of(request)
