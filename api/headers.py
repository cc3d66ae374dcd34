"""Headers that keep a page from being misused, on every answer, refusals included."""

from __future__ import annotations

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

UNKEPT = {"cache-control": "private, no-store"}
"""Said with whatever is not the same for everybody, and does not say otherwise itself."""
