"""Figures of quality as lines for the terminal, in its language."""

from __future__ import annotations

from collections.abc import Iterator

from whoknows.console import number, say
from whoknows.jobs.evaluate import Figure, RunComparison


def comparison_lines(compared: RunComparison) -> Iterator[str]:
    """Each measure with its interval, next to that of plain votes, and the gain."""
    yield say("evaluation-questions", count=compared.ours.topics)
    columns = (say("evaluation-ours"), say("evaluation-interval"), say("evaluation-reference"))
    yield f"{'':24}{columns[0]:>10}{columns[1]:>18}{columns[2]:>16}"
    for figure in compared.ours.figures:
        yield f"{figure_line(figure)}{number(compared.reference.mean(figure.measure), 3):>16}"
    below = "evaluation-below" if compared.significantly_below else "evaluation-gain"
    gain = f"{'+' if compared.gain >= 0 else '-'}{percent(abs(compared.gain))}"
    yield say(below, gain=gain, p=number(compared.p, 3))


def figure_line(figure: Figure) -> str:
    """One measure with its interval."""
    name = say("evaluation-first") if figure.measure == "first" else figure.measure
    return f"{name:24}{number(figure.mean, 3):>10}{f'{number(figure.low, 3)} - {number(figure.high, 3)}':>18}"


def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{number(share * 100, 1)} %"
