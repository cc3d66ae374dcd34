"""Every pattern of the tree, and texts at which a pattern may take more than linear time, made from the pattern itself.

Patterns are found in two ways: compiled ones as values of modules and classes, and literal ones in calls of ``re``. A
call with anything else is told by `dynamic_calls`, so that no pattern escapes.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "models", "api", "ui", "whoknows")
CALLS = frozenset({"compile", "sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split"})
ANCHORED = frozenset({"match", "fullmatch"})
SHORT = (12, 15, 19, 24, 30, 37, 46, 58, 73, 91, 114, 142, 178)
"""Characters, a quarter more each time: what doubles with each letter is slow at one of them, and ends."""
SIZES = (2_000, 4_000, 8_000)
FLOOR = 0.008
"""Seconds of processor time at the largest size below which nothing is measured further: no quadratic pattern is."""
STEEPEST = 8.0
"""A text four times as long may take this many times as long; 4 is linear, 16 is quadratic."""
ENDLESS = 0.1
"""Seconds that no text of SHORT may take."""
OFTEN = 50
"""A repeat of fewer times than this is no loop over a text."""
MOST_ATTACKS = 120
COMMON = "a1 \n\t-.,:;<>()[]{}'\"_@/\\*#|=~`&!?+\u00e9"
ENDS = ("\x01", "\n", "x")
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A pattern of the tree, of text or of bytes: where it is, and by which methods it is used."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def tree_files() -> Iterator[tuple[str, ast.Module, str]]:
    """Modules that speak of ``re``: name, syntax, text."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            if re.search(r"\bre\.\w|Pattern\[", text):
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                yield name, ast.parse(text), text


def patterns_of_tree() -> list[FoundPattern]:
    """Every pattern, each once for each place."""
    files = list(tree_files())
    modules = {name: vars(importlib.import_module(name)) for name, _, _ in files}
    texts = {name: text for name, _, text in files}
    found = {each.place: each for name, syntax, _ in files for each in _literal(name, syntax)}
    seen: set[int] = set()
    for name in texts:
        for place, pattern in _compiled(modules[name], name):
            if id(pattern) not in seen:
                seen.add(id(pattern))
                called = place.rsplit(".", 1)[-1]
                whole = [texts[other] for other in texts if modules[other].get(called) is pattern or other == name]
                found[f"{place} {pattern.pattern!r}"] = FoundPattern(place, pattern, _methods(called, "\n".join(whole)))
    return list(found.values())


def dynamic_calls() -> list[str]:
    """Calls of ``re`` inside functions whose pattern is neither a literal nor a compiled one."""
    found = []
    for name, syntax, _ in tree_files():
        for function in (node for node in ast.walk(syntax) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if _is_call(node)):
                assert isinstance(call, ast.Call)
                if not isinstance(call.args[0], ast.Constant):
                    found.append(f"{name}.{function.name}")
    return found


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in CALLS
    )


def _literal(module: str, syntax: ast.Module) -> Iterator[FoundPattern]:
    for node in ast.walk(syntax):
        if _is_call(node):
            assert isinstance(node, ast.Call)
            assert isinstance(node.func, ast.Attribute)
            first = node.args[0]
            if node.func.attr != "compile" and isinstance(first, ast.Constant):
                flags = [each.attr for arg in (*node.args, *node.keywords) for each in ast.walk(arg) if _is_flag(each)]
                whole = 0
                for flag in flags:
                    whole |= int(getattr(re, flag))
                place = f"{module}:{node.lineno}"
                yield FoundPattern(place, re.compile(first.value, whole), frozenset({node.func.attr}))


def _is_flag(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re"


def _compiled(values: Any, place: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for name, value in list(values.items()):
        yield from _in_value(value, f"{place}.{name}", depth)


def _in_value(value: Any, place: str, depth: int) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield place, value
    elif depth < 3 and isinstance(value, dict):
        for each in list(value.values()):
            yield from _in_value(each, place, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for each in list(value):
            yield from _in_value(each, place, depth + 1)
    elif depth == 0 and isinstance(value, type) and place.startswith(f"{value.__module__}."):
        yield from _compiled(vars(value), place, 1)


def _methods(name: str, whole: str) -> frozenset[str]:
    used = frozenset(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", whole)) & CALLS
    passed = re.search(rf"[(,=]\s*{re.escape(name)}\s*[,)]", whole)
    return used if used and not passed else CALLS - {"compile"}


# --- texts ------------------------------------------------------------------------------------------------------------


def attacks(pattern: re.Pattern[Any], size: int) -> list[Any]:
    """Texts of this many characters, or as many bytes, each a repetition of what a loop of this pattern takes in."""
    made = _attacks(pattern.pattern, pattern.flags & ~re.DEBUG, size)
    return made if isinstance(pattern.pattern, str) else [text.encode("latin-1") for text in made]


def _attacks(pattern: str | bytes, flags: int, size: int) -> list[str]:
    parsed = _parser.parse(pattern, flags)
    letters = "".join(dict.fromkeys((*_literals(parsed), *COMMON)))
    texts: dict[str, None] = {}
    for before, body in _loops(list(parsed), "", letters):
        for pump in _pumps(body, letters):
            for unit in (pump, before + pump, before, before + pump * 3):
                if unit:
                    texts[_filled("", unit, size)] = None
            for end in ENDS:
                texts[_filled(before, pump, size - len(end)) + end] = None
    for letter in dict.fromkeys(_literals(parsed)):
        texts[letter * size] = None
    return list(texts)[:MOST_ATTACKS]


def _filled(start: str, unit: str, size: int) -> str:
    return (start + unit * (size // len(unit) + 1))[:size]


def _literals(parsed: Iterable[Any]) -> Iterator[str]:
    for op, value in parsed:
        if op in (_constants.LITERAL, _constants.NOT_LITERAL):
            yield chr(value)
        else:
            yield from _literals_within(op, value)


def _literals_within(op: Any, value: Any) -> Iterator[str]:
    if op is _constants.IN:
        for kind, inner in value:
            if kind is _constants.LITERAL:
                yield chr(inner)
            elif kind is _constants.RANGE:
                yield chr(inner[0])
    else:
        for part in _parts(op, value):
            yield from _literals(part)


def _parts(op: Any, value: Any) -> list[Any]:
    """The patterns within this one."""
    if op in REPEATS:
        return [value[2]]
    if op in (_constants.SUBPATTERN, _constants.ATOMIC_GROUP):
        return [value[3] if op is _constants.SUBPATTERN else value]
    if op is _constants.BRANCH:
        return list(value[1])
    if op in (_constants.ASSERT, _constants.ASSERT_NOT):
        return [value[1]]
    if op is _constants.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _loops(parsed: list[Any], before: str, letters: str) -> Iterator[tuple[str, Any]]:
    """Every loop, with a text that leads to it."""
    for op, value in parsed:
        if op in REPEATS and int(value[1]) >= OFTEN:
            yield before, value[2]
        for part in _parts(op, value):
            yield from _loops(list(part), before, letters)
        before += _sample([(op, value)], letters)


def _pumps(body: Any, letters: str) -> list[str]:
    nodes = list(body)
    if len(nodes) == 1 and nodes[0][0] in (_constants.IN, _constants.ANY, _constants.NOT_LITERAL, _constants.LITERAL):
        return [letter for letter in letters if _accepts(nodes[0], letter)][:6]
    longer = "".join(_sample([node], letters, often=True) for node in nodes)
    return list(dict.fromkeys(text for text in (_sample(nodes, letters), longer) if text))


def _sample(nodes: Iterable[Any], letters: str, often: bool = False) -> str:
    """A short text that these nodes match."""
    return "".join(_sample_of(op, value, letters, often) for op, value in nodes)


def _sample_of(op: Any, value: Any, letters: str, often: bool) -> str:
    if op in REPEATS:
        return _sample(value[2], letters, often) * max(int(value[0]), 1 if often else 0)
    if op is _constants.BRANCH:
        return _sample(value[1][0], letters, often)
    if op in (_constants.SUBPATTERN, _constants.ATOMIC_GROUP):
        return _sample(value[3] if op is _constants.SUBPATTERN else value, letters, often)
    if op in (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY):
        return next((letter for letter in letters if _accepts((op, value), letter)), "")
    return ""


def _accepts(node: Any, letter: str) -> bool:
    op, value = node
    if op is _constants.LITERAL:
        return bool(chr(value) == letter)
    if op is _constants.NOT_LITERAL:
        return bool(chr(value) != letter)
    if op is _constants.ANY:
        return letter != "\n"
    negated = any(kind is _constants.NEGATE for kind, _ in value)
    return any(_has(kind, inner, letter) for kind, inner in value if kind is not _constants.NEGATE) != negated


def _has(kind: Any, inner: Any, letter: str) -> bool:
    if kind is _constants.LITERAL:
        return bool(chr(inner) == letter)
    if kind is _constants.RANGE:
        return bool(inner[0] <= ord(letter) <= inner[1])
    if kind is not _constants.CATEGORY:
        return False
    name = str(inner).rpartition("_")[2]
    matched = {"WORD": letter.isalnum() or letter == "_", "DIGIT": letter.isdigit(), "SPACE": letter.isspace()}[name]
    return matched != ("NOT" in str(inner))


# --- time -------------------------------------------------------------------------------------------------------------


def seconds(pattern: re.Pattern[Any], method: str, text: str | bytes) -> float:
    """Processor time of this method on this text."""
    began = time.thread_time()
    if method == "finditer":
        for _ in pattern.finditer(text):
            pass
    elif method in ("sub", "subn"):
        pattern.sub(text[:0], text)
    else:
        getattr(pattern, method)(text)
    return time.thread_time() - began


def steep(found: FoundPattern) -> str | None:
    """The text at which this pattern grows faster than its length, by its beginning; None when there is none."""
    methods = ["search" if found.methods - ANCHORED else "match", *sorted(found.methods & {"sub", "finditer"})[:1]]
    methods += ["fullmatch"] if "fullmatch" in found.methods and "match" not in found.methods else []
    for size in SHORT:  # an exponential one never comes to the long texts
        for text in attacks(found.pattern, size):
            if any(seconds(found.pattern, method, text) > ENDLESS for method in methods):
                return f"{text[:40]!r} (endless)"
    for number, text in enumerate(attacks(found.pattern, SIZES[-1])):
        for method in methods:
            if seconds(found.pattern, method, text) > FLOOR and _grows(found.pattern, method, number):
                return f"{text[:40]!r} ({method})"
    return None


def _grows(pattern: re.Pattern[Any], method: str, number: int) -> bool:
    """Whether the time grows faster than the text, twice over: a machine that is busy is slow for a while."""
    made = [attacks(pattern, size) for size in SIZES]
    if any(number >= len(texts) for texts in made):
        return False
    return all(_grew(pattern, method, [texts[number] for texts in made]) for _ in range(2))


def _grew(pattern: re.Pattern[Any], method: str, texts: list[Any]) -> bool:
    """The same, measured once: the least of some rounds over all sizes."""
    rounds = [[seconds(pattern, method, text) for text in texts] for _ in range(4)]
    least = [min(times) for times in zip(*rounds, strict=True)]
    return least[2] > FLOOR and least[2] > STEEPEST * least[0] and least[2] > 2.5 * least[1]
