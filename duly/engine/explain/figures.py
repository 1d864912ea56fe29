"""Figures of case files: `+ - * /` over named quantities and plain numbers, exact, and nothing else.

    ssp(A) / (ssp(A) + ssp(B))

The text is parsed, never run: a node that is not listed here is an error.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Collection
from fractions import Fraction

from duly.ground.errors import DulyError

_LONGEST = 300
_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
Value = Callable[[str, tuple[str, ...]], Fraction]


class NotAFigure(DulyError):
    """An expression that is no figure."""


def evaluate(text: str, value: Value, names: Collection[str]) -> Fraction:
    """The exact value of an expression; `value` gives the quantity of one of `names` and what stands in its brackets.

    >>> evaluate("revenue(site setup) / 3 - 0.5", lambda name, args: Fraction(2), ["revenue"])
    Fraction(1, 6)
    """
    if len(text) > _LONGEST:
        raise NotAFigure(f"a figure has at most {_LONGEST} characters")
    # Names of obligations hold spaces and hyphens, so what stands in the brackets of a quantity is quoted first.
    quoted = re.sub(rf"\b({'|'.join(names)})\(([^()]*)\)", lambda m: f"{m[1]}({m[2].strip().encode().hex()!r})", text)
    try:
        tree = ast.parse(quoted, mode="eval")
        return _value(tree.body, quoted, value, names)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotAFigure(f"{text!r} cannot be read", fix="use + - * / with brackets") from None
    except ZeroDivisionError:
        raise NotAFigure(f"{text!r} divides by zero") from None


def _value(node: ast.expr, text: str, value: Value, names: Collection[str]) -> Fraction:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = (_value(side, text, value, names) for side in (node.left, node.right))
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, text, value, names)
    if isinstance(node, ast.Constant):
        # From the text, not from the constant, which would be a binary fraction.
        return Fraction(_number(ast.get_source_segment(text, node) or ""))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
        return value(node.func.id, _arguments(node))
    allowed = f"use + - * / over {', '.join(names)} and numbers"
    raise NotAFigure(f"{ast.unparse(node)!r} is not allowed in a figure", fix=allowed)


def _number(text: str) -> str:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return text
    raise NotAFigure(f"{text!r} is not a plain number")


def _arguments(node: ast.Call) -> tuple[str, ...]:
    if not node.args:
        return ()
    inner = node.args[0]
    hidden = inner.value if isinstance(inner, ast.Constant) else ""
    name = bytes.fromhex(hidden).decode() if isinstance(hidden, str) else ""
    return (name.strip("\"'"),) if name else ()
