"""The arithmetic of financing: time, growth, level payments, amortization, effective rates. Exact until it is booked.

Growth is rational; a root is taken by decimal arithmetic of fifty digits. The interest of a year is complete at the end
of its last day; on the day from which an amount grows it is the amount itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

DIGITS = 50
PERIODS = {"yearly": 1, "half yearly": 2, "quarterly": 4, "monthly": 12, "daily": 365, "none": 0}


class Due(NamedTuple):
    """An amount to be paid (exact minor units) and its day."""

    on: int
    amount: Fraction


class Row(NamedTuple):
    """A row of an amortization table, minor units: balance after the payment = balance before + interest - payment."""

    payment: int
    interest: int
    balance: int

    @property
    def principal(self) -> int:
        return self.payment - self.interest


class Rate(NamedTuple):
    """A yearly rate and how often its interest is added: `periods` a year, 0 for never (simple interest)."""

    yearly: Fraction
    periods: int


def months_between(a: int, b: int) -> Fraction:
    """Whole months from `a` to `b`, and the days left over the days of the month they lie in; from the last day of a
    month to that of another are whole months.

    >>> months_between(dates.day("2023-04-01"), dates.day("2025-01-01"))
    Fraction(21, 1)
    >>> months_between(dates.day("2024-02-29"), dates.day("2024-03-31"))
    Fraction(1, 1)
    >>> months_between(dates.day("2024-02-01"), dates.day("2024-02-16"))
    Fraction(15, 29)
    """
    shift = grows_from(a) - a
    a, b = a + shift, max(a, b) + shift
    (year, month, _), (last, end, _) = dates.civil(a), dates.civil(b)
    whole = (last - year) * 12 + end - month
    whole -= dates.add_months(a, whole) > b
    begins = dates.add_months(a, whole)
    return whole + Fraction(b - begins, dates.add_months(a, whole + 1) - begins)


def grows_from(day: int) -> int:
    """The day from whose beginning an amount of a day grows: what comes on the last day of a month is there for the
    months after it, so that a year from 31 December is complete at the end of 31 December."""
    return day + 1 if dates.month_start(day + 1) == day + 1 else day


def growth(rate: Rate, a: int, b: int) -> Fraction:
    """What one unit becomes from `a` to `b`: whole periods compound, the rest of a period earns simple interest.

    >>> growth(Rate(Fraction(6, 100), 1), dates.day("2023-01-01"), dates.day("2025-01-01"))
    Fraction(2809, 2500)
    """
    if rate.periods == PERIODS["daily"]:
        return (1 + rate.yearly / rate.periods) ** max(b - a, 0)
    if not rate.periods:
        return 1 + rate.yearly * months_between(a, b) / 12
    passed = months_between(a, b) * rate.periods / 12
    whole, each = passed.numerator // passed.denominator, rate.yearly / rate.periods
    return (1 + each) ** whole * (1 + each * (passed - whole))


@cites("606-10-32-15", "606-10-32-16", ifrs15=("60", "61"))
def present_value(dues: Sequence[Due], rate: Rate, on: int) -> Fraction:
    """What payments are worth on a day; what is due by then counts as it is."""
    return sum((due.amount / growth(rate, on, due.on) for due in dues), Fraction(0))


def level_payment(principal: Fraction, each: Fraction, count: int, in_advance: bool = False) -> Fraction:
    """The equal payment that pays off a principal with interest of `each` a period, at the end of each period or at its
    beginning.

    >>> level_payment(Fraction(1000), Fraction(0), 4)
    Fraction(250, 1)
    """
    if not each:
        return principal / count
    payment = principal * each / (1 - (1 + each) ** -count)
    return payment / (1 + each) if in_advance else payment


@cites("606-10-32-20", ifrs15=("65",))
def amortization(principal: int, payment: Fraction, each: Fraction, count: int, in_advance: bool = False) -> list[Row]:
    """The table of equal payments: interest and payment rounded row by row, the last payment takes the rest."""
    rows: list[Row] = []
    balance = principal
    for _ in range(count):
        interest = 0 if in_advance and not rows else round_fraction(balance * each)
        paid = round_fraction(payment) if len(rows) + 1 < count else balance + interest
        balance += interest - paid
        rows.append(Row(paid, interest, balance))
    return rows


def effective_rate(price: int, dues: Sequence[Due], on: int) -> Fraction:
    """The yearly rate at which payments are worth `price` on a day, to fifty digits.

    price = sum of payment x (1 + rate) ^ -(years to it)
    """
    years = [months_between(on, due.on) / 12 for due in dues]
    with localcontext() as context:
        context.prec = DIGITS
        times = [_decimal(t) for t in years]
        amounts = [_decimal(due.amount) for due in dues]
        goal, force = Decimal(price), Decimal(0)
        if not goal or not any(times):
            return Fraction(0)
        # With the force of interest, ln(1 + rate), worth falls and is convex: Newton's steps from the left of the
        # rate never overshoot, and each doubles the digits that are right.
        for _ in range(DIGITS):
            worth = [a * (-t * force).exp() for a, t in zip(amounts, times, strict=True)]
            force += (sum(worth) - goal) / sum(w * t for w, t in zip(worth, times, strict=True))
        return Fraction(force.exp() - 1)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """base ^ exponent, exact where the exponent is whole, else to fifty digits."""
    if exponent.denominator == 1:
        return base**exponent.numerator
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction(_decimal(base) ** _decimal(exponent))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


class Portion(NamedTuple):
    """An amount (exact minor units) that grows from a day until another: an advance until what it pays for passes, what
    a later payment is worth until it is due."""

    amount: Fraction
    from_on: int
    until: int


Growth = Callable[[int, int], Fraction]


class Step(NamedTuple):
    """Interest that grows evenly over the days [from_on, until): what was booked before, and what it adds."""

    from_on: int
    until: int
    before: int
    adds: int


@cites("606-10-32-20", ifrs15=("65",))
def accrual(portions: Sequence[Portion], grown: Growth, whole: int | None = None) -> list[Step]:
    """Interest on portions as steps from month to month, each rounded as a running total; `whole` is what the last one
    ends with.

    On a day on which an amount begins or ceases to grow the balance is shown as it is then: its interest shows the day
    after."""
    portions = [_from_its_morning(p) for p in portions]
    events = sorted({day for p in portions for day in (p.from_on, p.until)})
    quiet = {day + 1 for day in events[:-1]} - set(events)
    cuts = sorted({day for p in portions for day in _month_days(p)} | set(events) | quiet)
    totals: list[int] = []
    for day in cuts:
        totals.append(totals[-1] if day in quiet else round_fraction(interest(portions, grown, day)))
    if whole is not None and totals:
        totals[-1] = whole
    return [
        Step(a, b, before, after - before)
        for a, b, before, after in zip(cuts, cuts[1:], totals, totals[1:], strict=False)
    ]


def _from_its_morning(p: Portion) -> Portion:
    shift = grows_from(p.from_on) - p.from_on
    return p._replace(from_on=p.from_on + shift, until=p.until + shift)


def interest(portions: Sequence[Portion], grown: Growth, day: int) -> Fraction:
    """Interest on portions before a day begins, exact minor units; none on what does not grow yet."""
    return sum((p.amount * (grown(p.from_on, min(day, p.until)) - 1) for p in portions), Fraction(0))


def _month_days(p: Portion) -> list[int]:
    """The days at which a portion has grown for whole months, from its first to its last."""
    days = [p.from_on]
    while (day := dates.add_months(p.from_on, len(days))) < p.until:
        days.append(day)
    return [*days, p.until]
