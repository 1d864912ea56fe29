"""How a derivation writes numbers: amounts with their currency, counts with their unit, formulas that can be checked.

A formula begins with `= `. Each number in it is the value of a node below, and it gives the value of its own node.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from duly.ground.money import grouped

_MANY = 8


class Amounts(NamedTuple):
    """Minor units of a currency as people read them."""

    currency: str
    digits: int

    def bare(self, minor: int | Fraction) -> str:
        """An amount without its currency; parts of a minor unit are written out."""
        return exact(Fraction(minor) / 10**self.digits, self.digits)

    def __call__(self, minor: int | Fraction) -> str:
        return f"{self.bare(minor)} {self.currency}"


def exact(value: Fraction, least: int = 0) -> str:
    """A number with all its decimals and at least so many; a fraction where they do not end.

    >>> exact(Fraction(49, 4)), exact(Fraction(1200), 2), exact(Fraction(-1, 3))
    ('12.25', '1,200.00', '-1/3')
    """
    digits, left = least, value * 10**least
    while left.denominator % 2 == 0 or left.denominator % 5 == 0:
        digits, left = digits + 1, left * 10
    if left.denominator > 1:
        return f"{value.numerator:,}/{value.denominator:,}"
    return grouped(int(left), digits)


def percent(value: Fraction) -> str:
    """A part of a whole in percent; as a fraction where the decimals do not end.

    >>> percent(Fraction(1, 8)), percent(Fraction(30, 47))
    ('12.5%', '30/47')
    """
    shown = exact(value * 100)
    return exact(value) if "/" in shown else f"{shown}%"


def counted(count: Fraction, unit: str) -> str:
    """A count with its unit, which may be empty."""
    return f"{exact(count)} {unit}".rstrip()


def summed(numbers: Sequence[str]) -> str:
    """A sum of numbers as written; a long one stands below.

    >>> summed(["5.00 USD", "-1.00 USD"]), summed(["1"] * 9)
    ('5.00 USD - 1.00 USD', 'sum of the 9 below')
    """
    if len(numbers) > _MANY:
        return f"sum of the {len(numbers)} below"
    first, *others = numbers
    return first + "".join(f" - {n[1:]}" if n.startswith("-") else f" + {n}" for n in others)


def difference(now: str, then: str) -> str:
    """One number less another.

    >>> difference("5.00 USD", "-1.00 USD")
    '5.00 USD + 1.00 USD'
    """
    return f"{now} + {then[1:]}" if then.startswith("-") else f"{now} - {then}"
