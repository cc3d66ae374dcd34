"""Options of a source kind: a pydantic model that describes itself. Its mistakes are sentences in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from graph.wording import Wording

Model = TypeVar("Model", bound=BaseModel)
NEAR = 0.5
"""Likeness (difflib ratio) from which a known name is suggested for an unknown one."""
LONGEST = 80
"""Characters of a given value that are repeated in a sentence."""


class SourceOptions(BaseModel):
    """Base of the options of a kind. Each field is ``name: Annotated[type, Wording(en, nl)] = default``.

    A field without a default is required. A validator of its own raises ``PydanticCustomError(message_id, text,
    params)``; the sentence of that id is among the messages of the kind.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_by_name=True, validate_by_alias=True)


@dataclass(frozen=True, slots=True)
class Option:
    """One option as a settings file names it, what it means, and its default (None where it has none)."""

    name: str
    meaning: Wording
    default: object = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a setting: a message id with its parameters."""

    message: str
    params: Mapping[str, str]


def one_or_more(value: object) -> object:
    """A list as a tuple, and a single text as a tuple of one."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]
Count = Annotated[int, Field(ge=1)]


def described(model: type[BaseModel]) -> tuple[Option, ...]:
    """The options of this model, in the order in which it declares them."""
    found = []
    for name, field in model.model_fields.items():
        meaning = next((each for each in field.metadata if isinstance(each, Wording)), Wording(name, name))
        required = field.is_required()
        found.append(
            Option(
                field.alias or name,
                meaning,
                None if required else field.get_default(call_default_factory=True),
                required,
            )
        )
    return tuple(found)


def first_mistake(error: ValidationError, model: type[BaseModel], section: str, more: Iterable[str] = ()) -> Mistake:
    """The mistake to tell first: an unknown name, which may be the reason that another is missing, else the first.

    `more` are names that the section may have besides the options of the model.
    """
    errors = error.errors(include_url=False)
    told = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    place = [str(part) for part in told["loc"] if isinstance(part, str)]
    given = _short(told.get("input"))
    params = {"section": section, "key": ".".join(place) or section, "given": given}
    if told["type"] in ("extra_forbidden", "missing"):
        known = [*more, *(option.name for option in described(model))]
        if told["type"] == "missing":
            return Mistake(MISSING, {**params, "known": ", ".join(known)})
        return unknown_name(params, known)
    return _misfit(told, params)


def unknown_name(params: Mapping[str, str], known: Iterable[str]) -> Mistake:
    """A setting that does not exist, the `key` in these parameters, with the nearest one that does."""
    near = nearest(params["key"], known)
    return Mistake(UNKNOWN_NEAR if near else UNKNOWN, {**params, "known": ", ".join(known), "near": near or ""})


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one; None when none is."""
    return next(iter(get_close_matches(name, list(known), 1, NEAR)), None)


def _misfit(told: ErrorDetails, params: dict[str, str]) -> Mistake:
    """A value of the wrong sort. A type with a hyphen is a message id, from a validator of the kind itself."""
    kind, context = told["type"], told.get("ctx") or {}
    if kind in LIMITS:
        message, limit = LIMITS[kind]
        return Mistake(message, {**params, "limit": str(context[limit])})
    if kind == "literal_error":
        known = QUOTED.findall(str(context["expected"]))
        return Mistake(ONE_OF, {**params, "known": ", ".join(known)})
    if "-" in kind:
        return Mistake(kind, {**params, **{name: str(value) for name, value in context.items()}})
    in_list = any(isinstance(part, int) for part in told["loc"])
    wanted = WANTED.get(f"{kind}[]" if in_list else kind, NOT_UNDERSTOOD)
    return Mistake(wanted, {**params, "reason": told["msg"]})


QUOTED = re.compile(r"'([^']*)'")
MISSING, UNKNOWN, UNKNOWN_NEAR = "settings-option-missing", "settings-unknown-key", "settings-unknown-key-near"
ONE_OF, NOT_UNDERSTOOD = "settings-wants-one-of", "settings-not-understood"
OTHERS = (MISSING, UNKNOWN, UNKNOWN_NEAR, ONE_OF, NOT_UNDERSTOOD)
LIMITS = {
    "string_too_long": ("settings-wants-shorter", "max_length"),
    "string_too_short": ("settings-wants-longer", "min_length"),
    "too_short": ("settings-wants-more", "min_length"),
    "too_long": ("settings-wants-fewer", "max_length"),
    "greater_than_equal": ("settings-wants-at-least", "ge"),
    "less_than_equal": ("settings-wants-at-most", "le"),
}
WANTED = {
    "string_type": "settings-wants-text",
    "int_type": "settings-wants-number",
    "int_from_float": "settings-wants-number",
    "float_type": "settings-wants-number",
    "bool_type": "settings-wants-flag",
    "tuple_type": "settings-wants-list",
    "list_type": "settings-wants-list",
    "dict_type": "settings-wants-table",
    "mapping_type": "settings-wants-table",
    "model_type": "settings-wants-table",
    "string_type[]": "settings-wants-list",
    "int_type[]": "settings-wants-numbers",
    "int_parsing[]": "settings-wants-numbers",
}


def _short(value: Any) -> str:
    """A value as it may stand in a settings file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
