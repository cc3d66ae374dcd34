"""Files of data that people write by hand: YAML, TOML and JSON."""

from __future__ import annotations

import json
import posixpath
import tomllib

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_in(path: str, text: str) -> object:
    """What the text of this file holds, by its suffix; YAML without one. Raises ValueError or yaml.YAMLError."""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix == ".toml":
        return tomllib.loads(text)
    return json.loads(text) if suffix == ".json" else yaml.load(text, Loader=LOADER)


def reason_of(error: Exception) -> str:
    """The first line of what a parser says."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
