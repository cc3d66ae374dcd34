"""Numbers of keys: append-only lists, one key a line. A number is never given twice in a generation."""

from __future__ import annotations

import os
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import get_args

from graph.facts import Key
from models.index.contract import Numbered
from models.index.seals import Seal

DICTIONARIES: tuple[Numbered, ...] = get_args(Numbered)


NOBODYS: Key = ""
"""The key of number 0, which nothing has: a number that is 0 by mistake is nobody's and grants nothing."""


class Dictionary:
    """The keys of one kind of thing by number, from 1. The sealed part counts; the rest is a killed run's."""

    def __init__(self, file: Path, seal: Seal) -> None:
        self._file = file
        self.seal = seal
        with file.open("rb") if seal.size else nullcontext(BytesIO()) as source:
            lines = source.read(seal.size).decode(errors="replace").split("\n")[:-1]
        self.keys: list[Key] = [NOBODYS, *lines]
        self._numbers = {key: number for number, key in enumerate(self.keys) if number}
        self._written = len(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    def number_for(self, key: Key) -> int:
        """The number of this key, a new one if it has none yet."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.keys)
            self.keys.append(key)
        return found

    def find(self, key: Key) -> int:
        """The number of this key, -1 when it has none."""
        return self._numbers.get(key, -1)

    def flush(self) -> Seal:
        """Write the new keys behind the sealed ones; the seal of the file now."""
        if self._written < len(self.keys) or not self._file.exists():
            added = "".join(f"{key}\n" for key in self.keys[self._written :]).encode()
            with self._file.open("ab") as out:
                out.truncate(self.seal.size)
                out.write(added)
                out.flush()
                os.fsync(out.fileno())
            self._written, self.seal = len(self.keys), self.seal.grown(added)
        return self.seal

    def caught_up(self, seal: Seal) -> Dictionary:
        """The same dictionary with this seal: itself if it has it."""
        return self if seal == self.seal else Dictionary(self._file, seal)
