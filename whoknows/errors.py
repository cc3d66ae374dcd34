"""Errors of the command line and of the settings."""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot do its work; `message` is a message id and `params` fill it in. Exit code 3."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


class SettingsError(Exception):
    """The settings file cannot be used; a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params
