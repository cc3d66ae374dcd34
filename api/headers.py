"""Headers that keep a page from being misused, on every answer, refusals included."""

from __future__ import annotations

from urllib.parse import urlsplit

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
        "script-src 'self'; connect-src 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

HSTS = {"strict-transport-security": "max-age=31536000"}
"""Said behind https: for a year no browser asks by http."""


def security_headers(address: str, provider: str | None) -> dict[str, str]:
    """The headers of a site at this address; forms may lead to the origin of the identity provider, to sign out."""
    headers = dict(SECURITY)
    if provider is not None:
        told = urlsplit(provider)
        targets = f"form-action 'self' {told.scheme}://{told.netloc};"
        headers["content-security-policy"] = SECURITY["content-security-policy"].replace("form-action 'self';", targets)
    return headers | (HSTS if address.startswith("https://") else {})


UNKEPT = {"cache-control": "private, no-store"}
"""Said with whatever is not the same for everybody, and does not say otherwise itself."""
