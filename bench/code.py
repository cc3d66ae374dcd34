"""The shape of the code: `python -m bench.code` prints each figure with its limit; 1 when one is broken."""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import grimp
import networkx

PACKAGES = ("graph", "ingest", "models", "api", "ui", "whoknows", "bench")
TREE = (*PACKAGES, "tests")
WINGS = (Path("graph/sqlite"), Path("graph/neo4j"))
ALIKE = 20
"""Equal lines in order, between the two wings, that are one piece of code too many."""
SMALL = 5
"""Files of at most this many lines are no files to measure, such as an empty `__init__`."""
SHOWN = 12
QUOTED = re.compile(r"``.*?``|`.*?`|\".*?\"|“.*?”|'[^']*'", re.DOTALL)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with its limit, and the places that break it."""

    name: str
    value: float
    limit: float
    places: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """True when the figure keeps its limit."""
        return self.value <= self.limit

    def line(self) -> str:
        """The figure as a line of text."""
        return f"{'ok  ' if self.fine else 'OVER'} {self.name:52}{self.value:10.10g}  (at most {self.limit:g})"


@dataclass(frozen=True, slots=True)
class Code:
    """All files of the tree, read once."""

    files: Mapping[Path, str]
    trees: Mapping[Path, ast.Module] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path = Path()) -> Code:
        """The Python files of all packages and tests."""
        files = [file for package in TREE for file in sorted((root / package).rglob("*.py"))]
        texts = {file.relative_to(root): file.read_text(encoding="utf-8") for file in files}
        return cls(texts, {file: ast.parse(text) for file, text in texts.items()})

    def of_product(self) -> Iterator[tuple[Path, ast.Module]]:
        """The files that are not tests."""
        yield from ((file, tree) for file, tree in self.trees.items() if file.parts[0] != "tests")

    def lengths(self) -> dict[Path, int]:
        """Lines of each file that is not a test and holds more than a few lines."""
        lengths = {file: len(self.files[file].splitlines()) for file, _ in self.of_product()}
        return {file: lines for file, lines in lengths.items() if lines > SMALL}


def measures(code: Code) -> list[Measure]:
    """Every figure that the design promises."""
    lengths = sorted(code.lengths().values())
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for _, tree in code.of_product()
        for node in ast.walk(tree)
        if isinstance(node, Function)
    ]
    long = {file: lines for file, lines in code.lengths().items() if lines > 600}
    return [
        Measure("lines of a file, median", statistics.median(lengths), 120),
        Measure("lines of a file, 90th percentile", lengths[int(0.9 * (len(lengths) - 1))], 300),
        Measure("files over 600 lines", len(long), 0, tuple(f"{file} ({lines})" for file, lines in long.items())),
        Measure("lines of a function, mean", round(statistics.mean(functions), 2), 14),
        counted("import cycles between modules", cycles(), 0),
        counted("classes of one name twice", double_classes(code), 0),
        counted("docstrings that ask a question", questions(code), 0),
        counted(f"runs of {ALIKE} equal lines between the stores", equal_runs(code), 0),
        counted("broad excepts", broad_excepts(code), 3),
    ]


def counted(name: str, places: Iterable[str], limit: int) -> Measure:
    """A figure that counts places."""
    found = tuple(places)
    return Measure(name, len(found), limit, found)


def cycles() -> Iterator[str]:
    """Groups of modules that import each other, directly or through others; imports inside functions count."""
    graph = grimp.build_graph(*[package for package in PACKAGES if package != "bench"])
    imports = networkx.DiGraph(
        (module, other) for module in graph.modules for other in graph.find_modules_directly_imported_by(module)
    )
    for group in networkx.strongly_connected_components(imports):
        if len(group) > 1:
            yield " <-> ".join(sorted(group))


def double_classes(code: Code) -> Iterator[str]:
    """Names that two classes of the tree have, tests included."""
    places: dict[str, list[str]] = defaultdict(list)
    for file, tree in code.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{file}:{node.lineno}")
    yield from (f"{name}: {', '.join(found)}" for name, found in sorted(places.items()) if len(found) > 1)


def questions(code: Code) -> Iterator[str]:
    """Docstrings with a question mark that ends a sentence; what is quoted in them does not count."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for file, tree in code.trees.items():
        for node in ast.walk(tree):
            told = ast.get_docstring(node) if isinstance(node, kinds) else None
            if told and re.search(r"\?(\s|$)", QUOTED.sub("", told)):
                yield f"{file}:{getattr(node, 'lineno', 1)}"


def equal_runs(code: Code) -> Iterator[str]:
    """Runs of equal lines, blank ones left out, in a file of one store and a file of the other."""
    ours, theirs = ([file for file in code.files if wing in file.parents] for wing in WINGS)
    lines = {file: significant(code.files[file]) for file in (*ours, *theirs)}
    for one in ours:
        for other in theirs:
            matcher = SequenceMatcher(None, lines[one], lines[other], autojunk=False)
            for block in matcher.get_matching_blocks():
                if block.size >= ALIKE:
                    yield f"{one} and {other}: {block.size} lines from {lines[one][block.a]!r}"


def significant(text: str) -> list[str]:
    """The lines that hold something, without their indentation."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def broad_excepts(code: Code) -> Iterator[str]:
    """Places that catch every exception."""
    for file, tree in code.of_product():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                yield f"{file}:{node.lineno}"


def _is_broad(caught: ast.expr | None) -> bool:
    return caught is None or (isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException"))


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    code = Code.read()
    found = measures(code)
    for measure in found:
        print(measure.line())
        if not measure.fine:
            for place in measure.places[:SHOWN]:
                print(f"       {place}")
            if len(measure.places) > SHOWN:
                print(f"       and {len(measure.places) - SHOWN} more")
    return int(not all(measure.fine for measure in found))


if __name__ == "__main__":
    sys.exit(main())
