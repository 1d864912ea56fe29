"""Formulas of derivations, worked out again: numbers with their units, `+ - x / of`, round and long sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.ground.reports import Step

_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:/\d[\d,]*)?"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})(?P<percent>%)?|(?P<word>round|of|x)\b|(?P<sign>[-+/()])|(?P<unit>[^\s\d()+/-]+)"
)


def numbers(text: str) -> list[Fraction]:
    """The numbers of a text, without their signs."""
    return [_number(match[0]) for match in re.finditer(_NUMBER + "%?", text)]


def first(text: str) -> Fraction:
    """The value a text begins with: a number with its sign, or one number of another."""
    done, of, total = text.partition(" of ")
    found = _number(re.search(rf"-?{_NUMBER}%?", done)[0])
    return found / numbers(total)[0] if of and numbers(total) else found


def _number(text: str) -> Fraction:
    plain = text.rstrip("%").replace(",", "")
    over, _, under = plain.partition("/")
    return Fraction(over) / Fraction(under or 1) / (100 if text.endswith("%") else 1)


def result(step: Step, digits: int) -> Fraction | None:
    """What the formula of a step comes to; None where it has none. `digits`: decimals that `round` keeps."""
    if not step.how.startswith("= "):
        return None
    formula = step.how[2:].partition(";")[0]
    formula = re.sub(r"sum of the \d+ below", lambda _: _sum(step), formula)
    tokens = [match for match in _TOKEN.finditer(formula) if not match["unit"]]
    found, rest = _added(tokens, digits)
    assert not rest, formula
    return found


def _sum(step: Step) -> str:
    return "(" + " + ".join(f"({first(child.value)})" for child in step.children) + ")"


def _added(tokens: list[re.Match[str]], digits: int) -> tuple[Fraction, list[re.Match[str]]]:
    negative = bool(tokens) and tokens[0][0] == "-"
    total, tokens = _product(tokens[1:] if negative else tokens, digits)
    total = -total if negative else total
    while tokens and tokens[0][0] in "+-":
        sign = tokens[0][0]
        more, tokens = _product(tokens[1:], digits)
        total = total + more if sign == "+" else total - more
    return total, tokens


def _product(tokens: list[re.Match[str]], digits: int) -> tuple[Fraction, list[re.Match[str]]]:
    total, tokens = _factor(tokens, digits)
    while tokens and tokens[0][0] in ("x", "of", "/"):
        sign = tokens[0][0]
        more, tokens = _factor(tokens[1:], digits)
        total = total * more if sign == "x" else total / more
    return total, tokens


def _factor(tokens: list[re.Match[str]], digits: int) -> tuple[Fraction, list[re.Match[str]]]:
    token, *tokens = tokens
    if token["number"]:
        return _number(token[0]), tokens
    rounded = token[0] == "round"
    assert (tokens.pop(0) if rounded else token)[0] == "("
    inside, tokens = _added(tokens, digits)
    assert tokens.pop(0)[0] == ")"
    return (_rounded(inside, digits) if rounded else inside), tokens


def _rounded(value: Fraction, digits: int) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def every(step: Step) -> Iterator[Step]:
    """A step and all below it, each once."""
    seen: dict[int, Step] = {}
    left = [step]
    while left:
        one = left.pop()
        if id(one) not in seen:
            seen[id(one)] = one
            left.extend(one.children)
    yield from seen.values()
