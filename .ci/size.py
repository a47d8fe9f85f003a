"""The cap on the tail: files of at most 300 lines, functions of at most 40 (tests 60), CSS 300, JS 200, SQL 60."""

import ast
import sys
from pathlib import Path

from files import project_files, relative

FILE_LINES = {".py": 300, ".css": 300, ".js": 200, ".sql": 60}
FUNCTION_LINES = 40
TEST_FUNCTION_LINES = 60  # a factory names everything a test may want
_GENERATED = "shop/migrations/versions/"
_SPECIMENS = "tests/web/look_"  # pages of sample data, one long literal each


def too_long(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    found = []
    if lines > FILE_LINES[path.suffix]:
        found.append(f"{relative(path)}: {lines} lines, at most {FILE_LINES[path.suffix]}")
    if path.suffix == ".py":
        found += long_functions(path, ast.parse(text))
    return found


def long_functions(path: Path, tree: ast.Module) -> list[str]:
    most = TEST_FUNCTION_LINES if relative(path).startswith("tests/") else FUNCTION_LINES
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        f"{relative(path)}:{node.lineno}: {node.name} has {length(node)} lines, at most {most}"
        for node in functions
        if length(node) > most and not relative(path).startswith(_SPECIMENS)
    ]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from its `def`, without its docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def main() -> int:
    paths = [path for path in project_files(*FILE_LINES) if not relative(path).startswith(_GENERATED)]
    found = [line for path in paths for line in too_long(path)]
    print("\n".join(found) or f"sizes: {len(paths)} files within their caps")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
