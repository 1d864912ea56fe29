"""What may not stand in the code, found in its syntax tree: each function yields the breaches of one rule."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 40
CLOCK = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns", "perf_counter", "monotonic", "process_time"}
# How sure a reading is: never money.
SCORES = {"scoring.py", "stretches.py", "presence.py", "spelling.py", "confidence.py", "confidence_money.py"}
BINARY = {"float16", "float32", "float64", "double", "round", "rint", "around", "true_divide", "mean", "average"}
FURNITURE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "service",
    "handler",
    "processor",
    "base",
}
BELOW_DOORS = ("ground", "engine", "readers", "writers")
PURE = ("ground", "engine")
MAY_IMPORT = {"duly", "numpy"} | (
    set(sys.stdlib_module_names) - {"os", "socket", "random", "sqlite3", "time", "pickle"}
)
# Binary fractions that are no money: how alike two words must be to propose one for the other.
ALLOWED = {("reader.py", 0.6)}

Tree = tuple[Path, ast.Module]


def trees(duly: Path, *floors: str) -> Iterator[Tree]:
    """The syntax trees of the files of some floors, or of all."""
    for folder in [duly / floor for floor in floors] or [duly]:
        for path in sorted(folder.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _called(node: ast.AST) -> str:
    """The last name of what a call calls."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def clocks(duly: Path) -> Iterator[str]:
    """A clock that is read below the doors."""
    for path, tree in trees(duly, *BELOW_DOORS):
        watches = _bound_to(tree, "datetime") | _bound_to(tree, "time")
        for node in ast.walk(tree):
            of_a_watch = _called(node) in CLOCK and _root(node.func) in watches
            of_numpy = _called(node) == "datetime64" and any(
                isinstance(part, ast.Constant) and part.value in {"now", "today"} for part in node.args
            )
            if of_a_watch or of_numpy or "time" in _modules(node):
                yield f"{path}:{node.lineno} reads a clock"


def _bound_to(tree: ast.Module, module: str) -> set[str]:
    """The names in a file that stand for a module or for something out of it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if module in _modules(node):
            names |= {name.asname or name.name for name in node.names}
    return names


def _modules(node: ast.AST) -> set[str]:
    """The top modules an import statement names."""
    if isinstance(node, ast.Import):
        return {name.name.partition(".")[0] for name in node.names}
    return {(node.module or "").partition(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def _root(node: ast.AST) -> str:
    """The first name of a dotted one."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def binary_fractions(duly: Path) -> Iterator[str]:
    """Binary fractions and rounding by another name than those of ground/rounding.py, on the floors that see money."""
    for path, tree in trees(duly, *PURE):
        if "documents" in path.parts and path.name in SCORES:
            continue
        for node in ast.walk(tree):
            called = (
                _called(node) in {"round", "float"} and isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            )
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            literal = literal and (path.name, node.value) not in ALLOWED
            kind = isinstance(node, ast.Attribute) and node.attr in BINARY
            if called or literal or kind:
                yield f"{path}:{node.lineno} uses a binary fraction or rounds on its own"


def strangers(duly: Path) -> Iterator[str]:
    """Anything but numpy and the pure part of the standard library, in ground and engine."""
    for path, tree in trees(duly, *PURE):
        for node in ast.walk(tree):
            for name in sorted(_modules(node) - MAY_IMPORT):
                yield f"{path}:{node.lineno} imports {name}"


def dangers(duly: Path) -> Iterator[str]:
    """Text run as code, and loaders that run it."""
    for path, tree in trees(duly):
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
            if called or {"pickle", "marshal", "shelve"} & _modules(node):
                yield f"{path}:{node.lineno} may run what it reads"


def prints(duly: Path) -> Iterator[str]:
    """Output that does not pass through a door."""
    for path, tree in trees(duly, *BELOW_DOORS):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}:
                yield f"{path}:{node.lineno} talks to the terminal"


def furniture(duly: Path) -> Iterator[str]:
    """Modules named for nothing in particular, but for those that Django looks for by that name."""
    for path in sorted(duly.rglob("*.py")):
        if FURNITURE & {path.stem, path.parent.name} and path != duly / "store" / "sqlite" / "base.py":
            yield f"{path} has no name of its own"


def long_files(duly: Path) -> Iterator[str]:
    """Files that no longer fit in one reading."""
    for path in sorted(duly.rglob("*.py")):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length >= FILE_LINES:
            yield f"{path} has {length} lines"


def long_functions(duly: Path) -> Iterator[str]:
    """Functions that no longer fit in a glance."""
    for path, tree in trees(duly):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length >= FUNCTION_LINES:
                    yield f"{path}:{node.lineno} {node.name} has {length} lines"


def silent_modules(duly: Path) -> Iterator[str]:
    """Modules without a first line; it feeds the map."""
    for path, tree in trees(duly):
        if not (ast.get_docstring(tree) or "").partition("\n")[0].strip():
            yield f"{path} does not say what it is"


RULES = (
    clocks,
    binary_fractions,
    strangers,
    dangers,
    prints,
    furniture,
    long_files,
    long_functions,
    silent_modules,
)
