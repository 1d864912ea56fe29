"""Faults planted in what makes revenue: elements of the price, what is left at a change, financing, rates, licences."""

from __future__ import annotations

from tests.checker.faults import Fault

_C, _H, _R = "tests/cases", "tests/cases/house", "duly.engine.recognition"
_SEVEN = f"{_C}/asc606-ex07-modification-service-extension-blend.yaml"
_EIGHT = f"{_C}/asc606-ex08-modification-cumulative-catch-up.yaml"
_TWENTY_ONE = f"{_C}/asc606-ex21-two-estimation-methods.yaml"
_BACK = f"{_H}/returns-recovery-and-what-comes-back.yaml"
_ANEW, _UNITS = f"{_H}/variable-bonus-estimated-anew-twice.yaml", f"{_H}/amendment-units-and-hours-in-turn.yaml"

ELEMENTS = (
    ("the first estimate stays", "variable", "_included", "if e.on <= on][-1]", "if e.on <= on][0]", _ANEW),
    ("outcomes are not by the unit", "variable", "_estimate", "Fraction(x) * unit", "Fraction(x)", _TWENTY_ONE),
    ("the least likely", "variable", "Estimate.likeliest", "max(chance", "min(chance", _TWENTY_ONE),
    (
        "more comes back than may",
        "returns",
        "expected_back",
        "units(o) - ended",
        "units(o)",
        f"{_H}/returns-right-ends-for-some-units.yaml",
    ),
    (
        "what came back counts twice",
        "returns",
        "expected_back",
        "ended), back)",
        "ended), 2 * back)",
        f"{_H}/returns-recovery-and-what-comes-back.yaml",
    ),
    (
        "what is held back counts",
        "variable",
        "_included",
        "max(estimate.amount - last, estimate.lowest)",
        "estimate.amount",
        f"{_H}/variable-judgements-in-turn.yaml",
    ),
    (
        "less than the worst",
        "variable",
        "_included",
        "max(estimate.amount - last, estimate.lowest)",
        "estimate.amount - last",
        f"{_H}/variable-reductions-held-back.yaml",
    ),
    (
        "an element of one is shared by all",
        "elements",
        "pool",
        "bool(sharing - set(rows)) or not sharing",
        "not sharing",
        f"{_H}/rates-amount-beside-a-price-by-use.yaml",
    ),
    ("goods come back for nothing", "returns", "_expected_back", " - _recovery(p)", "", _BACK),
    ("each return takes off all before it", "returns", "_come_back", "now - booked", "now", _BACK),
    ("what is expected back is owed twice", "refunds", "_beside_track", "price[i] * at", "2 * price[i] * at", _BACK),
    (
        "a payment with what it buys",
        "elements",
        "_payable",
        "abs(v.amount) - worth",
        "abs(v.amount) + worth",
        f"{_H}/payable-before-and-after-revenue.yaml",
    ),
)
LEFT = (
    (
        "work that is done is left",
        "changes",
        "work_left",
        "1 - Fraction(min(done, total), total)",
        "Fraction(min(done, total), total)",
        _UNITS,
    ),
    (
        "time that has passed is left",
        "changes",
        "left_in_time",
        "return _left_of_span(",
        "return 1 - _left_of_span(",
        _SEVEN,
    ),
    ("a new rate for all of the time", "changes", "_rate_times_left", "whole * rest.time", "whole", _SEVEN),
    ("a new rate for all units", "changes", "_rate_times_left", "live.units * rest.work", "live.units", _UNITS),
    (
        "more units than were agreed",
        "changes",
        "_more_units",
        "(ratio - 1) * live.quantity",
        "ratio * live.quantity",
        _UNITS,
    ),
    (
        "an amendment adds what it leaves",
        "changes",
        "Change.moved",
        "round_fraction(self.delta)",
        "round_fraction(self.new)",
        _SEVEN,
    ),
    (
        "an amount for the whole counts twice",
        "modifications",
        "_share_out",
        "change = lump + sum(",
        "change = 2 * lump + sum(",
        _EIGHT,
    ),
    (
        "worth of all of it",
        "changes",
        "_ssp_left",
        "return live.ssp * rest.work",
        "return live.ssp",
        f"{_H}/amendment-a-sum-for-the-whole.yaml",
    ),
    (
        "caught up from half the base",
        "catch_up",
        "_new_totals",
        "- _at(book, tranche, done, old)",
        "- _at(book, tranche, done, old) // 2",
        f"{_C}/hardhat-cost-to-cost-three-years.yaml",
    ),
)
_PARTLY, _AHEAD = f"{_H}/financing-part-paid-on-delivery.yaml", f"{_C}/asc606-ex29-advance-payment-financing.yaml"
FINANCING = (
    ("interest is not compounded", "loans", "growth", "(1 + each) ** whole", "(1 + each * whole)", _AHEAD),
    ("interest over half of it", "financing", "_as_it_passes", "interest / (part or 1)", "interest / 2", _AHEAD),
    (
        "worth on a later day",
        "financing",
        "financed",
        "present_value(later, rate, delivered)",
        "present_value(later, rate, delivered + 90)",
        _PARTLY,
    ),
    ("a month too much", "loans", "months_between", "whole + Fraction(", "whole + 1 + Fraction(", _PARTLY),
    (
        "interest taken off twice",
        "financing",
        "Financed.moved",
        "self.price - self.agreed",
        "2 * (self.price - self.agreed)",
        _PARTLY,
    ),
    (
        "equal payments a period early",
        "financing",
        "_worth",
        "(k + first)",
        "k",
        f"{_H}/financing-payments-stated-half-yearly.yaml",
    ),
)
_EDGE, _OPEN = f"{_H}/rates-retrospective-at-the-edge-of-a-tier.yaml", f"{_H}/rates-percentage-of-an-open-order.yaml"
RATES = (
    ("the edge is of the next tier", "rates", "_tier", "total <= end", "total < end", _EDGE),
    (
        "what has come makes no tier",
        "rates",
        "expected_rates",
        "max(_tier(tiers, delivered), _tier_of(tiers, said[-1]) if said else 0)",
        "_tier_of(tiers, said[-1]) if said else 0",
        _EDGE,
    ),
    ("a reduction raises", "rates", "_by_percent", "(1 + percent)", "(1 - percent)", _OPEN),
    ("the first percentage stays", "rates", "_by_percent", "changes += [", "changes += 0 * [", _OPEN),
    (
        "an agent keeps the gross price",
        "agent",
        "acting",
        "_fixed(stated - cost_minor, o)",
        "_fixed(stated, o)",
        f"{_H}/agent-by-judgement-of-control.yaml",
    ),
)
_THROUGH = f"{_H}/options-rights-in-parts-and-renewals.yaml"
RENEWALS = (
    (
        "a renewal is certain",
        "options",
        "_periods",
        "round_fraction(part * again) if number",
        "again if number",
        _THROUGH,
    ),
    ("renewals weigh alike", "options", "_periods", "part * cost, measure", "Fraction(cost), measure", _THROUGH),
)
_D, _YEARS = "duly.engine.delivery.royalties", f"{_H}/royalties-minimum-of-each-year.yaml"
_GUARANTEE = f"{_C}/minimum-guarantee-functional-licence.yaml"
ROYALTIES = (
    Fault("royalties within the minimum count", _D, "accrued", "max(now - minimum, 0)", "now", _GUARANTEE),
    Fault("a royalty at twice the rate", _D, "accrued", "_rate(o) * (amount", "2 * _rate(o) * (amount", _GUARANTEE),
    Fault("sales of all years together", _D, "accrued", "if by_year(o) else 0", "if not by_year(o) else 0", _YEARS),
    Fault("the minimum of one year", _D, "minimum_of", "minimum * -(-", "minimum * 1 or -(-", _YEARS),
)
RIGHTS = (
    Fault(
        "a right to twice what is added",
        "duly.engine.billing.rights",
        "_track",
        "change, amount, rest",
        "change, 2 * amount, rest",
        _UNITS,
    ),
)
REVENUE = (*ROYALTIES, *RIGHTS) + tuple(
    Fault(name, f"{_R}.{module}", function, before, after, file)
    for name, module, function, before, after, file in (*ELEMENTS, *LEFT, *FINANCING, *RATES, *RENEWALS)
)
