"""Figures with their limits: one line for each, with what was measured, what is wanted and whether it is so."""

from __future__ import annotations


def most(what: str, measured: float, limit: float, unit: str) -> str:
    """A figure that may be at most so much."""
    return _line(what, measured, f"at most {limit:,g}", unit, measured <= limit)


def least(what: str, measured: float, limit: float, unit: str) -> str:
    """A figure that must be at least so much."""
    return _line(what, measured, f"at least {limit:,g}", unit, measured >= limit)


def _line(what: str, measured: float, wanted: str, unit: str, held: bool) -> str:
    shown = f"{measured:,.0f}" if measured >= 100 else f"{measured:.2f}"
    return f"  {'held  ' if held else 'MISSED'} {what}: {shown} {unit} ({wanted})"
