"""The names by which somebody goes who has a name of birth besides the one of the directory."""

from __future__ import annotations

from collections.abc import Iterator

from graph.names import full_name, letters


def married_names(name: str, given: str, birth: str) -> Iterator[str]:
    """The name without that of birth, and with it: Ada Bakker, Ada Bakker-de Wit, Ada de Wit-Bakker."""
    mine = full_name(name) if birth and given else None
    if mine is None:
        return
    others = [each.written for each in mine.families if letters(each.written) != letters(birth)]
    for other in others:
        forms = (f"{given} {other}", f"{given} {other}-{birth}", f"{given} {birth}-{other}")
        yield from (form for form in forms if letters(form) != letters(name))
