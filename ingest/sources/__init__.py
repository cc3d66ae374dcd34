"""The kinds of source, found by their entry points (group ``whoknows.sources``) and imported when first asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.wording import Wording
from ingest.contract import Source, SourceError, SourceKind, SourceSettings
from ingest.options import Option, SourceOptions, described, first_mistake

GROUP = "whoknows.sources"
OWN = "whoknows"
"""Our own distribution: another one cannot replace a kind of ours."""
Kind = SourceKind[Any]
BROKEN = (ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError)
"""What the module of another package may raise while it is imported."""


def kinds() -> tuple[str, ...]:
    """Names of the kinds that can be configured, in alphabetical order. Imports none of them."""
    return tuple(sorted(_registered()))


def kind(name: str) -> Kind:
    """The kind of this name. Raises SourceError when there is none, or when its package cannot be imported."""
    registered = _registered().get(name)
    if registered is None:
        raise SourceError("source-kind-unknown", kind=name, known=", ".join(kinds()))
    return _loaded(registered)


def options(name: str) -> tuple[Option, ...]:
    """The settings of this kind besides name, kind, access, label and every."""
    return described(kind(name).options)


def check(settings: SourceSettings, common: Iterable[str] = ()) -> SourceOptions:
    """The options of this source with defaults filled in. Raises SourceError that names the first mistake.

    `common` are the settings of every source, one of which a misspelt option may mean.
    """
    model: type[SourceOptions] = kind(settings.kind).options
    try:
        return model.model_validate(dict(settings.options))
    except ValidationError as error:
        mistake = first_mistake(error, model, f"[[source]] {settings.name}", common)
        raise SourceError(mistake.message, **mistake.params) from error


def open_source(settings: SourceSettings) -> Source:
    """The source that is configured here. Raises SourceError for an unknown kind or a mistake in the options."""
    source: Source = kind(settings.kind).open(settings, check(settings))
    return source


def is_directory(kind_name: str, given: Mapping[str, object]) -> bool:
    """Whether person records of a source of this kind, with these options, are the people directory."""
    return kind_name in _registered() and kind(kind_name).is_directory(given)


def wording(message: str) -> Wording | None:
    """The sentence of this message id, if one of the kinds brought it. A kind that cannot be imported has none."""
    return _messages().get(message)


@cache
def _messages() -> Mapping[str, Wording]:
    found: dict[str, Wording] = {}
    for name in kinds():
        try:
            found.update(kind(name).messages)
        except SourceError:
            continue  # told where this kind is configured
    return found


@cache
def _loaded(registered: EntryPoint) -> Kind:
    try:
        loaded = registered.load()
    except BROKEN as error:
        raise SourceError("source-kind-broken", kind=registered.name, reason=str(error)[:200]) from error
    if not isinstance(loaded, SourceKind):
        raise SourceError("source-kind-broken", kind=registered.name, reason=f"{registered.value} is not a SourceKind")
    return loaded


@cache
def _registered() -> Mapping[str, EntryPoint]:
    found = {each.name: each for each in entry_points(group=GROUP)}
    own = {each.name: each for each in entry_points(group=GROUP) if each.dist is not None and each.dist.name == OWN}
    return {**found, **(own or _of_checkout())}


def _of_checkout() -> Mapping[str, EntryPoint]:
    """Our own kinds as pyproject.toml names them, for a checkout that was never (or long ago) installed."""
    file = Path(__file__).resolve().parents[2] / "pyproject.toml"
    if not file.is_file():
        return {}
    named = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["entry-points"][GROUP]
    return {name: EntryPoint(name, value, GROUP) for name, value in named.items()}
