"""Static files of the pages, each by an address that browsers keep for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

STATIC = {
    "source-sans-3.woff2": "font/woff2",
    "icon.svg": "image/svg+xml",
    "site.css": "text/css; charset=utf-8",
    "suggest.js": "text/javascript; charset=utf-8",
    "editing.js": "text/javascript; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "map.js": "text/javascript; charset=utf-8",
}
"""Files with their media type. One that names another comes after it, and names it by the address that is kept."""


@cache
def static_files() -> dict[str, tuple[bytes, str, str]]:
    """Files that never change while the site runs: content, media type and a digest of it, by name."""
    folder = files("ui") / "static"
    found: dict[str, tuple[bytes, str, str]] = {}
    for name, media_type in STATIC.items():
        content = (folder / name).read_bytes()
        for other, (_, _, digest) in found.items():
            content = content.replace(f'"{other}"'.encode(), f'"{other}?v={digest}"'.encode())
        found[name] = (content, media_type, hashlib.sha256(content).hexdigest()[:12])
    return found


def static_address(name: str) -> str:
    """The address of a file that browsers keep for ever."""
    return f"/static/{name}?v={static_files()[name][2]}"
