"""The error of a source as a whole."""

from __future__ import annotations


class SourceError(Exception):
    """A source cannot be read at all: its cursor stays, the others go on. A message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params
