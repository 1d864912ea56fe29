"""Formulas of derivations worked out: numbers with their units, `+ - x / of`, brackets, `round` and `above zero`."""

from __future__ import annotations

import re
from fractions import Fraction

from duly.checker.words import NUMBER, number, rounded

_TOKEN = re.compile(
    rf"(?P<number>(?<![^\s(+/-]){NUMBER}%?)|(?P<word>round|above zero|of|x)\b|(?P<sign>[-+/()])|(?P<unit>[^\s()]+)|\s+"
)


class NoFormula(Exception):
    """A formula that cannot be worked out."""


def result(formula: str, digits: int) -> Fraction:
    """What a formula comes to; `round` keeps so many decimals.

    >>> result("round(100.00 USD x 1 of 3 months) - 0.33 USD", 2)
    Fraction(33, 1)
    >>> result("5.00 USD - above zero (3.00 USD - 4.00 USD)", 2)
    Fraction(5, 1)
    """
    tokens = [match for match in _TOKEN.finditer(formula) if match.lastgroup not in (None, "unit")]
    found, rest = _sum(tokens, digits)
    if rest:
        raise NoFormula(formula)
    return found


_Tokens = list[re.Match[str]]


def _sum(tokens: _Tokens, digits: int) -> tuple[Fraction, _Tokens]:
    sign = -1 if tokens and tokens[0][0] == "-" else 1
    total, tokens = _product(tokens[1:] if sign < 0 else tokens, digits)
    total *= sign
    while tokens and tokens[0][0] in "+-":
        sign = 1 if tokens[0][0] == "+" else -1
        more, tokens = _product(tokens[1:], digits)
        total += sign * more
    return total, tokens


def _product(tokens: _Tokens, digits: int) -> tuple[Fraction, _Tokens]:
    total, tokens = _factor(tokens, digits)
    while tokens and tokens[0][0] in ("x", "of", "/"):
        sign = tokens[0][0]
        more, tokens = _factor(tokens[1:], digits)
        if sign != "x" and not more:
            raise NoFormula("a division by zero")
        total = total * more if sign == "x" else total / more
    return total, tokens


def _factor(tokens: _Tokens, digits: int) -> tuple[Fraction, _Tokens]:
    if not tokens:
        raise NoFormula("something is missing")
    token, *tokens = tokens
    if token["number"]:
        return number(token[0]), tokens
    if token[0] == "-":
        found, tokens = _factor(tokens, digits)
        return -found, tokens
    word = token[0]
    opening = tokens.pop(0) if word in ("round", "above zero") and tokens else token
    if opening[0] != "(":
        raise NoFormula(token[0])
    inside, tokens = _sum(tokens, digits)
    if not tokens or tokens.pop(0)[0] != ")":
        raise NoFormula("a bracket is missing")
    if word == "above zero":
        return max(inside, Fraction(0)), tokens
    return (rounded(inside, digits) if word == "round" else inside), tokens
