"""The values with several forms: a stated price, a standalone selling price, a right to payment, tiers, milestones."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts.forms import Either, Form, Key, Listing, Pair, Scalar, Section, Values, Variants
from duly.engine.contracts.reader import At, Reader
from duly.engine.contracts.terms import Price, Ssp
from duly.ground.errors import DulyError
from duly.ground.tree import Node, Text

_PERIOD = "|".join(g.PERIODS)
NAMES = r"(?:\[.+\]|\S.*)"
PRICE_TEXT = f"({g.NUMBER})(?: per (.+?)(?: and ({_PERIOD}))?)?|({g.NUMBER})% of (\\S.*)"
SSP_TEXT = (
    f"book|residual|({g.NUMBER}) to ({g.NUMBER})|cost ({g.NUMBER}) plus ({g.NUMBER})%"
    f"|({g.NUMBER})% of list ({g.NUMBER})|({g.NUMBER})% of ({NAMES})|{PRICE_TEXT}"
)


class Placed(NamedTuple):
    """A form whose value keeps its own place and source."""

    form: Form
    shown: str

    @property
    def expects(self) -> str:
        return self.shown

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        value = self.form.read(node, path, reader)
        if not isinstance(value, Price | Ssp):
            return value
        source = value.source or reader.sources.get(path, "")
        if isinstance(value, Price):
            return replace(value, place=node.place, source=source)
        inner = None if value.price is None else replace(value.price, place=node.place, source=source)
        return replace(value, place=node.place, source=source, price=inner)


def price_of(amount: str, unit: str | None, period: str | None, reader: Reader) -> Price:
    """A price of one amount: for the whole, per unit, per period, or per unit and period."""
    if unit is None:
        return Price("fixed", amount=Fraction(g.amount_in(amount, reader)))
    rate = g.rate_in(amount, reader)
    if period is not None:
        return Price("unit_period", amount=rate, unit=unit, period=period)
    if unit in g.PERIODS:
        return Price("period", amount=rate, period=unit)
    return Price("unit", amount=rate, unit=unit)


def share_of(percent: str, base: str) -> Price:
    """A percentage of a base that is measured or stated elsewhere."""
    return Price("share", ratio=g.number(percent) / 100, base=base)


def _price_text(match: re.Match[str], reader: Reader) -> Price:
    amount, unit, period, percent, base = match.groups()
    return share_of(percent, base) if percent is not None else price_of(amount, unit, period, reader)


def _refuse_price(kind: type[DulyError]) -> Any:
    def refuse(text: str, expects: str) -> DulyError:
        first = text.partition(" per ")[0]
        if first[:1].isdigit() or first[:1] in "-+$€£¥(.":
            try:
                g.AMOUNT.read(Text(first), "", Reader())
            except DulyError as error:
                return error
        return kind(
            f"{g.shown(text)} is not {expects}", why=f"expected {expects}", fix="write it in one of these forms"
        )

    return refuse


def names_in(text: str) -> tuple[str, ...]:
    """Names in a text: `[a, b]`, `a and b`, or one name.

    >>> names_in("[server, installation]"), names_in("a and b"), names_in("a")
    (('server', 'installation'), ('a', 'b'), ('a',))
    """
    if text.startswith("["):
        return tuple(name.strip() for name in text[1:-1].split(","))
    return tuple(name.strip() for name in text.split(" and "))


def _ssp_text(match: re.Match[str], reader: Reader) -> Ssp:
    low, high, cost, margin, part, listed, ratio, of, *price = match.groups()
    if low is not None:
        ends = g.amount_in(low, reader), g.amount_in(high, reader)
        ordered(*ends, match[0])
        return Ssp("range", low=ends[0], high=ends[1])
    if cost is not None:
        return Ssp("cost_plus", cost=g.rate_in(cost, reader), margin=g.number(margin) / 100)
    if part is not None:
        listed_price = g.number(part) / 100 * g.rate_in(listed, reader)
        return Ssp("point", price=Price("fixed", amount=listed_price))
    if ratio is not None:
        return Ssp("share", ratio=g.number(ratio) / 100, of=names_in(of))
    if match[0] in ("book", "residual"):
        return Ssp(match[0])
    amount, unit, period = price[:3]
    return Ssp("point", price=price_of(amount, unit, period, reader))


def _range(match: re.Match[str], reader: Reader) -> tuple[int, int]:
    low, high = g.amount_in(match[1], reader), g.amount_in(match[2], reader)
    ordered(low, high, match[0])
    return low, high


def ordered(low: int, high: int, text: str) -> None:
    """`RangeReversed` where the low end lies above the high end."""
    if low > high:
        raise e.RangeReversed(
            f"{g.shown(text)} runs backwards", why="a range goes from its low end to its high end", fix="swap the ends"
        )


AMOUNT_PRICE = "N, N per UNIT, N per UNIT and PERIOD, N per PERIOD"
PRICE_LINE = Scalar(
    "price",
    f"a price: {AMOUNT_PRICE}, or N% of BASE",
    PRICE_TEXT,
    _price_text,
    _refuse_price(e.NotAPrice),
    ("96000.00", "400.00 per seat", "400.00 per seat and month", "400.00 per month", "10% of gross"),
    ("string", "number"),
)
SSP_LINE = Scalar(
    "ssp",
    f"an SSP: {AMOUNT_PRICE}, LOW to HIGH, book, residual, cost N plus N%, N% of list N, or N% of NAMES",
    SSP_TEXT,
    _ssp_text,
    _refuse_price(e.NotAnSsp),
    (
        "90000.00",
        "240.00 to 260.00",
        "420.00 per seat and month",
        "book",
        "cost 37.50 plus 15%",
        "90% of list 1000.00",
        "25% of server and installation",
        "residual",
    ),
    ("string", "number"),
    "obligation",
    lambda ssp: ssp.of,
)
RANGE = Scalar(
    "range",
    "a range like 15.00 to 45.00",
    f"({g.NUMBER}) to ({g.NUMBER})",
    _range,
    _refuse_price(e.NotAnSsp),
    ("15.00 to 45.00",),
)
UP_TO = Scalar(
    "up to",
    "a number of units, or rest",
    f"rest|({g.NUMBER})",
    lambda match, _: None if match[1] is None else g.number(match[1]),
    g.refusal(e.NotAQuantity),
    ("1000", "rest"),
    ("string", "number"),
)
TIERS = Listing(Pair(UP_TO, g.RATE))
MODE = g.choice("graduated", "volume")


def tiers_in_order(tiers: tuple[tuple[Fraction | None, Fraction], ...], at: At) -> None:
    """Report tiers that do not rise, or do not end with `rest`."""
    ends = [end for end, _ in tiers]
    rising = all(a is not None and b is not None and 0 < a < b for a, b in zip(ends[:-1], ends[1:-1], strict=False))
    if ends[-1] is not None or None in ends[:-1] or not rising:
        error = e.DoesNotAddUp(
            "the tiers do not cover every number of units once",
            why="each tier goes up to a higher number than the one before, the last is [rest, RATE]",
            fix="put the tiers in order and end with rest",
        )
        at.reader.report(error, at.path, at.place)


def _steps(values: Values, at: At) -> Price:
    steps = tuple(Fraction(step) for step in values["steps"])
    return Price("steps", steps=steps, period=values.get("every", "year"), source=values.get("source", ""))


def _tiers(values: Values, at: At) -> Price:
    tiers_in_order(values["tiers"], at)
    unit, mode = values.get("per", ""), values.get("mode", "graduated")
    return Price("tiers", tiers=values["tiers"], unit=unit, mode=mode, source=values.get("source", ""))


def _step_list(value: Any) -> Price:
    return Price("steps", steps=tuple(Fraction(step) for step in value), period="year")


class StepList(NamedTuple):
    """A price as a list: one amount a contract year."""

    amounts: Listing

    @property
    def expects(self) -> str:
        return "a list of amounts, one a contract year"

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        value = self.amounts.read(node, path, reader)
        return _step_list(value) if isinstance(value, tuple) else value


STEPS = Section(
    "a price in steps",
    "One amount a period, in order.",
    (
        Key("steps", Listing(g.AMOUNT), "the amounts, in order", required=True),
        Key(
            "every",
            g.choice("month", "quarter", "half year", "year"),
            "the period of each step; a contract year by default",
        ),
    ),
    _steps,
    lead="steps",
)
PRICE_TIERS = Section(
    "a price in tiers",
    "A rate per unit that depends on how many units there are.",
    (
        Key(
            "tiers",
            TIERS,
            "pairs of the last unit of a tier and its rate; the last pair is [rest, RATE]",
            required=True,
        ),
        Key("per", g.TEXT, "the unit that is counted"),
        Key(
            "mode",
            MODE,
            "graduated: each unit at the rate of its own tier; volume: all at the rate of the tier reached",
        ),
    ),
    _tiers,
    lead="tiers",
)
PRICE = Placed(
    Either("price in any form", PRICE_LINE, StepList(Listing(g.AMOUNT)), Variants("a price", (STEPS, PRICE_TIERS))),
    f"a price: {AMOUNT_PRICE}, N% of BASE, [N, N] a year, {{steps}} or {{tiers}}",
)
COST = Placed(PRICE_LINE, "a cost: N or N per UNIT")


def _residual(values: Values, at: At) -> Ssp:
    return Ssp("residual", observed=values.get("observed"), source=values.get("source", ""))


def _option(values: Values, at: At) -> Ssp:
    likely = values.get("likely", Fraction(1))
    discount = values["discount"] - values.get("less", 0)
    if discount < 0:
        why = "an option is worth what it gives beyond what any customer gets"
        error = e.NumberOutOfRange("`less` is more than `discount`", why=why, fix="correct one of them")
        at.reader.report(error, at.path, at.place)
    spend = Fraction(values["spend"])
    return Ssp("option", discount=discount, spend=spend, likely=likely, source=values.get("source", ""))


def _points(values: Values, at: At) -> Ssp:
    likely = values.get("likely", Fraction(1))
    expected = values.get("expected")
    if expected is not None:
        if "likely" in values or not 0 <= expected <= values["units"] or not values["units"]:
            why, fix = "a part of the units is expected to be redeemed", "write `likely:`, or `expected:` up to `units`"
            at.reader.report(e.NumberOutOfRange("`expected` does not fit", why=why, fix=fix), at.path, at.place)
        likely = expected / (values["units"] or 1)
    return Ssp("points", likely=likely, units=values["units"], value=values["value"], source=values.get("source", ""))


_LIKELY = Key("likely", g.SHARE, "how likely it is that it is used; 100% by default")
SSP_BLOCKS = Variants(
    "an SSP",
    (
        Section(
            "a residual SSP",
            "What the observable prices of the others leave (606-10-32-34(c)).",
            (
                Key("residual", g.choice("yes"), "says that the residual approach is used", required=True),
                Key("observed", RANGE, "the range in which the item was sold; a residual outside it is rejected"),
            ),
            _residual,
            lead="residual",
        ),
        Section(
            "the SSP of an option",
            "Incremental discount x average spend x likelihood (606-10-55-44).",
            (
                Key("discount", g.SHARE, "the discount the option gives", required=True),
                Key("less", g.SHARE, "the part of it that any customer gets; 0% by default"),
                Key("spend", g.AMOUNT_OWED, "the average spend the discount applies to", required=True),
                _LIKELY,
            ),
            _option,
            lead="discount",
        ),
        Section(
            "the SSP of points",
            "Likelihood x units x value of one unit.",
            (
                Key("units", g.COUNT, "how many points were granted", required=True),
                Key("value", g.RATE, "the value of one point", required=True),
                _LIKELY,
                Key("expected", g.COUNT, "how many of them will be redeemed, instead of `likely`"),
            ),
            _points,
            lead="units",
        ),
    ),
)
SSP = Placed(
    Either("ssp in any form", SSP_LINE, None, SSP_BLOCKS),
    f"{SSP_LINE.expects}, or one of its blocks",
)
