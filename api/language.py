"""The language in which a reader wants an answer."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from api.site import LANGUAGES, Language

COOKIE = "lang"


def language_of(request: HTTPConnection, default: Language) -> Language:
    """The language of the address, else of an earlier choice, else of the browser, else the default."""
    for told in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if told in LANGUAGES:
            return told
    return preferred(request.headers.get("accept-language", ""), default)


def preferred(header: str, default: Language) -> Language:
    """The one of our languages with the highest weight in an Accept-Language header (RFC 9110, 12.5.4)."""
    best, weight = default, 0.0
    for part in header[:500].split(","):
        tag, _, rest = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language not in LANGUAGES:
            continue
        found = _weight(rest)
        if found > weight:
            best, weight = language, found
    return best


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
