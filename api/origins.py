"""Where a request comes from by what a browser says of it: Host, Origin, Referer and Sec-Fetch-Site."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers


def chosen_here(headers: Headers) -> bool:
    """True for a request that somebody began on a page of this site, and not by a link from elsewhere."""
    fetch = headers.get("sec-fetch-site")
    if fetch is not None:
        return fetch == "same-origin"
    return site_of(headers.get("referer", ""))[1] == headers.get("host", "").lower()


def from_another_site(headers: Headers) -> bool:
    """True for a request that the browser says a page of another site began."""
    return headers.get("sec-fetch-site") in ("cross-site", "same-site")


def host_name(host: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def from_this_site(headers: Headers, here: tuple[str, str]) -> bool:
    """True for a command given on a page of this site, at this scheme and host: browsers send Origin with a POST."""
    fetch = headers.get("sec-fetch-site")
    if fetch is not None and fetch not in ("same-origin", "none"):
        return False
    origin = headers.get("origin") or headers.get("referer")
    if origin is None:
        return fetch is not None
    return site_of(origin) == here


def site_of(address: str) -> tuple[str, str]:
    """Scheme and host of an address, empty for one that is broken."""
    try:
        told = urlsplit(address)
    except ValueError:
        return "", ""
    return told.scheme, told.netloc.lower()
