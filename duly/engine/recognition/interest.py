"""Interest on what is financed: it grows with time beside revenue, and amortization tables show it (606-10-32-20)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from itertools import accumulate

from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.engine.delivery.progress import Measure
from duly.engine.drafts import Drafts, Track, Tranche
from duly.engine.policies import Policies
from duly.engine.recognition.financing import Financed, financed, is_financing, no_financing, transfers
from duly.engine.recognition.loans import (
    Growth,
    Portion,
    Row,
    Step,
    accrual,
    amortization,
    effective_rate,
    growth,
    interest,
    months_between,
    power,
)
from duly.engine.recognition.promises import Promise, Ruling
from duly.engine.recognition.returns import kept
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_INCOME, _EXPENSE = t.ROLE["interest_income"], t.ROLE["interest_expense"]
_ROWS = {12: 1, 4: 3, 2: 6}  # months of a row of a table, where interest is not added once a year, daily or never
_WITH_PERFORMANCE = ("on delivery", "on acceptance", "when delivered")


def loans_of(ruling: Ruling) -> list[Financed]:
    """What is financed of each obligation of a contract, as it is known in the end."""
    return [stages[-1][1] for stages in stages_of(ruling)]


def stages_of(ruling: Ruling) -> list[list[tuple[int, Financed]]]:
    """What is financed of each obligation, from each day on which what is expected back of it changes."""
    found = []
    for terms in ruling.group:
        for element in terms.elements:
            if is_financing(element) and not element.fields.get("none") and no_financing(terms) is None:
                of = [p for p in ruling.promises if p.terms is terms and _belongs(p, element.of)]
                for p in of:
                    drafts = ruling.drafts
                    found.append([(since, financed(element, terms, p, drafts, part)) for since, part in kept(p)])
    return found


def _belongs(p: Promise, of: Sequence[str]) -> bool:
    return (not of or p.obligation.ref in of) and not p.by_use and not p.setup


@cites("606-10-32-20", ifrs15=("65",))
def interest_tracks(ruling: Ruling, policies: Policies) -> None:
    """Interest beside revenue: income on a receivable or a contract asset, expense on a contract liability."""
    if ruling.drafts.exists_on == t.NEVER:
        return
    for stages in stages_of(ruling):
        loan = stages[-1][1]
        owed = t.DUE if owed_with_performance(loan.promise.terms, loan.promise.obligation.ref) else t.POSITION
        if loan.even:
            # At times the customer may have paid ahead and at times be behind: each is shown as what it is.
            owed = owed if loan.interest > 0 else t.POSITION
            steps = accrual(loan.portions, _growth_of(loan), loan.interest)
            _track(loan, owed, _INCOME, [(-t.NEVER, _only(steps, 1))], ruling.drafts)
            _track(loan, _EXPENSE, owed, [(-t.NEVER, _only(steps, -1))], ruling.drafts)
            continue
        if loan.dues and transfers(loan.promise, ruling.drafts):
            _track(loan, owed, _INCOME, [(since, _income(stage)) for since, stage in stages], ruling.drafts)
        if loan.portions:
            steps = accrual(loan.portions, partial(growth, loan.rate))
            _track(loan, _EXPENSE, t.POSITION, [(-t.NEVER, steps)], ruling.drafts)


def owed_with_performance(terms: Terms, ref: str) -> bool:
    """Whether the right to the price of an obligation arises as it is performed: interest joins a receivable."""
    for line in terms.billing:
        if not line.of or ref in line.of:
            return line.right in _WITH_PERFORMANCE
    return not terms.billing


def _only(steps: Sequence[Step], sign: int) -> list[Step]:
    """The steps of one sign, as amounts above zero; none where there are none."""
    adds = [max(sign * step.adds, 0) for step in steps]
    sums = zip(steps, adds, accumulate(adds), strict=True)
    return [step._replace(before=after - more, adds=more) for step, more, after in sums] if any(adds) else []


def _growth_of(loan: Financed) -> Growth:
    """Growth at the rate of the financing; where the price is owed later than it was set, at the rate that fits."""
    if loan.earned_on == loan.delivered_on:
        return partial(growth, loan.rate)
    base = 1 + effective_rate(loan.owed, loan.dues, loan.earned_on)
    return lambda a, b: power(base, months_between(a, b) / 12)


def _income(loan: Financed) -> list[Step]:
    """Interest on payments that come after delivery, from the day the price is owed."""
    if loan.level is not None:
        days, adds = _periods(loan), [row.interest for row in table(loan)[1 if loan.in_advance else 0 :]]
        sums = zip(days, days[1:], adds, accumulate(adds), strict=False)
        return [Step(a + 1, b, after - more, more) for a, b, more, after in sums]
    grown = partial(growth, loan.rate) if loan.parts is not None else _growth_of(loan)
    return accrual(_owed_portions(loan), grown, loan.interest)


def _owed_portions(loan: Financed) -> list[Portion]:
    """What each payment is worth on the day the price is owed, or its part passed, growing until it is due."""
    if loan.parts is not None:
        return [portion for portion, _ in loan.parts]
    grown, since = _growth_of(loan), loan.earned_on
    return [Portion(due.amount / grown(since, due.on), since, due.on) for due in loan.dues]


def _periods(loan: Financed) -> list[int]:
    """The days on which periods of equal payments begin, and the last ends."""
    first = [] if loan.in_advance else [loan.delivered_on]
    return [*first, *(due.on for due in loan.dues)]


def _track(
    loan: Financed, debit: int, credit: int, stages: Sequence[tuple[int, Sequence[Step]]], drafts: Drafts
) -> None:
    """A track that grows by the day from step to step; each stage has its steps from a day on."""
    if not stages[-1][1]:
        return
    drafts.tracks.append(Track(0, loan.promise.row, debit, credit, t.STEP["other"]))
    number, place = len(drafts.tracks) - 1, drafts.at(loan.element.place)
    untils = [since for since, _ in stages[1:]] + [t.NEVER]
    for (begins, steps), ends in zip(stages, untils, strict=True):
        for index, step in enumerate(steps):
            # Of those that have begun by the first day of the stage the last one stands.
            since = max(step.from_on, begins) if index else begins
            if since < ends:
                m = Measure(t.BY_DAY, step.from_on, step.until)
                measured = (m.kind, m.from_on, m.until, m.meter, m.option, t.EXACT, place)
                drafts.tranches.append(Tranche(number, since, t.NO_ROW, step.adds, 0, step.before, *measured))


@cites("606-10-32-20", ifrs15=("65",))
def table(loan: Financed) -> list[Row]:
    """The amortization table: a row a payment; for an advance, a row a period of the rate in which it grows."""
    if loan.level is not None:
        return amortization(loan.owed, loan.level, loan.each, len(loan.dues), loan.in_advance)
    if loan.dues:
        portions, grown = (loan.portions, _growth_of(loan)) if loan.even else (_owed_portions(loan), _growth_of(loan))
        return _by_payment(loan, portions, grown)
    return _by_period(loan)


def _by_payment(loan: Financed, portions: Sequence[Portion], grown: Growth) -> list[Row]:
    rows: list[Row] = []
    balance, booked = loan.owed, 0
    for number, due in enumerate(loan.dues, 1):
        last = number == len(loan.dues)
        paid = round_fraction(due.amount)
        total = loan.interest if last else round_fraction(interest(portions, grown, due.on))
        balance += total - booked - paid
        rows.append(Row(paid, total - booked, balance))
        booked = total
    return rows


def _by_period(loan: Financed) -> list[Row]:
    """How an advance grows, period by period until its transfer."""
    if not loan.portions:
        return []
    first, last = min(p.from_on for p in loan.portions), max(p.until for p in loan.portions)
    months = _ROWS.get(loan.rate.periods, 12)
    balance = round_fraction(sum((p.amount for p in loan.portions), Fraction(0)))
    rows: list[Row] = []
    booked, day = 0, first
    while day < last:
        day = min(dates.add_months(first, months * (len(rows) + 1)), last)
        total = round_fraction(interest(loan.portions, partial(growth, loan.rate), day))
        balance += total - booked
        rows.append(Row(0, total - booked, balance))
        booked = total
    return rows


def effective_rate_of(loan: Financed) -> Fraction:
    """The yearly rate at which the price is owed: that of the financing, or since a later day the one that fits."""
    if loan.dues and not loan.even and loan.level is None and loan.earned_on > loan.delivered_on:
        return effective_rate(loan.owed, loan.dues, loan.earned_on)
    return loan.rate.yearly


def months_of(loan: Financed) -> Fraction:
    """Months from the day the price is owed to the last payment; for an advance, those in which it grows."""
    if loan.dues:
        return months_between(loan.earned_on, loan.dues[-1].on)
    days = [day for p in loan.portions for day in (p.from_on, p.until)]
    return months_between(min(days), max(days)) if days else Fraction(0)
