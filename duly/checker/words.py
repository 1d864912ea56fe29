"""What stands in the words of a derivation: numbers with their units, amounts with their currency, days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

NOTHING = Fraction(0)

NUMBER = r"\d[\d,]*(?:\.\d+)?(?:/\d[\d,]*)?"
_ALONE = re.compile(rf"(?<![\w.,/-])-?{NUMBER}%?(?![\w])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ASIDE = re.compile(rf"{_DAY.pattern}|by command \d+")
# Decimals of the currencies that do not have two.
_DECIMALS = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0)
_DECIMALS |= dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3) | {"CLF": 4, "UYW": 4}


def number(text: str) -> Fraction:
    """A number as it is written: thousands, decimals, a fraction, per cent.

    >>> number("1,200.50"), number("-1/3"), number("25%")
    (Fraction(2401, 2), Fraction(-1, 3), Fraction(1, 4))
    """
    over, _, under = text.rstrip("%").replace(",", "").partition("/")
    return Fraction(over) / Fraction(under or 1) / (100 if text.endswith("%") else 1)


def numbers(text: str) -> list[Fraction]:
    """The numbers of a text, with their signs; days are none, nor the numbers of commands."""
    return [number(match[0]) for match in _ALONE.finditer(_ASIDE.sub(" ", text))]


def value(text: str) -> Fraction | None:
    """The value that a text states: a number, or one number of another (`3 of 12 months`); None where it is words."""
    done, of, total = text.partition(" of ")
    found = _ALONE.match(done)
    if not found:
        return None
    whole = numbers(total) if of else []
    return number(found[0]) / (whole[0] or 1) if whole else number(found[0])


def amount(row: Mapping[str, Any], key: str) -> Fraction:
    """The amount in a cell of a report."""
    cell = row.get(key)
    return number(cell["amount"]) if cell else NOTHING


def net(row: Mapping[str, Any], of: str = "") -> Fraction:
    """What a line of the journal moves, a debit above zero."""
    return amount(row, f"{of}debit") - amount(row, f"{of}credit")


def size(said: Mapping[str, Any], key: str) -> Fraction | None:
    """The number that stands first beside a key of a row.

    >>> size({"paid": "33_000.00 USD"}, "paid")
    Fraction(33000, 1)
    """
    found = re.match(rf"-?{NUMBER}%?", str(said.get(key, "")).replace("_", ""))
    return number(found[0]) if found else None


def days(text: str) -> list[date]:
    """The days of a text."""
    return [date.fromisoformat(match) for match in _DAY.findall(text)]


def decimals(text: str) -> int:
    """How many decimals an amount of the currency that a text names has.

    >>> decimals("5.00 USD"), decimals("5 JPY")
    (2, 0)
    """
    codes = re.findall(r"\b[A-Z]{3}\b", text)
    return _DECIMALS.get(codes[-1], 2) if codes else 2


def rounded(exact: Fraction, digits: int) -> Fraction:
    """Half away from zero, to so many decimals."""
    scaled = abs(exact) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if exact >= 0 else -whole, 10**digits)
