"""The single values of the language: amounts, rates, percentages, days, durations, quantities, names, words.

Each is a `Scalar`: one pattern for reading and JSON Schema, a parser from the match to the typed value, and the error
of a text that does not fit. Prices, SSPs and rights to payment are in `prices.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from duly.engine.contracts import errors as e
from duly.engine.contracts.forms import Scalar
from duly.engine.contracts.reader import Reader, nearest
from duly.engine.contracts.terms import Bound, Quantity
from duly.ground.errors import DulyError
from duly.ground.money import NotAnAmount, exact_minor_units, minor_units

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
# ASCII letters, digits, - _ . and any letter beyond ASCII; spaces inside. Written out because JSON Schema has no \w.
_EDGE = r"[^\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xbf]"
_INSIDE = r"[^\x00-\x1f\x21-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xbf]"
NAME = f"{_EDGE}(?:{_INSIDE}*{_EDGE})?"
# The same with / and #, which invoice numbers have and addresses of obligations may not.
_NUMBER_EDGE = r"[^\x00-\x22\x24-\x2c\x3a-\x40\x5b-\x5e\x60\x7b-\xbf]"
_NUMBER_INSIDE = r"[^\x00-\x1f\x21\x22\x24-\x2c\x3a-\x40\x5b-\x5e\x60\x7b-\xbf]"
DOCUMENT_NUMBER = f"{_NUMBER_EDGE}(?:{_NUMBER_INSIDE}*{_NUMBER_EDGE})?"
PERIODS = ("day", "week", "month", "quarter", "half year", "year")
LONGEST = 200
N = TypeVar("N", int, Fraction)


def shown(text: str) -> str:
    """Text of a file, short and with all control characters escaped."""
    return repr(text if len(text) <= 60 else text[:60] + "...")


def refusal(kind: type[DulyError]) -> Callable[[str, str], DulyError]:
    """How a scalar makes its error: the class, what was found, what was expected."""

    def refuse(text: str, expects: str) -> DulyError:
        return kind(f"{shown(text)} is not {expects}", why=f"expected {expects}", fix="write it in that form")

    return refuse


def percent_text(ratio: Fraction) -> str:
    """A ratio as a percentage with at most four decimals, for messages.

    >>> percent_text(Fraction(9, 10)), percent_text(Fraction(1, 3))
    ('90%', '33.3333%')
    """
    whole, part = divmod(abs(ratio) * 1_000_000 // 1, 10_000)
    return f"{'-' if ratio < 0 else ''}{whole}.{part:04d}".rstrip("0").rstrip(".") + "%"


def number(text: str) -> Fraction:
    """The exact value of a plain decimal.

    >>> number("-12.50")
    Fraction(-25, 2)
    """
    return exact_minor_units(text, 0)


def amount_in(text: str, reader: Reader) -> int:
    """Minor units of an amount in the currency in force; decimals are not checked while that is unknown."""
    digits = reader.digits
    return minor_units(text, len(text.partition(".")[2]) if digits is None else digits)


def rate_in(text: str, reader: Reader) -> Fraction:
    """Exact minor units of a price per unit, which may have more decimals than the currency."""
    return exact_minor_units(text, reader.digits or 0)


def _refuse_amount(text: str, expects: str) -> DulyError:
    """The reason why a text is no amount, as `ground.money` finds it."""
    try:
        minor_units(text, 20)
    except DulyError as error:
        return error
    return NotAnAmount(f"{shown(text)} is not {expects}")


def _percent(match: re.Match[str], reader: Reader) -> Fraction:
    return number(match[1]) / 100


def _share(match: re.Match[str], reader: Reader) -> Fraction:
    value = number(match[1]) / 100
    if not 0 <= value <= 1:
        raise e.NumberOutOfRange(
            f"{match[0]} lies outside 0% to 100%",
            why="it is a part of a whole",
            fix="write a percentage from 0% to 100%",
        )
    return value


def _quantity(match: re.Match[str], reader: Reader) -> Quantity:
    return Quantity(_not_negative(number(match[1]), match[0]), match[2] or "")


def _not_negative(value: N, text: str) -> N:
    if value < 0:
        raise e.NumberOutOfRange(
            f"{shown(text)} is below zero", why="it counts or measures something agreed", fix="write zero or more"
        )
    return value


def above_zero(value: Fraction, text: str) -> Fraction:
    """The value, if it is above zero."""
    if value <= 0:
        fix = "write a number above zero"
        raise e.NumberOutOfRange(f"{shown(text)} is not above zero", why="it multiplies", fix=fix)
    return value


def _name(match: re.Match[str], reader: Reader) -> str:
    text = match[0]
    if len(text) > LONGEST or not text.isprintable():
        raise e.NotAName(
            f"{shown(text)} is no name",
            why=f"a name has at most {LONGEST} characters, and no invisible ones",
            fix="choose a shorter, plain name",
        )
    return str(text)


def _refuse_name(text: str, expects: str) -> DulyError:
    bad = sorted({letter for letter in text if not re.fullmatch(_INSIDE, letter)})
    found = f" has {' '.join(map(repr, bad[:5]))} in it" if bad else " begins or ends with a space"
    why = "names stand in addresses such as CT-2041/platform/2026-06"
    return e.NotAName(f"{shown(text)}{found}", why=why, fix=f"expected {expects}")


def _text(match: re.Match[str], reader: Reader) -> str:
    return str(match[0])


def one_of(value: Any) -> tuple[str, ...]:
    """The names a value speaks of: itself where it is text, none where it is something else."""
    return (value,) if isinstance(value, str) else ()


def choice(*words: str, values: tuple[Any, ...] = ()) -> Scalar:
    """One of some words; `values` are what they mean where that is not the word itself."""
    meaning = dict(zip(words, values or words, strict=True))

    def refuse(text: str, expects: str) -> DulyError:
        near = nearest(text, words)
        hint = f"; the nearest is {near!r}" if near else ""
        fix = f"write {near!r}" if near else "write one of these words"
        what = f"{shown(text)} is none of the words that may stand here{hint}"
        return e.UnknownChoice(what, why=f"expected {expects}", fix=fix)

    return Scalar(
        "choice",
        f"one of: {', '.join(words)}",
        "|".join(words),
        lambda match, _: meaning[match[0]],
        refuse,
        words,
        ("string", "number") if all(word.isdigit() for word in words) else ("string",),
        words=words,
    )


def _refuse_yes(text: str, expects: str) -> DulyError:
    near = {"true": "yes", "y": "yes", "1": "yes", "false": "no", "n": "no", "0": "no"}.get(text.lower(), "yes or no")
    return e.NotYesOrNo(f"{shown(text)} is neither yes nor no", why=f"expected {expects}", fix=f"write {near}")


TEXT = Scalar(
    "text",
    "text",
    r"[\s\S]+",
    _text,
    refusal(e.EmptyValue),
    ("free text",),
    ("string", "number", "boolean"),
    longest=100_000,
)
NAMED = Scalar(
    "name", "letters, digits, - _ . and spaces inside", NAME, _name, _refuse_name, ("CT-2041",), ("string", "number")
)
DOCUMENT = Scalar(
    "document number",
    "letters, digits, - _ . / # and spaces inside",
    DOCUMENT_NUMBER,
    _name,
    _refuse_name,
    ("INV-1", "2026/0041"),
    ("string", "number"),
)
ELSEWHERE = Scalar(
    "name elsewhere", "one line, as another system writes it", r"[^\x00-\x1f\x7f]+", _text, refusal(e.NotAName),
    ("006A0041",), ("string", "number"), longest=200,
)  # fmt: skip
AMOUNT = Scalar(
    "amount",
    "an amount like 1200.00",
    NUMBER,
    lambda match, reader: amount_in(match[0], reader),
    _refuse_amount,
    ("1200.00", "-5.00"),
    ("string", "number"),
)
AMOUNT_OWED = Scalar(
    "amount from zero",
    "an amount like 1200.00, not below zero",
    NUMBER,
    lambda match, reader: _not_negative(amount_in(match[0], reader), match[0]),
    _refuse_amount,
    ("1200.00",),
    ("string", "number"),
)
RATE = Scalar(
    "rate",
    "an amount per unit like 0.0825",
    NUMBER,
    lambda match, reader: rate_in(match[0], reader),
    _refuse_amount,
    ("0.0825",),
    ("string", "number"),
)
PLAIN = Scalar(
    "number", "a number like -10 or 1200.00", NUMBER, _text, _refuse_amount, ("1200.00", "-10"), ("string", "number")
)
PARTS = Scalar(
    "parts",
    "a whole number",
    r"-?[0-9]{1,9}",
    lambda match, _: int(match[0]),
    refusal(e.NotAQuantity),
    ("2",),
    ("string", "number"),
)
COUNT = Scalar(
    "count",
    "a number like 12.5",
    NUMBER,
    lambda match, _: number(match[0]),
    _refuse_amount,
    ("12.5",),
    ("string", "number"),
)
WHOLE = Scalar(
    "whole number",
    "a whole number from 1 on",
    r"[1-9][0-9]{0,8}",
    lambda match, _: int(match[0]),
    refusal(e.NotAQuantity),
    ("6",),
    ("string", "number"),
)
BOUND = Scalar(
    "count or bound",
    "a number like 1200, at most 1000, or more than 1000",
    f"(?:(at most|more than) )?({NUMBER})",
    lambda match, _: number(match[2]) if match[1] is None else Bound(match[1], number(match[2])),
    refusal(e.NotAQuantity),
    ("1200", "at most 1000"),
    ("string", "number"),
)
TAX = Scalar(
    "tax",
    "an amount like 38400.00, or a percentage like 8.25%",
    f"({NUMBER})(%)?",
    lambda match, reader: number(match[1]) / 100 if match[2] else amount_in(match[1], reader),
    _refuse_amount,
    ("38400.00", "8.25%"),
    ("string", "number"),
)
FROM_ZERO = Scalar(
    "whole number from 0",
    "a whole number from 0 on",
    r"[0-9]{1,9}",
    lambda match, _: int(match[0]),
    refusal(e.NotAQuantity),
    ("0",),
    ("string", "number"),
)
PERCENT = Scalar(
    "percentage", "a percentage like 8.25%", f"({NUMBER})%", _percent, refusal(e.NotAPercentage), ("8.25%",)
)
SHARE = Scalar("share", "a percentage from 0% to 100%", f"({NUMBER})%", _share, refusal(e.NotAPercentage), ("40%",))
ALLOWANCE = Scalar(
    "allowance",
    "an amount like 1200.00, not below zero, or a percentage from 0% to 100%",
    f"({NUMBER})(%)?",
    lambda match, reader: _share(match, reader) if match[2] else _not_negative(amount_in(match[1], reader), match[0]),
    _refuse_amount,
    ("1200.00", "5%"),
    ("string", "number"),
)
_PROBABLE = choice("probable", "not probable")
COLLECT = Scalar(
    "likelihood",
    "probable, not probable, or how likely it is, like 65%",
    f"probable|not probable|({NUMBER})%",
    lambda match, reader: match[0] if match[1] is None else _share(match, reader),
    _PROBABLE.refuse,
    ("probable", "not probable", "65%"),
)
QUANTITY = Scalar(
    "quantity",
    "a quantity like 100 seats or 120",
    f"({NUMBER})(?: (\\S.*))?",
    _quantity,
    refusal(e.NotAQuantity),
    ("100 seats", "120"),
    ("string", "number"),
)
YES = Scalar(
    "yes or no", "yes or no", "yes|no", lambda match, _: match[0] == "yes", _refuse_yes, ("yes",), ("string", "boolean")
)
EXCHANGE_RATE = Scalar(
    "exchange rate",
    "a rate above zero like 1.10",
    r"[0-9]+(?:\.[0-9]+)?",
    lambda match, _: above_zero(number(match[0]), match[0]),
    refusal(e.NotAQuantity),
    ("1.10",),
    ("string", "number"),
)
CURRENCY = Scalar("currency", "a currency code like USD", NAME, _name, _refuse_name, ("USD",))


def mention(kind: str, what: str) -> Scalar:
    """The name of something that must exist in the contract."""
    base = DOCUMENT if kind == "invoice" else NAMED
    return Scalar(
        f"name of {what}", f"the name of {what}", base.pattern, _name, _refuse_name, base.examples, base.kinds, kind
    )


OBLIGATION = mention("obligation", "an obligation")
ELEMENT = mention("element", "an element of the price")
MEASURED = mention("obligation or element", "an obligation or an element of the price")
INVOICE = mention("invoice", "an invoice")
NONCASH = mention("noncash", "what is received instead of cash")
AMENDMENT = mention("amendment", "an amendment")
