"""What `doctor` finds about one part of an installation."""

from __future__ import annotations

from dataclasses import dataclass

from whoknows.console import say


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found about one part: a sentence, and whether it needs attention (`note`: it is only worth knowing)."""

    about: str
    fine: bool
    says: str
    note: bool = False
    first: tuple[str, ...] = ()
    """The first of its problems."""

    @property
    def mark(self) -> str:
        return "·" if self.note else "✓" if self.fine else "!"


def finding(about: str, message: str | None = None, *, note: bool = False, **params: object) -> Finding:
    """The finding that this sentence says; without one, that all is well."""
    return Finding(about, message is None, say(message or "doctor-fine", **params), note)
