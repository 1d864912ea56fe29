"""Figures of cases: exact arithmetic over named quantities, and nothing else runs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.engine.explain.figures import NotAFigure, evaluate

KNOWN = {("ssp", "A"): Fraction(1), ("ssp", "site set-up 1.5"): Fraction(2), ("price", ""): Fraction(3)}


def value(name, args):
    return KNOWN[name, args[0] if args else ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ssp(A) / (ssp(A) + ssp(site set-up 1.5))", Fraction(1, 3)),
        ("price() - 2 * 3", Fraction(-3)),
        ("-price() / 0.1", Fraction(-30)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("(0 - price()) / (60.00 / 30)", Fraction(-3, 2)),
        ('ssp("A") + ssp( A )', Fraction(2)),
        ("100000000000000000000.01 - 100000000000000000000", Fraction(1, 100)),
    ],
)
def test_a_figure_is_exact(text, expected):
    assert evaluate(text, value, ("ssp", "price")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "1 / 0",
        "2 ** 99",
        "7 // 2",
        "1 < 2",
        "[1]",
        "'a'",
        "True",
        "1e3",
        "0x10",
        "1_000",
        "1j",
        "price",
        "open(x)",
        "price().real",
        "__import__('os').system('x')",
        "lambda: 1",
        "(" * 250 + "1" + ")" * 250,
        "1" + "+1" * 200,
        "ssp(ssp(A))",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises((NotAFigure, KeyError)):
        evaluate(text, value, ("ssp", "price"))
