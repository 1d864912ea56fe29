"""Faults planted in what makes revenue: elements of the price, what is left at a change, financing, rates, licences."""

from __future__ import annotations

from tests.checker.faults import Fault

_C, _H, _R = "tests/cases", "tests/cases/house", "duly.engine.recognition"
_SEVEN = f"{_C}/asc606-ex07-modification-service-extension-blend.yaml"
_EIGHT = f"{_C}/asc606-ex08-modification-cumulative-catch-up.yaml"
_TWENTY_ONE = f"{_C}/asc606-ex21-two-estimation-methods.yaml"
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
    ("time that has passed is left", "changes", "left_in_time", "return 1 - (k +", "return (k +", _SEVEN),
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
        "for c in left), lump)",
        "for c in left), 2 * lump)",
        _EIGHT,
    ),
)
REVENUE = tuple(
    Fault(name, f"{_R}.{module}", function, before, after, file)
    for name, module, function, before, after, file in (*ELEMENTS, *LEFT)
)
