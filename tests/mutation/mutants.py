"""All single changes of a source text: comparisons, signs, constants, and the choice between two values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
}
_CALLED = {"max": "min", "min": "max", "any": "all", "all": "any", "maximum": "minimum", "minimum": "maximum"}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what was there and what stands there now, and the whole changed text."""

    module: str
    function: str
    line: int
    before: str
    after: str
    text: str


def mutants_of(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module. Annotations, docstrings, messages of errors and citations are left alone."""
    tree = ast.parse(source)
    for function, node in _rules(tree):
        for field, new in _changes(node):
            old = getattr(node, field)
            before = ast.unparse(node)
            setattr(node, field, new)
            yield Mutant(module, function, node.lineno, before, ast.unparse(node), ast.unparse(tree))
            setattr(node, field, old)


def _rules(tree: ast.AST, within: str = "") -> Iterator[tuple[str, ast.expr]]:
    """The expressions that decide something, in the order of the text, each with the function it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            for statement in node.body:
                yield from ((within + node.name, found) for found in _within(statement))
        elif isinstance(node, ast.ClassDef):
            yield from _rules(node, f"{within}{node.name}.")


def _within(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.Return) and not isinstance(node, ast.Return):
        return
    if isinstance(node, ast.Compare | ast.BinOp | ast.UnaryOp | ast.Constant | ast.Call | ast.BoolOp | ast.IfExp):
        yield node
    if isinstance(node, ast.AnnAssign):
        children: list[ast.AST] = [node.value] if node.value else []
    else:
        children = list(ast.iter_child_nodes(node))
    for child in children:
        if not _is_message(child) and not _is_assertion(child):
            yield from _within(child)


def _is_message(node: ast.AST) -> bool:
    """Words for people: notes and errors are compared elsewhere."""
    called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    return called in ("append", "add") and any(isinstance(part, ast.JoinedStr) for part in ast.walk(node))


def _is_assertion(node: ast.AST) -> bool:
    """`strict=True` says what must be so and changes nothing that is."""
    return isinstance(node, ast.keyword) and node.arg == "strict"


def _changes(node: ast.expr) -> Iterator[tuple[str, object]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
        yield "ops", [_COMPARED[type(node.ops[0])]()]
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED and not _is_text(node):
        yield "op", _COUNTED[type(node.op)]()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "op", ast.UAdd()
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield "value", not node.value if isinstance(node.value, bool) else node.value + 1
    elif isinstance(node, ast.BoolOp):
        yield "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        yield "func", ast.copy_location(ast.Name(_CALLED[node.func.id], ast.Load()), node.func)


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )
