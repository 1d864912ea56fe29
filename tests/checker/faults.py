"""Faults planted in the engine, one at a time: what is exchanged, and the file in which it makes a number wrong."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A fault: where it is planted, the text that is exchanged, and the file that shows it."""

    name: str
    module: str
    function: str
    before: str
    after: str
    file: str
    company: str = ""


_BUNDLE, _CASES, _HOUSE = "examples/bundle.yaml", "tests/cases", "tests/cases/house"
_LATE, _FAST = "examples/late-delivery/machine.yaml", "examples/late-delivery/company-fast-close.yaml"
_E, _R = "duly.engine", "duly.engine.recognition"

FAULTS = (
    Fault(
        "a day too few",
        f"{_E}.delivery.elapsed",
        "elapsed_days",
        "on + 1 - start",
        "on - start",
        "examples/sponsorship.yaml",
    ),
    Fault(
        "the days of the year",
        f"{_E}.delivery.elapsed",
        "elapsed_days",
        "total = until - start",
        "total = until - start + 1",
        "examples/sponsorship.yaml",
    ),
    Fault(
        "a month early",
        f"{_E}.delivery.elapsed",
        "elapsed_months",
        "index = month - span.first",
        "index = month - span.first + 1",
        _BUNDLE,
    ),
    Fault(
        "part months whole",
        f"{_E}.delivery.elapsed",
        "elapsed_months",
        "inside = np.clip(on + 1 - opens, 0, size)",
        "inside = size",
        "examples/topics/recurring-revenue.yaml",
    ),
    Fault(
        "a thirteenth month",
        f"{_E}.delivery.elapsed",
        "months_started",
        "np.maximum(count + begun, 1)",
        "np.maximum(count + 1, 1)",
        f"{_HOUSE}/recurring-revenue.yaml",
    ),
    Fault(
        "prorated by thirty days",
        f"{_E}.delivery.elapsed",
        "elapsed_months_prorated",
        "unit = span.first_length * ends * finer",
        "unit = 30 * ends * finer",
        f"{_CASES}/partial-first-month-start-day-convention.yaml",
    ),
    Fault(
        "a part week counts",
        f"{_E}.delivery.elapsed",
        "elapsed_weeks",
        "np.clip(on + 1 - start, 0, days) // 7",
        "(np.clip(on + 1 - start, 0, days) + 6) // 7",
        f"{_CASES}/asc606-ex31-noncash-consideration-shares.yaml",
    ),
    Fault(
        "rounded down",
        "duly.ground.rounding",
        "_part",
        "return (2 * amount * done + total) // (2 * total)",
        "return amount * done // total",
        "examples/sponsorship.yaml",
    ),
    Fault(
        "rounded up",
        "duly.ground.rounding",
        "_part",
        "(2 * amount * done + total) // (2 * total)",
        "-(-amount * done // total)",
        "examples/sponsorship.yaml",
    ),
    Fault(
        "weights swapped",
        f"{_R}.allocation",
        "allocation",
        "shares.weight, owner",
        "shares.weight[::-1], owner",
        _BUNDLE,
    ),
    Fault(
        "equal weights",
        f"{_R}.allocation",
        "allocation",
        "shares.weight, owner",
        "shares.weight * 0 + 1, owner",
        _BUNDLE,
    ),
    Fault(
        "the first takes the remainder",
        "duly.ground.rounding",
        "_allocate_columns",
        "last = np.append(starts[1:], len(owner)) - 1",
        "last = starts.copy()",
        f"{_HOUSE}/amendment-odd-cents.yaml",
    ),
    Fault(
        "the remainder is lost",
        "duly.ground.rounding",
        "_allocate_columns",
        "out[last] = remainder",
        "out[last] = out[last]",
        f"{_HOUSE}/amendment-odd-cents.yaml",
    ),
    Fault(
        "an estimate before its day",
        f"{_E}.delivery.progress",
        "add_meter",
        "Reading(meter, fact.on, int(moved",
        "Reading(meter, fact.on - 40 * (expected is not None), int(moved",
        f"{_CASES}/house/amendment-causes.yaml",
    ),
    Fault(
        "cost too early",
        f"{_E}.delivery.progress",
        "add_meter",
        "Reading(meter, fact.on, int(moved",
        "Reading(meter, fact.on - 31, int(moved",
        _BUNDLE,
    ),
    Fault(
        "deliveries counted twice",
        f"{_E}.delivery.progress",
        "_moved",
        "            return counted\n",
        "            return 2 * counted\n",
        f"{_CASES}/asc606-ex05a-modification-separate-contract.yaml",
    ),
    Fault(
        "the last row is dropped",
        f"{_E}.delivery.progress",
        "fill",
        "    for fact in mine:",
        "    for fact in mine[:-1]:",
        _BUNDLE,
    ),
    Fault(
        "the last cost is dropped",
        f"{_E}.delivery.progress",
        "_by_cost",
        "for fact in facts:\n        bare",
        "for fact in facts[:-1]:\n        bare",
        _BUNDLE,
    ),
    Fault(
        "use is priced in the wrong tier",
        f"{_E}.pricing.stated",
        "_graduated",
        "low = high",
        "low = Fraction(0)",
        "examples/maintenance.yaml",
    ),
    Fault(
        "use at no price beyond",
        f"{_E}.delivery.progress",
        "uses",
        "for_use(o.price, used, used + more)",
        "for_use(o.price, used, used + more / 2)",
        "examples/consulting.yaml",
    ),
    Fault(
        "a late fact is ignored",
        f"{_E}.contracts.versions",
        "_until",
        "if f.known_on <= known and",
        "if f.known_on <= min(known, f.on) and",
        _LATE,
    ),
    Fault(
        "what is learned after the close is booked",
        f"{_E}.periods.posting",
        "booked_with",
        "max(min(days), least)",
        "max(min(days) + 5, least)",
        _LATE,
        _FAST,
    ),
    Fault(
        "a late period is not booked",
        f"{_E}.journal.late",
        "_late",
        "enumerate(booked[:number])",
        "enumerate(booked[: number - 1])",
        _LATE,
        _FAST,
    ),
    Fault(
        "booked with what is known now",
        f"{_E}.periods.posting",
        "booked_with",
        "known = max(min(days), least) if days else as_of",
        "known = as_of",
        _LATE,
        _FAST,
    ),
    Fault(
        "the last period is dropped",
        f"{_E}.journal.books",
        "Books.journal",
        "for number, one in enumerate(booked):",
        "for number, one in enumerate(booked[:-1]):",
        _BUNDLE,
    ),
    Fault(
        "the opening is left out",
        f"{_R}.taken_over",
        "goes_on",
        "base=recognized",
        "base=0",
        f"{_HOUSE}/opening-with-progress.yaml",
    ),
    Fault(
        "the opening is earned again",
        f"{_R}.taken_over",
        "goes_on",
        "less=recognized",
        "less=0",
        f"{_HOUSE}/opening-with-progress.yaml",
    ),
    Fault(
        "a base is forgotten",
        f"{_R}.position",
        "position_of",
        "book.base[rows] + rounding",
        "rounding",
        f"{_CASES}/modification-chain-up-then-cancel.yaml",
    ),
    Fault(
        "what was carried on is all of it",
        f"{_R}.position",
        "_carry_on",
        "left = price - rounding",
        "left = price - 0 * rounding",
        f"{_CASES}/asc606-ex07-modification-service-extension-blend.yaml",
    ),
    Fault(
        "prices per period by one fewer",
        f"{_E}.pricing.stated",
        "periods",
        "Fraction(dates.months_started(start, until), _MONTHS[period])",
        "Fraction(dates.months_started(start, until) - 1, _MONTHS[period])",
        _BUNDLE,
    ),
    Fault(
        "a quantity is forgotten",
        f"{_E}.pricing.stated",
        "amount_of",
        "return price.amount * times * (count if",
        "return price.amount * times * (1 if",
        _BUNDLE,
    ),
    Fault(
        "the wrong treatment",
        f"{_R}.modifications",
        "treatment",
        'kinds = {True: "all", False: "none"}',
        'kinds = {True: "none", False: "all"}',
        f"{_CASES}/asc606-ex08-modification-cumulative-catch-up.yaml",
    ),
    Fault(
        "a credit raises the price",
        f"{_R}.price",
        "_version",
        "fixed = agreed - sum",
        "fixed = agreed + sum",
        "examples/topics/credits-and-losses.yaml",
    ),
)
