"""Whether a line of an export is a record that a store can take in: pydantic, with models made from the facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)

from graph.content import renamed_props
from graph.facts import Credit, Judgement, NameCandidate, TermCandidate, TermPair, kind_of
from graph.judgements import VERDICTS
from graph.schema import EDGES, NODES, EdgeRule, State

DEEPEST = 50
BITS = 2**63
_CLOSED = ConfigDict(extra="forbid")

_Text = Annotated[str, StringConstraints(strict=True, pattern=r"\A[^\x00]*\z")]
_Hex = Annotated[str, StringConstraints(strict=True, pattern=r"\A(?:[0-9a-f]{2})+\z")]
_Int = Annotated[int, Field(strict=True, ge=-BITS, lt=BITS)]
_Float = Annotated[float, Field(strict=True, ge=-BITS, lt=BITS, allow_inf_nan=False)]
_SCALARS: dict[Any, Any] = {str: _Text, int: _Int, float: _Float, bool: StrictBool}


@dataclasses.dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a line: the field, and whether it is missing (else it is unknown or of a wrong type)."""

    field: str
    missing: bool = False


def flaw_of(line: Mapping[str, Any]) -> Flaw | None:
    """The first thing that is wrong with this line; None when it can be taken in."""
    if "record" not in line:
        return Flaw("record", missing=True)
    check = _checks().get(line["record"]) if isinstance(line["record"], str) else None
    if check is None:
        return Flaw("record")
    return check(renamed_props({name: value for name, value in line.items() if name != "record"}))


# --- the types of the fields ------------------------------------------------------------------------------------------


def _written(hint: Any) -> Any:
    """The type of a field as JSON holds it: no half characters, no numbers beyond 64 bits, nothing converted."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    inner = tuple(each if each in (None, ...) else _written(each) for each in get_args(hint))
    if not inner:
        return hint
    origin: Any = get_origin(hint)
    return origin[inner] if origin in (tuple, Mapping) else reduce(or_, inner)


def _fields(record: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {
        each.name: (_written(hints[each.name]), ... if each.default is dataclasses.MISSING else each.default)
        for each in dataclasses.fields(record)
        if each.init
    }


def _key(*kinds: str) -> Any:
    """A key of one of these kinds."""
    return Annotated[str, StringConstraints(strict=True, pattern=rf"\A(?:{'|'.join(kinds)}):[^\x00]+\z")]


def _row(record: type[Any]) -> Any:
    """A list of the values of a record, in the order of its fields."""
    return tuple[tuple(hint for hint, _ in _fields(record).values())]  # type: ignore[misc]


def _storable(value: Any, depth: int = 0) -> Any:
    """Any JSON, but for half characters, numbers beyond 64 bits, infinity and deep nests: no store holds these."""
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= each <= "\udfff" for each in value)):
        raise ValueError("characters")
    if isinstance(value, int | float) and not -BITS <= value < BITS:
        raise ValueError("number")
    inside = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    if inside and depth >= DEEPEST:
        raise ValueError("depth")
    for each in inside:
        _storable(each, depth + 1)
    return value


_Json = Annotated[Any, AfterValidator(_storable)]

# --- the records ------------------------------------------------------------------------------------------------------

Check: TypeAlias = "Callable[[Mapping[str, Any]], Flaw | None]"


def _checked(title: str, /, **types: Any) -> Check:
    """A check of lines that have these fields and no others. A type with a default stands in a pair with it."""
    made: Any = {field: hint if isinstance(hint, tuple) else (hint, ...) for field, hint in types.items()}
    return _against(create_model(title, __config__=_CLOSED, **made))


def _against(wanted: Any) -> Check:
    adapter = TypeAdapter(wanted)

    def check(line: Mapping[str, Any]) -> Flaw | None:
        try:
            adapter.validate_python(line)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            unknown = [each for each in found if each["type"] == "extra_forbidden"]
            first = (unknown or found)[0]
            return _flaw(first["loc"], first["type"])
        return None

    return check


def _flaw(place: tuple[int | str, ...], why: str) -> Flaw:
    """The field at this place. Edges stand there by their kind, within ``edges`` or by themselves."""
    if why.startswith("union_tag"):
        return Flaw("kind", why == "union_tag_not_found")
    names = [each for each in place if isinstance(each, str)]
    inner = [each for each in names[names[0] == "edges" :] if each not in _KINDS] or names
    return Flaw(inner[0].encode("ascii", "replace").decode(), why == "missing")


_KINDS = frozenset(kind.value for kind in EDGES)


def _edge(rule: EdgeRule) -> type[BaseModel]:
    ends = {"start": (_key(*rule.start), ...), "end": (_key(*rule.end), ...)}
    fields = {name: hint for name, hint in _fields(rule.record).items() if name in rule.properties}
    if rule.for_topic:
        fields["topic"] = (_key("topic") | None, None)
    fields |= {**ends, "kind": (Literal[rule.kind.value], ...)}
    return create_model(rule.kind.value, __config__=_CLOSED, **fields)


def _edges(state: State) -> Any:
    """An edge of this state, each kind by its own rule."""
    kinds: list[Any] = [_edge(rule) for rule in EDGES.values() if rule.state is state]
    return Annotated[reduce(or_, kinds), Field(discriminator="kind")]


def _node(state: State) -> Check:
    edges: Any = list[_edges(State.SOURCE)]  # type: ignore[misc]
    credit: Any = create_model("credit", __config__=_CLOSED, **{**_fields(Credit), "account": (_key("account"), ...)})
    credits: Any = (list[credit], [])
    shown = {"document": {"credits": credits}}
    checks = {
        kind.name: _checked(
            kind.name,
            **{**_fields(kind.record), "key": _key(kind.name), "edges": (edges, []), **shown.get(kind.name, {})},
        )
        for kind in NODES.values()
        if kind.state is state
    }

    def check(line: Mapping[str, Any]) -> Flaw | None:
        key, props = line.get("key"), line.get("props", {})
        if not isinstance(key, str) or kind_of(key) not in checks:
            return Flaw("key", "key" not in line)
        apart = {name: value for name, value in line.items() if name != "props"}
        if not isinstance(props, dict) or "edges" in props or apart.keys() & props.keys():
            return Flaw("props")
        flaw = checks[kind_of(key)]({**props, **apart})
        lost = flaw is None and any(key not in (each["start"], each["end"]) for each in line.get("edges", ()))
        return Flaw("edges") if lost else flaw

    return check


def _judgement() -> Check:
    checks = {
        subject: _checked(
            subject,
            **{**_fields(Judgement), "subject": _key(subject), "object": _key(target), "verdict": Literal[*verdicts]},
        )
        for subject, (target, verdicts) in VERDICTS.items()
    }

    def check(line: Mapping[str, Any]) -> Flaw | None:
        subject = line.get("subject")
        if not isinstance(subject, str) or kind_of(subject) not in checks:
            return Flaw("subject", "subject" not in line)
        return checks[kind_of(subject)](line)

    return check


@cache
def _checks() -> dict[str, Check]:
    """The check of each kind of line. Making the models takes a fifth of a second: only who checks lines does."""
    terms, names, pairs = (list[_row(record)] for record in (TermCandidate, NameCandidate, TermPair))  # type: ignore[misc]
    found: Any = tuple[terms, names] | tuple[terms, names, pairs]  # type: ignore[valid-type]
    return {
        "node": _node(State.SOURCE),
        "derived": _node(State.DERIVED),
        "authored": _against(_edges(State.AUTHORED)),
        "edge": _against(_edges(State.DERIVED)),
        "judgement": _judgement(),
        "suppressed": _checked("suppressed", form=_Hex, kind=_Text, words=_Int, first=_Hex | None),
        "cursor": _checked("cursor", source=_Text, cursor=_Json),
        "kept": _checked("kept", name=_Text, value=_Json),
        "extraction": _checked("extraction", document=_key("document"), text_hash=_Text, version=_Text, found=found),
    }
