"""Numbers of keys: append-only lists, one key a line. A number is never given twice in a generation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

from graph.facts import Key
from models.index.contract import Numbered

DICTIONARIES: tuple[Numbered, ...] = get_args(Numbered)


class Dictionary:
    """The keys of one kind of thing by number. `committed` keys count; what lies behind them is a killed run's."""

    def __init__(self, file: Path, committed: int) -> None:
        self._file = file
        lines = file.read_text(encoding="utf-8").split("\n")[:committed] if committed else []
        self.keys: list[Key] = lines
        self._numbers = {key: number for number, key in enumerate(lines)}
        self._written = committed

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

    def flush(self) -> int:
        """Write the new keys behind the committed ones; the number of keys now."""
        if self._written == len(self.keys) and self._file.exists():
            return self._written
        kept = "".join(f"{key}\n" for key in self.keys[: self._written]).encode()
        with self._file.open("ab") as out:
            out.truncate(len(kept))
            out.write("".join(f"{key}\n" for key in self.keys[self._written :]).encode())
            out.flush()
            os.fsync(out.fileno())
        self._written = len(self.keys)
        return self._written

    def caught_up(self, committed: int) -> Dictionary:
        """The same dictionary with `committed` keys: itself if it has them all."""
        return self if committed == len(self.keys) else Dictionary(self._file, committed)
