"""Does the code keep to the shape that it promises? Prints the figures and ends with 1 when one is broken."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

PACKAGES = ("graph", "ingest", "models", "api", "ui", "whoknows", "bench")
LONGEST_FILE = 600
BROAD_EXCEPTS = 3


def main() -> int:
    files = [file for package in PACKAGES for file in sorted(Path(package).rglob("*.py"))]
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    broad = [f"{file}:{line}" for file, tree in trees.items() for line in _broad_excepts(tree)]
    long = [f"{file} ({lines})" for file, lines in lengths.items() if lines > LONGEST_FILE]
    real = [lines for lines in lengths.values() if lines > 5]
    print(
        f"code: {len(real)} files, {sum(real)} lines, median {statistics.median(real):.0f}, longest {max(real)}; "
        f"{len(functions)} functions, mean {statistics.mean(functions):.1f} lines; {len(broad)} broad excepts"
    )
    for place in long:
        print(f"over {LONGEST_FILE} lines: {place}")
    if len(broad) > BROAD_EXCEPTS:
        print("broad excepts: " + ", ".join(broad))
    return int(bool(long) or len(broad) > BROAD_EXCEPTS)


def _broad_excepts(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    ]


if __name__ == "__main__":
    sys.exit(main())
