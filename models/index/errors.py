"""What can be wrong with an index?"""

from __future__ import annotations


class IndexProblem(Exception):
    """The index cannot be used; `message` is a message id and `params` fill it in."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params
